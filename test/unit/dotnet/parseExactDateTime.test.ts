import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DateKind } from '../../../src/core/dotnet/dateTime.ts';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseExactDateTime } from '../../../src/core/dotnet/parseExactDateTime.ts';
import { isInRange, maxTicks, ticksPerMinute, ticksPerSecond } from '../../../src/core/dotnet/ticks.ts';

const now = Date.UTC(2024, 4, 6, 7, 8, 9);

/** Reads by one format and writes by "o", or gives the message. */
function read(text: string, format: string, styles: string | null = null): string {
  const result = parseExactDateTime(text, format, styles, now);
  if (!result.ok) {
    return result.message;
  }
  const written = formatDateTime(result.ticks, 'o', result.kind);
  return written.ok ? written.text : written.message;
}

const matching: readonly (readonly [text: string, format: string, expected: string, styles?: string])[] = [
  // Formats of the guides: Workday, SuccessFactors, Active Directory, Graph.
  ['2020-03-16-07:00', 'yyyy-MM-ddzzz', '2020-03-16T07:00:00.0000000+00:00'],
  ['2021-06-30+08:00', 'yyyy-MM-ddzzz', '2021-06-29T16:00:00.0000000+00:00'],
  ['12/31/2020 12:00:00 AM', 'M/d/yyyy hh:mm:ss tt', '2020-12-31T00:00:00.0000000'],
  ['20150123105347.1Z', 'yyyyMMddHHmmss.fZ', '2015-01-23T10:53:47.1000000Z'],
  ['2020-03-16T01:02:03Z', 'yyyy-MM-ddTHH:mm:ssZ', '2020-03-16T01:02:03.0000000Z'],
  ['3/16/2020 7:00:00 AM', 'M/d/yyyy h:mm:ss tt', '2020-03-16T07:00:00.0000000'],
  // Digits.
  ['03/06/2020', 'M/d/yyyy', '2020-03-06T00:00:00.0000000'],
  ['49-1-2', 'yy-M-d', '2049-01-02T00:00:00.0000000'],
  ['50-1-2', 'yy-M-d', '1950-01-02T00:00:00.0000000'],
  ['1.25', 's.FF', '2024-05-06T00:00:01.2500000'],
  ['1', 's.FF', '2024-05-06T00:00:01.0000000'],
  // Names in any case, a day of the week that fits.
  ['mon, 16 MAR 2020', 'ddd, dd MMM yyyy', '2020-03-16T00:00:00.0000000'],
  ['AD 2020', 'g yyyy', '2020-01-01T00:00:00.0000000'],
  // Literals, quotes, escapes.
  ["day 16 o'clock 3", "'day' d \"o'clock\" M", '2024-03-16T00:00:00.0000000'],
  ['2020Md', 'yyyy\\M\\d', '2020-01-01T00:00:00.0000000'],
  ['5', '%M', '2024-05-01T00:00:00.0000000'],
  // Missing parts.
  ['07:30', 'HH:mm', '2024-05-06T07:30:00.0000000'],
  ['07:30', 'HH:mm', '0001-01-01T07:30:00.0000000', 'NoCurrentDateDefault'],
  ['16', 'dd', '2024-01-16T00:00:00.0000000'],
  // White space: around the text by default; a blank of the format may be missing under AllowTrailingWhite.
  [' \t2020-03-16 \r\n', 'yyyy-MM-dd', '2020-03-16T00:00:00.0000000'],
  ['2020-03-1612:30', 'yyyy-MM-dd HH:mm', '2020-03-16T12:30:00.0000000'],
  ['2020 - 03 - 16', 'yyyy-MM-dd', '2020-03-16T00:00:00.0000000', 'AllowWhiteSpaces'],
  // Zones.
  ['2020-03-16T01:02:03', 'yyyy-MM-ddTHH:mm:ssK', '2020-03-16T01:02:03.0000000'],
  ['2020-03-16T01:02:03-7:00', 'yyyy-MM-ddTHH:mm:ssK', '2020-03-16T08:02:03.0000000+00:00'],
  ['2020-03-16 GMT', 'yyyy-MM-dd GMT', '2020-03-16T00:00:00.0000000+00:00'],
  ['2020-03-16 gmt', 'yyyy-MM-dd Z', '2020-03-16T00:00:00.0000000Z'],
];

test('texts that match their format', () => {
  for (const [text, format, expected, styles] of matching) {
    assert.equal(read(text, format, styles ?? null), expected, `${text} by ${format}`);
  }
});

