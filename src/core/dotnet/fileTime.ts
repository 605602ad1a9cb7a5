import type { DateResult, Ticks } from './dateTime.ts';
import { isInRange } from './ticks.ts';

/** A Windows file time: 100-nanosecond ticks since 1601-01-01T00:00:00Z, as Active Directory keeps dates in large integers. */
export type FileTimeResult = { readonly ok: true; readonly fileTime: bigint } | { readonly ok: false; readonly message: string };

const fileTimeEpoch = 504_911_232_000_000_000n;

/** DateTime.FromFileTimeUtc: 0 to 2650467743999999999. Fails on others, such as 9223372036854775807, "never" in accountExpires. */
export function ticksFromFileTime(fileTime: bigint): DateResult {
  const ticks = fileTime + fileTimeEpoch;
  if (fileTime < 0n || !isInRange(ticks)) {
    return {
      ok: false,
      message:
        `${String(fileTime).slice(0, 40)} is not the number of a date. It must lie between 0 (1 January 1601) and 2650467743999999999 ` +
        '(31 December 9999); test for 0 and 9223372036854775807, which mean "never", before converting.',
    };
  }
  return { ok: true, ticks };
}

/** DateTime.ToFileTimeUtc. Fails before 1601. */
export function fileTimeFromTicks(ticks: Ticks): FileTimeResult {
  if (ticks < fileTimeEpoch) {
    return { ok: false, message: 'The date lies before 1 January 1601 and has no large-integer number. Use a later date.' };
  }
  return { ok: true, fileTime: ticks - fileTimeEpoch };
}
