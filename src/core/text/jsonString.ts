/**
 * Where a character of a JSON string stands in the text of its literal. Every escape of JSON (RFC 8259, section 7) stands for exactly one
 * UTF-16 code unit, so that an offset into the value has one place in the literal.
 * @param rawLiteral the string as written, with its quotes; a missing closing quote and broken escapes are tolerated.
 * @param offset UTF-16 code units into the decoded value; before the start is the start, past the end is the end of the value.
 * @returns an index into `rawLiteral`: that of the character, or of the closing quote for the end of the value.
 */
export function mapStringOffset(rawLiteral: string, offset: number): number {
  let index = rawLiteral.startsWith('"') ? 1 : 0;
  for (let decoded = 0; decoded < offset && index < rawLiteral.length && rawLiteral[index] !== '"'; decoded += 1) {
    index += escapeLength(rawLiteral, index);
  }
  return Math.min(index, rawLiteral.length);
}

/**
 * The inverse of {@link mapStringOffset}: how many characters of the value stand wholly before a place in its literal.
 * @param index UTF-16 code units into `rawLiteral`; a place inside an escape belongs to the escape's character.
 */
export function decodedOffset(rawLiteral: string, index: number): number {
  let at = rawLiteral.startsWith('"') ? 1 : 0;
  for (let decoded = 0; ; decoded += 1) {
    const next = Math.min(at + escapeLength(rawLiteral, at), rawLiteral.length);
    if (at >= rawLiteral.length || rawLiteral[at] === '"' || next > index) return decoded;
    at = next;
  }
}

/** How many characters of a literal stand for the one at `index`. */
function escapeLength(literal: string, index: number): number {
  if (literal[index] !== '\\') return 1;
  const isUnicode = literal[index + 1] === 'u' && /^[0-9a-f]{4}$/i.test(literal.slice(index + 2, index + 6));
  return isUnicode ? 6 : 2;
}
