import type { ConfigurationReference } from '../core/connection/connection.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { ObjectMapping, SynchronizationRule, SynchronizationSchema } from '../core/schema/model.ts';
import { resolveConfiguration } from '../core/schema/resolveConfiguration.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { hoverFacts } from './hoverFacts.ts';
import { shownName } from './hoverValue.ts';
import type { RunFacts } from './runFacts.ts';

/** An object mapping named as a connection file names it. */
export interface ObjectMappingChoice {
  /** Name or id of the rule. */
  readonly rule: string;
  /** Name of the object mapping; its JSON pointer where the name is missing or not unique in the rule. */
  readonly objectMapping: string;
}

/** A line above an object mapping: it starts a run, chooses its user, or only says something. */
export interface ObjectMappingLens {
  readonly action: 'run' | 'chooseUser' | 'counts';
  readonly range: TextRange;
  readonly title: string;
  /** Null where the lens stands on the mapping that the connection itself names, and for `counts`. */
  readonly choice: ObjectMappingChoice | null;
}

/**
 * The lenses of a schema or mapping file: above each object mapping one that runs it, one that chooses the user, and its counts.
 * @param userName whom a run would be for; null where nobody was chosen.
 */
export function objectMappingLenses(
  analysis: DocumentAnalysis,
  reference: ConfigurationReference | null,
  userName: string | null,
  facts: RunFacts | null,
): readonly ObjectMappingLens[] {
  const ownPointer = analysis.schema ? pointerOfReference(analysis.schema, reference) : '';
  const runTitle = userName === null ? '▶ Provision on demand…' : `▶ Provision on demand: ${shownName(userName)}`;
  return analysis.configurations.flatMap((configuration) => {
    const { rule, objectMapping } = configuration;
    const { range } = objectMapping;
    const choice = rule && objectMapping.pointer !== ownPointer ? choiceOf(rule, objectMapping) : null;
    return [
      { action: 'run', range, title: runTitle, choice },
      { action: 'chooseUser', range, title: 'Choose user…', choice },
      { action: 'counts', range, title: countsOf(configuration, userName, facts), choice: null },
    ] satisfies readonly ObjectMappingLens[];
  });
}

/** `136 mappings · 1 failing · 6 changed`; what a run found only where the text is still what it ran with. */
function countsOf(configuration: Configuration, userName: string | null, facts: RunFacts | null): string {
  const { objectMapping } = configuration;
  const total = objectMapping.attributeMappings.length;
  const parts = [`${total} ${total === 1 ? 'mapping' : 'mappings'}`];
  if (!objectMapping.enabled) parts.push('disabled');
  const found = facts && !facts.stale && facts.holds !== 'scope' ? hoverFacts(facts, configuration) : null;
  const changes = facts && found ? facts.trace.changes : [];
  if (!facts || !found || changes.length === 0) return parts.join(' · ');
  const unsupported = new Set(
    (facts.trace.steps[4].details.evaluations ?? [])
      .filter(({ outcome }) => outcome === 'unsupported')
      .map(({ mapping }) => mapping),
  );
  // "Failed" is the trace's word for what cannot be evaluated locally, too, which is no failure.
  const failed = changes.filter(({ state }) => state === 'failed');
  const unknown = failed.filter(({ mapping }) => unsupported.has(mapping)).length;
  if (failed.length > unknown) parts.push(`${failed.length - unknown} failing`);
  if (unknown > 0) parts.push(`${unknown} not evaluated locally`);
  parts.push(`${changes.filter(({ state }) => state === 'changed').length} changed`);
  const counts = parts.join(' · ');
  return found.subject === userName ? counts : `${counts} (${shownName(found.subject)})`;
}

function pointerOfReference(schema: SynchronizationSchema, reference: ConfigurationReference | null): string | null {
  if (reference?.kind !== 'schema') return null;
  const resolved = resolveConfiguration(schema, reference);
  return resolved.ok ? resolved.configuration.objectMapping.pointer : null;
}

function choiceOf(rule: SynchronizationRule, mapping: ObjectMapping): ObjectMappingChoice {
  const isUnique = mapping.name !== '' && rule.objectMappings.filter((other) => other.name === mapping.name).length === 1;
  return { rule: rule.id === '' ? rule.name : rule.id, objectMapping: isUnique ? mapping.name : mapping.pointer };
}
