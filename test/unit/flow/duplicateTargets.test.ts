import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { type MemoryTarget, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runWith } from '../../support/runPreview.ts';
import type { TestMapping } from '../../support/schemaText.ts';

const pointer = (index: number): string => `/synchronizationRules/0/objectMappings/0/attributeMappings/${index}`;

async function run(
  mappings: readonly TestMapping[],
  person: Readonly<Record<string, AttributeValue>>,
  account: Readonly<Record<string, AttributeValue>> | null,
  attributes: readonly { readonly name: string; readonly required?: boolean }[] = [],
): Promise<{
  readonly trace: Trace;
  readonly target: MemoryTarget;
  readonly states: readonly string[];
  readonly notes: readonly (string | null)[];
}> {
  const all = [{ target: 'id', expression: '[id]', matchingPriority: 1 }, ...mappings];
  const source = memorySource([{ id: 'p', attributes: { id: 'p', ...person } }]);
  const target = memoryTarget(account ? [{ id: 't', attributes: { id: 'p', ...account } }] : []);
  const trace = await runWith({ mappings: all, attributes }, { source, target, user: 'p' });
  const states = trace.changes.slice(1).map(({ state }) => state);
  const notes = (trace.steps[4].details.evaluations ?? []).slice(1).map(({ note }) => note);
  return { trace, target, states, notes };
}

const written = (target: MemoryTarget): readonly (readonly [string, AttributeValue])[] =>
  target.described.flatMap(({ attributes }) => attributes.map(({ name, new: value }) => [name, value] as const));

const twice = [
  { target: 'mail', expression: '[a]' },
  { target: 'Mail', expression: '[b]' },
];

describe('two mappings to one target attribute', () => {
  it('write an equal value once, and the other says who writes it', async () => {
    const { trace, target, states, notes } = await run(twice, { a: 'x', b: 'x' }, { mail: 'o', Mail: 'o' });
    assert.deepEqual([trace.action, trace.status], ['update', 'success']);
    assert.deepEqual(written(target), [['mail', 'x']]);
    assert.deepEqual(states, ['changed', 'ignored']);
    assert.equal(notes[1], `${pointer(1)} gives the same value for this attribute; it is written once.`);
  });

  it('are not settled where they differ: neither is claimed, the rest is written, the step warns', async () => {
    const mappings = [...twice, { target: 'title', expression: '[t]' }];
    const { trace, target, states, notes } = await run(mappings, { a: 'x', b: 'y', t: 'Chef' }, { mail: 'o', title: 'Cook' });
    assert.deepEqual([trace.action, trace.steps[4].status, trace.status], ['update', 'warning', 'warning']);
    assert.deepEqual(written(target), [['title', 'Chef']]);
    assert.deepEqual(states, ['failed', 'failed', 'changed']);
    const note = `Cannot be evaluated locally: mappings ${pointer(1)} and ${pointer(2)} both write mail with different values, and which one wins is not documented.`;
    assert.deepEqual(notes.slice(0, 2), [note, note]);
    assert.match(trace.steps[4].summary, /2 more attributes cannot be evaluated locally/);
  });

  it('conflict by their case where it would be written, and not where the target has the value in its own case', async () => {
    const open = await run(twice, { a: 'x', b: 'X' }, { mail: 'o', Mail: 'o' });
    assert.deepEqual(open.states, ['failed', 'failed']);
    const held = await run(twice, { a: 'x', b: 'X' }, { mail: 'x', Mail: 'x' });
    assert.deepEqual([...held.states, held.trace.code], ['unchanged', 'unchanged', 'RedundantExport']);
  });

  it('conflict too where one of them gives what the target has', async () => {
    const { trace, states } = await run(twice, { a: 'o', b: 'y' }, { mail: 'o', Mail: 'o' });
    assert.deepEqual(states, ['failed', 'failed']);
    assert.deepEqual(
      [trace.action, trace.code, trace.steps[4].status],
      ['none', null, 'warning'],
      'not RedundantExport: it is not known',
    );
  });

  it('do not conflict where one does not flow or gives no value', async () => {
    const once = [{ target: 'mail', expression: '[a]', flowType: 'ObjectAddOnly' }, twice[1] ?? { target: '', expression: null }];
    const update = await run(once, { a: 'x', b: 'y' }, { mail: 'o', Mail: 'o' });
    assert.deepEqual(update.states, ['ignored', 'changed']);
    assert.deepEqual(written(update.target), [['Mail', 'y']]);
    const create = await run(once, { a: 'x', b: 'y' }, null);
    assert.deepEqual(create.states, ['failed', 'failed']);
    assert.equal(create.trace.action, 'create');
    const empty = await run(twice, { a: null, b: 'y' }, null);
    assert.deepEqual(empty.states, ['null', 'changed']);
  });

  it('leave a value open where the other cannot be evaluated locally', async () => {
    const mappings = [
      { target: 'mail', expression: '[a]' },
      { target: 'mail', expression: 'DefaultDomain()' },
    ];
    const { target, states, notes } = await run(mappings, { a: 'x' }, null);
    assert.deepEqual(states, ['failed', 'failed']);
    assert.deepEqual(written(target), [['id', 'p']]);
    assert.match(notes[0] ?? '', /not all of their values are known here/);
  });

  it('give a required attribute its value where one of them has none', async () => {
    const { trace, states } = await run(twice, { a: null, b: 'y' }, null, [{ name: 'mail', required: true }]);
    assert.deepEqual([trace.action, ...states], ['create', 'null', 'changed']);
  });
});
