import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toLower, toLowerInvariant, toUpper, toUpperInvariant } from '../../../src/core/dotnet/casing.ts';
import { capitalizeWords, toTitleCase } from '../../../src/core/dotnet/titleCase.ts';

function upper(text: string, culture: string | null = null): string {
  const result = toUpper(text, culture);
  return result.ok ? result.text : result.message;
}

function lower(text: string, culture: string | null = null): string {
  const result = toLower(text, culture);
  return result.ok ? result.text : result.message;
}

test('one character for one', () => {
  assert.equal(upper('straße ﬁn ŉ ΐ'), 'STRAßE ﬁN ŉ ΐ');
  assert.equal(lower('ΟΔΟΣ ẞ'), 'οδοσ ß');
  assert.equal(upper('ᾀᾐᾳῃῳ'), 'ᾈᾘᾼῌῼ');
  assert.equal(lower('ᾈᾼ'), 'ᾀᾳ');
  assert.equal(upper('𐐨'), '𐐀');
  assert.equal(lower('\ud801'), '\ud801');
});

test('the dotted and the dotless i', () => {
  assert.equal(upper('iı'), 'Iı');
  assert.equal(lower('Iİ'), 'iİ');
  for (const turkish of ['tr-TR', 'tr', 'TR-tr', 'az-Latn-AZ', 'az']) {
    assert.equal(upper('istanbul ı', turkish), 'İSTANBUL I', turkish);
    assert.equal(lower('ISI İ', turkish), 'ısı i', turkish);
  }
  for (const other of ['en-US', 'de-DE', 'ja-JP', 'lt-LT', 'de-DE_phoneb']) {
    assert.equal(upper('iı', other), 'II', other);
    assert.equal(lower('Iİ', other), 'ii', other);
  }
});

test('an unknown culture is refused by name', () => {
  for (const culture of ['xx-YY', 'english', 'tr TR', '-', 'zz', 'tr-T']) {
    assert.equal(
      upper('i', culture),
      `"${culture}" is not a culture. Use a name such as "tr-TR" or "ja-JP", or leave the culture out.`,
    );
    assert.match(lower('i', culture), /is not a culture/);
  }
  assert.equal(upper('i', ''), 'I');
});

test('casing never changes the length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (codes) => {
      const text = String.fromCharCode(...codes);
      assert.equal(toUpperInvariant(text).length, text.length);
      assert.equal(toLowerInvariant(text).length, text.length);
    }),
  );
});

const proper: readonly (readonly [string, string])[] = [
  ['PABLO GONSALVES (SECOND)', 'Pablo Gonsalves (Second)'],
  ["st john's hospital", "St John's Hospital"],
  ["DE'SILVA", "De'silva"],
  ['mary’s', 'Mary’S'],
  ['MARY-JANE', 'Mary-Jane'],
  ['hello_world', 'Hello_World'],
  ['3rd floor', '3Rd Floor'],
  ['a1b2 C3D4', 'A1b2 C3d4'],
  ['ǆungla', 'ǅungla'],
  ['e\u0301cole', 'E\u0301cole'],
  ['𐐨𐐩', '𐐀𐐩'],
  ['\ud800a', '\ud800A'],
  ['', ''],
];

test('title case over lowered text, as PCase uses it', () => {
  for (const [text, expected] of proper) {
    assert.equal(toTitleCase(toLowerInvariant(text)), expected, text);
  }
});

test('title case keeps words of capitals, but not behind an apostrophe', () => {
  assert.equal(toTitleCase("IPAD iPad O'NEIL don't STOP"), "IPAD Ipad O'neil Don't STOP");
});

test('separators of PCase', () => {
  assert.equal(capitalizeWords("PINTO-DE'SILVA", " '-"), "Pinto-De'Silva");
  assert.equal(capitalizeWords('JOHN-PAUL SMITH', '-'), 'John-Paul smith');
  assert.equal(capitalizeWords('--john', '-'), '--John');
  assert.equal(capitalizeWords('JOHN SMITH', ''), 'John smith');
});
