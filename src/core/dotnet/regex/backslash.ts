import type { Anchor, GroupTable, PatternNode } from './ast.ts';
import { caseEquivalents } from './caseEquivalence.ts';
import { readProperty } from './characterClass.ts';
import { CharacterSetBuilder, codesSet } from './characterSet.ts';
import { isDigit, type PatternReader, regexOption } from './patternReader.ts';
import { shorthandSet } from './shorthand.ts';

const anchors: ReadonlyMap<string, Anchor> = new Map([
  ['b', 'boundary'],
  ['B', 'notBoundary'],
  ['A', 'beginning'],
  ['G', 'matchStart'],
  ['Z', 'endOrFinalNewline'],
  ['z', 'end'],
]);

/** One character, or under IgnoreCase all that equal it. */
export function characterNode(code: number, ignoreCase: boolean): PatternNode {
  const equal = ignoreCase ? caseEquivalents(code) : null;
  return equal === null ? { kind: 'text', text: String.fromCharCode(code) } : { kind: 'set', set: codesSet(equal) };
}

/** Reads what follows a backslash outside of brackets: an anchor, a set, a back reference or a character. */
export function readBackslash(reader: PatternReader, groups: GroupTable): PatternNode {
  const letter = reader.peek();
  const anchor = anchors.get(letter);
  const set = shorthandSet(letter);
  if (anchor !== undefined || set !== null || letter === 'p' || letter === 'P') reader.position++;
  if (anchor !== undefined) return { kind: 'anchor', anchor };
  if (set !== null) return { kind: 'set', set };
  const ignoreCase = reader.has(regexOption.ignoreCase);
  if (letter === 'p' || letter === 'P') {
    const builder = new CharacterSetBuilder();
    builder.ignoreCase = ignoreCase;
    readProperty(reader, builder, letter === 'P', ignoreCase);
    return { kind: 'set', set: builder.build() };
  }
  const found = readReference(reader, groups);
  if (found !== null) return { kind: 'backreference', group: found, ignoreCase };
  return characterNode(reader.characterEscape(), ignoreCase);
}

/** Moves behind an escape, as .NET does while it counts the groups: it reads no property name and looks no group up. */
export function skipBackslash(reader: PatternReader): void {
  if ('bBAGZzwWsSdDpP'.includes(reader.peek())) {
    reader.position++;
    return;
  }
  if (!skipReference(reader)) reader.characterEscape();
}

interface Quoted {
  readonly number: number | null;
  readonly name: string;
}

/** `\k<name>`, `\k'name'`, `\<name>`, `\'name'`, with a name or a number. Null, and nothing read, for anything else. */
function readQuoted(reader: PatternReader): Quoted | null {
  const start = reader.position;
  if (reader.peek() === 'k') {
    const open = reader.peek(1);
    if (open !== '') reader.position += 2;
    if ((open !== '<' && open !== "'") || reader.atEnd) {
      reader.fail('"\\k" is not a finished reference. Write it as \\k<name>.');
    }
  } else if ((reader.peek() === '<' || reader.peek() === "'") && reader.peek(1) !== '') {
    reader.position++;
  } else {
    return null;
  }
  const close = reader.text.charAt(reader.position - 1) === "'" ? "'" : '>';
  const number = isDigit(reader.peek()) ? reader.decimal() : null;
  const name = number === null ? reader.name() : String(number);
  if (name !== '' && reader.next() === close) return { number, name };
  reader.position = start;
  return null;
}

/** The group number of a back reference; null, and nothing read, when the escape is not one. */
function readReference(reader: PatternReader, groups: GroupTable): number | null {
  const start = reader.position;
  const quoted = readQuoted(reader);
  if (quoted !== null) {
    const number = quoted.number ?? groups.byName.get(quoted.name);
    if (number !== undefined && groups.slots.has(number)) return number;
    return reader.fail(
      `The reference names a group "${quoted.name}" that the pattern does not have. Correct the name, or add the group.`,
    );
  }
  if (reader.peek() < '1' || reader.peek() > '9') return null;
  const number = reader.decimal();
  if (groups.slots.has(number)) return number;
  if (number <= 9) {
    reader.fail(`"\\${number}" refers to a group that the pattern does not have. Correct the number, or add the group.`);
  }
  // Two digits and more may also be an octal escape.
  reader.position = start;
  return null;
}

function skipReference(reader: PatternReader): boolean {
  if (readQuoted(reader) !== null) return true;
  if (reader.peek() < '1' || reader.peek() > '9') return false;
  reader.decimal();
  return true;
}
