import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readConnection } from '../../../src/core/connection/readConnection.ts';
import { compileExpression } from '../../../src/core/expression/compileExpression.ts';
import type { Dialect } from '../../../src/core/expression/dialect.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { defaultSemantics, type Semantics, semanticsNames, semanticsTable, withReading } from '../../../src/core/semantics.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runPreview } from '../../support/runPreview.ts';
import { schemaText } from '../../support/schemaText.ts';
import { brief, contextOf, evaluate, type Given } from './evaluate.ts';

const unsupported = { unsupported: true };
const fromAttribute = 'Replace([a], , "(?<d>[0-9]+)", "d", , [b], )';

/** Expression, attributes, and what each reading gives: the default first. */
const rows: readonly (readonly [string, Given, Partial<Semantics>, unknown, unknown])[] = [
  ['Coalesce([a], [b])', { a: '', b: 'x' }, { coalesceEmptyText: 'skip' }, '', 'x'],
  ['Coalesce([a], [b])', { a: '', b: null }, { coalesceEmptyText: 'skip' }, '', null],
  ['Coalesce([a], [b])', { a: 'y', b: 'x' }, { coalesceEmptyText: 'skip' }, 'y', 'y'],
  ['IIF([a]="", "t", "f")', {}, { iifEmptySource: 'fail' }, 't', 'f'],
  ['IIF([a]="", "t", "f")', { a: '' }, { iifEmptySource: 'unsupported' }, 't', unsupported],
  ['IIF(IsNullOrEmpty([a]), "t", "f")', {}, { iifEmptySource: 'fail' }, 't', 'f'],
  ['IIF(IsPresent([a]), "t", "f")', {}, { iifEmptySource: 'unsupported' }, 'f', unsupported],
  ['IIF(IsPresent([a]), "t", "f")', { a: 'x' }, { iifEmptySource: 'unsupported' }, 't', 't'],
  ['IIF(IsPresent([a]), "t", "f")', { a: ['', 'x'] }, { iifEmptySource: 'fail' }, 't', 't'],
  [fromAttribute, { a: '', b: 'x12' }, { replaceFromAttribute: 'replaceInSource' }, '12', ''],
  [fromAttribute, { a: null, b: 'x12' }, { replaceFromAttribute: 'replaceInSource' }, '12', null],
  [fromAttribute, { a: 'n5', b: 'x12' }, { replaceFromAttribute: 'replaceInSource' }, 'n5', 'nx12'],
  ['Mid([a], 2, 64)', { a: 'x' }, { midOutOfRange: 'input' }, '', 'x'],
  ['Mid([a], 0, 1)', { a: 'xy' }, { midOutOfRange: 'input' }, unsupported, 'xy'],
  ['Mid([a], 1, -1)', { a: 'xy' }, { midOutOfRange: 'input' }, unsupported, 'xy'],
  ['Mid([a], 2, 1)', { a: ['abc', 'd'] }, { midOutOfRange: 'input' }, ['b', ''], ['b', 'd']],
  ['Split([a], ",")', { a: 'x, y ' }, { splitPieces: 'keep' }, ['x', 'y'], ['x', ' y ']],
  ['NormalizeDiacritics([a])', { a: 'ồ œ é' }, { diacriticsOutsideTable: 'strip' }, 'ồ œ e', 'o oe e'],
];

