/**
 * The documented table of NormalizeDiacritics (function reference), lower case: what stands on the left replaces each of the letters on
 * the right, which are separated by blanks. Combining marks are written as escapes. The upper-case table mirrors it, but for `ı` and `ß`.
 */
const table: readonly (readonly [string, string])[] = [
  ['a', 'ä à â ã å á ą ă ā ā\u0301 ā\u0300 ā\u0302 ā\u0303 ǟ ā\u0308 ǡ a\u0331 å\u0304'],
  ['ae', 'æ ǣ'],
  ['c', 'ç č ć c\u0304 c\u0331'],
  ['d', 'ď d\u0304 ḏ'],
  ['e', 'ë è é ê ę ě ė ē ḗ ḕ ē\u0302 ē\u0303 ê\u0304 e\u0331 ë\u0304 e\u030a\u0304'],
  ['g', 'ğ ḡ g\u0331'],
  ['i', 'ï î ì í ī ī\u0301 ī\u0300 ī\u0302 ī\u0303 i\u0331'],
  ['l', 'ľ ł l\u0304 ḹ ḻ'],
  ['n', 'ñ ń ň n\u0304 ṉ'],
  ['o', 'ö ò ő õ ô ó ō ṓ ṑ ō\u0302 ō\u0303 ȫ ō\u0308 ǭ ȭ ȱ o\u0331'],
  ['oe', 'ø ø\u0304 œ\u0304'],
  ['r', 'ř r\u0304 ṟ ṝ'],
  ['s', 'š ś ș ş s\u0304 s\u0331'],
  ['t', 'ť ț t\u0304 ṯ'],
  ['u', 'ü ù û ú ů ű ū ū\u0301 ū\u0300 ū\u0302 ū\u0303 u\u0307\u0304 ǖ ṻ u\u0324\u0304 u\u0331'],
  ['y', 'ÿ ý ȳ ȳ\u0301 ȳ\u0300 ȳ\u0303 y\u0331'],
  ['z', 'ź ž ż z\u0304 ẕ'],
];

const replacements: ReadonlyMap<string, string> = buildReplacements();
const longestKey = Math.max(...[...replacements.keys()].map((key) => key.length));

function buildReplacements(): Map<string, string> {
  const map = new Map([
    ['ı', 'i'],
    ['İ', 'I'],
    ['ß', 'ss'],
  ]);
  for (const [plain, letters] of table) {
    for (const accented of letters.split(' ')) {
      map.set(accented.normalize('NFC'), plain);
      map.set(accented.toUpperCase().normalize('NFC'), plain.toUpperCase());
    }
  }
  return map;
}

/**
 * NormalizeDiacritics: replaces the letters of the documented table. Letters outside it stay as they are, accents and all (`đ`, `œ`,
 * Vietnamese `ồ`), since the reference promises nothing for them. A letter may be one character or a letter with combining marks; the
 * longest form in the table wins, and marks beyond it stay. With `strip`, letters outside the table lose their marks as well.
 */
export function normalizeDiacritics(text: string, outsideTable: 'keep' | 'strip' = 'keep'): string {
  // A letter together with its combining marks, so that a text that is not in the table keeps its form.
  const replaced = text.replace(/[^\p{M}]\p{M}*/gu, replaceLetter);
  return outsideTable === 'keep' ? replaced : stripMarks(replaced);
}

function stripMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'OE')
    .normalize('NFC');
}

function replaceLetter(written: string): string {
  const composed = written.normalize('NFC');
  for (let length = Math.min(longestKey, composed.length); length > 0; length--) {
    const plain = replacements.get(composed.slice(0, length));
    if (plain !== undefined) {
      return plain + composed.slice(length);
    }
  }
  return written;
}
