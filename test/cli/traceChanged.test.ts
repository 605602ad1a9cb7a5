import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../src/core/trace/trace.ts';
import { runCli } from './runCli.ts';

const call = ['trace', '--connection', 'samples/ad-to-entra/ad-to-entra.provision.json', '--user', 'adele.vance@corp.example'];

describe('trace --changed', () => {
  it('looks at the user as an incremental change, and writes only what reads the named attributes', async () => {
    const full = JSON.parse((await runCli([...call, '--json'])).out) as Trace;
    const result = await runCli([...call, '--json', '--changed', ' title ,givenName,title']);
    const trace = JSON.parse(result.out) as Trace;
    assert.deepEqual([result.code, result.err, trace.action], [0, '', 'update']);
    assert.deepEqual(trace.steps[1].details.incremental, { changed: ['title', 'givenName'] });
    const changed = (one: Trace): readonly string[] =>
      one.changes.filter(({ state }) => state === 'changed').map(({ target }) => target);
    assert.ok(changed(full).includes('Title'));
    const pointers = new Set(
      trace.steps[1].details.attributes
        ?.filter(({ name }) => name === 'title' || name === 'givenName')
        .flatMap(({ usedBy }) => usedBy),
    );
    const expected = full.changes.filter(({ state, mapping }) => state === 'changed' && pointers.has(mapping));
    assert.deepEqual(
      changed(trace),
      expected.map(({ target }) => target),
    );
    assert.ok(changed(trace).length < changed(full).length);
  });

  it('says on standard error which names nothing reads, and goes on', async () => {
    const result = await runCli([...call, '--changed', 'title,shoeSize,hat\u0007']);
    assert.equal(result.code, 0);
    assert.match(
      result.err,
      /no mapping and no filter reads "shoeSize", "hat\\u0007", so a change of them makes no difference\./,
    );
    assert.match(result.out, /incremental change of title, shoeSize, hat\\u0007\./);
  });

  it('refuses a list without names', async () => {
    const result = await runCli([...call, '--changed', ' , ']);
    assert.deepEqual([result.code, result.out], [2, '']);
    assert.match(result.err, /--changed needs the names of source attributes/);
  });
});
