import { report } from '../../problem.ts';
import type { FilterGroup } from '../../schema/model.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';
import { clauseText } from '../clauseWords.ts';
import { exclude, implies, isSame, neverTrue, type ReadClause, readClause, verdictOn } from './clauseLogic.ts';
import type { FilterCheck } from './filterCheck.ts';

/** Clauses of one group that are compared with each other. */
const mostClauses = 60;

/** A clause that makes its group impossible, and why. */
export interface Contradiction {
  readonly clause: ReadClause;
  /** The end of a sentence. */
  readonly why: string;
}

/** The clauses of a group whose meaning is known, by attribute; attributes with several values follow other rules and are left out. */
export function clausesByAttribute(
  check: Pick<FilterCheck, 'source'>,
  group: FilterGroup,
): ReadonlyMap<string, readonly ReadClause[]> {
  const found = new Map<string, ReadClause[]>();
  for (const clause of group.clauses.slice(0, mostClauses)) {
    const read = check.source?.attributes.get(clause.sourceOperandName)?.multivalued ? null : readClause(clause);
    if (!read) continue;
    const others = found.get(clause.sourceOperandName);
    if (others) others.push(read);
    else found.set(clause.sourceOperandName, [read]);
  }
  return found;
}

/** Why no object can satisfy all of these clauses; null where some may. They are on one attribute. */
export function findContradiction(clauses: readonly ReadClause[]): Contradiction | null {
  for (const [index, clause] of clauses.entries()) {
    const never = neverTrue(clause);
    if (never !== null) return { clause, why: never };
    const other = clauses.slice(0, index).find((before) => exclude(before, clause));
    if (other) return { clause, why: `it contradicts ${wordsOf(other)}` };
  }
  // No two contradict each other, yet each of the values that EQUALS allows may fall to another clause.
  const exact = clauses.find(({ operator }) => operator === 'EQUALS');
  if (exact?.clause.values.every((value) => clauses.some((clause) => verdictOn(clause, value) === 'failed'))) {
    return { clause: exact, why: 'each of its values is excluded by another clause on the attribute' };
  }
  return null;
}

/** Reports what is impossible or idle within one group. True where the group can never be satisfied. */
export function checkContradictions(check: FilterCheck, group: FilterGroup): boolean {
  let impossible = false;
  for (const [attribute, clauses] of clausesByAttribute(check, group)) {
    const found = findContradiction(clauses);
    if (!found) {
      checkIdle(check, clauses);
      continue;
    }
    impossible = true;
    const message = `No object can satisfy ${wordsOf(found.clause)} here: ${found.why}. All clauses of a group must be true at once.`;
    const fix = `Put one of the clauses on ${attribute} into a group of its own, of which one is enough, or remove it.`;
    report(check, 'clause-contradiction', rangeInNode(check.text, found.clause.clause, '/operatorName'), message, fix);
  }
  return impossible;
}

/** Clauses that another one of their group makes true. Of two that say the same, the later is reported. */
function checkIdle(check: FilterCheck, clauses: readonly ReadClause[]): void {
  for (const [index, clause] of clauses.entries()) {
    const range = (): ReturnType<typeof rangeInNode> => rangeInNode(check.text, clause.clause, '/operatorName');
    if (clauses.slice(0, index).some((before) => isSame(before, clause))) {
      const message = `${wordsOf(clause)} already stands in this group.`;
      report(check, 'clause-duplicate', range(), message, 'Remove one of the two.');
      continue;
    }
    const cause = clauses.find((other, at) => at !== index && implies(other, clause) && (at < index || !implies(clause, other)));
    if (!cause) continue;
    const message = `${wordsOf(clause)} is always true in this group, because ${wordsOf(cause)} must be true too.`;
    report(check, 'clause-always', range(), message, 'Remove it; the result stays the same.');
  }
}

function wordsOf({ clause }: ReadClause): string {
  return clauseText(clause.sourceOperandName, clause.operatorName, clause.values);
}
