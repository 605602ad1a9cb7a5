import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LatestRun } from '../../../src/extension/run/latestRun.ts';
import { FakeTimers, settle } from './fakeTimers.ts';

interface Started {
  readonly signal: AbortSignal;
  readonly finish: (result: string) => void;
}

function setUp(): { readonly timers: FakeTimers; readonly started: Started[]; readonly latest: LatestRun<string> } {
  const timers = new FakeTimers();
  const started: Started[] = [];
  const run = (signal: AbortSignal): Promise<string | null> =>
    new Promise((resolve) => {
      started.push({ signal, finish: resolve });
      signal.addEventListener('abort', () => setImmediate(() => resolve('overtaken')));
    });
  return { timers, started, latest: new LatestRun(run, 200, timers) };
}

describe('LatestRun', () => {
  it('waits until nothing was requested for the delay', async () => {
    const { timers, started, latest } = setUp();
    for (let key = 0; key < 5; key += 1) {
      latest.request();
      await timers.pass(150);
    }
    assert.equal(started.length, 0);
    await timers.pass(50);
    assert.equal(started.length, 1);
    await timers.pass(5000);
    assert.equal(started.length, 1);
  });

  it('aborts the run under way, and starts the next only when it has ended', async () => {
    const { started, latest } = setUp();
    const first = latest.start();
    await settle();
    const second = latest.start();
    assert.equal(started.length, 1);
    assert.equal(started[0]?.signal.aborted, true);
    assert.equal(await first, null);
    await settle();
    assert.equal(started.length, 2);
    started[1]?.finish('latest');
    assert.equal(await second, 'latest');
  });

  it('skips requests that were overtaken before they began', async () => {
    const { started, latest } = setUp();
    const results = [latest.start(), latest.start(), latest.start()];
    await settle();
    assert.equal(started.length, 1);
    started[0]?.finish('third');
    assert.deepEqual(await Promise.all(results), [null, null, 'third']);
  });

  it('forgets a pending request when it is cancelled', async () => {
    const { timers, started, latest } = setUp();
    latest.request();
    latest.cancel();
    await timers.pass(1000);
    assert.equal(started.length, 0);
    assert.equal(timers.waiting, 0);
  });

  it('gives null for a run that is cancelled, and runs again afterwards', async () => {
    const { started, latest } = setUp();
    const run = latest.start();
    await settle();
    latest.cancel();
    assert.equal(await run, null);
    const next = latest.start();
    await settle();
    started[1]?.finish('fresh');
    assert.equal(await next, 'fresh');
  });
});
