import assert from 'node:assert/strict';
import { readScopeFile } from '../../../src/core/schema/readSchema.ts';
import { evaluateFilter, type FilterResult } from '../../../src/core/scope/evaluateFilter.ts';
import type { Semantics } from '../../../src/core/semantics.ts';
import type { ClauseResult } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

export type Collection = keyof FilterResult;
export type Clause = readonly [attribute: string, operator: string, ...values: readonly string[]];

export interface EvaluateOptions {
  readonly collection?: Collection;
  readonly semantics?: Partial<Semantics>;
  /** The clauses' own `multivaluedComparisonType`. */
  readonly comparison?: 'All' | 'Any';
}

/** Evaluates groups of clauses, read from text as a scope file is. */
export function evaluateText(
  groups: readonly (readonly Clause[])[],
  attributes: Readonly<Record<string, AttributeValue>>,
  { collection = 'groups', semantics = {}, comparison }: EvaluateOptions = {},
): FilterResult[Collection] {
  const filter = {
    [collection]: groups.map((clauses, index) => ({
      name: `g${index}`,
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        ...(comparison && { multivaluedComparisonType: comparison }),
        targetOperand: values.length > 0 ? { values } : null,
      })),
    })),
  };
  const reading = readScopeFile(JSON.stringify(filter));
  assert.deepEqual(reading.problems, []);
  return evaluateFilter(reading.filter, new Map(Object.entries(attributes)), semantics)[collection];
}

/** Evaluates one clause on the attribute `a`. */
export function evaluateOne(
  operator: string,
  values: readonly string[],
  actual: AttributeValue,
  options: EvaluateOptions = {},
): ClauseResult {
  const clause = evaluateText([[['a', operator, ...values]]], { a: actual }, options).groups[0]?.clauses[0];
  assert.ok(clause);
  return clause;
}
