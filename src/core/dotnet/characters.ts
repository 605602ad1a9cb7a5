/** The inside of a character class for Char.IsWhiteSpace, for expressions with the u flag. */
export const whiteSpaceClass = '\\t-\\r\\u0085\\p{Z}';

const whiteSpace = new RegExp(`[${whiteSpaceClass}]`, 'u');
const letter = /\p{L}/u;

/** Char.IsWhiteSpace. Unlike `\s` in a JavaScript expression it takes U+0085 and refuses U+FEFF. */
export function isWhiteSpace(char: string): boolean {
  return whiteSpace.test(char);
}

/** Char.IsLetter of one UTF-16 unit; half of a surrogate pair is none. */
export function isLetter(char: string): boolean {
  return letter.test(char);
}

export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

/** A value for a message: in quotes, and cut so that a message stays a sentence. */
export function quoted(text: string): string {
  const limit = 80;
  return text.length > limit ? `"${text.slice(0, limit)}…"` : `"${text}"`;
}
