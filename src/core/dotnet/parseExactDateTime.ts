import { isWhiteSpace, quoted } from './characters.ts';
import type { ParsedDateResult } from './dateTime.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import { readStyles } from './dateTimeStyles.ts';
import type { ExactFailure, ExactReader } from './exactCursor.ts';
import { skipWhiteSpace } from './exactCursor.ts';
import { readToken } from './exactReader.ts';
import { completeDate, fourDigitYear } from './parsedDate.ts';
import { expandFormat, standardFormatLetters } from './standardFormats.ts';

/**
 * DateTime.ParseExact with the invariant culture, on a host whose zone is UTC. `styles` are names as FormatDateTime takes them, null
 * or blank for the documented default (RoundtripKind, AllowLeadingWhite, AllowTrailingWhite). `nowMs` gives the date of a format
 * without one. Fails when text, format or styles do not fit; the message names the place.
 */
export function parseExactDateTime(text: string, format: string, styles: string | null, nowMs: number): ParsedDateResult {
  const read = readStyles(styles);
  if (!read.ok) {
    return read;
  }
  if (format === '') {
    return { ok: false, message: 'The input format is empty. Give a date format such as "yyyy-MM-dd".' };
  }
  const pattern = expandFormat(format);
  if (pattern === null) {
    return {
      ok: false,
      message: `${quoted(format)} is not a standard date format. Use one of ${standardFormatLetters}, or put % before a single custom letter, as in "%d".`,
    };
  }
  const reader = newReader(text, pattern, read.styles);
  if (format === 'U') {
    reader.zone = { offset: 0n, utc: true };
  }
  const failure = readAll(reader) ?? checkRoundTripOffset(reader, format, styles);
  return failure === null ? finish(text, format, reader, nowMs) : mismatch(text, format, reader, failure);
}

function newReader(text: string, pattern: string, styles: DateTimeStyles): ExactReader {
  let trimmedText = text;
  let trimmedPattern = pattern;
  if (styles.allowTrailingWhite) {
    trimmedText = trimEnd(text);
    trimmedPattern = trimEndInQuotes(trimEnd(pattern));
  }
  let pos = 0;
  let index = 0;
  if (styles.allowLeadingWhite) {
    index = countWhiteSpace(trimmedPattern);
    trimmedPattern = trimStartInQuotes(trimmedPattern);
    pos = countWhiteSpace(trimmedText);
  }
  return {
    text: trimmedText,
    pos,
    format: trimmedPattern,
    index,
    styles,
    year: null,
    month: null,
    day: null,
    hour: null,
    minute: null,
    second: null,
    fraction: null,
    dayOfWeek: null,
    zone: null,
    afternoon: null,
    twoDigitYear: false,
    hour12: false,
  };
}

function readAll(reader: ExactReader): ExactFailure | null {
  while (reader.index < reader.format.length) {
    if (reader.styles.allowInnerWhite) {
      skipWhiteSpace(reader);
    }
    const failure = readToken(reader);
    if (failure !== null) {
      return failure;
    }
  }
  return reader.pos < reader.text.length ? { fault: 'text', expected: 'the end' } : null;
}

/** With the style None alone, .NET reads `o` by a stricter path that wants the colon in an offset. */
function checkRoundTripOffset(reader: ExactReader, format: string, styles: string | null): ExactFailure | null {
  const strict = (format === 'o' || format === 'O') && styles !== null && /^\s*(?:datetimestyles\.)?none\s*$/i.test(styles);
  return strict && /[+-]\d+$/.test(reader.text.slice(19)) ? { fault: 'text', expected: 'a colon in the offset' } : null;
}

function finish(text: string, format: string, reader: ExactReader, nowMs: number): ParsedDateResult {
  let { year } = reader;
  if (reader.twoDigitYear && year !== null) {
    if (year >= 100) {
      return mismatch(text, format, reader, { fault: 'text', expected: 'a year of at most two digits' });
    }
    year = fourDigitYear(year);
  }
  const hour = hourOfDay(reader);
  if (hour === null) {
    return {
      ok: false,
      message: `The hour of ${quoted(text)} does not fit AM or PM in the format ${quoted(format)}. Use HH for 24-hour times without tt.`,
    };
  }
  const fields = {
    year,
    month: reader.month,
    day: reader.day,
    hour,
    minute: reader.minute ?? 0,
    second: reader.second ?? 0,
    fraction: reader.fraction ?? 0,
    dayOfWeek: reader.dayOfWeek,
    zone: reader.zone,
  };
  return completeDate(text, fields, reader.styles, nowMs);
}

/** `h` without `t` means AM; `H` with `t` must agree with it. Null when they do not. */
function hourOfDay(reader: ExactReader): number | null {
  const hour = reader.hour;
  if (reader.hour12) {
    if (hour === null || hour > 12) {
      return null;
    }
    return (hour % 12) + (reader.afternoon === true ? 12 : 0);
  }
  const morningClash = reader.afternoon === false && hour !== null && hour >= 12;
  const afternoonClash = reader.afternoon === true && (hour === null || hour < 12);
  return morningClash || afternoonClash ? null : (hour ?? 0);
}

function mismatch(text: string, format: string, reader: ExactReader, failure: ExactFailure): ParsedDateResult {
  if (failure.fault === 'format') {
    return {
      ok: false,
      message: `${quoted(format)} is not a valid date format. Close every quote, put a character after each % and \\, and use at most seven f or F.`,
    };
  }
  const rest = text.slice(reader.pos, reader.pos + 20);
  const found = rest === '' ? 'the end of the text' : quoted(rest);
  return {
    ok: false,
    message:
      `${quoted(text)} does not match the date format ${quoted(format)}: expected ${failure.expected} at character ${reader.pos + 1}, ` +
      `found ${found}. Correct the input format.`,
  };
}

function countWhiteSpace(text: string): number {
  let count = 0;
  while (count < text.length && isWhiteSpace(text.charAt(count))) {
    count++;
  }
  return count;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhiteSpace(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(0, end);
}

function isQuote(char: string | undefined): boolean {
  return char === "'" || char === '"';
}

/** White space before the quote that ends a format does not count either. */
function trimEndInQuotes(format: string): string {
  return format.length > 2 && isQuote(format.at(-1)) ? trimEnd(format.slice(0, -1)) + format.slice(-1) : format;
}

function trimStartInQuotes(format: string): string {
  const inner = format.slice(1);
  return format.length > 2 && isQuote(format[0]) ? format.slice(0, 1) + inner.slice(countWhiteSpace(inner)) : format;
}
