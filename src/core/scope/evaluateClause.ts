import type { FilterClause } from '../schema/model.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';
import type { ClauseResult, ClauseRule, Verdict } from '../trace/trace.ts';
import type { Attributes, AttributeValue } from '../value.ts';
import { findScopeOperator, findUnevaluatedOperator, type ScopeOperator, scopeOperators } from './operators.ts';
import { type Relation, shortened } from './relations.ts';

/** By which readings a clause is evaluated. `nulls` differs from collection to collection. */
export interface ClauseReadings extends WithSemantics {
  readonly nulls: 'fail' | 'passNegative';
}

/** What one value gives, or all of them together. */
interface Decision {
  readonly verdict: Exclude<Verdict, 'notEvaluated'>;
  readonly rule: ClauseRule;
  /** Without the end of the sentence. */
  readonly reason: string;
}

/** Evaluates one clause on the source object's attributes (facts/expression-language.md, section 8.2). Never throws. */
export function evaluateClause(clause: FilterClause, attributes: Attributes, readings: ClauseReadings): ClauseResult {
  const actual = attributes.get(clause.sourceOperandName) ?? null;
  const { verdict, rule, reason } = decide(clause, actual, readings);
  return {
    attribute: clause.sourceOperandName,
    operator: clause.operatorName,
    expected: clause.values,
    actual,
    verdict,
    rule,
    reason,
    pointer: clause.pointer,
  };
}

function decide(clause: FilterClause, actual: AttributeValue, readings: ClauseReadings): Decision {
  const operator = findScopeOperator(clause.operatorName);
  if (!operator) return notLocal(unevaluatedReason(clause.operatorName));
  if (operator.arity === 'binary' && clause.values.length === 0) {
    return notLocal(`${operator.name} needs a value in "targetOperand", and this clause has none.`);
  }
  const values = nonEmptyValues(actual);
  return values.length === 0 ? decideNull(operator, readings) : decideValues(operator, clause, values, readings);
}

function notLocal(reason: string): Decision {
  return { verdict: 'unknown', rule: 'notLocal', reason };
}

function unevaluatedReason(name: string): string {
  const told = `The operator "${shortened(name)}" cannot be evaluated locally; only the service can tell.`;
  const known = findUnevaluatedOperator(name);
  if (known) return `${told} ${known.known}`;
  return `${told} Evaluated here are: ${scopeOperators.map((operator) => operator.name).join(', ')}.`;
}

function decideNull(operator: ScopeOperator, { nulls }: ClauseReadings): Decision {
  const by = (verdict: 'passed' | 'failed', reason: string): Decision => ({ verdict, rule: 'null', reason });
  if (operator.whenNull === 'passed') return by('passed', 'The attribute is empty.');
  if (nulls === 'fail')
    return by('failed', 'The attribute is empty, and in this collection an empty attribute fails every clause but IS NULL.');
  return operator.negative
    ? by('passed', `The attribute is empty, and in this collection an empty attribute passes ${operator.name}.`)
    : by('failed', `The attribute is empty, and an empty attribute fails ${operator.name}.`);
}

/** A pattern that runs into its limit takes long: after so many values that cannot be told, the rest is not looked at. */
const mostUndecided = 5;

