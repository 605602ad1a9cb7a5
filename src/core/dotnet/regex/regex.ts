import type { ParsedPattern } from './ast.ts';
import type { RegexFailure } from './failure.ts';
import { type JavaScriptPattern, javaScriptPattern } from './javascriptPattern.ts';
import { JavaScriptSearch } from './javascriptSearch.ts';
import { Matcher, type SearchOutcome, type Span } from './matcher.ts';
import { parsePattern } from './parser.ts';
import { buildProgram, type Program } from './program.ts';
import { parseReplacement, replacementText } from './replacement.ts';

/** A value, or why there is none. Never an exception, whatever the pattern and the input. */
export type RegexResult<T> = { readonly ok: true; readonly value: T } | RegexFailure;

/** A stretch of the input. `index` and `length` count UTF-16 units. */
export interface RegexCapture {
  readonly index: number;
  readonly length: number;
  readonly value: string;
}

/** What a group last captured; without success 0, 0 and ''. `captures` are all it captured, in the order of capture. */
export interface RegexGroup extends RegexCapture {
  readonly success: boolean;
  readonly captures: readonly RegexCapture[];
}

/** One match. `groups` holds every group of the pattern, `0` first, by name or number as text, in .NET's order. */
export interface RegexMatch extends RegexCapture {
  readonly groups: ReadonlyMap<string, RegexGroup>;
}

/** A compiled pattern. Every call has the whole step budget. */
export interface DotNetRegex {
  /** Names, or numbers as text, of all groups, as `Regex.GetGroupNames`. */
  readonly groupNames: readonly string[];
  /** Numbers of all groups, as `Regex.GetGroupNumbers`. */
  readonly groupNumbers: readonly number[];
  isMatch(input: string): RegexResult<boolean>;
  /** The first match, or null. */
  match(input: string): RegexResult<RegexMatch | null>;
  /** All matches, from left to right, empty ones too. */
  matches(input: string): RegexResult<readonly RegexMatch[]>;
  /** The input with every match replaced, as `Regex.Replace` with a replacement pattern (see `parseReplacement`). */
  replace(input: string, replacement: string): RegexResult<string>;
  /** The texts between the matches, with what the groups captured in between, as `Regex.Split`. */
  split(input: string): RegexResult<readonly string[]>;
}

/** How much work one call may be. */
export interface RegexLimits {
  /** Steps (see `Matcher`) that one call may take. A million take about a tenth of a second. */
  readonly stepBudget: number;
}

/** The limits when none are given. */
export const defaultRegexLimits: RegexLimits = { stepBudget: 1_000_000 };

/**
 * Which engine finds the matches; the answers are the same. `adaptive`: the own matcher at first, and JavaScript's, where it can take the
 * pattern, once a pattern is used often enough to be worth the translation.
 */
export type RegexEngine = 'adaptive' | 'own' | 'javascript';

const usesBeforeTranslation = 16;

/** Longest text that `replace` builds, in UTF-16 units. */
const maxReplacedLength = 10_000_000;

/**
 * Compiles a pattern as .NET does with RegexOptions.None and the invariant culture (facts/expression-language.md, sections 8.4 and 10.1).
 * A pattern that .NET refuses is `invalid`, with the offset that .NET reports.
 */
export function compileRegex(
  pattern: string,
  limits: RegexLimits = defaultRegexLimits,
  engine: RegexEngine = 'adaptive',
): RegexResult<DotNetRegex> {
  const parsed = parsePattern(pattern);
  return parsed.ok ? { ok: true, value: new CompiledRegex(parsed.value, limits, engine) } : parsed;
}

/** What finds matches and reads their groups: the own matcher, or JavaScript's engine where that is as good. */
type Searcher = Pick<Matcher, 'search' | 'position' | 'spend' | 'captures' | 'lastCapture'>;

/** What is done with each match: whether groups other than 0 are looked at, and the steps that it takes. */
interface Reading {
  readonly groups: boolean;
  readonly steps: number;
}

class CompiledRegex implements DotNetRegex {
  readonly #program: Program;
  readonly #pattern: ParsedPattern;
  readonly #limits: RegexLimits;
  #usesLeft: number;
  /** The pattern for JavaScript; undefined while not asked for, null where there is none. */
  #javaScript: JavaScriptPattern | null | undefined;

  constructor(pattern: ParsedPattern, limits: RegexLimits, engine: RegexEngine) {
    this.#program = buildProgram(pattern);
    this.#pattern = pattern;
    this.#limits = limits;
    this.#usesLeft = engine === 'adaptive' ? usesBeforeTranslation : 0;
    this.#javaScript = engine === 'own' ? null : undefined;
  }

  get groupNames(): readonly string[] {
    return this.#program.groups.names;
  }

  get groupNumbers(): readonly number[] {
    return this.#program.groups.numbers;
  }

