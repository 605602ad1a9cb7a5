import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readConnection } from '../../../src/core/connection/readConnection.ts';

interface Branch {
  readonly if?: { readonly properties: { readonly kind: { readonly const: string } } };
  readonly then?: { readonly properties: Readonly<Record<string, unknown>>; readonly required: readonly string[] };
}
interface ObjectSchema {
  readonly properties: Readonly<Record<string, ObjectSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly allOf?: readonly Branch[];
}

const schema = JSON.parse(readFileSync('media/provision.schema.json', 'utf8')) as ObjectSchema & {
  readonly definitions: Readonly<Record<string, ObjectSchema>>;
};

function unknownNames(connection: Readonly<Record<string, unknown>>): readonly string[] {
  const text = JSON.stringify(connection);
  return readConnection(text)
    .problems.filter((problem) => problem.code === 'connection-unknown-property')
    .map(({ range }) => text.slice(range.start, range.end));
}

test('whatever the JSON schema offers at the root is read, and what it demands is missed', () => {
  assert.deepEqual(unknownNames(Object.fromEntries(Object.keys(schema.properties).map((name) => [name, {}]))), []);
  const missing = readConnection('{}')
    .problems.map((problem) => problem.message)
    .join(' ');
  for (const name of schema.required ?? []) assert.ok(missing.includes(`"${name}"`), name);
});

test('whatever the JSON schema offers for a configuration or a service is read', () => {
  const { schemaConfiguration, mappingConfiguration } = schema.definitions;
  for (const definition of [schemaConfiguration, mappingConfiguration]) {
    const configuration = Object.fromEntries(Object.keys(definition?.properties ?? {}).map((name) => [name, 'x']));
    assert.ok(Object.keys(configuration).length > 2);
    assert.deepEqual(unknownNames({ configuration }), []);
  }
  const service = Object.fromEntries(Object.keys(schema.properties.service?.properties ?? {}).map((name) => [name, 'x']));
  assert.deepEqual(unknownNames({ service }), []);
});

test('every kind of the JSON schema exists, with every property it offers and every one it demands', () => {
  const { directory } = schema.definitions;
  const branches = directory?.allOf ?? [];
  assert.deepEqual(
    branches.map((branch) => branch.if?.properties.kind.const).toSorted(),
    [...(directory?.properties.kind?.enum ?? [])].toSorted(),
  );
  for (const branch of branches) {
    const kind = branch.if?.properties.kind.const;
    const source = Object.fromEntries(Object.keys(branch.then?.properties ?? {}).map((name) => [name, 'x']));
    assert.deepEqual(unknownNames({ source: { ...source, kind } }), [], kind);
    const { problems } = readConnection(JSON.stringify({ source: { kind } }));
    const missing = problems.filter((problem) => problem.message.startsWith('"source" has no'));
    assert.equal(missing.length, branch.then?.required.length, kind);
    assert.deepEqual(unknownNames({ source: { kind, invented: 1 } }), ['"invented"'], kind);
  }
});
