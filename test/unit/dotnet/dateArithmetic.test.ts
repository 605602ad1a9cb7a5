import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateAdd, dateDiff, dateIntervals } from '../../../src/core/dotnet/dateArithmetic.ts';
import { fileTimeFromTicks, ticksFromFileTime } from '../../../src/core/dotnet/fileTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseDateTime } from '../../../src/core/dotnet/parseDateTime.ts';
import { isInRange, maxTicks, partsFromTicks, ticksFromDate, ticksFromUnixMs } from '../../../src/core/dotnet/ticks.ts';

function ticks(text: string): bigint {
  const result = parseDateTime(text, 0);
  assert.ok(result.ok, text);
  return result.ticks;
}

function add(interval: string, value: number, date: string): string {
  const sum = dateAdd(interval, value, ticks(date));
  const written = sum.ok ? formatDateTime(sum.ticks, 'yyyy-MM-dd HH:mm:ss') : sum;
  return written.ok ? written.text : written.message;
}

function diff(interval: string, first: string, second: string): string {
  const result = dateDiff(interval, ticks(first), ticks(second));
  return result.ok ? String(result.value) : result.message;
}

test('DateAdd of the documented table', () => {
  const hired = '2012-03-16-07:00';
  assert.equal(add('d', 7, hired), '2012-03-23 07:00:00');
  assert.equal(add('d', -10, hired), '2012-03-06 07:00:00');
  assert.equal(add('ww', 2, hired), '2012-03-30 07:00:00');
  assert.equal(add('m', 10, hired), '2013-01-16 07:00:00');
  assert.equal(add('yyyy', 2, hired), '2014-03-16 07:00:00');
  assert.equal(add('h', 3, hired), '2012-03-16 10:00:00');
  assert.equal(add('n', 90, hired), '2012-03-16 08:30:00');
  assert.equal(add('s', -1, hired), '2012-03-16 06:59:59');
});

test('DateAdd keeps the day or takes the last of the month', () => {
  assert.equal(add('m', 1, '2019-01-31'), '2019-02-28 00:00:00');
  assert.equal(add('m', -1, '2020-03-31'), '2020-02-29 00:00:00');
  assert.equal(add('m', -13, '2020-01-31T10:00:00'), '2018-12-31 10:00:00');
  assert.equal(add('yyyy', 1, '2020-02-29'), '2021-02-28 00:00:00');
  assert.equal(add('yyyy', 4, '2020-02-29'), '2024-02-29 00:00:00');
});

test('DateAdd cuts off fractions and refuses what leaves the calendar', () => {
  assert.equal(add('d', 1.9, '2020-01-01'), '2020-01-02 00:00:00');
  assert.equal(add('d', -1.9, '2020-01-01'), '2019-12-31 00:00:00');
  for (const [interval, value] of [
    ['yyyy', 7980],
    ['yyyy', -2020],
    ['m', 1e300],
    ['d', 1e300],
    ['s', -1e300],
  ] as const) {
    assert.match(add(interval, value, '2020-01-01'), /leaves the years 1 to 9999/);
  }
  assert.match(add('d', Number.NaN, '2020-01-01'), /not a number/);
});

test('intervals are case-sensitive', () => {
  for (const interval of ['D', 'q', 'y', 'YYYY', 'M', '']) {
    assert.match(add(interval, 1, '2020-01-01'), /is not an interval/);
    assert.match(diff(interval, '2020-01-01', '2020-01-01'), /is not an interval/);
  }
});

test('DateDiff of the documented table', () => {
  const now = '8/25/2021 5:41:18 PM';
  const hired = '2012-03-16-07:00';
  assert.equal(diff('d', '2021-08-18+08:00', '2021-08-31+08:00'), '13');
  assert.equal(diff('d', now, hired), '-3449');
  assert.equal(diff('ww', now, hired), '-493');
  assert.equal(diff('m', now, hired), '-113');
  assert.equal(diff('yyyy', now, hired), '-9');
  assert.equal(diff('s', '2021-08-24', '2021-08-25'), '86400');
});

