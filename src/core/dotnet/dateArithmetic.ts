import { quoted } from './characters.ts';
import type { DateResult, Ticks } from './dateTime.ts';
import {
  addMonths,
  addYears,
  isInRange,
  partsFromTicks,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from './ticks.ts';

export type DateDiffResult = { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly message: string };

/** Intervals of fixed length. `yyyy` and `m` follow the calendar, and `ww` counts Sundays in DateDiff. */
const spans: ReadonlyMap<string, Ticks> = new Map([
  ['ww', 7n * ticksPerDay],
  ['d', ticksPerDay],
  ['h', ticksPerHour],
  ['n', ticksPerMinute],
  ['s', ticksPerSecond],
]);

/** The intervals of DateAdd and DateDiff, case-sensitive. */
export const dateIntervals: readonly string[] = ['yyyy', 'm', ...spans.keys()];

function unknownInterval(interval: string): { readonly ok: false; readonly message: string } {
  return {
    ok: false,
    message: `${quoted(interval)} is not an interval. Use yyyy (year), m (month), ww (week), d (day), h (hour), n (minute) or s (second), in lower case.`,
  };
}

/**
 * DateAdd: `value` intervals later, earlier when negative. A fraction of `value` is cut off, as Visual Basic does. Month and year keep
 * the day or take the last one of the month. Fails on an unknown interval, on a value that is no number, and outside the years 1-9999.
 */
export function dateAdd(interval: string, value: number, ticks: Ticks): DateResult {
  const span = spans.get(interval);
  if (span === undefined && interval !== 'yyyy' && interval !== 'm') {
    return unknownInterval(interval);
  }
  if (!Number.isFinite(value)) {
    return { ok: false, message: 'The amount to add to a date is not a number. Give a whole number such as 7 or -10.' };
  }
  const whole = Math.trunc(value);
  const sum = span === undefined ? (interval === 'm' ? addMonths : addYears)(ticks, whole) : ticks + BigInt(whole) * span;
  if (sum === null || !isInRange(sum)) {
    return { ok: false, message: `Adding ${whole} ${quoted(interval)} leaves the years 1 to 9999. Add a smaller amount.` };
  }
  return { ok: true, ticks: sum };
}

/**
 * DateDiff: second minus first, positive when the second is later, by the rules of Visual Basic that reproduce the documented table.
 * `yyyy` and `m` count calendar boundaries; `ww` counts Sundays between the two; the others cut the span toward zero.
 */
export function dateDiff(interval: string, first: Ticks, second: Ticks): DateDiffResult {
  if (interval === 'ww') {
    return { ok: true, value: (startOfWeek(second) - startOfWeek(first)) / (7n * ticksPerDay) };
  }
  const span = spans.get(interval);
  if (span !== undefined) {
    return { ok: true, value: (second - first) / span };
  }
  const from = partsFromTicks(first);
  const to = partsFromTicks(second);
  if (interval === 'yyyy') {
    return { ok: true, value: BigInt(to.year - from.year) };
  }
  if (interval === 'm') {
    return { ok: true, value: BigInt((to.year - from.year) * 12 + to.month - from.month) };
  }
  return unknownInterval(interval);
}

/** The Sunday of the week, at the same time of day. The documented week counts need the time to be kept. */
function startOfWeek(ticks: Ticks): Ticks {
  return ticks - BigInt(partsFromTicks(ticks).dayOfWeek) * ticksPerDay;
}
