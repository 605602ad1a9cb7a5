import { rememberedRegex } from '../dotnet/regex/rememberedRegex.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';

/**
 * How one value of an attribute stands to one value of a clause. `unknown` is "cannot evaluate locally". Texts never repeat the
 * attribute's value: it may be one that must not be shown.
 */
export type Relation =
  | {
      readonly verdict: 'holds' | 'fails';
      /** `equals`, `does not equal`: a sentence puts it between the attribute's value and the clause's. */
      readonly phrase: string;
      /** Why it fails although it seems to hold, or by which rule; null where there is nothing to add. */
      readonly hint: string | null;
    }
  | { readonly verdict: 'unknown'; readonly rule: 'type' | 'notLocal'; readonly reason: string };

/** @param operator the operator's name, for the reason of an `unknown`. */
export type Compare = (actual: string, wanted: string, operator: string, semantics: WithSemantics) => Relation;

/** Exact and case-sensitive (facts/expression-language.md, section 8.2). */
export const equals: Compare = (actual, wanted) => {
  if (actual === wanted) return { verdict: 'holds', phrase: 'equals', hint: null };
  if (isSameBoolean(actual, wanted)) return { verdict: 'unknown', rule: 'type', reason: booleanAsText };
  return { verdict: 'fails', phrase: 'does not equal', hint: nearly(actual, wanted, (left, right) => left === right) };
};

/** The service writes booleans as `True` and `False`; Active Directory has `TRUE` (section 8.1; facts/graph-synchronization.md 7.4). */
const booleanAsText =
  'Only upper and lower case differ: as a boolean, which the service writes as True or False, the value may be equal, and as a text it is not. IS TRUE and IS FALSE are the operators for booleans.';

function isSameBoolean(actual: string, wanted: string): boolean {
  return /^(?:true|false)$/i.test(actual) && actual.toLowerCase() === wanted.toLowerCase();
}

/** .NET `String.Contains`: ordinal and case-sensitive (section 8.2). */
export const includes: Compare = (actual, wanted) =>
  actual.includes(wanted)
    ? { verdict: 'holds', phrase: 'contains', hint: null }
    : {
        verdict: 'fails',
        phrase: 'does not contain',
        hint: nearly(actual, wanted, (left, right) => left.includes(right)),
      };

/** Ordinal: the documents do not state the case rule (section 8.2). */
export const endsWith: Compare = (actual, wanted) =>
  actual.endsWith(wanted)
    ? { verdict: 'holds', phrase: 'ends with', hint: null }
    : {
        verdict: 'fails',
        phrase: 'does not end with',
        hint: nearly(actual, wanted, (left, right) => left.endsWith(right)),
      };

/** What a text seems to have and has not: looked at without case, without blanks around it, and in one composition of its accents. */
function nearly(actual: string, wanted: string, holds: (actual: string, wanted: string) => boolean): string | null {
  const lower = (text: string): string => text.toLowerCase();
  const trimmed = (text: string): string => text.trim();
  const composed = (text: string): string => text.normalize('NFC');
  const under = (...changes: readonly ((text: string) => string)[]): boolean => {
    const apply = (text: string): string => changes.reduce((changed, change) => change(changed), text);
    const changed = apply(wanted);
    return changed !== '' && holds(apply(actual), changed);
  };
  if (under(lower)) return 'only upper and lower case differ, and case counts';
  if (under(trimmed)) return 'only blanks at the beginning or the end differ, and blanks count';
  if (under(composed))
    return 'only the way in which accented letters are composed differs (one character, or a letter and its accent), and that counts';
  return under(trimmed, composed, lower)
    ? 'only case, blanks around it or the composition of accents differ, and all of them count'
    : null;
}

/** Longer values are not searched a second time for a hint. */
const longestHinted = 1000;

