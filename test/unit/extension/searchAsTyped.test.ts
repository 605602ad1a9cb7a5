import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DirectoryResult } from '../../../src/core/trace/directory.ts';
import { SearchAsTyped, type SearchState } from '../../../src/extension/searchAsTyped.ts';
import { FakeTimers, settle } from './fakeTimers.ts';

type Answer = DirectoryResult<readonly string[]>;

function setUp(): {
  readonly timers: FakeTimers;
  readonly asked: { readonly query: string; readonly answer: (hits: Answer) => void; readonly fail: (error: Error) => void }[];
  readonly shown: SearchState<string>[];
  readonly search: SearchAsTyped<string>;
} {
  const timers = new FakeTimers();
  const asked: ReturnType<typeof setUp>['asked'] = [];
  const shown: SearchState<string>[] = [];
  const ask = (query: string): Promise<Answer> =>
    new Promise((answer, fail) => {
      asked.push({ query, answer, fail });
    });
  return { timers, asked, shown, search: new SearchAsTyped(ask, (state) => void shown.push(state), timers) };
}

describe('SearchAsTyped', () => {
  it('asks once after a pause', async () => {
    const { timers, asked, shown, search } = setUp();
    for (const query of ['a', 'ad', 'ade']) {
      search.type(query);
      await timers.pass(100);
    }
    assert.deepEqual(asked, []);
    assert.equal(shown.at(-1)?.busy, true);
    await timers.pass(100);
    assert.deepEqual(
      asked.map(({ query }) => query),
      ['ade'],
    );
  });

  it('drops an answer to an earlier text, even when it comes last', async () => {
    const { timers, asked, shown, search } = setUp();
    search.type('a', 0);
    search.type('ad');
    await timers.pass(200);
    asked[1]?.answer({ ok: true, value: ['new'] });
    await settle();
    asked[0]?.answer({ ok: true, value: ['old'] });
    await settle();
    assert.deepEqual(shown.at(-1), { query: 'ad', busy: false, found: { ok: true, value: ['new'] } });
  });

  it('shows a failure instead of rejecting', async () => {
    const { asked, shown, search } = setUp();
    search.type('a', 0);
    asked[0]?.fail(new Error('broken'));
    await settle();
    const found = shown.at(-1)?.found;
    assert.ok(found && !found.ok);
    assert.match(found.error.message, /broken/);
    assert.equal(shown.at(-1)?.busy, false);
  });

  it('is silent once it is stopped', async () => {
    const { timers, asked, shown, search } = setUp();
    search.type('a', 0);
    search.type('b');
    search.stop();
    const before = shown.length;
    asked[0]?.answer({ ok: true, value: [] });
    await timers.pass(1000);
    assert.equal(shown.length, before);
    assert.equal(asked.length, 1);
  });
});
