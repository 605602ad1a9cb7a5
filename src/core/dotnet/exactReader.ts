import { isLetter } from './characters.ts';
import { abbreviated, dayNames, eraNames, monthNames } from './dateNames.ts';
import { type ExactFailure, type ExactReader, expect, missing, readDigits, skipWhiteSpace, startsWith } from './exactCursor.ts';
import type { ParsedZone } from './parsedDate.ts';
import { readQuoted, repeatCount } from './standardFormats.ts';
import { ticksPerHour, ticksPerMinute } from './ticks.ts';

type NumberField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'dayOfWeek' | 'fraction';

const badFormat: ExactFailure = { fault: 'format' };

/** Reads what one token of the format asks for. Returns null when the text has it. */
export function readToken(reader: ExactReader): ExactFailure | null {
  const char = reader.format.charAt(reader.index);
  switch (char) {
    case 'y':
    case 'M':
    case 'd':
    case 'h':
    case 'H':
    case 'm':
    case 's':
    case 'f':
    case 'F':
    case 't':
    case 'z':
    case 'g': {
      const count = repeatCount(reader.format, reader.index);
      reader.index += count;
      return readField(reader, char, count);
    }
    case 'Z':
      reader.index++;
      return readZoneName(reader);
    case 'K':
      reader.index++;
      return readKind(reader);
    case "'":
    case '"':
      return readLiteral(reader);
    case '%':
      reader.index++;
      return reader.index >= reader.format.length || reader.format[reader.index] === '%' ? badFormat : null;
    case '\\':
      if (reader.index + 1 >= reader.format.length) {
        return badFormat;
      }
      reader.index += 2;
      return expect(reader, reader.format.charAt(reader.index - 1));
    case '.':
      reader.index++;
      return readDot(reader);
    case ' ':
      reader.index++;
      return readSpace(reader);
  }
  if (reader.format.slice(reader.index, reader.index + 3).toUpperCase() === 'GMT') {
    reader.index += 3;
    reader.zone = { offset: 0n, utc: reader.zone?.utc ?? false };
    return expect(reader, 'GMT');
  }
  reader.index++;
  return expect(reader, char);
}

function readField(reader: ExactReader, char: string, count: number): ExactFailure | null {
  switch (char) {
    case 'y':
      reader.twoDigitYear ||= count <= 2;
      return readNumber(reader, 'year', 'year', char, count);
    case 'M':
      return count <= 2
        ? readNumber(reader, 'month', 'month', char, count)
        : readName(reader, 'month', monthNames, 1, 'month', char, count);
    case 'd':
      return count <= 2
        ? readNumber(reader, 'day', 'day', char, count)
        : readName(reader, 'dayOfWeek', dayNames, 0, 'day of the week', char, count);
    case 'h':
      reader.hour12 = true;
      return readNumber(reader, 'hour', 'hour', char, Math.min(count, 2));
    case 'H':
      return readNumber(reader, 'hour', 'hour', char, Math.min(count, 2));
    case 'm':
      return readNumber(reader, 'minute', 'minute', char, Math.min(count, 2));
    case 's':
      return readNumber(reader, 'second', 'second', char, Math.min(count, 2));
    case 't':
      return readAfternoon(reader, count);
    case 'z':
      return readOffset(reader, count);
    case 'g':
      return readEra(reader);
  }
  return readFraction(reader, char, count);
}

/** Keeps a value, or refuses it when the format asks for the same field twice and the values differ. */
function keep(reader: ExactReader, field: NumberField, value: number, char: string): ExactFailure | null {
  const before = reader[field];
  if (before !== null && before !== value) {
    return missing(`the same value as before for "${char}"`);
  }
  reader[field] = value;
  return null;
}

function readNumber(reader: ExactReader, field: NumberField, what: string, char: string, count: number): ExactFailure | null {
  const value = readDigits(reader, count, count === 1 ? 2 : count);
  if (value === null) {
    const wanted = count === 1 ? 'one or two digits' : `${count} digits`;
    return missing(`${wanted} of the ${what} for "${char.repeat(Math.min(count, 8))}"`);
  }
  return keep(reader, field, value, char);
}

function readName(
  reader: ExactReader,
  field: 'month' | 'dayOfWeek',
  names: readonly string[],
  first: number,
  what: string,
  char: string,
  count: number,
): ExactFailure | null {
  const found = names.findIndex((name) => startsWith(reader, count === 3 ? abbreviated(name) : name));
  if (found < 0) {
    return missing(
      `the ${count === 3 ? 'three-letter' : 'full'} English name of a ${what} for "${char.repeat(Math.min(count, 4))}"`,
    );
  }
  reader.pos += count === 3 ? 3 : (names[found] ?? '').length;
  return keep(reader, field, found + first, char);
}

