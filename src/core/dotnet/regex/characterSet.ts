import { caseEquivalents } from './caseEquivalence.ts';
import { categoryBit, categoryRanges, everyCategory } from './unicodeCategory.ts';

const lastCode = 0xffff;

/** Collects what stands between `[` and `]`, in any order and overlapping. */
export class CharacterSetBuilder {
  negated = false;
  ignoreCase = false;
  subtraction: CharacterSet | null = null;
  #categories = 0;
  readonly #ranges: (readonly [first: number, last: number])[] = [];

  addRange(first: number, last: number): void {
    this.#ranges.push([first, last]);
  }

  /** Adds the characters of any of these categories, or of none of them when `inverted`. */
  addCategories(bits: number, inverted: boolean): void {
    this.#categories |= inverted ? everyCategory & ~bits : bits;
  }

  /** Adds a sorted list of ranges, or all that lies between them when `inverted`. */
  addRanges(ranges: readonly (readonly [first: number, last: number])[], inverted: boolean): void {
    if (!inverted) {
      for (const [first, last] of ranges) this.addRange(first, last);
      return;
    }
    for (const [first, last] of gaps(ranges)) this.addRange(first, last);
  }

  build(): CharacterSet {
    return new CharacterSet(mergeRanges(this.#ranges), this.#categories, this.negated, this.ignoreCase, this.subtraction);
  }
}

/**
 * A set of UTF-16 code units: (ranges or categories), negated or not, less a subtraction. Under IgnoreCase a range also holds what equals
 * one of its members; a category never does.
 */
export class CharacterSet {
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];
  readonly #categories: number;
  readonly #negated: boolean;
  readonly #ignoreCase: boolean;
  readonly #subtraction: CharacterSet | null;
  /** Answers for the Latin code units: 0 not asked yet, 1 no, 2 yes. */
  #known: Uint8Array | null = null;

  constructor(
    ranges: readonly (readonly [first: number, last: number])[],
    categories: number,
    negated: boolean,
    ignoreCase: boolean,
    subtraction: CharacterSet | null,
  ) {
    this.#starts = ranges.map(([first]) => first);
    this.#ends = ranges.map(([, last]) => last);
    this.#categories = categories;
    this.#negated = negated;
    this.#ignoreCase = ignoreCase;
    this.#subtraction = subtraction;
  }

  has(code: number): boolean {
    if (code > 0xff) return this.#test(code);
    this.#known ??= new Uint8Array(0x100);
    const known = this.#known[code] ?? 0;
    if (known !== 0) return known === 2;
    const answer = this.#test(code);
    this.#known[code] = answer ? 2 : 1;
    return answer;
  }

  /**
   * All members as ranges in order. Null for a set that compares without case or subtracts another, for which `has` is the only answer.
   */
  codeRanges(): readonly (readonly [first: number, last: number])[] | null {
    if (this.#ignoreCase || this.#subtraction !== null) return null;
    const listed = this.#starts.map((first, index): [number, number] => [first, this.#ends[index] ?? first]);
    const all = this.#categories === 0 ? listed : mergeRanges([...listed, ...categoryRanges(this.#categories)]);
    return this.#negated ? gaps(all) : all;
  }

  #test(code: number): boolean {
    const listed = this.#inRanges(code) || (this.#categories !== 0 && (this.#categories & categoryBit(code)) !== 0);
    return listed !== this.#negated && !(this.#subtraction?.has(code) ?? false);
  }

  #inRanges(code: number): boolean {
    if (this.#inRange(code)) return true;
    if (!this.#ignoreCase) return false;
    return caseEquivalents(code)?.some((equal) => this.#inRange(equal)) ?? false;
  }

  #inRange(code: number): boolean {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (code < (this.#starts[middle] ?? 0)) high = middle - 1;
      else if (code > (this.#ends[middle] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  }
}

/** The ranges between these, which are in order. */
function gaps(ranges: readonly (readonly [first: number, last: number])[]): readonly (readonly [first: number, last: number])[] {
  const between: [first: number, last: number][] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) between.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCode) between.push([next, lastCode]);
  return between;
}

function mergeRanges(ranges: readonly (readonly [first: number, last: number])[]): (readonly [first: number, last: number])[] {
  const merged: [first: number, last: number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

function setOf(add: (builder: CharacterSetBuilder) => void): CharacterSet {
  const builder = new CharacterSetBuilder();
  add(builder);
  return builder.build();
}

/** The set of one code unit. */
export function singleSet(code: number): CharacterSet {
  return setOf((builder) => builder.addRange(code, code));
}

/** The set of these code units. */
export function codesSet(codes: readonly number[]): CharacterSet {
  return setOf((builder) => {
    for (const code of codes) builder.addRange(code, code);
  });
}

/** `.` */
export const notNewlineSet: CharacterSet = setOf((builder) => {
  builder.addRange(0x0a, 0x0a);
  builder.negated = true;
});

/** `.` under Singleline. */
export const anySet: CharacterSet = setOf((builder) => builder.addRange(0, lastCode));
