import type { AttributeType } from '../schema/model.ts';
import { type Compare, endsWith, equals, greater, greaterOrEqual, includes, matches, sharesBit } from './relations.ts';

/** What one value of an attribute gives under an operator without operand. */
export interface UnaryVerdict {
  readonly verdict: 'passed' | 'failed';
  readonly rule: 'comparison' | 'type';
  /** One sentence, which does not repeat the value. */
  readonly reason: string;
}

interface OperatorWords {
  /** Graph's spelling. */
  readonly name: string;
  /** Other spellings that documents and exports use. Case, blanks and underscores are folded before they are compared. */
  readonly aliases: readonly string[];
  /** The attribute types for which it is documented. */
  readonly types: readonly AttributeType[];
  /**
   * A negative binary operator holds where its test does not. Negative operators also pass an empty attribute where the readings
   * `nullInGroups` and `nullInInputFilters` say so: the service's own default filters only make sense so (facts 11b).
   */
  readonly negative: boolean;
  /** Exact semantics in one sentence, for the screen. */
  readonly rule: string;
  /** What an empty attribute gives by the documented rule. */
  readonly whenNull: 'passed' | 'failed';
}

/** A scoping operator that is evaluated here (facts/graph-synchronization.md 3.3, facts/expression-language.md 8.2). */
export type ScopeOperator = OperatorWords &
  (
    | { readonly arity: 'unary'; readonly test: (actual: string, operator: string) => UnaryVerdict }
    | { readonly arity: 'binary'; readonly test: Compare }
  );

/** An operator that documents or the portal list, of which too little is known to evaluate it. */
export interface UnevaluatedOperator {
  readonly name: string;
  readonly aliases: readonly string[];
  /** What is known of it, in one sentence. */
  readonly known: string;
}

const passed = (reason: string): UnaryVerdict => ({ verdict: 'passed', rule: 'comparison', reason });
const failed = (reason: string): UnaryVerdict => ({ verdict: 'failed', rule: 'comparison', reason });

const texts: readonly AttributeType[] = ['Integer', 'String'];
const everything: readonly AttributeType[] = ['Integer', 'String', 'Binary', 'Boolean'];

/** Every operator that is evaluated locally. Other names are "cannot evaluate locally", never false. */
export const scopeOperators: readonly ScopeOperator[] = [
  {
    name: 'EQUALS',
    aliases: [],
    arity: 'binary',
    types: texts,
    negative: false,
    rule: 'The values must be equal; upper and lower case differ.',
    whenNull: 'failed',
    test: equals,
  },
  {
    name: 'NOT EQUALS',
    aliases: [],
    arity: 'binary',
    types: texts,
    negative: true,
    rule: 'The values must differ; upper and lower case count as different.',
    whenNull: 'failed',
    test: equals,
  },
  {
    name: 'REGEX MATCH',
    aliases: ['REGEX Match'],
    arity: 'binary',
    types: texts,
    negative: false,
    rule: 'The .NET regular expression must be found somewhere in the value; upper and lower case differ.',
    whenNull: 'failed',
    test: matches,
  },
  {
    name: 'NOT REGEX MATCH',
    aliases: [],
    arity: 'binary',
    types: texts,
    negative: true,
    rule: 'The .NET regular expression must not be found in the value; upper and lower case differ.',
    whenNull: 'failed',
    test: matches,
  },
  {
    name: 'IS NULL',
    aliases: [],
    arity: 'unary',
    types: everything,
    negative: false,
    rule: 'The attribute must be empty.',
    whenNull: 'passed',
    test: (actual) =>
      failed(actual.trim() === '' ? 'The attribute has a value: blanks, which are a value.' : 'The attribute has a value.'),
  },
  {
    name: 'IS NOT NULL',
    aliases: ["isn't NULL"],
    arity: 'unary',
    types: everything,
    negative: false,
    rule: 'The attribute must not be empty.',
    whenNull: 'failed',
    test: (actual) =>
      passed(actual.trim() === '' ? 'The attribute has a value: blanks, which are a value.' : 'The attribute has a value.'),
  },
  {
    name: 'IS TRUE',
    aliases: [],
    arity: 'unary',
    types: ['Boolean'],
    negative: false,
    rule: 'The attribute must be true.',
    whenNull: 'failed',
    test: (actual, operator) => isBoolean(actual, operator, 'true'),
  },
  {
    name: 'IS FALSE',
    aliases: [],
    arity: 'unary',
    types: ['Boolean'],
    negative: true,
    rule: 'The attribute must be false.',
    whenNull: 'failed',
    test: (actual, operator) => isBoolean(actual, operator, 'false'),
  },
  {
    name: 'GREATER_THAN',
    aliases: ['Greater_Than'],
    arity: 'binary',
    types: ['Integer'],
    negative: false,
    rule: 'The attribute, a whole number, must be greater.',
    whenNull: 'failed',
    test: greater,
  },
  {
    name: 'GREATER_THAN_OR_EQUALS',
    aliases: ['Greater_Than_OR_EQUALS'],
    arity: 'binary',
    types: ['Integer'],
    negative: false,
    rule: 'The attribute, a whole number, must be greater or equal.',
    whenNull: 'failed',
    test: greaterOrEqual,
  },
  {
    name: 'INCLUDES',
    aliases: ['Includes'],
    arity: 'binary',
    types: ['String'],
    negative: false,
    rule: 'The value must contain the text; upper and lower case differ.',
    whenNull: 'failed',
    test: includes,
  },
  {
    name: 'ENDS_WITH',
    aliases: [],
    arity: 'binary',
    types: ['String'],
    negative: false,
    rule: 'The value must end with the text; upper and lower case differ.',
    whenNull: 'failed',
    test: endsWith,
  },
  {
    name: '&',
    aliases: [],
    arity: 'binary',
    types: ['Integer'],
    negative: false,
    rule: 'The attribute, a whole number, must share a bit with the mask.',
    whenNull: 'failed',
    test: sharesBit,
  },
  {
    name: '!&',
    aliases: ['!&L'],
    arity: 'binary',
    types: ['Integer'],
    negative: true,
    rule: 'The attribute, a whole number, must share no bit with the mask.',
    whenNull: 'failed',
    test: sharesBit,
  },
];

