import type { GroupTable } from './ast.ts';
import { skipBackslash } from './backslash.ts';
import { skipCharacterClass } from './characterClass.ts';
import { PatternReader, regexOption } from './patternReader.ts';

/**
 * Numbers the groups of a pattern before it is parsed, since a reference may stand before its group: unnamed groups from 1 in the order of
 * their parentheses, then each new name takes the next free number. Groups that number themselves keep their number.
 */
export function scanGroups(pattern: string): GroupTable {
  const reader = new PatternReader(pattern);
  const found: Found = { numbers: new Set([0]), names: new Set(), nextNumber: 1 };
  const outer: number[] = [];
  /** The next parenthesis holds the test of a conditional, which is no group. */
  let skipNext = false;
  while (!reader.atEnd) {
    const character = reader.next();
    if (character === '\\' && !reader.atEnd) skipBackslash(reader);
    else if (character === '[') skipCharacterClass(reader);
    else if (character === ')') reader.options = outer.pop() ?? reader.options;
    else if (character === '#' && reader.has(regexOption.ignoreWhitespace)) {
      reader.position--;
      reader.skipBlanks();
    } else if (character === '(') {
      if (reader.peek() === '?' && reader.peek(1) === '#') {
        reader.position--;
        reader.skipBlanks();
        skipNext = false;
        continue;
      }
      outer.push(reader.options);
      if (reader.peek() === '?') {
        skipNext = scanSpecial(reader, found, outer);
      } else {
        if (!reader.has(regexOption.explicitCapture) && !skipNext) found.numbers.add(found.nextNumber++);
        skipNext = false;
      }
    }
  }
  return numberNames(found);
}

interface Found {
  readonly numbers: Set<number>;
  readonly names: Set<string>;
  nextNumber: number;
}

/** Reads from the `?` of `(?`. True when a conditional begins, whose test comes next. */
function scanSpecial(reader: PatternReader, found: Found, outer: number[]): boolean {
  reader.position++;
  if ((reader.peek() === '<' || reader.peek() === "'") && reader.peek(1) !== '') {
    reader.position++;
    if (reader.peek() === '0' || !reader.atName()) return false;
    if (reader.peek() >= '1' && reader.peek() <= '9') found.numbers.add(reader.decimal());
    else found.names.add(reader.name());
    return false;
  }
  reader.switchOptions();
  if (reader.peek() === ')') {
    reader.position++;
    outer.pop();
    return false;
  }
  return reader.peek() === '(';
}

function numberNames(found: Found): GroupTable {
  const byName = new Map<string, number>();
  const nameOf = new Map<number, string>();
  let next = found.nextNumber;
  for (const name of found.names) {
    while (found.numbers.has(next)) next++;
    found.numbers.add(next);
    byName.set(name, next);
    nameOf.set(next, name);
  }
  const numbers = [...found.numbers].sort((a, b) => a - b);
  return {
    numbers,
    names: numbers.map((number) => nameOf.get(number) ?? String(number)),
    slots: new Map(numbers.map((number, slot) => [number, slot])),
    byName,
  };
}
