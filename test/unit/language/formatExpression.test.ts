import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { formatExpression, formatExpressionEdits } from '../../../src/language/formatExpression.ts';
import { cursor } from './cursor.ts';

function formatted(text: string, start: number, end: number = start): string {
  const edits = formatExpressionEdits(analyse('mapping', text, null), { start, end });
  return [...edits]
    .sort((left, right) => right.range.start - left.range.start)
    .reduce((changed, { range, newText }) => changed.slice(0, range.start) + newText + changed.slice(range.end), text);
}

function documentOf(...literals: readonly string[]): string {
  const mappings = literals.map(
    (literal) => `{ "targetAttributeName": "a", "source": { "type": "Function", "expression": ${literal} } }`,
  );
  return `{ "attributeMappings": [\n${mappings.join(',\n')}\n] }`;
}

describe('formatting an expression', () => {
  it('writes it as the service prints it, on one line', () => {
    for (const [before, after] of [
      ['IIF( [a]="x",Trim([b] ) , "y")', 'IIF([a]="x", Trim([b]), "y")'],
      ['Replace([a],"-",,,"_",,)', 'Replace([a], "-", , , "_", , )'],
      ['Append(\n\t[a],\r\n\t"b"\n)', 'Append([a], "b")'],
      ['[a]&"x"  &  [b]', '[a] & "x" & [b]'],
      ['[a]  <>  "x"', '[a]<>"x"'],
      ['Now( )', 'Now()'],
    ] as const) {
      assert.equal(formatExpression(before), after);
      assert.equal(formatExpression(after), after);
    }
  });

  it('leaves alone what cannot be read without a doubt', () => {
    for (const broken of [
      'Append([a], "b"',
      'Append([a] "b")',
      '',
      '[a] = "x" = "y"',
      "Append([a], 'b')",
      'Join(",", Trim([a])\nTrim([b]))',
    ])
      assert.equal(formatExpression(broken), null, broken);
  });

  it('keeps what every example of the reference gives', () => {
    const context = {
      dialect: 'app-provisioning' as const,
      clock: { now: () => Date.UTC(2026, 0, 31) },
      random: () => 0.5,
      tenantConstants: new Map(),
      defaultDomain: null,
    };
    for (const { examples } of functionTable) {
      for (const { expression, attributes } of examples) {
        const spaced = expression.replaceAll(/, (?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ,\n ');
        const printed = formatExpression(spaced);
        assert.ok(printed !== null, spaced);
        const evaluate = (text: string): unknown => {
          const { outcome } = evaluateExpression(parseExpression(text).root, {
            ...context,
            attributes: new Map(Object.entries(attributes)),
          });
          return outcome.kind === 'value' ? outcome.value : outcome.kind;
        };
        assert.deepEqual(evaluate(printed), evaluate(expression), expression);
      }
    }
  });

  it('keeps the escapes of JSON and of the expression', () => {
    const text = documentOf(String.raw`"Append( [a],\t\"C:\\\\temp \\\"x\\\" \u00e9\u2028\")"`);
    const changed = formatted(text, text.indexOf('Append') + 3);
    assert.ok(changed.includes(String.raw`"Append([a], \"C:\\\\temp \\\"x\\\" é`), changed);
    const value = (json: string): string => JSON.parse(json).attributeMappings[0].source.expression;
    assert.equal(value(changed), value(text).replace('( ', '(').replace('\t', ' '));
  });

  it('changes the expression at the cursor only, or those of the selection', () => {
    const { text, offset } = cursor(documentOf('"Trim( [a] )"', '"Tr‸im( [b] )"', '"Trim( [c] )"'));
    assert.equal(formatted(text, offset), text.replace('Trim( [b] )', 'Trim([b])'));
    assert.equal(formatted(text, 0, text.length), documentOf('"Trim([a])"', '"Trim([b])"', '"Trim([c])"'));
    assert.equal(formatted(text, text.indexOf('attributeMappings')), text);
    const end = text.indexOf('Trim( [b] )') + 'Trim( [b] )"'.length;
    assert.notEqual(formatted(text, end), text);
  });

  it('has no edit where nothing would change', () => {
    const text = documentOf('"Trim([a])"', '"Tr\\u0069m([b])"');
    assert.deepEqual(formatExpressionEdits(analyse('mapping', text, null), { start: 0, end: text.length }), []);
  });

  const real = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');
  it('finds the canonical text of the service in its own schema', {
    skip: existsSync(real) ? false : 'the shared data is absent',
  }, () => {
    const text = readFileSync(real, 'utf8');
    const analysis = analyse('schema', text, null);
    const before = analysis.configurations.flatMap(({ objectMapping }) => objectMapping.attributeMappings);
    const edits = formatExpressionEdits(analysis, { start: 0, end: text.length });
    // The service prints a blank argument and a few others in its own way; what we change must at least be rare.
    assert.ok(before.length > 100 && edits.length < before.length / 10, `${edits.length} of ${before.length}`);
  });
});