function readFraction(reader: ExactReader, char: string, count: number): ExactFailure | null {
  if (count > 7) {
    return badFormat;
  }
  const start = reader.pos;
  const digits = readDigits(reader, 1, count);
  const read = reader.pos - start;
  if (char === 'f' && read < count) {
    return missing(`${count} digits of the fraction for "${char.repeat(count)}"`);
  }
  return keep(reader, 'fraction', digits === null ? 0 : digits / 10 ** read, char);
}

function readAfternoon(reader: ExactReader, count: number): ExactFailure | null {
  // The one-letter form is case-sensitive in .NET, the two-letter form is not.
  const found =
    count === 1 ? ['A', 'P'].indexOf(reader.text.charAt(reader.pos)) : ['AM', 'PM'].findIndex((word) => startsWith(reader, word));
  if (found < 0) {
    return missing(count === 1 ? 'A or P for "t"' : 'AM or PM for "tt"');
  }
  reader.pos += Math.min(count, 2);
  const afternoon = found === 1;
  if (reader.afternoon !== null && reader.afternoon !== afternoon) {
    return missing('the same AM or PM as before');
  }
  reader.afternoon = afternoon;
  return null;
}

function readEra(reader: ExactReader): ExactFailure | null {
  const era = eraNames.find((name) => startsWith(reader, name));
  if (era === undefined) {
    return missing('A.D. or AD for "g"');
  }
  reader.pos += era.length;
  return null;
}

function readOffset(reader: ExactReader, count: number): ExactFailure | null {
  const failure = missing(
    `an offset such as ${['-7', '-07', '-07:00'][Math.min(count, 3) - 1]} for "${'z'.repeat(Math.min(count, 3))}"`,
  );
  const sign = reader.text.charAt(reader.pos);
  if (sign !== '+' && sign !== '-') {
    return failure;
  }
  reader.pos++;
  const hours = count === 2 ? readDigits(reader, 2, 2) : readDigits(reader, 1, 2);
  let minutes: number | null = 0;
  if (count >= 3) {
    if (reader.text[reader.pos] === ':') {
      reader.pos++;
    }
    minutes = readDigits(reader, 2, 2);
  }
  if (hours === null || minutes === null || minutes > 59) {
    return failure;
  }
  const size = BigInt(hours) * ticksPerHour + BigInt(minutes) * ticksPerMinute;
  return keepZone(reader, { offset: sign === '-' ? -size : size, utc: false });
}

function keepZone(reader: ExactReader, zone: ParsedZone): ExactFailure | null {
  if (reader.zone !== null && reader.zone.offset !== zone.offset) {
    return missing('the same offset as before');
  }
  reader.zone = { offset: zone.offset, utc: zone.utc || (reader.zone?.utc ?? false) };
  return null;
}

/** `Z` in a format reads `Z` or `GMT` in any case and means UTC. It is not a plain letter when reading. */
function readZoneName(reader: ExactReader): ExactFailure | null {
  const word = ['GMT', 'Z'].find((name) => startsWith(reader, name) && !isLetter(reader.text.charAt(reader.pos + name.length)));
  if (word === undefined) {
    return missing('Z or GMT for "Z"');
  }
  reader.pos += word.length;
  return keepZone(reader, { offset: 0n, utc: true });
}

/** `K` reads `Z`, an offset, or nothing. */
function readKind(reader: ExactReader): ExactFailure | null {
  const char = reader.text.charAt(reader.pos);
  if (char === 'Z') {
    reader.pos++;
    return keepZone(reader, { offset: 0n, utc: true });
  }
  return char === '+' || char === '-' ? readOffset(reader, 3) : null;
}

function readLiteral(reader: ExactReader): ExactFailure | null {
  const literal = readQuoted(reader.format, reader.index);
  if (literal === null) {
    return badFormat;
  }
  reader.index = literal.end;
  for (let at = 0; at < literal.text.length; at++) {
    const char = literal.text.charAt(at);
    if (char === ' ' && reader.styles.allowInnerWhite) {
      skipWhiteSpace(reader);
      continue;
    }
    const failure = expect(reader, char);
    if (failure !== null) {
      return failure;
    }
  }
  return null;
}

function readDot(reader: ExactReader): ExactFailure | null {
  const failure = expect(reader, '.');
  // A missing dot before two or more F is no fault. .NET looks one character too far here, so that ".F" still needs its dot.
  if (failure !== null && reader.index + 1 < reader.format.length && reader.format[reader.index + 1] === 'F') {
    reader.index++;
    reader.index += repeatCount(reader.format, reader.index);
    return null;
  }
  return failure;
}

function readSpace(reader: ExactReader): ExactFailure | null {
  if (reader.styles.allowInnerWhite) {
    return null;
  }
  const failure = expect(reader, ' ');
  // With AllowTrailingWhite, which is on by default, .NET goes on with the next token when a blank of the format is missing.
  return failure !== null && reader.styles.allowTrailingWhite && reader.index < reader.format.length ? null : failure;
}
