import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { lineColumnAt, lineIndex } from '../../../src/core/text/lineIndex.ts';

it('finds lines as editors count them, whatever ends them', () => {
  const place = lineIndex('a\nbc\r\nd\re');
  assert.deepEqual(
    [0, 1, 2, 4, 6, 8, 9, 99, -1].map((offset) => Object.values(place(offset))),
    [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 3],
      [3, 1],
      [4, 1],
      [4, 2],
      [4, 2],
      [1, 1],
    ],
  );
});

it('says the same as a walk through the text', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'é', '\n', '\r', '\r\n', '\u2028', '😀'), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const place = lineIndex(text);
      for (let offset = 0; offset <= text.length; offset++) {
        // Within \r\n there is no place that an editor could show.
        if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
        assert.deepEqual(place(offset), lineColumnAt(text, offset));
      }
    }),
  );
});
