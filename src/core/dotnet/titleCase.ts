import { toLower, toLowerInvariant, toUpper, toUpperInvariant } from './casing.ts';

const letter = /\p{L}/u;
const lowercaseLetter = /\p{Ll}/u;
/** Characters that end a word: white space, controls, format characters, punctuation and symbols, but no marks and no digits. */
const wordSeparator = /[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]/u;

/** Digraphs have a form of their own at the beginning of a word. */
const titleForms: ReadonlyMap<string, string> = new Map([
  ...['Ǆ', 'ǅ', 'ǆ'].map((digraph): [string, string] => [digraph, 'ǅ']),
  ...['Ǉ', 'ǈ', 'ǉ'].map((digraph): [string, string] => [digraph, 'ǈ']),
  ...['Ǌ', 'ǋ', 'ǌ'].map((digraph): [string, string] => [digraph, 'ǋ']),
  ...['Ǳ', 'ǲ', 'ǳ'].map((digraph): [string, string] => [digraph, 'ǲ']),
]);

/**
 * TextInfo.ToTitleCase: the first letter of each word in title case, the rest in lower case. A word all in capitals stays as it is, so
 * PCase lowers the text first (`toTitleCase(toLowerInvariant(text))`). An apostrophe inside a word does not begin a new one; digits at
 * the beginning of a word do not count as its first letter ("3rd" gives "3Rd"). An unknown culture is taken as the invariant one.
 */
export function toTitleCase(text: string, culture: string | null = null): string {
  const characters = [...text];
  let out = '';
  let at = 0;
  while (at < characters.length) {
    const first = characters[at] ?? '';
    at++;
    if (!letter.test(first)) {
      out += first;
      continue;
    }
    const end = wordEnd(characters, at);
    out += (titleForms.get(first) ?? upper(first, culture)) + restOfWord(first, characters.slice(at, end), culture);
    at = end;
  }
  return out;
}

function wordEnd(characters: readonly string[], start: number): number {
  let at = start;
  while (at < characters.length) {
    const character = characters[at] ?? '';
    if (character !== "'" && wordSeparator.test(character)) {
      break;
    }
    at++;
  }
  return at;
}

/** Up to the first apostrophe, a word of capitals only is kept; after it everything is lowered. */
function restOfWord(first: string, rest: readonly string[], culture: string | null): string {
  const apostrophe = rest.indexOf("'");
  const split = apostrophe < 0 ? rest.length : apostrophe + 1;
  const head = rest.slice(0, split).join('');
  const hasLower = lowercaseLetter.test(first) || lowercaseLetter.test(head);
  return (hasLower ? lower(head, culture) : head) + lower(rest.slice(split).join(''), culture);
}

function upper(text: string, culture: string | null): string {
  const result = toUpper(text, culture);
  return result.ok ? result.text : toUpperInvariant(text);
}

function lower(text: string, culture: string | null): string {
  const result = toLower(text, culture);
  return result.ok ? result.text : toLowerInvariant(text);
}

/**
 * PCase with separators: only the listed characters divide words ("PINTO-DE'SILVA" by " '-" gives "Pinto-De'Silva"). Without any, the
 * whole text is one word.
 */
export function capitalizeWords(text: string, separators: string): string {
  const dividers = new Set(separators);
  let out = '';
  let atStart = true;
  for (const character of text) {
    out += atStart ? toUpperInvariant(character) : toLowerInvariant(character);
    atStart = dividers.has(character);
  }
  return out;
}
