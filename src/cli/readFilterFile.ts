import { readFile } from 'node:fs/promises';
import type { Problem } from '../core/problem.ts';
import type { Filter, ObjectMapping } from '../core/schema/model.ts';
import { readMappingFile, readSchema, readScopeFile } from '../core/schema/readSchema.ts';
import { resolveConfiguration } from '../core/schema/resolveConfiguration.ts';
import { lineIndex } from '../core/text/lineIndex.ts';
import type { TextRange } from '../core/text/range.ts';
import { rootKeys } from '../core/text/rootKeys.ts';
import { type DocumentKind, documentKind } from '../language/documentKind.ts';
import { UnusableInput } from './readAttributes.ts';

/** A filter out of a file; null where the object mapping has none, which lets everybody in. */
export interface FilterFile {
  readonly filter: Filter | null;
  /** What is doubtful about the filter, each with its place. */
  readonly warnings: readonly string[];
}

/**
 * Reads the filter of a scope file, a mapping file or a synchronization schema. What cannot be read of a filter must not count as no
 * filter, so whatever is wrong in it makes the file unusable.
 * @param objectMapping which one of a schema; undefined takes the usual one.
 * @throws UnusableInput
 */
export async function readFilterFile(path: string, objectMapping: string | undefined): Promise<FilterFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const keys = new Set(rootKeys(text));
  const kind = kindOf(path, text, keys);
  if (objectMapping !== undefined && kind !== 'schema') {
    throw new UnusableInput(`--object-mapping chooses within a synchronization schema, and ${path} is none.`);
  }
  switch (kind) {
    case 'scope': {
      const { filter, problems } = readScopeFile(text);
      if (filter && !collectionKeys.some((key) => keys.has(key))) {
        throw new UnusableInput(
          `${path} has none of ${collectionKeys.map((key) => `"${key}"`).join(', ')}, so it holds no filter.`,
        );
      }
      return usable(path, text, filter, problems, (problem) => problem.severity === 'error' || filter === null);
    }
    case 'mapping': {
      const { objectMapping: mapping, problems } = readMappingFile(text);
      if (!mapping) throw unusable(path, text, problems);
      return usable(path, text, mapping.scope, problems, (problem) => isOfFilter(problem, mapping));
    }
    case 'schema': {
      const { schema, problems } = readSchema(text);
      if (!schema || schema.synchronizationRules.length === 0) throw unusable(path, text, problems);
      const resolved = resolveConfiguration(schema, { rule: null, objectMapping: objectMapping ?? null, dialect: null });
      if (!resolved.ok) {
        const fix = resolved.problem.code === 'object-mapping-unknown' ? resolved.problem.fix : 'Name one with --object-mapping.';
        throw new UnusableInput(`${path}: ${resolved.problem.message} ${fix ?? ''}`.trim());
      }
      const { objectMapping: mapping } = resolved.configuration;
      return usable(path, text, mapping.scope, problems, (problem) => isOfFilter(problem, mapping));
    }
    default: {
      const known =
        'a scope file ("groups", "inputFilterGroups"), a mapping file ("attributeMappings") or a synchronization schema';
      throw new UnusableInput(`${path} holds no filter: it is none of ${known}.`);
    }
  }
}

const collectionKeys = ['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const;

/** A file that is named as the filter may hold more than a scope file, and less than a mapping file. */
function kindOf(path: string, text: string, keys: ReadonlySet<string>): DocumentKind | null {
  const kind = documentKind(path, text);
  if (kind !== null) return kind;
  if (keys.has('scope')) return 'mapping';
  return collectionKeys.some((key) => keys.has(key)) ? 'scope' : null;
}

/** @param fatal whether a problem may have changed the filter. */
function usable(
  path: string,
  text: string,
  filter: Filter | null,
  problems: readonly Problem[],
  fatal: (problem: Problem) => boolean,
): FilterFile {
  const wrong = problems.filter((problem) => problem.code === 'json-syntax' || (problem.severity === 'error' && fatal(problem)));
  if (wrong.length > 0) throw unusable(path, text, wrong);
  const doubtful = problems.filter(({ range }) => filter !== null && isWithin(range, filter.range));
  return { filter, warnings: doubtful.map((problem) => placed(path, text, problem)) };
}

/** Within the scope, or in the place where a scope would be read if it had the right form. */
function isOfFilter({ range }: Problem, { scope, range: whole, attributeMappings }: ObjectMapping): boolean {
  if (scope) return isWithin(range, scope.range);
  return isWithin(range, whole) && !attributeMappings.some((mapping) => isWithin(range, mapping.range));
}

function isWithin(inner: TextRange, outer: TextRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function unusable(path: string, text: string, problems: readonly Problem[]): UnusableInput {
  return new UnusableInput(problems.map((problem) => placed(path, text, problem)).join('\n'));
}

function placed(path: string, text: string, { range, severity, message, fix }: Problem): string {
  const { line, column } = lineIndex(text)(range.start);
  return `${path}:${line}:${column}: ${severity}: ${message}${fix === null ? '' : ` ${fix}`}`;
}
