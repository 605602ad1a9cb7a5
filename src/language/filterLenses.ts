import type { FilterGroup } from '../core/schema/model.ts';
import type { TextRange } from '../core/text/range.ts';
import type { ClauseResult, GroupResult } from '../core/trace/trace.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { type HoverFacts, hoverFacts } from './hoverFacts.ts';
import { sentence } from './hoverValue.ts';
import type { RunFacts } from './runFacts.ts';
import { textAtAGlance, valueAtAGlance } from './shownValue.ts';
import { verdictSigns } from './verdictSigns.ts';

/** What the last run found of a scoping group, above it. Both texts are plain. */
export interface FilterLens {
  readonly range: TextRange;
  /** `✗ department is "Marketing"`: the verdict and the clause that decided it. */
  readonly title: string;
  readonly tooltip: string;
}

/** One line above each scoping group that the last run evaluated; none while the text differs from the run. */
export function filterLenses(analysis: DocumentAnalysis, facts: RunFacts | null): readonly FilterLens[] {
  if (!facts || facts.stale) return [];
  const lenses = (groups: readonly FilterGroup[], found: HoverFacts | null): readonly FilterLens[] =>
    groups.flatMap((group) => lensOf(group, found));
  const own = analysis.filter ? lenses(groupsIn(analysis.filter), hoverFacts(facts, null)) : [];
  const inMappings = analysis.configurations.flatMap((configuration) =>
    lenses(groupsIn(configuration.objectMapping.scope), hoverFacts(facts, configuration)),
  );
  return [...own, ...inMappings];
}

function groupsIn(filter: DocumentAnalysis['filter']): readonly FilterGroup[] {
  return filter ? [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups] : [];
}

function lensOf(group: FilterGroup, facts: HoverFacts | null): readonly FilterLens[] {
  const result = facts?.group(group);
  if (!facts || !result || result.verdict === 'notEvaluated') return [];
  const deciding = result.clauses.find(({ verdict }) => verdict === result.verdict) ?? null;
  const title = `${verdictSigns[result.verdict]} ${decision(result, deciding)}`;
  return [
    {
      range: group.range,
      title,
      tooltip: [sentence(facts.subject), ...(deciding ? [sentence(deciding.reason)] : [])].join(': '),
    },
  ];
}

function decision({ verdict, clauses }: GroupResult, deciding: ClauseResult | null): string {
  if (!deciding) return 'no clauses';
  const held = `${textAtAGlance(deciding.attribute)} is ${valueAtAGlance(deciding.actual)}`;
  if (verdict === 'unknown') return `${held}, which cannot be evaluated locally`;
  const others = clauses.length - 1;
  if (verdict === 'failed' || others === 0) return held;
  return `${held}, and ${others} more ${others === 1 ? 'clause holds' : 'clauses hold'}`;
}
