import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TargetDirectory } from '../../../src/core/trace/directory.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith, type TestRun } from '../../support/runPreview.ts';
import type { TestSchema } from '../../support/schemaText.ts';

const mappings = [
  { target: 'userName', expression: '[upn]', matchingPriority: 1 },
  { target: 'title', expression: '[jobTitle]' },
];
const disabling = [...mappings, { target: 'active', expression: 'Not([IsSoftDeleted])' }];
const scope = {
  groups: [
    { name: 'Sales', clauses: [{ sourceOperandName: 'dept', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }] },
  ],
};
const inbound = { source: 'Active Directory', target: 'Microsoft Entra ID' };
const ou = 'OU=Sales,DC=corp,DC=example';
const person = { upn: 'p', jobTitle: 'Chef', dept: 'Sales', accountEnabled: 'True', distinguishedName: `CN=P,${ou}` };
const account = { userName: 'p', title: 'Cook', active: 'True' };

async function run(
  schema: Omit<TestSchema, 'mappings'> & Partial<Pick<TestSchema, 'mappings'>>,
  who: Readonly<Record<string, AttributeValue>>,
  held: Readonly<Record<string, AttributeValue>> | null,
  more: Partial<TestRun> = {},
): Promise<Trace> {
  const source = memorySource([{ id: 'p', attributes: { ...person, ...who } }]);
  const target = memoryTarget(held ? [{ id: 't', attributes: held }] : []);
  return runWith({ mappings: disabling, ...schema }, { source, target, user: 'p', ...more });
}

const outcome = ({ action, code }: Trace): readonly [string, string | null] => [action, code];

/** The same target, which never gives out the title. */
function silentAbout(name: string, target: TargetDirectory): TargetDirectory {
  return {
    ...target,
    match: async (query, attributes) => {
      const answer = await target.match(query, attributes);
      if (!answer.ok) return answer;
      const entries = answer.value.entries.map((entry) => ({ ...entry, unreadable: new Set([name]) }));
      return { ok: true, value: { ...answer.value, entries } };
    },
  };
}

describe('an attribute that the target never gives out', () => {
  const source = memorySource([{ id: 'p', attributes: person }]);
  const held = { userName: 'p', active: 'True' };

  it('is not claimed to change, and keeps nobody from being unchanged, but it is said', async () => {
    const target = silentAbout('title', memoryTarget([{ id: 't', attributes: held }]));
    const trace = await runWith({ mappings: disabling }, { source, target, user: 'p' });
    assert.deepEqual(outcome(trace), ['skip', 'RedundantExport']);
    assert.deepEqual([changeOf(trace, 'title').state, changeOf(trace, 'title').new], ['ignored', 'Chef']);
    assert.match(trace.steps[4].summary, /Of 1 more the target does not say what it holds/);
    assert.equal(trace.steps[4].status, 'warning');
  });

  it('stands in no write beside others that change', async () => {
    const target = silentAbout('title', memoryTarget([{ id: 't', attributes: { ...held, active: 'False' } }]));
    const trace = await runWith({ mappings: disabling }, { source, target, user: 'p' });
    assert.deepEqual(outcome(trace), ['update', null]);
    assert.equal(trace.steps[4].details.requests?.[0]?.body, '{"active":"True"}');
  });

  it('is written to a new object like any other', async () => {
    const target = silentAbout('title', memoryTarget([]));
    const trace = await runWith({ mappings: disabling }, { source, target, user: 'p' });
    assert.deepEqual([outcome(trace)[0], changeOf(trace, 'title').state], ['create', 'changed']);
  });
});

const left = { dept: 'IT' };
const disabled = { accountEnabled: 'False' };

describe('leaving scope', () => {
  it('disables through IsSoftDeleted, and shows what the write carries', async () => {
    const trace = await run({ scope }, left, account);
    assert.deepEqual(outcome(trace), ['disable', null]);
    assert.deepEqual([changeOf(trace, 'active').new, changeOf(trace, 'title').state], ['False', 'changed']);
    assert.deepEqual(outcome(await run({ scope, flowTypes: 'Add, Delete' }, left, account)), ['skip', 'NotEffectivelyEntitled']);
    const already = await run({ scope }, left, { ...account, active: 'False' });
    assert.deepEqual(outcome(already), ['skip', 'RedundantExport']);
    assert.equal(changeOf(already, 'title').state, 'ignored', 'nothing is written, so nothing is shown as changed');
  });

  it('deletes where nothing disables: in cloud sync, and in a target that cannot disable, within flowTypes', async () => {
    const cloud = { ...inbound, mappings, scope };
    const trace = await run(cloud, left, account);
    assert.deepEqual(outcome(trace), ['delete', null]);
    assert.ok(
      trace.changes.every(({ state }) => state !== 'changed'),
      'a delete writes no attribute',
    );
    assert.match(trace.steps[4].details.evaluations?.[1]?.note ?? '', /^Not written: .* is deleted\.$/);
    assert.deepEqual(outcome(await run({ ...cloud, flowTypes: 'Add, Update' }, left, account)), [
      'skip',
      'NotEffectivelyEntitled',
    ]);
    const kept = await run(cloud, left, account, { semantics: { withoutDisable: 'skip' } });
    assert.deepEqual(outcome(kept), ['skip', 'NotEffectivelyEntitled']);
    assert.match(kept.steps[4].summary, /"withoutDisable": "skip"/);
    assert.deepEqual(outcome(await run({ mappings, scope }, left, account)), ['skip', 'NotEffectivelyEntitled']);
    const cannot = { mappings, scope, softDeletion: false };
    assert.deepEqual(outcome(await run(cannot, left, account)), ['delete', null]);
    const still = await run({ ...cannot, ...inbound }, left, account, { semantics: { withoutDisable: 'skip' } });
    assert.deepEqual(outcome(still), ['delete', null], 'the reading is about targets that can disable');
  });

  it('is not predicted where the attribute that disables cannot be evaluated locally', async () => {
    const unknown = [...mappings, { target: 'accountEnabled', expression: 'DefaultDomain()' }];
    const trace = await run({ ...inbound, mappings: unknown, scope }, left, account);
    assert.deepEqual([...outcome(trace), trace.steps[4].status], ['none', null, 'warning']);
    assert.match(trace.steps[4].summary, /whether accountEnabled disables the account cannot be evaluated locally/);
  });

  it('is kept from the account by SkipOutOfScopeDeletions, which disabling and deleting in the source are not', async () => {
    const setting = { skipOutOfScopeDeletions: true };
    const kept = await run({ scope }, left, account, setting);
    assert.deepEqual([...outcome(kept), kept.status], ['skip', 'NotEffectivelyEntitled', 'skipped']);
    assert.match(kept.steps[4].summary, /SkipOutOfScopeDeletions keeps the account/);
    assert.deepEqual(outcome(await run({ scope }, { ...left, ...disabled }, account, setting)), [
      'skip',
      'NotEffectivelyEntitled',
    ]);
    const off = await run({ scope }, disabled, account, setting);
    assert.equal(off.action, 'disable');
    assert.match(off.steps[4].summary, /not about being disabled in the source\./);
  });
});

