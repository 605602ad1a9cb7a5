import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { ExpressionNode } from '../../../src/core/expression/ast.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { printExpression, quoteText } from '../../../src/core/expression/printExpression.ts';
import { toValueTree } from '../../../src/core/expression/valueTree.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { contextOf } from './evaluate.ts';

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

const names = functionTable.map(({ name }) => name);
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '',
    '1',
    '-3',
    '0',
    'True',
    'd',
    'yyyy-MM-dd',
    '1/1/2012 11:00:00 PM',
    '2025-01-01',
    '(a)(?<b>.)',
    'b',
    '$1',
    'tr-TR',
    'SGVsbG8=',
  ),
);
const expression: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string; call: string }>((tie) => ({
  leaf: fc.oneof(
    text.map(quoteText),
    fc.constantFrom('[a]', '[b]', '[list]', '[none]', '5', '-1', '&HF', 'UTF8', 'True', 'IgnoreAttributeFlow'),
  ),
  call: fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.oneof({ arbitrary: tie('node'), weight: 6 }, fc.constant('')), { maxLength: 7 }),
    )
    .map(([name, given]) => `${name}(${given.join(', ')})`),
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'node' },
    { arbitrary: tie('leaf'), weight: 2 },
    { arbitrary: tie('call'), weight: 4 },
    fc.tuple(tie('leaf'), fc.constantFrom('=', '<>', '<', '>='), tie('leaf')).map((parts) => parts.join('')),
  ),
})).node;

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
      checkExpression(root, 'cloud-sync');
    }),
    { numRuns: 2000 },
  );
});

it('the canonical text reads back as itself', () => {
  fc.assert(
    fc.property(fc.oneof(soup, expression), (source) => {
      const printed = printExpression(parseExpression(source).root);
      if (printed === null || printed.length > 10_000) return;
      assert.equal(printExpression(parseExpression(printed).root), printed);
    }),
    { numRuns: 1000 },
  );
});

it('evaluation never throws, and says the same twice', () => {
  fc.assert(
    fc.property(expression, text, fc.array(text, { maxLength: 3 }), (source, a, list) => {
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
