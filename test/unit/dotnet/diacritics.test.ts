import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeDiacritics } from '../../../src/core/dotnet/diacritics.ts';

test('letters of the documented table', () => {
  assert.equal(
    normalizeDiacritics('Zoë Müller, Łódź, Straße, Ærø, ISTANBUL İ ı'),
    'Zoe Muller, Lodz, Strasse, AEroe, ISTANBUL I i',
  );
  assert.equal(
    normalizeDiacritics('c\u0304c\u0331ē\u0302ø\u0304œ\u0304Œ\u0304u\u0307\u0304ṳ\u0304e\u030a\u0304'),
    'cceoeoeOEuue',
  );
  assert.equal(normalizeDiacritics('ā\u0308ǟō\u0308ȫ'), 'aaoo');
});

test('a letter is the same in one piece and in two', () => {
  for (const text of ['Zoë', 'Škoda', 'Ōṓ', 'ǟǡ', 'ḹṝ', 'Ǖ']) {
    assert.equal(normalizeDiacritics(text.normalize('NFD')), normalizeDiacritics(text), text);
    assert.match(normalizeDiacritics(text), /^[A-Za-z]+$/);
  }
});

test('letters outside the table stay as they were written', () => {
  for (const text of ['đ ð þ ħ ŋ ŵ ŷ ķ ư ơ œ Œ', 'Nguyễn Thị ồ', 'o\u0302\u0300', 'Ελλάδα мой が', '\u0301', '']) {
    assert.equal(normalizeDiacritics(text), text);
  }
});

test('marks beyond the longest form in the table stay', () => {
  assert.equal(normalizeDiacritics('é\u0304'), 'e\u0304');
});

test('a text of table letters becomes plain, in one piece or in two; plain text stays', () => {
  const letters = fc.array(fc.constantFrom(...'äàÅąæçďëḗğïıİłñöȭøřßșťüǖÿžŹ', 'c\u0331', 'ō\u0303', 'U\u0307\u0304'));
  fc.assert(
    fc.property(letters, fc.constantFrom('NFC', 'NFD'), (characters, form) => {
      const plain = normalizeDiacritics(characters.join('').normalize(form));
      assert.match(plain, /^[A-Za-z]*$/);
      assert.ok(plain.length >= characters.length);
      assert.equal(normalizeDiacritics(plain), plain);
    }),
  );
});

test('every row of the transcribed table', (context) => {
  let rows: readonly {
    id: string;
    function: string;
    status: string;
    expression: string;
    inputs: Record<string, string>;
    expected: string;
  }[];
  try {
    rows = JSON.parse(readFileSync(new URL('../../../../shared/data/expression-conformance.json', import.meta.url), 'utf8'));
  } catch {
    context.skip('the shared data is absent');
    return;
  }
  const table = rows.filter((row) => /^NormalizeDiacritics\(\[\w+\]\)$/.test(row.expression));
  assert.ok(table.length > 0);
  for (const row of table) {
    assert.equal(normalizeDiacritics(Object.values(row.inputs)[0] ?? ''), row.expected, row.id);
  }
  context.diagnostic(`${table.length} rows`);
});
