import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { type MemoryTarget, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith, type TestRun } from '../../support/runPreview.ts';
import type { TestSchema } from '../../support/schemaText.ts';

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[upn]', matchingPriority: 1 },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'name', expression: 'Join(" ", [first], [last])' },
    { target: 'level', expression: 'Switch([grade], , "1", "one", "2", "two")' },
    { target: 'company', expression: '"Contoso"' },
    { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
  ],
  attributes: ['level', 'active'].map((name) => ({ name, flowNullValues: true })),
};
const adele = { upn: 'a', jobTitle: 'Chef', first: 'Adele', last: 'Vance', grade: '1', accountEnabled: 'True' };
const equal = { userName: 'a', title: 'Chef', name: 'Adele Vance', level: 'one', company: 'Contoso', active: 'True' };

interface Ran {
  readonly trace: Trace;
  readonly target: MemoryTarget;
  readonly written: readonly string[];
}

async function run(
  account: Readonly<Record<string, AttributeValue>> | null,
  more: Partial<Omit<TestRun, 'text' | 'source' | 'target'>> & {
    readonly schema?: TestSchema;
    readonly person?: typeof adele;
  } = {},
): Promise<Ran> {
  const { schema: other, person, ...rest } = more;
  const source = memorySource([{ id: 'p', attributes: person ?? adele }]);
  const target = memoryTarget(account ? [{ id: 't', attributes: account }] : []);
  const trace = await runWith(other ?? schema, { source, target, user: 'p', ...rest });
  return { trace, target, written: target.described.flatMap(({ attributes }) => attributes.map(({ name }) => name)) };
}

const noteOf = (trace: Trace, target: string): string =>
  trace.steps[4].details.evaluations?.find((one) => one.target === target)?.note ?? '';

describe('an incremental cycle', () => {
  it('writes only what reads a changed attribute, and leaves other differences for a full cycle', async () => {
    const account = { ...equal, title: 'Cook', name: 'A. V.', company: 'Fabrikam' };
    const { trace, written } = await run(account, { changed: ['jobTitle'] });
    assert.deepEqual([trace.action, ...written], ['update', 'title']);
    assert.equal(changeOf(trace, 'name').state, 'ignored');
    assert.equal(
      noteOf(trace, 'name'),
      'Its source did not change, so an incremental cycle does not write it. The target keeps its different value until a full cycle.',
    );
    assert.match(noteOf(trace, 'company'), /reads no source attribute that could have changed/);
    assert.doesNotMatch(noteOf(trace, 'userName'), /different value/);
    assert.deepEqual(trace.steps[1].details.incremental, { changed: ['jobTitle'] });
    assert.equal(trace.steps[4].details.incremental, null);
    const full = await run(account);
    assert.deepEqual(full.written, ['title', 'name', 'company']);
  });

  it('takes the case of a name as it comes, one of several sources as enough, and unknown names as nothing', async () => {
    const account = { ...equal, title: 'Cook', name: 'A. V.' };
    assert.deepEqual((await run(account, { changed: ['LAST'] })).written, ['name']);
    const nothing = await run(account, { changed: ['nobody reads this'] });
    assert.deepEqual([nothing.trace.action, nothing.trace.code], ['skip', 'RedundantExport']);
    assert.equal(nothing.trace.steps[4].summary, 'What changed in the source gives nothing to write.');
  });

  it('writes FlowAlways whatever changed, and never what applies on creation only', async () => {
    const mappings = schema.mappings.map((mapping) =>
      mapping.target === 'name'
        ? { ...mapping, flowBehavior: 'FlowAlways' }
        : mapping.target === 'title'
          ? { ...mapping, flowType: 'ObjectAddOnly' }
          : mapping,
    );
    const { written } = await run({ ...equal, title: 'Cook' }, { schema: { ...schema, mappings }, changed: ['jobTitle'] });
    assert.deepEqual(written, ['name']);
  });

  it('does not fail the object for a mapping that does not flow', async () => {
    const mappings = [...schema.mappings, { target: 'hired', expression: 'FormatDateTime([first], , "yyyy-MM-dd", "yyyy")' }];
    const broken = { ...schema, mappings };
    assert.equal((await run({ ...equal, title: 'Cook' }, { schema: broken })).trace.status, 'failure');
    const { trace, written } = await run({ ...equal, title: 'Cook' }, { schema: broken, changed: ['jobTitle', 'grade'] });
    assert.deepEqual([trace.action, trace.status, ...written], ['update', 'success', 'title']);
  });

  it('creates and deprovisions as a full import does', async () => {
    const create = await run(null, { changed: ['jobTitle'] });
    assert.deepEqual([create.trace.action, create.written.length], ['create', 6]);
    const person = { ...adele, accountEnabled: 'False' };
    const disable = await run({ ...equal, title: 'Cook' }, { person, changed: ['accountEnabled'] });
    assert.deepEqual([disable.trace.action, ...disable.written], ['disable', 'title', 'active']);
  });

  it('enables an account again where what scope looks at has changed', async () => {
    const account = { ...equal, active: 'False' };
    assert.deepEqual((await run(account, { changed: ['accountEnabled'] })).written, ['active']);
    assert.deepEqual((await run(account, { changed: ['jobTitle'] })).written, []);
  });

  it('follows no reference that it does not write', async () => {
    const mappings = [...schema.mappings, { target: 'manager', expression: '[boss]' }];
    const attributes = [...(schema.attributes ?? []), { name: 'manager', type: 'Reference' }];
    const person = { ...adele, boss: 'q' };
    const once = await run(
      { ...equal, title: 'Cook' },
      { schema: { ...schema, mappings, attributes }, person, changed: ['jobTitle'] },
    );
    assert.deepEqual([once.target.queries.length, once.trace.steps[4].details.references], [1, []]);
  });
});

