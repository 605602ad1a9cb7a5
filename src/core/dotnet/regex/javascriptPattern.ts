import { type Anchor, type ParsedPattern, type PatternNode, unbounded } from './ast.ts';
import type { CharacterSet } from './characterSet.ts';

/**
 * A .NET pattern as a JavaScript one, for those patterns for which both provably find the same, and for inputs on which JavaScript's search
 * provably ends soon.
 *
 * Why the results are equal. Both engines try the same ways in the same order: branches from left to right, greedy counts downwards, lazy
 * ones upwards, starts from left to right, and take the first that succeeds. So it is enough that each piece means the same:
 * - Text and sets are written out as UTF-16 code units, without the flags i, m, s, u and v; a set is the list of its code units, so that
 *   neither `\d \w \s`, nor `.`, nor letter case is left to JavaScript. Sets that compare without case as a whole, or that subtract
 *   another, are not accepted.
 * - Anchors are written as what .NET tests: only U+000A ends a line. `\b`, `\B` and `\G` are not accepted.
 * - A repeat is accepted over one set, or over a row of texts and sets without captures: no iteration can be empty and no capture is made
 *   twice, which is where the two engines differ. `?` is accepted over anything that cannot match the empty text: one iteration begins
 *   with its captures unset in both engines.
 * - Groups are plain ones, each number once, so that a group captures once at most. They are counted in the order of their parentheses
 *   and put back under their .NET numbers. Back references, look-arounds, conditions, atomic and balancing groups are not accepted.
 *
 * Why it ends soon. Repeats do not stand within repeats, so a try at one start is a tree of choices: a branch for every alternative, and
 * at most n + 1 for every repeat over an input of n units. After a repeat of a set, when what follows cannot begin with a member of that
 * set, only one of these choices gets past it. This bounds the steps of the own matcher, which does the same and counts them; without
 * `^` there are n + 1 starts. An input for which the bound is above the step budget goes to the own matcher, so that whether a limit is
 * reached does not depend on the engine either.
 */
export class JavaScriptPattern {
  /** Which of JavaScript's groups holds a group, by slot (index into the pattern's group numbers). */
  readonly groupIndexes: readonly number[];
  readonly #source: string;
  readonly #stepsPerWay: number;
  readonly #degree: number;
  #plain: RegExp | null = null;
  #withIndices: RegExp | null = null;

  constructor(translation: Translation, anchored: boolean, groupIndexes: readonly number[]) {
    this.#source = translation.source;
    this.#stepsPerWay = (translation.size + 3) * translation.ways;
    this.#degree = Math.max(translation.work, translation.live) + (anchored ? 0 : 1);
    this.groupIndexes = groupIndexes;
  }

  /**
   * True when finding all matches in an input of this length takes no more than so many steps, with `perMatch` steps for what is done with
   * each match.
   */
  endsWithin(steps: number, inputLength: number, perMatch: number): boolean {
    return this.#stepsPerWay * (inputLength + 1) ** this.#degree + perMatch * (inputLength + 1) <= steps;
  }

  /** The pattern, with the flags g and, to know where the groups lie, d. It keeps `lastIndex`, so one search uses it at a time. */
  regExp(withIndices: boolean): RegExp {
    if (withIndices) {
      this.#withIndices ??= new RegExp(this.#source, 'dg');
      return this.#withIndices;
    }
    this.#plain ??= new RegExp(this.#source, 'g');
    return this.#plain;
  }
}

/** Longest JavaScript pattern that is made, in UTF-16 units; `\w` alone has 9,000. */
const maximumSourceLength = 40_000;

/** Greatest count of a repeat with an end: JavaScript writes small ones out. */
const maximumCount = 1000;

/** The pattern for JavaScript's engine, or null where its results or its time are not provably right. */
export function javaScriptPattern({ root, groups }: ParsedPattern): JavaScriptPattern | null {
  const order: number[] = [];
  const translation = translate(root, order);
  if (translation === null || translation.source.length > maximumSourceLength) return null;
  if (new Set(order).size !== order.length) return null;
  const groupIndexes = groups.numbers.map((number) => (number === 0 ? 0 : order.indexOf(number) + 1));
  // A group of the table that no parenthesis makes would be read from the whole match.
  if (groupIndexes.lastIndexOf(0) > 0) return null;
  return new JavaScriptPattern(translation, beginsAtStart(root), groupIndexes);
}

/** A piece of a pattern: its JavaScript form, and what bounds the steps over an input of n units. */
interface Translation {
  readonly source: string;
  /** Steps on one way through the piece, counting one for each repeat. */
  readonly size: number;
  /** Ways through alternatives. */
  readonly ways: number;
  /** At most ways · (n + 1)^live ways through the piece succeed. */
  readonly live: number;
  /** At most size · ways · (n + 1)^work steps are spent in the piece each time that it is entered. */
  readonly work: number;
  /** Fewest units that it matches. */
  readonly shortest: number;
}

/** `order` collects the numbers of the groups as their parentheses come. */
function translate(node: PatternNode, order: number[]): Translation | null {
  switch (node.kind) {
    case 'text':
      return piece(`(?:${unitsSource(node.text)})`, node.text.length, node.text.length);
    case 'set': {
      const source = setSource(node.set);
      return source === null ? null : piece(source, 1, 1);
    }
    case 'anchor': {
      const source = anchorSources[node.anchor];
      return source === null ? null : piece(source, 1, 0);
    }
    case 'sequence':
      return sequence(node.items, order);
    case 'alternation':
      return alternation(node.branches, order);
    case 'capture': {
      if (node.group === null || node.balances !== null) return null;
      order.push(node.group);
      const body = translate(node.body, order);
      return body && { ...body, source: `(${body.source})`, size: body.size + 3 };
    }
    case 'loop':
      return loop(node, order);
    default:
      return null;
  }
}

