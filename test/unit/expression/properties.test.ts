import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { ExpressionNode } from '../../../src/core/expression/ast.ts';
import { looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { printExpression } from '../../../src/core/expression/printExpression.ts';
import { toValueTree } from '../../../src/core/expression/valueTree.ts';
import { contextOf } from './evaluate.ts';
import { anyExpression, meaningfulText } from './expressions.ts';

const pieces = [
  'Join',
  'IIF',
  'Switch',
  'x',
  '(',
  ')',
  '(',
  ')',
  ',',
  ',',
  '"',
  '"a"',
  '\\',
  '[',
  ']',
  '[a]',
  '=',
  '<>',
  '&',
  '&HF',
  '-1',
  '1',
  ' ',
  '\n',
  "'",
  '.',
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

function holdsTogether(source: string, node: ExpressionNode, within: { readonly start: number; readonly end: number }): void {
  assert.ok(within.start <= node.range.start && node.range.start <= node.range.end && node.range.end <= within.end, source);
  if (node.kind === 'call') for (const argument of node.arguments) holdsTogether(source, argument, node.range);
  if (node.kind === 'comparison' || node.kind === 'concatenation') {
    holdsTogether(source, node.left, node.range);
    holdsTogether(source, node.right, node.range);
  }
}

function hasInvalid(node: ExpressionNode): boolean {
  if (node.kind === 'call') return node.arguments.some(hasInvalid);
  if (node.kind === 'comparison' || node.kind === 'concatenation') return hasInvalid(node.left) || hasInvalid(node.right);
  return node.kind === 'invalid';
}

it('parsing never throws; ranges nest; an error and an invalid node come together', () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ maxLength: 60 })), (source) => {
      const { root, problems } = parseExpression(source);
      holdsTogether(source, root, { start: 0, end: source.length });
      assert.equal(
        hasInvalid(root),
        problems.some(({ severity }) => severity === 'error'),
      );
      checkExpression(source, root, looseSituation('cloud-sync'));
    }),
    { numRuns: 2000 },
  );
});

it('the canonical text reads back as itself', () => {
  fc.assert(
    fc.property(fc.oneof(soup, anyExpression), (source) => {
      const printed = printExpression(parseExpression(source).root);
      if (printed === null || printed.length > 10_000) return;
      assert.equal(printExpression(parseExpression(printed).root), printed);
    }),
    { numRuns: 1000 },
  );
});

it('evaluation never throws, and says the same twice', () => {
  fc.assert(
    fc.property(anyExpression, meaningfulText, fc.array(meaningfulText, { maxLength: 3 }), (source, a, list) => {
      const { root } = parseExpression(source);
      const run = () =>
        evaluateExpression(root, contextOf({ a, b: '1/1/2012 11:00:00 PM', list }, { isTaken: (candidate) => candidate === a }));
      const evaluation = run();
      assert.deepEqual(run(), evaluation);
      toValueTree(evaluation.tree, source);
    }),
    { numRuns: 1500 },
  );
});