describe('the defect of Switch', () => {
  it('is warned of where it would clear, and evaluates normally', async () => {
    const { trace, written } = await run({ ...equal, title: 'Cook' }, { changed: ['jobTitle'] });
    assert.deepEqual([...written, trace.steps[4].status], ['title', 'warning']);
    assert.equal(changeOf(trace, 'level').new, 'one');
    assert.match(
      noteOf(trace, 'level'),
      /known defect of the service may make this Switch give null and clear the attribute.*IIF/,
    );
    assert.doesNotMatch(noteOf(trace, 'active'), /defect/, 'IsSoftDeleted is made for every object');
    const own = await run({ ...equal, title: 'Cook' }, { changed: ['grade', 'jobTitle'] });
    assert.equal(own.trace.steps[4].status, 'success');
  });

  it('clears the target under the reading null, and the tree says why', async () => {
    const semantics = { switchUnchangedSource: 'null' } as const;
    const { trace, written } = await run({ ...equal, title: 'Cook' }, { changed: ['jobTitle'], semantics });
    assert.deepEqual(written, ['title', 'level']);
    const { old, new: next, state } = changeOf(trace, 'level');
    assert.deepEqual([old, next, state], ['one', null, 'changed']);
    const evaluation = trace.steps[4].details.evaluations?.find((one) => one.target === 'level');
    assert.match(evaluation?.tree?.reason ?? '', /no part of the incremental change.*"switchUnchangedSource": "null"/);
    assert.match(evaluation?.note ?? '', /makes this Switch give null and clear the attribute/);
    const alone = await run({ ...equal, title: 'Cook' }, { changed: ['notMapped'], semantics });
    assert.deepEqual(alone.written, [], 'only where another mapped attribute changed');
    const full = await run({ ...equal, title: 'Cook' }, { semantics });
    assert.deepEqual(full.written, ['title'], 'never in a full import');
  });

  it('is documented with Entra as the source only', async () => {
    const hr: TestSchema = { ...schema, source: 'Workday' };
    const { trace, written } = await run(
      { ...equal, title: 'Cook' },
      { schema: hr, changed: ['jobTitle'], semantics: { switchUnchangedSource: 'null' } },
    );
    assert.deepEqual([...written, trace.steps[4].status], ['title', 'success']);
    assert.equal((await run({ ...equal, title: 'Cook' }, { schema: hr })).trace.steps[4].details.incremental, null);
  });
});

describe('the incremental lens of a full import', () => {
  it('is not offered where an incremental cycle comes to the same', async () => {
    const plain = { ...schema, mappings: schema.mappings.filter(({ target }) => target !== 'level') };
    for (const account of [null, equal, { ...equal, title: 'Cook' }, { ...equal, title: 'Cook', name: 'A' }])
      assert.equal((await run(account, { schema: plain })).trace.steps[4].details.incremental, null);
  });

  it('names what evidently changed, and the Switch that the defect may clear', async () => {
    const { trace, target } = await run({ ...equal, title: 'Cook' });
    const lens = trace.steps[4].details.incremental;
    assert.deepEqual([lens?.changed, lens?.action], [['jobTitle'], 'update']);
    assert.deepEqual(
      lens?.differences.map((one) => [one.target, one.full, one.incremental]),
      [['level', { state: 'unchanged', value: 'one' }, { state: 'ignored', value: 'one' }]],
    );
    assert.match(lens?.differences[0]?.reason ?? '', /may make this Switch give null and clear.*IIF/);
    assert.match(lens?.sentence ?? '', /only jobTitle changed, a known defect of Switch may change level\./);
    assert.equal(target.queries.length, 1, 'no directory is asked again');
    const struck = await run({ ...equal, title: 'Cook' }, { semantics: { switchUnchangedSource: 'null' } });
    assert.deepEqual(struck.trace.steps[4].details.incremental?.differences[0]?.incremental, { state: 'changed', value: null });
  });

  it('shows that a constant waits for a full cycle', async () => {
    const both = (await run({ ...equal, title: 'Cook', company: 'Fabrikam' })).trace.steps[4].details.incremental;
    const company = both?.differences.find(({ target }) => target === 'company');
    assert.deepEqual([company?.full.state, company?.incremental.state], ['changed', 'ignored']);
    const alone = (await run({ ...equal, company: 'Fabrikam' })).trace.steps[4].details.incremental;
    assert.deepEqual([alone?.changed, alone?.action, alone?.differences.map(({ target }) => target)], [[], 'skip', ['company']]);
    assert.match(alone?.sentence ?? '', /not read from the source.*company would not be written/);
  });

  it('masks redacted values', async () => {
    const mappings = [...schema.mappings, { target: 'pin', expression: 'Redact("S3cret")' }];
    const { trace } = await run({ ...equal, title: 'Cook', pin: 'S3cretOld' }, { schema: { ...schema, mappings } });
    const pin = trace.steps[4].details.incremental?.differences.find(({ target }) => target === 'pin');
    assert.deepEqual(pin?.full, { state: 'changed', value: '[Redact]' });
    assert.doesNotMatch(JSON.stringify(trace.steps[4].details.incremental), /S3cret/);
  });
});
