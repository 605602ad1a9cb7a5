import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceDirectory, TargetDirectory } from '../../../src/core/trace/directory.ts';
import type { FollowedReference, Trace } from '../../../src/core/trace/trace.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith, type TestRun } from '../../support/runPreview.ts';
import type { TestMapping, TestSchema } from '../../support/schemaText.ts';

const salesOnly = {
  groups: [
    {
      name: 'Sales',
      clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }],
    },
  ],
};

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[upn]', matchingPriority: 1 },
    { target: 'manager', expression: '[manager]' },
  ],
  attributes: [{ name: 'userName' }, { name: 'manager', type: 'Reference' }],
  scope: salesOnly,
  groups: {
    mappings: [
      { target: 'displayName', expression: '[displayName]', matchingPriority: 1 },
      { target: 'members', expression: '[members]' },
    ],
    attributes: [{ name: 'displayName' }, { name: 'members', type: 'Reference', multivalued: true }],
  },
};

const user = (id: string, more: MemoryPerson['attributes'] = {}): MemoryPerson => ({
  id,
  kind: 'user',
  displayName: `Name of ${id}`,
  attributes: { upn: `${id}@corp.example`, department: 'Sales', ...more },
});
const account = (id: string): MemoryPerson => ({
  id: `t-${id}`,
  kind: 'user',
  displayName: `Account of ${id}`,
  attributes: { userName: `${id}@corp.example` },
});
const group = (id: string, members: readonly string[], name = `Group ${id}`): MemoryPerson => ({
  id,
  kind: 'group',
  displayName: name,
  attributes: { displayName: name, members },
});
const targetGroup = (id: string, members: readonly string[], name = `Group ${id}`): MemoryPerson => ({
  id: `t-${id}`,
  kind: 'group',
  displayName: name,
  attributes: { displayName: name, members: members.map((member) => `t-${member}`) },
});

const inBoth = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Twelve members: eight ordinary ones, two out of scope, one whom the target does not have, a group. */
const twelve = ['a', 'b', 'legal', 'c', 'd', 'nested', 'e', 'f', 'new', 'g', 'disabled', 'h'];
const people: readonly MemoryPerson[] = [
  ...inBoth.map((id) => user(id)),
  user('legal', { department: 'Legal' }),
  user('disabled', { accountEnabled: 'False' }),
  user('new'),
  group('nested', ['a']),
  group('team', twelve),
];
const accounts = [...inBoth, 'legal', 'disabled'].map(account);

interface Run extends Partial<Omit<TestRun, 'text' | 'source' | 'target'>> {
  readonly people?: readonly MemoryPerson[];
  readonly accounts?: readonly MemoryPerson[];
  readonly schema?: TestSchema;
  readonly source?: SourceDirectory;
  readonly target?: TargetDirectory;
}

function run(change: Run = {}): Promise<Trace> {
  return runWith(change.schema ?? schema, {
    objectMapping: 'Groups',
    user: 'team',
    ...change,
    source: change.source ?? memorySource(change.people ?? people),
    target: change.target ?? memoryTarget(change.accounts ?? accounts),
  });
}

function followed(trace: Trace, target = 'members'): readonly FollowedReference[] {
  const attribute = trace.steps[4].details.references?.find((one) => one.target === target);
  assert.ok(attribute, `${target} is not followed`);
  return attribute.references;
}

