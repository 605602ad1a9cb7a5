import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { type MemoryWriterOptions, memoryWriter } from '../../support/memoryWriter.ts';
import { runProvision } from '../../support/runProvision.ts';
import { repository } from '../../support/runSample.ts';
import type { TestSchema } from '../../support/schemaText.ts';
import { traceText } from '../../support/traceText.ts';

/** A write, and what the target makes of it. */
interface Written {
  readonly name: string;
  readonly shows: string;
  readonly accounts: readonly MemoryPerson[];
  readonly writer: MemoryWriterOptions;
  /** What happens to the accounts between the question and the answer. */
  readonly meanwhile?: (accounts: MemoryPerson[]) => void;
  readonly expected: readonly [action: Trace['action'], code: string | null, status: Trace['status']];
}

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'active', expression: 'Not([IsSoftDeleted])' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'phone', expression: '[telephoneNumber]' },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'badge', expression: 'Redact([badge])' },
    { target: 'password', expression: 'Append([badge], "!")' },
  ],
  attributes: [{ name: 'active', type: 'Boolean' }],
};
const ada: MemoryPerson = {
  id: 'ada',
  displayName: 'Ada Byron',
  attributes: {
    userPrincipalName: 'ada@contoso.example',
    displayName: 'Ada Byron',
    accountEnabled: 'True',
    telephoneNumber: '+44 20 7946 0000',
    jobTitle: 'Analyst',
    badge: '4711-0815',
  },
};
const account: MemoryPerson = {
  id: 'a-1',
  displayName: 'Ada',
  attributes: { userName: 'ada@contoso.example', active: 'True', displayName: 'Ada', title: 'Trainee', badge: '1' },
};

const writes: readonly Written[] = [
  {
    name: 'created',
    shows: 'everything arrives; the target spells True and the phone number its own way, and shows no password',
    accounts: [],
    writer: {
      requestId: 'req-1',
      keeps: ({ name, new: value }) => (name === 'active' ? 'true' : name === 'phone' ? '+442079460000' : value),
    },
    expected: ['create', null, 'success'],
  },
  {
    name: 'kept-back',
    shows: 'the target accepts the write and keeps one value as it was, drops another and changes a third',
    accounts: [account],
    writer: {
      keeps: ({ name, old, new: value }) =>
        name === 'title' ? old : name === 'phone' ? null : name === 'displayName' ? 'Ada B.' : value,
    },
    expected: ['update', null, 'warning'],
  },
  {
    name: 'refused',
    shows: 'the target refuses, quotes a redacted value, and the old values are still there',
    accounts: [account],
    writer: { answers: ['refused'], message: 'The badge 4711-0815 is taken.' },
    expected: ['update', 'Refused', 'failure'],
  },
  {
    name: 'no-answer-written',
    shows: 'no answer came, and reading back finds the new values',
    accounts: [account],
    writer: { answers: ['lost'] },
    expected: ['update', 'Timeout', 'failure'],
  },
  {
    name: 'no-answer-not-created',
    shows: 'no answer came, and asking as it was matched finds nobody',
    accounts: [],
    writer: { answers: ['swallowed'] },
    expected: ['create', 'Timeout', 'failure'],
  },
  {
    name: 'changed-meanwhile',
    shows: 'somebody else changed the account while the question stood: nothing is sent',
    accounts: [account],
    writer: {},
    meanwhile: (accounts) => {
      accounts[0] = { ...account, attributes: { ...account.attributes, title: 'Director' } };
    },
    expected: ['update', 'TargetChanged', 'failure'],
  },
];
const folder = resolve(repository, 'test/golden/writes');

/** Readable traces of writes. `UPDATE_GOLDEN=1` writes them anew. */
describe('golden writes', () => {
  for (const { name, shows, accounts, writer, meanwhile, expected } of writes) {
    it(`${name}: ${shows}`, async () => {
      const people = [...accounts];
      const run = { source: memorySource([ada]), target: memoryTarget(people), user: 'ada' };
      const confirm = async (): Promise<boolean> => {
        meanwhile?.(people);
        return true;
      };
      const { trace } = await runProvision(schema, run, memoryWriter(people, writer), { confirm });
      assert.deepEqual([trace.action, trace.code, trace.status], expected, trace.steps[4].summary);
      const text = `# ${shows}\n\n${traceText(trace)}`;
      assert.doesNotMatch(text.slice(text.indexOf('action ·')), /4711-0815/, 'what is redacted is masked');
      const path = resolve(folder, `${name}.txt`);
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
      assert.equal(text, readFileSync(path, 'utf8'));
    });
  }

  it('has a file for each write and no other', () => {
    assert.deepEqual(readdirSync(folder).sort(), writes.map(({ name }) => `${name}.txt`).sort());
  });
});
