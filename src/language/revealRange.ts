import { rangeOfPointer } from '../core/text/jsonPointer.ts';
import { mapStringOffset } from '../core/text/jsonString.ts';
import type { TextRange } from '../core/text/range.ts';

/**
 * The text that a node of a configuration stands in.
 * @param inExpression narrows a mapping to a part of its `source.expression`: offsets into the expression's value. Where the mapping has
 * no expression in the text, or a shorter one, the whole mapping or the whole expression is meant.
 * @returns null where the pointer leads nowhere in this text.
 */
export function revealRange(text: string, pointer: string, inExpression: readonly [number, number] | null): TextRange | null {
  const whole = rangeOfPointer(text, pointer);
  if (!whole || !inExpression) return whole;
  const literal = rangeOfPointer(text, `${pointer}/source/expression`);
  const raw = literal ? text.slice(literal.start, literal.end) : '';
  if (!literal || !raw.startsWith('"')) return whole;
  const [start, end] = inExpression;
  const length = valueLength(raw);
  if (start > end || end > length) return { start: literal.start + 1, end: literal.start + mapStringOffset(raw, length) };
  return { start: literal.start + mapStringOffset(raw, start), end: literal.start + mapStringOffset(raw, end) };
}

function valueLength(raw: string): number {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value.length : 0;
  } catch {
    // A literal that is being typed: its escapes may be broken, so it is selected up to its end.
    return raw.length;
  }
}
