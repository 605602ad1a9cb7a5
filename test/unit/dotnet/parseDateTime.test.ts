import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { engineDateFormat } from '../../../src/core/dotnet/dateTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseDateTime, parseDateTimeWithStyles } from '../../../src/core/dotnet/parseDateTime.ts';
import { isInRange, maxTicks, ticksPerSecond } from '../../../src/core/dotnet/ticks.ts';

const now = Date.UTC(2024, 4, 6, 7, 8, 9);

/** The instant in UTC, or the message of the failure. */
function read(text: string): string {
  const result = parseDateTime(text, now);
  if (!result.ok) {
    return result.message;
  }
  const written = formatDateTime(result.ticks, 'yyyy-MM-dd HH:mm:ss.FFFFFFF');
  return written.ok ? written.text : written.message;
}

const readable: readonly (readonly [string, string])[] = [
  // Documented examples.
  ['2021-06-30+08:00', '2021-06-29 16:00:00'],
  ['2009-06-15T01:45:30-07:00', '2009-06-15 08:45:30'],
  ['2012-03-16-07:00', '2012-03-16 07:00:00'],
  ['2013-01-10 4:00 PM -8', '2013-01-11 00:00:00'],
  ['2012-01-01 23:00:00', '2012-01-01 23:00:00'],
  ['2020-12-31 23:59:59-08:00', '2021-01-01 07:59:59'],
  // Numbers: month before day, year first when it has three or more digits.
  ['1/15/1990 12:00:00 AM', '1990-01-15 00:00:00'],
  ['3/16/2020 12:30 PM', '2020-03-16 12:30:00'],
  ['2020/3/6', '2020-03-06 00:00:00'],
  ['3.16.2020', '2020-03-16 00:00:00'],
  ['3 16 2020', '2020-03-16 00:00:00'],
  ['2020-3', '2020-03-01 00:00:00'],
  ['3/16/49', '2049-03-16 00:00:00'],
  ['3/16/50', '1950-03-16 00:00:00'],
  ['3/16/020', '0020-03-16 00:00:00'],
  // Parts that are missing come from the clock.
  ['3/16', '2024-03-16 00:00:00'],
  ['Mar 16', '2024-03-16 00:00:00'],
  ['16 Mar', '2016-03-01 00:00:00'],
  ['13:14', '2024-05-06 13:14:00'],
  ['5 PM', '2024-05-06 17:00:00'],
  ['1/10 5 AM', '2024-01-10 05:00:00'],
  // A second AM or PM with its number is passed over.
  ['1 AM 2 PM', '2024-05-06 01:00:00'],
  // Names.
  ['Monday, March 16, 2020', '2020-03-16 00:00:00'],
  ['16-MAR-2020', '2020-03-16 00:00:00'],
  ['Mon, 16 Mar 2020 07:00:00 GMT', '2020-03-16 07:00:00'],
  ['2020-03-16 AD', '2020-03-16 00:00:00'],
  // Time first, blanks, fractions, offsets.
  ['1:02 PM 3/16/2020', '2020-03-16 13:02:00'],
  ['\u3000 2020-03-16 \u0085', '2020-03-16 00:00:00'],
  ['2020-03-16T 01 : 02 : 03 Z', '2020-03-16 01:02:03'],
  ['2020-03-16 01:02:03.5 +02:00', '2020-03-15 23:02:03.5'],
  ['2020-03-16T01:02:03.1234567Z', '2020-03-16 01:02:03.1234567'],
  ['2020-03-16T01:02:03.99999999', '2020-03-16 01:02:04'],
  ['2020-03-16 01:02:03.', '2020-03-16 01:02:03'],
  ['2020-03-16T01:02:03+0545', '2020-03-15 19:17:03'],
  ['2020-03-16T01:02:03+545', '2020-03-15 19:17:03'],
  ['2020-03-16T01:02:03+8', '2020-03-15 17:02:03'],
  ['0001-01-01T00:00:00+01:00', '0001-01-01 23:00:00'],
  // Unit marks, number signs, zero characters.
  ['2020年3月16日', '2020-03-16 00:00:00'],
  ['2020年3月16日 13時5分7秒', '2020-03-16 13:05:07'],
  ['#10/10/95#', '1995-10-10 00:00:00'],
  ['2020-03-16\0\0', '2020-03-16 00:00:00'],
];

