import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { prepareTarget } from '../../../src/extension/run/prepareTarget.ts';
import type { PreparedRun, RunHost, RunRefusal } from '../../../src/run/run.ts';

const folder = resolve('w');
const connectionPath = resolve(folder, 'c.provision.json');
const mapping = (name: string): object => ({
  name,
  enabled: true,
  sourceObjectName: 'user',
  targetObjectName: 'User',
  attributeMappings: [
    {
      targetAttributeName: 'mail',
      matchingPriority: 1,
      source: { type: 'Attribute', name: 'mail', expression: '[mail]', parameters: [] },
    },
  ],
});

function hostOf(names: readonly string[]): RunHost {
  const files = new Map<string, string>([
    [
      connectionPath,
      JSON.stringify({
        name: 'c',
        configuration: { schema: 's.json', rule: 'R', objectMapping: 'People' },
        source: { kind: 'file', path: 'people.json' },
        target: { kind: 'file', path: 'target.json' },
      }),
    ],
    [
      resolve(folder, 's.json'),
      JSON.stringify({ synchronizationRules: [{ id: 'r', name: 'R', objectMappings: names.map(mapping) }], directories: [] }),
    ],
    [resolve(folder, 'people.json'), JSON.stringify([{ id: '1', mail: 'adele@corp.example' }])],
    [resolve(folder, 'target.json'), '[]'],
  ]);
  return {
    readText: async (path) => {
      const text = files.get(path);
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return text;
    },
    secret: async () => undefined,
    now: () => 0,
    random: () => 0,
  };
}

const prepare = (host: RunHost, choice: { rule: string; objectMapping: string } | null): Promise<PreparedRun | RunRefusal> =>
  prepareTarget({ connectionPath, choice }, host, new AbortController().signal);

async function mappingOf(prepared: PreparedRun | RunRefusal): Promise<string> {
  assert.ok(prepared.ok, prepared.ok ? '' : prepared.message);
  const run = prepared.start('1');
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value.configuration.objectMapping;
  }
}

describe('prepareTarget', () => {
  it('runs the mapping that the connection names where none was chosen', async () => {
    assert.equal(await mappingOf(await prepare(hostOf(['People', 'Guests']), null)), 'People');
  });

  it('runs the chosen mapping, wherever it stands by now', async () => {
    const choice = { rule: 'r', objectMapping: 'Guests' };
    assert.equal(await mappingOf(await prepare(hostOf(['People', 'Guests']), choice)), 'Guests');
    assert.equal(await mappingOf(await prepare(hostOf(['Guests', 'New', 'People']), choice)), 'Guests');
  });

  it('refuses where the chosen mapping is gone, instead of running another', async () => {
    const refused = await prepare(hostOf(['People']), { rule: 'r', objectMapping: 'Guests' });
    assert.ok(!refused.ok);
    assert.match(refused.message, /object mapping of this run is gone.*"Guests"/);
    assert.match(refused.advice, /"People"/);
  });

  it('leaves files that cannot be read to the run itself', async () => {
    const host = hostOf(['People']);
    const missing: RunHost = {
      ...host,
      readText: (path) =>
        path.endsWith('s.json') ? Promise.reject(Object.assign(new Error('no'), { code: 'ENOENT' })) : host.readText(path),
    };
    const refused = await prepare(missing, { rule: 'r', objectMapping: 'Guests' });
    assert.ok(!refused.ok);
    assert.match(refused.message, /s\.json does not exist/);
  });

  it('runs as an incremental change of the given attributes, with and without a chosen mapping', async () => {
    for (const choice of [null, { rule: 'r', objectMapping: 'Guests' }]) {
      const prepared = await prepareTarget(
        { connectionPath, choice },
        hostOf(['People', 'Guests']),
        new AbortController().signal,
        ['mail'],
      );
      assert.ok(prepared.ok);
      for await (const step of prepared.start('1')) {
        if (step.kind === 'import') assert.deepEqual(step.details.incremental, { changed: ['mail'] });
      }
    }
  });
});