test('a mismatch names what was expected and where', () => {
  assert.equal(
    read('1/15/2030 12:00:00 AM', 'yyyy-MM-dd'),
    '"1/15/2030 12:00:00 AM" does not match the date format "yyyy-MM-dd": expected 4 digits of the year for "yyyy" at character 1, ' +
      'found "1/15/2030 12:00:00 A". Correct the input format.',
  );
  assert.match(read('3/16/2020 7:00:00 AM', 'M/d/yyyy hh:mm:ss tt'), /expected 2 digits of the hour for "hh" at character 11/);
  assert.match(read('2020-03-16Z', 'yyyy-MM-ddzzz'), /expected an offset such as -07:00 for "zzz" at character 11, found "Z"/);
  assert.match(read('2020-03-16', 'yyyy-MM'), /expected the end at character 8/);
  assert.match(read('2020-03', 'yyyy-MM-dd'), /expected "-" at character 8, found the end of the text/);
  assert.match(read('20150123105347Z', 'yyyyMMddHHmmss.FZ'), /expected "\."/);
  assert.match(read('2020', 'yy'), /expected the end at character 3/);
  assert.match(read('2020 2021', 'yyyy yyyy'), /the same value as before for "y"/);
});

test('values that cannot be', () => {
  assert.match(read('2019-02-29', 'yyyy-MM-dd'), /does not exist/);
  assert.match(read('0000-01-01', 'yyyy-MM-dd'), /does not exist/);
  assert.match(read('13:00 PM', 'hh:mm tt'), /does not fit AM or PM/);
  assert.match(read('03:00 PM', 'HH:mm tt'), /does not fit AM or PM/);
  assert.match(read('Tue 2020-03-16', 'ddd yyyy-MM-dd'), /day of the week/);
  assert.match(read('2020-03-16+14:01', 'yyyy-MM-ddzzz'), /beyond 14 hours/);
  assert.match(read('9999-12-31T23:59:59-08:00', 'yyyy-MM-ddTHH:mm:sszzz'), /outside the years/);
});

test('formats and styles that cannot be', () => {
  assert.match(read('2020', ''), /input format is empty/);
  assert.match(read('2020', 'q'), /not a standard date format/);
  for (const format of ["yyyy'x", 'yyyy%', 'yyyy%%d', 'yyyy\\']) {
    assert.match(read('2020', format), /not a valid date format/, format);
  }
  assert.match(read('2020x12345678', 'yyyyxffffffff'), /not a valid date format/);
  assert.match(read('2020', 'yyyy', 'Nothing'), /not a date and time style/);
  assert.match(read('2020', 'yyyy', 'RoundtripKind, AssumeLocal'), /RoundtripKind cannot stand/);
  assert.match(read('2020', 'yyyy', 'AssumeUniversal, AssumeLocal'), /exclude each other/);
});

/** Formats that lose nothing down to the unit. */
const faithful: readonly (readonly [format: string, unit: bigint])[] = [
  ['o', 1n],
  ['yyyyMMddHHmmssfffffff', 1n],
  ["dddd, d MMMM yyyy 'at' h:mm:ss.fffffff tt", 1n],
  ['M/d/yyyy h:mm:ss tt', ticksPerSecond],
  ['r', ticksPerSecond],
  ['u', ticksPerSecond],
  ['U', ticksPerSecond],
  ['F', ticksPerSecond],
  ['yyyyMMddHHmmss.0Z', ticksPerSecond],
  ['yyyy-MM-ddTHH:mm:sszzz', ticksPerSecond],
  ['ddd gg dd\\/MMM\\/yyyyy H:m', ticksPerMinute],
];

test('what a format writes, it reads', () => {
  const kinds: readonly DateKind[] = ['utc', 'local', 'unspecified'];
  fc.assert(
    fc.property(
      fc.bigInt(0n, maxTicks),
      fc.constantFrom(...faithful),
      fc.constantFrom(...kinds),
      (ticks, [format, unit], kind) => {
        const written = formatDateTime(ticks, format, kind);
        assert.ok(written.ok);
        const back = parseExactDateTime(written.text, format, null, now);
        assert.ok(back.ok, `${written.text} by ${format}`);
        assert.equal(back.ticks, ticks - (ticks % unit));
        if (format === 'o') {
          assert.equal(back.kind, kind);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('any text and format give a date in range or a message', () => {
  const format = fc.array(fc.constantFrom(...'yMdhHmsfFtzKZg:/-. \'"\\%T', 'GMT', 'yyyy', 'MM', 'ddd'), { maxLength: 10 });
  const text = fc.array(fc.constantFrom(...'0123456789-+/:. TZ', 'Mar', 'Mon', 'AM', '2020'), { maxLength: 12 });
  const styles = fc.constantFrom(null, 'None', 'AllowWhiteSpaces', 'AssumeLocal', 'AdjustToUniversal');
  fc.assert(
    fc.property(text, format, styles, (pieces, tokens, style) => {
      const result = parseExactDateTime(pieces.join(''), tokens.join(''), style, now);
      assert.ok(result.ok ? isInRange(result.ticks) : result.message.length > 0);
    }),
    { numRuns: 3000 },
  );
});
