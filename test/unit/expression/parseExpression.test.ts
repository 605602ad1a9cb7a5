import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ExpressionNode } from '../../../src/core/expression/ast.ts';
import {
  maximumExpressionDepth,
  maximumExpressionLength,
  parseExpression,
} from '../../../src/core/expression/parseExpression.ts';
import { printExpression } from '../../../src/core/expression/printExpression.ts';

/** A tree in short: kind and source text, children in parentheses. */
function outline(text: string, node: ExpressionNode = parseExpression(text).root): string {
  const own = text.slice(node.range.start, node.range.end);
  switch (node.kind) {
    case 'call':
      return `call ${text.slice(node.nameRange.start, node.nameRange.end)}(${node.arguments.map((argument) => outline(text, argument)).join('; ')})`;
    case 'comparison':
    case 'concatenation':
      return `${node.kind}(${outline(text, node.left)}; ${outline(text, node.right)})`;
    default:
      return `${node.kind} <${own}>`;
  }
}

/** Problems in short: severity and the text that they mark. */
function marked(text: string): readonly string[] {
  return parseExpression(text).problems.map(({ severity, range }) => `${severity} <${text.slice(range.start, range.end)}>`);
}

function constant(text: string): string {
  const { root, problems } = parseExpression(text);
  assert.deepEqual(problems, []);
  assert.equal(root.kind, 'constant');
  return root.kind === 'constant' ? root.value : '';
}

describe('what an expression is made of', () => {
  const trees: readonly (readonly [string, string])[] = [
    ['[mail]', 'attribute <[mail]>'],
    ['""', 'constant <"">'],
    ['Now()', 'call Now()'],
    [' Trim ( [l] ) ', 'call Trim(attribute <[l]>)'],
    ['Switch\n(\n[a],\n\t"b")', 'call Switch(attribute <[a]>; constant <"b">)'],
    ['BitAnd(&HF, &HF7)', 'call BitAnd(constant <&HF>; constant <&HF7>)'],
    ['Mid([x], -1, 129699324000000000)', 'call Mid(attribute <[x]>; constant <-1>; constant <129699324000000000>)'],
    ['InStr("a","b",3,vbTextCompare)', 'call InStr(constant <"a">; constant <"b">; constant <3>; keyword <vbTextCompare>)'],
    [
      'IIF([a]<>"x", [b], IgnoreAttributeFlow)',
      'call IIF(comparison(attribute <[a]>; constant <"x">); attribute <[b]>; keyword <IgnoreAttributeFlow>)',
    ],
    [
      'IIF("t-" & [alias] = "t-x", 1, 2)',
      'call IIF(comparison(concatenation(constant <"t-">; attribute <[alias]>); constant <"t-x">); constant <1>; constant <2>)',
    ],
    ['F("a" & [b] & &HF)', 'call F(concatenation(concatenation(constant <"a">; attribute <[b]>); constant <&HF>))'],
    ['F(DateDiff([a])<=-14)', 'call F(comparison(call DateDiff(attribute <[a]>); constant <-14>))'],
  ];
  for (const [text, tree] of trees) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(parseExpression(text).problems, []);
      assert.equal(outline(text), tree);
    });
  }

  it('reads every comparison operator', () => {
    for (const operator of ['=', '<>', '>', '>=', '<', '<=']) {
      const { root } = parseExpression(`CBool([a]${operator}[b])`);
      const [argument] = root.kind === 'call' ? root.arguments : [];
      assert.equal(argument?.kind === 'comparison' && argument.operator, operator);
    }
  });
});

describe('texts, numbers and attribute names', () => {
  it('undoes the two escapes and keeps any other backslash', () => {
    assert.equal(constant(String.raw`"\\d"`), String.raw`\d`);
    assert.equal(constant(String.raw`"\\\\"`), '\\\\');
    assert.equal(constant(String.raw`"say \"hi\""`), 'say "hi"');
    assert.equal(constant(String.raw`"\+(?<isdCode>\d)\2C\,"`), String.raw`\+(?<isdCode>\d)\2C\,`);
    assert.equal(constant(String.raw`"\n"`), String.raw`\n`);
    assert.equal(constant('"two\nlines"'), 'two\nlines');
    assert.equal(constant(`"['-]+"`), "['-]+");
  });

  it('gives hexadecimal numbers in decimal, beyond 53 bits too', () => {
    assert.equal(constant('&HF7'), '247');
    assert.equal(constant('&HFFFFFFFFFFFFFFFF'), '18446744073709551615');
  });

  it('takes attribute names literally, with nested brackets', () => {
    for (const name of [
      'urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCode',
      'onPremisesExtensionAttributes.extensionAttribute13',
      'extension_<AppIdWithoutHyphens>_GroupDN',
      'emails[type eq "work"].value',
      'emails[type eq "a]b"].value',
      'constructor',
    ]) {
      const { root, problems } = parseExpression(`Trim([${name}])`);
      assert.deepEqual(problems, []);
      const [argument] = root.kind === 'call' ? root.arguments : [];
      assert.equal(argument?.kind === 'attribute' && argument.name, name);
    }
  });
});

