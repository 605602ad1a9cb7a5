import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import type { EvaluatedTerm } from '../../../src/core/expression/outcome.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { toValueTree } from '../../../src/core/expression/valueTree.ts';
import type { ValueTree } from '../../../src/core/trace/trace.ts';
import { brief, contextOf, evaluate, type Given } from './evaluate.ts';

const unsupported = { unsupported: true };

function table(cases: readonly (readonly [text: string, attributes: Given, expected: unknown])[]): void {
  for (const [text, attributes, expected] of cases) {
    it(`${text} ${JSON.stringify(attributes)}`, () => assert.deepEqual(brief(evaluate(text, attributes)), expected));
  }
}

describe('attributes', () => {
  table([
    ['[a]', {}, null],
    ['[a]', { a: null }, null],
    ['[a]', { a: '' }, ''],
    ['[a]', { a: [] }, null],
    ['[a]', { a: ['x'] }, 'x'],
    ['[a]', { a: ['x', 'y'] }, ['x', 'y']],
    ['[A]', { a: 'x' }, null],
    ['[constructor]', {}, null],
    ['[__proto__]', {}, null],
    ['[toString]', {}, null],
  ]);
});

describe('comparisons', () => {
  table([
    ['CBool([a]=1)', { a: '1' }, 'True'],
    ['CBool([a]="01")', { a: '1' }, 'True'],
    ['CBool([a]="1.0")', { a: '1' }, 'True'],
    ['CBool([a]="x")', { a: 'X' }, 'False'],
    ['CBool([a]<>"x")', { a: 'X' }, 'True'],
    ['CBool([a]="")', {}, 'True'],
    ['CBool([a]=[b])', {}, 'True'],
    ['CBool([a]<>"x")', {}, 'True'],
    ['CBool(9007199254740993 > 9007199254740992)', {}, 'True'],
    ['CBool(-2 < -1.5)', {}, 'True'],
    ['CBool(10 <= 9)', {}, 'False'],
    ['CBool([a] > 1)', { a: 'x' }, { error: 'InvalidNumber' }],
    ['CBool([a] > 1)', {}, { error: 'InvalidNumber' }],
    ['CBool([a] = 1)', { a: ['1', '2'] }, unsupported],
    ['Not([a] = 1)', { a: '1' }, unsupported],
    ['[a] = 1', { a: '1' }, unsupported],
  ]);
});

describe('branches are evaluated only when taken', () => {
  table([
    ['IIF(IsPresent([a]), [a], Error("missing"))', { a: 'x' }, 'x'],
    ['IIF(IsPresent([a]), [a], Error("missing"))', {}, { error: 'CustomError' }],
    ['Switch([a], Error("d"), "x", "1", "y", Error("y"))', { a: 'x' }, '1'],
    ['Switch([a], "d", Error("key"), "1")', { a: 'x' }, { error: 'CustomError' }],
    ['Coalesce([a], Error("b"))', { a: '' }, ''],
    ['IIF(IsPresent([a]), "x", )', {}, null],
    ['IIF([a], "x", "y")', { a: 'true' }, 'x'],
    ['IIF([a], "x", "y")', {}, unsupported],
    ['IIF([a], "x", "y")', { a: '1' }, unsupported],
  ]);

  it('and the others are marked as not evaluated, with all below them', () => {
    const { tree } = evaluate('IIF([a]="1", Trim([b]), Append([c], "!"))', { a: '2', b: 'B', c: 'C' });
    const kinds = (term: EvaluatedTerm): unknown => [term.outcome.kind, ...term.children.map(kinds)];
    assert.deepEqual(kinds(tree), [
      'value',
      ['value', ['value'], ['value']],
      ['notEvaluated', ['notEvaluated']],
      ['value', ['value'], ['value']],
    ]);
  });
});

describe('five outcomes stay apart', () => {
  table([
    ['IgnoreFlowIfNullOrEmpty([a])', {}, { ignored: 'attribute' }],
    ['IIF("1"="1", IgnoreAttributeFlow, "x")', {}, { ignored: 'attribute' }],
    ['IIF("1"="1", IgnoreObjectFlow, "x")', {}, { ignored: 'object' }],
    ['Switch([a], IgnoreAttributeFlow)', {}, { ignored: 'attribute' }],
    ['Append(IgnoreFlowIfNullOrEmpty([a]), "x")', {}, unsupported],
    ['Append(Error("no"), Frobnicate())', {}, { error: 'CustomError' }],
    ['Frobnicate([a])', {}, unsupported],
    ['toString()', {}, unsupported],
    ['hasOwnProperty("a")', {}, unsupported],
    ['tolower([a])', { a: 'X' }, unsupported],
    ['mail', {}, unsupported],
    ['Join("", UTF8, "x")', {}, unsupported],
    ['Append("x")', {}, { error: 'ArgumentCount' }],
    ['Append("x", "y", "z")', {}, { error: 'ArgumentCount' }],
    ['Append("x", "y", , , )', {}, 'xy'],
    ['ToLower(SelectUniqueValue("A", "B"))', {}, unsupported],
    ['"t-" & [alias]', { alias: 'jd' }, 't-jd'],
    ['"t-" & [alias]', {}, unsupported],
    ['True', {}, 'True'],
    ['""', {}, ''],
  ]);

  it('text that cannot be read is a syntax error at its place, wherever it stands', () => {
    const text = 'IIF([a]="1", "x", Join("-", [b)';
    const { outcome, tree } = evaluate(text, { a: '1' });
    assert.equal(outcome.kind === 'error' && outcome.code, 'SyntaxError');
    assert.equal(outcome.kind === 'error' && text.slice(outcome.range.start, outcome.range.end), '[b');
    assert.equal(tree.outcome, outcome);
    assert.equal(brief(evaluate('')) instanceof Object, true);
  });

  it('an error names the range of the argument at fault', () => {
    const text = 'Append(CDate([d]), "x")';
    const { outcome } = evaluate(text, { d: 'never' });
    assert.equal(outcome.kind === 'error' && outcome.code, 'InvalidDate');
    assert.equal(outcome.kind === 'error' && text.slice(outcome.range.start, outcome.range.end), '[d]');
  });
});

