import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import { trace as isTrace } from '../../../src/protocol/traceShapes.ts';
import { updateTrace } from '../../fixtures/traces/update.ts';

const report: WriteReport = {
  state: 'partly',
  sentence: 'Written in part.',
  id: 'a1',
  sent: [
    { method: 'POST', address: '/Users', state: 'accepted', answered: '201', requestId: 'r-1' },
    { method: 'PATCH', address: '/Users/a1', state: 'refused', answered: '400', requestId: null },
  ],
  readBack: {
    found: true,
    sentence: '2 attributes: 1 equal, 1 missing.',
    attributes: [
      { target: 'title', mapping: '/a/0', sent: 'x', read: ['x'], state: 'equal', reason: null },
      { target: 'manager', mapping: '/a/1', sent: 'b', read: null, state: 'missing', reason: 'The target holds no value.' },
    ],
  },
};

function accepted(write: unknown, mode = 'provision'): boolean {
  const [test, imported, scope, match, action] = updateTrace.steps;
  const steps = [test, imported, scope, match, { ...action, details: { ...action.details, write } }];
  const trace: object = { ...updateTrace, mode, steps } satisfies Omit<Trace, 'mode' | 'steps'> & {
    mode: string;
    steps: unknown;
  };
  return isTrace(JSON.parse(JSON.stringify(trace)), { values: 100_000, characters: 1_000_000, depth: 100 });
}

describe('the guard of a write report', () => {
  it('accepts a trace without one, with none, and with one in each state', () => {
    assert.ok(accepted(undefined, 'preview'));
    assert.ok(accepted(null));
    for (const state of ['writing', 'written', 'partly', 'refused', 'unknown', 'notSent'])
      assert.ok(accepted({ ...report, state }), state);
    assert.ok(accepted({ ...report, id: null, readBack: null, sent: [] }));
    for (const state of ['equal', 'normalised', 'refused', 'missing', 'different', 'notRead', 'notSent']) {
      const [attribute] = report.readBack?.attributes ?? [];
      assert.ok(accepted({ ...report, readBack: { ...report.readBack, attributes: [{ ...attribute, state }] } }), state);
    }
  });

  for (const [why, change] of [
    ['an unknown state', { state: 'done' }],
    ['no sentence', { sentence: null }],
    ['an id that is a number', { id: 7 }],
    ['no list of requests', { sent: null }],
    ['a request in no state', { sent: [{ ...report.sent[0], state: 'sent' }] }],
    ['a request without an answer', { sent: [{ ...report.sent[0], answered: undefined }] }],
    ['a request id that is an object', { sent: [{ ...report.sent[0], requestId: {} }] }],
    ['a reading back that does not say whether it found anything', { readBack: { ...report.readBack, found: 'yes' } }],
    [
      'an attribute in no state',
      { readBack: { ...report.readBack, attributes: [{ ...report.readBack?.attributes[0], state: 'ok' }] } },
    ],
    [
      'an attribute of no mapping',
      { readBack: { ...report.readBack, attributes: [{ ...report.readBack?.attributes[0], mapping: 'a' }] } },
    ],
    ['a value that is none', { readBack: { ...report.readBack, attributes: [{ ...report.readBack?.attributes[0], read: 1 }] } }],
  ] as const) {
    it(`refuses ${why}`, () => assert.equal(accepted({ ...report, ...change }), false));
  }

  it('refuses another mode', () => assert.equal(accepted(report, 'write'), false));
});
