import type { EvaluationContext } from '../expression/evaluationContext.ts';
import { hasUnchangedSwitch } from '../functions/unchangedSource.ts';
import { gateAttributes } from '../scope/gates.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';
import { sameTexts } from './compareValues.ts';
import type { CompiledConfiguration, CompiledMapping } from './compileConfiguration.ts';
import type { FlowedAttribute } from './flowAttribute.ts';
import { comesFromEntra } from './standing.ts';

/** An object on which only some source attributes changed since the last cycle. */
export interface IncrementalChange {
  /** In the spelling of the configuration. */
  readonly changed: ReadonlySet<string>;
  /**
   * The defect of `Switch` over an unchanged source (facts/expression-language.md, E13; anchors.md, section 0): documented where Entra is
   * the source and another mapped attribute changed. `possible` warns, `strikes` gives null, by the reading `switchUnchangedSource`.
   */
  readonly defect: 'none' | 'possible' | 'strikes';
}

/** The source attributes that a user named, in the spelling of the configuration; a name that it does not have stays as it is. */
export function spelledNames({ reads }: CompiledConfiguration, names: readonly string[]): readonly string[] {
  const spellings = new Map([...reads.keys(), ...gateAttributes].map((name) => [name.toLowerCase(), name]));
  return names.map((name) => (reads.has(name) ? name : (spellings.get(name.toLowerCase()) ?? name)));
}

/** @param names in the spelling of the configuration. */
export function incrementalChange(
  compiled: CompiledConfiguration,
  names: readonly string[],
  semantics: WithSemantics,
): IncrementalChange {
  const changed = new Set(names);
  // The service makes IsSoftDeleted from what scope looks at, so it can change with any of that.
  if (names.some((name) => decidesScope(compiled, name))) changed.add('IsSoftDeleted');
  const struck =
    comesFromEntra(compiled.configuration) && compiled.mappings.some(({ reads }) => reads.some((name) => changed.has(name)));
  const defect = !struck ? 'none' : readingOf(semantics, 'switchUnchangedSource') === 'null' ? 'strikes' : 'possible';
  return { changed, defect };
}

function decidesScope({ configuration: { scope } }: CompiledConfiguration, attribute: string): boolean {
  if (gateAttributes.includes(attribute)) return true;
  const groups = scope ? [...scope.groups, ...scope.inputFilterGroups, ...scope.categoryFilterGroups] : [];
  return groups.some(({ clauses }) => clauses.some(({ sourceOperandName }) => sourceOperandName === attribute));
}

/** Whether a mapping flows in an incremental update. Creation and deprovisioning carry every mapping, as a full import does. */
export function flowsIn(change: IncrementalChange, compiled: CompiledMapping): boolean {
  if (compiled.mapping.flowBehavior === 'FlowAlways') return true;
  if (compiled.reads.some((name) => change.changed.has(name))) return true;
  return change.defect === 'strikes' && isExposed(change, compiled);
}

/** Whether the mapping has a `Switch` for the defect to strike. References must not go through Switch at all (E12). */
export function isExposed({ changed, defect }: IncrementalChange, { root, definition }: CompiledMapping): boolean {
  return defect !== 'none' && root !== null && definition?.type !== 'Reference' && hasUnchangedSwitch(root, changed);
}

/** The context in which the defect strikes. */
export function struckContext(context: EvaluationContext, { changed }: IncrementalChange): EvaluationContext {
  return { ...context, changedSources: changed };
}

/** Whether two flows of one mapping come to different writes. */
export function writesOtherwise(one: FlowedAttribute, other: FlowedAttribute): boolean {
  if (one.written !== other.written || one.failure !== other.failure) return true;
  return one.written && !sameTexts(one.new, other.new);
}

/** What the defect does to a mapping, for its note. @param struck the flow where the defect strikes. */
export function defectSentence({ defect }: IncrementalChange, struck: FlowedAttribute): string {
  const does = defect === 'strikes';
  const consequence = struck.failure
    ? 'and fail the object'
    : struck.written && struck.new === null
      ? 'and clear the attribute in the target'
      : struck.written
        ? 'and write another value'
        : 'and keep the attribute from being written';
  const reading = does ? ' ("switchUnchangedSource": "null")' : '';
  return `A known defect of the service ${does ? 'makes' : 'may make'} this Switch give null ${consequence}, because its source is no part of the change${reading}. Write it with IIF.`;
}