describe('values that must not be shown', () => {
  const text = 'Append(Redact(Append([secret], "1")), [open])';
  const attributes = { secret: 'hunter2', open: 'o' };

  it('flow unchanged and are masked in the tree, inside Redact and in what is made of it', () => {
    const evaluation = evaluate(text, attributes);
    assert.equal(brief(evaluation), 'hunter21o');
    const shown = toValueTree(evaluation.tree, text);
    assert.doesNotMatch(JSON.stringify(shown), /hunter2/);
    const values: string[] = [];
    const collect = (term: ValueTree): void => {
      values.push(`${term.text} = ${term.value}`);
      term.children.forEach(collect);
    };
    collect(shown);
    assert.deepEqual(values, [
      `${text} = [Redact]`,
      'Redact(Append([secret], "1")) = [Redact]',
      'Append([secret], "1") = [Redact]',
      '[secret] = [Redact]',
      '"1" = [Redact]',
      '[open] = o',
    ]);
  });

  it('do not stand in messages either', () => {
    for (const failing of [
      'Redact(CDate([secret]))',
      'CDate(Redact([secret]))',
      'IIF(Redact([secret]), 1, 2)',
      'Redact(Error([secret]))',
    ]) {
      const { outcome, tree } = evaluate(failing, attributes);
      assert.ok(outcome.kind === 'error' || outcome.kind === 'unsupported');
      assert.match(outcome.message, /inside Redact/);
      assert.doesNotMatch(JSON.stringify(tree), /"message":"[^"]*hunter2/);
      assert.doesNotMatch(JSON.stringify(toValueTree(evaluate(failing, attributes).tree, failing)), /hunter2/);
    }
  });

  it('leave other branches readable', () => {
    const { tree } = evaluate('IIF([open]="o", [open], Redact([secret]))', attributes);
    assert.equal(tree.redacted, false);
    assert.deepEqual(
      tree.children.map(({ redacted }) => redacted),
      [false, false, true],
    );
  });
});

describe('bounds', () => {
  const limit = { error: 'LimitExceeded' };
  const big = 'x'.repeat(600_000);

  it('stops before a text gets too long', () => {
    assert.deepEqual(brief(evaluate('Append([a], [a])', { a: big })), limit);
    assert.deepEqual(brief(evaluate('[a] & [a]', { a: big })), limit);
    assert.deepEqual(brief(evaluate('Join([a], [b])', { a: big, b: Array.from({ length: 1000 }, () => 'y') })), limit);
    assert.deepEqual(brief(evaluate('Replace([a], "x", , , [a], , )', { a: big })), limit);
    assert.deepEqual(brief(evaluate('Replace([a], "x", , , , , [a])', { a: big })), limit);
    assert.deepEqual(brief(evaluate('Replace([a], , "x", , [b], , )', { a: 'x'.repeat(5000), b: 'y'.repeat(5000) })), limit);
    assert.deepEqual(brief(evaluate('ConvertToUTF8Hex([a])', { a: big })), limit);
  });

  it('stops when many terms together get too large', () => {
    const wide = `Join("", ${Array.from({ length: 300 }, () => 'Left(Append([a], "!"), 1)').join(', ')})`;
    assert.deepEqual(brief(evaluate(wide, { a: 'x'.repeat(500_000) })), limit);
  });

  it('passes a large attribute through', () => {
    assert.equal(brief(evaluate('IIF(IsPresent([a]), [a], )', { a: 'x'.repeat(3_000_000) })), 'x'.repeat(3_000_000));
  });

  it('evaluates the deepest tree that parses, and refuses a deeper one that was made otherwise', () => {
    const deepest = `${'Not('.repeat(400)}[a]${')'.repeat(400)}`;
    assert.equal(brief(evaluate(deepest, { a: 'True' })), 'True');
    const leaf = parseExpression('[a]').root;
    let root = leaf;
    for (let level = 0; level < 3000; level++) root = { kind: 'concatenation', left: root, right: leaf, range: root.range };
    assert.deepEqual(brief(evaluateExpression(root, contextOf())), { error: 'SyntaxError' });
  });
});

it('the same context gives the same evaluation', () => {
  const text = 'Join("-", Guid(), RandomString(12, 2, 2, 2, 2), Now())';
  assert.deepEqual(evaluate(text), evaluate(text));
});
