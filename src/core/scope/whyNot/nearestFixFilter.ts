import type { Filter, FilterClause, FilterGroup } from '../../schema/model.ts';
import type { ClauseResult } from '../../trace/trace.ts';
import { type CollectionName, clauseText, collectionNames, groupKinds, nearMiss, quoted } from '../clauseWords.ts';
import type { FilterResult } from '../evaluateFilter.ts';
import { type RankedGroup, rankedGroups } from './nearestGroups.ts';
import { combinations, type IsRedacted, type ScopeChange, type ScopeState } from './scopeChange.ts';

/** Groups of a collection for which a change is offered, and choices over all collections. */
const mostGroups = 2;
const mostChoices = 6;
/** Longer values are no operand that anybody writes. */
const longestOperand = 200;

interface GroupsChange {
  readonly collection: CollectionName;
  readonly phrase: string;
  readonly consequence: string;
  readonly pointer: string;
  readonly cost: number;
  readonly groups: readonly FilterGroup[];
}

/**
 * Changes of the filter that admit the person: another group (an OR of groups is documented), another operand, a clause less. Each says
 * whom else it admits.
 */
export function filterChanges(state: ScopeState, result: FilterResult, isRedacted: IsRedacted): readonly ScopeChange[] {
  const scope = state.configuration.scope;
  if (!scope) return [];
  const failing = collectionNames.filter((name) => result[name].verdict === 'failed');
  if (failing.length === 0) return [];
  const lists = failing.map((name) =>
    rankedGroups(scope, name, result, mostGroups)
      .flatMap((ranked) => groupChanges(scope, name, ranked, isRedacted))
      .sort((left, right) => left.cost - right.cost),
  );
  return combinations(lists)
    .slice(0, mostChoices)
    .map((changes) => ({
      changes: 'filter',
      phrase: changes.map(({ phrase }) => phrase).join(', and '),
      consequence: changes.map(({ consequence }) => consequence).join(' '),
      pointer: changes[0]?.pointer ?? null,
      attributes: [],
      cost: changes.reduce((sum, { cost }) => sum + cost, 0),
      apply: (before) => ({
        ...before,
        configuration: { ...before.configuration, scope: changedFilter(before.configuration.scope ?? scope, changes) },
      }),
    }));
}

function changedFilter(scope: Filter, changes: readonly GroupsChange[]): Filter {
  return { ...scope, ...Object.fromEntries(changes.map(({ collection, groups }) => [collection, groups])) };
}

function groupChanges(scope: Filter, name: CollectionName, ranked: RankedGroup, isRedacted: IsRedacted): readonly GroupsChange[] {
  const failed = ranked.result.clauses.filter(({ verdict }) => verdict !== 'passed');
  return [
    ...respelled(scope, name, ranked, failed, isRedacted),
    ...another(scope, name, ranked, failed, isRedacted),
    ...without(scope, name, ranked, failed),
  ];
}

/** The person's own spelling in place of the filter's, where upper and lower case or blanks are all that differs. */
function respelled(
  scope: Filter,
  name: CollectionName,
  { group }: RankedGroup,
  failed: readonly ClauseResult[],
  isRedacted: IsRedacted,
): readonly GroupsChange[] {
  const [only, ...more] = failed;
  if (!only || more.length > 0 || isRedacted(only.attribute)) return [];
  const miss = nearMiss(only.actual, only.operator, only.expected);
  if (miss === null || typeof only.actual !== 'string') return [];
  const { actual } = only;
  const clauses = group.clauses.map((clause) =>
    clause.pointer === only.pointer
      ? { ...clause, values: clause.values.map((text) => (text === miss ? actual : text)) }
      : clause,
  );
  return [
    {
      collection: name,
      phrase: `write the filter's value as ${quoted(actual)} instead of ${quoted(miss)}`,
      consequence: `Whoever has ${quoted(miss)} as ${only.attribute} no longer passes this clause then.`,
      pointer: only.pointer,
      cost: 1,
      groups: replaced(scope[name], group, { ...group, clauses }),
    },
  ];
}

