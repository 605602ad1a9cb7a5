import type { Problem } from '../problem.ts';
import { childPointer } from '../text/jsonPointer.ts';
import { type JsonNode, propertyOf, readJson } from '../text/readJson.ts';
import type { Filter, ObjectMapping, SynchronizationRule, SynchronizationSchema } from './model.ts';
import { NodeReader, rangeOf } from './nodeReader.ts';
import { readDirectory } from './readDirectory.ts';
import { readFilter } from './readFilter.ts';
import { readObjectMapping } from './readObjectMapping.ts';

/** A synchronization schema and what is wrong with its text; null where the text holds none. */
export interface SchemaReading {
  readonly schema: SynchronizationSchema | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a synchronization schema (Graph `synchronizationSchema`, facts/graph-synchronization.md section 2). Broken text gives what could
 * be read; unknown properties are left alone. Never throws.
 */
export function readSchema(text: string): SchemaReading {
  const { root, reader } = readDocument(text, 'A synchronization schema is a JSON object with "synchronizationRules".');
  if (!root) return { schema: null, problems: reader.problems };
  const synchronizationRules = reader.objects(root, 'synchronizationRules').map(([node, index]) => {
    const pointer = childPointer('/synchronizationRules', index);
    const containers = propertyOf(node, 'containerFilter');
    const groups = propertyOf(node, 'groupFilter');
    return {
      range: rangeOf(node),
      pointer,
      id: reader.string(node, 'id'),
      name: reader.string(node, 'name'),
      priority: reader.integer(node, 'priority', 0),
      sourceDirectoryName: reader.string(node, 'sourceDirectoryName'),
      targetDirectoryName: reader.string(node, 'targetDirectoryName'),
      objectMappings: reader
        .objects(node, 'objectMappings')
        .map(([mapping, at]) => readObjectMapping(reader, mapping, childPointer(childPointer(pointer, 'objectMappings'), at))),
      containerFilter: reader.strings(containers, 'includedContainers'),
      groupFilter: reader.strings(groups, 'includedGroups'),
    } satisfies SynchronizationRule;
  });
  if (synchronizationRules.length === 0) {
    reader.report(
      'schema-no-rules',
      rangeOf(root),
      'The schema has no synchronization rules, so there is nothing to provision with.',
      'Export the schema of the synchronization job again: "synchronizationRules" must hold at least one rule.',
    );
  }
  const directories = reader
    .objects(root, 'directories')
    .map(([node, index]) => readDirectory(reader, node, childPointer('/directories', index)));
  return { schema: { range: rangeOf(root), pointer: '', synchronizationRules, directories }, problems: reader.problems };
}

/** Reads a mapping file (`*.mapping.json`): one `objectMapping`. */
export function readMappingFile(text: string): {
  readonly objectMapping: ObjectMapping | null;
  readonly problems: readonly Problem[];
} {
  const { root, reader } = readDocument(text, 'A mapping file is a JSON object with "attributeMappings".');
  if (!root) return { objectMapping: null, problems: reader.problems };
  if (!propertyOf(root, 'attributeMappings')) {
    const fix = 'It must hold one objectMapping as Graph writes it.';
    reader.report('schema-missing-property', rangeOf(root), 'The mapping file has no "attributeMappings".', fix);
  }
  return { objectMapping: readObjectMapping(reader, root, ''), problems: reader.problems };
}

/** Reads a scope file (`*.scope.json`): one `filter`. */
export function readScopeFile(text: string): { readonly filter: Filter | null; readonly problems: readonly Problem[] } {
  const form = 'A scope file is a JSON object with "groups", "inputFilterGroups" or "categoryFilterGroups".';
  const { root, reader } = readDocument(text, form);
  return { filter: root && readFilter(reader, root, ''), problems: reader.problems };
}

/** The object that a document must be; null where it is none, which is reported with the form it should have. */
function readDocument(text: string, form: string): { readonly root: JsonNode | null; readonly reader: NodeReader } {
  const { root, problems } = readJson(text);
  const reader = new NodeReader(problems);
  if (root?.type === 'object') return { root, reader };
  if (root) reader.report('schema-not-an-object', rangeOf(root), form);
  return { root: null, reader };
}
