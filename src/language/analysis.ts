import type { Connection } from '../core/connection/connection.ts';
import { readConnection } from '../core/connection/readConnection.ts';
import type { Dialect } from '../core/expression/dialect.ts';
import type { Problem } from '../core/problem.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { Filter, SynchronizationSchema } from '../core/schema/model.ts';
import { readMappingFile, readSchema, readScopeFile } from '../core/schema/readSchema.ts';
import { configurationOf, standaloneConfiguration } from '../core/schema/resolveConfiguration.ts';
import type { DocumentKind } from './documentKind.ts';

/** A document as every feature reads it: made once for a text, whatever is asked of it then. */
export interface DocumentAnalysis {
  readonly kind: DocumentKind;
  readonly text: string;
  /** What reading the structure reported; ranges are offsets into the text. */
  readonly structure: readonly Problem[];
  /** Of a schema; null for other kinds, and where it cannot be read. */
  readonly schema: SynchronizationSchema | null;
  /** One for each object mapping, in the order of the text; one for a mapping file; none for other kinds. */
  readonly configurations: readonly Configuration[];
  /** The filter of a scope file; null for other kinds, where filters stand in the configurations. */
  readonly filter: Filter | null;
  readonly connection: Connection | null;
}

/**
 * Reads a document. Broken text gives what could be read. Never throws.
 * @param dialect for a mapping file, which does not say it itself; null for app provisioning.
 */
export function analyse(kind: DocumentKind, text: string, dialect: Dialect | null): DocumentAnalysis {
  const nothing = { kind, text, schema: null, configurations: [], filter: null, connection: null };
  switch (kind) {
    case 'schema': {
      const { schema, problems } = readSchema(text);
      const configurations = (schema?.synchronizationRules ?? []).flatMap((rule) =>
        schema ? rule.objectMappings.map((objectMapping) => configurationOf(schema, rule, objectMapping)) : [],
      );
      return { ...nothing, structure: problems, schema, configurations };
    }
    case 'mapping': {
      const { objectMapping, problems } = readMappingFile(text);
      const configurations = objectMapping ? [standaloneConfiguration(objectMapping, null, dialect)] : [];
      return { ...nothing, structure: problems, configurations };
    }
    case 'scope': {
      const { filter, problems } = readScopeFile(text);
      return { ...nothing, structure: problems, filter };
    }
    case 'connection': {
      const { connection, problems } = readConnection(text);
      return { ...nothing, structure: problems, connection };
    }
  }
}
