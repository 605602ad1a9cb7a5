import { isDigit, isLetter, isWhiteSpace } from './characters.ts';
import { abbreviated, dayNames, eraNames, monthNames } from './dateNames.ts';

/** A place in a text that is read without a format. `pos` is the next character. */
export type FreeCursor = { readonly text: string; pos: number };

export type SuffixField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** A piece of a date text as DateTime.Parse sees it with the invariant culture. */
export type FreeToken =
  | { readonly kind: 'end' | 'ignored' | 'era' | 'utc' | 'unknown' }
  | { readonly kind: 'number'; readonly value: number; readonly length: number }
  | { readonly kind: 'month' | 'dayOfWeek'; readonly value: number }
  | { readonly kind: 'afternoon'; readonly value: boolean };

/** What stands after a number or the name of a month. `dateOrOffset` is a hyphen, which also begins an offset. */
export type FreeSeparator =
  | { readonly kind: 'end' | 'space' | 'date' | 'time' | 'dateOrOffset' | 'timeMark' }
  | { readonly kind: 'afternoon'; readonly value: boolean }
  | { readonly kind: 'suffix'; readonly field: SuffixField };

type Word<T> = { readonly word: string; readonly token: T };

const afternoons: readonly Word<{ readonly kind: 'afternoon'; readonly value: boolean }>[] = [
  { word: 'AM', token: { kind: 'afternoon', value: false } },
  { word: 'PM', token: { kind: 'afternoon', value: true } },
];

/** Longer words stand before their own beginnings. */
const words: readonly Word<FreeToken>[] = [
  ...monthNames.map((word, at): Word<FreeToken> => ({ word, token: { kind: 'month', value: at + 1 } })),
  ...monthNames.map((word, at): Word<FreeToken> => ({ word: abbreviated(word), token: { kind: 'month', value: at + 1 } })),
  ...dayNames.map((word, at): Word<FreeToken> => ({ word, token: { kind: 'dayOfWeek', value: at } })),
  ...dayNames.map((word, at): Word<FreeToken> => ({ word: abbreviated(word), token: { kind: 'dayOfWeek', value: at } })),
  ...eraNames.map((word): Word<FreeToken> => ({ word, token: { kind: 'era' } })),
  ...afternoons,
  { word: 'GMT', token: { kind: 'utc' } },
  { word: 'Z', token: { kind: 'utc' } },
  { word: ',', token: { kind: 'ignored' } },
  { word: '.', token: { kind: 'ignored' } },
];

function suffixes(chars: string, field: SuffixField): readonly Word<FreeSeparator>[] {
  return [...chars].map((word) => ({ word, token: { kind: 'suffix', field } }));
}

const separators: readonly Word<FreeSeparator>[] = [
  { word: ':', token: { kind: 'time' } },
  { word: '/', token: { kind: 'date' } },
  { word: '-', token: { kind: 'dateOrOffset' } },
  { word: 'T', token: { kind: 'timeMark' } },
  ...afternoons,
  // Chinese, Japanese and Korean unit marks are read in every culture.
  ...suffixes('年년', 'year'),
  ...suffixes('月월', 'month'),
  ...suffixes('日일', 'day'),
  ...suffixes('時时', 'hour'),
  ...suffixes('分', 'minute'),
  ...suffixes('秒', 'second'),
];

const rightToLeftMark = '\u200f';

type WordIndex<T> = ReadonlyMap<string, readonly Word<T>[]>;

/** Words by their first character, so that a long text takes a time that grows with its length only. */
function byFirstCharacter<T>(list: readonly Word<T>[]): WordIndex<T> {
  const index = new Map<string, Word<T>[]>();
  for (const entry of list) {
    const first = entry.word.charAt(0);
    index.set(first, [...(index.get(first) ?? []), entry]);
  }
  return index;
}

const wordIndex = byFirstCharacter(words);
const separatorIndex = byFirstCharacter(separators);

function find<T>(cursor: FreeCursor, index: WordIndex<T>): T | null {
  const { text, pos } = cursor;
  const candidates = index.get(text.charAt(pos).toUpperCase());
  if (candidates === undefined) {
    return null;
  }
  const startsWithLetter = isLetter(text.charAt(pos));
  for (const { word, token } of candidates) {
    const end = pos + word.length;
    // A word must end where the letters end: "Sept" is not "Sep".
    if (text.slice(pos, end).toUpperCase() === word.toUpperCase() && !(startsWithLetter && isLetter(text.charAt(end)))) {
      cursor.pos = end;
      return token;
    }
  }
  return null;
}

/** Reads the next token, white space before it skipped. An unknown character is left where it is. */
export function readFreeToken(cursor: FreeCursor): FreeToken {
  while (cursor.pos < cursor.text.length && isWhiteSpace(cursor.text.charAt(cursor.pos))) {
    cursor.pos++;
  }
  if (cursor.pos >= cursor.text.length) {
    return { kind: 'end' };
  }
  return readNumber(cursor) ?? find(cursor, wordIndex) ?? { kind: 'unknown' };
}

function readNumber(cursor: FreeCursor): FreeToken | null {
  const start = cursor.pos;
  while (isDigit(cursor.text.charAt(cursor.pos))) {
    cursor.pos++;
  }
  const length = cursor.pos - start;
  return length === 0 ? null : { kind: 'number', value: Number(cursor.text.slice(start, cursor.pos)), length };
}

/** Reads what stands after a number or month. Anything that is no separator counts as a blank and stays unread. */
export function readFreeSeparator(cursor: FreeCursor): FreeSeparator {
  while (
    cursor.pos < cursor.text.length &&
    (isWhiteSpace(cursor.text.charAt(cursor.pos)) || cursor.text[cursor.pos] === rightToLeftMark)
  ) {
    cursor.pos++;
  }
  if (cursor.pos >= cursor.text.length) {
    return { kind: 'end' };
  }
  return find(cursor, separatorIndex) ?? { kind: 'space' };
}
