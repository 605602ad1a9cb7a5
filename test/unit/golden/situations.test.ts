import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../../support/runSample.ts';
import { traceText } from '../../support/traceText.ts';
import { actionSituations } from './actionSituations.ts';
import { flowSituations, lensSituations } from './flowSituations.ts';
import { matchSituations } from './matchSituations.ts';
import { scopeSituations } from './scopeSituations.ts';
import { runSituation, type Situation } from './situation.ts';

const situations: readonly Situation[] = [
  ...actionSituations,
  ...scopeSituations,
  ...matchSituations,
  ...flowSituations,
  ...lensSituations,
];
const folder = resolve(repository, 'test/golden/situations');

/** Readable traces, one for each situation. `UPDATE_GOLDEN=1` writes them anew. */
describe('golden situations', () => {
  for (const situation of situations) {
    it(`${situation.name}: ${situation.shows}`, async () => {
      const trace = await runSituation(situation);
      assert.deepEqual(
        [trace.action, trace.code, trace.status],
        situation.expected,
        trace.steps.map((step) => step.summary).join('\n'),
      );
      const text = `# ${situation.shows}\n\n${traceText(trace)}`;
      const path = resolve(folder, `${situation.name}.txt`);
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
      assert.equal(text, readFileSync(path, 'utf8'));
    });
  }

  it('has a file for each situation and no other', () => {
    const names = situations.map(({ name }) => `${name}.txt`).sort();
    assert.equal(new Set(names).size, names.length);
    if (process.env.UPDATE_GOLDEN) {
      for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(resolve(folder, name));
    }
    assert.deepEqual(readdirSync(folder).sort(), names);
  });
});