describe('a person who is disabled or deleted in the source', () => {
  it('is never created, unless the reading says otherwise', async () => {
    const never = await run({}, disabled, null);
    assert.deepEqual(outcome(never), ['skip', 'NotEffectivelyEntitled']);
    assert.match(never.steps[4].summary, /a disabled person is never created\./);
    const created = await run({}, disabled, null, { semantics: { disabledPeople: 'created' } });
    assert.equal(created.action, 'create');
    assert.equal(changeOf(created, 'active').new, 'False');
    const out = await run({ scope }, { ...left, ...disabled }, null, { semantics: { disabledPeople: 'created' } });
    assert.equal(out.action, 'skip', 'who is out of scope besides is not created');
  });

  it('is deleted once the source has lost them for good, within flowTypes', async () => {
    const hard = { isDeleted: 'True' };
    assert.deepEqual(outcome(await run({}, hard, account)), ['delete', null]);
    assert.deepEqual(outcome(await run({ flowTypes: 'Add, Update' }, hard, account)), ['skip', 'NotEffectivelyEntitled']);
    assert.deepEqual(outcome(await run({}, hard, null)), ['skip', 'NotEffectivelyEntitled']);
    const soft = { deletedDateTime: '2026-01-01T00:00:00Z' };
    assert.deepEqual(outcome(await run({}, soft, account)), ['disable', null]);
    assert.deepEqual(outcome(await run({}, soft, null, { semantics: { disabledPeople: 'created' } })), [
      'skip',
      'NotEffectivelyEntitled',
    ]);
  });
});

describe('a person outside the organizational units of the rule', () => {
  const elsewhere = { distinguishedName: 'CN=P,OU=IT,DC=corp,DC=example' };
  const rule = { ...inbound, mappings, containerFilter: [ou] };

  it('is provisioned on demand, and the trace says what a cycle would do', async () => {
    const trace = await run(rule, elsewhere, account);
    assert.equal(trace.action, 'update');
    assert.deepEqual([trace.steps[4].details.cycle?.action, trace.steps[4].details.cycle?.code], ['delete', null]);
    assert.match(trace.steps[4].summary, /A cycle would do otherwise: .* agent reports as deleted, so the account is deleted\./);
    const fresh = await run(rule, elsewhere, null);
    assert.equal(fresh.action, 'create');
    const { cycle } = fresh.steps[4].details;
    assert.deepEqual([cycle?.action, cycle?.code], ['skip', 'NotEffectivelyEntitled']);
    assert.equal((await run(rule, {}, account)).steps[4].details.cycle, null);
    const kept = await run(rule, elsewhere, account, { skipOutOfScopeDeletions: true });
    assert.deepEqual([kept.action, kept.steps[4].details.cycle?.action], ['update', 'skip']);
  });

  it('is treated as in a cycle under the reading applied', async () => {
    const semantics = { onDemandScope: 'applied' } as const;
    const trace = await run(rule, elsewhere, account, { semantics });
    assert.deepEqual([...outcome(trace), trace.steps[4].details.cycle], ['delete', null, null]);
    assert.deepEqual(outcome(await run(rule, elsewhere, null, { semantics })), ['skip', 'JoinNotFound']);
  });
});

describe('what cannot be evaluated locally', () => {
  it('keeps the action open where nothing else would be written', async () => {
    const unknown = [...mappings, { target: 'domain', expression: 'DefaultDomain()' }];
    const trace = await run({ mappings: unknown }, {}, { ...account, title: 'Chef' });
    assert.deepEqual([...outcome(trace), trace.steps[4].status], ['none', null, 'warning']);
    assert.match(trace.steps[4].summary, /1 attribute cannot be evaluated locally, so no action is predicted/);
  });
});

describe('IgnoreObjectFlow', () => {
  it('stops the creation and nothing else', async () => {
    const ignoring = [...mappings, { target: 'objectFilter', expression: 'IIF([dept]="Sales", IgnoreObjectFlow, "False")' }];
    const created = await run({ mappings: ignoring }, {}, null);
    assert.deepEqual(outcome(created), ['skip', 'EntrySynchronizationSkipped']);
    assert.equal(changeOf(created, 'title').state, 'ignored');
    assert.equal((await run({ mappings: ignoring }, {}, account)).action, 'update');
  });
});