describe('blank arguments', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['F()', 'call F()'],
    ['F( )', 'call F()'],
    ['F(,)', 'call F(blank <>; blank <>)'],
    ['F([a], , "b")', 'call F(attribute <[a]>; blank < >; constant <"b">)'],
    ['F([a],)', 'call F(attribute <[a]>; blank <>)'],
    ['F([a], , )', 'call F(attribute <[a]>; blank < >; blank < >)'],
  ];
  for (const [text, tree] of cases) {
    it(text, () => {
      assert.deepEqual(parseExpression(text).problems, []);
      assert.equal(outline(text), tree);
    });
  }
});

describe('text that cannot be read', () => {
  const cases: readonly (readonly [text: string, tree: string, problems: readonly string[]])[] = [
    ['', 'invalid <>', ['error <>']],
    ['  ', 'invalid <  >', ['error <  >']],
    ['Join("a", [b', 'call Join(constant <"a">; invalid <[b>; invalid <>)', ['error <[b>', 'error <(>']],
    ['Join("a", "b', 'call Join(constant <"a">; invalid <"b>; invalid <>)', ['error <"b>', 'error <(>']],
    ['Join("a", ', 'call Join(constant <"a">; invalid <>)', ['error <(>']],
    ['Join([a, [b])', 'call Join(invalid <[a>; attribute <[b]>)', ['error <[a>']],
    ['Join("a",[b]))', 'call Join(constant <"a">; attribute <[b]>; invalid <)>)', ['error <)>']],
    ['[a] [b]', 'invalid <[a] [b]>', ['error <[b]>']],
    ['IIF([a]="x" AND [b]="y", 1, 2)', 'call IIF(invalid <[a]="x" AND [b]="y">; constant <1>; constant <2>)', ['error <AND>']],
    ['F([a]==[b])', 'call F(invalid <[a]==[b]>)', ['error <=>']],
    ['F([a]=, 1)', 'call F(comparison(attribute <[a]>; invalid <>); constant <1>)', ['error <,>']],
    ['F((1), 2)', 'call F(invalid <(1)>; constant <2>)', ['error <(>']],
    ["F('a', 2)", "call F(invalid <'a'>; constant <2>)", ["error <'>"]],
    ['F("a" "b", 2)', 'call F(invalid <"a" "b">; constant <2>)', ['error <"b">']],
    ['F(12abc)', 'call F(invalid <12abc>)', ['error <12abc>']],
    ['F([])', 'call F(invalid <[]>)', ['error <[]>']],
  ];
  for (const [text, tree, problems] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(outline(text), tree);
      assert.deepEqual(marked(text), problems);
      for (const problem of parseExpression(text).problems) assert.equal(problem.code, 'expression-syntax');
    });
  }

  it('names the missing AND operator and what to do', () => {
    const [problem] = parseExpression('IIF([a]="x" and [b]="y", 1, 2)').problems;
    assert.match(problem?.message ?? '', /no and operator/);
    assert.match(problem?.fix ?? '', /Nest IIF/);
  });

  it('reads on where a comma was forgotten at the end of a line, with a warning', () => {
    const text = 'SelectUniqueValue(\n  Trim([a])\n  Trim([b])\n)';
    assert.equal(outline(text), 'call SelectUniqueValue(call Trim(attribute <[a]>); call Trim(attribute <[b]>))');
    assert.deepEqual(marked(text), ['warning <\n  >']);
    assert.deepEqual(marked('F(Trim([a]) Trim([b]))'), ['error <Trim>']);
  });
});

describe('bounds', () => {
  it('accepts 10,000 characters and refuses one more', () => {
    const fits = `"${'x'.repeat(maximumExpressionLength - 2)}"`;
    assert.deepEqual(parseExpression(fits).problems, []);
    const { root, problems } = parseExpression(`${fits} `);
    assert.equal(root.kind, 'invalid');
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.start]),
      [['expression-too-long', maximumExpressionLength]],
    );
  });

  it('reads calls to the greatest depth and reports the one below once', () => {
    const nested = (depth: number): string => `${'Not('.repeat(depth)}[a]${')'.repeat(depth)}`;
    assert.deepEqual(parseExpression(nested(maximumExpressionDepth)).problems, []);
    const { problems } = parseExpression(nested(maximumExpressionDepth + 200));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['expression-too-deep'],
    );
  });

  it('bounds long chains of & and unclosed parentheses', () => {
    const chain = parseExpression(`1${'&1'.repeat(4900)}`);
    assert.deepEqual(
      chain.problems.map(({ code }) => code),
      ['expression-too-deep'],
    );
    const open = parseExpression('F('.repeat(4900));
    assert.ok(open.problems.length > 0 && open.problems.length <= 50);
  });
});

describe('real expressions', () => {
  const file = new URL('../../../../shared/data/real-expressions.jsonl', import.meta.url);
  it('all parse, and print in a stable canonical form', (context) => {
    if (!existsSync(file)) return context.skip('../shared/data/real-expressions.jsonl is not here');
    const texts = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): string => JSON.parse(line).expression);
    assert.ok(texts.length >= 239);
    for (const text of texts) {
      const { root, problems } = parseExpression(text);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
        text,
      );
      const printed = printExpression(root);
      assert.notEqual(printed, null, text);
      assert.equal(printExpression(parseExpression(printed ?? '').root), printed);
    }
    context.diagnostic(`${texts.length} real expressions parse`);
  });
});
