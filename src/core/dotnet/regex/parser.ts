import { emptyNode, type GroupTable, type ParsedPattern, type PatternNode, unbounded } from './ast.ts';
import { characterNode, readBackslash } from './backslash.ts';
import { readCharacterClass } from './characterClass.ts';
import { anySet, notNewlineSet } from './characterSet.ts';
import { catchFailure, type RegexFailure } from './failure.ts';
import { type GroupKind, readGroupOpen } from './groupOpen.ts';
import { scanGroups } from './groupScan.ts';
import { isBlank, maxNesting, PatternReader, regexOption } from './patternReader.ts';

/** Longest pattern that is read. */
export const maxPatternLength = 32768;

/** Reads a pattern as .NET reads it with RegexOptions.None, or says why it refuses it and where. */
export function parsePattern(pattern: string): { readonly ok: true; readonly value: ParsedPattern } | RegexFailure {
  if (pattern.length > maxPatternLength) {
    const message = `The pattern is ${pattern.length} characters long; at most ${maxPatternLength} are read. Shorten it.`;
    return { ok: false, reason: 'limit', message, offset: maxPatternLength };
  }
  return catchFailure(() => {
    const groups = scanGroups(pattern);
    return { root: new PatternParser(pattern, groups).parse(), groups };
  });
}

/** A group that has been opened and not closed. */
interface OpenGroup {
  readonly kind: GroupKind | { readonly kind: 'whole' };
  /** Options to return to behind its `)`. */
  readonly outerOptions: number;
  /** The test of a conditional, once read. */
  test: PatternNode | null;
  readonly branches: PatternNode[];
  /** What the branch being read holds so far. */
  items: PatternNode[];
}

class PatternParser {
  readonly #reader: PatternReader;
  readonly #groups: GroupTable;
  readonly #open: OpenGroup[] = [];
  readonly #unnamed = { next: 1, skipNext: false };
  #current: OpenGroup;

  constructor(pattern: string, groups: GroupTable) {
    this.#reader = new PatternReader(pattern);
    this.#groups = groups;
    this.#current = { kind: { kind: 'whole' }, outerOptions: 0, test: null, branches: [], items: [] };
  }

  parse(): PatternNode {
    const reader: PatternReader = this.#reader;
    let quantifierNext = false;
    while (!reader.atEnd) {
      const afterQuantifier = quantifierNext;
      quantifierNext = false;
      reader.skipBlanks();
      const start = reader.position;
      while (!reader.atEnd && this.#isOrdinary()) reader.position++;
      const end = reader.position;
      reader.skipBlanks();
      const special = isSpecial(reader.peek()) ? reader.next() : '';
      quantifierNext = special !== '' && '*+?{'.includes(special);
      let unit: PatternNode | null = null;
      if (start < end) {
        this.#addText(start, quantifierNext ? end - 1 : end);
        if (quantifierNext) unit = characterNode(reader.text.charCodeAt(end - 1), reader.has(regexOption.ignoreCase));
      }
      if (special === '') continue;
      if (quantifierNext) {
        if (unit === null) {
          const why = start === end && afterQuantifier ? 'another quantifier' : 'nothing';
          reader.fail(`The quantifier "${special}" follows ${why}. Put what it repeats in parentheses, or write "\\${special}".`);
        }
        reader.position--;
      } else {
        unit = this.#readUnit(special);
        if (unit === null) continue;
      }
      quantifierNext = this.#addQuantified(unit);
    }
    if (this.#open.length > 0) reader.fail('A group has no end. Close it with ")", or write "\\(" for the character itself.');
    return this.#closeGroup();
  }

  /** True when the character at the position stands for itself, apart from a quantifier behind it. */
  #isOrdinary(): boolean {
    const character = this.#reader.peek();
    if (character === '{') return !this.#atQuantifier();
    if (isSpecial(character)) return false;
    return !this.#reader.has(regexOption.ignoreWhitespace) || !(character === '#' || isBlank(character));
  }

  /** True at `*`, `+`, `?`, `{n}`, `{n,}` and `{n,m}`. Any other brace stands for itself. */
  #atQuantifier(): boolean {
    const reader = this.#reader;
    const character = reader.peek();
    if (character !== '{') return character !== '' && '*+?'.includes(character);
    braces.lastIndex = reader.position;
    return braces.test(reader.text);
  }