describe('the members of a group', () => {
  it('are matched as users; those out of scope, not in the target and groups are left out and named', async () => {
    const trace = await run();
    assert.equal(trace.action, 'create');
    assert.deepEqual(
      changeOf(trace, 'members').new,
      inBoth.map((id) => `t-${id}`),
    );
    const references = followed(trace);
    assert.deepEqual(
      references.map(({ reference }) => reference),
      twelve,
    );
    const left = references.filter(({ outcome }) => outcome !== 'written');
    assert.deepEqual(
      left.map(({ displayName, outcome, targetId }) => [displayName, outcome, targetId]),
      [
        ['Name of legal', 'outOfScope', null],
        ['Group nested', 'notSupported', null],
        ['Name of new', 'notInTarget', null],
        ['Name of disabled', 'outOfScope', null],
      ],
    );
    assert.match(left[0]?.reason ?? '', /department EQUALS "Sales"/);
    const note = trace.steps[4].details.evaluations?.find(({ target }) => target === 'members')?.note ?? '';
    for (const name of ['4 of 12', 'Name of legal', 'Group nested', 'Name of new', 'Name of disabled'])
      assert.ok(note.includes(name), note);
  });

  it('that are added and removed make an update, and equal ones none', async () => {
    const update = await run({ accounts: [...accounts, targetGroup('team', ['a', 'b', 'legal', 'gone'])] });
    assert.equal(update.action, 'update');
    const change = changeOf(update, 'members');
    assert.deepEqual(change.old, ['t-a', 't-b', 't-legal', 't-gone']);
    assert.deepEqual(
      change.new,
      inBoth.map((id) => `t-${id}`),
    );
    const same = await run({ accounts: [...accounts, targetGroup('team', inBoth.toReversed())] });
    assert.deepEqual([same.action, same.code], ['skip', 'RedundantExport']);
  });

  it('empty the group where every one of them is left out and the target has some', async () => {
    const alone = [...people.filter(({ id }) => id !== 'team'), group('team', ['legal'])];
    const trace = await run({ people: alone, accounts: [...accounts, targetGroup('team', ['legal', 'a'])] });
    assert.equal(trace.action, 'update');
    assert.deepEqual(changeOf(trace, 'members').new, []);
    const created = await run({ people: alone });
    assert.equal(created.action, 'create');
    assert.equal(changeOf(created, 'members').state, 'ignored');
  });

  it('are more than five: a thousand are followed, each once, and 5,001 are not', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `m${index}`);
    const target = memoryTarget(many.map(account));
    const trace = await run({
      people: [...many.map((id) => user(id)), group('team', [...many, ...many])],
      target,
    });
    assert.deepEqual(
      changeOf(trace, 'members').new,
      many.map((id) => `t-${id}`),
    );
    assert.equal(target.queries.filter(({ attribute }) => attribute === 'userName').length, 1000);
    const tooMany = Array.from({ length: 5001 }, (_, index) => `m${index}`);
    const beyond = await run({ people: [group('team', tooMany)] });
    assert.equal(changeOf(beyond, 'members').state, 'ignored');
    const note = beyond.steps[4].details.evaluations?.find(({ target: name }) => name === 'members')?.note ?? '';
    assert.match(note, /5001 references are too many to follow here/);
  });

  it('are not looked at where the group itself is out of scope and not in the target', async () => {
    const scoped: TestSchema = {
      ...schema,
      groups: {
        mappings: schema.groups?.mappings ?? [],
        scope: {
          groups: [
            {
              name: 'Named',
              clauses: [{ sourceOperandName: 'displayName', operatorName: 'INCLUDES', targetOperand: { values: ['App'] } }],
            },
          ],
        },
      },
    };
    const target = memoryTarget(accounts);
    const trace = await run({ schema: scoped, target });
    assert.deepEqual([trace.action, trace.code], ['skip', 'NotEffectivelyEntitled']);
    assert.deepEqual(
      target.queries.map(({ attribute }) => attribute),
      ['displayName'],
    );
  });

  it('that cannot be followed keep the attribute from being predicted', async () => {
    const withoutUsers: TestSchema = { ...schema, enabled: false };
    const trace = await run({ schema: withoutUsers, accounts: [...accounts, targetGroup('team', ['gone'])] });
    const change = changeOf(trace, 'members');
    assert.notEqual(change.state, 'changed');
    const unknown = followed(trace).filter(({ outcome }) => outcome === 'unknown');
    assert.equal(unknown.length, 11, 'all but the nested group');
    assert.match(unknown[0]?.reason ?? '', /no enabled object mapping for users/);
  });

  it('fail the attribute with the message of a directory that does not answer', async () => {
    const target = memoryTarget(accounts);
    const broken: TargetDirectory = {
      ...target,
      match: async (query, attributes) =>
        query.value === 'c@corp.example'
          ? { ok: false, error: { kind: 'throttled', code: 'TooManyRequests', message: 'Too busy.', advice: 'Wait.' } }
          : target.match(query, attributes),
    };
    const trace = await run({ target: broken });
    assert.equal(changeOf(trace, 'members').state, 'failed');
    const [failed] = followed(trace).filter(({ outcome }) => outcome === 'unknown');
    assert.deepEqual([failed?.reference, failed?.reason], ['c', 'Too busy.']);
  });

  it('are no longer asked for once the run is cancelled', async () => {
    const target = memoryTarget(accounts);
    let asked = 0;
    const trace = await run({ target, cancelled: () => target.queries.length > 3 && ++asked > 0 });
    assert.ok(target.queries.length < 12, String(target.queries.length));
    assert.ok(asked > 0);
    assert.notEqual(changeOf(trace, 'members').state, 'changed');
  });

  it('are never found by a display name, and several with one id are ambiguous', async () => {
    const odd = [user('x'), user('twin'), user('twin'), group('team', ['Name of x', 'twin', 'nobody'])];
    assert.deepEqual(
      followed(await run({ people: odd })).map(({ reference, outcome }) => [reference, outcome]),
      [
        ['Name of x', 'notFound'],
        ['twin', 'ambiguous'],
        ['nobody', 'notFound'],
      ],
    );
  });
});

