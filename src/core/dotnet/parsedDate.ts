import { quoted } from './characters.ts';
import type { DateKind, ParsedDateResult, Ticks } from './dateTime.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import { isInRange, partsFromTicks, ticksFromDate, ticksFromUnixMs, ticksPerDay, ticksPerHour } from './ticks.ts';

/** The last year that a two-digit year can mean. .NET 8 and later: 2049; earlier runtimes: 2029. */
const twoDigitYearMax = 2049;

/** A zone found in the text. `utc` is true for `Z` and `GMT`, which RoundtripKind keeps apart from an offset of zero. */
export type ParsedZone = { readonly offset: Ticks; readonly utc: boolean };

/** What a text said. Null is a field that the text does not have. `fraction` is in seconds. */
export type ParsedFields = {
  year: number | null;
  month: number | null;
  day: number | null;
  hour: number;
  minute: number;
  second: number;
  fraction: number;
  dayOfWeek: number | null;
  zone: ParsedZone | null;
};

/** Calendar.ToFourDigitYear of the Gregorian calendar: 49 is 2049, 50 is 1950. Years from 100 on are themselves. */
export function fourDigitYear(year: number): number {
  if (year >= 100) {
    return year;
  }
  const century = Math.floor(twoDigitYearMax / 100) * 100;
  return year > twoDigitYearMax % 100 ? century - 100 + year : century + year;
}

/** Math.Round to the nearest even whole number, which .NET uses for fractions longer than a tick. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) {
    return floor % 2 === 0 ? floor : floor + 1;
  }
  return Math.round(value);
}

/**
 * Fills what the text left out and applies the zone, as the end of DateTime.Parse and ParseExact does. No date at all: today, or
 * 0001-01-01 under NoCurrentDateDefault. No year: this year. No month or day: the first.
 */
export function completeDate(text: string, fields: ParsedFields, styles: DateTimeStyles, nowMs: number): ParsedDateResult {
  const { year, month, day } = withDefaults(fields, styles, nowMs);
  const base = ticksFromDate(year, month, day, fields.hour, fields.minute, fields.second);
  if (base === null) {
    return {
      ok: false,
      message: `${quoted(text)} names a date or time that does not exist. Correct the source value; years run from 1 to 9999.`,
    };
  }
  const ticks = base + BigInt(roundHalfToEven(fields.fraction * 10_000_000));
  if (!isInRange(ticks)) {
    return outOfRange(text);
  }
  if (fields.dayOfWeek !== null && fields.dayOfWeek !== partsFromTicks(ticks).dayOfWeek) {
    return { ok: false, message: `${quoted(text)} names a day of the week that does not fit its date. Correct one of the two.` };
  }
  return applyZone(text, ticks, fields.zone, styles);
}

type YearMonthDay = { readonly year: number; readonly month: number; readonly day: number };

function withDefaults(fields: ParsedFields, styles: DateTimeStyles, nowMs: number): YearMonthDay {
  const { year, month, day } = fields;
  if (year === null && month === null && day === null) {
    return styles.noCurrentDateDefault ? { year: 1, month: 1, day: 1 } : partsFromTicks(ticksFromUnixMs(nowMs));
  }
  return { year: year ?? partsFromTicks(ticksFromUnixMs(nowMs)).year, month: month ?? 1, day: day ?? 1 };
}

/** Turns the written date into UTC and decides its kind. The host's zone is UTC, so local and universal are the same instant. */
function applyZone(text: string, ticks: Ticks, zone: ParsedZone | null, styles: DateTimeStyles): ParsedDateResult {
  if (zone === null) {
    return { ok: true, ticks, kind: kindWithoutZone(styles) };
  }
  const limit = 14n * ticksPerHour;
  if (zone.offset > limit || zone.offset < -limit) {
    return {
      ok: false,
      message: `${quoted(text)} has a time zone offset beyond 14 hours. Correct the offset; it must lie between -14:00 and +14:00.`,
    };
  }
  const utc = ticks - zone.offset;
  // .NET wraps an instant before year 1 into the next day instead of refusing it.
  const wrapped = utc < 0n ? utc + ticksPerDay : utc;
  if (!isInRange(wrapped)) {
    return outOfRange(text);
  }
  const kind: DateKind = styles.adjustToUniversal || (styles.roundtripKind && zone.utc) ? 'utc' : 'local';
  return { ok: true, ticks: wrapped, kind };
}

function kindWithoutZone(styles: DateTimeStyles): DateKind {
  if (!styles.assumeLocal && !styles.assumeUniversal) {
    return 'unspecified';
  }
  return styles.adjustToUniversal ? 'utc' : 'local';
}

function outOfRange(text: string): ParsedDateResult {
  return {
    ok: false,
    message: `${quoted(text)} lies, in UTC, outside the years 1 to 9999. Use an earlier date, or test for this value before converting it.`,
  };
}
