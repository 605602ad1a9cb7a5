import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateAdd, dateDiff } from '../../../src/core/dotnet/dateArithmetic.ts';
import { dayNames } from '../../../src/core/dotnet/dateNames.ts';
import { type DateKind, engineDateFormat, type ParsedDateResult, type Ticks } from '../../../src/core/dotnet/dateTime.ts';
import { fileTimeFromTicks, ticksFromFileTime } from '../../../src/core/dotnet/fileTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseDateTime, parseDateTimeWithStyles } from '../../../src/core/dotnet/parseDateTime.ts';
import { parseExactDateTime } from '../../../src/core/dotnet/parseExactDateTime.ts';
import { daysInMonth, isLeapYear, partsFromTicks, ticksFromDate, ticksPerDay } from '../../../src/core/dotnet/ticks.ts';
import { field, type GoldenRow, goldenRows, shown } from './golden.ts';

const now = Date.UTC(1999, 5, 7, 8, 9, 10);
const failed = { failed: true };

function instant(text: string): Ticks | null {
  const result = parseDateTime(text, now);
  return result.ok ? result.ticks : null;
}

function engineText(ticks: Ticks): unknown {
  const result = formatDateTime(ticks, engineDateFormat);
  return result.ok ? result.text : failed;
}

function parsed(result: ParsedDateResult): unknown {
  if (!result.ok) {
    return failed;
  }
  const written = formatDateTime(result.ticks, 'o', result.kind);
  const kind = { utc: 'Utc', local: 'Local', unspecified: 'Unspecified' }[result.kind];
  return { o: written.ok ? written.text : failed, kind, ticks: String(result.ticks) };
}

function ticksOfRow(row: GoldenRow): Ticks {
  const result = parseExactDateTime(field(row, 'value'), "yyyy-MM-dd'T'HH:mm:ss.fffffff", null, now);
  assert.ok(result.ok, row.id);
  return result.ticks;
}

const operations: Readonly<Record<string, (row: GoldenRow) => unknown>> = {
  CDate: (row) => {
    const ticks = instant(field(row, 'input'));
    return ticks === null ? failed : engineText(ticks);
  },
  Parse: (row) => parsed(parseDateTimeWithStyles(field(row, 'input'), field(row, 'styles'), now)),
  ParseExact: (row) => parsed(parseExactDateTime(field(row, 'input'), field(row, 'format'), field(row, 'styles'), now)),
  FormatDateTime: (row) => {
    const read = parseExactDateTime(field(row, 'source'), field(row, 'inputFormat'), field(row, 'dateTimeStyles'), now);
    const written = read.ok ? formatDateTime(read.ticks, field(row, 'outputFormat'), read.kind) : read;
    return written.ok ? written.text : failed;
  },
  Format: (row) => {
    const written = formatDateTime(ticksOfRow(row), field(row, 'format'), field(row, 'kind').toLowerCase() as DateKind);
    return written.ok ? written.text : failed;
  },
  DateAdd: (row) => {
    const start = instant(field(row, 'dateTime'));
    const sum = start === null ? null : dateAdd(field(row, 'interval'), Number(field(row, 'value')), start);
    return sum?.ok ? engineText(sum.ticks) : failed;
  },
  DateDiff: (row) => {
    const first = instant(field(row, 'date1'));
    const second = instant(field(row, 'date2'));
    assert.ok(first !== null && second !== null, row.id);
    const result = dateDiff(field(row, 'interval'), first, second);
    return result.ok ? String(result.value) : failed;
  },
  DateFromNum: (row) => {
    const value = field(row, 'value').trim();
    const result = /^[+-]?\d+$/.test(value) ? ticksFromFileTime(BigInt(value.replace('+', ''))) : null;
    if (!result?.ok) {
      return failed;
    }
    const round = formatDateTime(result.ticks, 'o');
    return { o: round.ok ? round.text : failed, text: engineText(result.ticks) };
  },
  NumFromDate: (row) => {
    const ticks = instant(field(row, 'input'));
    const result = ticks === null ? null : fileTimeFromTicks(ticks);
    return result?.ok ? String(result.fileTime) : failed;
  },
  TimeSpanTotals: (row) => {
    const first = instant(field(row, 'date1'));
    const second = instant(field(row, 'date2'));
    assert.ok(first !== null && second !== null, row.id);
    return { ...(row.expected as object), ticks: String(second - first) };
  },
  IsLeapYear: (row) => isLeapYear(Number(row.year)),
  DaysInMonth: (row) => daysInMonth(Number(row.year), Number(row.month)),
  DayOfWeek: (row) => {
    const ticks = instant(field(row, 'input'));
    assert.ok(ticks !== null, row.id);
    const { year, dayOfWeek } = partsFromTicks(ticks);
    const newYear = ticksFromDate(year, 1, 1) ?? 0n;
    return { dayOfWeek: dayNames[dayOfWeek], dayOfYear: Number((ticks - newYear) / ticksPerDay) + 1 };
  },
};

/** Rows that say nothing about this project, with the reason. */
const notApplicable: Readonly<Record<string, string>> = {
  'dates.calendar.001': 'the year 0 never reaches isLeapYear, which is asked about valid years only',
};

test('dates: every certain row of the table of .NET results', (context) => {
  const rows = goldenRows('dates');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const counts = new Map<string, number>();
  const misses: string[] = [];
  for (const row of rows.filter(({ suspect, id }) => !suspect && !(id in notApplicable))) {
    const operation = operations[row.op];
    assert.ok(operation, `no operation for ${row.id} ${row.op}`);
    counts.set(row.op, (counts.get(row.op) ?? 0) + 1);
    const actual = operation(row);
    const expected = row.error ? failed : row.expected;
    try {
      assert.deepEqual(actual, expected);
    } catch {
      misses.push(`${row.id} ${shown(row)} gave ${shown(actual)}`);
    }
  }
  for (const [id, reason] of Object.entries(notApplicable)) {
    context.diagnostic(`not applicable: ${id}: ${reason}`);
  }
  context.diagnostic([...counts].map(([op, count]) => `${op} ${count}`).join(', '));
  assert.deepEqual(misses, []);
});

test('dates: suspect rows follow the hint for current .NET where there is one', (context) => {
  const rows = goldenRows('dates');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const hinted = rows.filter((row) => row.suspect && ('netHint' in row || row.netHintError));
  assert.ok(hinted.length > 0);
  for (const row of hinted) {
    assert.deepEqual(operations[row.op]?.(row), row.netHintError ? failed : row.netHint, row.id);
  }
  context.diagnostic(`${hinted.length} suspect rows with a hint`);
});
