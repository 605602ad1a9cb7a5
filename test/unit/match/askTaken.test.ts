import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { openTarget } from '../../../src/connectors/openDirectory.ts';
import { maximumCandidates } from '../../../src/core/match/askTaken.ts';
import type { DirectoryError, TargetDirectory } from '../../../src/core/trace/directory.ts';
import type { MappingEvaluation, Trace } from '../../../src/core/trace/trace.ts';
import { type MemoryTarget, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith } from '../../support/runPreview.ts';
import type { TestMapping, TestSchema } from '../../support/schemaText.ts';
import { seededRandom } from '../expression/evaluate.ts';

const adele = {
  id: 'adele',
  displayName: 'Adele Vance',
  attributes: { upn: 'adele@corp.example', first: 'Adele', last: 'Vance' },
};
const unique = 'SelectUniqueValue([first], Append(Mid([first], 1, 1), [last]), Append([first], "2"))';

function schemaOf(expression = unique, mapping: Partial<TestMapping> = {}, caseExact = false): TestSchema {
  return {
    attributes: [{ name: 'account', type: 'String', caseExact }],
    mappings: [
      { target: 'userName', expression: '[upn]', matchingPriority: 1 },
      { target: 'account', expression, flowType: 'ObjectAddOnly', ...mapping },
    ],
  };
}

const holder = (account: string, displayName = `Owner of ${account}`): Parameters<typeof memoryTarget>[0][number] => ({
  id: `id-${account}`,
  displayName,
  attributes: { userName: `${account}@other.example`, account },
});

function run(target: TargetDirectory, schema = schemaOf()): Promise<Trace> {
  return runWith(schema, { source: memorySource([adele]), target, user: 'adele' });
}

function evaluationOf(trace: Trace, target = 'account'): MappingEvaluation {
  const evaluation = trace.steps[4].details.evaluations?.find((one) => one.target === target);
  assert.ok(evaluation);
  return evaluation;
}

/** What the target was asked about the attribute `account`. */
function asked(target: MemoryTarget): readonly string[] {
  return target.queries.filter(({ attribute }) => attribute === 'account').map(({ value }) => value);
}

/** A target that answers for the matching attribute only. */
function failingFor(attribute: string, error: DirectoryError): TargetDirectory {
  const target = memoryTarget([]);
  return {
    ...target,
    match: async (query, attributes) => (query.attribute === attribute ? { ok: false, error } : target.match(query, attributes)),
  };
}

