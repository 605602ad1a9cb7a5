import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fastCheck from 'fast-check';
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { generateSchema } from '../../../scripts/generateSchema.ts';
import { parsePlainJson } from '../../../src/core/text/plainJson.ts';

/** A tree without the links to the nodes above, which only jsonc-parser's has. */
function plain(node: Node): object {
  const { type, offset, length, value, colonOffset, children } = node;
  return { type, offset, length, value, colonOffset, children: children?.map(plain) };
}

function tolerant(text: string): { readonly root: Node | undefined; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true });
  return { root, errors };
}

function same(text: string): void {
  const root = parsePlainJson(text);
  assert.ok(root, text);
  const { root: expected, errors } = tolerant(text);
  assert.ok(expected);
  assert.deepEqual(errors, []);
  assert.deepEqual(plain(root), plain(expected));
}

describe('the reading of plain JSON', () => {
  it('gives the tree of jsonc-parser for every value', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.jsonValue({ stringUnit: 'binary' }),
        fastCheck.constantFrom(undefined, 2, '\t'),
        (value, space) => {
          same(JSON.stringify(value, null, space));
        },
      ),
      { numRuns: 1500 },
    );
  });
  it('gives it for a whole schema, and for every kind of escape', () => {
    same(generateSchema(60_000));
    same(
      '{ "\\u0041\\/\\"\\\\\\n": [ -0.5e+3 , 0, -0, 1E400, "\\ud83d\\ude00\\ud83d", true, false, null, {}, [] ], "": "" }\r\n\t ',
    );
  });
  it('leaves everything that is not JSON to the letter, or is nested too deeply', () => {
    const texts = [
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      '// x\n1',
      '01',
      '1.',
      '+1',
      '"a',
      '"\t"',
      '"\\x"',
      '"\\u12"',
      '[1 2]',
      '{"a" 1}',
    ];
    for (const text of [
      ...texts,
      '{a:1}',
      'nul',
      '1 2',
      '\ufeff1',
      '\u00a01',
      "'a'",
      '"\\',
      `${'['.repeat(300)}${']'.repeat(300)}`,
    ])
      assert.equal(parsePlainJson(text), null, text);
  });
  it('never takes a mutated text for another one', () => {
    const base = '{"a": [1, "x\\"y", {"b": null}], "c": -1.5e3, "d": "\\u00e9"}';
    fastCheck.assert(
      fastCheck.property(
        fastCheck.nat(base.length),
        fastCheck.nat(4),
        fastCheck.constantFrom('', '"', '\\', ',', '0', '}', ' ', '/*', 'e'),
        (at, cut, piece) => {
          const text = base.slice(0, at) + piece + base.slice(at + cut);
          if (parsePlainJson(text)) same(text);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
