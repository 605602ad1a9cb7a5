/** Letters that Unicode does not decompose and people type without their stroke or ligature. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
};

/** A text as people type it: lower case, without accents. */
export function foldForSearch(text: string): string {
  const lower = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\p{M}/gu, '');
  return lower.replace(/[ßæœøđðłħıþ]/g, (letter) => letters[letter] ?? letter).trim();
}
