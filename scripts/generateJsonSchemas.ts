/**
 * Writes the JSON schemas of synchronization schemas, mapping files and scope files: `node scripts/generateJsonSchemas.ts`. They are committed, and
 * a test holds them equal to what the tables give.
 *
 * VS Code's JSON support reads them for the names of properties and the shape of their values. What our own checks report, our hovers explain
 * and our completion offers is left out of them, so that nothing is said twice:
 * - A property that our readers read takes every type; the first one is the shape that is proposed. Others have their type, or null.
 * - No `required`, no `enum`, no `additionalProperties`: exports have more than the documents name.
 * - What a property is for stands in `completionDetail`, which hovers do not show; `description` is for what our hovers say nothing about.
 */
import { writeFile } from 'node:fs/promises';
import { type ConfigurationThing, findPropertyWords } from '../src/language/enumWords.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [name: string]: Json };

/** The schemas by path from the project's root. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['media/syncschema.schema.json', document('Synchronization schema', 'synchronizationSchema', syncSchemaSnippet)],
    ['media/mapping.schema.json', document('Mapping file: one object mapping', 'objectMapping', mappingSnippet)],
    ['media/scope.schema.json', document('Scope file: one scoping filter', 'filter', scopeSnippet)],
  ]);
}

function document(title: string, root: string, snippet: Schema): string {
  const used = new Map<string, Schema>();
  addUsed(root, used);
  const { properties, ...rest } = used.get(root) ?? {};
  used.delete(root);
  const own = { $schema: { type: 'string' }, ...(properties as Schema) };
  const definitions = Object.fromEntries([...used].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return `${written(
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $comment: 'Written by scripts/generateJsonSchemas.ts; a test holds it equal to the tables.',
      title,
      allowComments: true,
      allowTrailingCommas: true,
      defaultSnippets: [snippet],
      ...rest,
      properties: own,
      definitions,
    },
    '',
  )}\n`;
}

/** The definitions that a definition leads to, itself first. */
function addUsed(name: string, used: Map<string, Schema>): void {
  const definition = definitions[name];
  if (!definition || used.has(name)) return;
  used.set(name, definition);
  for (const [, target] of JSON.stringify(definition).matchAll(/"#\/definitions\/(\w+)"/g)) addUsed(target ?? '', used);
}

const everyType = ['string', 'number', 'boolean', 'object', 'array', 'null'] as const;

/** Takes everything; proposed as the given type. */
function proposedAs(first: (typeof everyType)[number]): Schema {
  return { type: [first, ...everyType.filter((type) => type !== first)] };
}

