import { readConnection } from '../core/connection/readConnection.ts';
import type { Dialect } from '../core/expression/dialect.ts';
import { checkConfiguration } from '../core/flow/check/checkConfiguration.ts';
import type { Problem } from '../core/problem.ts';
import { readMappingFile, readSchema, readScopeFile } from '../core/schema/readSchema.ts';
import { configurationOf, standaloneConfiguration } from '../core/schema/resolveConfiguration.ts';
import { checkFilter } from '../core/scope/check/checkFilter.ts';
import type { DocumentKind } from './documentKind.ts';

/**
 * Everything that is wrong with a document, in the order of its text; ranges are offsets into it.
 * @param dialect for a mapping file, which does not say it itself; null for app provisioning. A schema says it by its directories.
 */
export function diagnose(kind: DocumentKind, text: string, dialect: Dialect | null): readonly Problem[] {
  return [...problemsOf(kind, text, dialect)].sort(
    (left, right) => left.range.start - right.range.start || left.range.end - right.range.end,
  );
}

function problemsOf(kind: DocumentKind, text: string, dialect: Dialect | null): readonly Problem[] {
  switch (kind) {
    case 'schema':
      return schemaProblems(text);
    case 'mapping': {
      const { objectMapping, problems } = readMappingFile(text);
      if (!objectMapping) return problems;
      return [...problems, ...checkConfiguration(standaloneConfiguration(objectMapping, null, dialect), { text })];
    }
    case 'scope': {
      const { filter, problems } = readScopeFile(text);
      return filter ? [...problems, ...checkFilter(text, filter, null)] : problems;
    }
    case 'connection':
      return readConnection(text).problems;
  }
}

function schemaProblems(text: string): readonly Problem[] {
  const { schema, problems } = readSchema(text);
  if (!schema) return problems;
  const configurations = schema.synchronizationRules.flatMap((rule) =>
    rule.objectMappings.map((objectMapping) => configurationOf(schema, rule, objectMapping)),
  );
  return [...problems, ...configurations.flatMap((configuration) => checkConfiguration(configuration, { text }))];
}
