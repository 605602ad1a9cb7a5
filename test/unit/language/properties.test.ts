import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CheckMemo } from '../../../src/core/flow/check/checkMemo.ts';
import { analyse, type DocumentAnalysis } from '../../../src/language/analysis.ts';
import { completionsAt } from '../../../src/language/completion.ts';
import { definitionAt } from '../../../src/language/definition.ts';
import { diagnose } from '../../../src/language/diagnostics.ts';
import { type DocumentKind, documentKind } from '../../../src/language/documentKind.ts';
import { filterLenses } from '../../../src/language/filterLenses.ts';
import { formatExpressionEdits } from '../../../src/language/formatExpression.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { inlayHints } from '../../../src/language/inlayHints.ts';
import { objectMappingLenses } from '../../../src/language/objectMappingLenses.ts';
import { outline } from '../../../src/language/outline.ts';
import { quickFixes, rewrites } from '../../../src/language/quickFixes.ts';
import { referencesAt } from '../../../src/language/references.ts';
import { prepareRename, renameAttribute } from '../../../src/language/rename.ts';
import type { RunFacts } from '../../../src/language/runFacts.ts';
import { runProblems } from '../../../src/language/runProblems.ts';
import { signatureAt } from '../../../src/language/signatureHelp.ts';
import { applyEdits } from '../../support/applyEdits.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText } from '../../support/schemaText.ts';

const scope = {
  groups: [
    { name: 'a', clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['IT'] } }] },
    { name: 'b', clauses: [{ sourceOperandName: 'grade', operatorName: '&', targetOperand: { values: ['2'] } }] },
  ],
};

const schema = schemaText({
  source: 'Workday',
  scope,
  sourceAttributes: [{ name: 'upn' }, { name: 'department' }, { name: 'grade', type: 'Integer' }],
  attributes: [{ name: 'userName' }, { name: 'title', required: true }, { name: 'emails[type eq "work"].value' }],
  mappings: [
    { target: 'userName', expression: '[upn]', matchingPriority: 1 },
    { target: 'title', expression: 'Switch(ToLower([department]), "x\\"y", "it", "é", "sales", CDate([upn]))' },
    { target: 'emails[type eq "work"].value', expression: 'Replace([upn], , "(?<a>\\\\d+)@", , "$1", , )' },
    { target: 'active', expression: 'IIF([grade] = "1", IgnoreAttributeFlow, SelectUniqueValue(Left([upn], 3)))' },
  ],
});

const connection = readFileSync(new URL('../../../samples/ad-to-entra/ad-to-entra.provision.json', import.meta.url), 'utf8');

const documents: readonly (readonly [kind: DocumentKind, text: string])[] = [
  ['schema', schema],
  ['mapping', JSON.stringify(JSON.parse(schema).synchronizationRules[0].objectMappings[0], null, 1)],
  ['scope', JSON.stringify(scope)],
  ['connection', connection],
];

/** Numbers from 0 to below 1, the same in every run (the mixing of mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '(',
  ')',
  'null',
  '0',
  'true',
  '""',
  '\\u',
  '\\ud83d',
  '😀',
  '\u0000',
  '\n',
  '//',
  '/*',
];
const more = [
  'IIF(',
  '[upn',
  '"source": {',
  '"expression": "',
  '"groups": [',
  '"values": [1, null]',
  '"scope": 7',
  '__proto__',
  '𝒳',
];

/** A text with one to four stretches cut out, doubled, moved or replaced. */
function mutated(text: string, random: () => number): string {
  let result = text;
  const count = 1 + Math.floor(random() * 4);
  for (let change = 0; change < count; change += 1) {
    const at = Math.floor(random() * (result.length + 1));
    const end = Math.min(result.length, at + Math.floor(random() ** 4 * result.length));
    const all = [...pieces, ...more];
    const piece = all[Math.floor(random() * all.length)] ?? '';
    const kind = random();
    if (kind < 0.3) result = result.slice(0, at) + piece + result.slice(at);
    else if (kind < 0.55) result = result.slice(0, at) + piece + result.slice(Math.min(end, at + 12));
    else if (kind < 0.75) result = result.slice(0, at) + result.slice(end);
    else if (kind < 0.9) result = result.slice(0, at) + result.slice(at, Math.min(end, at + 300)) + result.slice(at);
    else result = result.slice(0, at);
  }
  return result;
}

