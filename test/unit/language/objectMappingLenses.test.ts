import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SynchronizationSchema } from '../../../src/core/schema/model.ts';
import { readMappingFile, readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import { mappingFileLenses, schemaLenses } from '../../../src/language/objectMappingLenses.ts';

const mapping = (name: string): object => ({
  name,
  enabled: true,
  sourceObjectName: 'user',
  targetObjectName: 'User',
  attributeMappings: [
    { targetAttributeName: 'mail', source: { type: 'Attribute', name: 'mail', expression: '[mail]', parameters: [] } },
  ],
});
const text = JSON.stringify({
  synchronizationRules: [
    { id: 'one', name: 'Users', objectMappings: [mapping('People'), mapping('Guests')] },
    { id: '', name: 'More', objectMappings: [mapping('Twin'), mapping('Twin'), mapping('')] },
  ],
  directories: [],
});

function schemaOf(source: string): SynchronizationSchema {
  const { schema } = readSchema(source);
  assert.ok(schema);
  return schema;
}

describe('schemaLenses', () => {
  const schema = schemaOf(text);

  it('puts two lenses on each object mapping, at its own text', () => {
    const lenses = schemaLenses(schema, null, null);
    assert.equal(lenses.length, 10);
    assert.deepEqual(
      lenses.slice(0, 2).map(({ action, title }) => [action, title]),
      [
        ['run', '▶ Provision on demand…'],
        ['chooseUser', 'Choose user…'],
      ],
    );
    const names = lenses
      .filter(({ action }) => action === 'run')
      .map(({ range }) => JSON.parse(text.slice(range.start, range.end)).name);
    assert.deepEqual(names, ['People', 'Guests', 'Twin', 'Twin', '']);
  });

  it('names the current user', () => {
    assert.equal(schemaLenses(schema, null, 'Adele Vance')[0]?.title, '▶ Provision on demand: Adele Vance');
  });

  it('leaves the choice to the connection on the mapping that it names, and only there', () => {
    const reference = {
      kind: 'schema',
      schema: 'x',
      schemaRange: { start: 0, end: 0 },
      rule: 'Users',
      objectMapping: 'Guests',
      dialect: null,
    } as const;
    const runs = schemaLenses(schema, reference, null).filter(({ action }) => action === 'run');
    assert.deepEqual(
      runs.map(({ choice }) => choice?.objectMapping ?? null),
      [
        'People',
        null,
        '/synchronizationRules/1/objectMappings/0',
        '/synchronizationRules/1/objectMappings/1',
        '/synchronizationRules/1/objectMappings/2',
      ],
    );
    assert.deepEqual(runs[0]?.choice, { rule: 'one', objectMapping: 'People' });
    assert.equal(runs[2]?.choice?.rule, 'More');
  });

  it('makes choices that lead back to the mapping the lens stands on', () => {
    for (const lens of schemaLenses(schema, null, null)) {
      assert.ok(lens.choice);
      const resolved = resolveConfiguration(schema, { ...lens.choice, dialect: null });
      assert.ok(resolved.ok);
      assert.deepEqual(resolved.configuration.objectMapping.range, lens.range);
    }
  });

  it('gives what a broken text still holds', () => {
    const cut = text.slice(0, text.indexOf('Guests'));
    const { schema: partial } = readSchema(cut);
    assert.ok(partial);
    assert.ok(schemaLenses(partial, null, null).length >= 2);
  });
});

describe('mappingFileLenses', () => {
  it('stands on the whole file', () => {
    const source = `\uFEFF// users\n${JSON.stringify(mapping('People'))}`;
    const { objectMapping } = readMappingFile(source);
    assert.ok(objectMapping);
    const [run, choose] = mappingFileLenses(objectMapping, 'Ada');
    assert.equal(run?.title, '▶ Provision on demand: Ada');
    assert.equal(run?.choice, null);
    assert.equal(choose?.action, 'chooseUser');
    assert.equal(source.slice(run?.range.start, run?.range.end), JSON.stringify(mapping('People')));
  });
});