test('texts that DateTime.Parse reads', () => {
  for (const [text, expected] of readable) {
    assert.equal(read(text), expected, text);
  }
});

const unreadable: readonly string[] = [
  '',
  ' ',
  'never',
  '2020',
  '20200316',
  '20150123105347.1Z',
  '1584316800',
  '123456789',
  '13/1/2020x',
  'Sept 16, 2020',
  'MarchWed 2020',
  'Mon Mar 16 07:00:00 2020',
  '2020-03-16T1:02',
  '2020-03-16T01',
  '2020-03-16T01:02:03 PM',
  '2020-03-16T01:02:03.Z',
  '2020-03-16T01:02:03+05:60',
  '2020-03-16 01:02:03 Z Z',
  '2020-03-16 3/17/2020',
  '01:02 03:04',
  '#2020-03-16',
  '2020-03-16 #',
  '2020\0-03-16',
  '٢٠٢٠-03-16',
  '2020年年',
];

test('texts that are no date say so and show a form that is', () => {
  for (const text of unreadable) {
    assert.match(read(text), /cannot be read as a date\. Use a form such as 2020-03-16/, text);
  }
});

test('dates that do not exist, offsets and days of the week that do not fit have messages of their own', () => {
  assert.match(read('2019-02-29T00:00:00'), /does not exist/);
  assert.match(read('2020-03-16 24:00:00'), /does not exist/);
  assert.match(read('2020-03-16T01:02:03+14:01'), /beyond 14 hours/);
  assert.match(read('9999-12-31T23:59:59-08:00'), /outside the years/);
  assert.match(read('Tuesday, March 16, 2020'), /day of the week/);
});

test('a long text takes a short time and is cut in the message', () => {
  for (const piece of [' ', ',', '#', '1', 'A.D. ', '\0']) {
    assert.ok(read(piece.repeat(200_000)).length < 400);
  }
  assert.ok(read('x'.repeat(100_000)).length < 400);
});

test('styles decide the kind', () => {
  const kinds = ['None', 'AssumeUniversal', 'AssumeUniversal, AdjustToUniversal', 'RoundtripKind'].map((styles) => {
    const result = parseDateTimeWithStyles('2020-03-16', styles, now);
    return result.ok ? result.kind : result.message;
  });
  assert.deepEqual(kinds, ['unspecified', 'local', 'utc', 'unspecified']);
  const wrong = parseDateTimeWithStyles('2020-03-16', 'AssumeEverything', now);
  assert.ok(!wrong.ok && wrong.message.includes('"AssumeEverything"'));
});

test('what the engine writes, it reads', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, maxTicks), (ticks) => {
      const written = formatDateTime(ticks, engineDateFormat);
      assert.ok(written.ok);
      const back = parseDateTime(written.text, now);
      assert.ok(back.ok, written.text);
      assert.equal(back.ticks, ticks - (ticks % ticksPerSecond));
    }),
  );
});

test('any text gives a date in range or a message', () => {
  const piece = fc.constantFrom(
    ...'0123456789-+/:.,# TZ\0年月日時',
    'Mar',
    'Monday',
    'AM',
    'PM',
    'GMT',
    'AD',
    '2020',
    '16',
    ' ',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const result = parseDateTime(pieces.join(''), now);
      assert.ok(result.ok ? isInRange(result.ticks) : result.message.length > 0);
    }),
    { numRuns: 3000 },
  );
});
