import { nodeOfPointer } from './jsonPointer.ts';
import type { TextRange } from './range.ts';
import { type JsonNode, readJson } from './readJson.ts';

/** A stretch of a text and what takes its place. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** A text as it stands in a JSON string, without the quotes around it (RFC 8259, section 7). */
export function jsonEscaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/**
 * The edit that gives a property of an object a value: in place of the one it has (of several with the name, the last), else behind the last
 * property, laid out as that one is. Null where the object cannot be read.
 * @param object where the object stands.
 * @param json the value as JSON.
 */
export function setProperty(text: string, object: TextRange, name: string, json: string): TextEdit | null {
  const node = nodeAt(text, object, '');
  if (node?.type !== 'object') return null;
  const properties = node.children ?? [];
  const own = properties.findLast((property) => property.children?.[0]?.value === name)?.children?.[1];
  const at = (offset: number): number => object.start + offset;
  if (own) return { range: { start: at(own.offset), end: at(own.offset + own.length) }, newText: json };
  const written = JSON.stringify(name);
  const last = properties.at(-1);
  const [key, value] = last?.children ?? [];
  if (!last || !key || !value) {
    const start = at(node.offset) + 1;
    return { range: { start, end: start }, newText: ` ${written}: ${json} ` };
  }
  const lead = leadingBlanks(text, at(last.offset));
  const colon = text.slice(at(key.offset + key.length), at(value.offset));
  const end = at(last.offset + last.length);
  return { range: { start: end, end }, newText: `,${lead}${written}${/^\s*:\s*$/.test(colon) ? colon : ': '}${json}` };
}

/**
 * The edits that take an element out of a list, with the comma that belongs to it and the line it stands on; comments stay. None where there is
 * no such element.
 * @param outer where the thing stands that the pointer leads from.
 */
export function removeElement(text: string, outer: TextRange, pointer: string): readonly TextEdit[] {
  const cut = pointer.lastIndexOf('/');
  const list = nodeAt(text, outer, pointer.slice(0, cut));
  const index = Number(pointer.slice(cut + 1));
  const element = list?.type === 'array' ? list.children?.[index] : undefined;
  if (!list || !element) return [];
  const start = outer.start + element.offset;
  const end = start + element.length;
  const lead = removableBlanks(text, start);
  const after = commaFrom(text, end);
  const keepsLine = lead < leadingBlanks(text, start).length;
  // Where the line end before the element stays, the one behind it goes.
  const rest = (to: number): number => (keepsLine ? (/^[ \t]*\r?\n/.exec(text.slice(to, to + 200))?.[0].length ?? 0) : 0);
  const gone = (from: number, to: number): TextEdit => ({ range: { start: from, end: to + rest(to) }, newText: '' });
  if (after !== null) {
    const between = text.slice(end, after);
    return between.trim() === '' ? [gone(start - lead, after + 1)] : [gone(start - lead, end), gone(after, after + 1)];
  }
  const before = list.children?.[index - 1];
  const comma = before ? commaFrom(text, outer.start + before.offset + before.length) : null;
  if (comma === null) return [gone(start - lead, end)];
  return comma + 1 === start - lead ? [gone(comma, end)] : [gone(comma, comma + 1), gone(start - lead, end)];
}

function nodeAt(text: string, outer: TextRange, pointer: string): JsonNode | null {
  const { root } = readJson(text.slice(outer.start, outer.end));
  return root && nodeOfPointer(root, pointer);
}

function leadingBlanks(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && /\s/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, offset);
}

/** How many of the blanks before an element go with it: a line end that ends a comment stays, or the comment would swallow what follows. */
function removableBlanks(text: string, offset: number): number {
  const lead = leadingBlanks(text, offset);
  return endsInComment(text, offset - lead.length) ? lead.length - lead.indexOf('\n') - 1 : lead.length;
}

function endsInComment(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).includes('//');
}

/** The next comma behind blanks and comments; null where something else stands there. */
function commaFrom(text: string, from: number): number | null {
  const gap = /(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
  gap.lastIndex = from;
  gap.test(text);
  const at = Math.max(gap.lastIndex, from);
  return text[at] === ',' ? at : null;
}
