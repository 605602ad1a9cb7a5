import { isWhiteSpace, quoted, whiteSpaceClass } from './characters.ts';
import type { DateResult, ParsedDateResult } from './dateTime.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import { readStyles, universalStyles } from './dateTimeStyles.ts';
import { readFreeFraction, readFreeInput, readFreeOffset, skipPunctuation } from './freeReader.ts';
import type { FreeReader } from './freeResults.ts';
import { completeFreeResult } from './freeResults.ts';
import type { FreeState, FreeStep } from './freeStates.ts';
import { nextFreeStep } from './freeStates.ts';
import type { ParsedFields } from './parsedDate.ts';
import { completeDate } from './parsedDate.ts';
import { partsFromTicks, ticksFromUnixMs } from './ticks.ts';

/**
 * DateTime.Parse with the invariant culture, as CDate and NumFromDate read: month before day in `1/15/1990`, no offset means UTC, the
 * result is UTC. A text without a date takes today from `nowMs` (milliseconds since 1970). Fails when the text is no date.
 */
export function parseDateTime(text: string, nowMs: number): DateResult {
  return parse(text, universalStyles, nowMs);
}

/** DateTime.Parse with named styles as parseExactDateTime takes them; white space around the text is always allowed. */
export function parseDateTimeWithStyles(text: string, styles: string | null, nowMs: number): ParsedDateResult {
  const read = readStyles(styles);
  return read.ok ? parse(text, read.styles, nowMs) : read;
}

function parse(text: string, styles: DateTimeStyles, nowMs: number): ParsedDateResult {
  const own = readOwnForm(text);
  if (own !== null) {
    const result = completeDate(text, own, styles, nowMs);
    if (result.ok) return result;
  }
  const reader: FreeReader = {
    cursor: { text, pos: 0 },
    read: { year: null, month: null, day: null, hour: 0, minute: 0, second: 0, fraction: 0, dayOfWeek: null, zone: null },
    thisYear: partsFromTicks(ticksFromUnixMs(nowMs)).year,
    numbers: [],
    year: null,
    month: null,
    afternoon: null,
    haveDate: false,
    haveTime: false,
    units: new Set(),
  };
  const form = readParts(reader);
  if (form === 'iso') {
    return completeIso(reader, styles);
  }
  const hour = form === 'bad' ? null : hourOfDay(reader.read.hour, reader.afternoon);
  return hour === null ? unreadable(text) : completeDate(text, { ...reader.read, hour }, styles, nowMs);
}

const ownForm = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4}) ([0-9]{1,2}):([0-5][0-9]):([0-5][0-9]) ([AP])M$/;

/** What the language's own functions write, `6/29/2021 4:00:00 PM`, read without the states that any form needs; null for any other. */
function readOwnForm(text: string): ParsedFields | null {
  const found = ownForm.exec(text);
  if (found === null) return null;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || year < 100 || hour < 1 || hour > 12) return null;
  const hour24 = (hour % 12) + (found[7] === 'P' ? 12 : 0);
  return { year, month, day, hour: hour24, minute, second, fraction: 0, dayOfWeek: null, zone: null };
}

/** Reads tokens until the text ends, the ISO form is met, or it turns out to be no date. */
function readParts(reader: FreeReader): 'complete' | 'iso' | 'bad' {
  let state: FreeState = 'start';
  let complete = false;
  for (;;) {
    const reading = readFreeInput(reader, state);
    if (reading === 'skip') {
      continue;
    }
    if (reading === 'iso') {
      return state === 'Y N/' || state === 'Y N' ? 'iso' : 'bad';
    }
    const step: FreeStep | null = reading === 'bad' ? null : nextFreeStep(state, reading.input);
    if (reading === 'bad' || step === null) {
      return 'bad';
    }
    if ('result' in step) {
      if (!completeFreeResult(reader, step.result)) {
        return 'bad';
      }
      complete = true;
      state = 'start';
    } else {
      state = step.state;
    }
    if (reading.input === 'end' || reading.input === 'number end' || reading.input === 'month end') {
      return complete ? 'complete' : 'bad';
    }
  }
}

function hourOfDay(hour: number, afternoon: boolean | null): number | null {
  if (afternoon === null) {
    return hour;
  }
  if (afternoon) {
    return hour < 12 ? hour + 12 : hour;
  }
  return hour > 12 ? null : hour % 12;
}

const white = `[${whiteSpaceClass}]*`;
const isoTime = new RegExp(`${white}([0-9]{2})${white}:${white}([0-9]{2})${white}(?::${white}([0-9]{2}))?`, 'uy');

/** `yyyy-MM-ddT…`: the cursor stands after the T. The time is read more strictly than elsewhere: two digits for each field. */
function completeIso(reader: FreeReader, styles: DateTimeStyles): ParsedDateResult {
  const { cursor, read } = reader;
  const { text } = cursor;
  isoTime.lastIndex = cursor.pos;
  const found = isoTime.exec(text);
  if (found === null) {
    return unreadable(text);
  }
  cursor.pos += found[0].length;
  let fraction = 0;
  if (found[3] !== undefined && text[cursor.pos] === '.') {
    const digits = readFreeFraction(cursor);
    if (digits === null) {
      return unreadable(text);
    }
    fraction = digits.value;
  }
  skipWhiteSpace(cursor);
  if (!readIsoZone(reader)) {
    return unreadable(text);
  }
  skipWhiteSpace(cursor);
  const rest = cursor.pos >= text.length || skipPunctuation(cursor);
  if (!rest) {
    return unreadable(text);
  }
  const [month = 0, day = 0] = reader.numbers;
  const fields = {
    year: reader.year,
    month,
    day,
    hour: Number(found[1]),
    minute: Number(found[2]),
    second: Number(found[3] ?? 0),
  };
  // .NET does not compare the day of the week in this form.
  return completeDate(text, { ...fields, fraction, dayOfWeek: null, zone: read.zone }, styles, 0);
}

function readIsoZone(reader: FreeReader): boolean {
  const { cursor, read } = reader;
  const char = cursor.text.charAt(cursor.pos);
  if (char === 'Z' || char === 'z') {
    cursor.pos++;
    read.zone = { offset: 0n, utc: true };
    return true;
  }
  if (char !== '+' && char !== '-') {
    return true;
  }
  const offset = readFreeOffset(cursor);
  if (offset === null) {
    return false;
  }
  read.zone = { offset, utc: false };
  return true;
}

function skipWhiteSpace(cursor: FreeReader['cursor']): void {
  while (cursor.pos < cursor.text.length && isWhiteSpace(cursor.text.charAt(cursor.pos))) {
    cursor.pos++;
  }
}

function unreadable(text: string): ParsedDateResult {
  return {
    ok: false,
    message:
      `${quoted(text)} cannot be read as a date. Use a form such as 2020-03-16, 2020-03-16T07:00:00Z, 2020-03-16-07:00 or ` +
      '3/16/2020 7:00:00 AM, or convert it first with FormatDateTime and its input format.',
  };
}
