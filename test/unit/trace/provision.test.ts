import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AuditRecord, provision } from '../../../src/core/trace/provision.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import { trace as isTrace } from '../../../src/protocol/traceShapes.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { type MemoryWriter, type MemoryWriterOptions, memoryWriter } from '../../support/memoryWriter.ts';
import { inputOf, runWith } from '../../support/runPreview.ts';
import { type ProvisionedRun, runProvision } from '../../support/runProvision.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'nick', expression: 'Redact([nickname])' },
  ],
};

const adele: MemoryPerson = {
  id: 'adele',
  displayName: 'Adele Vance',
  attributes: {
    userPrincipalName: 'adele@contoso.example',
    displayName: 'Adele Vance',
    accountEnabled: 'True',
    jobTitle: 'Engineer',
    nickname: 'Firefly',
  },
};
const leaver: MemoryPerson = { ...adele, attributes: { ...adele.attributes, accountEnabled: 'False' } };
const account: MemoryPerson = {
  id: 'a1',
  displayName: 'Adele Vance',
  attributes: { userName: 'adele@contoso.example', active: 'True', displayName: 'Adele V.', title: 'Trainee', nick: 'Moth' },
};

interface World {
  readonly people: MemoryPerson[];
  readonly writer: MemoryWriter;
  run(more?: Partial<Parameters<typeof runProvision>[1]>, ports?: Parameters<typeof runProvision>[3]): Promise<ProvisionedRun>;
}

function world(
  accounts: readonly MemoryPerson[],
  options: MemoryWriterOptions = {},
  used: TestSchema = schema,
  person = adele,
): World {
  const people = [...accounts];
  const writer = memoryWriter(people, options);
  return {
    people,
    writer,
    run: (more, ports) =>
      runProvision(used, { source: memorySource([person]), target: memoryTarget(people), user: 'adele', ...more }, writer, ports),
  };
}

function reportOf(trace: Trace): WriteReport {
  const report = trace.steps[4].details.write;
  assert.ok(report, 'the action step says what became of the write');
  return report;
}

const states = (trace: Trace): Readonly<Record<string, string>> =>
  Object.fromEntries(reportOf(trace).readBack?.attributes.map(({ target, state }) => [target, state]) ?? []);
const outcomes = (audit: readonly AuditRecord[]): readonly (readonly [string, string | null, string | null])[] =>
  audit.map(({ event, outcome, code }) => [event, outcome, code]);

