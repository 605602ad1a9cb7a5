import { isDigit, isWhiteSpace } from './characters.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import type { ParsedZone } from './parsedDate.ts';

/** A text being read by a format. `pos` and `index` are the next characters of text and format. Null fields are not read yet. */
export type ExactReader = {
  readonly text: string;
  pos: number;
  readonly format: string;
  index: number;
  readonly styles: DateTimeStyles;
  year: number | null;
  month: number | null;
  day: number | null;
  hour: number | null;
  minute: number | null;
  second: number | null;
  fraction: number | null;
  dayOfWeek: number | null;
  zone: ParsedZone | null;
  afternoon: boolean | null;
  twoDigitYear: boolean;
  hour12: boolean;
};

/** Why reading stopped: the text lacks what the format wants, or the format itself is wrong. */
export type ExactFailure = { readonly fault: 'text'; readonly expected: string } | { readonly fault: 'format' };

export function missing(expected: string): ExactFailure {
  return { fault: 'text', expected };
}

/** Reads between `min` and `max` digits, as many as there are. Null when there are too few. */
export function readDigits(reader: ExactReader, min: number, max: number): number | null {
  let value = 0;
  let pos = reader.pos;
  while (pos - reader.pos < max && isDigit(reader.text.charAt(pos))) {
    value = value * 10 + Number(reader.text[pos]);
    pos++;
  }
  if (pos - reader.pos < min) {
    return null;
  }
  reader.pos = pos;
  return value;
}

/** Whether the text goes on with a word; upper and lower case are the same. */
export function startsWith(reader: ExactReader, word: string): boolean {
  return reader.text.slice(reader.pos, reader.pos + word.length).toUpperCase() === word.toUpperCase();
}

/** Reads a literal, upper and lower case told apart. */
export function expect(reader: ExactReader, literal: string): ExactFailure | null {
  if (!reader.text.startsWith(literal, reader.pos)) {
    return missing(literal === ' ' ? 'a blank' : `"${literal}"`);
  }
  reader.pos += literal.length;
  return null;
}

/** Skips white space before the next token. */
export function skipWhiteSpace(reader: ExactReader): void {
  while (reader.pos < reader.text.length && isWhiteSpace(reader.text.charAt(reader.pos))) {
    reader.pos++;
  }
}
