import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { fromGraphForm, toGraphForm } from '../../../src/core/expression/graphForm.ts';
import type { StoredSource } from '../../../src/core/expression/lostConstants.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { printExpression, quoteText } from '../../../src/core/expression/printExpression.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { parameterAt } from '../../../src/core/functions/parameters.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runPreview } from '../../support/runPreview.ts';
import { schemaText } from '../../support/schemaText.ts';
import { brief, contextOf } from './evaluate.ts';

const data = new URL('../../../../shared/data/', import.meta.url);

function form(text: string): StoredSource | null {
  return toGraphForm(parseExpression(text).root);
}

/** The form without the texts that repeat it, so that only the parameters are left to read. */
function withoutTexts(source: StoredSource): StoredSource {
  const parameters = source.parameters.map(({ key, value }) => ({ key, value: withoutTexts(value) }));
  return { ...source, expression: null, parameters };
}

/** Keys with the name or the value below them: `source:[x]`. */
function outline({ type, name, parameters }: StoredSource): string {
  const inner = parameters.map(({ key, value }) => `${key}=${outline(value)}`).join(' ');
  return type === 'Function' ? `${name}(${inner})` : type === 'Attribute' ? `[${name}]` : `"${name}"`;
}

describe('the form in which Graph stores an expression', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Mid([x], 1, 8)', 'Mid(source=[x] start="1" length="8")'],
    ['Replace([l], "-", , , "_", , )', 'Replace(source=[l] Find="-" Replacement="_")'],
    [
      'Switch([s], , "False", "True", "True", "False")',
      'Switch(source=[s] switchValue="False" switchValue="True" switchValue="True" switchValue="False")',
    ],
    ['Join("", [a], [b])', 'Join(separator="" source=[a] source=[b])'],
    [
      'IIF(BitAnd([u], 2)="0", "True", "False")',
      'IIF(one=BitAnd(left=[u] right="2") two="=" three="0" four="True" five="False")',
    ],
    ['IIF(IsPresent([p]), [p], )', 'IIF(one=IsPresent(source=[p]) four=[p])'],
    ['FormatDateTime([d], , "yyyy")', 'FormatDateTime(source=[d] outputFormat="yyyy")'],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      const stored = form(text);
      assert.ok(stored);
      assert.equal(outline(stored), expected);
      assert.equal(stored.expression, text);
      const rebuilt = fromGraphForm(withoutTexts(stored));
      assert.ok(rebuilt);
      assert.deepEqual(
        toGraphForm(rebuilt.root)?.parameters.map(({ key, value }) => [key, withoutTexts(value)]),
        stored.parameters.map(({ key, value }) => [key, withoutTexts(value)]),
      );
    });
  }

  it('keeps numbers and blanks in the text and quotes numbers below it', () => {
    assert.deepEqual(form('Left([x], 3)'), {
      type: 'Function',
      name: 'Left',
      expression: 'Left([x], 3)',
      parameters: [
        { key: 'source', value: { type: 'Attribute', name: 'x', expression: '[x]', parameters: [] } },
        { key: 'length', value: { type: 'Constant', name: '3', expression: '"3"', parameters: [] } },
      ],
    });
  });

  it('has none where no source shows what the service stores', () => {
    for (const text of [
      'IIF([a]="x", "t-" & [b], [c])',
      'BitAnd(&HF, 1)',
      'ConvertFromBase64([a], UTF8)',
      'Coalesce([a], "b")',
      'CBool([a]=[b])',
      'Nope([a])',
      'Left([x',
    ]) {
      assert.equal(form(text), null, text);
    }
  });

  it('is read back without the text, and every range holds the text of its term', () => {
    const stored = form('IIF(BitAnd([u], 2)="0", Join("-", [a], [b]), Replace([c], "x", , , ""))');
    assert.ok(stored);
    const rebuilt = fromGraphForm(withoutTexts(stored));
    assert.equal(rebuilt?.text, 'IIF(BitAnd([u], "2")="0", Join("-", [a], [b]), Replace([c], "x", , , ""))');
    assert.deepEqual(rebuilt?.root, parseExpression(rebuilt?.text ?? '').root);
  });

  it('gives back a constant of the tenant, in its place', () => {
    const lost: StoredSource = { type: 'Constant', name: '%DomainFQDN%', expression: null, parameters: [] };
    const join = withoutTexts(form('Join("@", [a])') ?? lost);
    const rebuilt = fromGraphForm({ ...join, parameters: [...join.parameters, { key: 'source', value: lost }] });
    assert.equal(rebuilt?.text, 'Join("@", [a], )');
    const context = contextOf({ a: 'adele' }, { tenantConstants: new Map([['DomainFQDN', 'corp.example']]) });
    assert.equal(rebuilt && brief(evaluateExpression(rebuilt.root, context)), 'adele@corp.example');
  });

  it('is refused where parameters have no place or names would say something else', () => {
    const attribute = (name: string): StoredSource => ({ type: 'Attribute', name, expression: null, parameters: [] });
    const call = (name: string, ...keys: readonly string[]): StoredSource => ({
      type: 'Function',
      name,
      expression: null,
      parameters: keys.map((key) => ({ key, value: attribute('a') })),
    });
    assert.ok(fromGraphForm(call('Trim', 'source')));
    for (const wrong of [
      call('Trim', 'other'),
      call('Trim', 'source', 'source'),
      call('Switch', 'source', 'switchValue'),
      call('IIF', 'one', 'two', 'three'),
      attribute('a]b'),
      call('Trim('),
    ]) {
      assert.equal(fromGraphForm(wrong), null, JSON.stringify(wrong));
    }
    let deep = attribute('a');
    for (let level = 0; level < 5000; level++)
      deep = { type: 'Function', name: 'Trim', expression: null, parameters: [{ key: 'source', value: deep }] };
    assert.equal(fromGraphForm(deep), null);
  });
});