/** Everything that an editor may ask of a document at one place. */
function askEverything(analysis: DocumentAnalysis, offset: number, facts: RunFacts, memo: CheckMemo): readonly (() => unknown)[] {
  const { text } = analysis;
  const whole = { start: 0, end: text.length };
  const inside = ({ start, end }: { readonly start: number; readonly end: number }): void =>
    assert.ok(0 <= start && start <= end && end <= text.length, `${start}–${end} of ${text.length}`);
  return [
    () => {
      const problems = diagnose(analysis, memo);
      for (const { range } of problems) inside(range);
      for (const problem of problems.slice(0, 12))
        for (const { edits } of quickFixes(analysis, problem)) {
          for (const { range } of edits) inside(range);
          applyEdits(text, edits);
        }
    },
    () => {
      for (const { edits } of rewrites(analysis, offset)) for (const { range } of edits) inside(range);
    },
    () => {
      for (const { problem } of runProblems(analysis, facts)) inside(problem.range);
    },
    () => hoverAt(analysis, offset, facts),
    () => completionsAt(analysis, offset, facts),
    () => signatureAt(analysis, offset),
    () => definitionAt(analysis, offset),
    () => referencesAt(analysis, offset, true),
    () => prepareRename(analysis, offset),
    () => renameAttribute(analysis, offset, 'newName'),
    () => objectMappingLenses(analysis, null, 'Ada', facts),
    () => filterLenses(analysis, facts),
    () => inlayHints(analysis, whole, facts),
    () => outline(analysis),
    () => formatExpressionEdits(analysis, whole),
  ];
}

const documentCount = 10_000;
/** Far above what any of them takes, so that a busy machine does not fail the test and a hang does. */
const longestMs = 2000;

describe('the language features', () => {
  it(`neither throw nor hang on ${documentCount} mutated documents`, async () => {
    const target = memoryTarget([{ id: '1', attributes: { userName: 'ada@x' } }]);
    const source = memorySource([{ id: 'ada', displayName: 'Ada', attributes: { upn: 'ada@x', department: 'IT' } }]);
    const trace = await runPreview({ text: schema, source, target, user: 'ada' });
    const random = numbers(20260210);
    const memo = new CheckMemo();
    let answered = 0;
    for (let index = 0; index < documentCount; index += 1) {
      const [kind, original] = documents[index % documents.length] ?? ['schema', schema];
      const text = mutated(original, random);
      const offset = Math.floor(random() * (text.length + 1));
      const facts: RunFacts = {
        trace,
        stale: index % 3 === 0,
        holds: (['both', 'mappings', 'scope'] as const)[index % 3] ?? 'both',
        text: original,
      };
      let doing = 'analyse';
      try {
        documentKind('x.json', text);
        const analysis = analyse(kind, text, null);
        for (const ask of askEverything(analysis, offset, facts, memo)) {
          doing = String(ask);
          const started = performance.now();
          const answer = ask();
          if (answer !== null && answer !== undefined) answered += 1;
          const took = performance.now() - started;
          assert.ok(took < longestMs, `${took} ms`);
        }
      } catch (error) {
        throw new Error(`Document ${index} (${kind}), offset ${offset}, ${doing}:\n${text}`, { cause: error });
      }
    }
    assert.ok(answered > documentCount, 'The documents are broken beyond anything that could be asked of them.');
  });

  it('find with a memory of earlier texts what they find without', () => {
    const random = numbers(7);
    const memo = new CheckMemo();
    for (let index = 0; index < 400; index += 1) {
      const analysis = analyse('schema', mutated(schema, random), null);
      assert.deepEqual(diagnose(analysis, memo), diagnose(analysis));
    }
  });
});
