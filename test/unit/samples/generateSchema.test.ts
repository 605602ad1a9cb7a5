import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSchema } from '../../../scripts/generateSchema.ts';
import { everySource, type SchemaJson, userMappingOf } from './schemaJson.ts';

for (const size of [20_000, 200_000, 500_000, 1_500_000]) {
  test(`a schema of ${size} bytes has about that size and names only what it defines`, () => {
    const text = generateSchema(size);
    const bytes = Buffer.byteLength(text);
    assert.ok(Math.abs(bytes - size) <= Math.max(size * 0.005, 3_000), `${bytes} bytes`);
    const schema = JSON.parse(text) as SchemaJson;
    const [source, target] = schema.directories.map((row) => new Set(row.objects[0]?.attributes.map(({ name }) => name)));
    const mapping = userMappingOf(schema);
    const sources = mapping.attributeMappings.flatMap((row) => everySource(row.source));
    const read = sources.filter(({ type }) => type === 'Attribute').map(({ name }) => name);
    const groups = [...mapping.scope.groups, ...mapping.scope.inputFilterGroups];
    const filtered = groups.flatMap((group) => group.clauses.map((clause) => clause.sourceOperandName));
    const written = mapping.attributeMappings.map((row) => row.targetAttributeName);
    assert.deepEqual(
      [...read, ...filtered].filter((name) => !source?.has(name)),
      [],
    );
    assert.deepEqual(
      written.filter((name) => !target?.has(name)),
      [],
    );
    assert.equal(new Set(written).size, written.length);
    assert.ok(written.includes('onPremisesObjectIdentifier'));
  });
}

test('the same size gives the same bytes', () => {
  assert.equal(generateSchema(120_000), generateSchema(120_000));
});

test('sizes that no schema has are refused', () => {
  assert.throws(() => generateSchema(100), /too few/);
  assert.throws(() => generateSchema(Number.NaN), /too few/);
  assert.throws(() => generateSchema(1e12), /too many/);
});
