import type { GroupTable } from './ast.ts';
import { isDigit, type PatternReader, regexOption } from './patternReader.ts';

/** What an opening parenthesis begins. */
export type GroupKind =
  | { readonly kind: 'plain' }
  | { readonly kind: 'capture'; readonly group: number | null; readonly balances: number | null }
  | { readonly kind: 'atomic' }
  | { readonly kind: 'lookaround'; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'groupCondition'; readonly group: number }
  /** Its test follows, in parentheses of its own. */
  | { readonly kind: 'testCondition' };

const notAName =
  'A group name must be made of letters, digits and "_", and close with the quote it opened with. Write it as (?<name>…).';
const unknownConstruct =
  'The parenthesis opens a group of a kind that .NET does not know. Write "(…)", "(?:…)", "(?<name>…)", or "\\(" for the character itself.';

/**
 * Reads from behind `(` to where the content of the group begins. Null when the parentheses only switched options and are closed already.
 * `mayHaveOptions` is false directly within a conditional that has a test, in its branches too: .NET knows no `(?i)` there.
 */
export function readGroupOpen(
  reader: PatternReader,
  groups: GroupTable,
  unnamed: { next: number; skipNext: boolean },
  mayHaveOptions: boolean,
): GroupKind | null {
  if (reader.peek() !== '?' || reader.peek(1) === ')') {
    if (!reader.has(regexOption.explicitCapture) && !unnamed.skipNext)
      return { kind: 'capture', group: unnamed.next++, balances: null };
    unnamed.skipNext = false;
    return { kind: 'plain' };
  }
  reader.position++;
  const character = reader.next();
  switch (character) {
    case ':':
      return { kind: 'plain' };
    case '=':
    case '!':
      return { kind: 'lookaround', behind: false, negative: character === '!' };
    case '>':
      return { kind: 'atomic' };
    case "'":
    case '<':
      return readAngle(reader, groups, character);
    case '(':
      return readCondition(reader, groups, unnamed);
    default:
      if (character !== '') reader.position--;
      if (mayHaveOptions) reader.switchOptions();
      if (reader.peek() === ')') {
        reader.position++;
        return null;
      }
      if (reader.next() !== ':') reader.fail(unknownConstruct);
      return { kind: 'plain' };
  }
}

/** Reads from behind `(?<` or `(?'`: a look behind, a named group or a balancing group. */
function readAngle(reader: PatternReader, groups: GroupTable, open: string): GroupKind {
  const first = reader.peek();
  if (open === '<' && (first === '=' || first === '!')) {
    reader.position++;
    return { kind: 'lookaround', behind: true, negative: first === '!' };
  }
  if (first === '') reader.fail(unknownConstruct);
  const close = open === '<' ? '>' : "'";
  let group: number | null = null;
  if (isDigit(first)) {
    const number = reader.decimal();
    group = groups.slots.has(number) ? number : null;
    requireEnd(reader, [close, '-']);
    if (group === 0) reader.fail('A group cannot be numbered 0: that is the whole match. Write a number from 1.');
  } else if (reader.atName()) {
    group = groups.byName.get(reader.name()) ?? null;
    requireEnd(reader, [close, '-']);
  } else if (first !== '-') {
    reader.fail(notAName);
  }
  let balances: number | null = null;
  if ((group !== null || first === '-') && reader.peek() === '-' && reader.peek(1) !== '') {
    reader.position++;
    balances = readBalanced(reader, groups, close);
  }
  if ((group === null && balances === null) || reader.next() !== close) reader.fail(unknownConstruct);
  return { kind: 'capture', group, balances };
}

/** The group behind the `-` of a balancing group. It must exist. */
function readBalanced(reader: PatternReader, groups: GroupTable, close: string): number {
  if (!isDigit(reader.peek()) && !reader.atName()) reader.fail(notAName);
  const name = isDigit(reader.peek()) ? reader.decimal() : reader.name();
  const number = typeof name === 'number' ? name : groups.byName.get(name);
  if (number === undefined || !groups.slots.has(number)) {
    return reader.fail(
      `The group takes back a group "${name}" that the pattern does not have. Correct the name, or add the group.`,
    );
  }
  requireEnd(reader, [close]);
  return number;
}

function requireEnd(reader: PatternReader, allowed: readonly string[]): void {
  if (!reader.atEnd && !allowed.includes(reader.peek())) reader.fail(notAName);
}

/** Reads from behind `(?(`: the number or name of a group with its `)`, or nothing where a test in parentheses follows. */
function readCondition(reader: PatternReader, groups: GroupTable, unnamed: { skipNext: boolean }): GroupKind {
  const start = reader.position;
  if (isDigit(reader.peek())) {
    const group = reader.decimal();
    if (reader.next() !== ')')
      reader.fail('The condition of a conditional group is not a group number. Write it as (?(1)yes|no).');
    if (groups.slots.has(group)) return { kind: 'groupCondition', group };
    reader.fail(
      `The condition refers to a group "${group}" that the pattern does not have. Correct the number, or add the group.`,
    );
  }
  if (reader.atName()) {
    const group = groups.byName.get(reader.name());
    if (group !== undefined && reader.peek() === ')') {
      reader.position++;
      return { kind: 'groupCondition', group };
    }
  }
  // Not a group, so the parentheses hold a test. They are read again, as a group that captures nothing.
  reader.position = start - 1;
  unnamed.skipNext = true;
  if (reader.peek(1) === '?') {
    if (reader.peek(2) === '#')
      reader.fail('The condition of a conditional group cannot be a comment. Write a group or a test there.');
    if (
      reader.peek(2) === "'" ||
      (reader.peek(2) === '<' && reader.peek(3) !== '' && reader.peek(3) !== '!' && reader.peek(3) !== '=')
    ) {
      reader.fail('The condition of a conditional group cannot be a named group. Name the group outside of the condition.');
    }
  }
  return { kind: 'testCondition' };
}
