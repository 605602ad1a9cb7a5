const whiteSpace = '\\t-\\r\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000';
const character = new RegExp(`[${whiteSpace}]`);

/** True for a text with nothing to trim, as far as that shows without a search: a visible ASCII character at both ends. */
function beginsAndEndsPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80;
}

/** String.Trim of .NET: white space by Char.IsWhiteSpace, which has U+0085 and not U+FEFF, the reverse of JavaScript. */
export function trim(text: string): string {
  if (beginsAndEndsPlain(text)) return text;
  let start = 0;
  let end = text.length;
  while (start < end && character.test(text.charAt(start))) start++;
  while (end > start && character.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
