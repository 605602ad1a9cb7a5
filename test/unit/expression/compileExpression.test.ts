import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import fc from 'fast-check';
import { compileExpression } from '../../../src/core/expression/compileExpression.ts';
import { compileQuickText } from '../../../src/core/expression/compileQuickText.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import type { EvaluationContext } from '../../../src/core/expression/evaluationContext.ts';
import type { Outcome } from '../../../src/core/expression/outcome.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { contextOf, type Given } from './evaluate.ts';
import { anyExpression, meaningfulText, plainExpression } from './expressions.ts';

/** Asserts that both ways of evaluation give the same, twice, and answers the outcome. `context` makes a new one, with fresh random numbers. */
function agree(source: string, context: () => EvaluationContext): Outcome {
  const { root } = parseExpression(source);
  const { outcome } = evaluateExpression(root, context());
  const compiled = compileExpression(root);
  assert.deepEqual(compiled.evaluate(context()), outcome, source);
  assert.deepEqual(compiled.evaluate(context()), outcome, `${source}, the second time`);
  return outcome;
}

it('gives what the evaluation with a tree gives, for any expression and any user', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyExpression, meaningfulText, fc.array(meaningfulText, { maxLength: 3 }), (source, a, list) => {
      const attributes: Given = { a, b: '1/1/2012 11:00:00 PM', list, one: [a] };
      const context = () => contextOf(attributes, { isTaken: (candidate) => candidate === a, defaultDomain: 'corp.example' });
      const { kind } = agree(source, context);
      // A cycle in which only some attributes changed takes no shorter way past the defect of Switch.
      const changedSources = new Set(list);
      agree(source, () => ({ ...context(), changedSources }));
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: 3000 },
  );
  for (const kind of ['value', 'null', 'error', 'unsupported'])
    assert.ok((seen.get(kind) ?? 0) > 10, `only ${seen.get(kind) ?? 0} expressions gave ${kind}`);
});

it('gives what the evaluation with a tree gives where plain texts take a shorter way, in every dialect and reading', () => {
  let quick = 0;
  let asked = 0;
  fc.assert(
    fc.property(
      plainExpression,
      fc.oneof(meaningfulText, fc.constantFrom('İstanbul', 'Σας', ' a ', 'ß')),
      fc.array(meaningfulText, { maxLength: 2 }),
      fc.constantFrom('app-provisioning', 'cloud-sync'),
      fc.constantFrom('evaluate', 'fail', 'unsupported'),
      (source, a, list, dialect, iifEmptySource) => {
        const context = () =>
          contextOf(
            { a, b: '12', list, one: [a] },
            { dialect, semantics: { iifEmptySource }, tenantConstants: new Map([['DomainFQDN', 'corp.example']]) },
          );
        agree(source, context);
        for (const changed of [['a'], ['b'], []]) agree(source, () => ({ ...context(), changedSources: new Set(changed) }));
        const text = compileQuickText(parseExpression(source).root)?.(context());
        if (text === undefined) asked++;
        else quick++;
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(quick > 300 && asked > 300, `${quick} by plain texts, ${asked} by the ordinary evaluation`);
});

it('gives what the evaluation with a tree gives, for every example of the function table', () => {
  let count = 0;
  for (const { examples } of functionTable) {
    for (const { expression, attributes, result, now } of examples) {
      const clock = { now: () => Date.parse(now ?? '2025-01-01T00:00:00Z') };
      const outcome = agree(expression, () => contextOf(attributes, { clock, isTaken: () => false }));
      assert.deepEqual(outcome.kind === 'value' ? outcome.value : null, result, expression);
      count++;
    }
  }
  assert.ok(count > 40);
});

it('gives what the evaluation with a tree gives, for every conformance case', (context) => {
  const file = new URL('../../../../shared/data/expression-conformance.json', import.meta.url);
  if (!existsSync(file)) return context.skip('../shared/data/expression-conformance.json is not here');
  const rows: readonly { readonly expression: string; readonly inputs: Given; readonly dialect: string }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  assert.ok(rows.length > 400);
  for (const { expression, inputs, dialect } of rows) {
    agree(expression, () =>
      contextOf(inputs, {
        dialect: dialect === 'cloud-sync' ? 'cloud-sync' : 'app-provisioning',
        isTaken: (candidate) => candidate.length % 2 === 0,
      }),
    );
  }
});

it('hides what failed around Redact only for those users for whom Redact was reached', () => {
  const source = 'IIF([show]="yes", Left([a], [b]), Left(Redact([a]), [b]))';
  const compiled = compileExpression(parseExpression(source).root);
  const message = (show: string): string => {
    const outcome = compiled.evaluate(contextOf({ show, a: 'secret', b: 'many' }));
    return outcome.kind === 'error' ? outcome.message : outcome.kind;
  };
  assert.match(message('yes'), /got "many"/);
  assert.match(message('no'), /is not shown/);
  assert.match(message('yes'), /got "many"/);
  for (const show of ['yes', 'no']) agree(source, () => contextOf({ show, a: 'secret', b: 'many' }));
});

it('holds every evaluation to what it may produce, and starts anew for the next', () => {
  const source = `Join("", ${Array.from({ length: 5 }, () => 'Append([a], "x")').join(', ')})`;
  for (const [length, kind] of [
    [199_999, 'value'],
    [200_000, 'error'],
  ] as const) {
    assert.equal(agree(source, () => contextOf({ a: 'a'.repeat(length) })).kind, kind);
  }
  for (const [source, lengths] of [
    [`Replace([a], "a", , , "${'b'.repeat(100)}", , )`, [10_000, 10_001]],
    ['Append([a], "x")', [999_999, 1_000_000, 1_000_001]],
    ['Left(ToUpper([a]), 3)', [1_000_000, 1_000_001]],
    ['Left(Join("", [a], [a], [a]), 3)', [333_333, 333_334, 1_000_001]],
    [`IIF([a]="x", "y", Left(${'Append('.repeat(5)}[a]${', "x")'.repeat(5)}, 1))`, [700_000, 799_990, 800_000, 900_000]],
  ] as const) {
    const kinds = lengths.map((length) => agree(source, () => contextOf({ a: 'a'.repeat(length) })).kind);
    assert.deepEqual([kinds[0], kinds.at(-1)], ['value', 'error'], source);
  }
  const many = `Count(RemoveDuplicates(Split(${'Append('.repeat(8)}[a]${', "x")'.repeat(8)}, ",")))`;
  assert.equal(agree(many, () => contextOf({ a: 'a'.repeat(500_000) })).kind, 'error');
  assert.equal(agree(many, () => contextOf({ a: 'a'.repeat(390_000) })).kind, 'value');
});

it('gives null for a Switch whose source is no part of an incremental change, wherever it stands', () => {
  const text = 'Switch([a], "other", "x", "hit")';
  const rows = [
    [text, ['a'], 'hit'],
    [text, ['b'], null],
    [text, [], null],
    [`Append(Coalesce(${text}, "none"), "!")`, ['b'], 'none!'],
    ['Switch(Join("", [a], [b]), "other", "x", "hit")', ['b'], 'hit'],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', [], 'True'],
    ['Switch("x", "other", "x", "hit")', [], 'hit'],
    ['IIF([a]="x", "hit", "other")', [], 'hit'],
  ] as const;
  for (const [source, changed, expected] of rows) {
    const outcome = agree(source, () =>
      contextOf({ a: 'x', b: '', IsSoftDeleted: 'False' }, { changedSources: new Set<string>(changed) }),
    );
    assert.deepEqual(outcome.kind === 'value' ? outcome.value : null, expected, `${source}, changed: ${changed}`);
  }
});
