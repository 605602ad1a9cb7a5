import type { Node } from 'jsonc-parser';
import type { TextRange } from './range.ts';
import { propertyOf, readJson } from './readJson.ts';

/** Appends one step to a JSON pointer (RFC 6901, section 3: `~` and `/` are escaped). */
export function childPointer(pointer: string, step: string | number): string {
  const escaped = typeof step === 'number' ? step : step.replaceAll('~', '~0').replaceAll('/', '~1');
  return `${pointer}/${escaped}`;
}

/** The node that a JSON pointer names; null where there is none. */
export function nodeOfPointer(root: Node, pointer: string): Node | null {
  if (pointer === '') return root;
  if (!pointer.startsWith('/')) return null;
  let node: Node | undefined = root;
  for (const part of pointer.slice(1).split('/')) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (node?.type === 'array') node = /^(0|[1-9]\d*)$/.test(step) ? node.children?.[Number(step)] : undefined;
    else node = propertyOf(node, step);
    if (!node) return null;
  }
  return node;
}

/** The range of the node that a JSON pointer names in a text; null where there is none or the text cannot be read. */
export function rangeOfPointer(text: string, pointer: string): TextRange | null {
  const { root } = readJson(text);
  const node = root && nodeOfPointer(root, pointer);
  return node ? { start: node.offset, end: node.offset + node.length } : null;
}
