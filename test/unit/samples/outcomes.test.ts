import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { repository, runSample } from '../../support/runSample.ts';

interface Outcome {
  readonly connection: string;
  readonly user: string;
  readonly action: string;
  readonly code: string | null;
  readonly status: string;
  readonly changed: readonly string[];
}

const outcomes = JSON.parse(readFileSync(resolve(repository, 'test/fixtures/sampleOutcomes.json'), 'utf8')) as readonly Outcome[];

describe('every person of the samples', () => {
  let server: ScimServer;
  before(async () => {
    const read = (file: string) => JSON.parse(readFileSync(resolve(repository, 'samples/entra-to-scim', file), 'utf8'));
    server = await startScimServer({ users: read('scim-users.json'), groups: read('scim-groups.json') });
  });
  after(() => server.close());

  for (const outcome of outcomes) {
    it(`${outcome.connection}: ${outcome.user}`, async () => {
      const trace = await runSample(outcome.connection, outcome.user, server.url);
      assert.deepEqual(
        [trace.action, trace.code, trace.status],
        [outcome.action, outcome.code, outcome.status],
        trace.steps[4].summary,
      );
      const changed = trace.changes.filter((change) => change.state === 'changed').map((change) => change.target);
      assert.deepEqual(changed.sort(), [...outcome.changed].sort());
    });
  }

  it('covers the six kinds of outcome that a first look needs', () => {
    const seen = new Set(outcomes.map(({ action, code }) => code ?? action));
    for (const kind of [
      'create',
      'update',
      'disable',
      'RedundantExport',
      'DuplicateTargetEntries',
      'NotEffectivelyEntitled',
      'ImportSkipped',
    ]) {
      assert.ok(seen.has(kind), kind);
    }
  });
});
