/** 100-nanosecond ticks since 0001-01-01T00:00:00, UTC, as System.DateTime counts them: 0 to 3155378975999999999. */
export type Ticks = bigint;

/**
 * What a date knows about its zone, as DateTime.Kind. The provisioning service's host is in UTC, so the three name the same instant;
 * they differ only in what the format tokens `K` and `o` print: `Z`, `+00:00` and nothing.
 */
export type DateKind = 'utc' | 'local' | 'unspecified';

/** A date, or why there is none. `message` is one or two sentences for the user: what happened, to what, what to do. */
export type DateResult = { readonly ok: true; readonly ticks: Ticks } | { readonly ok: false; readonly message: string };

/** A parsed date with its kind, which must be handed to formatDateTime when the text is to be formatted again. */
export type ParsedDateResult =
  | { readonly ok: true; readonly ticks: Ticks; readonly kind: DateKind }
  | { readonly ok: false; readonly message: string };

/** How CDate, DateAdd, DateFromNum and Now write a date (function reference: always UTC, invariant culture). */
export const engineDateFormat = 'M/d/yyyy h:mm:ss tt';
