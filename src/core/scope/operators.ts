import { rememberedRegex } from '../dotnet/regex/rememberedRegex.ts';

/** What one value of an attribute gives under an operator; `unknown` is "cannot evaluate locally", with the reason. */
export type ValueVerdict = { readonly verdict: 'passed' | 'failed' } | { readonly verdict: 'unknown'; readonly reason: string };

/** A scoping operator (facts/graph-synchronization.md 3.3, facts/expression-language.md 8.2). */
export interface ScopeOperator {
  /** Graph's spelling. */
  readonly name: string;
  /** Other spellings that documents and exports use. Case, blanks and underscores are folded before they are compared. */
  readonly aliases: readonly string[];
  readonly arity: 'unary' | 'binary';
  /**
   * Negative operators pass a missing value in `inputFilterGroups`: the service's own default filters only make sense so (facts 11b).
   */
  readonly negative: boolean;
  /** Exact semantics in one sentence, for the screen. */
  readonly rule: string;
  /** What a null or empty attribute gives by the documented rule. */
  readonly whenNull: 'passed' | 'failed';
  readonly test: (actual: string, expected: readonly string[]) => ValueVerdict;
}

const passedIf = (condition: boolean): ValueVerdict => ({ verdict: condition ? 'passed' : 'failed' });
const unknown = (reason: string): ValueVerdict => ({ verdict: 'unknown', reason });

/** Every operator that is evaluated locally. Other names are "cannot evaluate locally", never false. */
export const scopeOperators: readonly ScopeOperator[] = [
  {
    name: 'EQUALS',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The values must be equal; upper and lower case differ.',
    whenNull: 'failed',
    test: (actual, expected) => passedIf(expected.includes(actual)),
  },
  {
    name: 'NOT EQUALS',
    aliases: [],
    arity: 'binary',
    negative: true,
    rule: 'The values must differ; upper and lower case count as different.',
    whenNull: 'failed',
    test: (actual, expected) => passedIf(!expected.includes(actual)),
  },
  {
    name: 'REGEX MATCH',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The .NET regular expression must be found somewhere in the value; upper and lower case differ.',
    whenNull: 'failed',
    test: (actual, expected) => matchesAny(actual, expected),
  },
  {
    name: 'NOT REGEX MATCH',
    aliases: [],
    arity: 'binary',
    negative: true,
    rule: 'The .NET regular expression must not be found in the value; upper and lower case differ.',
    whenNull: 'failed',
    test: (actual, expected) => negated(matchesAny(actual, expected)),
  },
  {
    name: 'IS NULL',
    aliases: [],
    arity: 'unary',
    negative: false,
    rule: 'The attribute must be empty.',
    whenNull: 'passed',
    test: () => passedIf(false),
  },
  {
    name: 'IS NOT NULL',
    aliases: ["isn't NULL"],
    arity: 'unary',
    negative: false,
    rule: 'The attribute must not be empty.',
    whenNull: 'failed',
    test: () => passedIf(true),
  },
  {
    name: 'IS TRUE',
    aliases: [],
    arity: 'unary',
    negative: false,
    rule: 'The attribute must be true.',
    whenNull: 'failed',
    test: (actual) => passedIf(actual.toLowerCase() === 'true'),
  },
  {
    name: 'IS FALSE',
    aliases: [],
    arity: 'unary',
    negative: true,
    rule: 'The attribute must be false.',
    whenNull: 'failed',
    test: (actual) => passedIf(actual.toLowerCase() === 'false'),
  },
  {
    name: 'GREATER_THAN',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The attribute, a whole number, must be greater.',
    whenNull: 'failed',
    test: (actual, expected) => compareIntegers(actual, expected, (left, right) => left > right),
  },
  {
    name: 'GREATER_THAN_OR_EQUALS',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The attribute, a whole number, must be greater or equal.',
    whenNull: 'failed',
    test: (actual, expected) => compareIntegers(actual, expected, (left, right) => left >= right),
  },
  {
    name: 'INCLUDES',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The value must contain the text; upper and lower case differ.',
    whenNull: 'failed',
    test: (actual, expected) => passedIf(expected.some((text) => actual.includes(text))),
  },
  {
    name: 'ENDS_WITH',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The value must end with the text; upper and lower case differ.',
    whenNull: 'failed',
    test: (actual, expected) => passedIf(expected.some((text) => actual.endsWith(text))),
  },
  {
    name: '&',
    aliases: [],
    arity: 'binary',
    negative: false,
    rule: 'The attribute, a whole number, must share a bit with the mask.',
    whenNull: 'failed',
    test: (actual, expected) => compareIntegers(actual, expected, (left, mask) => (left & mask) !== 0n),
  },
  {
    name: '!&',
    aliases: ['!&L'],
    arity: 'binary',
    negative: true,
    rule: 'The attribute, a whole number, must share no bit with the mask.',
    whenNull: 'failed',
    test: (actual, expected) => negated(compareIntegers(actual, expected, (left, mask) => (left & mask) !== 0n)),
  },
];

/** The operator of a name in any documented spelling; null where it cannot be evaluated locally. */
export function findScopeOperator(name: string): ScopeOperator | null {
  const wanted = folded(name);
  return (
    scopeOperators.find((operator) => [operator.name, ...operator.aliases].some((spelling) => folded(spelling) === wanted)) ??
    null
  );
}

function folded(name: string): string {
  return name
    .trim()
    .toUpperCase()
    .replaceAll(/[\s_]+/g, ' ');
}

function negated(verdict: ValueVerdict): ValueVerdict {
  return verdict.verdict === 'unknown' ? verdict : passedIf(verdict.verdict === 'failed');
}

/** Several values in one operand are read as "any of": the model allows a list, the documents show one (facts, section 14). */
function matchesAny(actual: string, patterns: readonly string[]): ValueVerdict {
  for (const pattern of patterns) {
    const compiled = rememberedRegex(pattern);
    if (!compiled.ok) return unknown(`The pattern cannot be used: ${compiled.message}`);
    const found = compiled.value.isMatch(actual);
    if (!found.ok) return unknown(`The pattern could not be searched for: ${found.message}`);
    if (found.value) return passedIf(true);
  }
  return passedIf(false);
}

function compareIntegers(
  actual: string,
  expected: readonly string[],
  holds: (left: bigint, right: bigint) => boolean,
): ValueVerdict {
  const left = integerOf(actual);
  if (left === null) return unknown(`"${actual}" is not a whole number, and this operator is documented for whole numbers only.`);
  for (const text of expected) {
    const right = integerOf(text);
    if (right === null)
      return unknown(
        `The filter's value "${text}" is not a whole number, and this operator is documented for whole numbers only.`,
      );
    if (holds(left, right)) return passedIf(true);
  }
  return passedIf(false);
}

/** Directory integers are at most 64 bits; longer text is not a number of theirs, and parsing it would take unbounded time. */
function integerOf(text: string): bigint | null {
  const trimmed = text.trim();
  return /^-?\d{1,20}$/.test(trimmed) ? BigInt(trimmed) : null;
}
