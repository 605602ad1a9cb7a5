import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith } from '../../support/runPreview.ts';
import type { TestAttribute, TestMapping, TestSchema } from '../../support/schemaText.ts';

interface Row {
  readonly name: string;
  readonly mapping: Omit<TestMapping, 'target'>;
  readonly attribute?: Omit<TestAttribute, 'name'>;
  readonly source: AttributeValue;
  /** Undefined: the object does not exist in the target. */
  readonly old?: AttributeValue;
  readonly cloudSync?: boolean;
  readonly expected: readonly [state: string, value: AttributeValue];
  /** Whether the request carries the attribute. */
  readonly written: boolean;
}

const direct = { expression: '[x]' };

const rows: readonly Row[] = [
  { name: 'a value on create', mapping: direct, source: 'a', expected: ['changed', 'a'], written: true },
  { name: 'null on create', mapping: direct, source: null, expected: ['null', null], written: false },
  {
    name: 'null on create with a default',
    mapping: { ...direct, defaultValue: 'd' },
    source: null,
    expected: ['changed', 'd'],
    written: true,
  },
  {
    name: 'None with a default on create',
    mapping: { expression: null, defaultValue: 'd' },
    source: 'a',
    expected: ['changed', 'd'],
    written: true,
  },
  {
    name: 'null on update keeps the old value',
    mapping: direct,
    source: null,
    old: 'o',
    expected: ['null', null],
    written: false,
  },
  {
    name: 'a default never applies on update',
    mapping: { ...direct, defaultValue: 'd' },
    source: null,
    old: null,
    expected: ['null', null],
    written: false,
  },
  {
    name: 'flowNullValues clears on update',
    mapping: direct,
    attribute: { flowNullValues: true },
    source: null,
    old: 'o',
    expected: ['changed', null],
    written: true,
  },
  {
    name: 'empty text is a value in app provisioning',
    mapping: direct,
    source: '',
    old: 'o',
    expected: ['changed', ''],
    written: true,
  },
  {
    name: 'empty text clears in cloud sync',
    mapping: direct,
    source: '',
    old: 'o',
    cloudSync: true,
    expected: ['changed', null],
    written: true,
  },
  {
    name: 'empty text is no value on create in cloud sync',
    mapping: direct,
    source: '',
    cloudSync: true,
    expected: ['null', null],
    written: false,
  },
  {
    name: 'an ignored flow',
    mapping: { expression: 'IgnoreFlowIfNullOrEmpty([x])' },
    source: '',
    old: 'o',
    expected: ['ignored', null],
    written: false,
  },
  { name: 'an equal value', mapping: direct, source: 'a', old: 'A', expected: ['unchanged', 'a'], written: false },
  {
    name: 'a case-only difference in a caseExact attribute',
    mapping: direct,
    attribute: { caseExact: true },
    source: 'a',
    old: 'A',
    expected: ['changed', 'a'],
    written: true,
  },
  {
    name: 'base64 differs by case',
    mapping: direct,
    attribute: { type: 'Binary' },
    source: 'qq==',
    old: 'QQ==',
    expected: ['changed', 'qq=='],
    written: true,
  },
  {
    name: 'FlowAlways writes an equal value',
    mapping: { ...direct, flowBehavior: 'FlowAlways' },
    source: 'a',
    old: 'a',
    expected: ['unchanged', 'a'],
    written: true,
  },
  {
    name: 'ObjectAddOnly on create',
    mapping: { ...direct, flowType: 'ObjectAddOnly' },
    source: 'a',
    expected: ['changed', 'a'],
    written: true,
  },
  {
    name: 'ObjectAddOnly on update',
    mapping: { ...direct, flowType: 'ObjectAddOnly' },
    source: 'a',
    old: 'o',
    expected: ['ignored', 'a'],
    written: false,
  },
  {
    name: 'AttributeAddOnly over a value',
    mapping: { ...direct, flowType: 'AttributeAddOnly' },
    source: 'a',
    old: 'o',
    expected: ['ignored', 'a'],
    written: false,
  },
  {
    name: 'AttributeAddOnly into a gap',
    mapping: { ...direct, flowType: 'AttributeAddOnly' },
    source: 'a',
    old: null,
    expected: ['changed', 'a'],
    written: true,
  },
  {
    name: 'MultiValueAddOnly adds and never removes',
    mapping: { ...direct, flowType: 'MultiValueAddOnly' },
    attribute: { multivalued: true },
    source: ['b', 'c'],
    old: ['a', 'b'],
    expected: ['changed', ['a', 'b', 'c']],
    written: true,
  },
  {
    name: 'MultiValueAddOnly with nothing new',
    mapping: { ...direct, flowType: 'MultiValueAddOnly' },
    attribute: { multivalued: true },
    source: ['b'],
    old: ['a', 'b'],
    expected: ['unchanged', ['a', 'b']],
    written: false,
  },
  {
    name: 'a list in another order',
    mapping: direct,
    attribute: { multivalued: true },
    source: ['b', 'a'],
    old: ['a', 'b'],
    expected: ['unchanged', ['b', 'a']],
    written: false,
  },
  {
    name: 'a list that lost a value',
    mapping: direct,
    attribute: { multivalued: true },
    source: ['a'],
    old: ['a', 'b'],
    expected: ['changed', 'a'],
    written: true,
  },
  {
    name: 'a read-only attribute',
    mapping: direct,
    attribute: { mutability: 'ReadOnly' },
    source: 'a',
    expected: ['ignored', 'a'],
    written: false,
  },
  {
    name: 'an immutable attribute on update',
    mapping: direct,
    attribute: { mutability: 'Immutable' },
    source: 'a',
    old: 'o',
    expected: ['ignored', 'a'],
    written: false,
  },
  {
    name: 'a constant takes no default',
    mapping: { expression: '""', defaultValue: 'd' },
    source: null,
    expected: ['changed', ''],
    written: true,
  },
];