describe('provision', () => {
  it('updates what the preview showed, reads it back, and keeps two lines of the audit log', async () => {
    const { people, writer, run } = world([account], { requestId: 'r-1' });
    const { trace, yielded, questions, audit } = await run();
    assert.deepEqual([trace.mode, trace.action, trace.status, trace.code], ['provision', 'update', 'success', null]);
    assert.equal(trace.steps[4].summary, 'Updated Adele Vance in accounts: 3 attributes written and read back equal.');
    assert.deepEqual(states(trace), { displayName: 'equal', title: 'equal', nick: 'equal' });
    assert.deepEqual(reportOf(trace).sent, [
      { method: 'update', address: 'a1', state: 'accepted', answered: '200', requestId: 'r-1' },
    ]);
    assert.deepEqual(people[0]?.attributes, {
      userName: 'adele@contoso.example',
      active: 'True',
      displayName: 'Adele Vance',
      title: 'Engineer',
      nick: 'Firefly',
    });
    assert.deepEqual(
      yielded.map(({ kind, details }) => [kind, 'write' in details ? details.write?.state : undefined]),
      [
        ['testConnection', undefined],
        ['import', undefined],
        ['scope', undefined],
        ['match', undefined],
        ['action', undefined],
        ['action', 'writing'],
        ['action', 'written'],
      ],
    );
    assert.deepEqual(
      questions.map(({ target, action, person, attributes }) => [target, action, person, attributes]),
      [['accounts', 'update', 'Adele Vance', 3]],
    );
    assert.deepEqual(outcomes(audit), [
      ['asked', null, null],
      ['done', 'written', null],
    ]);
    assert.deepEqual(audit[1], {
      event: 'done',
      at: '2026-01-31T12:00:00.000Z',
      connection: 'test',
      target: 'accounts',
      action: 'update',
      subject: 'adele',
      object: 'a1',
      attributes: ['displayName', 'title', 'nick'],
      outcome: 'written',
      code: null,
      requestIds: ['r-1'],
    });
    assert.equal(writer.writes.length, 1);
    assert.ok(isTrace(trace, { values: 10_000, characters: 1_000_000, depth: 50 }), 'the guard takes it');
  });

  it('sends the very write that the requests of the trace were worded from', async () => {
    const people = [account];
    const target = memoryTarget(people);
    const writer = memoryWriter(people);
    await runProvision(schema, { source: memorySource([adele]), target, user: 'adele' }, writer);
    assert.equal(writer.writes[0], target.described[0]);
  });

  it('creates, and reads the new object by the id that the target gave', async () => {
    const { people, writer, run } = world([]);
    const { trace, audit } = await run();
    assert.equal(trace.steps[4].summary, 'Created Adele Vance in accounts: 5 attributes written and read back equal.');
    assert.equal(reportOf(trace).id, 'new-1');
    assert.equal(people.length, 1);
    assert.deepEqual(
      writer.reads.map(([id]) => id),
      ['new-1'],
    );
    assert.deepEqual(
      audit.map(({ object }) => object),
      [null, 'new-1'],
    );
  });

  it('finds a new object whose id the target does not tell by asking as it matched', async () => {
    const { trace } = await world([], { hidesId: true }).run();
    assert.equal(trace.status, 'success');
    assert.equal(reportOf(trace).readBack?.attributes.length, 5);
  });

  it('disables and deletes', async () => {
    const disabled = world(
      [{ ...account, attributes: { ...account.attributes, displayName: 'Adele Vance' } }],
      {},
      schema,
      leaver,
    );
    const one = await disabled.run();
    assert.equal(one.trace.action, 'disable');
    assert.match(one.trace.steps[4].summary, /^Disabled Adele Vance in accounts: 3 attributes/);
    assert.equal(disabled.people[0]?.attributes.active, 'False');

    const deleting: TestSchema = {
      ...schema,
      mappings: schema.mappings.filter(({ target }) => target !== 'active'),
      softDeletion: false,
    };
    const deleted = world([account], {}, deleting, leaver);
    const other = await deleted.run();
    assert.equal(other.trace.action, 'delete');
    assert.equal(other.trace.steps[4].summary, 'Deleted Adele Vance in accounts, and reading back finds it gone.');
    assert.deepEqual([other.trace.status, deleted.people.length], ['success', 0]);
    assert.deepEqual(reportOf(other.trace).readBack, {
      found: false,
      sentence: 'The object is no longer in accounts.',
      attributes: [],
    });
  });

  it('asks nobody where nothing would be written', async () => {
    const equal = {
      ...account,
      attributes: { ...account.attributes, displayName: 'Adele Vance', title: 'Engineer', nick: 'Firefly' },
    };
    const { writer, run } = world([equal]);
    const { trace, questions, audit, yielded } = await run();
    assert.deepEqual([trace.mode, trace.action, trace.steps[4].details.write], ['provision', 'skip', null]);
    assert.deepEqual(
      [questions.length, audit.length, writer.writes.length, writer.reads.length, yielded.length],
      [0, 0, 0, 0, 5],
    );
    const failed = await world([account, { ...account, id: 'a2' }]).run();
    assert.deepEqual(
      [failed.trace.code, failed.trace.steps[4].details.write, failed.questions.length],
      ['DuplicateTargetEntries', null, 0],
    );
    const nobody = await world([account]).run({ user: 'bob' });
    assert.deepEqual([nobody.trace.mode, nobody.trace.code, nobody.questions.length], ['provision', 'SubjectNotFound', 0]);
  });

  it('asks nobody where no request can be sent', async () => {
    const people = [account];
    const target = memoryTarget(people);
    const mute = {
      ...target,
      describe: () => [{ purpose: 'Nothing', method: 'none', address: '', headers: [], body: null, values: [], notes: ['no'] }],
    };
    const writer = memoryWriter(people);
    const { trace, questions } = await runProvision(
      schema,
      { source: memorySource([adele]), target: mute, user: 'adele' },
      writer,
    );
    assert.deepEqual([questions.length, trace.steps[4].details.write, writer.writes.length], [0, null, 0]);
  });

  it('counts and asks back only what a request carries', async () => {
    const people = [account];
    const target = memoryTarget(people);
    const pointer = '/synchronizationRules/0/objectMappings/0/attributeMappings/2';
    const narrow = {
      ...target,
      describe: () => [
        {
          purpose: 'Change',
          method: 'modify',
          address: 'a1',
          headers: [],
          body: '"x"',
          values: [{ range: [0, 3] as const, target: 'displayName', mapping: pointer }],
          notes: [],
        },
      ],
    };
    const writer = memoryWriter(people, { keeps: ({ name, old, new: value }) => (name === 'displayName' ? value : old) });
    const { trace, questions } = await runProvision(
      schema,
      { source: memorySource([adele]), target: narrow, user: 'adele' },
      writer,
    );
    assert.equal(questions[0]?.attributes, 1);
    const title = reportOf(trace).readBack?.attributes.find(({ target: name }) => name === 'title');
    assert.equal(title?.state, 'notSent');
    assert.match(title.reason ?? '', /^No request carries/);
    assert.match(
      reportOf(trace).sentence,
      /1 attribute written and read back equal\. 2 more attributes that no request can carry were not sent/,
    );
    assert.equal(trace.status, 'warning');
  });
});

