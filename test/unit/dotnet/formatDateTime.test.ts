import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DateKind, engineDateFormat } from '../../../src/core/dotnet/dateTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { maxTicks, ticksFromDate } from '../../../src/core/dotnet/ticks.ts';

const friday = (ticksFromDate(2020, 3, 6, 13, 4, 5) ?? 0n) + 1_230_000n;

function write(format: string, kind?: DateKind, ticks = friday): string {
  const result = formatDateTime(ticks, format, kind);
  return result.ok ? result.text : result.message;
}

const formats: readonly (readonly [string, string])[] = [
  [engineDateFormat, '3/6/2020 1:04:05 PM'],
  ['yyyyMMddHHmmss.fZ', '20200306130405.1Z'],
  ['yyyyMMddHHmmss.0Z', '20200306130405.0Z'],
  ['yyyy-MM-ddTHH:mm:ssZ', '2020-03-06T13:04:05Z'],
  ['yyyy-MM-ddTHH:mm:ss.fffzzz', '2020-03-06T13:04:05.123+00:00'],
  ['dddd, d MMMM yyyy', 'Friday, 6 March 2020'],
  ['ddd dd MMM yy y', 'Fri 06 Mar 20 20'],
  ['%d %M h:m:s t', '6 3 1:4:5 P'],
  ['%dd', '66'],
  ['hhh HHH mmm sss ttt dddddd MMMMMM yyyyyy', '01 13 04 05 PM Friday March 002020'],
  ['fffffff FFFFFFF FF', '1230000 123 12'],
  ['gg z zz zzzz', 'A.D. +0 +00 +00:00'],
  ["'it''s' \"o'clock\" \\d", "its o'clock d"],
  ['', '03/06/2020 13:04:05'],
  ['d', '03/06/2020'],
  ['D', 'Friday, 06 March 2020'],
  ['f', 'Friday, 06 March 2020 13:04'],
  ['g', '03/06/2020 13:04'],
  ['m', 'March 06'],
  ['o', '2020-03-06T13:04:05.1230000Z'],
  ['r', 'Fri, 06 Mar 2020 13:04:05 GMT'],
  ['s', '2020-03-06T13:04:05'],
  ['t', '13:04'],
  ['u', '2020-03-06 13:04:05Z'],
  ['Y', '2020 March'],
];

test('custom and standard formats', () => {
  for (const [format, expected] of formats) {
    assert.equal(write(format), expected, format);
  }
});

test('midnight is 12 AM, noon is 12 PM, and F drops its dot', () => {
  const midnight = ticksFromDate(2020, 1, 1) ?? 0n;
  assert.equal(write('h:mm tt', 'utc', midnight), '12:00 AM');
  assert.equal(write('h:mm tt', 'utc', ticksFromDate(2020, 1, 1, 12) ?? 0n), '12:00 PM');
  assert.equal(write('ss.FFFK', 'utc', midnight), '00Z');
  assert.equal(write('ss,FFF', 'utc', midnight), '00,');
});

test('fractions are cut off, not rounded', () => {
  assert.equal(write('ss.fff', 'utc', maxTicks), '59.999');
});

test('the kind shows in K and o', () => {
  assert.deepEqual(
    (['utc', 'local', 'unspecified'] as const).map((kind) => write('yyyyK', kind)),
    ['2020Z', '2020+00:00', '2020'],
  );
  assert.equal(write('o', 'unspecified'), '2020-03-06T13:04:05.1230000');
});

test('formats that .NET refuses', () => {
  for (const format of ['q', 'z', '1', ' ', '%', '\\', "'"]) {
    assert.match(write(format), /is not a standard date format/, format);
  }
  for (const format of ['%%d', 'd%', 'yyyy\\', "yyyy'x", 'ffffffff', 'yyFFFFFFFF']) {
    assert.match(write(format), /is not a valid date format/, format);
  }
});

test('a date outside the calendar is refused', () => {
  assert.match(write('o', 'utc', -1n), /outside the years/);
  assert.match(write('o', 'utc', maxTicks + 1n), /outside the years/);
});

test('any format gives a text or a message', () => {
  const format = fc.array(fc.constantFrom(...'yMdhHmsfFtzKg:/-. \'"\\%TZé'), { maxLength: 12 });
  fc.assert(
    fc.property(fc.bigInt(0n, maxTicks), format, (ticks, tokens) => {
      const result = formatDateTime(ticks, tokens.join(''));
      assert.ok(result.ok || result.message.length > 0);
    }),
    { numRuns: 2000 },
  );
});