  isMatch(input: string): RegexResult<boolean> {
    let found = false;
    const failure = this.#forEachMatch(input, { groups: false, steps: 0 }, () => {
      found = true;
      return 'stop';
    });
    return failure ?? { ok: true, value: found };
  }

  match(input: string): RegexResult<RegexMatch | null> {
    let first: RegexMatch | null = null;
    const failure = this.#forEachMatch(input, this.#readingAll, (matcher) => {
      first = this.#readMatch(matcher, input);
      return first === null ? 'limit' : 'stop';
    });
    return failure ?? { ok: true, value: first };
  }

  matches(input: string): RegexResult<readonly RegexMatch[]> {
    const all: RegexMatch[] = [];
    const failure = this.#forEachMatch(input, this.#readingAll, (matcher) => {
      const match = this.#readMatch(matcher, input);
      if (match === null) return 'limit';
      all.push(match);
      return 'continue';
    });
    return failure ?? { ok: true, value: all };
  }

  replace(input: string, replacement: string): RegexResult<string> {
    const parts = parseReplacement(replacement, this.#program.groups);
    if (!parts.ok) return parts;
    const pieces: string[] = [];
    let length = 0;
    let copied = 0;
    const add = (piece: string): void => {
      pieces.push(piece);
      length += piece.length;
    };
    const groups = parts.value.some((part) => part.kind === 'group' && part.slot > 0);
    const failure = this.#forEachMatch(input, { groups, steps: parts.value.length }, (matcher, span) => {
      if (!matcher.spend(parts.value.length)) return 'limit';
      add(input.slice(copied, span.index));
      copied = span.index + span.length;
      for (const part of parts.value) add(replacementText(part, input, span, (slot) => matcher.lastCapture(slot)));
      return length > maxReplacedLength ? 'tooLong' : 'continue';
    });
    add(input.slice(copied));
    return failure ?? { ok: true, value: pieces.join('') };
  }

  split(input: string): RegexResult<readonly string[]> {
    const texts: string[] = [];
    let copied = 0;
    const groupCount = this.#program.groups.numbers.length;
    const failure = this.#forEachMatch(input, this.#readingAll, (matcher, span) => {
      if (!matcher.spend(groupCount)) return 'limit';
      texts.push(input.slice(copied, span.index));
      copied = span.index + span.length;
      for (let slot = 1; slot < groupCount; slot++) {
        const captured = matcher.lastCapture(slot);
        if (captured !== null) texts.push(input.slice(captured.index, captured.index + captured.length));
      }
      return 'continue';
    });
    texts.push(input.slice(copied));
    return failure ?? { ok: true, value: texts };
  }

  get #readingAll(): Reading {
    return { groups: true, steps: 2 * this.#program.groups.numbers.length };
  }

  #searcher(input: string, reading: Reading): Searcher {
    const { stepBudget } = this.#limits;
    if (this.#usesLeft > 0) this.#usesLeft--;
    else {
      if (this.#javaScript === undefined) this.#javaScript = javaScriptPattern(this.#pattern);
      if (this.#javaScript?.endsWithin(stepBudget, input.length, reading.steps))
        return new JavaScriptSearch(this.#javaScript, input, reading.groups);
    }
    return new Matcher(this.#program, input, stepBudget);
  }

  /** Visits the matches from left to right. After an empty match the search goes on one character further. */
  #forEachMatch(
    input: string,
    reading: Reading,
    visit: (matcher: Searcher, span: Span) => 'continue' | 'stop' | 'limit' | 'tooLong',
  ): RegexFailure | null {
    const matcher = this.#searcher(input, reading);
    let from = 0;
    let searchStart = 0;
    while (from <= input.length) {
      const outcome = matcher.search(from, searchStart);
      if (outcome === 'failed') return null;
      if (outcome !== 'matched') return this.#failure(outcome, matcher.position);
      const span = matcher.lastCapture(0) ?? { index: from, length: 0 };
      const wish = visit(matcher, span);
      if (wish === 'stop') return null;
      if (wish !== 'continue') return this.#failure(wish, span.index);
      searchStart = matcher.position;
      from = searchStart + (span.length === 0 ? 1 : 0);
    }
    return null;
  }

  /** The match just found with all its groups; null when the budget does not reach for reading it. */
  #readMatch(matcher: Searcher, input: string): RegexMatch | null {
    const read = ({ index, length }: Span): RegexCapture => ({ index, length, value: input.slice(index, index + length) });
    const groups = new Map<string, RegexGroup>();
    const { names } = this.#program.groups;
    if (!matcher.spend(names.length)) return null;
    for (const [slot, name] of names.entries()) {
      const captures = matcher.captures(slot).map(read);
      if (!matcher.spend(captures.length)) return null;
      const last = captures.at(-1);
      groups.set(name, { ...(last ?? { index: 0, length: 0, value: '' }), success: last !== undefined, captures });
    }
    const whole = matcher.lastCapture(0);
    return whole === null ? null : { ...read(whole), groups };
  }

  #failure(outcome: Exclude<SearchOutcome, 'matched' | 'failed'> | 'tooLong', offset: number): RegexFailure {
    switch (outcome) {
      case 'limit': {
        const steps = grouped(this.#limits.stepBudget);
        const message = `The pattern needed more than ${steps} steps on this value and was stopped. Simplify it: look for a repeat within a repeat, such as (a+)+, or anchor it with ^.`;
        return { ok: false, reason: 'limit', message, offset };
      }
      case 'tooLong': {
        const most = grouped(maxReplacedLength);
        const message = `The result of the replacement is longer than ${most} characters and was stopped. Shorten the replacement.`;
        return { ok: false, reason: 'limit', message, offset };
      }
      case 'unsupported': {
        const message =
          'A balancing group matched to the left of the group it takes back, which is not evaluated here. Take the group back behind it.';
        return { ok: false, reason: 'unsupported', message, offset };
      }
    }
  }
}

/** 1000000 as 1,000,000. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
