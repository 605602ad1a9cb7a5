import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RunSession } from '../../../src/extension/run/runSession.ts';
import type { RunTarget } from '../../../src/extension/run/sessionPorts.ts';
import type { RunMode } from '../../../src/extension/settingsTable.ts';
import type { ViewState } from '../../../src/protocol/messages.ts';
import type { PreparedRun, RunRefusal } from '../../../src/run/run.ts';
import { FakeTimers, settle } from './fakeTimers.ts';
import { adele, fiveSteps, gate, prepared, steps, target, trace } from './sessionParts.ts';

interface Setup {
  readonly session: RunSession;
  readonly shown: ViewState[];
  readonly timers: FakeTimers;
  readonly bugs: unknown[];
  readonly finished: string[];
  answer: (signal: AbortSignal) => Promise<PreparedRun | RunRefusal>;
  unsaved: boolean;
  mode: RunMode;
  prepares: number;
  /** What each run took as changed. */
  readonly lenses: (readonly string[] | null)[];
  /** Whether somebody started each run. */
  readonly byHand: boolean[];
}

function setUp(): Setup {
  const timers = new FakeTimers();
  const setup: Setup = {
    shown: [],
    timers,
    bugs: [],
    finished: [],
    answer: async () => prepared(fiveSteps),
    unsaved: false,
    mode: 'asTyped',
    prepares: 0,
    lenses: [],
    byHand: [],
    session: new RunSession({
      prepare: (_target, signal, { changed, byHand }) => {
        setup.prepares += 1;
        setup.lenses.push(changed);
        setup.byHand.push(byHand);
        return setup.answer(signal);
      },
      publish: (state) => void setup.shown.push(state),
      filesRead: () => {},
      isUnsaved: () => setup.unsaved,
      hasOtherText: () => assert.fail('a preview does not need to know'),
      runMode: () => setup.mode,
      confirm: () => assert.fail('a preview asks nothing'),
      audit: () => assert.fail('a preview is not audited'),
      refused: () => assert.fail('nothing is refused'),
      finished: (_target, user) => void setup.finished.push(user.displayName),
      recordBug: (error) => {
        setup.bugs.push(error);
        return error instanceof Error ? error.message : 'unknown';
      },
      timers,
    }),
  };
  return setup;
}

