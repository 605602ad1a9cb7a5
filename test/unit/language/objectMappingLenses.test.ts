import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigurationReference } from '../../../src/core/connection/connection.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { filterLenses } from '../../../src/language/filterLenses.ts';
import { type ObjectMappingLens, objectMappingLenses } from '../../../src/language/objectMappingLenses.ts';
import type { RunFacts } from '../../../src/language/runFacts.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview, runWith } from '../../support/runPreview.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

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

/** The lenses that are commands. */
function commandLenses(
  source: string,
  reference: ConfigurationReference | null,
  userName: string | null,
): readonly ObjectMappingLens[] {
  return objectMappingLenses(analyse('schema', source, null), reference, userName, null).filter(
    ({ action }) => action !== 'counts',
  );
}

describe('the lenses of object mappings', () => {
  it('puts two lenses on each object mapping, at its own text', () => {
    const lenses = commandLenses(text, null, null);
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
    assert.equal(commandLenses(text, null, 'Adele Vance')[0]?.title, '▶ Provision on demand: Adele Vance');
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
    const runs = commandLenses(text, reference, null).filter(({ action }) => action === 'run');
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
    for (const lens of commandLenses(text, null, null)) {
      assert.ok(lens.choice);
      const { schema } = readSchema(text);
      assert.ok(schema);
      const resolved = resolveConfiguration(schema, { ...lens.choice, dialect: null });
      assert.ok(resolved.ok);
      assert.deepEqual(resolved.configuration.objectMapping.range, lens.range);
    }
  });

  it('gives what a broken text still holds', () => {
    const cut = text.slice(0, text.indexOf('Guests'));
    assert.ok(commandLenses(cut, null, null).length >= 2);
  });
});

describe('the lenses of a mapping file', () => {
  it('stand on the whole file', () => {
    const source = `\uFEFF// users\n${JSON.stringify(mapping('People'))}`;
    const [run, choose, counts, ...more] = objectMappingLenses(analyse('mapping', source, null), null, 'Ada', null);
    assert.equal(run?.title, '▶ Provision on demand: Ada');
    assert.equal(run?.choice, null);
    assert.equal(choose?.action, 'chooseUser');
    assert.equal(counts?.title, '1 mapping');
    assert.equal(source.slice(run?.range.start, run?.range.end), JSON.stringify(mapping('People')));
    assert.deepEqual(more, []);
  });
  it('are none in scope and connection files', () => {
    for (const kind of ['scope', 'connection'] as const)
      assert.deepEqual(objectMappingLenses(analyse(kind, '{ "groups": [] }', null), null, 'Ada', null), []);
  });
});

const clause = (sourceOperandName: string, operatorName: string, ...values: readonly string[]): object => ({
  sourceOperandName,
  operatorName,
  targetOperand: { values },
});

const filtered: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[upn]', matchingPriority: 1 },
    { target: 'department', expression: '[department]' },
    { target: 'title', expression: '[title]' },
    { target: 'broken', expression: 'ToUpper(' },
    { target: 'unknown', expression: 'Frobnicate([x])' },
  ],
  groups: { mappings: [{ target: 'displayName', expression: '[displayName]' }] },
  scope: {
    groups: [
      { name: 'sales', clauses: [clause('active', 'IS NOT NULL'), clause('department', 'EQUALS', 'Sales')] },
      { name: 'all', clauses: [clause('upn', 'IS NOT NULL'), clause('title', 'IS NULL'), clause('x', 'IS NULL')] },
      { name: 'none', clauses: [] },
    ],
  },
};

async function factsOf(
  schema: TestSchema,
  attributes: Readonly<Record<string, string>>,
  more: Partial<RunFacts> = {},
): Promise<RunFacts> {
  const source = memorySource([{ id: 'ada', displayName: 'Ada', attributes: { upn: 'ada@x', ...attributes } }]);
  const target = memoryTarget([{ id: 't', attributes: { userName: 'ada@x', department: 'Old' } }]);
  const trace = await runWith(schema, { source, target, user: 'ada' });
  return { trace, stale: false, holds: 'both', ...more };
}