describe('consent', () => {
  it('is asked for once, after the whole preview and before the writer is touched; without it the trace is the preview', async () => {
    const preview = await runWith(schema, { source: memorySource([adele]), target: memoryTarget([account]), user: 'adele' });
    for (const answer of [
      async (): Promise<boolean> => false,
      (): Promise<boolean> => Promise.reject(new Error('the window is gone')),
      async (): Promise<boolean> => 'yes' as unknown as boolean,
    ]) {
      const { writer, people, run } = world([account]);
      const { trace, questions, audit, yielded } = await run(
        {},
        {
          confirm: (question) => {
            assert.deepEqual([writer.writes.length, writer.reads.length], [0, 0]);
            assert.deepEqual(question.trace, preview);
            return answer();
          },
        },
      );
      assert.deepEqual(trace, preview);
      assert.ok(!('write' in trace.steps[4].details));
      assert.deepEqual(
        [questions.length, audit.length, writer.writes.length, writer.reads.length, yielded.length],
        [1, 0, 0, 0, 5],
      );
      assert.equal(people[0], account);
    }
  });
});

describe('a target that changed while somebody was thinking', () => {
  const while_ = async (
    change: (people: MemoryPerson[]) => void,
    accounts: readonly MemoryPerson[] = [account],
  ): Promise<void> => {
    const { people, writer, run } = world(accounts);
    const { trace, audit, questions } = await run({}, { confirm: async () => change(people) === undefined });
    assert.deepEqual(
      [trace.mode, trace.status, trace.code, reportOf(trace).state],
      ['provision', 'failure', 'TargetChanged', 'notSent'],
    );
    assert.match(trace.steps[4].error?.advice ?? '', /Run again/);
    assert.match(trace.steps[4].summary, /^Nothing was sent to accounts\./);
    assert.deepEqual([questions.length, audit.length, writer.writes.length], [1, 0, 0]);
    assert.equal(reportOf(trace).readBack, null);
    assert.deepEqual(
      reportOf(trace).sent.map(({ state }) => state),
      ['notSent'],
    );
  };
  const withValue =
    (name: string, value: string) =>
    (people: MemoryPerson[]): void => {
      people[0] = { ...account, attributes: { ...account.attributes, [name]: value } };
    };

  it('is not written where the object is gone', () => while_((people) => void people.splice(0)));
  it('is not written where an attribute to be written holds something else', () => while_(withValue('title', 'Director')));
  it('is not written where the object is no longer the one that matched', () =>
    while_(withValue('userName', 'bob@contoso.example')));
  it('is not written where somebody has been created in the meantime', () =>
    while_((people) => void people.push({ ...account, id: 'other' }), []));

  it('is written where only an attribute changed that the write does not touch', async () => {
    const { people, run } = world([{ ...account, attributes: { ...account.attributes, title: 'Engineer' } }]);
    const { trace } = await run({}, { confirm: async () => withValue('title', 'Engineer')(people) === undefined });
    assert.equal(reportOf(trace).state, 'written');
  });

  it('that cannot be asked is not written', async () => {
    const { people, writer } = world([account]);
    const deaf: MemoryWriter = {
      ...writer,
      read: async () => ({ ok: false, error: { kind: 'timeout', code: 'Timeout', message: 'No answer.', advice: 'Wait.' } }),
    };
    const { trace } = await runProvision(
      schema,
      { source: memorySource([adele]), target: memoryTarget(people), user: 'adele' },
      deaf,
    );
    assert.deepEqual([trace.code, reportOf(trace).state, writer.writes.length], ['Timeout', 'notSent', 0]);
  });
});

