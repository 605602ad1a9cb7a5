import type { Dialect } from '../expression/dialect.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ProblemCode } from '../problemCodes.ts';
import type { TextRange } from '../text/range.ts';
import type { Configuration, ConfigurationInRule } from './configuration.ts';
import { isActiveDirectory, isEntra } from './directoryNames.ts';
import type { Filter, ObjectDefinition, ObjectMapping, SynchronizationRule, SynchronizationSchema } from './model.ts';

/** Which part of a schema a run is for; null where the connection leaves it open. */
export interface ConfigurationChoice {
  /** Name or id of the rule. */
  readonly rule: string | null;
  /** Name of the object mapping, or its JSON pointer. */
  readonly objectMapping: string | null;
  readonly dialect: Dialect | null;
}

export type ConfigurationResult =
  | ({ readonly ok: true } & ConfigurationInRule)
  | { readonly ok: false; readonly problem: Problem };

interface Candidate {
  readonly rule: SynchronizationRule;
  readonly objectMapping: ObjectMapping;
}

/** Finds the rule and the object mapping that a connection names. Where it names none, the one that maps users is taken. */
export function resolveConfiguration(schema: SynchronizationSchema, choice: ConfigurationChoice): ConfigurationResult {
  const rules = schema.synchronizationRules.filter(
    (rule) => choice.rule === null || rule.name === choice.rule || rule.id === choice.rule,
  );
  if (rules.length === 0) {
    const names = list(schema.synchronizationRules.map((rule) => rule.name));
    const message =
      choice.rule === null
        ? 'The schema has no synchronization rules.'
        : `The schema has no synchronization rule "${choice.rule}".`;
    return refuse(
      'rule-unknown',
      schema.range,
      message,
      names === '' ? 'Export the schema of the synchronization job again.' : `Its rules are: ${names}.`,
    );
  }
  const candidates = rules.flatMap((rule) => rule.objectMappings.map((objectMapping) => ({ rule, objectMapping })));
  const named =
    choice.objectMapping === null
      ? usual(candidates)
      : candidates.filter((candidate) => isNamed(candidate, choice.objectMapping));
  const [first, second] = named;
  const range = rules.length === 1 && rules[0] ? rules[0].range : schema.range;
  const names = list(candidates.map((candidate) => candidate.objectMapping.name));
  if (!first) {
    const what = choice.objectMapping === null ? 'no enabled object mapping' : `no object mapping "${choice.objectMapping}"`;
    const where = rules.length === 1 && rules[0] ? `The rule "${rules[0].name}"` : 'The schema';
    return refuse(
      'object-mapping-unknown',
      range,
      `${where} has ${what}.`,
      names === '' ? null : `Its object mappings are: ${names}.`,
    );
  }
  if (second) {
    return refuse(
      'object-mapping-ambiguous',
      range,
      `Several object mappings fit: ${list(named.map((candidate) => candidate.objectMapping.name))}.`,
      'Name one of them in the connection file as "objectMapping" (and its rule as "rule").',
    );
  }
  const { rule, objectMapping } = first;
  const related = rule.objectMappings
    .filter((other) => other !== objectMapping && other.enabled && other.attributeMappings.length > 0)
    .map((other) => configurationOf(schema, rule, other, choice.dialect));
  return { ok: true, configuration: configurationOf(schema, rule, objectMapping, choice.dialect), related };
}

/** The configuration of one object mapping of a schema. Without a dialect, that of the rule's directories. */
export function configurationOf(
  schema: SynchronizationSchema,
  rule: SynchronizationRule,
  objectMapping: ObjectMapping,
  dialect: Dialect | null = null,
): Configuration {
  return {
    dialect: dialect ?? dialectOf(rule),
    rule,
    objectMapping,
    scope: objectMapping.scope,
    sourceObject: objectDefinition(schema, rule.sourceDirectoryName, objectMapping.sourceObjectName),
    targetObject: objectDefinition(schema, rule.targetDirectoryName, objectMapping.targetObjectName),
  };
}

/** The configuration of a mapping file with, where there is one, a scope file of its own. */
export function standaloneConfiguration(
  objectMapping: ObjectMapping,
  scope: Filter | null,
  dialect: Dialect | null,
): Configuration {
  return {
    dialect: dialect ?? 'app-provisioning',
    rule: null,
    objectMapping,
    scope: scope ?? objectMapping.scope,
    sourceObject: null,
    targetObject: null,
  };
}

function isNamed(candidate: Candidate, name: string | null): boolean {
  return candidate.objectMapping.name === name || candidate.objectMapping.pointer === name;
}

/** The enabled mappings that have attribute mappings; of several, those of users. */
function usual(candidates: readonly Candidate[]): readonly Candidate[] {
  const enabled = candidates.filter(({ objectMapping }) => objectMapping.enabled && objectMapping.attributeMappings.length > 0);
  const users = enabled.filter(({ objectMapping }) => objectMapping.sourceObjectName.toLowerCase() === 'user');
  return users.length > 0 ? users : enabled;
}

/** Cloud sync runs between Active Directory and Entra; everything else, HR to Active Directory too, is app provisioning. */
function dialectOf(rule: SynchronizationRule): Dialect {
  const { sourceDirectoryName: source, targetDirectoryName: target } = rule;
  const isCloudSync = (isActiveDirectory(source) && isEntra(target)) || (isActiveDirectory(target) && isEntra(source));
  return isCloudSync ? 'cloud-sync' : 'app-provisioning';
}

function objectDefinition(schema: SynchronizationSchema, directoryName: string, objectName: string): ObjectDefinition | null {
  const objects = schema.directories
    .filter((directory) => directory.name === directoryName)
    .flatMap((directory) => directory.objects);
  return (
    objects.find((object) => object.name === objectName) ??
    objects.find((object) => object.name.toLowerCase() === objectName.toLowerCase()) ??
    null
  );
}

function list(names: readonly string[]): string {
  return names.map((name) => (name === '' ? '(without a name)' : `"${name}"`)).join(', ');
}

function refuse(code: ProblemCode, range: TextRange, message: string, fix: string | null): ConfigurationResult {
  return { ok: false, problem: problemOf(code, range, message, fix) };
}