describe('counts above an object mapping', () => {
  const simple: TestSchema = { ...filtered, scope: null, mappings: filtered.mappings.slice(0, 3) };
  const titles = (schema: TestSchema, userName: string | null, facts: RunFacts | null): readonly string[] =>
    objectMappingLenses(analyse('schema', schemaText(schema), null), null, userName, facts)
      .filter(({ action }) => action === 'counts')
      .map(({ title }) => title);

  it('say what the last run changed, on the mapping that it ran with', async () => {
    const facts = await factsOf(simple, { department: 'Sales', title: 'Boss' });
    assert.deepEqual(titles(simple, 'Ada', facts), ['3 mappings · 2 changed', '1 mapping']);
  });
  it('name the person where another one is chosen by now', async () => {
    const facts = await factsOf(simple, { department: 'Sales' });
    assert.equal(titles(simple, 'Bob', facts)[0], '3 mappings · 1 changed (Ada)');
  });
  it('tell failures from what cannot be evaluated locally', async () => {
    const schema: TestSchema = {
      ...simple,
      mappings: [
        ...simple.mappings,
        { target: 'a', expression: 'Mid([upn], "x", 1)' },
        { target: 'b', expression: 'Trim([upn]' },
      ],
    };
    const facts = await factsOf(schema, { department: 'Sales' });
    const failing = facts.trace.changes.filter(({ state }) => state === 'failed').length;
    assert.equal(failing, 2);
    assert.match(titles(schema, 'Ada', facts)[0] ?? '', /^5 mappings · 2 failing · \d changed$/);
    const constant = JSON.stringify({ type: 'Constant', name: '%DomainFQDN%', expression: null, parameters: [] });
    const local = schemaText(simple).replace(/"source": \{[^{}]*"name": "title"[^{}]*\}/, `"source": ${constant}`);
    const source = memorySource([{ id: 'ada', displayName: 'Ada', attributes: { upn: 'ada@x' } }]);
    const trace = await runPreview({
      text: local,
      source,
      target: memoryTarget([{ id: 't', attributes: { userName: 'ada@x' } }]),
      user: 'ada',
    });
    const [counts] = objectMappingLenses(analyse('schema', local, null), null, 'Ada', {
      trace,
      stale: false,
      holds: 'both',
    }).filter(({ action }) => action === 'counts');
    assert.equal(counts?.title, '3 mappings · 1 not evaluated locally · 0 changed');
  });
  it('say nothing of a run with another text, or with the scope only', async () => {
    const facts = await factsOf(simple, { department: 'Sales' });
    assert.equal(titles(simple, 'Ada', { ...facts, stale: true })[0], '3 mappings');
    assert.equal(titles(simple, 'Ada', { ...facts, holds: 'scope' })[0], '3 mappings');
    assert.equal(titles(simple, 'Ada', null)[0], '3 mappings');
  });
});

describe('the lenses of scoping groups', () => {
  const titles = (facts: RunFacts | null): readonly string[] =>
    filterLenses(analyse('schema', schemaText(filtered), null), facts).map(({ title }) => title);

  it('say the verdict with the value that decided', async () => {
    const facts = await factsOf(filtered, { active: 'True', department: 'Marketing', title: 'Boss' });
    assert.deepEqual(titles(facts), ['✗ department is "Marketing"', '✗ title is "Boss"', '✓ no clauses']);
    const passed = await factsOf(filtered, { active: 'True', department: 'Sales' });
    assert.deepEqual(titles(passed), [
      '✓ active is "True", and 1 more clause holds',
      '✓ upn is "ada@x", and 2 more clauses hold',
      '✓ no clauses',
    ]);
    const absent = await factsOf(filtered, { active: 'True' });
    assert.equal(titles(absent)[0], '✗ department is null');
  });
  it('stand on the group and say why', async () => {
    const facts = await factsOf(filtered, { active: 'True', department: 'Marketing' });
    const text = schemaText(filtered);
    const [lens] = filterLenses(analyse('schema', text, null), facts);
    assert.ok(lens);
    assert.equal(JSON.parse(text.slice(lens.range.start, lens.range.end)).name, 'sales');
    const [clauses] = facts.trace.steps[2].details.collections?.groups.groups ?? [];
    assert.equal(lens.tooltip, `Ada: ${clauses?.clauses[1]?.reason}`);
  });
  it('say what cannot be evaluated locally, and never a verdict for it', async () => {
    const schema: TestSchema = { ...filtered, scope: { groups: [{ name: 'g', clauses: [clause('upn', 'FROBS', 'x')] }] } };
    const facts = await factsOf(schema, {});
    const [lens] = filterLenses(analyse('schema', schemaText(schema), null), facts);
    assert.equal(lens?.title, '? upn is "ada@x", which cannot be evaluated locally');
  });
  it('stand in scope files, too', async () => {
    const facts = await factsOf(filtered, { active: 'True', department: 'Marketing' });
    const scope = filtered.scope as { readonly groups: readonly object[] };
    const analysis = analyse('scope', JSON.stringify(scope), null);
    const moved = JSON.stringify(facts.trace).replaceAll(/"pointer":"[^"]*\/scope\/groups/g, '"pointer":"/groups');
    const inFile: RunFacts = { trace: JSON.parse(moved), stale: false, holds: 'scope' };
    assert.equal(filterLenses(analysis, inFile)[0]?.title, '✗ department is "Marketing"');
  });
  it('are none of a run with another text, or where the scope stands in another file', async () => {
    const facts = await factsOf(filtered, { department: 'Marketing' });
    assert.deepEqual(titles({ ...facts, stale: true }), []);
    assert.deepEqual(titles({ ...facts, holds: 'mappings' }), []);
    assert.deepEqual(titles(null), []);
  });
  it('cut long values and show what cannot be seen', async () => {
    const facts = await factsOf(filtered, { active: 'True', department: `a\u202eb\n${'x'.repeat(500)}` });
    const [title = ''] = titles(facts);
    assert.match(title, /^✗ department is "a⟨U\+202E⟩b⏎x+"…$/);
    assert.ok(title.length < 120);
  });
});
