import { quoted } from './characters.ts';
import { cultureLanguage } from './cultureNames.ts';

/** A text, or why there is none. `message` is a sentence for the user. */
export type TextResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** How a culture maps the dotted and the dotless i; everything else is the same in all cultures. */
type IRule = 'invariant' | 'turkish' | 'other';

const upperI: Readonly<Record<IRule, ReadonlyMap<string, string>>> = {
  invariant: new Map([['ı', 'ı']]),
  turkish: new Map([['i', 'İ']]),
  other: new Map(),
};

const lowerI: Readonly<Record<IRule, ReadonlyMap<string, string>>> = {
  invariant: new Map([['İ', 'İ']]),
  turkish: new Map([
    ['I', 'ı'],
    ['İ', 'i'],
  ]),
  other: new Map([['İ', 'i']]),
};

/**
 * String.ToUpper of .NET: one character for one, so that `ß` and ligatures stay. `culture` is a name such as `tr-TR`; null or blank is
 * the invariant culture. Fails on a name that is no culture.
 */
export function toUpper(text: string, culture: string | null): TextResult {
  const rule = iRule(culture);
  if (rule === null) return unknownCulture(culture);
  return { ok: true, text: rule === 'invariant' ? toUpperInvariant(text) : mapEach(text, upperI[rule], upperCharacter) };
}

/** String.ToLower of .NET, as toUpper. A sigma at the end of a word becomes `σ` as elsewhere. */
export function toLower(text: string, culture: string | null): TextResult {
  const rule = iRule(culture);
  if (rule === null) return unknownCulture(culture);
  return { ok: true, text: rule === 'invariant' ? toLowerInvariant(text) : mapEach(text, lowerI[rule], lowerCharacter) };
}

/** ToUpperInvariant, which cannot fail. */
export function toUpperInvariant(text: string): string {
  return isAscii.test(text) ? text.toUpperCase() : mapEach(text, upperI.invariant, upperCharacter);
}

const isAscii = /^[\0-\x7f]*$/;

/** ToLowerInvariant, which cannot fail. */
export function toLowerInvariant(text: string): string {
  return hasUnequalLower.test(text) ? mapEach(text, lowerI.invariant, lowerCharacter) : text.toLowerCase();
}

/** The two letters whose small form in JavaScript is longer or depends on what stands beside them. */
const hasUnequalLower = /[İΣ]/;

function iRule(culture: string | null): IRule | null {
  if (culture === null || culture === '') {
    return 'invariant';
  }
  const language = cultureLanguage(culture);
  if (language === null) {
    return null;
  }
  return language === 'tr' || language === 'az' ? 'turkish' : 'other';
}

function unknownCulture(culture: string | null): TextResult {
  return {
    ok: false,
    message: `${quoted(culture ?? '')} is not a culture. Use a name such as "tr-TR" or "ja-JP", or leave the culture out.`,
  };
}

function mapEach(text: string, special: ReadonlyMap<string, string>, map: (character: string) => string): string {
  let out = '';
  for (const character of text) {
    out += special.get(character) ?? map(character);
  }
  return out;
}

/** The one-to-one upper case. JavaScript maps some characters to several; .NET leaves those alone, except Greek iota subscripts. */
function upperCharacter(character: string): string {
  const upper = character.toUpperCase();
  if (upper.length === character.length) {
    return upper;
  }
  return character.length === 1 ? withProsgegrammeni(character) : character;
}

function withProsgegrammeni(character: string): string {
  const code = character.charCodeAt(0);
  const inRows = code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0;
  if (inRows) {
    return String.fromCharCode(code + 8);
  }
  return code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3 ? String.fromCharCode(code + 9) : character;
}

function lowerCharacter(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