/** A group like the nearest one, in which each failing clause is replaced by one that fits what the person has. */
function another(
  scope: Filter,
  name: CollectionName,
  ranked: RankedGroup,
  failed: readonly ClauseResult[],
  isRedacted: IsRedacted,
): readonly GroupsChange[] {
  const { group } = ranked;
  const made: FilterClause[] = [];
  for (const attribute of ranked.failing) {
    const [first] = failed.filter((clause) => clause.attribute === attribute);
    const original = group.clauses.find(({ pointer }) => pointer === first?.pointer);
    const fitting = first && original && !isRedacted(attribute) ? fittingClause(first, original) : null;
    if (!fitting) return [];
    made.push(fitting);
  }
  if (made.length === 0) return [];
  const gone = new Set(failed.map(({ pointer }) => pointer));
  const others = group.clauses.filter(({ pointer }) => !gone.has(pointer));
  const words = made.map((clause) => clauseText(clause.sourceOperandName, clause.operatorName, clause.values)).join(' and ');
  const place = others.length === 0 ? '' : ` and otherwise the clauses of ${titleOf(ranked)}`;
  const admits = made.map(admitted).join(' and ');
  return [
    {
      collection: name,
      phrase: `add another ${groupKinds[name]} with ${words}${place}`,
      consequence: `That admits everybody ${admits}${others.length === 0 ? '' : ' and who satisfies those clauses'}.`,
      pointer: `${scope.pointer}/${name}`,
      cost: failed.length,
      groups: [...scope[name], { ...group, pointer: `${group.pointer}+`, clauses: [...others, ...made] }],
    },
  ];
}

/** A clause that is true of what the person has, as narrow as the documented operators allow; null where none is. */
function fittingClause({ actual, operator }: ClauseResult, original: FilterClause): FilterClause | null {
  if (actual === null || actual.length === 0) return { ...original, operatorName: 'IS NULL', values: [] };
  if (typeof actual !== 'string' || actual.length > longestOperand) return null;
  if (/^IS[ _](?:TRUE|FALSE)$/i.test(operator)) {
    if (!/^(?:true|false)$/i.test(actual)) return null;
    return { ...original, operatorName: `IS ${actual.toUpperCase()}`, values: [] };
  }
  return { ...original, operatorName: 'EQUALS', values: [actual] };
}

function admitted({ sourceOperandName, operatorName, values }: FilterClause): string {
  if (operatorName === 'IS NULL') return `whose ${sourceOperandName} is empty`;
  if (operatorName === 'EQUALS') return `whose ${sourceOperandName} is ${quoted(values[0] ?? '')}`;
  return `whose ${sourceOperandName} is ${operatorName.slice('IS '.length).toLowerCase()}`;
}

/** The nearest group without what fails. Its last clause is never removed: a group without clauses lets everybody in. */
function without(
  scope: Filter,
  name: CollectionName,
  ranked: RankedGroup,
  failed: readonly ClauseResult[],
): readonly GroupsChange[] {
  const { group } = ranked;
  if (failed.length === 0 || failed.length > 2 || failed.length >= group.clauses.length) return [];
  const gone = new Set(failed.map(({ pointer }) => pointer));
  const words = failed.map((clause) => clauseText(clause.attribute, clause.operator, clause.expected)).join(' and ');
  const clauses = group.clauses.filter(({ pointer }) => !gone.has(pointer));
  const free = [...ranked.failing].filter((name) => clauses.every(({ sourceOperandName }) => sourceOperandName !== name));
  const whatever = free.length === 0 ? '' : `, whatever their ${free.join(' and ')}`;
  return [
    {
      collection: name,
      phrase: `remove the clause${failed.length > 1 ? 's' : ''} ${words} from ${titleOf(ranked)}`,
      consequence: `That admits everybody who satisfies its other clauses${whatever}.`,
      pointer: failed[0]?.pointer ?? group.pointer,
      cost: failed.length,
      groups: replaced(scope[name], group, { ...group, clauses }),
    },
  ];
}

function replaced(groups: readonly FilterGroup[], old: FilterGroup, next: FilterGroup): readonly FilterGroup[] {
  return groups.map((group) => (group === old ? next : group));
}

/** A group by its name, or by its place where it has none. */
export function titleOf({ group, number }: RankedGroup): string {
  return group.name === '' ? `group ${number}` : quoted(group.name);
}