function schemaOf(row: Row): TestSchema {
  return {
    mappings: [
      { target: 'id', expression: '[id]', matchingPriority: 1 },
      { target: 'y', ...row.mapping },
    ],
    attributes: [{ name: 'y', ...row.attribute }],
    ...(row.cloudSync ? { source: 'Active Directory', target: 'Microsoft Entra ID' } : {}),
  };
}

describe('attribute flow', () => {
  for (const row of rows) {
    it(row.name, async () => {
      const source = memorySource([{ id: 'p', attributes: { id: 'p', x: row.source } }]);
      const target = memoryTarget(row.old === undefined ? [] : [{ id: 't', attributes: { id: 'p', y: row.old } }]);
      const trace = await runWith(schemaOf(row), { source, target, user: 'p' });
      const change = changeOf(trace, 'y');
      assert.deepEqual([change.state, change.new], row.expected);
      assert.deepEqual(change.old, row.old ?? null);
      const written = target.described.flatMap((write) => write.attributes.map((attribute) => attribute.name)).includes('y');
      assert.equal(written, row.written);
    });
  }

  it('fails the create where a required attribute gets nothing, and names it', async () => {
    const schema: TestSchema = {
      mappings: [
        { target: 'id', expression: '[id]', matchingPriority: 1 },
        { target: 'mail', expression: '[mail]' },
      ],
      attributes: [{ name: 'mail', required: true }],
    };
    const source = memorySource([{ id: 'p', attributes: { id: 'p' } }]);
    const trace = await runWith(schema, { source, target: memoryTarget([]), user: 'p' });
    assert.deepEqual([trace.action, trace.code, trace.status], ['none', 'AttributeValidationFailed', 'failure']);
    assert.match(trace.steps[4].summary, /mail/);
    const update = await runWith(schema, {
      source,
      target: memoryTarget([{ id: 't', attributes: { id: 'p', mail: 'm' } }]),
      user: 'p',
    });
    assert.deepEqual([update.action, update.code], ['skip', 'RedundantExport']);
  });

  it('follows a reference to the target id of the same person, and leaves it out while that object does not exist', async () => {
    const schema: TestSchema = {
      mappings: [
        { target: 'userName', expression: '[upn]', matchingPriority: 1 },
        { target: 'manager', expression: '[manager]' },
      ],
      attributes: [{ name: 'manager', type: 'Reference' }],
    };
    const boss = { id: 'CN=Boss', displayName: 'Boss', attributes: { upn: 'boss' } };
    const person = { id: 'CN=P', displayName: 'P', attributes: { upn: 'p', manager: 'CN=Boss' } };
    const account = { id: 't1', attributes: { userName: 'p' } };
    const run = (accounts: Parameters<typeof memoryTarget>[0]) =>
      runWith(schema, { source: memorySource([boss, person]), target: memoryTarget(accounts), user: 'P' });
    const linked = changeOf(await run([account, { id: 't2', attributes: { userName: 'boss' } }]), 'manager');
    assert.deepEqual([linked.state, linked.new], ['changed', 't2']);
    const pending = changeOf(await run([account]), 'manager');
    assert.equal(pending.state, 'ignored');
    const same = changeOf(
      await run([
        { id: 't1', attributes: { userName: 'p', manager: 't2' } },
        { id: 't2', attributes: { userName: 'boss' } },
      ]),
      'manager',
    );
    assert.equal(same.state, 'unchanged');
  });

  it('keeps what cannot be evaluated locally apart from what failed', async () => {
    const schema: TestSchema = {
      mappings: [
        { target: 'userName', expression: '[upn]', matchingPriority: 1 },
        { target: 'domain', expression: 'DefaultDomain()' },
      ],
    };
    const source = memorySource([{ id: 'p', attributes: { upn: 'p' } }]);
    const trace = await runWith(schema, { source, target: memoryTarget([]), user: 'p' });
    assert.deepEqual([trace.action, trace.status], ['create', 'warning']);
    assert.equal(trace.steps[4].details.evaluations?.[1]?.outcome, 'unsupported');
    const known = await runWith(schema, {
      source,
      target: memoryTarget([]),
      user: 'p',
      tenantConstants: new Map([['DefaultDomain', 'contoso.example']]),
    });
    assert.equal(changeOf(known, 'domain').new, 'contoso.example');
  });

  it('respects flowTypes and the disabled object mapping', async () => {
    const mappings = [
      { target: 'userName', expression: '[upn]', matchingPriority: 1 },
      { target: 'y', expression: '[x]' },
    ];
    const source = memorySource([{ id: 'p', attributes: { upn: 'p', x: 'new' } }]);
    const noAdd = await runWith({ mappings, flowTypes: 'Update' }, { source, target: memoryTarget([]), user: 'p' });
    assert.deepEqual([noAdd.action, noAdd.code], ['skip', 'JoinNotFound']);
    const account = { id: 't', attributes: { userName: 'p', y: 'old' } };
    const noUpdate = await runWith({ mappings, flowTypes: 'Add' }, { source, target: memoryTarget([account]), user: 'p' });
    assert.equal(noUpdate.action, 'skip');
  });

  it('deletes in cloud sync what leaves scope, and only with the Delete flow', async () => {
    const scope = {
      groups: [{ name: 'G', clauses: [{ sourceOperandName: 'x', operatorName: 'EQUALS', targetOperand: { values: ['in'] } }] }],
    };
    const mappings = [{ target: 'userName', expression: '[upn]', matchingPriority: 1 }];
    const cloudSync = { source: 'Active Directory', target: 'Microsoft Entra ID' };
    const run = (flowTypes: string) =>
      runWith(
        { mappings, scope, flowTypes, ...cloudSync },
        {
          source: memorySource([{ id: 'p', attributes: { upn: 'p', x: 'out' } }]),
          target: memoryTarget([{ id: 't', attributes: { userName: 'p' } }]),
          user: 'p',
        },
      );
    const deleted = await run('Add, Update, Delete');
    assert.equal(deleted.action, 'delete');
    assert.deepEqual(deleted.steps[4].details.requests?.[0]?.method, 'delete');
    assert.equal((await run('Add,Update')).action, 'skip');
  });

  it('leaves alone what an input filter drops, even with an account', async () => {
    const scope = {
      inputFilterGroups: [
        { name: 'I', clauses: [{ sourceOperandName: 'x', operatorName: 'NOT EQUALS', targetOperand: { values: ['out'] } }] },
      ],
    };
    const target = memoryTarget([{ id: 't', attributes: { userName: 'p' } }]);
    const mappings = [{ target: 'userName', expression: '[upn]', matchingPriority: 1 }];
    const trace = await runWith(
      { mappings, scope },
      { source: memorySource([{ id: 'p', attributes: { upn: 'p', x: 'out' } }]), target, user: 'p' },
    );
    assert.deepEqual([trace.action, trace.code, trace.steps[3].status], ['skip', 'NotEffectivelyEntitled', 'notRun']);
    assert.equal(target.queries.length, 0);
  });
});
