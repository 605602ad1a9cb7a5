import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExpressionNode } from '../../../src/core/expression/ast.ts';
import { type ExpressionSituation, looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { printExpression } from '../../../src/core/expression/printExpression.ts';
import type { TextRange } from '../../../src/core/text/range.ts';
import { contextOf } from './evaluate.ts';
import { forms, mutation, numbersOf, soup } from './mutations.ts';

/** With what the properties of properties.test.ts try, 100,000 in all. */
const counts = { mutations: 80_000, soups: 16_000 };

const slowest = { milliseconds: 5_000 };

const context = contextOf(
  {
    mail: 'john.doe@contoso.com',
    userPrincipalName: 'john.doe@contoso.com',
    displayName: 'Zoë Krüger',
    givenName: 'Zoë',
    sn: "O'Neil",
    userAccountControl: '514',
    hired: '2012-03-16-07:00',
    pwdLastSet: '132772253564048004',
    proxyAddresses: ['smtp:jd@contoso.com', 'SMTP:john.doe@contoso.com'],
    telephoneNumber: '+91 9998887777',
    mobile: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
    objectId: '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
    a: '',
  },
  { isTaken: (candidate) => candidate.length % 2 === 0 },
);

const mapping = { targetAttributeName: 'mail', flowType: 'Always', isMatching: true, toActiveDirectory: false } as const;
const situations: readonly ExpressionSituation[] = [
  looseSituation('cloud-sync'),
  { dialect: 'app-provisioning', fromEntra: true, mapping, source: { objectName: 'User', attributes: new Map() } },
];

function isWithin(inner: TextRange, outer: TextRange): boolean {
  return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

/** Ranges nest, and the nodes that are one piece of text are exactly that text. */
function holdsTogether(text: string, node: ExpressionNode, outer: TextRange): boolean {
  if (!isWithin(node.range, outer)) return false;
  const own = text.slice(node.range.start, node.range.end);
  switch (node.kind) {
    case 'call':
      return (
        text.slice(node.nameRange.start, node.nameRange.end) === node.name &&
        node.nameRange.start === node.range.start &&
        node.arguments.every((argument) => holdsTogether(text, argument, node.range))
      );
    case 'comparison':
    case 'concatenation':
      return holdsTogether(text, node.left, node.range) && holdsTogether(text, node.right, node.range);
    case 'attribute':
      return own === `[${node.name}]`;
    case 'keyword':
      return own === node.name;
    case 'blank':
      return own.trim() === '';
    case 'constant':
      return node.form === 'string'
        ? own.length > 1 && own.startsWith('"') && own.endsWith('"')
        : node.form === 'hex' || own === node.value;
    default:
      return true;
  }
}

/** Everything that is done with an expression, and everything that must hold of it; the failure names the text. */
function tryEverything(text: string, situation: ExpressionSituation): void {
  const whole = { start: 0, end: text.length };
  const { root, problems } = parseExpression(text);
  if (!holdsTogether(text, root, whole)) assert.fail(`ranges do not hold together: ${JSON.stringify(text)}`);
  for (const problem of [...problems, ...checkExpression(text, root, situation)]) {
    const holds = isWithin(problem.range, whole) && problem.message !== '' && problem.fix !== '';
    if (!holds) assert.fail(`a problem ${JSON.stringify(problem)} does not fit: ${JSON.stringify(text)}`);
  }
  const printed = printExpression(root);
  if (printed !== null && printed.length <= 10_000 && printExpression(parseExpression(printed).root) !== printed)
    assert.fail(`the canonical text does not read back as itself: ${JSON.stringify(text)}`);
  const { outcome } = evaluateExpression(root, context);
  if ((outcome.kind === 'error' || outcome.kind === 'unsupported') && !isWithin(outcome.range, whole))
    assert.fail(`the place of an error lies outside: ${JSON.stringify(text)}`);
}

/** Runs many texts, each with its own seed, and holds the slowest to its bound. */
function run(count: number, textOf: (next: (below: number) => number) => string): void {
  for (let seed = 1; seed <= count; seed++) {
    const text = textOf(numbersOf(seed));
    const start = performance.now();
    try {
      tryEverything(text, situations[seed % 2] ?? looseSituation('cloud-sync'));
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
    const took = performance.now() - start;
    assert.ok(took < slowest.milliseconds, `${took} ms for ${JSON.stringify(text)}`);
  }
}

describe('whatever stands in an expression', () => {
  it('the forms themselves hold, and are read without errors', () => {
    for (const text of forms) {
      tryEverything(text, looseSituation('cloud-sync'));
      const wrong = parseExpression(text).problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(wrong, [], text);
    }
  });
  it(`${counts.mutations} mutations of real forms: nothing throws, hangs or points elsewhere`, () =>
    run(counts.mutations, mutation));
  it(`${counts.soups} heaps of pieces of the language: the same`, () => run(counts.soups, soup));
});
