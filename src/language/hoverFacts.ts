import type { Configuration } from '../core/schema/configuration.ts';
import type { AttributeMapping, FilterClause, FilterGroup } from '../core/schema/model.ts';
import type {
  Change,
  ClauseResult,
  GroupResult,
  ImportedAttribute,
  MappingEvaluation,
  MatchAttempt,
  ScopeFix,
  Trace,
} from '../core/trace/trace.ts';
import type { AttributeValue } from '../core/value.ts';
import type { RunFacts } from './runFacts.ts';

/**
 * What a run found about the things of a document. A pointer of a stale run may lead to another thing by now, so each answer is held to what
 * stands in the text: a thing that was written differently when it ran is not known.
 */
export interface HoverFacts {
  readonly subject: string;
  readonly stale: boolean;
  change(mapping: AttributeMapping): Change | null;
  evaluation(mapping: AttributeMapping): MappingEvaluation | null;
  attempt(mapping: AttributeMapping): MatchAttempt | null;
  clause(clause: FilterClause): ClauseResult | null;
  group(group: FilterGroup): GroupResult | null;
  /** The nearest change that is about one of these pointers and lets the person in; null where none is known. */
  fix(...pointers: readonly string[]): ScopeFix | null;
  /** A source attribute; undefined where the run did not read it. */
  attribute(name: string): AttributeValue | undefined;
}

/**
 * What the run found about an object mapping (or a scope file); null where it was made for another one.
 * @param configuration null in a scope file.
 */
export function hoverFacts(facts: RunFacts | null, configuration: Configuration | null): HoverFacts | null {
  if (!facts || !isAbout(facts, configuration)) return null;
  const { trace, stale, holds } = facts;
  const [, importing, scoping, matching, action] = trace.steps;
  const holdsMappings = holds !== 'scope';
  const holdsScope = holds !== 'mappings';
  const isOf = (mapping: AttributeMapping, one: { readonly mapping: string; readonly target: string }): boolean =>
    holdsMappings && one.mapping === mapping.pointer && one.target === mapping.targetAttributeName;
  return {
    subject: trace.subject.displayName || trace.subject.id,
    stale,
    change: (mapping) => trace.changes.find((one) => isOf(mapping, one)) ?? null,
    evaluation: (mapping) => action.details.evaluations?.find((one) => isOf(mapping, one)) ?? null,
    attempt: (mapping) => matching.details.attempts?.find((one) => isOf(mapping, one)) ?? null,
    clause: (clause) =>
      (holdsScope && groupsOf(trace).flatMap(({ clauses }) => clauses.find((one) => isResultOf(one, clause)) ?? [])[0]) || null,
    group: (group) =>
      (holdsScope && groupsOf(trace).find((one) => one.pointer === group.pointer && isSameGroup(one, group))) || null,
    fix: (...pointers) =>
      (holdsScope && scoping.details.whyNot?.fixes.find(({ pointer }) => pointer !== null && pointers.includes(pointer))) || null,
    attribute: (name) => {
      const found: ImportedAttribute | undefined = importing.details.attributes?.find((one) => one.name === name);
      if (found) return found.value;
      return importing.details.absent?.includes(name) ? null : undefined;
    },
  };
}

/** Whether a run was made with an object mapping: by the pointers in its trace, or by the names where it did not come so far. */
function isAbout({ trace, holds }: RunFacts, configuration: Configuration | null): boolean {
  if (!configuration || holds === 'scope') return true;
  const { objectMapping, rule } = configuration;
  if (objectMapping.pointer === '') return true;
  const pointer = trace.changes[0]?.mapping ?? trace.steps[4].details.evaluations?.[0]?.mapping;
  if (pointer !== undefined) return pointer.startsWith(`${objectMapping.pointer}/`);
  const isRule = rule === null || trace.configuration.rule === rule.name || trace.configuration.rule === rule.id;
  return isRule && trace.configuration.objectMapping === objectMapping.name;
}

export function groupsOf(trace: Trace): readonly GroupResult[] {
  const { collections } = trace.steps[2].details;
  if (!collections) return [];
  return [collections.groups, collections.inputFilterGroups, collections.categoryFilterGroups].flatMap(({ groups }) => groups);
}

function isSameGroup(result: GroupResult, group: FilterGroup): boolean {
  return (
    result.clauses.length === group.clauses.length &&
    result.clauses.every((one, index) => {
      const clause = group.clauses[index];
      return clause !== undefined && isResultOf(one, clause);
    })
  );
}

function isResultOf(result: ClauseResult, clause: FilterClause): boolean {
  return (
    result.pointer === clause.pointer &&
    result.attribute === clause.sourceOperandName &&
    result.operator === clause.operatorName &&
    result.expected.length === clause.values.length &&
    result.expected.every((value, index) => value === clause.values[index])
  );
}
