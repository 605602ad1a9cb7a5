/**
 * Makes a valid Active Directory to Entra schema of about a given size, for tests and measurements:
 * `node scripts/generateSchema.ts --size 500000 --out FILE`. The same size gives the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { activeDirectoryDefinitions, adToEntraSchema, defaultUserMappings, entraDefinitions } from './adToEntraSchema.ts';
import {
  type AttributeDefinitionJson,
  type AttributeMappingJson,
  attribute,
  call,
  definitions,
  iif,
  mapping,
  schemaText,
  text,
} from './schemaParts.ts';

const largestSize = 64_000_000;

/** One attribute mapping and the definitions of what it reads and writes. */
interface Part {
  readonly mapping: AttributeMappingJson;
  readonly source: readonly AttributeDefinitionJson[];
  readonly target: readonly AttributeDefinitionJson[];
}

/**
 * A schema whose text is as close to `size` bytes as whole mappings allow: a part of cloud sync's own mappings, or all of them and as many
 * directory extensions as it takes.
 * @throws RangeError where no schema is that small, or `size` is above 64 MB.
 */
export function generateSchema(size: number): string {
  if (size > largestSize) throw new RangeError(`${size} bytes are too many: at most ${largestSize}.`);
  const smallest = schemaOf(1);
  if (!(size >= smallest.length)) throw new RangeError(`${size} bytes are too few: the smallest schema has ${smallest.length}.`);
  let low = 1;
  let high = 2;
  while (schemaOf(high).length < size) high *= 2;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (schemaOf(middle).length <= size) low = middle;
    else high = middle;
  }
  const [below, above] = [schemaOf(low), schemaOf(high)];
  return size - below.length <= above.length - size ? below : above;
}

function schemaOf(count: number): string {
  const parts = Array.from({ length: count }, (_, index) => partAt(index));
  return schemaText(
    adToEntraSchema({
      mappings: parts.map((part) => part.mapping),
      sourceAttributes: unique([...filteredAttributes, ...parts.flatMap((part) => part.source)]),
      targetAttributes: parts.flatMap((part) => part.target),
      objects: { 'Provision Active Directory Users': 'user' },
    }),
  );
}

function partAt(index: number): Part {
  return defaultParts[index] ?? extensionPart(index - defaultParts.length);
}

/** The service's own mappings, the matching one first: without it a schema is of no use. */
const defaultParts: readonly Part[] = (() => {
  const sources = activeDirectoryDefinitions();
  const targets = entraDefinitions();
  const matchingFirst = defaultUserMappings().toSorted((a, b) => b.matchingPriority - a.matchingPriority);
  return matchingFirst.map((row) => ({
    mapping: row,
    source: sources.filter(({ name }) => JSON.stringify(row.source).includes(`"[${name}]"`)),
    target: targets.filter(({ name }) => name === row.targetAttributeName),
  }));
})();

/** What the filters read, which every schema must define. */
const filteredAttributes = activeDirectoryDefinitions().filter(({ name }) =>
  [
    'isCriticalSystemObject',
    'adminDescription',
    'sAMAccountName',
    'mailNickname',
    'msExchRecipientTypeDetails',
    'distinguishedName',
    'department',
    'extensionAttribute1',
  ].includes(name),
);

/** A mapping to a directory extension; five kinds of expression take turns. */
function extensionPart(index: number): Part {
  const source = `corp-Attribute${index}`;
  const target = `extension_9b0f7c3a51d24e688f21c6d0a7e4b935_attribute${index}`;
  const value = attribute(source);
  const kinds = [
    value,
    call('Trim', ['source', value]),
    call('Switch', ['source', value], ['defaultValue', text('')], ['switchValue', text('A')], ['switchValue', text('Alpha')]),
    iif(call('IsPresent', ['source', value]), call('ToLower', ['source', value]), text('')),
    call(
      'Replace',
      ['source', value],
      ['Find', text('-')],
      ['RegularExpression', null],
      ['RegularExpressionGroupName', null],
      ['Replacement', text('_')],
    ),
  ];
  const kind = kinds[index % kinds.length] ?? value;
  return {
    mapping: mapping(target, kind),
    source: definitions({ String: source }, 'user'),
    target: definitions({ String: 'x' }, 'User').map((row) => ({ ...row, name: target })),
  };
}

function unique(rows: readonly AttributeDefinitionJson[]): AttributeDefinitionJson[] {
  return [...new Map(rows.map((row) => [row.name, row])).values()];
}

if (import.meta.main) process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { size: { type: 'string' }, out: { type: 'string' } } });
  const size = Number(values.size);
  if (values.out === undefined || !Number.isInteger(size)) {
    console.error('usage: node scripts/generateSchema.ts --size BYTES --out FILE');
    return 2;
  }
  try {
    const content = generateSchema(size);
    await writeFile(values.out, content);
    console.error(`${values.out}: ${Buffer.byteLength(content)} bytes`);
    return 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    return 2;
  }
}
