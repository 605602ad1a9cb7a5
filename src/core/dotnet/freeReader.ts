import { isDigit, isLetter, isWhiteSpace, whiteSpaceClass } from './characters.ts';
import type { FreeReader } from './freeResults.ts';
import { completeFreeResult } from './freeResults.ts';
import type { FreeInput, FreeState } from './freeStates.ts';
import { completesBeforeHyphen } from './freeStates.ts';
import type { FreeCursor, FreeSeparator, FreeToken, SuffixField } from './freeTokens.ts';
import { readFreeSeparator, readFreeToken } from './freeTokens.ts';
import { fourDigitYear } from './parsedDate.ts';
import { ticksPerHour, ticksPerMinute } from './ticks.ts';

/** What reading one token came to: an input for the state, nothing to do, the ISO form, or a text that is no date. */
export type FreeReading = { readonly input: FreeInput } | 'skip' | 'iso' | 'bad';

/** DateTime.Parse takes longer runs of digits for no number. */
const maxNumberDigits = 8;

export function readFreeInput(reader: FreeReader, state: FreeState): FreeReading {
  const { cursor } = reader;
  const token = readFreeToken(cursor);
  switch (token.kind) {
    case 'end':
      return { input: 'end' };
    case 'ignored':
      return 'skip';
    case 'number':
      return readNumber(reader, state, token);
    case 'month':
      return readMonth(reader, state, token.value);
    case 'dayOfWeek':
      if (reader.read.dayOfWeek !== null) {
        return 'bad';
      }
      reader.read.dayOfWeek = token.value;
      return { input: 'dayOfWeek' };
    case 'era':
      return { input: 'era' };
    case 'utc':
      if (reader.read.zone !== null) {
        return 'bad';
      }
      reader.read.zone = { offset: 0n, utc: true };
      return { input: 'utc' };
    case 'afternoon':
      return setAfternoon(reader, token.value) ? 'skip' : 'bad';
    case 'unknown':
      return readUnknown(reader);
  }
}

function setAfternoon(reader: FreeReader, value: boolean): boolean {
  if (reader.afternoon !== null) {
    return false;
  }
  reader.afternoon = value;
  return true;
}

function readNumber(reader: FreeReader, state: FreeState, token: Extract<FreeToken, { kind: 'number' }>): FreeReading {
  if (reader.numbers.length === 3 || token.length > maxNumberDigits) {
    return 'bad';
  }
  const inTime = state === 'N:' || state === 'N:N:';
  if (inTime && !readTimeEnd(reader, state)) {
    return 'bad';
  }
  if (token.length >= 3) {
    return readYear(reader, state, token.value);
  }
  const before = reader.cursor.pos;
  const separator = readFreeSeparator(reader.cursor);
  if (separator.kind === 'suffix') {
    return readUnit(reader, separator.field, token.value);
  }
  if (separator.kind === 'afternoon') {
    return readNumberWithAfternoon(reader, state, token.value, separator.value);
  }
  reader.numbers.push(token.value);
  return separator.kind === 'timeMark'
    ? 'iso'
    : { input: `number ${shortSeparator(reader, state, 'number', separator, before)}` };
}

/** The fraction of the seconds and the offset that can follow the last number of a time at once. */
function readTimeEnd(reader: FreeReader, state: FreeState): boolean {
  const { cursor, read } = reader;
  const last = cursor.text.length - 1;
  if (state === 'N:N:' && cursor.pos < last && cursor.text[cursor.pos] === '.') {
    read.fraction = readFreeFraction(cursor)?.value ?? 0;
  }
  return cursor.pos < last ? readOffsetIfThere(reader) : true;
}

function readYear(reader: FreeReader, state: FreeState, value: number): FreeReading {
  if (reader.year !== null) {
    return 'bad';
  }
  reader.year = value;
  const before = reader.cursor.pos;
  const separator = readFreeSeparator(reader.cursor);
  switch (separator.kind) {
    case 'suffix':
      return readUnit(reader, separator.field, value);
    case 'afternoon':
      return setAfternoon(reader, separator.value) ? { input: 'year space' } : 'skip';
    case 'time':
    case 'timeMark':
      return 'bad';
  }
  const short = shortSeparator(reader, state, 'year', separator, before);
  return short === 'time' ? 'bad' : { input: `year ${short}` };
}

function readMonth(reader: FreeReader, state: FreeState, value: number): FreeReading {
  if (reader.month !== null) {
    return 'bad';
  }
  const before = reader.cursor.pos;
  const separator = readFreeSeparator(reader.cursor);
  const short = shortSeparator(reader, state, 'month', separator, before);
  reader.month = value;
  const plain = separator.kind !== 'suffix' && separator.kind !== 'afternoon' && separator.kind !== 'timeMark';
  return plain && short !== 'time' ? { input: `month ${short}` } : 'bad';
}