describe('SelectUniqueValue in a preview', () => {
  it('takes the first candidate where it is free, and asks for no other', async () => {
    const target = memoryTarget([]);
    const trace = await run(target);
    assert.equal(trace.action, 'create');
    assert.deepEqual([changeOf(trace, 'account').new, changeOf(trace, 'account').state], ['Adele', 'changed']);
    assert.deepEqual(asked(target), ['Adele']);
    assert.equal(evaluationOf(trace).tree?.reason, '"Adele" is free in the target.');
    assert.equal(evaluationOf(trace).tree?.children[1]?.outcome, 'notEvaluated');
  });

  it('goes on to the next candidates in their order, and says who has the others', async () => {
    const target = memoryTarget([holder('adele', 'Adele Other'), holder('AVance')]);
    const trace = await run(target);
    assert.equal(changeOf(trace, 'account').new, 'Adele2');
    assert.deepEqual(asked(target), ['Adele', 'AVance', 'Adele2']);
    assert.equal(
      evaluationOf(trace).tree?.reason,
      '"Adele2" is free; "Adele" is taken by "Adele Other", "AVance" is taken by "Owner of AVance".',
    );
    assert.match(trace.steps[4].details.requests?.[0]?.body ?? '', /"account":"Adele2"/);
  });

  it('asks with the case rule of the target attribute', async () => {
    const trace = await run(memoryTarget([holder('adele')]), schemaOf(unique, {}, true));
    assert.equal(changeOf(trace, 'account').new, 'Adele', 'a caseExact attribute tells Adele and adele apart');
  });

  it('fails the object with NoUniqueValue where no candidate is free', async () => {
    const trace = await run(memoryTarget([holder('Adele'), holder('AVance'), holder('Adele2')]));
    assert.deepEqual([trace.action, trace.code, trace.status], ['none', 'NoUniqueValue', 'failure']);
    assert.equal(changeOf(trace, 'account').state, 'failed');
    assert.match(evaluationOf(trace).error?.message ?? '', /No candidate is free in the target: "Adele" is taken by/);
    assert.deepEqual(trace.steps[4].details.requests, []);
  });

  it('fails the attribute with the message of a target that cannot answer', async () => {
    const error: DirectoryError = { kind: 'throttled', code: 'TooManyRequests', message: 'Too busy.', advice: 'Wait.' };
    const trace = await run(failingFor('account', error));
    assert.equal(changeOf(trace, 'account').state, 'failed');
    assert.deepEqual(evaluationOf(trace).outcome, 'error');
    assert.deepEqual(
      [evaluationOf(trace).error?.code, evaluationOf(trace).error?.message],
      ['DirectoryFailed', 'Too busy. Wait.'],
    );
    assert.deepEqual([trace.action, trace.code, trace.status], ['none', 'DirectoryFailed', 'failure']);
  });

  it('asks nothing for an account that exists: its value stays, also where it is one of the candidates', async () => {
    const target = memoryTarget([
      { id: 'a1', displayName: 'Adele', attributes: { userName: 'adele@corp.example', account: 'Adele' } },
    ]);
    const trace = await run(target);
    assert.deepEqual([trace.action, trace.code], ['skip', 'RedundantExport']);
    assert.deepEqual([changeOf(trace, 'account').state, changeOf(trace, 'account').old], ['ignored', 'Adele']);
    assert.deepEqual(asked(target), []);
    assert.equal(trace.status, 'skipped', 'a value that is not needed is no warning');
  });

  it('does not guess what the function gives in a mapping that also updates', async () => {
    const target = memoryTarget([
      { id: 'a1', displayName: 'Adele', attributes: { userName: 'adele@corp.example', account: 'x' } },
    ]);
    const trace = await run(target, schemaOf(unique, { flowType: 'Always' }));
    assert.equal(evaluationOf(trace).outcome, 'unsupported');
    assert.match(evaluationOf(trace).error?.message ?? '', /only during object creation/);
    assert.deepEqual(asked(target), []);
  });

  it('asks nothing where nothing is written', async () => {
    const target = memoryTarget([]);
    const leaver = { ...adele, attributes: { ...adele.attributes, accountEnabled: 'False' } };
    const trace = await runWith(schemaOf(), { source: memorySource([leaver]), target, user: 'adele' });
    assert.equal(trace.action, 'skip');
    assert.deepEqual(asked(target), []);
    assert.equal(evaluationOf(trace).outcome, 'unsupported');
  });

  it('keeps a random candidate while it asks', async () => {
    const everyFirst = memoryTarget([]);
    let questions = 0;
    const target: TargetDirectory = {
      ...everyFirst,
      match: (query, attributes) => {
        if (query.attribute !== 'account') return everyFirst.match(query, attributes);
        questions++;
        const value = { asked: '', entries: [], total: questions === 1 ? 1 : 0 };
        return Promise.resolve({ ok: true, value });
      },
    };
    const trace = await runWith(schemaOf('SelectUniqueValue(Guid(), Guid(), Guid())'), {
      source: memorySource([adele]),
      target,
      user: 'adele',
      random: seededRandom(),
    });
    assert.equal(questions, 2);
    const { tree, value } = evaluationOf(trace);
    assert.equal(value, tree?.children[1]?.value);
    assert.notEqual(value, tree?.children[0]?.value);
    assert.match(String(value), /^[0-9a-f-]{36}$/);
  });

  it('stops at its bound of candidates and says that it cannot tell', async () => {
    const names = Array.from({ length: maximumCandidates + 5 }, (_, index) => `a${index}`);
    const expression = (count: number): string =>
      `SelectUniqueValue(${names
        .slice(0, count)
        .map((name) => `"${name}"`)
        .join(', ')})`;
    const holders = names.slice(0, maximumCandidates).map((name) => holder(name));
    const target = memoryTarget(holders);
    const trace = await run(target, schemaOf(expression(names.length)));
    assert.equal(evaluationOf(trace).outcome, 'unsupported');
    assert.match(evaluationOf(trace).error?.message ?? '', /The first 50 candidates are taken in accounts/);
    assert.equal(asked(target).length, maximumCandidates);
    const within = memoryTarget(holders.slice(1));
    const last = await run(within, schemaOf(`SelectUniqueValue("a1", "a1", "a2", "${names[0]}")`));
    assert.equal(changeOf(last, 'account').new, 'a0');
    assert.deepEqual(asked(within), ['a1', 'a2', 'a0'], 'a candidate is asked for once');
  });
});

describe('SelectUniqueValue against a SCIM server', () => {
  let server: ScimServer;
  before(async () => {
    const users = ['adele', 'avance'].map((name) => ({ userName: `${name}@corp.example`, nickName: name, displayName: name }));
    server = await startScimServer({ users });
  });
  after(() => server.close());

  it('asks with filters, in order, until a value is free', async () => {
    const target = openTarget(
      { kind: 'scim', username: null, url: server.url, secretEnv: null, timeoutMs: 5000, range: { start: 0, end: 0 } },
      {
        folder: '/',
        signal: new AbortController().signal,
        readText: () => Promise.reject(new Error('no file is read')),
        secret: () => Promise.resolve(undefined),
      },
    );
    const schema: TestSchema = {
      mappings: [
        { target: 'externalId', expression: '[upn]', matchingPriority: 1 },
        {
          target: 'userName',
          expression:
            'SelectUniqueValue([upn], Append(Append(Mid([first], 1, 1), [last]), "@corp.example"), "adele2@corp.example")',
          flowType: 'ObjectAddOnly',
        },
      ],
    };
    const trace = await run(target, schema);
    assert.equal(trace.action, 'create');
    assert.equal(changeOf(trace, 'userName').new, 'adele2@corp.example');
    assert.equal(
      evaluationOf(trace, 'userName').tree?.reason,
      '"adele2@corp.example" is free; "adele@corp.example" is taken by "adele", "AVance@corp.example" is taken by "avance".',
    );
    const filters = server.requests.map(({ path }) => decodeURIComponent(path)).filter((path) => path.includes('userName eq'));
    assert.deepEqual(
      filters.map((path) => /"(.*)"/.exec(path)?.[1]),
      ['adele@corp.example', 'AVance@corp.example', 'adele2@corp.example'],
    );
  });
});
