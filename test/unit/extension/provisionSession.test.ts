import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuditRecord, WriteQuestion } from '../../../src/core/trace/provision.ts';
import type { ActionStep, Trace } from '../../../src/core/trace/trace.ts';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import { RunSession } from '../../../src/extension/run/runSession.ts';
import type { Refused, RunTarget } from '../../../src/extension/run/sessionPorts.ts';
import type { RunMode } from '../../../src/extension/settingsTable.ts';
import type { ViewState } from '../../../src/protocol/messages.ts';
import type { PreparedRun, ProvisionRun } from '../../../src/run/run.ts';
import { FakeTimers, settle } from './fakeTimers.ts';
import { adele, fiveSteps, type Gate, gate, prepared, steps, target, trace } from './sessionParts.ts';

const noah = { id: 'CN=Noah', displayName: 'Noah' };

const question: WriteQuestion = { trace, target: 't.json', action: 'update', person: 'Adele Vance', attributes: 3 };
const record = { event: 'asked' } as AuditRecord;

function reported(state: WriteReport['state']): ActionStep {
  const write: WriteReport = { state, sentence: `It is ${state}.`, id: null, sent: [], readBack: null };
  return { ...steps[4], details: { write } };
}

const written: Trace = { ...trace, mode: 'provision', steps: [steps[0], steps[1], steps[2], steps[3], reported('written')] };

/** What a target saw, and when it answers. */
interface Target {
  /** `looked` once more before the write, `sent`, `read` back, `audited`. */
  readonly seen: string[];
  /** Opens when the target may answer the request that was sent. */
  answer: Gate<void>;
  /** Opens when the target may say what it holds before the write. */
  look: Gate<void>;
}

/** The order of `provision` in the engine: preview, question, another look, the word that it is written, the write, the read-back. */
function writing(seenBy: Target, signal: () => AbortSignal): ProvisionRun {
  return {
    ok: true,
    async *start(_user, ports) {
      yield* steps;
      if (!(await ports.confirm(question))) return trace;
      seenBy.seen.push('looked');
      await seenBy.look.promise;
      if (signal().aborted) return { ...written, steps: [...steps] };
      yield reported('writing');
      if (signal().aborted) return { ...written, steps: [...steps] };
      await ports.audit(record);
      seenBy.seen.push('sent');
      await seenBy.answer.promise;
      seenBy.seen.push(signal().aborted ? 'not read' : 'read');
      await ports.audit({ ...record, event: 'done' });
      yield reported('written');
      return written;
    },
  };
}

interface Setup {
  readonly session: RunSession;
  readonly shown: ViewState[];
  readonly timers: FakeTimers;
  readonly to: Target;
  readonly asked: WriteQuestion[];
  readonly refused: string[];
  readonly finished: string[];
  readonly audited: string[];
  readonly bugs: unknown[];
  prepares: number;
  answer: Gate<boolean>;
  mode: RunMode;
  otherText: boolean;
  prepare: (signal: AbortSignal) => Promise<PreparedRun>;
}

function open(): Gate<void> {
  const opened = gate<void>();
  opened.resolve();
  return opened;
}

function setUp(): Setup {
  const timers = new FakeTimers();
  const to: Target = { seen: [], answer: open(), look: open() };
  const setup: Setup = {
    shown: [],
    timers,
    to,
    asked: [],
    refused: [],
    finished: [],
    audited: [],
    bugs: [],
    prepares: 0,
    answer: gate<boolean>(),
    mode: 'asTyped',
    otherText: false,
    prepare: async (signal) =>
      prepared(
        fiveSteps,
        writing(to, () => signal),
      ),
    session: new RunSession({
      prepare: (_target, signal) => {
        setup.prepares += 1;
        return setup.prepare(signal);
      },
      publish: (state) => void setup.shown.push(state),
      filesRead: () => {},
      isUnsaved: () => false,
      hasOtherText: async () => setup.otherText,
      runMode: () => setup.mode,
      confirm: (asked) => {
        setup.asked.push(asked);
        return setup.answer.promise;
      },
      audit: async ({ event }) => void setup.audited.push(event),
      refused: (_target: RunTarget, { message }: Refused) => void setup.refused.push(message),
      finished: (_target, user, { mode }) => void setup.finished.push(`${user.displayName} ${mode}`),
      recordBug: (error) => {
        setup.bugs.push(error);
        return error instanceof Error ? error.message : 'unknown';
      },
      timers,
    }),
  };
  return setup;
}

