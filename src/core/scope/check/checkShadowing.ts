import { report } from '../../problem.ts';
import type { FilterGroup } from '../../schema/model.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';
import { clausesByAttribute } from './checkContradictions.ts';
import { implies, type ReadClause } from './clauseLogic.ts';
import type { FilterCheck } from './filterCheck.ts';

/** Groups of a collection that are compared with each other: more take longer than typing allows. */
const mostGroups = 80;

interface ReadGroup {
  readonly group: FilterGroup;
  readonly number: number;
  readonly clauses: ReadonlyMap<string, readonly ReadClause[]>;
  /** Whether every clause is understood: only then it is known whom the group admits. */
  readonly complete: boolean;
}

/**
 * Groups that never change the result, because whoever satisfies them satisfies another one. Of two that admit the same, the later is
 * reported. Groups without clauses and impossible ones are reported elsewhere and left out here.
 */
export function checkShadowing(check: FilterCheck, groups: readonly FilterGroup[], impossible: ReadonlySet<FilterGroup>): void {
  const read = groups
    .map((group, index): ReadGroup => {
      const clauses = clausesByAttribute(check, group);
      const complete = [...clauses.values()].reduce((sum, own) => sum + own.length, 0) === group.clauses.length;
      return { group, number: index + 1, clauses, complete };
    })
    .filter(({ group }) => group.clauses.length > 0 && !impossible.has(group))
    .slice(0, mostGroups);
  for (const narrow of read) {
    const wide = read.find(
      (other) =>
        other !== narrow &&
        other.complete &&
        isWithin(narrow, other) &&
        (other.number < narrow.number || !narrow.complete || !isWithin(other, narrow)),
    );
    if (!wide) continue;
    const message = `Whoever satisfies ${titleOf(narrow)} also satisfies ${titleOf(wide)}, and one group is enough: ${titleOf(narrow)} never changes the result.`;
    const fix = `Remove ${titleOf(narrow)}, or narrow ${titleOf(wide)}.`;
    // An empty name has nothing to underline.
    const range = rangeInNode(check.text, narrow.group, narrow.group.name === '' ? '/missing' : '/name');
    report(check, 'group-shadowed', range, message, fix);
  }
}

/** Whether each clause of the wide group follows from one of the narrow group. */
function isWithin(narrow: ReadGroup, wide: ReadGroup): boolean {
  for (const [attribute, wanted] of wide.clauses) {
    const given = narrow.clauses.get(attribute);
    if (!given || !wanted.every((clause) => given.some((one) => implies(one, clause)))) return false;
  }
  return true;
}

function titleOf({ group, number }: ReadGroup): string {
  return group.name === '' ? `group ${number}` : `"${group.name}"`;
}