  #addText(start: number, end: number): void {
    if (start === end) return;
    const { text } = this.#reader;
    if (!this.#reader.has(regexOption.ignoreCase)) {
      this.#current.items.push({ kind: 'text', text: text.slice(start, end) });
      return;
    }
    for (let index = start; index < end; index++) this.#current.items.push(characterNode(text.charCodeAt(index), true));
  }

  /** What the special character, already read, begins. Null when that is complete and cannot be repeated, or goes on behind it. */
  #readUnit(special: string): PatternNode | null {
    const reader = this.#reader;
    switch (special) {
      case '[':
        return { kind: 'set', set: readCharacterClass(reader) };
      case '(':
        this.#openGroup();
        return null;
      case '|':
        this.#endBranch();
        return null;
      case ')':
        return this.#readClose();
      case '\\':
        if (reader.atEnd) reader.fail('The pattern ends with a single backslash. Write "\\\\" for the character itself.');
        return readBackslash(reader, this.#groups);
      case '^':
        return { kind: 'anchor', anchor: reader.has(regexOption.multiline) ? 'lineStart' : 'beginning' };
      case '$':
        return { kind: 'anchor', anchor: reader.has(regexOption.multiline) ? 'lineEnd' : 'endOrFinalNewline' };
      default:
        return { kind: 'set', set: reader.has(regexOption.singleline) ? anySet : notNewlineSet };
    }
  }

  #openGroup(): void {
    const reader = this.#reader;
    const outerOptions = reader.options;
    const kind = readGroupOpen(reader, this.#groups, this.#unnamed, this.#current.kind.kind !== 'testCondition');
    if (kind === null) return;
    if (this.#open.length >= maxNesting)
      reader.fail(`Groups are nested deeper than ${maxNesting}. Write the pattern flatter.`, 'limit');
    this.#open.push(this.#current);
    this.#current = { kind, outerOptions, test: null, branches: [], items: [] };
  }

  #readClose(): PatternNode | null {
    const reader = this.#reader;
    const parent = this.#open.pop();
    if (parent === undefined) return reader.fail('A ")" closes no group. Remove it, or write "\\)" for the character itself.');
    const unit = this.#closeGroup();
    reader.options = this.#current.outerOptions;
    this.#current = parent;
    if (parent.kind.kind !== 'testCondition' || parent.test !== null) return unit;
    parent.test = unit;
    return null;
  }

  #endBranch(): void {
    this.#current.branches.push(sequence(this.#current.items));
    this.#current.items = [];
  }

  /** The node of the group being read, whose content is complete. */
  #closeGroup(): PatternNode {
    this.#endBranch();
    const { kind, test, branches } = this.#current;
    if (kind.kind === 'groupCondition' || kind.kind === 'testCondition') {
      if (branches.length > 2) {
        this.#reader.fail('A conditional group has more than two branches. Put the alternatives of one branch in parentheses.');
      }
      const [yes = emptyNode, no = emptyNode] = branches;
      if (kind.kind === 'groupCondition') return { kind: 'groupCondition', group: kind.group, yes, no };
      return { kind: 'testCondition', test: test ?? emptyNode, yes, no };
    }
    const [only] = branches;
    const body: PatternNode = branches.length === 1 && only !== undefined ? only : { kind: 'alternation', branches };
    return kind.kind === 'plain' || kind.kind === 'whole' ? body : { ...kind, body };
  }

  /** Adds what was read, with the quantifier behind it if there is one. True when there was. */
  #addQuantified(unit: PatternNode): boolean {
    const reader = this.#reader;
    reader.skipBlanks();
    if (!this.#atQuantifier()) {
      this.#current.items.push(unit);
      return false;
    }
    const { min, max } = this.#readCounts();
    reader.skipBlanks();
    const lazy = reader.peek() === '?';
    if (lazy) reader.position++;
    if (min > max) reader.fail(`The quantifier {${min},${max}} has its numbers reversed. Write the smaller one first.`);
    this.#current.items.push(repeat(unit, min, max, lazy));
    return true;
  }

  #readCounts(): { readonly min: number; readonly max: number } {
    const reader = this.#reader;
    switch (reader.next()) {
      case '*':
        return { min: 0, max: unbounded };
      case '+':
        return { min: 1, max: unbounded };
      case '?':
        return { min: 0, max: 1 };
      default: {
        const min = reader.decimal();
        let max = min;
        if (reader.peek() === ',') {
          reader.position++;
          max = reader.peek() === '}' ? unbounded : reader.decimal();
        }
        reader.position++;
        return { min, max };
      }
    }
  }
}

const braces = /\{\d+(?:,\d*)?\}/y;

/** True for the characters that do not stand for themselves. A `{` may. */
function isSpecial(character: string): boolean {
  return character !== '' && '\\*+?|{[()^$.'.includes(character);
}

function sequence(items: readonly PatternNode[]): PatternNode {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'sequence', items };
}

function repeat(body: PatternNode, min: number, max: number, lazy: boolean): PatternNode {
  if (max === 0) return emptyNode;
  return min === 1 && max === 1 ? body : { kind: 'loop', min, max, lazy, body };
}