/** A provision under way. */
interface Begun {
  readonly run: Promise<Trace | null>;
}

/** A provision that has asked and waits for the answer. */
async function asking(setup: Setup): Promise<Begun> {
  const run = setup.session.provision(target, adele);
  await setup.timers.pass(500);
  assert.equal(setup.asked.length, 1);
  return { run };
}

/** A provision that has sent its request and waits for the target. */
async function sending(setup: Setup): Promise<Begun> {
  setup.to.answer = gate<void>();
  const begun = await asking(setup);
  setup.answer.resolve(true);
  await setup.timers.pass(500);
  assert.deepEqual(setup.to.seen, ['looked', 'sent']);
  return begun;
}

const last = ({ shown }: Setup): ViewState => shown.at(-1) ?? assert.fail('nothing was shown');

describe('a provision', () => {
  it('shows the whole preview, then asks, then writes, and shows what became of it', async () => {
    const setup = setUp();
    const { run } = await asking(setup);
    assert.deepEqual(setup.asked, [question]);
    const before = last(setup);
    assert.deepEqual([before.mode, before.running, before.trace, before.steps.length], ['provision', true, trace, 5]);
    assert.deepEqual(setup.to.seen, []);
    setup.answer.resolve(true);
    assert.equal(await run, written);
    assert.deepEqual(setup.to.seen, ['looked', 'sent', 'read']);
    assert.deepEqual(setup.audited, ['asked', 'done']);
    const states = setup.shown.flatMap(({ steps: [, , , , action] }) =>
      action?.kind === 'action' && action.details.write ? [action.details.write.state] : [],
    );
    assert.deepEqual([...new Set(states)], ['writing', 'written']);
    for (const state of setup.shown) assert.ok(state.steps.length <= 5);
    assert.deepEqual([last(setup).mode, last(setup).running, last(setup).trace], ['provision', false, written]);
    assert.deepEqual(setup.finished, ['Adele Vance provision']);
  });

  it('writes nothing where it is not agreed to, and shows the preview', async () => {
    const setup = setUp();
    const { run } = await asking(setup);
    setup.answer.resolve(false);
    assert.equal(await run, trace);
    assert.deepEqual([setup.to.seen, setup.audited], [[], []]);
    assert.deepEqual([last(setup).mode, last(setup).trace], ['preview', trace]);
  });

  it('is refused through a read-only connection, which is still previewed', async () => {
    const setup = setUp();
    setup.prepare = async () => prepared(fiveSteps);
    assert.equal(await setup.session.provision(target, adele), null);
    assert.deepEqual(setup.refused, ['The connection is read-only.']);
    assert.deepEqual([last(setup).mode, last(setup).trace], ['preview', trace]);
    assert.deepEqual(last(setup).provision, { allowed: false, reason: 'The connection is read-only. Change it.' });
    assert.deepEqual(setup.asked, []);
  });

  it('is refused of an incremental change', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    await setup.session.look(['department']);
    assert.equal(await setup.session.provision(target, adele), null);
    assert.match(setup.refused.join(), /incremental change/);
    assert.deepEqual([setup.asked, setup.to.seen], [[], []]);
    assert.equal(last(setup).provision.allowed, false);
  });

  it('is refused while another one is under way, in each of its phases', async () => {
    const setup = setUp();
    const held = gate<PreparedRun>();
    const { prepare } = setup;
    setup.prepare = () => held.promise;
    const first = setup.session.provision(target, adele);
    await settle();
    assert.equal(await setup.session.provision(target, noah), null);
    held.resolve(await prepare(new AbortController().signal));
    await setup.timers.pass(500);
    assert.equal(await setup.session.provision(target, noah), null);
    setup.to.answer = gate<void>();
    setup.answer.resolve(true);
    await setup.timers.pass(500);
    assert.equal(await setup.session.provision(target, noah), null);
    setup.to.answer.resolve();
    assert.equal(await first, written);
    assert.equal(setup.refused.length, 3);
    assert.equal(setup.asked.length, 1);
    assert.deepEqual(setup.finished, ['Adele Vance provision']);
  });

  for (const phase of ['asked', 'sent'] as const) {
    it(`is neither replaced nor aborted once it has ${phase}: by typing, saving, settings, a lens, another person`, async () => {
      const setup = setUp();
      const { run } = phase === 'asked' ? await asking(setup) : await sending(setup);
      setup.session.textChanged();
      setup.session.saved();
      setup.session.runModeChanged();
      const lens = setup.session.look(['department']);
      const again = setup.session.again();
      const other = setup.session.run(target, noah);
      await setup.timers.pass(5000);
      assert.equal(setup.prepares, 1);
      assert.deepEqual([last(setup).running, last(setup).user?.id], [true, adele.id]);
      setup.answer.resolve(true);
      setup.to.answer.resolve();
      assert.equal(await run, written);
      assert.deepEqual(setup.to.seen, ['looked', 'sent', 'read']);
      // Of what was wished for meanwhile only the last is done, once.
      assert.deepEqual([await lens, await again], [null, null]);
      assert.equal(await other, trace);
      assert.equal(setup.prepares, 2);
      assert.deepEqual(setup.finished, ['Adele Vance provision', 'Adele Vance preview']);
    });
  }

  it('stays on the screen although text was typed meanwhile, says so, and gives way to the next edit', async () => {
    const setup = setUp();
    const { run } = await sending(setup);
    setup.otherText = true;
    setup.session.textChanged();
    setup.to.answer.resolve();
    await run;
    await setup.timers.pass(5000);
    assert.equal(setup.prepares, 1);
    assert.deepEqual([last(setup).trace, last(setup).outdated], [written, true]);
    setup.session.saved();
    setup.session.runModeChanged();
    await setup.timers.pass(5000);
    assert.equal(setup.prepares, 1);
    setup.session.textChanged();
    await setup.timers.pass(5000);
    assert.equal(setup.prepares, 2);
    assert.deepEqual([last(setup).trace, last(setup).outdated, last(setup).mode], [trace, false, 'preview']);
  });

  it('does not ask about a text that has changed since it was looked at, and looks at the new one', async () => {
    const setup = setUp();
    const held = gate<void>();
    setup.prepare = async (signal) => {
      const run = writing(setup.to, () => signal);
      return prepared(fiveSteps, {
        ok: true,
        async *start(user, ports) {
          await held.promise;
          return yield* run.ok ? run.start(user, ports) : fiveSteps();
        },
      });
    };
    const run = setup.session.provision(target, adele);
    await setup.timers.pass(100);
    setup.otherText = true;
    setup.session.textChanged();
    await setup.timers.pass(1000);
    assert.equal(setup.prepares, 1, 'typing does not abort it');
    held.resolve();
    assert.equal(await run, trace);
    assert.match(setup.refused.join(), /changed while/);
    assert.deepEqual([setup.asked, setup.to.seen], [[], []]);
    await setup.timers.pass(1000);
    assert.equal(setup.prepares, 2);
  });

  it('asks although a file was written anew meanwhile, with the same text', async () => {
    const setup = setUp();
    const { prepare } = setup;
    const held = gate<void>();
    setup.prepare = async (signal) => {
      await held.promise;
      return prepare(signal);
    };
    const run = setup.session.provision(target, adele);
    await setup.timers.pass(100);
    setup.session.textChanged();
    held.resolve();
    await setup.timers.pass(500);
    assert.equal(setup.asked.length, 1);
    setup.answer.resolve(true);
    assert.equal(await run, written);
    assert.equal(last(setup).outdated, false);
  });

  it('gives way to another person while it still looks', async () => {
    const setup = setUp();
    const held = gate<PreparedRun>();
    const { prepare } = setup;
    setup.prepare = () => held.promise;
    const run = setup.session.provision(target, adele);
    await settle();
    setup.prepare = prepare;
    assert.equal(await setup.session.run(target, noah), trace);
    held.resolve(await prepare(new AbortController().signal));
    assert.equal(await run, null);
    await setup.timers.pass(1000);
    assert.deepEqual([setup.asked, setup.to.seen, last(setup).mode], [[], [], 'preview']);
    assert.equal(setup.session.write, null);
  });

  for (const end of ['cancel', 'stop'] as const) {
    it(`writes nothing after ${end} while it asks, whatever is answered then`, async () => {
      const setup = setUp();
      const { run } = await asking(setup);
      setup.session[end]();
      assert.equal(await run, null);
      setup.answer.resolve(true);
      await setup.timers.pass(1000);
      assert.deepEqual([setup.to.seen, setup.audited, setup.finished, setup.bugs], [[], [], [], []]);
      assert.equal(setup.session.state?.running, false);
      assert.equal(setup.session.state?.mode, 'preview');
      assert.equal(setup.session.write, null);
    });

    it(`writes nothing after ${end} while the target is looked at once more`, async () => {
      const setup = setUp();
      setup.to.look = gate<void>();
      const { run } = await asking(setup);
      setup.answer.resolve(true);
      await setup.timers.pass(100);
      assert.deepEqual(setup.to.seen, ['looked']);
      setup.session[end]();
      setup.to.look.resolve();
      assert.equal(await run, null);
      await setup.timers.pass(1000);
      assert.deepEqual([setup.to.seen, setup.audited, setup.finished], [['looked'], [], []]);
    });

    it(`awaits, reads back and audits what was sent, although ${end} came then`, async () => {
      const setup = setUp();
      const { run } = await sending(setup);
      setup.session[end]();
      assert.ok(setup.session.write, 'it is still under way');
      setup.to.answer.resolve();
      assert.equal(await run, written);
      assert.deepEqual(setup.to.seen, ['looked', 'sent', 'read']);
      assert.deepEqual(setup.audited, ['asked', 'done']);
      assert.deepEqual(setup.finished, ['Adele Vance provision']);
      assert.equal(setup.session.state?.trace, written);
      assert.equal(setup.session.write, null);
    });
  }

  it('forgets what waited for its end when the view is closed', async () => {
    const setup = setUp();
    const { run } = await sending(setup);
    const other = setup.session.run(target, noah);
    setup.session.stop();
    setup.to.answer.resolve();
    assert.equal(await run, written);
    assert.equal(await other, null);
    assert.equal(setup.prepares, 1);
  });

  it('says after an exception that it is not known what was written', async () => {
    const setup = setUp();
    setup.to.answer = gate<void>();
    const broken = setup.to.answer.promise.then(() => assert.fail('broken'));
    broken.catch(() => {});
    setup.to.answer = { ...setup.to.answer, promise: broken };
    const { run } = await asking(setup);
    setup.answer.resolve(true);
    await setup.timers.pass(100);
    setup.to.answer.resolve();
    assert.equal(await run, null);
    assert.match(last(setup).problem?.advice ?? '', /not known whether the target was changed/);
    assert.equal(setup.session.write, null);
  });

  it('offers itself only where something would be written', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    assert.deepEqual(last(setup).provision, { allowed: true, reason: null });
    const start = (given: Partial<Trace>): PreparedRun['start'] =>
      async function* () {
        yield* steps;
        return { ...trace, ...given };
      };
    for (const given of [{ action: 'skip' }, { action: 'none' }, { status: 'failure' }] as const) {
      setup.prepare = async (signal) =>
        prepared(
          start(given),
          writing(setup.to, () => signal),
        );
      await setup.session.again();
      assert.equal(last(setup).provision.allowed, false, JSON.stringify(given));
      assert.ok(last(setup).provision.reason);
    }
    for (const state of setup.shown.filter(({ running }) => running)) assert.equal(state.provision.allowed, false);
  });
});
