import type { Filter, FilterGroup } from '../schema/model.ts';
import { readingOf, type Semantics } from '../semantics.ts';
import type { CollectionResult, GroupResult, Verdict } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { type ClauseReadings, evaluateClause } from './evaluateClause.ts';

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
 * Evaluates a filter on the source object's attributes. No filter, and a collection without groups, passes.
 * @param semantics readings of the doubtful points; the default for each that is left out. Empty attributes are read apart in the
 *   filters that people write (`groups`) and in the service's own (facts/expression-language.md, sections 8.2 and 11b).
 */
export function evaluateFilter(filter: Filter | null, attributes: Attributes, semantics: Partial<Semantics> = {}): FilterResult {
  const written: ClauseReadings = { semantics, nulls: readingOf({ semantics }, 'nullInGroups') };
  const own: ClauseReadings = { semantics, nulls: readingOf({ semantics }, 'nullInInputFilters') };
  return {
    groups: evaluateCollection(filter?.groups ?? [], attributes, written),
    inputFilterGroups: evaluateCollection(filter?.inputFilterGroups ?? [], attributes, own),
    categoryFilterGroups: evaluateCollection(filter?.categoryFilterGroups ?? [], attributes, own),
  };
}

/** OR over groups: one that passes decides; else one that cannot be evaluated leaves the collection unknown. */
function evaluateCollection(groups: readonly FilterGroup[], attributes: Attributes, readings: ClauseReadings): CollectionResult {
  const results = groups.map((group) => evaluateGroup(group, attributes, readings));
  const verdicts = results.map((result) => result.verdict);
  if (results.length === 0 || verdicts.includes('passed')) return { verdict: 'passed', groups: results };
  return { verdict: verdicts.includes('unknown') ? 'unknown' : 'failed', groups: results };
}

/** AND over clauses: one that fails decides; else one that cannot be evaluated leaves the group unknown. */
function evaluateGroup(group: FilterGroup, attributes: Attributes, readings: ClauseReadings): GroupResult {
  const clauses = group.clauses.map((clause) => evaluateClause(clause, attributes, readings));
  const verdicts = clauses.map((clause) => clause.verdict);
  const verdict: Verdict = verdicts.includes('failed') ? 'failed' : verdicts.includes('unknown') ? 'unknown' : 'passed';
  return { name: group.name, verdict, pointer: group.pointer, clauses };
}