/** A .NET pattern in a value; by the reading `filterRegex`, anywhere in it or on the whole of it (section 8.4). */
export const matches: Compare = (actual, pattern, _operator, semantics) => {
  const whole = readingOf(semantics, 'filterRegex') === 'whole';
  const found = isMatch(actual, pattern, whole);
  if (typeof found === 'string') return { verdict: 'unknown', rule: 'notLocal', reason: found };
  if (found) return { verdict: 'holds', phrase: whole ? 'fits, as a whole,' : 'contains a match of', hint: null };
  const phrase = whole ? 'does not fit, as a whole,' : 'contains no match of';
  const folded = actual.length <= longestHinted && isMatch(actual, `(?i)${pattern}`, whole) === true;
  if (folded) return { verdict: 'fails', phrase, hint: 'it would without regard to case, and case counts' };
  const hint = whole ? 'case counts' : 'the pattern is searched for anywhere in the value, and case counts';
  return { verdict: 'fails', phrase, hint };
};

/** A text says why it cannot be told. */
function isMatch(actual: string, pattern: string, whole: boolean): boolean | string {
  const alone = rememberedRegex(pattern);
  if (!alone.ok) return `The pattern cannot be used: ${alone.message}`;
  const compiled = whole ? wholeRegex(pattern) : alone;
  if (!compiled.ok) return `The pattern cannot be used: ${compiled.message}`;
  const found = compiled.value.isMatch(actual);
  return found.ok ? found.value : `The pattern could not be searched for: ${found.message}`;
}

/** A pattern that ends in a comment would swallow what follows on its line: it gets a line of its own. */
function wholeRegex(pattern: string): ReturnType<typeof rememberedRegex> {
  const compiled = rememberedRegex(`\\A(?:${pattern})\\z`);
  return compiled.ok ? compiled : rememberedRegex(`\\A(?:${pattern}\n)\\z`);
}

/** Documented for whole numbers on both sides (section 8.2). */
export const greater: Compare = (actual, wanted, operator) =>
  onIntegers(actual, wanted, operator, (left, right) => ordered(left > right, 'is greater than', 'is not greater than'));

export const greaterOrEqual: Compare = (actual, wanted, operator) =>
  onIntegers(actual, wanted, operator, (left, right) => ordered(left >= right, 'is at least', 'is less than'));

function ordered(holds: boolean, yes: string, no: string): Relation {
  return { verdict: holds ? 'holds' : 'fails', phrase: holds ? yes : no, hint: null };
}

/** By the reading `ampersandOperator`, a bit test on whole numbers or a text in the clause's value (sections 8.2 and 11b). */
export const sharesBit: Compare = (actual, wanted, operator, semantics) => {
  if (readingOf(semantics, 'ampersandOperator') === 'text')
    return ordered(wanted.includes(actual), 'is contained in', 'is not contained in');
  return onIntegers(actual, wanted, operator, (left, mask) => {
    const shared = BigInt.asUintN(64, left & mask);
    if (shared === 0n) return { verdict: 'fails', phrase: 'shares no bit with the mask', hint: null };
    return {
      verdict: 'holds',
      phrase: 'shares bits with the mask',
      hint: `0x${shared.toString(16).toUpperCase()} is set in both`,
    };
  });
};

function onIntegers(
  actual: string,
  wanted: string,
  operator: string,
  relate: (left: bigint, right: bigint) => Relation,
): Relation {
  const left = integerOf(actual);
  const right = integerOf(wanted);
  if (left !== null && right !== null) return relate(left, right);
  const which = left === null ? 'The value' : `"${shortened(wanted)}" in the clause`;
  const reason = `${which} is not a whole number of at most 64 bits, and ${operator} is documented for whole numbers only.`;
  return { verdict: 'unknown', rule: 'type', reason };
}

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** Directory integers have at most 64 bits. The length is looked at first: to convert a long text takes unbounded time. */
function integerOf(text: string): bigint | null {
  const trimmed = text.trim();
  if (!/^-?\d{1,20}$/.test(trimmed)) return null;
  const number = BigInt(trimmed);
  return number < smallest || number > largest ? null : number;
}

/** A text as long as a sentence bears. */
export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
