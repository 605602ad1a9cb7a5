import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { isHostMessage, isViewMessage } from '../../../src/protocol/guards.ts';
import type { HostMessage, ViewMessage, ViewState } from '../../../src/protocol/messages.ts';
import * as others from '../../fixtures/traces/others.ts';
import * as provisioned from '../../fixtures/traces/provisioned.ts';
import * as rules from '../../fixtures/traces/rules.ts';
import { updateTrace } from '../../fixtures/traces/update.ts';

const traces: readonly Trace[] = [
  updateTrace,
  ...[...Object.values(others), ...Object.values(rules)].filter((value): value is Trace => typeof value === 'object'),
  rules.groupTrace(200),
];

const stateOf = (trace: Trace | null, more: Partial<ViewState> = {}): HostMessage => ({
  v: 1,
  type: 'state',
  state: {
    connectionName: 'corp.example to Entra',
    configurationLabel: 'ad-to-entra.syncschema.json',
    sourceLabel: 'people.ldif',
    targetLabel: 'entra-users.json',
    user: trace === null ? null : trace.subject,
    mode: 'preview',
    running: false,
    unsaved: false,
    outdated: false,
    incremental: null,
    steps: trace === null ? [] : trace.steps,
    trace,
    provision: { allowed: trace !== null, reason: trace === null ? 'There is no result yet.' : null },
    problem: null,
    ...more,
  },
});

/** Paths to every member of a value, as `a.0.b`. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];

/** A copy with another value at a path. */
const replaced = (value: unknown, path: readonly string[], by: unknown): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === name ? replaced(inner, rest, by) : inner]))
    : value;
};

const pointers = fc.array(fc.string()).map((parts) => parts.map((part) => `/${part}`).join(''));
const ranges = fc.tuple(fc.nat(), fc.nat()).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const viewMessages: fc.Arbitrary<ViewMessage> = fc.oneof(
  fc.constantFrom<ViewMessage>(
    { v: 1, type: 'ready' },
    { v: 1, type: 'runAgain' },
    { v: 1, type: 'chooseUser' },
    { v: 1, type: 'chooseLens' },
    { v: 1, type: 'fullImport' },
    { v: 1, type: 'provision' },
    { v: 1, type: 'cancel' },
  ),
  fc
    .tuple(pointers, fc.option(ranges))
    .map(([pointer, range]): ViewMessage => ({ v: 1, type: 'reveal', target: { kind: 'mapping', pointer, range } })),
  pointers.map((pointer): ViewMessage => ({ v: 1, type: 'reveal', target: { kind: 'scope', pointer } })),
);