/** Folds a hyphen into a date separator, or puts it back when it must begin an offset. */
function shortSeparator(
  reader: FreeReader,
  state: FreeState,
  what: 'number' | 'year' | 'month',
  separator: FreeSeparator,
  before: number,
): 'end' | 'space' | 'date' | 'time' {
  switch (separator.kind) {
    case 'end':
    case 'space':
    case 'date':
    case 'time':
      return separator.kind;
    case 'dateOrOffset':
      if (completesBeforeHyphen(state, what)) {
        reader.cursor.pos = before;
        return 'space';
      }
      return 'date';
  }
  return 'space';
}

function readNumberWithAfternoon(reader: FreeReader, state: FreeState, value: number, afternoon: boolean): FreeReading {
  if (!setAfternoon(reader, afternoon)) {
    return 'skip';
  }
  // "1/10 5 AM": the two numbers before are the date.
  if (state === 'N/N' && !completeFreeResult(reader, 'date NN')) {
    return 'bad';
  }
  reader.numbers.push(value);
  const inTime = state === 'N:' || state === 'N:N:';
  return inTime && !readOffsetIfThere(reader) ? 'bad' : { input: 'number afternoon' };
}

function readUnit(reader: FreeReader, field: SuffixField, value: number): FreeReading {
  if (reader.units.has(field)) {
    return 'bad';
  }
  reader.units.add(field);
  const isDate = field === 'year' || field === 'month' || field === 'day';
  const number = field === 'year' ? fourDigitYear(value) : value;
  if (field === 'year') {
    reader.year = number;
  } else if (field === 'month') {
    reader.month = number;
  }
  reader.read[field] = number;
  return { input: isDate ? 'number dateUnit' : 'number timeUnit' };
}

function readUnknown(reader: FreeReader): FreeReading {
  const { cursor, read } = reader;
  const char = cursor.text.charAt(cursor.pos);
  if (isLetter(char)) {
    return 'bad';
  }
  if ((char === '+' || char === '-') && read.zone === null) {
    const start = cursor.pos;
    const offset = readFreeOffset(cursor);
    if (offset !== null) {
      read.zone = { offset, utc: false };
      return 'skip';
    }
    cursor.pos = start;
  }
  return skipPunctuation(cursor) ? 'skip' : 'bad';
}

/** Reads an offset after optional white space. False when there is one that is wrong or the second of its kind. */
function readOffsetIfThere(reader: FreeReader): boolean {
  const { cursor, read } = reader;
  const last = cursor.text.length - 1;
  let at = cursor.pos;
  while (at < last && isWhiteSpace(cursor.text.charAt(at))) {
    at++;
  }
  const char = cursor.text.charAt(at);
  if (cursor.pos >= last || (char !== '+' && char !== '-')) {
    return true;
  }
  if (read.zone !== null) {
    return false;
  }
  cursor.pos = at;
  const offset = readFreeOffset(cursor);
  if (offset === null) {
    return false;
  }
  read.zone = { offset, utc: false };
  return true;
}

/** Reads `+8`, `+08`, `+8:00`, `+08:00`, `+800` or `+0800` at the sign. Null when it is none of these. */
export function readFreeOffset(cursor: FreeCursor): bigint | null {
  const match = /([+-])(?:(\d{3,})|(\d{1,2})(?::(\d*))?)?/y;
  match.lastIndex = cursor.pos;
  const found = match.exec(cursor.text);
  if (found === null) {
    return null;
  }
  const [whole, sign, together, hoursText, minutesText] = found;
  let hours: number;
  let minutes = 0;
  if (together !== undefined && together.length <= 4) {
    hours = Math.floor(Number(together) / 100);
    minutes = Number(together) % 100;
  } else if (hoursText !== undefined && (minutesText === undefined || minutesText.length === 1 || minutesText.length === 2)) {
    hours = Number(hoursText);
    minutes = Number(minutesText ?? 0);
  } else {
    return null;
  }
  if (minutes > 59) {
    return null;
  }
  cursor.pos += whole.length;
  const size = BigInt(hours) * ticksPerHour + BigInt(minutes) * ticksPerMinute;
  return sign === '-' ? -size : size;
}

/** Reads a dot and the digits after it as a part of a second. Null, with the dot read, when there are no digits. */
export function readFreeFraction(cursor: FreeCursor): { readonly value: number } | null {
  cursor.pos++;
  const start = cursor.pos;
  // .NET sums in floating point, and so more than seven digits round as they do there.
  let value = 0;
  let weight = 0.1;
  while (isDigit(cursor.text.charAt(cursor.pos))) {
    value += Number(cursor.text[cursor.pos]) * weight;
    weight *= 0.1;
    cursor.pos++;
  }
  return cursor.pos > start ? { value } : null;
}

const inNumberSigns = new RegExp(`^[${whiteSpaceClass}]*#[^#\\0]*#[${whiteSpaceClass}\\0]*$`, 'u');

/** Skips a number sign of a pair around the whole text, or zero characters at its end, which .NET allows. */
export function skipPunctuation(cursor: FreeCursor): boolean {
  const { text, pos } = cursor;
  if (text[pos] === '#' && inNumberSigns.test(text)) {
    cursor.pos++;
    return true;
  }
  if (text[pos] === '\0' && /^\0+$/.test(text.slice(pos))) {
    cursor.pos = text.length;
    return true;
  }
  return false;
}
