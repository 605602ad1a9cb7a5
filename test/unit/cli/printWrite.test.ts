import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { printPlan, printResult, printStep } from '../../../src/cli/printTrace.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import { updateTrace } from '../../fixtures/traces/update.ts';

const report: WriteReport = {
  state: 'partly',
  sentence: 'Updated Adele Vance in accounts in part.',
  id: 'a1',
  sent: [
    { method: 'PATCH', address: 'https://app.example/Users/a1', state: 'accepted', answered: '204', requestId: 'r-1' },
    {
      method: 'PATCH',
      address: 'https://app.example/Users/a1',
      state: 'unknown',
      answered: 'no answer within 10 seconds',
      requestId: null,
    },
  ],
  readBack: {
    found: true,
    sentence: '4 attributes: 1 equal, 1 missing.',
    attributes: [
      { target: 'title', mapping: '/a', sent: 'Engineer', read: 'Engineer', state: 'equal', reason: null },
      {
        target: 'mail',
        mapping: '/a',
        sent: 'A@x',
        read: 'a@x',
        state: 'normalised',
        reason: 'The target keeps it in other upper and lower case.',
      },
      {
        target: 'city',
        mapping: '/a',
        sent: 'Oslo',
        read: 'Bergen\u001b[31m',
        state: 'different',
        reason: 'The target holds another value.',
      },
      { target: 'password', mapping: '/a', sent: '[Redact]', read: null, state: 'notRead', reason: 'It holds a password.' },
    ],
  },
};

function traceWith(write: WriteReport | null): Trace {
  const [test, imported, scope, match, action] = updateTrace.steps;
  const step = { ...action, summary: write?.sentence ?? action.summary, details: { ...action.details, write } };
  return { ...updateTrace, mode: 'provision', steps: [test, imported, scope, match, step] };
}

function linesOf(
  print: (output: { out: (text: string) => void; err: (text: string) => void; colour: boolean }) => void,
  colour = false,
): readonly string[] {
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(text);
  print({ out: write, err: write, colour });
  return lines.map((line) => line.trim());
}

describe('the terminal shows of a write', () => {
  it('each request with its answer and its id, and each attribute as it was read back', () => {
    assert.deepEqual(
      linesOf((output) => printResult(output, traceWith(report))),
      [
        'sent: PATCH https://app.example/Users/a1 → 204 (request id r-1)',
        'sent: PATCH https://app.example/Users/a1 → no answer within 10 seconds',
        'read back: 4 attributes: 1 equal, 1 missing.',
        'title: equal: "Engineer"',
        'mail: in the target\'s own form: sent "A@x", read "a@x". The target keeps it in other upper and lower case.',
        'city: different: sent "Oslo", read "Bergen\\u001b[31m". The target holds another value.',
        'password: not shown by the target: sent "[Redact]". It holds a password.',
        `update for ${updateTrace.subject.displayName} — provision, written in part`,
      ],
    );
  });

  it('in one line that it is under way, and in one what it came to', () => {
    const step = traceWith({ ...report, state: 'writing', sentence: 'Writing to accounts …', readBack: null }).steps[4];
    assert.deepEqual(
      linesOf((output) => printStep(output, step)),
      ['Writing to accounts …'],
    );
    const ends = (['written', 'refused', 'unknown', 'notSent'] as const).map((state) =>
      linesOf((output) => printResult(output, traceWith({ ...report, state, sent: [], readBack: null })))
        .at(-1)
        ?.split(', ')
        .at(-1),
    );
    assert.deepEqual(ends, ['written', 'refused by the target', 'it is not known whether it was written', 'nothing was sent']);
    assert.match(linesOf((output) => printResult(output, traceWith(null))).at(-1) ?? '', /provision, nothing was written$/);
  });

  it('nothing of it before it is made, and the same words in colour', () => {
    const plan = linesOf((output) => printPlan(output, traceWith(report)));
    assert.ok(plan.length > 0 && !plan.some((line) => /^(sent|read back):/.test(line)));
    const plain = linesOf((output) => printResult(output, traceWith(report)));
    const coloured = linesOf((output) => printResult(output, traceWith(report)), true);
    assert.notDeepEqual(coloured, plain);
    assert.deepEqual(
      coloured.map((line) => stripVTControlCharacters(line).trim()),
      plain,
    );
  });
});