describe('isViewMessage', () => {
  it('accepts every message that the view may send', () => {
    fc.assert(fc.property(viewMessages, (message) => isViewMessage(message)));
  });

  it('never throws, and accepts nothing without the version', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withMap: true, withBigInt: true, withDate: true, withSparseArray: true }),
        (value) => {
          assert.equal(typeof isViewMessage(value), 'boolean');
          assert.equal(isViewMessage(value), false);
          assert.equal(isHostMessage(value), false);
        },
      ),
    );
  });

  for (const [why, message] of [
    ['another version', { v: 2, type: 'ready' }],
    ['no version', { type: 'ready' }],
    ['a command that is not on the list', { v: 1, type: 'execute', command: 'workbench.action.quit' }],
    ['a name of Object.prototype', { v: 1, type: 'constructor' }],
    ['an inherited type', Object.create({ v: 1, type: 'ready' })],
    ['a reveal without target', { v: 1, type: 'reveal' }],
    ['a pointer that is none', { v: 1, type: 'reveal', target: { kind: 'scope', pointer: 'synchronizationRules/0' } }],
    ['a mapping without range', { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a' } }],
    ['a range of one', { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a', range: [1] } }],
    ['a negative range', { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a', range: [-1, 2] } }],
    [
      'a range without end',
      { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a', range: [0, Number.POSITIVE_INFINITY] } },
    ],
    ['a range of NaN', { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a', range: [0, Number.NaN] } }],
    ['a range from back to front', { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: '/a', range: [3, 2] } }],
    [
      'a pointer of a million characters',
      { v: 1, type: 'reveal', target: { kind: 'scope', pointer: `/${'x'.repeat(1_000_000)}` } },
    ],
    ['a list', [{ v: 1, type: 'ready' }]],
  ] as const) {
    it(`refuses ${why}`, () => assert.equal(isViewMessage(message), false));
  }
});

describe('isHostMessage', () => {
  it('accepts the states of every trace, complete and while running', () => {
    for (const trace of traces) {
      assert.ok(isHostMessage(stateOf(trace)), trace.action);
      for (let arrived = 0; arrived <= 5; arrived += 1) {
        assert.ok(
          isHostMessage(stateOf(trace, { running: true, trace: null, steps: trace.steps.slice(0, arrived) })),
          `${arrived} steps`,
        );
      }
    }
    assert.ok(isHostMessage(stateOf(null)));
    assert.ok(isHostMessage(stateOf(null, { problem: { message: 'm', advice: '' } })));
  });

  it('survives the way through JSON', () => {
    for (const trace of traces) assert.ok(isHostMessage(JSON.parse(JSON.stringify(stateOf(trace)))));
  });

  it('refuses a state in which any one member has a value of another type', () => {
    // A number with a fraction below zero, or an object, fits no member at all; what replaces it must be refused wherever it stands.
    const messages = [
      updateTrace,
      provisioned.provisionedTrace,
      rules.whyNotTrace,
      rules.sharedTrace,
      rules.explainedTrace,
      rules.incrementalTrace,
    ].map((trace) => stateOf(trace, { incremental: ['department'] }));
    const seen = new Set<string>();
    for (const [message, path] of messages.flatMap((one) => pathsOf(one).map((at) => [one, at] as const))) {
      // One item of each list stands for the others, but for the five steps.
      const place = path.map((name, index) => (/^\d+$/.test(name) && path[index - 1] !== 'steps' ? '*' : name)).join('.');
      if (seen.has(place)) continue;
      seen.add(place);
      for (const wrong of [-0.5, { no: 'such thing' }, true, [[null]]]) {
        const isFlag =
          typeof wrong === 'boolean' && /(^|\.)(running|unsaved|outdated|ok|inScope|exact|allowed|found)$/.test(path.join('.'));
        const isDetails = typeof wrong === 'object' && !Array.isArray(wrong) && /\.details(\.collections)?$/.test(path.join('.'));
        if (isFlag || (isDetails && path.at(-1) === 'details')) continue;
        assert.equal(isHostMessage(replaced(message, path, wrong)), false, `${path.join('.')} = ${JSON.stringify(wrong)}`);
      }
    }
    assert.ok(seen.size > 300, `only ${seen.size} places were tried`);
  });

  it('refuses words that no rule, fix, outcome or gate has', () => {
    for (const [trace, path] of [
      [rules.whyNotTrace, 'steps.2.details.gates.0.gate'],
      [rules.whyNotTrace, 'steps.2.details.whyNot.fixes.0.changes'],
      [rules.whyNotTrace, 'steps.2.details.collections.groups.groups.0.clauses.0.rule'],
      [rules.explainedTrace, 'steps.4.details.references.0.references.0.outcome'],
      [rules.explainedTrace, 'steps.4.details.cycle.action'],
      [rules.explainedTrace, 'steps.4.details.incremental.differences.0.full.state'],
    ] as const) {
      const message = stateOf(trace);
      for (const word of ['toString', 'nothing'])
        assert.equal(isHostMessage(replaced(message, ['state', ...path.split('.')], word)), false, path);
    }
  });

  it('refuses a value of a request whose place runs from back to front', () => {
    const path = 'state.trace.steps.4.details.requests.0.values.0.range'.split('.');
    assert.equal(isHostMessage(replaced(stateOf(rules.explainedTrace), path, [9, 3])), false);
    assert.ok(isHostMessage(replaced(stateOf(rules.explainedTrace), path, [3, 9])));
  });

  it('refuses steps out of order, a sixth step, and a trace of four', () => {
    const [first, second, third, fourth, fifth] = updateTrace.steps;
    assert.equal(isHostMessage(stateOf(updateTrace, { steps: [second, first] })), false);
    assert.equal(isHostMessage(stateOf(updateTrace, { steps: [...updateTrace.steps, fifth] })), false);
    const message = {
      ...stateOf(updateTrace),
      state: { ...stateOf(updateTrace).state, trace: { ...updateTrace, steps: [first, second, third, fourth] } },
    };
    assert.equal(isHostMessage(message), false);
  });

  it('refuses what is nested without end, and does not use up the stack', () => {
    let tree: unknown = { kind: 'constant', text: '', range: [0, 0], outcome: 'value', value: '', reason: null, children: [] };
    for (let level = 0; level < 100_000; level += 1)
      tree = { kind: 'call', text: '', range: [0, 0], outcome: 'value', value: '', reason: null, children: [tree] };
    const path = ['state', 'trace', 'steps', '4', 'details', 'evaluations', '0', 'tree'];
    assert.equal(isHostMessage(replaced(stateOf(updateTrace), path, tree)), false);
  });

  it('accepts an expression of 200 nested terms', () => {
    let tree: unknown = { kind: 'constant', text: '', range: [0, 0], outcome: 'value', value: '', reason: null, children: [] };
    for (let level = 0; level < 200; level += 1)
      tree = { kind: 'call', text: '', range: [0, 0], outcome: 'value', value: '', reason: null, children: [tree] };
    const path = ['state', 'trace', 'steps', '4', 'details', 'evaluations', '0', 'tree'];
    assert.ok(isHostMessage(replaced(stateOf(updateTrace), path, tree)));
  });
});
