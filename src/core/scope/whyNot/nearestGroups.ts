import type { Filter, FilterGroup } from '../../schema/model.ts';
import type { GroupResult } from '../../trace/trace.ts';
import { type CollectionName, nearMiss } from '../clauseWords.ts';
import type { FilterResult } from '../evaluateFilter.ts';
import { findScopeOperator } from '../operators.ts';

/** A group of a collection with what keeps a person out of it. */
export interface RankedGroup {
  readonly group: FilterGroup;
  readonly result: GroupResult;
  /** 1 for the first of its collection. */
  readonly number: number;
  /** The attributes of clauses that do not pass. */
  readonly failing: ReadonlySet<string>;
}

/**
 * The groups of a collection, that with the fewest failing attributes first; of equals, the one that is missed by upper and lower case
 * only, then the order of the file. Groups with an operator that is not evaluated here are left out: nothing can be promised of them.
 */
export function rankedGroups(scope: Filter, name: CollectionName, result: FilterResult, most: number): readonly RankedGroup[] {
  const results = new Map(result[name].groups.map((one) => [one.pointer, one]));
  return scope[name]
    .flatMap((group, index) => {
      const own = results.get(group.pointer);
      if (!own || !group.clauses.every(({ operatorName }) => findScopeOperator(operatorName))) return [];
      const failed = own.clauses.filter(({ verdict }) => verdict !== 'passed');
      const failing = new Set(failed.map(({ attribute }) => attribute));
      const misses = failed.filter((clause) => nearMiss(clause.actual, clause.operator, clause.expected) !== null).length;
      return [{ group, result: own, number: index + 1, failing, clauses: failed.length, misses }];
    })
    .sort((left, right) => left.failing.size - right.failing.size || left.clauses - right.clauses || right.misses - left.misses)
    .slice(0, most);
}