describe('readings of doubtful points', () => {
  for (const [expression, attributes, semantics, usual, other] of rows) {
    it(`${expression} ${JSON.stringify(attributes)} ${JSON.stringify(semantics)}`, () => {
      assert.deepEqual(brief(evaluate(expression, attributes)), usual);
      assert.deepEqual(brief(evaluate(expression, attributes, { semantics: defaultSemantics })), usual);
      assert.deepEqual(brief(evaluate(expression, attributes, { semantics })), other);
      const compiled = compileExpression(parseExpression(expression).root);
      assert.deepEqual(
        compiled.evaluate(contextOf(attributes, { semantics })),
        evaluate(expression, attributes, { semantics }).outcome,
      );
    });
  }

  it('every reading but the default is held by a row above', () => {
    const held = rows.flatMap(([, , semantics]) => Object.entries(semantics).map(([name, value]) => `${name}=${value}`));
    const ofFunctions = semanticsNames.filter((name) => typeof semanticsTable[name].about === 'object');
    const others = ofFunctions.flatMap((name) =>
      Object.keys(semanticsTable[name].values)
        .filter((value) => value !== defaultSemantics[name])
        .map((value) => `${name}=${value}`),
    );
    assert.deepEqual([...new Set(held)].sort(), others.sort());
  });

  it('leaves IIF in cloud sync as it is', () => {
    const dialect: Dialect = 'cloud-sync';
    const given = evaluate('IIF(IsPresent([a]), "t", "f")', {}, { dialect, semantics: { iifEmptySource: 'unsupported' } });
    assert.equal(brief(given), 'f');
  });

  it('are exact names and values', () => {
    assert.deepEqual(withReading({ splitPieces: 'keep' }, 'midOutOfRange', 'input'), {
      ok: true,
      semantics: { splitPieces: 'keep', midOutOfRange: 'input' },
    });
    for (const [name, value] of [
      ['toString', 'x'],
      ['SplitPieces', 'keep'],
      ['splitPieces', 'Keep'],
      ['splitPieces', 'toString'],
    ] as const) {
      assert.equal(withReading({}, name, value).ok, false, `${name}=${value}`);
    }
  });
});

const connection = {
  name: 'c',
  configuration: { schema: 's.json' },
  source: { kind: 'file', path: 'a.ldif' },
  target: { kind: 'file', path: 'b.json' },
};

describe('readings in a connection file', () => {
  it('are read', () => {
    const { connection: read, problems } = readConnection(JSON.stringify({ ...connection, semantics: { splitPieces: 'keep' } }));
    assert.deepEqual(problems, []);
    assert.deepEqual(read?.semantics, { splitPieces: 'keep' });
    assert.deepEqual(readConnection(JSON.stringify(connection)).connection?.semantics, {});
  });

  it('are errors at their place where there is no such name or reading', () => {
    const text = JSON.stringify({ ...connection, semantics: { splitPieces: 'Keep', nope: 'x', midOutOfRange: 1 } });
    const { problems } = readConnection(text);
    assert.deepEqual(
      problems.map(({ code, severity, range }) => [code, severity, text.slice(range.start, range.end)]),
      [
        ['connection-wrong-type', 'error', '"Keep"'],
        ['connection-wrong-type', 'error', '"x"'],
        ['connection-wrong-type', 'error', '1'],
      ],
    );
  });

  it('are offered by the JSON schema, each with its meaning', () => {
    const schema = JSON.parse(readFileSync('media/provision.schema.json', 'utf8'));
    const offered = schema.properties.semantics.properties;
    assert.deepEqual(Object.keys(offered), semanticsNames);
    for (const name of semanticsNames) {
      const { title, values, default: usual } = semanticsTable[name];
      assert.deepEqual(offered[name], {
        description: `${title}.`,
        default: usual,
        enum: Object.keys(values),
        enumDescriptions: Object.values(values),
      });
    }
  });
});

it('a run uses the readings of its connection', async () => {
  const text = schemaText({
    mappings: [
      { target: 'userName', expression: '[x]', matchingPriority: 1 },
      { target: 'title', expression: 'Mid([x], 5, 1)' },
    ],
  });
  const run = { text, source: memorySource([{ id: '1', attributes: { x: 'abc' } }]), target: memoryTarget([]), user: '1' };
  assert.equal(changeOf(await runPreview(run), 'title').new, '');
  assert.equal(changeOf(await runPreview({ ...run, semantics: { midOutOfRange: 'input' } }), 'title').new, 'abc');
});
