import { quoted } from './characters.ts';
import { abbreviated, dayNames, eraNames, monthNames } from './dateNames.ts';
import type { DateKind, Ticks } from './dateTime.ts';
import { expandFormat, readQuoted, repeatCount, standardFormatLetters } from './standardFormats.ts';
import type { DateParts } from './ticks.ts';
import { isInRange, partsFromTicks } from './ticks.ts';

/** A formatted date, or why there is none. */
export type FormatResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A step of formatting: `out` is the whole text so far, since `F` may take back a dot that stands before it. */
type Written = { readonly out: string; readonly next: number } | null;

/**
 * DateTime.ToString(format, InvariantCulture): custom formats, and standard ones of one letter; a blank format is "G".
 * `kind` decides what `K` and `o` print; pass on the kind that parseExactDateTime gave. Fails on a format that .NET refuses.
 */
export function formatDateTime(ticks: Ticks, format: string, kind: DateKind = 'utc'): FormatResult {
  if (!isInRange(ticks)) {
    return { ok: false, message: 'The date lies outside the years 1 to 9999 and cannot be written. Use another date.' };
  }
  if (format === ownFormat) return { ok: true, text: inOwnFormat(partsFromTicks(ticks)) };
  const pattern = expandFormat(format === '' ? 'G' : format);
  if (pattern === null) {
    return {
      ok: false,
      message: `${quoted(format)} is not a standard date format. Use one of ${standardFormatLetters}, or put % before a single custom letter, as in "%d".`,
    };
  }
  const text = formatCustom(pattern, partsFromTicks(ticks), kind);
  if (text === null) {
    return {
      ok: false,
      message: `${quoted(format)} is not a valid date format. Close every quote, put a character after each % and \\, and use at most seven f or F.`,
    };
  }
  return { ok: true, text };
}

/** The form in which the language's own functions write every date, by a shorter way. */
const ownFormat = 'M/d/yyyy h:mm:ss tt';

function inOwnFormat({ year, month, day, hour, minute, second }: DateParts): string {
  const two = (number: number): string => (number < 10 ? `0${number}` : String(number));
  const time = `${hour % 12 || 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${month}/${day}/${String(year).padStart(4, '0')} ${time}`;
}

function formatCustom(format: string, parts: DateParts, kind: DateKind): string | null {
  let out = '';
  let index = 0;
  while (index < format.length) {
    const written = writeToken(format, index, out, parts, kind);
    if (written === null) {
      return null;
    }
    out = written.out;
    index = written.next;
  }
  return out;
}

function writeToken(format: string, index: number, out: string, parts: DateParts, kind: DateKind): Written {
  const char = format.charAt(index);
  switch (char) {
    case 'f':
    case 'F':
      return writeFraction(char, repeatCount(format, index), index, out, parts.fraction);
    case "'":
    case '"': {
      const literal = readQuoted(format, index);
      return literal === null ? null : { out: out + literal.text, next: literal.end };
    }
    case '\\':
      return index + 1 < format.length ? { out: out + format.charAt(index + 1), next: index + 2 } : null;
    case '%': {
      const single = format.charAt(index + 1);
      if (single === '' || single === '%') {
        return null;
      }
      // The letter after % stands alone: "%dd" is two tokens "d".
      const text = formatCustom(single, parts, kind);
      return text === null ? null : { out: out + text, next: index + 2 };
    }
  }
  const count = repeatCount(format, index);
  const text = fieldText(char, count, parts, kind);
  return text === null ? { out: out + char, next: index + 1 } : { out: out + text, next: index + count };
}

/** The text of a run of one format letter, or null when the character is not one. */
function fieldText(char: string, count: number, parts: DateParts, kind: DateKind): string | null {
  switch (char) {
    case 'd':
      return count <= 2 ? digits(parts.day, count) : name(dayNames, parts.dayOfWeek, count);
    case 'M':
      return count <= 2 ? digits(parts.month, count) : name(monthNames, parts.month - 1, count);
    case 'y':
      return count <= 2 ? digits(parts.year % 100, count) : digits(parts.year, count);
    case 'h':
      return digits(parts.hour % 12 === 0 ? 12 : parts.hour % 12, Math.min(count, 2));
    case 'H':
      return digits(parts.hour, Math.min(count, 2));
    case 'm':
      return digits(parts.minute, Math.min(count, 2));
    case 's':
      return digits(parts.second, Math.min(count, 2));
    case 't':
      return (parts.hour < 12 ? 'AM' : 'PM').slice(0, Math.min(count, 2));
    case 'g':
      return eraNames[0] ?? null;
    case 'z':
      // Every kind is in UTC here, so the offset is always zero.
      return ['+0', '+00', '+00:00'][Math.min(count, 3) - 1] ?? null;
    case 'K':
      return zoneText(kind).repeat(count);
  }
  return null;
}

function zoneText(kind: DateKind): string {
  return { utc: 'Z', local: '+00:00', unspecified: '' }[kind];
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function name(names: readonly string[], index: number, count: number): string {
  const full = names[index] ?? '';
  return count === 3 ? abbreviated(full) : full;
}

/** Fractions are cut off, not rounded. `F` drops trailing zeros, and a dot before it when nothing is left. */
function writeFraction(char: 'f' | 'F', count: number, index: number, out: string, fraction: number): Written {
  if (count > 7) {
    return null;
  }
  const fixed = digits(fraction, 7).slice(0, count);
  const text = char === 'f' ? fixed : fixed.replace(/0+$/, '');
  const before = text === '' && out.endsWith('.') ? out.slice(0, -1) : out;
  return { out: before + text, next: index + count };
}
