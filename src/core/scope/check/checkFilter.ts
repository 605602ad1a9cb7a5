import type { SourceAttributes } from '../../expression/check/situation.ts';
import type { Problem } from '../../problem.ts';
import { report } from '../../problem.ts';
import type { Filter, FilterGroup } from '../../schema/model.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';
import { type CollectionName, collectionNames } from '../clauseWords.ts';
import { checkClause, checkSupported, checkType } from './checkClause.ts';
import { checkContradictions } from './checkContradictions.ts';
import { checkShadowing } from './checkShadowing.ts';
import type { FilterCheck } from './filterCheck.ts';

/**
 * What is wrong with a filter: each clause on its own, clauses that exclude or repeat each other, groups that never count. Attributes that
 * scoping does not support are reported in `groups` only: the service's own input filters use some of them (facts/expression-language.md,
 * section 8.3). What holds under one reading of the doubtful points only is not reported.
 * @param text the document that holds the filter; ranges are offsets into it.
 * @param source null where the source object is not known.
 */
export function checkFilter(text: string, filter: Filter, source: SourceAttributes | null): readonly Problem[] {
  const check: FilterCheck = { text, source, problems: [] };
  for (const name of collectionNames) checkCollection(check, filter, name);
  return check.problems;
}

const nobody: Readonly<Record<CollectionName, string>> = {
  groups: 'nobody is ever in scope, and whoever was provisioned is deprovisioned',
  inputFilterGroups: 'no object is ever processed',
  categoryFilterGroups: 'no object ever belongs to this object mapping',
};

function checkCollection(check: FilterCheck, filter: Filter, name: CollectionName): void {
  const groups = filter[name];
  const impossible = new Set<FilterGroup>();
  for (const group of groups) {
    for (const clause of group.clauses) {
      checkClause(check, clause);
      if (name !== 'groups' || !checkSupported(check, clause)) checkType(check, clause);
    }
    if (group.clauses.length === 0) reportEmpty(check, group);
    else if (checkContradictions(check, group)) impossible.add(group);
  }
  if (groups.length > 0 && impossible.size === groups.length) {
    const { start } = rangeInNode(check.text, filter, `/${name}`);
    const message = `No group of "${name}" can ever be satisfied: ${nobody[name]}.`;
    report(check, 'filter-nobody', { start, end: start + 1 }, message, 'Correct at least one of its groups.');
  }
  checkShadowing(check, groups, impossible);
}

/** An AND of nothing is true. */
function reportEmpty(check: FilterCheck, group: FilterGroup): void {
  const message = `The group ${group.name === '' ? '' : `"${group.name}" `}has no clauses, so that everybody satisfies it and the other groups no longer count.`;
  const range = rangeInNode(check.text, group, '/clauses');
  report(check, 'group-empty', range, message, 'Add a clause, or remove the group.');
}
