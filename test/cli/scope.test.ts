import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type CliResult, runCli } from './runCli.ts';

interface Clause {
  readonly attribute: string;
  readonly verdict: string;
  readonly rule: string;
  readonly reason: string;
  readonly pointer: string;
}

interface Document {
  readonly inScope: boolean | null;
  readonly collections: Readonly<
    Record<
      string,
      {
        readonly verdict: string;
        readonly groups: readonly { readonly name: string; readonly verdict: string; readonly clauses: readonly Clause[] }[];
      }
    >
  >;
}

const clause = (sourceOperandName: string, operatorName: string, ...values: readonly unknown[]): object => ({
  sourceOperandName,
  operatorName,
  targetOperand: values.length > 0 ? { values } : null,
});

const filter = {
  groups: [
    { name: 'Sales', clauses: [clause('department', 'EQUALS', 'Sales'), clause('accountEnabled', 'IS TRUE')] },
    { name: 'Staff', clauses: [clause('level', 'GREATER_THAN', 5)] },
  ],
  inputFilterGroups: [
    { name: 'Own', clauses: [clause('isCriticalSystemObject', 'IS FALSE'), clause('flags', '!&', '566259712')] },
  ],
};

describe('scope', () => {
  let folder: string;
  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-'));
  });
  after(() => rm(folder, { recursive: true }));

  const scope = async (filterFile: string, attributes: unknown, ...more: readonly string[]): Promise<CliResult> =>
    runCli(['scope', '--filter', filterFile, '--attributes', await write('attributes.json', attributes), ...more]);
  const document = async (
    filterFile: string,
    attributes: unknown,
    ...more: readonly string[]
  ): Promise<readonly [code: number | null, document: Document]> => {
    const result = await scope(filterFile, attributes, '--json', ...more);
    assert.equal(result.err, '');
    return [result.code, JSON.parse(result.out) as Document];
  };

  it('prints the verdict of each clause, group and collection', async () => {
    const file = await write('people.scope.json', filter);
    const [code, { inScope, collections }] = await document(file, {
      department: 'sales',
      accountEnabled: true,
      level: 7,
      flags: 4,
    });
    assert.deepEqual([code, inScope], [0, true]);
    assert.deepEqual(Object.keys(collections), ['groups', 'inputFilterGroups', 'categoryFilterGroups']);
    const sales = collections.groups?.groups[0];
    assert.deepEqual([sales?.name, sales?.verdict, collections.groups?.groups[1]?.verdict], ['Sales', 'failed', 'passed']);
    assert.deepEqual(sales?.clauses[0], {
      attribute: 'department',
      operator: 'EQUALS',
      expected: ['Sales'],
      actual: 'sales',
      verdict: 'failed',
      rule: 'comparison',
      reason: 'The value does not equal "Sales": only upper and lower case differ, and case counts.',
      pointer: '/groups/0/clauses/0',
    });
    assert.deepEqual(
      collections.inputFilterGroups?.groups[0]?.clauses.map(({ verdict, rule }) => [verdict, rule]),
      [
        ['passed', 'null'],
        ['passed', 'comparison'],
      ],
    );
    assert.deepEqual(collections.categoryFilterGroups, { verdict: 'passed', groups: [] });
  });

  it('exits by the verdict', async () => {
    const file = await write('people.scope.json', filter);
    for (const [attributes, inScope, exit] of [
      [{ department: 'Sales', accountEnabled: 'True' }, true, 0],
      [{ department: 'HR', accountEnabled: true, level: 5 }, false, 1],
      [{ department: 'HR', level: 'many' }, null, 1],
      [{ department: 'Sales', accountEnabled: true, isCriticalSystemObject: true }, false, 1],
      [{ level: 'many', flags: '536870912' }, false, 1],
    ] as const) {
      const [code, result] = await document(file, attributes);
      assert.deepEqual([result.inScope, code], [inScope, exit], JSON.stringify(attributes));
    }
  });

  it('takes the readings of doubtful points', async () => {
    const file = await write('people.scope.json', filter);
    const person = { department: 'Sales', accountEnabled: true };
    const [, usual] = await document(file, person);
    const [, other] = await document(file, person, '--semantics', 'nullInInputFilters=fail');
    assert.deepEqual([usual.inScope, other.inScope], [true, false]);
    const wrong = await scope(file, person, '--semantics', 'nullInInputFilters=maybe');
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
    assert.match(wrong.err, /nullInInputFilters/);
  });

  it('takes the scope out of a mapping file and of a schema', async () => {
    const person = { department: 'Sales', accountEnabled: true };
    const mapping = {
      name: 'Users',
      enabled: true,
      sourceObjectName: 'User',
      targetObjectName: 'User',
      attributeMappings: [{ targetAttributeName: 'a' }],
      scope: filter,
    };
    const mappingFile = await write('users.mapping.json', mapping);
    const [, fromMapping] = await document(mappingFile, person);
    assert.equal(fromMapping.inScope, true);
    assert.equal(fromMapping.collections.groups?.groups[0]?.clauses[0]?.pointer, '/scope/groups/0/clauses/0');

    const others = {
      ...mapping,
      name: 'Others',
      scope: { groups: [{ name: 'x', clauses: [clause('department', 'EQUALS', 'HR')] }] },
    };
    const rule = { id: 'r', name: 'R', sourceDirectoryName: 'A', targetDirectoryName: 'B', objectMappings: [mapping, others] };
    const schemaFile = await write('s.syncschema.json', { synchronizationRules: [rule] });
    const several = await scope(schemaFile, person);
    assert.equal(several.code, 2);
    assert.match(several.err, /"Users", "Others".*--object-mapping/s);
    const [, users] = await document(schemaFile, person, '--object-mapping', 'Users');
    assert.equal(
      users.collections.groups?.groups[0]?.clauses[0]?.pointer,
      '/synchronizationRules/0/objectMappings/0/scope/groups/0/clauses/0',
    );
    const [code, other] = await document(schemaFile, person, '--object-mapping', 'Others');
    assert.deepEqual([code, other.inScope], [1, false]);
    const none = await scope(schemaFile, person, '--object-mapping', 'Nobody');
    assert.equal(none.code, 2);
    assert.match(none.err, /Nobody/);
  });

  it('refuses what it cannot use, and says what it is', async () => {
    const good = await write('good.scope.json', filter);
    const rows: readonly (readonly [name: string, content: unknown, message: RegExp])[] = [
      ['broken.scope.json', '{"groups":[', /broken\.scope\.json:1:\d+: error: /],
      ['wrong.scope.json', '{"groups":"Sales"}', /"groups" must be a list/],
      ['nothing.scope.json', '{"Groups":[]}', /holds no filter/],
      ['other.json', '{"a":1}', /holds no filter/],
      ['list.json', '[]', /holds no filter/],
      ['noAttribute.scope.json', '{"groups":[{"clauses":[{"operatorName":"IS NULL"}]}]}', /sourceOperandName/],
      ['scope.mapping.json', '{"attributeMappings":[],"scope":"everybody"}', /"scope" must be an object/],
      ['rules.syncschema.json', '{"synchronizationRules":[]}', /no synchronization rules/],
    ];
    for (const [name, content, message] of rows) {
      const result = await scope(await write(name, content), {});
      assert.deepEqual([result.code, result.out], [2, ''], name);
      assert.match(result.err, message, name);
    }
    for (const args of [
      [],
      ['--filter', good],
      ['--attributes', good],
      ['--filter', join(folder, 'none'), '--attributes', good],
    ]) {
      const result = await runCli(['scope', ...args]);
      assert.deepEqual([result.code, result.out], [2, ''], args.join(' '));
      assert.notEqual(result.err, '');
    }
    for (const attributes of ['[1]', '{"a":{"b":1}}', '{"n":9223372036854775807}', '{']) {
      const result = await scope(good, attributes);
      assert.deepEqual([result.code, result.out], [2, ''], attributes);
    }
  });

  it('warns of a name in another casing, and of a word that it does not know', async () => {
    const file = await write('warn.scope.json', {
      groups: [{ name: 'g', clauses: [{ ...clause('department', 'IS NULL'), multivaluedComparisonType: 'Most' }] }],
    });
    const result = await scope(file, { Department: 'Sales' });
    assert.equal(result.code, 0);
    assert.match(result.err, /reads "department" and the file has "Department"/);
    assert.match(result.err, /"Most".*All, Any/);
  });

  it('prints a table for people, without colours where they are not wanted', async () => {
    const file = await write('people.scope.json', filter);
    const { out } = await scope(file, { department: 'HR', level: 'many\u001b[31m' });
    const lines = out.split('\n').map((line) => line.trim());
    assert.ok(lines.includes('✗ Sales') && lines.includes('? Staff') && lines.includes('✓ Own'), out);
    assert.ok(
      lines.some((line) => /^✗ department EQUALS "Sales" {2}"HR" +The value does not equal "Sales"\.$/.test(line)),
      out,
    );
    assert.ok(
      lines.some((line) => /^\? level GREATER_THAN "5" .* is not a whole number/.test(line)),
      out,
    );
    assert.ok(lines.includes('It cannot be told here whether this is in scope.'));
    assert.ok(!out.includes('\u001b'));
    const help = await runCli(['scope', '--help']);
    assert.equal(help.code, 0);
    for (const flag of ['--filter', '--object-mapping', '--attributes', '--semantics', '--json'])
      assert.ok(help.out.includes(flag), flag);
  });
});