describe('RunSession', () => {
  it('shows at once that it runs, and in the end the whole trace under the name the source knows', async () => {
    const { session, shown, finished } = setUp();
    assert.equal(await session.run(target, adele), trace);
    assert.deepEqual([shown[0]?.running, shown[0]?.steps.length, shown[0]?.connectionName], [true, 0, 'corp']);
    const last = shown.at(-1);
    assert.equal(last?.running, false);
    assert.equal(last?.trace, trace);
    assert.deepEqual(last?.user, { id: 'CN=Adele', displayName: 'Adele Vance' });
    assert.deepEqual(
      [last?.connectionName, last?.configurationLabel, last?.sourceLabel, last?.targetLabel],
      ['Corp', 'a.json', 'p.ldif', 't.json'],
    );
    assert.deepEqual(finished, ['Adele Vance']);
  });

  it('shows steps as they complete', async () => {
    const setup = setUp();
    const gates = steps.map(() => gate<void>());
    setup.answer = async () =>
      prepared(async function* () {
        for (const [index, step] of steps.entries()) {
          await gates[index]?.promise;
          yield step;
        }
        return trace;
      });
    const run = setup.session.run(target, adele);
    for (const each of gates) {
      each.resolve();
      await setup.timers.pass(40);
    }
    await run;
    const counts = setup.shown.filter(({ running }) => running).map((state) => state.steps.length);
    assert.deepEqual([...new Set(counts)], [0, 1, 2, 3, 4, 5].slice(0, new Set(counts).size));
    assert.ok(counts.includes(2) && counts.includes(4));
  });

  it('runs again once after several edits, and replaces what is shown without an empty page', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    await setup.timers.pass(1000);
    const before = setup.shown.length;
    setup.unsaved = true;
    for (let key = 0; key < 4; key += 1) {
      setup.session.textChanged();
      await setup.timers.pass(100);
    }
    await setup.timers.pass(1000);
    assert.equal(setup.prepares, 2);
    assert.deepEqual(setup.byHand, [true, false], 'typing asks nobody to sign in');
    const after = setup.shown.slice(before);
    assert.deepEqual(
      after.map(({ running, steps: arrived, unsaved }) => [running, arrived.length, unsaved]),
      [[false, 5, true]],
    );
  });

  it('never shows what an overtaken run found', async () => {
    const setup = setUp();
    const slow = gate<PreparedRun>();
    const answers = [slow.promise, Promise.resolve(prepared(fiveSteps))];
    setup.answer = () => answers.shift() ?? assert.fail('two runs at most');
    const first = setup.session.run(target, { id: 'old', displayName: 'Old' });
    await settle();
    const second = setup.session.run(target, adele);
    assert.equal(await second, trace);
    slow.resolve(
      prepared(async function* () {
        yield steps[0];
        return { ...trace, subject: { id: 'old', displayName: 'Old' } };
      }),
    );
    assert.equal(await first, null);
    await setup.timers.pass(1000);
    assert.equal(setup.shown.at(-1)?.user?.displayName, 'Adele Vance');
    assert.deepEqual(setup.finished, ['Adele Vance']);
  });

  it('stops at once when it is cancelled, although the directory does not answer, and closes the run', async () => {
    const setup = setUp();
    let closed = false;
    const held = gate<void>();
    setup.answer = async () =>
      prepared(async function* () {
        try {
          yield steps[0];
          await held.promise;
          return trace;
        } finally {
          closed = true;
        }
      });
    const run = setup.session.run(target, adele);
    await setup.timers.pass(100);
    assert.equal(setup.shown.at(-1)?.steps.length, 1);
    setup.session.cancel();
    assert.equal(await run, null);
    const last = setup.shown.at(-1);
    assert.deepEqual([last?.running, last?.steps.length, last?.trace, last?.problem], [false, 1, null, null]);
    held.resolve();
    await settle();
    assert.equal(closed, true);
    assert.deepEqual(setup.bugs, []);
  });

  it('is stopped in the midst of a run, as a closed view does: its signal ends it, and nothing more is shown', async () => {
    const setup = setUp();
    let ended: AbortSignal | null = null;
    const held = gate<void>();
    setup.answer = async (signal) => {
      ended = signal;
      return prepared(async function* () {
        yield steps[0];
        await held.promise;
        return trace;
      });
    };
    const run = setup.session.run(target, adele);
    await setup.timers.pass(100);
    const before = setup.shown.length;
    setup.session.stop();
    assert.equal(await run, null);
    assert.equal((ended as AbortSignal | null)?.aborted, true);
    held.resolve();
    await settle();
    await setup.timers.pass(1000);
    assert.equal(setup.shown.length, before);
    assert.deepEqual(setup.bugs, []);
  });

  it('says why a run could not start, with the place, and shows nothing of the run before', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    setup.answer = async () => ({
      ok: false,
      message: 'a.json cannot be read.',
      advice: 'Correct it.',
      problems: [
        {
          path: '/w/a.json',
          line: 3,
          column: 7,
          problem: {
            code: 'json-syntax',
            severity: 'error',
            range: { start: 1, end: 2 },
            message: 'A colon is expected here.',
            fix: null,
          },
        },
      ],
    });
    assert.equal(await setup.session.again(), null);
    const last = setup.shown.at(-1);
    assert.equal(last?.problem?.message, 'a.json cannot be read. a.json, line 3, column 7: A colon is expected here.');
    assert.equal(last?.problem?.advice, 'Correct it.');
    assert.deepEqual([last?.running, last?.steps, last?.trace, last?.connectionName], [false, [], null, 'Corp']);
    setup.answer = async () => prepared(fiveSteps);
    setup.session.textChanged();
    await setup.timers.pass(1000);
    assert.equal(setup.shown.at(-1)?.problem, null);
    assert.equal(setup.shown.at(-1)?.trace, trace);
  });

  it('turns an exception into a problem and runs again afterwards', async () => {
    const setup = setUp();
    setup.answer = () => Promise.reject(new Error('out of luck'));
    assert.equal(await setup.session.run(target, adele), null);
    assert.match(setup.shown.at(-1)?.problem?.message ?? '', /out of luck/);
    assert.equal(setup.shown.at(-1)?.running, false);
    assert.equal(setup.bugs.length, 1);
    setup.answer = async () => prepared(fiveSteps);
    assert.equal(await setup.session.again(), trace);
  });

  it('without a user it reads the files and waits', async () => {
    const setup = setUp();
    assert.equal(await setup.session.run(target, null), null);
    const last = setup.shown.at(-1);
    assert.deepEqual([last?.user, last?.running, last?.problem, last?.configurationLabel], [null, false, null, 'a.json']);
  });

  it('tells when the text is saved, without another run', async () => {
    const setup = setUp();
    setup.unsaved = true;
    await setup.session.run(target, adele);
    assert.equal(setup.shown.at(-1)?.unsaved, true);
    setup.unsaved = false;
    setup.session.saved();
    assert.equal(setup.shown.at(-1)?.unsaved, false);
    assert.equal(setup.shown.at(-1)?.trace, trace);
    assert.equal(setup.prepares, 1);
  });

  it('does nothing more once it is stopped', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    setup.session.textChanged();
    setup.session.stop();
    await setup.timers.pass(1000);
    assert.equal(setup.prepares, 1);
    assert.equal(setup.timers.waiting, 0);
  });

  it('keeps the lens of an incremental change while the text changes, and says so in every state', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    const before = setup.shown.length;
    assert.equal(await setup.session.look(['department', 'title']), trace);
    setup.session.textChanged();
    await setup.timers.pass(1000);
    assert.equal(await setup.session.again(), trace);
    assert.equal(await setup.session.run({ ...target }, { ...adele }), trace);
    assert.deepEqual(setup.lenses, [null, ...Array.from({ length: 4 }, () => ['department', 'title'])]);
    for (const state of setup.shown.slice(0, before)) assert.equal(state.incremental, null);
    for (const state of setup.shown.slice(before)) assert.deepEqual(state.incremental, ['department', 'title']);
  });

  it('drops the lens for another user, another object mapping, another connection, and the full import', async () => {
    const setup = setUp();
    const { session } = setup;
    const other = { id: 'CN=Noah', displayName: 'Noah' };
    const guests: RunTarget = { ...target, choice: { rule: 'r', objectMapping: 'Guests' } };
    await session.run(target, adele);
    for (const next of [
      () => session.run(target, other),
      () => session.run(guests, other),
      () => session.run({ ...guests, connectionPath: '/w/other.provision.json' }, other),
      () => session.look(null),
    ]) {
      await session.look(['department']);
      await next();
      assert.deepEqual(setup.lenses.slice(-2), [['department'], null]);
      assert.equal(setup.shown.at(-1)?.incremental, null);
      session.textChanged();
      await setup.timers.pass(1000);
      assert.equal(setup.lenses.at(-1), null);
    }
  });

  it('says that a run is incremental although its files keep it from starting', async () => {
    const setup = setUp();
    await setup.session.run(target, adele);
    setup.answer = async () => ({ ok: false, message: 'Broken.', advice: '', problems: [] });
    assert.equal(await setup.session.look(['title']), null);
    assert.deepEqual(setup.shown.at(-1)?.incremental, ['title']);
  });

  describe('runs when the setting says', () => {
    const textOf = ({ shown }: Setup): unknown => [shown.at(-1)?.unsaved, shown.at(-1)?.outdated];

    async function setUpWith(mode: RunMode): Promise<Setup> {
      const setup = setUp();
      setup.mode = mode;
      assert.equal(await setup.session.run(target, adele), trace);
      assert.deepEqual(textOf(setup), [false, false]);
      return setup;
    }

    async function edit(setup: Setup): Promise<void> {
      setup.unsaved = true;
      setup.session.textChanged();
      await setup.timers.pass(1000);
    }

    async function save(setup: Setup): Promise<void> {
      setup.unsaved = false;
      setup.session.saved();
      await setup.timers.pass(1000);
    }

    it('as typed: after an edit, and not again when it is saved', async () => {
      const setup = await setUpWith('asTyped');
      await edit(setup);
      assert.equal(setup.prepares, 2);
      assert.deepEqual(textOf(setup), [true, false]);
      await save(setup);
      assert.equal(setup.prepares, 2);
      assert.ok(setup.shown.every(({ outdated }) => !outdated));
    });

    it('on save: an edit keeps the result and says that the text is newer; saving runs', async () => {
      const setup = await setUpWith('onSave');
      await edit(setup);
      assert.equal(setup.prepares, 1);
      assert.deepEqual(textOf(setup), [true, true]);
      assert.equal(setup.shown.at(-1)?.trace, trace);
      await save(setup);
      assert.equal(setup.prepares, 2);
      assert.deepEqual(textOf(setup), [false, false]);
      await save(setup);
      assert.equal(setup.prepares, 2, 'nothing changed since');
    });

    it('on save: a file that another program wrote, and a revert, run at once', async () => {
      const setup = await setUpWith('onSave');
      setup.session.textChanged();
      await setup.timers.pass(1000);
      assert.equal(setup.prepares, 2);
      assert.deepEqual(textOf(setup), [false, false]);
    });

    it('by hand: neither edit nor save runs, only the command, which clears the mark', async () => {
      const setup = await setUpWith('byHand');
      await edit(setup);
      await save(setup);
      assert.equal(setup.prepares, 1);
      assert.deepEqual(textOf(setup), [false, true]);
      assert.equal(await setup.session.again(), trace);
      assert.deepEqual(textOf(setup), [false, false]);
    });

    it('by hand: an edit during the run marks its result', async () => {
      const setup = setUp();
      setup.mode = 'byHand';
      const held = gate<void>();
      setup.answer = async () =>
        prepared(async function* () {
          yield steps[0];
          await held.promise;
          return trace;
        });
      const run = setup.session.run(target, adele);
      await setup.timers.pass(100);
      await edit(setup);
      held.resolve();
      assert.equal(await run, trace);
      assert.deepEqual(textOf(setup), [true, true]);
      assert.equal(setup.prepares, 1);
    });

    it('runs what has waited once the setting no longer says to wait', async () => {
      const setup = await setUpWith('byHand');
      await edit(setup);
      setup.mode = 'onSave';
      setup.session.runModeChanged();
      await setup.timers.pass(1000);
      assert.equal(setup.prepares, 1, 'it is not saved yet');
      setup.mode = 'asTyped';
      setup.session.runModeChanged();
      await setup.timers.pass(1000);
      assert.equal(setup.prepares, 2);
      assert.deepEqual(textOf(setup), [true, false]);
    });
  });
});
