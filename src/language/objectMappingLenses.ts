import type { ConfigurationReference } from '../core/connection/connection.ts';
import type { ObjectMapping, SynchronizationRule, SynchronizationSchema } from '../core/schema/model.ts';
import { resolveConfiguration } from '../core/schema/resolveConfiguration.ts';
import type { TextRange } from '../core/text/range.ts';

/** An object mapping named as a connection file names it. */
export interface ObjectMappingChoice {
  /** Name or id of the rule. */
  readonly rule: string;
  /** Name of the object mapping; its JSON pointer where the name is missing or not unique in the rule. */
  readonly objectMapping: string;
}

/** A line above an object mapping that starts a run or chooses its user. */
export interface ObjectMappingLens {
  readonly action: 'run' | 'chooseUser';
  readonly range: TextRange;
  readonly title: string;
  /** Null where the lens stands on the mapping that the connection itself names. */
  readonly choice: ObjectMappingChoice | null;
}

/** The lenses of a synchronization schema: two above each object mapping. */
export function schemaLenses(
  schema: SynchronizationSchema,
  reference: ConfigurationReference | null,
  userName: string | null,
): readonly ObjectMappingLens[] {
  const ownPointer = pointerOfReference(schema, reference);
  return schema.synchronizationRules.flatMap((rule) =>
    rule.objectMappings.flatMap((mapping) =>
      lensesAt(mapping.range, mapping.pointer === ownPointer ? null : choiceOf(rule, mapping), userName),
    ),
  );
}

/** The lenses of a mapping file, which is one object mapping. */
export function mappingFileLenses(mapping: ObjectMapping, userName: string | null): readonly ObjectMappingLens[] {
  return lensesAt(mapping.range, null, userName);
}

function lensesAt(range: TextRange, choice: ObjectMappingChoice | null, userName: string | null): readonly ObjectMappingLens[] {
  const title = userName === null ? '▶ Provision on demand…' : `▶ Provision on demand: ${userName}`;
  return [
    { action: 'run', range, title, choice },
    { action: 'chooseUser', range, title: 'Choose user…', choice },
  ];
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
