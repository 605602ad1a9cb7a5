const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
]);

/** A pattern that matches the text itself, as `Regex.Escape` writes it: `]` and `}` stay, blanks and `#` are escaped. */
export function escapePattern(text: string): string {
  return text.replace(/[\t\n\f\r #$()*+.?[\\^{|]/g, (character) => escapes.get(character) ?? `\\${character}`);
}
