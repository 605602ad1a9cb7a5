import type { Dialect } from '../expression/dialect.ts';
import type { AttributeDefinition, Filter, ObjectDefinition, ObjectMapping, SynchronizationRule } from './model.ts';

/** What one run is made with: an object mapping, its scope, and what is known of the attributes on both sides. */
export interface Configuration {
  readonly dialect: Dialect;
  /** Null for a mapping file, which stands alone. */
  readonly rule: SynchronizationRule | null;
  readonly objectMapping: ObjectMapping;
  /** From the object mapping, or from a scope file of its own. */
  readonly scope: Filter | null;
  readonly sourceObject: ObjectDefinition | null;
  readonly targetObject: ObjectDefinition | null;
}

/** What a run is made with, and the other object mappings of its rule, by which references are matched. */
export interface ConfigurationInRule {
  readonly configuration: Configuration;
  /** Enabled ones only, in the order of the schema. */
  readonly related: readonly Configuration[];
}

/** The definition of a target attribute. Names are compared without case: schema and service differ in it (facts, section 11b). */
export function targetDefinition(configuration: Configuration, name: string): AttributeDefinition | null {
  const { targetObject } = configuration;
  if (!targetObject) return null;
  const { exact, folded } = namesOf(targetObject);
  return exact.get(name) ?? folded.get(name.toLowerCase()) ?? null;
}

interface AttributeNames {
  readonly exact: ReadonlyMap<string, AttributeDefinition>;
  readonly folded: ReadonlyMap<string, AttributeDefinition>;
}

/** A schema may have a thousand mappings on a thousand attributes. */
const namesByObject = new WeakMap<ObjectDefinition, AttributeNames>();

function namesOf(object: ObjectDefinition): AttributeNames {
  const known = namesByObject.get(object);
  if (known) return known;
  // The first of two that have one name counts.
  const backwards = object.attributes.toReversed();
  const names = {
    exact: new Map(backwards.map((attribute) => [attribute.name, attribute])),
    folded: new Map(backwards.map((attribute) => [attribute.name.toLowerCase(), attribute])),
  };
  namesByObject.set(object, names);
  return names;
}