describe('what a target does with a write', () => {
  it('shows each attribute that is kept in another form, kept back, lost or replaced', async () => {
    const kept = { displayName: 'ADELE VANCE', title: 'Trainee', nick: null } as const;
    const { run } = world([account], {
      keeps: ({ name, new: value }) => (name in kept ? kept[name as keyof typeof kept] : value),
    });
    const { trace, audit } = await run();
    assert.deepEqual([trace.mode, trace.status, trace.code], ['provision', 'warning', null]);
    assert.deepEqual(states(trace), { displayName: 'normalised', title: 'refused', nick: 'missing' });
    assert.equal(
      trace.steps[4].summary,
      'Updated Adele Vance in accounts, but 2 of 3 attributes are not as sent: title (with the old value still), nick (missing).',
    );
    assert.deepEqual(outcomes(audit)[1], ['done', 'written', 'ReadBackDiffers']);
    const own = await world([account], {
      keeps: ({ name, new: value }) => (name === 'displayName' ? 'ADELE VANCE' : value),
    }).run();
    assert.equal(own.trace.status, 'success');
    assert.match(own.trace.steps[4].summary, /3 attributes written and read back, 1 in the target's own form\.$/);
  });

  it('refused: a failure with the reason, and the old values are there', async () => {
    const { run } = world([account], { answers: ['refused'] });
    const { trace, audit } = await run();
    assert.deepEqual([trace.status, trace.code, reportOf(trace).state], ['failure', 'Refused', 'refused']);
    assert.match(
      trace.steps[4].summary,
      /^accounts refused the update of Adele Vance\. It may not be changed\. Read back: 3 attributes: 3 with the old value still\.$/,
    );
    assert.deepEqual(trace.steps[4].error, { code: 'Refused', message: 'It may not be changed.', advice: 'Ask its owner.' });
    assert.deepEqual(outcomes(audit)[1], ['done', 'refused', 'Refused']);
    const created = await world([], { answers: ['refused'] }).run();
    assert.deepEqual([reportOf(created.trace).state, reportOf(created.trace).readBack], ['refused', null]);
  });

  const withManager: TestSchema = {
    mappings: [...schema.mappings, { target: 'manager', expression: '[manager]' }],
    attributes: [{ name: 'manager', type: 'Reference' }],
  };
  const boss = {
    id: 'boss',
    displayName: 'Boss',
    attributes: { userPrincipalName: 'boss@contoso.example', accountEnabled: 'True' },
  };
  const bossAccount = { id: 'b1', attributes: { userName: 'boss@contoso.example' } };
  const managed = { ...adele, attributes: { ...adele.attributes, manager: 'boss' } };
  const partly = async (
    answers: MemoryWriterOptions['answers'],
    cancelled: () => boolean = () => false,
  ): Promise<ProvisionedRun> => {
    const people: MemoryPerson[] = [account, bossAccount];
    const target = memoryTarget(people);
    const two = {
      ...target,
      describe: (write: Parameters<typeof target.describe>[0]) => [...target.describe(write), ...target.describe(write)],
    };
    const writer = memoryWriter(people, { ...(answers && { answers }) });
    return await runProvision(
      withManager,
      { source: memorySource([managed, boss]), target: two, user: 'adele', cancelled },
      writer,
    );
  };

  it('partly: a warning that counts the requests, and what is there is shown', async () => {
    const { trace, audit } = await partly(['accepted', 'refused']);
    assert.deepEqual([trace.status, trace.code, reportOf(trace).state], ['warning', 'Refused', 'partly']);
    assert.match(
      trace.steps[4].summary,
      /^Updated Adele Vance in accounts in part: 1 of 2 requests was accepted\. It may not be changed\. Read back: 4 attributes: 3 equal, 1 missing\.$/,
    );
    assert.deepEqual(outcomes(audit)[1], ['done', 'partly', 'Refused']);
  });

  it('a time-out after sending is unknown, and reading back says what became of it', async () => {
    const lost = await world([account], { answers: ['lost'] }).run();
    assert.deepEqual([lost.trace.status, lost.trace.code, reportOf(lost.trace).state], ['failure', 'Timeout', 'unknown']);
    assert.match(
      lost.trace.steps[4].summary,
      /^It is not known whether Adele Vance was updated in accounts\. No answer came\. Read back: it was written\. 3 attributes: 3 equal\.$/,
    );
    assert.deepEqual(outcomes(lost.audit)[1], ['done', 'unknown', 'Timeout']);
    const swallowed = await world([account], { answers: ['swallowed'] }).run();
    assert.match(swallowed.trace.steps[4].summary, /Read back: it was not written, or not yet\./);
    const unreadable = { kind: 'unreachable', code: 'Unreachable', message: 'accounts is down.', advice: 'Start it.' } as const;
    const dark = await world([account], { answers: ['lost'], unreadable }).run();
    assert.match(dark.trace.steps[4].summary, /No answer came\. accounts is down\. It could not be read back\.$/);
    assert.equal(reportOf(dark.trace).readBack, null);
  });

  it('a creation without an answer is looked for as it was matched', async () => {
    const lost = await world([], { answers: ['lost'] }).run();
    assert.match(lost.trace.steps[4].summary, /Read back: the object is there now\. 5 attributes: 5 equal\.$/);
    const swallowed = await world([], { answers: ['swallowed'] }).run();
    assert.match(swallowed.trace.steps[4].summary, /Read back: the new object is not in accounts, or not yet\.$/);
    assert.deepEqual([reportOf(swallowed.trace).state, swallowed.trace.status], ['unknown', 'failure']);
  });

  it('a deletion without an answer', async () => {
    const deleting: TestSchema = {
      ...schema,
      mappings: schema.mappings.filter(({ target }) => target !== 'active'),
      softDeletion: false,
    };
    const lost = await world([account], { answers: ['lost'] }, deleting, leaver).run();
    assert.match(lost.trace.steps[4].summary, /Read back: the object is no longer in accounts\.$/);
    const swallowed = await world([account], { answers: ['swallowed'] }, deleting, leaver).run();
    assert.match(swallowed.trace.steps[4].summary, /Read back: the object is still in accounts\.$/);
  });

  it('that was accepted and cannot be read back is a warning that says so', async () => {
    const unreadable = { kind: 'unreachable', code: 'Unreachable', message: 'accounts is down.', advice: 'Start it.' } as const;
    const { trace } = await world([account], { unreadable }).run();
    assert.deepEqual([trace.status, reportOf(trace).state, reportOf(trace).readBack], ['warning', 'written', null]);
    assert.equal(trace.steps[4].summary, 'Updated Adele Vance in accounts; it could not be read back. accounts is down.');
  });

  it('a connector that breaks leaves an unknown outcome, its reading back, and the last line of the audit log', async () => {
    const { people, writer } = world([account]);
    const broken: MemoryWriter = {
      ...writer,
      write: async (write, cancelled) => {
        await writer.write(write, cancelled);
        throw new TypeError('secret token abc');
      },
    };
    const run = { source: memorySource([adele]), target: memoryTarget(people), user: 'adele' };
    const { trace, audit } = await runProvision(schema, run, broken);
    assert.deepEqual([reportOf(trace).state, trace.code, trace.status], ['unknown', 'InternalError', 'failure']);
    assert.match(trace.steps[4].summary, /Read back: it was written\./);
    assert.deepEqual(outcomes(audit)[1], ['done', 'unknown', 'InternalError']);
    assert.ok(!JSON.stringify([trace, audit]).includes('secret token'));
  });

  it('cancelled between two requests: what left is read back, and the rest was not sent', async () => {
    let stop = false;
    const people: MemoryPerson[] = [account, bossAccount];
    const target = memoryTarget(people);
    const two = {
      ...target,
      describe: (write: Parameters<typeof target.describe>[0]) => [...target.describe(write), ...target.describe(write)],
    };
    const writer = memoryWriter(people, {
      answers: ['accepted', 'accepted'],
      onRequest: () => {
        stop = true;
      },
    });
    const run = { source: memorySource([managed, boss]), target: two, user: 'adele', cancelled: () => stop };
    const { trace, audit } = await runProvision(withManager, run, writer);
    assert.deepEqual(
      reportOf(trace).sent.map(({ state }) => state),
      ['accepted', 'notSent'],
    );
    assert.deepEqual([reportOf(trace).state, trace.code], ['partly', 'Cancelled']);
    assert.deepEqual(states(trace), { displayName: 'equal', title: 'equal', nick: 'equal', manager: 'missing' });
    assert.deepEqual(outcomes(audit)[1], ['done', 'partly', 'Cancelled']);
  });
});

describe('a cancelled run', () => {
  it('asks nobody and sends nothing, at whatever point it is cancelled before sending', async () => {
    // The number of times that the engine asks whether it is cancelled is not part of its contract: each of them is tried.
    let asked = 0;
    await world([account]).run({ cancelled: () => ++asked < 0 });
    assert.ok(asked >= 3);
    for (let after = 0; after < asked; after++) {
      let calls = 0;
      const { writer, people, run } = world([account]);
      const { trace, audit } = await run({ cancelled: () => calls++ >= after });
      assert.equal(people[0], account, `cancelled at question ${after}`);
      const report = trace.steps[4].details.write ?? null;
      if (report === null) assert.deepEqual([audit.length, writer.writes.length], [0, 0]);
      else assert.deepEqual([report.state, report.readBack, trace.code], ['notSent', null, 'Cancelled']);
      if (audit.length > 0)
        assert.deepEqual(outcomes(audit), [
          ['asked', null, null],
          ['done', 'notSent', 'Cancelled'],
        ]);
    }
  });
});

describe('whoever stops listening', () => {
  const started = (): {
    readonly steps: ReturnType<typeof provision>;
    readonly writer: MemoryWriter;
    readonly audit: AuditRecord[];
    stop(): void;
  } => {
    const people = [account];
    const writer = memoryWriter(people);
    const audit: AuditRecord[] = [];
    let stopped = false;
    const input = inputOf({
      text: schemaText(schema),
      source: memorySource([adele]),
      target: memoryTarget(people),
      user: 'adele',
      cancelled: () => stopped,
    });
    const ports = { confirm: async () => true, audit: async (record: AuditRecord) => void audit.push(record) };
    return {
      steps: provision(input, writer, ports),
      writer,
      audit,
      stop: () => {
        stopped = true;
      },
    };
  };
  const untilWriting = async (steps: ReturnType<typeof provision>): Promise<void> => {
    for (;;) {
      const next = await steps.next();
      assert.ok(!next.done);
      if (next.value.kind === 'action' && next.value.details.write?.state === 'writing') return;
    }
  };

  it('when the write is announced leaves nothing written and nothing on record', async () => {
    const { steps, writer, audit } = started();
    await untilWriting(steps);
    await steps.return(undefined as never);
    assert.deepEqual([writer.writes.length, audit.length], [0, 0]);
  });

  it('or cancels then, gets the trace of a write that was not sent', async () => {
    const { steps, writer, audit, stop } = started();
    await untilWriting(steps);
    stop();
    const last = await steps.next();
    assert.ok(!last.done && last.value.kind === 'action');
    assert.deepEqual([last.value.details.write?.state, last.value.error?.code], ['notSent', 'Cancelled']);
    assert.deepEqual([writer.writes.length, audit.length], [0, 0]);
  });
});

describe('the audit log', () => {
  it('is completed though reading back breaks', async () => {
    const { people, writer } = world([account]);
    const broken: MemoryWriter = {
      ...writer,
      read: async (id, objectName, attributes) => {
        const answer = await writer.read(id, objectName, attributes);
        const entry = answer.ok ? answer.value : null;
        // A fault that no type would let through.
        return writer.writes.length > 0 && entry ? { ok: true, value: { ...entry, attributes: {} as never } } : answer;
      },
    };
    const run = { source: memorySource([adele]), target: memoryTarget(people), user: 'adele' };
    const { trace, audit } = await runProvision(schema, run, broken);
    assert.deepEqual([reportOf(trace).state, reportOf(trace).readBack, trace.status], ['written', null, 'warning']);
    assert.deepEqual(outcomes(audit)[1], ['done', 'written', null]);
  });

  it('that cannot be written keeps anything from being sent', async () => {
    const { writer, run } = world([account]);
    const { trace } = await run({}, { audit: async () => Promise.reject(new Error('EACCES: permission denied')) });
    assert.deepEqual([trace.code, reportOf(trace).state, writer.writes.length], ['AuditFailed', 'notSent', 0]);
    assert.match(trace.steps[4].error?.message ?? '', /EACCES/);
  });

  it('that fails after the write does not hide the write', async () => {
    const { run } = world([account]);
    const { trace } = await run(
      {},
      { audit: async ({ event }) => (event === 'done' ? Promise.reject(new Error('disk full')) : undefined) },
    );
    assert.deepEqual([trace.status, reportOf(trace).state], ['warning', 'written']);
    assert.match(trace.steps[4].summary, /read back equal\. The audit log could not be completed: disk full\.$/);
  });
});

describe('what must not be shown', () => {
  it('stands masked in all that is yielded, whatever the target quotes, and never in the audit log', async () => {
    const secret: TestSchema = { mappings: [...schema.mappings, { target: 'password', expression: '[initial]' }] };
    const person = { ...adele, attributes: { ...adele.attributes, initial: 'Pa55-word-1' } };
    for (const answers of [['accepted'], ['refused'], ['lost'], ['swallowed']] as const) {
      const { run, people } = world(
        [account],
        { answers, message: 'nick "Firefly" and password Pa55-word-1 do not fit' },
        secret,
        person,
      );
      const { trace, yielded, audit } = await run();
      const shown = JSON.stringify([trace, yielded, audit]);
      for (const hidden of ['Firefly', 'Moth', 'Pa55-word-1'])
        assert.ok(!shown.includes(hidden), `${hidden} after ${answers[0]}`);
      const attributes = reportOf(trace).readBack?.attributes ?? [];
      const nick = attributes.find(({ target }) => target === 'nick');
      assert.deepEqual([nick?.sent, nick?.read], ['[Redact]', '[Redact]']);
      const password = attributes.find(({ target }) => target === 'password');
      assert.deepEqual([password?.state, password?.sent, password?.read], ['notRead', '[Redact]', null]);
      if (answers[0] === 'accepted') assert.equal(people[0]?.attributes.nick, 'Firefly', 'the real value is sent');
    }
  });
});