function piece(source: string, size: number, shortest: number): Translation {
  return { source, size: 3 + 2 * size, ways: 1, live: 0, work: 0, shortest };
}

function sequence(items: readonly PatternNode[], order: number[]): Translation | null {
  let whole: Translation = piece('', 0, 0);
  for (const [index, item] of items.entries()) {
    const next = translate(item, order);
    if (next === null) return null;
    whole = {
      source: whole.source + next.source,
      size: whole.size + next.size,
      ways: whole.ways * next.ways,
      live: whole.live + (isDecided(item, items[index + 1]) ? 0 : next.live),
      work: Math.max(whole.work, whole.live + next.work),
      shortest: whole.shortest + next.shortest,
    };
  }
  return whole;
}

function alternation(branches: readonly PatternNode[], order: number[]): Translation | null {
  const translated: Translation[] = [];
  for (const branch of branches) {
    const next = translate(branch, order);
    if (next === null) return null;
    translated.push(next);
  }
  return {
    source: `(?:${translated.map(({ source }) => source).join('|')})`,
    size: translated.reduce((sum, { size }) => sum + size + 3, 0),
    ways: translated.reduce((sum, { ways }) => sum + ways, 0),
    live: Math.max(...translated.map(({ live }) => live)),
    work: Math.max(...translated.map(({ work }) => work)),
    shortest: Math.min(...translated.map(({ shortest }) => shortest)),
  };
}

function loop(node: PatternNode & { kind: 'loop' }, order: number[]): Translation | null {
  const { body, min, max, lazy } = node;
  if (min > maximumCount || (max > maximumCount && max !== unbounded)) return null;
  const inner = translate(body, order);
  if (inner === null || inner.shortest === 0) return null;
  const source = `(?:${inner.source})${countSource(min, max)}${lazy ? '?' : ''}`;
  if (max === 1) return { ...inner, source, size: inner.size + 6, ways: inner.ways + 1, shortest: 0 };
  if (!isRow(body)) return null;
  const size = (inner.size + 4) * Math.max(min, 1) + 3;
  const degree = min === max ? 0 : 1;
  return { source, size, ways: 1, live: degree, work: degree, shortest: inner.shortest * min };
}

/** True for texts and sets one after the other: always of the same length, with nothing to choose and nothing captured. */
function isRow(node: PatternNode): boolean {
  return node.kind === 'text' || node.kind === 'set' || (node.kind === 'sequence' && node.items.every(isRow));
}

/** True for a repeat of a set of which at most one count gets past what follows: that cannot begin with a member of the set. */
function isDecided(item: PatternNode, next: PatternNode | undefined): boolean {
  const repeated = item.kind === 'capture' ? item.body : item;
  if (repeated.kind !== 'loop' || next === undefined) return false;
  const ranges = firstUnits(repeated.body);
  if (ranges === null || !isOneUnit(repeated.body)) return false;
  if (next.kind === 'anchor') {
    if (next.anchor === 'end') return true;
    return (next.anchor === 'endOrFinalNewline' || next.anchor === 'lineEnd') && !overlap(ranges, [[0x0a, 0x0a]]);
  }
  const following = firstUnits(next);
  return following !== null && !overlap(ranges, following);
}

function isOneUnit(node: PatternNode): boolean {
  return node.kind === 'set' || (node.kind === 'text' && node.text.length === 1);
}

type Ranges = readonly (readonly [first: number, last: number])[];

/** What a piece that is never empty begins with; null where that is not simple. */
function firstUnits(node: PatternNode): Ranges | null {
  switch (node.kind) {
    case 'text': {
      const code = node.text.charCodeAt(0);
      return node.text === '' ? null : [[code, code]];
    }
    case 'set':
      return node.set.codeRanges();
    case 'sequence':
      return node.items[0] === undefined ? null : firstUnits(node.items[0]);
    case 'capture':
      return firstUnits(node.body);
    case 'loop':
      return node.min > 0 ? firstUnits(node.body) : null;
    default:
      return null;
  }
}

/** True when two lists of ranges, each in order, have a member in common. */
function overlap(left: Ranges, right: Ranges): boolean {
  let at = 0;
  for (const [first, last] of left) {
    while (at < right.length && (right[at]?.[1] ?? 0) < first) at++;
    if (at < right.length && (right[at]?.[0] ?? 0) <= last) return true;
  }
  return false;
}

function countSource(min: number, max: number): string {
  return max === unbounded ? `{${min},}` : `{${min},${max}}`;
}

const anchorSources: Readonly<Record<Anchor, string | null>> = {
  beginning: '^',
  end: '$',
  endOrFinalNewline: '(?=\\n?$)',
  lineStart: '(?<=^|\\n)',
  lineEnd: '(?=\\n|$)',
  matchStart: null,
  boundary: null,
  notBoundary: null,
};

function setSource(set: CharacterSet): string | null {
  const ranges = set.codeRanges();
  if (ranges === null) return null;
  const inside = ranges.map(([first, last]) => (first === last ? unit(first) : `${unit(first)}-${unit(last)}`));
  return `[${inside.join('')}]`;
}

function unitsSource(text: string): string {
  let source = '';
  for (let index = 0; index < text.length; index++) source += unit(text.charCodeAt(index));
  return source;
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** True when every match begins at the start of the input, so that one start is enough. */
function beginsAtStart(node: PatternNode): boolean {
  switch (node.kind) {
    case 'anchor':
      return node.anchor === 'beginning';
    case 'sequence':
      return node.items[0] !== undefined && beginsAtStart(node.items[0]);
    case 'capture':
      return beginsAtStart(node.body);
    default:
      return false;
  }
}
