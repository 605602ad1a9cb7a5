import { type Token, tokenize } from '../core/expression/tokenize.ts';
import type { AttributeMapping } from '../core/schema/model.ts';
import { mapStringOffset } from '../core/text/jsonString.ts';
import type { TextRange } from '../core/text/range.ts';
import type { Place } from './place.ts';

/** The text of an expression with a place in it. */
export interface PlacedExpression {
  readonly mapping: AttributeMapping;
  /** Decoded. */
  readonly text: string;
  /** In `text`. */
  readonly offset: number;
  /** The string literal in the document, with its quotes. */
  readonly literal: TextRange;
  /** False in the parsed form, which repeats a part of the expression. */
  readonly whole: boolean;
}

/** The expression at a place; null where none stands there. */
export function expressionAt(place: Place): PlacedExpression | null {
  const { mapping, path, isKey, literal, value, valueOffset } = place;
  if (!mapping || isKey || !literal || value === null || valueOffset === null) return null;
  if (path[0] !== 'source' || path.at(-1) !== 'expression') return null;
  return { mapping, text: value, offset: valueOffset, literal, whole: path.length === 2 };
}

/** A range of a string's value as a range of the document. */
export function rangeInDocument(text: string, literal: TextRange, range: TextRange): TextRange {
  const raw = text.slice(literal.start, literal.end);
  return { start: literal.start + mapStringOffset(raw, range.start), end: literal.start + mapStringOffset(raw, range.end) };
}

/** The token that the character at an offset belongs to, or else the one that ends there; null between tokens. */
export function tokenAt(text: string, offset: number): Token | null {
  const tokens = tokenize(text).filter(({ kind }) => kind !== 'end');
  return (
    tokens.find(({ range }) => range.start <= offset && offset < range.end) ??
    tokens.find(({ range }) => range.end === offset) ??
    null
  );
}
