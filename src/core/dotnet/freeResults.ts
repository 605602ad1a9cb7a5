import type { FreeResult } from './freeStates.ts';
import type { FreeCursor, SuffixField } from './freeTokens.ts';
import type { ParsedFields } from './parsedDate.ts';
import { fourDigitYear } from './parsedDate.ts';
import { isValidDay } from './ticks.ts';

/** A text on its way to a date. `numbers` are those since the last complete date or time; `read` is what is certain. */
export type FreeReader = {
  readonly cursor: FreeCursor;
  readonly read: ParsedFields;
  readonly thisYear: number;
  numbers: number[];
  /** A number of three or more digits, which .NET takes for a year. */
  year: number | null;
  /** The month given by its name. */
  month: number | null;
  afternoon: boolean | null;
  haveDate: boolean;
  haveTime: boolean;
  readonly units: Set<SuffixField>;
};

/**
 * Turns the numbers and names read so far into a date or time and starts anew. The invariant culture writes month before day and day
 * before year, and a month name after its year. False when the text cannot be a date.
 */
export function completeFreeResult(reader: FreeReader, result: FreeResult): boolean {
  const completed = complete(reader, result);
  reader.numbers = [];
  return completed;
}

function complete(reader: FreeReader, result: FreeResult): boolean {
  const [first = 0, second = 0, third = 0] = reader.numbers;
  const { read, thisYear } = reader;
  const year = reader.year ?? -1;
  const month = reader.month ?? -1;
  switch (result) {
    case 'date NN':
      return setDate(reader, thisYear, first, second);
    case 'date NNN':
      return setDate(reader, fourDigitYear(third), first, second);
    case 'date MN':
      return setPartialDate(reader, thisYear, month, first);
    case 'date NM':
      // "16 Mar" is March 2016: in the invariant culture the year stands before the name of the month.
      return setPartialDate(reader, fourDigitYear(first), month, 1);
    case 'date MNN':
      return setDate(reader, fourDigitYear(second), month, first) || setDate(reader, fourDigitYear(first), month, second);
    case 'date YNN':
    case 'date NNY':
      return setDate(reader, year, first, second);
    case 'date YMN':
      return setDate(reader, year, month, first);
    case 'date YN':
      return setDate(reader, year, first, 1);
    case 'date YM':
      return setDate(reader, year, month, 1);
    case 'time N':
      return reader.afternoon !== null && setTime(reader, first);
    case 'time NN':
      return setTime(reader, first, second);
    case 'time NNN':
      return setTime(reader, first, second, third);
    case 'date units':
    case 'time units':
      return true;
    case 'date units N':
      if (reader.numbers.length !== 1 || read.day !== null) {
        return false;
      }
      read.day = first;
      return true;
    case 'date N units':
      if (read.month === null || read.year !== null) {
        return false;
      }
      read.year = fourDigitYear(first);
      read.day = 1;
      return true;
    case 'date NN units':
      return setDateWithUnit(reader, first, second);
  }
}

function setDateWithUnit(reader: FreeReader, first: number, second: number): boolean {
  const { units } = reader;
  if (units.has('year')) {
    return !units.has('month') && !units.has('day') && assignDate(reader, fourDigitYear(reader.year ?? 0), first, second);
  }
  if (units.has('month') && !units.has('day')) {
    return assignDate(reader, fourDigitYear(second), reader.month ?? -1, first);
  }
  return false;
}

function setDate(reader: FreeReader, year: number, month: number, day: number): boolean {
  if (reader.haveDate || !setPartialDate(reader, year, month, day)) {
    return false;
  }
  reader.haveDate = true;
  return true;
}

/** Sets a date that a later complete date may still replace. */
function setPartialDate(reader: FreeReader, year: number, month: number, day: number): boolean {
  return !reader.haveDate && assignDate(reader, year, month, day);
}

function assignDate(reader: FreeReader, year: number, month: number, day: number): boolean {
  if (!isValidDay(year, month, day)) {
    return false;
  }
  reader.read.year = year;
  reader.read.month = month;
  reader.read.day = day;
  return true;
}

/** Sets as many of hour, minute and second as there are values. */
function setTime(reader: FreeReader, hour: number, minute?: number, second?: number): boolean {
  if (reader.haveTime) {
    return false;
  }
  const { read } = reader;
  read.hour = hour;
  read.minute = minute ?? read.minute;
  read.second = second ?? read.second;
  reader.haveTime = true;
  return true;
}
