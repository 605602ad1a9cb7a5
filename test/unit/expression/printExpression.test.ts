import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { printExpression, quoteText } from '../../../src/core/expression/printExpression.ts';

describe('the canonical text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Replace( [preferredLanguage] ,"-",,,"_",,)', 'Replace([preferredLanguage], "-", , , "_", , )'],
    ['IIF( IsPresent([a]) , "x" , )', 'IIF(IsPresent([a]), "x", )'],
    ['IIF(BitAnd([u],2) = "0","True","False")', 'IIF(BitAnd([u], 2)="0", "True", "False")'],
    ['"a\\"b\\\\c\\+"', '"a\\"b\\\\c\\\\+"'],
    ['F("t-"&[a])', 'F("t-" & [a])'],
    ['F(&H0f, -7, vbTextCompare)', 'F(&HF, -7, vbTextCompare)'],
    ['Now ( )', 'Now()'],
  ];
  for (const [text, printed] of cases) {
    it(text, () => {
      assert.equal(printExpression(parseExpression(text).root), printed);
      assert.equal(printExpression(parseExpression(printed).root), printed);
    });
  }

  it('has none for text that cannot be read', () => {
    assert.equal(printExpression(parseExpression('Join("a", [b').root), null);
  });

  it('prints a tenant constant as the service does, as a blank argument', () => {
    const range = { start: 0, end: 0 };
    const call = parseExpression('Join("@", [a], )').root;
    assert.equal(call.kind, 'call');
    if (call.kind !== 'call') return;
    const restored = {
      ...call,
      arguments: [...call.arguments.slice(0, 2), { kind: 'tenantConstant', name: 'DomainFQDN', range } as const],
    };
    assert.equal(printExpression(restored), 'Join("@", [a], )');
  });

  it('quotes a text so that it reads back', () => {
    const { root } = parseExpression(quoteText('C:\\ "x"'));
    assert.equal(root.kind === 'constant' && root.value, 'C:\\ "x"');
  });
});
