import type { Ticks } from './dateTime.ts';

export const ticksPerSecond = 10_000_000n;
export const ticksPerMinute = 60n * ticksPerSecond;
export const ticksPerHour = 60n * ticksPerMinute;
export const ticksPerDay = 24n * ticksPerHour;
/** DateTime.MaxValue, 9999-12-31T23:59:59.9999999. DateTime.MinValue is 0. */
export const maxTicks = 3_155_378_975_999_999_999n;

const unixEpochTicks = 621_355_968_000_000_000n;
const daysPer400Years = 146_097;

/** A date in the proleptic Gregorian calendar. Months and days count from 1, `dayOfWeek` from Sunday = 0, `fraction` is 0-9999999 ticks. */
export type DateParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: number;
  readonly dayOfWeek: number;
};

export function isInRange(ticks: Ticks): boolean {
  return ticks >= 0n && ticks <= maxTicks;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month counted from 1. 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return isLeapYear(year) ? 29 : 28;
  }
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

export function isValidDay(year: number, month: number, day: number): boolean {
  return year >= 1 && year <= 9999 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whole days from 0001-01-01. The year is counted from March so that the leap day is the last of it. */
function daysFromDate(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const marchMonth = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  return (
    365 * marchYear + Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400) + dayOfYear - 306
  );
}

/** The ticks of a date and time of day, or null when there is no such date (year 1-9999) or time (00:00:00-23:59:59). */
export function ticksFromDate(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): Ticks | null {
  const time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!time || !isValidDay(year, month, day)) {
    return null;
  }
  return BigInt(daysFromDate(year, month, day)) * ticksPerDay + BigInt(hour * 3600 + minute * 60 + second) * ticksPerSecond;
}

/** Calendar fields of an instant. `ticks` must be in range. */
export function partsFromTicks(ticks: Ticks): DateParts {
  const days = Number(ticks / ticksPerDay);
  const timeOfDay = ticks % ticksPerDay;
  const seconds = Number(timeOfDay / ticksPerSecond);
  const sinceMarch = days + 306;
  const era = Math.floor(sinceMarch / daysPer400Years);
  const dayOfEra = sinceMarch - era * daysPer400Years;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: Number(timeOfDay % ticksPerSecond),
    dayOfWeek: (days + 1) % 7,
  };
}

/** Milliseconds since 1970-01-01T00:00:00Z as ticks; parts of a millisecond are dropped, and the ends of the calendar hold. */
export function ticksFromUnixMs(ms: number): Ticks {
  if (Number.isNaN(ms)) {
    return unixEpochTicks;
  }
  const bounded = Math.min(Math.max(Math.floor(ms), -62_135_596_800_000), 253_402_300_799_999);
  return BigInt(bounded) * 10_000n + unixEpochTicks;
}

/** DateTime.AddMonths: the day is clamped to the end of the new month. Null outside the years 1-9999. */
export function addMonths(ticks: Ticks, months: number): Ticks | null {
  const { year, month, day } = partsFromTicks(ticks);
  const monthCount = year * 12 + (month - 1) + months;
  const newYear = Math.floor(monthCount / 12);
  const newMonth = monthCount - newYear * 12 + 1;
  const date = ticksFromDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
  return date === null ? null : date + (ticks % ticksPerDay);
}

/** DateTime.AddYears: 29 February becomes 28 February in a common year. Null outside the years 1-9999. */
export function addYears(ticks: Ticks, years: number): Ticks | null {
  return addMonths(ticks, years * 12);
}