/** All or Any over the attribute's values: the clause's own word, else the reading `multivaluedComparison`. */
function decideValues(
  operator: ScopeOperator,
  clause: FilterClause,
  values: readonly string[],
  readings: ClauseReadings,
): Decision {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return decideValue(operator, first, clause.values, 'The value', readings);
  const own = clause.multivaluedComparisonType;
  const any = own === null ? readingOf(readings, 'multivaluedComparison') === 'any' : own === 'Any';
  const word = any ? 'one is enough (Any)' : 'each must satisfy the clause (All)';
  const deciding = any ? 'passed' : 'failed';
  let undecided = 0;
  let open: Decision | null = null;
  let type: Decision | null = null;
  for (const value of values) {
    const decision = decideValue(operator, value, clause.values, `The value "${shortened(value)}"`, readings);
    if (decision.verdict === deciding)
      return { ...decision, reason: `${decision.reason} It is one of ${values.length}; ${word}.` };
    if (decision.verdict === 'unknown') {
      open ??= decision;
      if (decision.rule === 'notLocal') undecided += 1;
      if (undecided === mostUndecided) break;
    }
    if (decision.rule === 'type') type ??= decision;
  }
  if (open) return { ...open, reason: `${open.reason} It is one of ${values.length}; ${word}.` };
  const reason = any
    ? `None of the ${values.length} values satisfies the clause`
    : `Each of the ${values.length} values satisfies it`;
  return { verdict: any ? 'failed' : 'passed', rule: type ? 'type' : 'comparison', reason: `${reason}; ${word}.` };
}

function decideValue(
  operator: ScopeOperator,
  value: string,
  wanted: readonly string[],
  subject: string,
  readings: ClauseReadings,
): Decision {
  if (operator.arity === 'unary') {
    const { verdict, rule, reason } = operator.test(value, operator.name);
    return { verdict, rule, reason: withSubject(reason, subject) };
  }
  const relation = relate(operator.test, operator.name, value, wanted, readings);
  if (relation.verdict === 'unknown') {
    return { verdict: 'unknown', rule: relation.rule, reason: withSubject(relation.reason, subject) };
  }
  const passes = (relation.verdict === 'holds') !== operator.negative;
  const hint = relation.hint === null ? '' : `: ${relation.hint}`;
  return { verdict: passes ? 'passed' : 'failed', rule: 'comparison', reason: `${subject} ${relation.phrase}${hint}.` };
}

function withSubject(reason: string, subject: string): string {
  return reason.startsWith('The value ') ? `${subject}${reason.slice('The value'.length)}` : reason;
}

/**
 * How the value stands to several values of a clause: by the reading `severalFilterValues`, to any or to all of them. The phrase names
 * those that decided.
 */
function relate(
  test: Extract<ScopeOperator, { readonly arity: 'binary' }>['test'],
  operator: string,
  value: string,
  wanted: readonly string[],
  readings: ClauseReadings,
): Relation {
  const deciding = readingOf(readings, 'severalFilterValues') === 'any' ? 'holds' : 'fails';
  let undecided = 0;
  let open: Relation | null = null;
  let last: Extract<Relation, { readonly phrase: string }> | null = null;
  let hint: string | null = null;
  for (const text of wanted) {
    const relation = test(value, text, operator, readings);
    if (relation.verdict === 'unknown') {
      open ??= relation;
      if (relation.rule === 'notLocal') undecided += 1;
      if (undecided === mostUndecided) break;
    } else if (relation.verdict === deciding) return { ...relation, phrase: `${relation.phrase} ${quoted([text], 'or')}` };
    else {
      last = relation;
      hint ??= relation.hint && (wanted.length === 1 ? relation.hint : `for ${quoted([text], 'or')}, ${relation.hint}`);
    }
  }
  if (open) return open;
  // There is at least one value, and none was undecided.
  const { verdict, phrase } = last ?? { verdict: 'fails' as const, phrase: 'has nothing to compare with' };
  return { verdict, phrase: `${phrase} ${quoted(wanted, deciding === 'holds' ? 'or' : 'and')}`, hint };
}

/** More than a few values of a clause are counted instead of listed. */
const listedValues = 5;

function quoted(texts: readonly string[], word: 'or' | 'and'): string {
  if (texts.length > listedValues) return `${word === 'or' ? 'any' : 'all'} of the ${texts.length} values of the clause`;
  return texts.map((text) => `"${shortened(text)}"`).join(` ${word} `);
}

/** Empty text counts as no value in scoping (facts, section 8.2). */
function nonEmptyValues(value: AttributeValue): readonly string[] {
  const values = value === null ? [] : typeof value === 'string' ? [value] : value;
  return values.filter((text) => text !== '');
}
