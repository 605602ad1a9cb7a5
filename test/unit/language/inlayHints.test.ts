import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { type InlayHint, inlayHints } from '../../../src/language/inlayHints.ts';
import type { RunFacts } from '../../../src/language/runFacts.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText, type TestMapping, type TestSchema } from '../../support/schemaText.ts';

const sampleFile = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');
const absent = existsSync(sampleFile) ? false : 'the shared data with the real schema is absent';

interface World {
  readonly text: string;
  readonly trace: Trace;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

async function worldOf(text: string, attributes: Attributes, account: Attributes | null = {}): Promise<World> {
  const source = memorySource([{ id: 'ada', displayName: 'Ada', attributes: { upn: 'ada@x', ...attributes } }]);
  const target = memoryTarget(account ? [{ id: 't', attributes: { userName: 'ada@x', ...account } }] : []);
  return { text, trace: await runPreview({ text, source, target, user: 'ada' }) };
}

function hintsOf({ text, trace }: World, more: Partial<RunFacts> = {}): readonly InlayHint[] {
  const facts: RunFacts = { trace, stale: false, holds: 'both', ...more };
  return inlayHints(analyse('schema', text, null), { start: 0, end: text.length }, facts);
}

const matching: TestMapping = { target: 'userName', expression: '[upn]', matchingPriority: 1 };

/** The hint behind one mapping for a person and an account. */
async function hintOf(
  mapping: Omit<TestMapping, 'target'>,
  attributes: Attributes,
  account: Attributes | null,
  more: Partial<TestSchema> = {},
): Promise<InlayHint> {
  const text = schemaText({ mappings: [matching, { target: 'a', ...mapping }], ...more });
  const [, hint] = hintsOf(await worldOf(text, attributes, account));
  assert.ok(hint);
  return hint;
}

describe('the value behind a mapping', () => {
  const rows: readonly (readonly [
    what: string,
    mapping: Omit<TestMapping, 'target'>,
    attributes: Attributes,
    account: Attributes | null,
    label: string,
  ])[] = [
    ['a value on create', { expression: '[x]' }, { x: 'new' }, null, '→ "new"'],
    ['a value that the target does not have', { expression: '[x]' }, { x: 'new' }, {}, '→ "new"'],
    ['a value that changes', { expression: '[x]' }, { x: 'new' }, { a: 'old' }, '"old" → "new"'],
    ['a value in place of empty text', { expression: '[x]' }, { x: 'new' }, { a: '' }, '"" → "new"'],
    ['the same value', { expression: '[x]' }, { x: 'v' }, { a: 'v' }, '→ "v" (unchanged)'],
    ['null', { expression: '[x]' }, {}, { a: 'old' }, '→ null (does not flow)'],
    ['empty text', { expression: '""' }, {}, { a: 'old' }, '"old" → ""'],
    ['ignored', { expression: 'IgnoreFlowIfNullOrEmpty([x])' }, {}, { a: 'old' }, '→ ignored'],
    [
      'create only',
      { expression: '[x]', flowType: 'ObjectAddOnly' },
      { x: 'new' },
      { a: 'old' },
      '→ "new" (does not flow: create only)',
    ],
    [
      'only while empty',
      { expression: '[x]', flowType: 'AttributeAddOnly' },
      { x: 'new' },
      { a: 'old' },
      '→ "new" (does not flow: only while empty)',
    ],
    ['adds only', { expression: '[x]', flowType: 'ValueAddOnly' }, { x: 'n' }, { a: 'o' }, '→ "n" (does not flow: adds only)'],
    ['an error', { expression: 'Mid([x], "a", 1)' }, { x: 'new' }, {}, '→ error: InvalidNumber'],
    ['the default on create', { expression: '[x]', defaultValue: 'd' }, {}, null, '→ "d"'],
    ['no source', { expression: null, defaultValue: 'd' }, {}, null, '→ "d"'],
    ['several values', { expression: '[x]' }, { x: ['p', 'q'] }, null, '→ ["p", "q"]'],
    ['what cannot be seen', { expression: '[x]' }, { x: 'p\u202eq\nr' }, null, '→ "p⟨U+202E⟩q⏎r"'],
    ['what looks like markup', { expression: '[x]' }, { x: '$(alert) **b** <i>' }, null, '→ "$(alert) **b** <i>"'],
  ];
  for (const [what, mapping, attributes, account, label] of rows)
    it(`${what}: ${label}`, async () => assert.equal((await hintOf(mapping, attributes, account)).label, label));

  it('of a read-only target, of an immutable one, and of a required one without a value', async () => {
    const label = async (attribute: object, attributes: Attributes): Promise<string> =>
      (await hintOf({ expression: '[x]' }, attributes, { a: 'old' }, { attributes: [{ name: 'a', ...attribute }] })).label;
    assert.equal(await label({ mutability: 'ReadOnly' }, { x: 'new' }), '→ "new" (does not flow: read-only)');
    assert.equal(await label({ mutability: 'Immutable' }, { x: 'new' }), '→ "new" (does not flow: immutable)');
    const required = { attributes: [{ name: 'a', required: true }] };
    assert.equal((await hintOf({ expression: '[x]' }, {}, null, required)).label, '→ null (fails)');
  });

  it('of what cannot be evaluated locally', async () => {
    const text = schemaText({ mappings: [matching, { target: 'a', expression: '[x]' }] });
    const constant = JSON.stringify({ type: 'Constant', name: '%DomainFQDN%', expression: null, parameters: [] });
    const replaced = text.replace(/"source": \{[^{}]*"name": "x"[^{}]*\}/, `"source": ${constant}`);
    assert.notEqual(replaced, text);
    const [, hint] = hintsOf(await worldOf(replaced, {}));
    assert.equal(hint?.label, '→ cannot be evaluated locally');
    assert.equal(replaced.slice(0, hint?.offset).endsWith('"name":"%DomainFQDN%"'), true);
  });

  it('of a person who is skipped is what they would get, and does not flow', async () => {
    const clause = { sourceOperandName: 'x', operatorName: 'EQUALS', targetOperand: { values: ['other'] } };
    const scope = { groups: [{ name: 'g', clauses: [clause] }] };
    const hint = await hintOf({ expression: '[x]' }, { x: 'new' }, null, { scope });
    assert.equal(hint.label, '→ "new" (does not flow)');
    assert.ok(hint.tooltip.includes('\n'), 'the tooltip says why');
  });

  it('is masked where it must not be shown', async () => {
    const hint = await hintOf({ expression: 'Redact([x])' }, { x: 'secret' }, { a: 'older secret' });
    assert.ok(!JSON.stringify(hint).includes('secret'), JSON.stringify(hint));
    assert.match(hint.label, /\[Redact\]/);
  });

  it('is cut where it is long, with the whole in the tooltip', async () => {
    const long = `${'x'.repeat(59)}😀${'y'.repeat(300)}`;
    const hint = await hintOf({ expression: '[x]' }, { x: long }, { a: 'old' });
    assert.equal(hint.label, `"old" → "${'x'.repeat(59)}"…`);
    assert.ok(hint.tooltip.includes(`New: "${long}"`));
    assert.ok(hint.tooltip.includes('Old: "old"'));
    const many = await hintOf({ expression: '[x]' }, { x: Array.from({ length: 5_000 }, (_, index) => `value ${index}`) }, null);
    assert.ok(many.label.length < 120 && many.tooltip.length < 5_000, `${many.label.length} ${many.tooltip.length}`);
  });
});

describe('where values stand', () => {
  const schema: TestSchema = {
    mappings: [
      matching,
      { target: 'a', expression: 'Join("\\\\", [x], "é")' },
      { target: 'none', expression: null },
      { target: 'fallback', expression: null, defaultValue: 'd' },
    ],
    scope: {
      groups: [
        { name: 'g', clauses: [{ sourceOperandName: 'dept', operatorName: 'EQUALS', targetOperand: { values: ['a'] } }] },
        { name: 'h', clauses: [{ sourceOperandName: 'upn', operatorName: 'IS NOT NULL', targetOperand: { values: [] } }] },
      ],
    },
  };

  it('is behind the expression, behind what stands in its place, and behind the attribute of a clause', async () => {
    const text = schemaText(schema).replace('"expression": "[upn]",', '');
    const hints = hintsOf(await worldOf(text, { x: 'v' }));
    const shown = hints.map(({ offset, label }) => `${text.slice(text.lastIndexOf('\n', offset) + 1, offset).trim()} ${label}`);
    assert.deepEqual(shown, [
      '"name": "upn" → "ada@x" (unchanged)',
      `"expression": ${JSON.stringify('Join("\\\\", [x], "é")')} → "v\\é"`,
      '"targetAttributeName": "none" → null (does not flow)',
      '"defaultValue": "d" → "d"',
      '"sourceOperandName": "dept" → null ✗',
      '"sourceOperandName": "upn" → "ada@x" ✓',
    ]);
  });

  it('is only in the range that is asked for', async () => {
    const { text, trace } = await worldOf(schemaText(schema), { x: 'v' });
    const analysis = analyse('schema', text, null);
    const facts: RunFacts = { trace, stale: false, holds: 'both' };
    const all = inlayHints(analysis, { start: 0, end: text.length }, facts);
    for (const { offset } of all)
      assert.deepEqual(
        inlayHints(analysis, { start: offset, end: offset }, facts).map((hint) => hint.offset),
        [offset],
      );
    assert.deepEqual(inlayHints(analysis, { start: 0, end: 10 }, facts), []);
  });

  it('is nowhere while the text differs from the run, without a run, and on the other object mapping', async () => {
    const world = await worldOf(schemaText({ ...schema, groups: { mappings: [{ target: 'g', expression: '[g]' }] } }), {});
    assert.equal(hintsOf(world).length, 6);
    assert.deepEqual(hintsOf(world, { stale: true }), []);
    assert.equal(hintsOf(world, { holds: 'scope' }).length, 2);
    assert.equal(hintsOf(world, { holds: 'mappings' }).length, 4);
    assert.deepEqual(inlayHints(analyse('schema', world.text, null), { start: 0, end: world.text.length }, null), []);
  });
});

describe('the values in the real schema', { skip: absent }, () => {
  it('stand behind all 136 mappings and the clauses, in well under a frame', async () => {
    const text = absent ? '' : readFileSync(sampleFile, 'utf8');
    const source = memorySource([{ id: 'ada', displayName: 'Ada', attributes: { objectGUID: 'AAECAw==', sn: 'Vest' } }]);
    const trace = await runPreview({ text, source, target: memoryTarget([]), user: 'ada' });
    const analysis = analyse('schema', text, null);
    const facts: RunFacts = { trace, stale: false, holds: 'both' };
    const hints = inlayHints(analysis, { start: 0, end: text.length }, facts);
    assert.ok(hints.length > 136);
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      inlayHints(analysis, { start: 100_000, end: 106_000 }, facts);
      return performance.now() - started;
    });
    assert.ok(Math.min(...times) < 16, `${times.map((time) => time.toFixed(1)).join(', ')} ms`);
  });
});
