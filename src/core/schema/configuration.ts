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
  const attributes = configuration.targetObject?.attributes ?? [];
  return (
    attributes.find((attribute) => attribute.name === name) ??
    attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase()) ??
    null
  );
}
