import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDateTime } from '../../../src/core/dotnet/formatDateTime.ts';
import { parseDateTime } from '../../../src/core/dotnet/parseDateTime.ts';

const number = (max: number) => fc.integer({ min: 0, max });
const text = fc
  .tuple(
    number(14),
    number(33),
    fc.constantFrom(1, 99, 101, 1600, 1900, 2000, 2024, 2025, 9999),
    number(25),
    number(61),
    number(61),
  )
  .map(([month, day, year, hour, minute, second]) => {
    const two = (one: number): string => String(one).padStart(2, '0');
    return `${month}/${day}/${String(year).padStart(4, '0')} ${hour}:${two(minute)}:${two(second)}`;
  });

test('dates in the form of the language itself are read as those that any reader takes, whose white space sends them the long way', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('AM', 'PM'), (time, half) => {
      const short = parseDateTime(`${time} ${half}`, 0);
      const long = parseDateTime(` ${time} ${half}`, 0);
      if (short.ok && long.ok) assert.deepEqual(short, long);
      else assert.equal(short.ok, long.ok, `${time} ${half}`);
    }),
    { numRuns: 3000 },
  );
});

test('dates are written in the form of the language itself as in the same form with an empty quotation, which goes the long way', () => {
  const lastTicks = 3_155_378_975_999_999_999n;
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: lastTicks }), (ticks) => {
      assert.deepEqual(formatDateTime(ticks, 'M/d/yyyy h:mm:ss tt'), formatDateTime(ticks, "M/d/yyyy h:mm:ss tt''"));
    }),
    { numRuns: 3000 },
  );
});
