import type { Filter, FilterClause, FilterGroup } from '../schema/model.ts';
import type { ClauseResult, CollectionResult, GroupResult, Verdict } from '../trace/trace.ts';
import type { Attributes, AttributeValue } from '../value.ts';
import { findScopeOperator, type ScopeOperator, scopeOperators } from './operators.ts';

/** The verdicts of the three collections of a filter. They have different consequences (facts/graph-synchronization.md, section 3.1). */
export interface FilterResult {
  /** An object that fails is deprovisioned. */
  readonly groups: CollectionResult;
  /** An object that fails is not processed at all; it is not deprovisioned. */
  readonly inputFilterGroups: CollectionResult;
  /** An object that fails does not belong to this object mapping. */
  readonly categoryFilterGroups: CollectionResult;
}

/**
 * How a missing value counts. `documented`: it fails every clause but `IS NULL` (facts/expression-language.md, section 8.2). `lenient`: it
 * also passes the negative operators, without which the service's own default input filters would drop everybody (section 11b).
 */
type NullRule = 'documented' | 'lenient';

/** Evaluates a filter on the source object's attributes. No filter, and a collection without groups, passes. */
export function evaluateFilter(filter: Filter | null, attributes: Attributes): FilterResult {
  return {
    groups: evaluateCollection(filter?.groups ?? [], attributes, 'documented'),
    inputFilterGroups: evaluateCollection(filter?.inputFilterGroups ?? [], attributes, 'lenient'),
    categoryFilterGroups: evaluateCollection(filter?.categoryFilterGroups ?? [], attributes, 'lenient'),
  };
}

/** OR over groups: one that passes decides; else one that cannot be evaluated leaves the collection unknown. */
function evaluateCollection(groups: readonly FilterGroup[], attributes: Attributes, nullRule: NullRule): CollectionResult {
  const results = groups.map((group) => evaluateGroup(group, attributes, nullRule));
  const verdicts = results.map((result) => result.verdict);
  if (results.length === 0 || verdicts.includes('passed')) return { verdict: 'passed', groups: results };
  return { verdict: verdicts.includes('unknown') ? 'unknown' : 'failed', groups: results };
}

/** AND over clauses: one that fails decides; else one that cannot be evaluated leaves the group unknown. */
function evaluateGroup(group: FilterGroup, attributes: Attributes, nullRule: NullRule): GroupResult {
  const clauses = group.clauses.map((clause) => evaluateClause(clause, attributes, nullRule));
  const verdicts = clauses.map((clause) => clause.verdict);
  const verdict: Verdict = verdicts.includes('failed') ? 'failed' : verdicts.includes('unknown') ? 'unknown' : 'passed';
  return { name: group.name, verdict, pointer: group.pointer, clauses };
}

function evaluateClause(clause: FilterClause, attributes: Attributes, nullRule: NullRule): ClauseResult {
  const actual = attributes.get(clause.sourceOperandName) ?? null;
  const result = (verdict: Verdict, reason: string): ClauseResult => ({
    attribute: clause.sourceOperandName,
    operator: clause.operatorName,
    expected: clause.values,
    actual,
    verdict,
    reason,
    pointer: clause.pointer,
  });
  const operator = findScopeOperator(clause.operatorName);
  if (!operator) {
    const known = scopeOperators.map(({ name }) => name).join(', ');
    return result(
      'unknown',
      `The operator "${clause.operatorName}" cannot be evaluated locally; only the service can tell. Evaluated here: ${known}.`,
    );
  }
  if (operator.arity === 'binary' && clause.values.length === 0) {
    return result('unknown', `${operator.name} needs a value in "targetOperand", and this clause has none.`);
  }
  const values = valuesOf(actual);
  if (values.length === 0) return nullResult(operator, nullRule, result);
  return valuesResult(operator, clause.values, values, result);
}

type MakeResult = (verdict: Verdict, reason: string) => ClauseResult;

function nullResult(operator: ScopeOperator, nullRule: NullRule, result: MakeResult): ClauseResult {
  if (operator.whenNull === 'passed') return result('passed', 'The attribute is empty.');
  if (operator.negative && nullRule === 'lenient') {
    return result('passed', 'The attribute is empty, which passes a negative operator in this collection.');
  }
  return result('failed', 'The attribute is empty, and an empty attribute fails every clause except IS NULL.');
}

/** Every value of a multi-valued attribute must satisfy the clause: `multivaluedComparisonType` All, the documented default. */
function valuesResult(
  operator: ScopeOperator,
  expected: readonly string[],
  values: readonly string[],
  result: MakeResult,
): ClauseResult {
  const every = values.length > 1 ? ` The attribute has ${values.length} values, and each must satisfy the clause.` : '';
  let unknownReason: string | null = null;
  for (const value of values) {
    const verdict = operator.test(value, expected);
    if (verdict.verdict === 'failed') return result('failed', `${operator.rule}${every}`);
    if (verdict.verdict === 'unknown') unknownReason ??= verdict.reason;
  }
  return unknownReason === null ? result('passed', `${operator.rule}${every}`) : result('unknown', unknownReason);
}

/** Empty text counts as no value in scoping (facts, section 8.2). */
function valuesOf(value: AttributeValue): readonly string[] {
  const values = value === null ? [] : typeof value === 'string' ? [value] : value;
  return values.filter((text) => text !== '');
}