const leaf = fc.oneof(fc.string({ maxLength: 6 }).map(quoteText), fc.constantFrom('[a]', '[b.c]', '5', '-1', '', '""'));
const stored = functionTable.filter(({ parameters }) => parameters.every(({ key }) => key !== null) && parameters.length > 0);
const expression: fc.Arbitrary<string> = fc.letrec<{ node: string; call: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, depthIdentifier: 'node' }, leaf, { arbitrary: tie('call'), weight: 3 }),
  call: fc
    .tuple(fc.constantFrom(...stored), fc.array(tie('node'), { maxLength: 8 }), fc.boolean())
    .map(([{ name, parameters }, given, compared]) => {
      const fitting = given.filter((_, index) => parameterAt(parameters, index) !== null);
      if (compared && name === 'IIF' && fitting[0]) fitting[0] = `[a]=${fitting[0]}`;
      return `${name}(${fitting.join(', ')})`;
    }),
})).node;

it('what is written reads back as the same text', () => {
  let written = 0;
  fc.assert(
    fc.property(expression, (text) => {
      const { root, problems } = parseExpression(text);
      // A bare number becomes a quoted constant, in its text too.
      if (problems.length > 0 || root.kind === 'constant') return;
      const source = toGraphForm(root);
      if (!source) return;
      written++;
      const back = fromGraphForm(source);
      assert.ok(back, text);
      assert.equal(printExpression(back.root), printExpression(root));
      // From the parameters alone: what is stored again is what was stored, for all forms that the parameters tell apart.
      const rebuilt = fromGraphForm(withoutTexts(source));
      if (!rebuilt) return;
      const again = toGraphForm(rebuilt.root);
      assert.deepEqual(again && withoutTexts(again), withoutTexts(source));
    }),
    { numRuns: 1000 },
  );
  assert.ok(written > 300, `only ${written} of 1000`);
});

it('is what the service exported', (context) => {
  if (!existsSync(data)) return context.skip('../shared/data is not here');
  const files = [
    ...readdirSync(new URL('schemas/', data))
      .filter((name) => name.endsWith('.json'))
      .map((name) => `schemas/${name}`),
    'fragments/graph-docs-parseExpression-response.json',
  ];
  const differing: string[] = [];
  let total = 0;
  for (const file of files) {
    for (const exported of sourcesOf(JSON.parse(readFileSync(new URL(file, data), 'utf8')))) {
      total++;
      const ours = form(exported.expression ?? '');
      const restored = fromGraphForm(exported);
      const rebuilt = fromGraphForm(withoutTexts(exported));
      assert.ok(restored && rebuilt, `${file}: ${exported.expression}`);
      assert.deepEqual(toGraphForm(restored.root), exported);
      assert.equal(outline(toGraphForm(rebuilt.root) ?? exported), outline(exported));
      if (!isDeepStrictEqual(ours, exported)) differing.push(`${exported.expression}`);
    }
  }
  context.diagnostic(
    `${total - differing.length} of ${total} exported sources are written equally from their text alone; not: ${differing.join(' | ')}`,
  );
  assert.ok(total > 60);
  // The text leaves out the constants of the tenant, which the parsed form has.
  assert.deepEqual(
    differing.filter((text) => !text.includes('[sAMAccountName], )')),
    [],
  );
});

function sourcesOf(value: unknown): readonly StoredSource[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'Function' && 'parameters' in value) return [value as StoredSource];
  return Object.values(value).flatMap(sourcesOf);
}

it('is what a run evaluates where a mapping has parameters and no text', async () => {
  const written = form('Append(Trim([x]), ".x")');
  assert.ok(written);
  const document = JSON.parse(
    schemaText({
      mappings: [
        { target: 'userName', expression: '[x]', matchingPriority: 1 },
        { target: 'title', expression: 'Now()' },
      ],
    }),
  );
  document.synchronizationRules[0].objectMappings[0].attributeMappings[1].source = withoutTexts(written);
  const text = JSON.stringify(document);
  const source = memorySource([{ id: '1', attributes: { x: ' a ' } }]);
  const trace = await runPreview({ text, source, target: memoryTarget([]), user: '1' });
  assert.equal(changeOf(trace, 'title').new, 'a.x');
});