describe('the manager of a person', () => {
  const withManager = (manager: string): Run => ({
    objectMapping: 'Users',
    user: 'a',
    people: [...people.filter(({ id }) => id !== 'a'), user('a', { manager })],
  });

  it('is written by the id in the target', async () => {
    const trace = await run(withManager('b'));
    assert.equal(changeOf(trace, 'manager').new, 't-b');
    assert.deepEqual(
      followed(trace, 'manager').map(({ outcome, targetId, displayName }) => [outcome, targetId, displayName]),
      [['written', 't-b', 'Name of b']],
    );
  });

  it('is left as it is where the manager is out of scope or not yet there', async () => {
    for (const [manager, outcome] of [
      ['legal', 'outOfScope'],
      ['new', 'notInTarget'],
      ['nobody', 'notFound'],
    ] as const) {
      const trace = await run(withManager(manager));
      assert.equal(changeOf(trace, 'manager').state, 'ignored', manager);
      assert.equal(followed(trace, 'manager')[0]?.outcome, outcome);
    }
  });

  it('is a reference by its name where no definition says, and not where a definition says text', async () => {
    const base = withManager('b');
    const undefinedTarget = await run({ ...base, schema: { ...schema, attributes: [{ name: 'userName' }] } });
    assert.equal(changeOf(undefinedTarget, 'manager').new, 't-b');
    const text = await run({
      ...base,
      schema: { ...schema, attributes: [{ name: 'userName' }, { name: 'manager', type: 'String' }] },
    });
    assert.equal(changeOf(text, 'manager').new, 'b');
    assert.deepEqual(text.steps[4].details.references, []);
  });

  it('stays masked where the mapping is redacted, and where what it shows is redacted elsewhere', async () => {
    const mappings: readonly TestMapping[] = [
      { target: 'userName', expression: '[upn]', matchingPriority: 1 },
      { target: 'manager', expression: 'Redact([manager])' },
    ];
    const hidden = await run({ ...withManager('b'), schema: { ...schema, mappings } });
    assert.ok(!JSON.stringify(hidden.steps[4].details.references).includes('Name of b'));
    assert.deepEqual(
      followed(hidden, 'manager').map(({ reference, targetId }) => [reference, targetId]),
      [['[Redact]', '[Redact]']],
    );
    const elsewhere = await run({
      ...withManager('b'),
      people: (withManager('b').people ?? []).map((person) => ({
        ...person,
        attributes: { ...person.attributes, displayName: person.displayName ?? null },
      })),
      schema: {
        ...schema,
        mappings: [...schema.mappings, { target: 'title', expression: 'Redact([displayName])' }],
      },
      user: 'a',
    });
    assert.ok(!JSON.stringify(elsewhere.steps[4].details.references).includes('Name of b'));
  });
});

describe('a user mapping and a group mapping', () => {
  it('do not pick up each other by name', async () => {
    const same = [user('sales'), { ...group('g1', ['a'], 'Name of sales') }, user('a')];
    const asGroup = await run({ people: same, user: 'Name of sales' });
    assert.equal(asGroup.subject.id, 'g1');
    const asUser = await run({ people: same, user: 'Name of sales', objectMapping: 'Users' });
    assert.equal(asUser.subject.id, 'sales');
    const absent = await run({ people: same, user: 'Nobody at all' });
    assert.match(absent.steps[1].summary, /has no group that "Nobody at all" names/);
  });
});
