import { basename, resolve } from 'node:path';
import type { ConfigurationReference } from '../core/connection/connection.ts';
import type { Problem } from '../core/problem.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { Filter } from '../core/schema/model.ts';
import { readMappingFile, readScopeFile } from '../core/schema/readSchema.ts';
import { resolveConfiguration, standaloneConfiguration } from '../core/schema/resolveConfiguration.ts';
import type { TextRange } from '../core/text/range.ts';
import { readSchemaOnce } from './readSchemaOnce.ts';
import { readFile, refusal, withPlace } from './refusal.ts';
import type { FileProblem, RunHost, RunRefusal } from './run.ts';

/** A configuration with the files it was read from. */
export interface LoadedConfiguration {
  readonly ok: true;
  readonly configuration: Configuration;
  /** The other object mappings of its rule. */
  readonly related: readonly Configuration[];
  readonly configurationPath: string;
  readonly scopePath: string | null;
  /** The texts that were read, for the hash. */
  readonly texts: readonly string[];
  readonly problems: readonly FileProblem[];
}

type Schema = Extract<ConfigurationReference, { readonly kind: 'schema' }>;
type Mapping = Extract<ConfigurationReference, { readonly kind: 'mapping' }>;

/** Reads what a connection names as its configuration: a schema, or a mapping file with or without a scope file. */
export async function loadConfiguration(
  reference: ConfigurationReference,
  folder: string,
  host: RunHost,
  objectMappingPointer: string | null,
): Promise<LoadedConfiguration | RunRefusal> {
  return reference.kind === 'schema'
    ? loadSchema(reference, folder, host, objectMappingPointer)
    : loadMapping(reference, folder, host);
}

async function loadSchema(
  reference: Schema,
  folder: string,
  host: RunHost,
  pointer: string | null,
): Promise<LoadedConfiguration | RunRefusal> {
  const path = resolve(folder, reference.schema);
  const file = await readFile(host, path, 'The synchronization schema');
  if (!file.ok) return file;
  const { schema, problems } = readSchemaOnce(file.text);
  const placed = problems.map((problem) => withPlace(path, file.text, problem));
  const what = `The synchronization schema ${basename(path)} cannot be used`;
  const broken = problems.find(isBroken) ?? null;
  if (!schema || broken) return refusal(what, broken ?? problems[0] ?? null, placed);

  const choice = { rule: reference.rule, objectMapping: pointer ?? reference.objectMapping, dialect: reference.dialect };
  // A pointer names the mapping in the whole schema, whatever rule the connection names.
  const resolved = resolveConfiguration(schema, pointer === null ? choice : { ...choice, rule: null });
  if (!resolved.ok) return refusal(what, resolved.problem, [...placed, withPlace(path, file.text, resolved.problem)]);
  const unsafe =
    problems.find((problem) => isUnsafe(problem, resolved.configuration.rule?.range ?? schema.range, resolved.configuration)) ??
    null;
  if (unsafe) return refusal(what, unsafe, placed);
  return {
    ok: true,
    configuration: resolved.configuration,
    related: resolved.related,
    configurationPath: path,
    scopePath: null,
    texts: [file.text],
    problems: placed,
  };
}

async function loadMapping(reference: Mapping, folder: string, host: RunHost): Promise<LoadedConfiguration | RunRefusal> {
  const path = resolve(folder, reference.mapping);
  const file = await readFile(host, path, 'The mapping file');
  if (!file.ok) return file;
  const { objectMapping, problems } = readMappingFile(file.text);
  const placed = problems.map((problem) => withPlace(path, file.text, problem));
  const fatal =
    problems.find(
      (problem) => isBroken(problem) || problem.code === 'schema-wrong-type' || problem.code === 'schema-missing-property',
    ) ?? null;
  if (!objectMapping || fatal)
    return refusal(`The mapping file ${basename(path)} cannot be used`, fatal ?? problems[0] ?? null, placed);

  const scope = reference.scope === null ? null : await loadScope(resolve(folder, reference.scope), host);
  if (scope && !scope.ok) return { ...scope, problems: [...placed, ...scope.problems] };
  return {
    ok: true,
    configuration: standaloneConfiguration(objectMapping, scope?.filter ?? null, reference.dialect),
    related: [],
    configurationPath: path,
    scopePath: scope?.path ?? null,
    texts: [file.text, ...(scope ? [scope.text] : [])],
    problems: [...placed, ...(scope?.problems ?? [])],
  };
}

interface LoadedScope {
  readonly ok: true;
  readonly path: string;
  readonly text: string;
  readonly filter: Filter;
  readonly problems: readonly FileProblem[];
}

async function loadScope(path: string, host: RunHost): Promise<LoadedScope | RunRefusal> {
  const file = await readFile(host, path, 'The scope file');
  if (!file.ok) return file;
  const { filter, problems } = readScopeFile(file.text);
  const placed = problems.map((problem) => withPlace(path, file.text, problem));
  const fatal = problems.find((problem) => problem.severity === 'error') ?? null;
  if (!filter || fatal) return refusal(`The scope file ${basename(path)} cannot be used`, fatal ?? problems[0] ?? null, placed);
  return { ok: true, path, text: file.text, filter, problems: placed };
}

/** Text that is no JSON, or a document of another kind: whatever could be read of it would be a guess. */
function isBroken({ code }: Problem): boolean {
  return code === 'json-syntax' || code === 'schema-not-an-object' || code === 'schema-no-rules';
}

/**
 * A value of the wrong type within what the run is for. A filter that cannot be read must not count as no filter: that would let
 * everybody in. Other object mappings of the schema do not matter here.
 */
function isUnsafe({ code, range }: Problem, rule: TextRange, { objectMapping, rule: chosen }: Configuration): boolean {
  if (code !== 'schema-wrong-type' && code !== 'schema-missing-property') return false;
  const within = (outer: TextRange): boolean => range.start >= outer.start && range.end <= outer.end;
  if (!within(rule)) return false;
  const inOther = chosen?.objectMappings.some((other) => other !== objectMapping && within(other.range)) ?? false;
  return !inOther;
}