function refer(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

function listOf(name: string): Schema {
  return { ...proposedAs('array'), items: refer(name) };
}

const texts: Schema = { ...proposedAs('array'), items: proposedAs('string') };
const text = proposedAs('string');
const flag = proposedAs('boolean');
const count = proposedAs('number');
const moment = proposedAs('string');

/** A property that our readers do not look at. */
function unread(type: 'boolean' | 'array' | 'object', rest: Schema = {}): Schema {
  return { type: [type, 'null'], ...rest };
}

const entries = unread('array', { items: refer('entry') });

/** A property with what it is for: in the words of the table, which hovers have, too, or in words of its own for those that have none. */
function thing(name: ConfigurationThing | null, properties: Readonly<Record<string, Property>>): Schema {
  const rows = Object.entries(properties).map(([key, [schema, own]]) => {
    const words = name && findPropertyWords(name, key);
    if (words) {
      const values = words.values.map((value) => value.name).join(', ');
      return [key, { completionDetail: values === '' ? words.summary : `${words.summary} ${values}.`, ...schema }] as const;
    }
    if (own === undefined) throw new Error(`${name ?? 'the definition'} has no words for "${key}"`);
    return [key, { ...(isNamed(key) ? { completionDetail: own } : { description: own }), ...schema }] as const;
  });
  return { ...proposedAs('object'), properties: Object.fromEntries(rows) };
}

type Property = readonly [schema: Schema, words?: string];

/** Hovers say what the thing of this name is, so nothing else is said of the property. */
function isNamed(key: string): boolean {
  return key === 'name' || key === 'values';
}

/** As Graph spells them (facts/graph-synchronization.md, section 2). */
const definitions: Readonly<Record<string, Schema>> = {
  synchronizationSchema: thing(null, {
    id: [text, 'The id of the job or template that the schema is of.'],
    version: [text, 'Written by the service at every change.'],
    synchronizationRules: [listOf('synchronizationRule'), 'The rules, each from one directory to another.'],
    directories: [listOf('directoryDefinition'), 'The directories with their objects and attributes.'],
    metadata: [entries, 'What older schemas note of themselves.'],
  }),
  synchronizationRule: thing('synchronizationRule', {
    id: [text, 'The id that the service knows the rule by.'],
    name: [text, 'The name of the rule.'],
    priority: [count],
    editable: [unread('boolean')],
    sourceDirectoryName: [text],
    targetDirectoryName: [text],
    objectMappings: [listOf('objectMapping'), 'The object mappings, each from one type of object to another.'],
    containerFilter: [refer('containerFilter')],
    groupFilter: [refer('groupFilter')],
    metadata: [entries, 'What the service notes of the rule, such as supportsProvisionOnDemand.'],
  }),
  containerFilter: {
    ...unread('object'),
    properties: { includedContainers: { completionDetail: 'Distinguished names of organizational units.', ...texts } },
  },
  groupFilter: {
    ...unread('object'),
    properties: { includedGroups: { completionDetail: 'Distinguished names of groups.', ...texts } },
  },
  objectMapping: thing('objectMapping', {
    name: [text, 'The name that the portal shows.'],
    enabled: [flag],
    flowTypes: [text],
    sourceObjectName: [text],
    targetObjectName: [text],
    scope: [refer('filter')],
    attributeMappings: [
      listOf('attributeMapping'),
      'The attribute mappings, one for each target attribute; their order is of no matter.',
    ],
    metadata: [entries, 'What the service notes of the object mapping, such as EscrowBehavior and Disposition.'],
  }),
  attributeMapping: thing('attributeMapping', {
    targetAttributeName: [text],
    source: [refer('attributeMappingSource')],
    matchingPriority: [count],
    flowType: [text],
    flowBehavior: [text],
    defaultValue: [text],
    exportMissingReferences: [unread('boolean')],
  }),
  attributeMappingSource: thing('attributeMappingSource', {
    type: [text],
    name: [text],
    expression: [text],
    parameters: [listOf('sourceParameter')],
  }),
  sourceParameter: thing(null, {
    key: [text, 'The name of the parameter.'],
    value: [refer('attributeMappingSource'), 'What is given for it.'],
  }),
  filter: thing('filter', {
    groups: [listOf('filterGroup')],
    inputFilterGroups: [listOf('filterGroup')],
    categoryFilterGroups: [listOf('filterGroup')],
  }),
  filterGroup: thing(null, {
    name: [text, 'The name of the filter.'],
    clauses: [listOf('filterClause'), 'The clauses, all of which must hold.'],
  }),
  filterClause: thing('filterClause', {
    sourceOperandName: [text],
    operatorName: [text],
    targetOperand: [refer('filterOperand')],
    multivaluedComparisonType: [text],
  }),
  filterOperand: thing(null, { values: [texts, 'The values to compare with, as texts.'] }),
  directoryDefinition: thing('directoryDefinition', {
    id: [text, 'The id of the directory.'],
    name: [text, 'The name that the rules call it by.'],
    objects: [listOf('objectDefinition'), 'The types of object that the directory holds.'],
    readOnly: [flag],
    discoverabilities: [text],
    discoveryDateTime: [moment, 'When its attributes were last found out.'],
    version: [text, 'The version that was found then.'],
  }),
  objectDefinition: thing(null, {
    name: [text, 'The name that the object mappings call it by.'],
    attributes: [listOf('attributeDefinition'), 'The attributes of the object.'],
    metadata: [
      { ...proposedAs('array'), items: refer('entry') },
      'What the service notes of the object, such as IsSoftDeletionSupported.',
    ],
    supportedApis: [unread('array'), 'For the use of the service itself.'],
  }),
  attributeDefinition: thing('attributeDefinition', {
    name: [text, 'The name of the attribute.'],
    type: [text],
    multivalued: [flag],
    anchor: [flag],
    required: [flag],
    caseExact: [flag],
    mutability: [text],
    defaultValue: [text],
    flowNullValues: [flag],
    referencedObjects: [unread('array', { items: refer('referencedObject') })],
    metadata: [entries, 'What the service notes of the attribute, such as MaximumLength.'],
    apiExpressions: [entries, 'How the attribute is read and written by the interface of the application.'],
  }),
  referencedObject: thing(null, {
    referencedObjectName: [text, 'The type of object that is referred to.'],
    referencedProperty: [text, 'Not supported by the service.'],
  }),
  entry: thing(null, {
    key: [text, 'What is noted.'],
    value: [text, 'What is noted of it; often JSON in a text.'],
  }),
};

/** A place to fill in; places of one number are filled in together. */
function place(index: number, proposed: string): string {
  return `\${${index}:${proposed}}`;
}

const emptyMapping = {
  targetAttributeName: '$3',
  source: { type: 'Attribute', name: '$4', expression: '[$4]', parameters: [] },
  matchingPriority: `^${place(5, '1')}`,
};

const mappingSnippet: Schema = {
  label: 'Object mapping',
  description: 'One object mapping with its first attribute mapping, by which people are matched.',
  body: {
    name: place(1, 'Users'),
    enabled: true,
    flowTypes: 'Add, Update, Delete',
    sourceObjectName: place(2, 'User'),
    targetObjectName: place(2, 'User'),
    scope: null,
    attributeMappings: [emptyMapping],
  },
};

const scopeSnippet: Schema = {
  label: 'Scoping filter',
  description: 'A filter with one group of one clause.',
  body: {
    groups: [
      {
        name: place(1, 'Name of the filter'),
        clauses: [{ sourceOperandName: '$2', operatorName: place(3, 'EQUALS'), targetOperand: { values: ['$4'] } }],
      },
    ],
  },
};

const syncSchemaSnippet: Schema = {
  label: 'Synchronization schema',
  description: 'One rule with one object mapping, and the two directories.',
  body: {
    synchronizationRules: [
      {
        name: place(1, 'rule'),
        priority: 1,
        sourceDirectoryName: place(6, 'Microsoft Entra ID'),
        targetDirectoryName: place(7, 'customappsso'),
        objectMappings: [mappingSnippet.body ?? null],
      },
    ],
    directories: [
      { name: place(6, 'Microsoft Entra ID'), objects: [{ name: place(2, 'User'), attributes: [] }] },
      { name: place(7, 'customappsso'), objects: [{ name: place(2, 'User'), attributes: [] }] },
    ],
  },
};

const lineWidth = 130;

/** As the project's formatter has it: objects on lines of their own, lists of plain values on one line where they fit. */
function written(value: Json, indent: string, before = 0): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    const flat = `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isPlain = items.every((item) => item === null || typeof item !== 'object');
    if (isPlain && indent.length + before + flat.length + 1 <= lineWidth) return flat;
    return `[\n${items.map((item) => inner + written(item, inner)).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${written(item, inner, key.length + 4)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

if (import.meta.main) {
  for (const [path, content] of jsonSchemas()) {
    await writeFile(new URL(`../${path}`, import.meta.url), content);
    console.log(`${path}: ${Buffer.byteLength(content)} bytes`);
  }
}
