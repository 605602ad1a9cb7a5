import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ParseError, parse } from 'jsonc-parser';
import { jsonEscaped, removeElement, setProperty } from '../../../src/core/text/jsonEdit.ts';
import { applyEdits } from '../../support/applyEdits.ts';

describe('edits of JSON', () => {
  const whole = (text: string): { readonly start: number; readonly end: number } => ({ start: 0, end: text.length });
  const set = (text: string): string => {
    const edit = setProperty(text, whole(text), 'b', '2');
    return edit ? applyEdits(text, [edit]) : text;
  };
  const sets: readonly (readonly [before: string, after: string])[] = [
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{ "a" : 1 }', '{ "a" : 1, "b" : 2 }'],
    ['{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}'],
    ['{\n  "a": 1, // one\n}', '{\n  "a": 1,\n  "b": 2, // one\n}'],
    ['{ "b": 1, "b": [3] }', '{ "b": 1, "b": 2 }'],
    ['{}', '{ "b": 2 }'],
    ['[]', '[]'],
  ];
  for (const [before, after] of sets) it(`a property in ${JSON.stringify(before)}`, () => assert.equal(set(before), after));

  const lists: readonly (readonly [before: string, index: number, after: string])[] = [
    ['[1,2,3]', 0, '[2,3]'],
    ['[1,2,3]', 2, '[1,2]'],
    ['[\n  1,\n  2,\n  3\n]', 1, '[\n  1,\n  3\n]'],
    ['[\n  1,\n  2,\n]', 1, '[\n  1,\n]'],
    ['[1 /* , */, 2]', 1, '[1 /* , */]'],
    ['[1, // one\n  2]', 1, '[1 // one\n]'],
    ['[ // all\n 1, 2]', 0, '[ // all\n 2]'],
    ['[1, // one\r\n  2,\r\n  3\r\n]', 1, '[1, // one\r\n  3\r\n]'],
    ['[1 /* , */, 2]', 0, '[ /* , */ 2]'],
    ['[1]', 0, '[]'],
    ['[1]', 4, '[1]'],
  ];
  for (const [before, index, after] of lists)
    it(`element ${index} out of ${JSON.stringify(before)}`, () => {
      const text = `{ "x": ${before} }`;
      const done = applyEdits(text, removeElement(text, whole(text), `/x/${index}`));
      assert.equal(done, `{ "x": ${after} }`);
      const values = parse(before) as number[];
      const errors: ParseError[] = [];
      parse(done, errors, { allowTrailingComma: true });
      assert.deepEqual(errors, []);
      assert.deepEqual(
        (parse(done) as { readonly x: readonly number[] }).x,
        values.filter((_, at) => at !== index),
      );
    });

  it('escape what JSON escapes', () => assert.equal(jsonEscaped('a"\\\n'), String.raw`a\"\\\n`));
});