test('DateDiff counts boundaries for years, months and weeks and cuts the span for the rest', () => {
  assert.equal(diff('yyyy', '2020-12-31T23:59:59', '2021-01-01'), '1');
  assert.equal(diff('m', '2020-01-31', '2020-02-01'), '1');
  assert.equal(diff('ww', '2020-03-14', '2020-03-15'), '1');
  assert.equal(diff('ww', '2020-03-15', '2020-03-21'), '0');
  assert.equal(diff('d', '2020-03-18T11:59:59', '2020-03-16T12:00:00'), '-1');
  assert.equal(diff('h', '2021-01-01', '2020-12-31T23:59:59'), '0');
  assert.equal(diff('n', '2020-01-01T00:00:59', '2020-01-01T00:02:00'), '1');
});

test('DateDiff undoes DateAdd', () => {
  const start = ticksFromDate(1970, 1, 1) ?? 0n;
  const exact = dateIntervals.filter((interval) => interval !== 'm' && interval !== 'yyyy');
  fc.assert(
    fc.property(fc.constantFrom(...exact), fc.integer({ min: -100_000, max: 100_000 }), (interval, value) => {
      const sum = dateAdd(interval, value, start);
      assert.ok(sum.ok);
      assert.deepEqual(dateDiff(interval, start, sum.ticks), { ok: true, value: BigInt(value) });
    }),
  );
});

test('the calendar agrees with the one of the host', () => {
  const first = Date.parse('0001-01-01T00:00:00Z');
  fc.assert(
    fc.property(fc.integer({ min: first, max: Date.UTC(9999, 11, 31) }), (ms) => {
      const date = new Date(ms);
      const parts = partsFromTicks(ticksFromUnixMs(ms));
      assert.deepEqual(
        [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second, parts.dayOfWeek, parts.fraction],
        [
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
          date.getUTCDay(),
          date.getUTCMilliseconds() * 10_000,
        ],
      );
      const { year, month, day, hour, minute, second, fraction } = parts;
      assert.equal((ticksFromDate(year, month, day, hour, minute, second) ?? 0n) + BigInt(fraction), ticksFromUnixMs(ms));
    }),
    { numRuns: 2000 },
  );
});

test('the ends of the calendar', () => {
  assert.equal(ticksFromDate(1, 1, 1), 0n);
  assert.equal(ticksFromDate(9999, 12, 31, 23, 59, 59), maxTicks - 9_999_999n);
  assert.deepEqual(
    [
      ticksFromDate(0, 1, 1),
      ticksFromDate(10_000, 1, 1),
      ticksFromDate(2019, 2, 29),
      ticksFromDate(2020, 13, 1),
      ticksFromDate(2020, 1, 1, 24),
    ],
    [null, null, null, null, null],
  );
  assert.ok([Number.NaN, -1e300, 1e300, Number.POSITIVE_INFINITY].every((ms) => isInRange(ticksFromUnixMs(ms))));
});

test('large integers of Active Directory', () => {
  assert.deepEqual(ticksFromFileTime(129_699_324_000_000_000n), { ok: true, ticks: ticks('2012-01-01T23:00:00Z') });
  assert.deepEqual(ticksFromFileTime(2_650_467_743_999_999_999n), { ok: true, ticks: maxTicks });
  for (const never of [-1n, 2_650_467_744_000_000_000n, 9_223_372_036_854_775_807n]) {
    const result = ticksFromFileTime(never);
    assert.ok(!result.ok && result.message.includes(String(never)) && result.message.includes('"never"'));
  }
  for (const [date, number] of [
    ['2021-01-01T07:59:59Z', 132_539_615_990_000_000n],
    ['2026-01-01T04:59:59Z', 134_117_171_990_000_000n],
    ['2100-01-01T03:59:59Z', 157_469_327_990_000_000n],
  ] as const) {
    assert.deepEqual(fileTimeFromTicks(ticks(date)), { ok: true, fileTime: number });
  }
  const early = fileTimeFromTicks(ticks('1600-12-31'));
  assert.ok(!early.ok && early.message.includes('1601'));
});
