import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { prepareRun } from '../../../src/run/prepareRun.ts';

interface Outcome {
  readonly connection: string;
  readonly user: string;
  readonly action: string;
  readonly code: string | null;
  readonly status: string;
  readonly changed: readonly string[];
}

const root = resolve(import.meta.dirname, '../../..');
const outcomes = JSON.parse(readFileSync(resolve(root, 'test/fixtures/sampleOutcomes.json'), 'utf8')) as readonly Outcome[];

async function run(outcome: Outcome, scimUrl: string): Promise<Trace> {
  const prepared = await prepareRun(
    resolve(root, outcome.connection),
    {
      // The samples name the port that the demo uses; here the server has a free one.
      readText: async (path) => (await readFile(path, 'utf8')).replace('http://127.0.0.1:4180/scim', scimUrl),
      secret: () => Promise.resolve(undefined),
      now: () => Date.UTC(2026, 1, 10),
      random: () => 0.25,
    },
    new AbortController().signal,
  );
  assert.ok(prepared.ok, prepared.ok ? '' : prepared.message);
  const steps = prepared.start(outcome.user);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

describe('every person of the samples', () => {
  let server: ScimServer;
  before(async () => {
    const users = JSON.parse(readFileSync(resolve(root, 'samples/entra-to-scim/scim-users.json'), 'utf8'));
    server = await startScimServer({ users });
  });
  after(() => server.close());

  for (const outcome of outcomes) {
    it(`${outcome.connection}: ${outcome.user}`, async () => {
      const trace = await run(outcome, server.url);
      assert.deepEqual([trace.action, trace.code, trace.status], [outcome.action, outcome.code, outcome.status], trace.steps[4].summary);
      const changed = trace.changes.filter((change) => change.state === 'changed').map((change) => change.target);
      assert.deepEqual(changed.sort(), [...outcome.changed].sort());
    });
  }

  it('covers the six kinds of outcome that a first look needs', () => {
    const seen = new Set(outcomes.map(({ action, code }) => code ?? action));
    for (const kind of ['create', 'update', 'disable', 'RedundantExport', 'DuplicateTargetEntries', 'NotEffectivelyEntitled', 'ImportSkipped']) {
      assert.ok(seen.has(kind), kind);
    }
  });
});
