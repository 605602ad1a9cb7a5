import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compileExpression } from '../../../src/core/expression/compileExpression.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { contextOf, type Given } from './evaluate.ts';

/** What both ways of evaluation say: the kind of the outcome, or the code of the error. */
function outcomeOf(source: string, attributes: Given = {}): string {
  const { root } = parseExpression(source);
  const { outcome } = evaluateExpression(root, contextOf(attributes));
  assert.deepEqual(compileExpression(root).evaluate(contextOf(attributes)), outcome);
  return outcome.kind === 'error' ? outcome.code : outcome.kind;
}

function problemsOf(source: string): readonly string[] {
  return parseExpression(source).problems.map(({ code }) => code);
}

it('reads 10,000 characters and not one more', () => {
  const text = (length: number): string => `"${'x'.repeat(length - 2)}"`;
  assert.deepEqual(problemsOf(text(10_000)), []);
  assert.equal(outcomeOf(text(10_000)), 'value');
  assert.deepEqual(problemsOf(text(10_001)), ['expression-too-long']);
  assert.equal(outcomeOf(text(10_001)), 'SyntaxError');
});

it('reads 400 calls within one another and not one more', () => {
  const nested = (depth: number): string => `${'ToLower('.repeat(depth)}"A"${')'.repeat(depth)}`;
  assert.deepEqual(problemsOf(nested(400)), []);
  assert.equal(outcomeOf(nested(400)), 'value');
  assert.deepEqual(problemsOf(nested(401)), ['expression-too-deep']);
  assert.equal(outcomeOf(nested(401)), 'SyntaxError');
});

it('makes texts of a million characters and not one more', () => {
  assert.equal(outcomeOf('Append([a], "x")', { a: 'a'.repeat(999_999) }), 'value');
  assert.equal(outcomeOf('Append([a], "x")', { a: 'a'.repeat(1_000_000) }), 'LimitExceeded');
  assert.equal(outcomeOf('Join("", [a], "x")', { a: 'a'.repeat(999_999) }), 'value');
  assert.equal(outcomeOf('Join("", [a], "x")', { a: 'a'.repeat(1_000_000) }), 'LimitExceeded');
  assert.equal(outcomeOf('Replace([a], "a", , , "bb", , )', { a: 'a'.repeat(500_000) }), 'value');
  assert.equal(outcomeOf('Replace([a], "a", , , "bb", , )', { a: 'a'.repeat(500_001) }), 'LimitExceeded');
});

it('makes lists of a million empty values and not one more', () => {
  assert.equal(outcomeOf('Count(Split([a], ","))', { a: ','.repeat(999_999) }), 'value');
  assert.equal(outcomeOf('Count(Split([a], ","))', { a: ','.repeat(1_000_000) }), 'LimitExceeded');
});

it('stops a hostile pattern', { timeout: 10_000 }, () => {
  const source = 'Replace([a], , "^(a+)+$", , "x", , )';
  assert.equal(outcomeOf(source, { a: 'a'.repeat(40) }), 'value');
  assert.equal(outcomeOf(source, { a: `${'a'.repeat(12)}!` }), 'value');
  assert.equal(outcomeOf(source, { a: `${'a'.repeat(40)}!` }), 'LimitExceeded');
});

it('replaces in long texts without being stopped', { timeout: 10_000 }, () => {
  const source = 'Replace([a], , "[()\\\\s-]+", , "", , )';
  assert.equal(outcomeOf(source, { a: '(0) 1-'.repeat(10_000) }), 'value');
  assert.equal(outcomeOf(source, { a: '(0) 1-'.repeat(100_000) }), 'LimitExceeded');
});