/** Listed by documents and the portal, and not evaluated here: a clause with one of them is "cannot evaluate locally". */
export const unevaluatedOperators: readonly UnevaluatedOperator[] = [
  {
    name: 'IS_MEMBER_OF',
    aliases: ['IsMemberOf'],
    known: 'The portal lists it, and the documentation of scoping filters says that it is not supported.',
  },
  {
    name: 'PRESENT',
    aliases: [],
    known: 'The portal and the documentation of groups from Entra to Active Directory list it and do not describe it.',
  },
  {
    name: 'VALID CERT MATCH',
    aliases: [],
    known: 'The portal and the documentation of groups from Entra to Active Directory list it and do not describe it.',
  },
];

const evaluatedByName = bySpelling(scopeOperators);
const unevaluatedByName = bySpelling(unevaluatedOperators);

/** The operator of a name in any documented spelling; null where it cannot be evaluated locally. */
export function findScopeOperator(name: string): ScopeOperator | null {
  return evaluatedByName.get(name) ?? evaluatedByName.get(folded(name)) ?? null;
}

/** What is known of an operator that is not evaluated; null for names that no document has. */
export function findUnevaluatedOperator(name: string): UnevaluatedOperator | null {
  return unevaluatedByName.get(folded(name)) ?? null;
}

function bySpelling<Row extends { readonly name: string; readonly aliases: readonly string[] }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  return new Map(rows.flatMap((row) => [row.name, ...row.aliases].map((spelling) => [folded(spelling), row] as const)));
}

function folded(name: string): string {
  return name
    .trim()
    .toUpperCase()
    .replaceAll('\u2019', "'")
    .replaceAll(/[\s_]+/g, ' ');
}

/** Directories write booleans as `True`, `TRUE` and `true` (facts/graph-synchronization.md, section 7.4). */
function isBoolean(actual: string, operator: string, wanted: 'true' | 'false'): UnaryVerdict {
  const value = actual.trim().toLowerCase();
  if (value === wanted) return passed(`The value is ${wanted}.`);
  if (value === 'true' || value === 'false') return failed(`The value is ${value}.`);
  const reason = `The value is neither true nor false, and ${operator} is documented for booleans only.`;
  return { verdict: 'failed', rule: 'type', reason };
}
