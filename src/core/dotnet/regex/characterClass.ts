import { type CharacterSet, CharacterSetBuilder } from './characterSet.ts';
import { type PatternReader, regexOption } from './patternReader.ts';
import { addProperty, addShorthand } from './shorthand.ts';
import { newerUnicodeBlocks } from './unicodeBlocks.ts';

/** Classes may be subtracted from each other this deep, since one look at a character goes through all of them. */
const maxClassNesting = 16;

const reversedRange = 'A range in a character class runs backwards. Write the smaller character first, as in [a-z].';

/** Reads a character class from behind its `[` to behind its `]`. */
export function readCharacterClass(reader: PatternReader): CharacterSet {
  return readClass(reader, reader.has(regexOption.ignoreCase), 0);
}

/** Moves behind the `]` of a class, with the shorter look that .NET takes at classes while it counts the groups of a pattern. */
export function skipCharacterClass(reader: PatternReader): void {
  scanClass(reader, null, 0);
}

/** Adds `\p{name}` or `\P{name}`; the reader stands behind the `p`. */
export function readProperty(reader: PatternReader, builder: CharacterSetBuilder, inverted: boolean, ignoreCase: boolean): void {
  const name = reader.propertyName();
  if (addProperty(builder, name, inverted, ignoreCase)) return;
  if (newerUnicodeBlocks.has(name) || /^_xml[CDIW]$/.test(name)) {
    reader.fail(
      `\\p{${name}} is not evaluated here: not every version of .NET knows this set, or knows it alike. Write the characters as a range.`,
      'unsupported',
    );
  }
  reader.fail(
    `\\p{${name}} names no Unicode category or block that .NET knows. Write a category such as Lu, or a block such as IsGreek.`,
  );
}

function readClass(reader: PatternReader, ignoreCase: boolean, depth: number): CharacterSet {
  const builder = new CharacterSetBuilder();
  builder.ignoreCase = ignoreCase;
  scanClass(reader, builder, depth);
  return builder.build();
}

function scanClass(reader: PatternReader, builder: CharacterSetBuilder | null, depth: number): void {
  if (depth >= maxClassNesting)
    reader.fail(`Character classes are nested deeper than ${maxClassNesting}. Write the class flatter.`, 'limit');
  if (reader.peek() === '^') {
    reader.position++;
    if (builder !== null) builder.negated = true;
  }
  /** The first character of a range whose `-` has been read. */
  let rangeStart: number | null = null;
  for (let isFirst = true; !reader.atEnd; isFirst = false) {
    let escaped = false;
    let code = reader.text.charCodeAt(reader.position++);
    let character = String.fromCharCode(code);
    if (character === ']' && !isFirst) return;
    if (character === '\\' && !reader.atEnd) {
      if (readSetEscape(reader, builder, rangeStart)) continue;
      if (reader.peek() === '-') {
        reader.position++;
        addRange(reader, builder, rangeStart ?? 0x2d, 0x2d);
        // While .NET only counts groups it forgets to end the range here; what it counts depends on that.
        if (builder !== null) rangeStart = null;
        continue;
      }
      code = reader.characterEscape();
      character = String.fromCharCode(code);
      escaped = true;
    }
    if (rangeStart !== null) {
      if (builder !== null && character === '[' && !escaped && !isFirst) {
        builder.addRange(rangeStart, rangeStart);
        readSubtraction(reader, builder, depth);
      } else {
        addRange(reader, builder, rangeStart, code);
      }
      rangeStart = null;
    } else if (reader.peek() === '-' && reader.peek(1) !== '' && reader.peek(1) !== ']') {
      rangeStart = code;
      reader.position++;
    } else if (character === '-' && !escaped && !isFirst && reader.peek() === '[') {
      reader.position++;
      if (builder === null) scanClass(reader, null, depth + 1);
      else readSubtraction(reader, builder, depth);
    } else {
      builder?.addRange(code, code);
    }
  }
  reader.fail('The character class has no end. Close it with "]", or write "\\[" for the character itself.');
}

/** Reads `\d` and its kind, and `\p{…}`; the reader stands behind the backslash. False, and nothing read, for other escapes. */
function readSetEscape(reader: PatternReader, builder: CharacterSetBuilder | null, rangeStart: number | null): boolean {
  const letter = reader.peek();
  if (!'dDsSwWpP'.includes(letter)) return false;
  reader.position++;
  if (builder !== null && rangeStart !== null) {
    reader.fail(`"\\${letter}" cannot end a range in a character class. Put the "-" last in the class, or write "\\-".`);
  }
  if (letter === 'p' || letter === 'P') {
    if (builder === null) reader.propertyName();
    else readProperty(reader, builder, letter === 'P', builder.ignoreCase);
  } else if (builder !== null) {
    addShorthand(builder, letter);
  }
  return true;
}

function readSubtraction(reader: PatternReader, builder: CharacterSetBuilder, depth: number): void {
  builder.subtraction = readClass(reader, builder.ignoreCase, depth + 1);
  if (!reader.atEnd && reader.peek() !== ']') {
    reader.fail('A subtracted class must stand last in its class, as in [a-z-[aeiou]]. Move it behind the other characters.');
  }
}

function addRange(reader: PatternReader, builder: CharacterSetBuilder | null, first: number, last: number): void {
  if (builder === null) return;
  if (first > last) reader.fail(reversedRange);
  builder.addRange(first, last);
}
