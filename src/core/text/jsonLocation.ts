import { getLocation } from 'jsonc-parser';
import type { TextRange } from './range.ts';

/** What stands at an offset of a JSON text. */
export interface JsonLocation {
  /** Property names and indices from the root to the value. */
  readonly path: readonly (string | number)[];
  /** True where the offset stands in a property's name, or where a name is expected. */
  readonly isKey: boolean;
  /** The string or property name before or at the offset; null where something else stands there. */
  readonly literal: TextRange | null;
}

/** Scans a text up to an offset. Broken text gives what can be told. */
export function locationAt(text: string, offset: number): JsonLocation {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const isText = previousNode?.type === 'string' || previousNode?.type === 'property';
  return {
    path,
    isKey: isAtPropertyKey,
    literal: isText ? { start: previousNode.offset, end: previousNode.offset + previousNode.length } : null,
  };
}
