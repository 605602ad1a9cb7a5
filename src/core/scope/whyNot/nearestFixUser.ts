import { valuesOf } from '../../flow/compareValues.ts';
import type { Filter, FilterClause, FilterGroup } from '../../schema/model.ts';
import type { FixedAttribute } from '../../trace/trace.ts';
import type { AttributeValue } from '../../value.ts';
import { type CollectionName, collectionNames } from '../clauseWords.ts';
import { evaluateFilter, type FilterResult } from '../evaluateFilter.ts';
import { type ChangePhrase, phraseOf } from './nearestFixPhrase.ts';
import { possibleValues } from './nearestFixValues.ts';
import { type RankedGroup, rankedGroups } from './nearestGroups.ts';
import { combinations, type IsRedacted, type ScopeChange, type ScopeState, subjectOf, userChange } from './scopeChange.ts';

/** Changes of the person that are offered for the filters. */
const mostChanges = 4;
/** Choices of one group from each collection that are tried. */
const mostTries = 60;

/** The clauses that one attribute must satisfy at once, in their collections. */
export type WantedClauses = ReadonlyMap<CollectionName, readonly FilterClause[]>;

/** What the directory makes itself: no engineer sets it. */
const fixedAttributes: ReadonlySet<string> = new Set(['objectguid', 'objectsid', 'objectid', 'id', 'issoftdeleted']);

/**
 * The smallest changes of attributes that satisfy one group of each collection. An attribute whose value already satisfies all clauses of
 * the chosen groups stays as it is, so that the changed attributes are exactly those that must change for this choice.
 */
export function userChanges(state: ScopeState, result: FilterResult, isRedacted: IsRedacted): readonly ScopeChange[] {
  const scope = state.configuration.scope;
  const names = scope ? collectionNames.filter((name) => scope[name].length > 0) : [];
  if (!scope || names.length === 0) return [];
  const kept = names.length === 1 ? 200 : 12;
  const ranked = names.map((name) => rankedGroups(scope, name, result, kept).map((group) => ({ ...group, name })));
  const choices = combinations(ranked)
    .map((groups) => ({ groups, attributes: new Set(groups.flatMap((group) => [...group.failing])) }))
    .sort((left, right) => left.attributes.size - right.attributes.size);
  const solve = solver(state, isRedacted);
  const found: { readonly attributes: ReadonlySet<string>; readonly change: ScopeChange }[] = [];
  const phrases = new Set<string>();
  for (const { groups, attributes } of choices.slice(0, mostTries)) {
    if (found.length >= mostChanges) break;
    if (found.some((one) => one.attributes.size < attributes.size && [...one.attributes].every((name) => attributes.has(name))))
      continue;
    const change = solved(groups, attributes, solve);
    if (!change || phrases.has(change.phrase)) continue;
    phrases.add(change.phrase);
    found.push({ attributes, change });
  }
  return found.map(({ change }) => change);
}

type Solve = (attribute: string, wanted: WantedClauses) => ({ readonly value: AttributeValue } & ChangePhrase) | null;

function solved(
  groups: readonly (RankedGroup & { readonly name: CollectionName })[],
  attributes: ReadonlySet<string>,
  solve: Solve,
): ScopeChange | null {
  const values: FixedAttribute[] = [];
  const phrases: string[] = [];
  for (const attribute of attributes) {
    const wanted = new Map(
      groups.map(({ name, group }) => [name, group.clauses.filter((clause) => clause.sourceOperandName === attribute)] as const),
    );
    const solution = solve(attribute, wanted);
    if (!solution) return null;
    values.push({ name: attribute, value: solution.value, exact: solution.exact });
    phrases.push(solution.phrase);
  }
  const last = phrases.at(-1);
  if (last === undefined) return null;
  const phrase = phrases.length === 1 ? last : `${phrases.slice(0, -1).join(', ')} and ${last}`;
  const pointer = groups.find((group) => group.failing.size > 0)?.group.pointer ?? null;
  return userChange(phrase, values, pointer);
}

/** Finds a value that satisfies the clauses of one attribute; what was found is remembered by the clauses. */
function solver(state: ScopeState, isRedacted: IsRedacted): Solve {
  const known = new Map<string, ReturnType<Solve>>();
  return (attribute, wanted) => {
    const key = [attribute, ...[...wanted].flatMap(([name, clauses]) => [name, ...clauses.map(({ pointer }) => pointer)])].join(
      '\n',
    );
    const before = known.get(key);
    if (before !== undefined) return before;
    const solution = solveAttribute(state, attribute, wanted, isRedacted(attribute));
    known.set(key, solution);
    return solution;
  };
}

function solveAttribute(state: ScopeState, attribute: string, wanted: WantedClauses, redacted: boolean): ReturnType<Solve> {
  if (fixedAttributes.has(attribute.toLowerCase())) return null;
  const actual = state.attributes.get(attribute) ?? null;
  const present = redacted ? null : actual;
  const definition = state.configuration.sourceObject?.attributes.find(({ name }) => name === attribute) ?? null;
  const filter = filterOf(wanted);
  const test = (value: AttributeValue): 'passed' | 'failed' | 'stop' => {
    const result = evaluateFilter(filter, new Map([[attribute, value]]), state.options.semantics);
    const groups = collectionNames.flatMap((name) => result[name].groups);
    // A pattern that cannot be searched for here decides nothing, however many values are tried.
    if (
      groups.some(({ clauses }) =>
        clauses.some((one) => one.verdict === 'unknown' && one.operator.toUpperCase().includes('REGEX')),
      )
    ) {
      return 'stop';
    }
    return groups.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'failed';
  };
  const clauses = [...wanted.values()].flat();
  const parts = valuesOf(present);
  const keptParts = parts.length > 1 ? parts.filter((part) => test(part) === 'passed') : [];
  for (const value of possibleValues({
    attribute,
    clauses,
    present,
    kept: keptParts,
    definition,
    clears: !hasClauses(wanted, 'groups'),
  })) {
    const verdict = test(value);
    if (verdict === 'stop') return null;
    if (verdict === 'failed') continue;
    const failing = clauses.filter((clause) => !passes(state, clause, wanted, actual));
    return { value, ...phraseOf({ attribute, subject: subjectOf(state), failing, clauses, present, value }) };
  }
  return null;
}

function hasClauses(wanted: WantedClauses, name: CollectionName): boolean {
  return (wanted.get(name) ?? []).length > 0;
}

function passes(state: ScopeState, clause: FilterClause, wanted: WantedClauses, actual: AttributeValue): boolean {
  const name = collectionNames.find((one) => wanted.get(one)?.includes(clause)) ?? 'groups';
  const filter = filterOf(new Map([[name, [clause]]]));
  return (
    evaluateFilter(filter, new Map([[clause.sourceOperandName, actual]]), state.options.semantics)[name].verdict === 'passed'
  );
}

function filterOf(wanted: WantedClauses): Filter {
  const nowhere = { range: { start: 0, end: 0 }, pointer: '' };
  const groups = (name: CollectionName): readonly FilterGroup[] => {
    const clauses = wanted.get(name) ?? [];
    return clauses.length === 0 ? [] : [{ ...nowhere, name: '', clauses }];
  };
  return {
    ...nowhere,
    groups: groups('groups'),
    inputFilterGroups: groups('inputFilterGroups'),
    categoryFilterGroups: groups('categoryFilterGroups'),
  };
}
