/** One level of a distinguished name. It has several parts only where they are joined by `+`. */
export type RelativeName = readonly { readonly type: string; readonly value: string }[];

/**
 * A distinguished name as its levels, the entry's own first, with escapes undone (RFC 4514, section 3; the quoted values of RFC 2253 are
 * read too). The empty text is the root and has no levels. Null where the text is not a distinguished name.
 */
export function parseDistinguishedName(text: string): readonly RelativeName[] | null {
  const levels: RelativeName[] = [];
  let position = skipSpaces(text, 0);
  if (position === text.length) return levels;
  for (;;) {
    const parts: { type: string; value: string }[] = [];
    for (;;) {
      const type = /\s*(?:oid\.)?([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=/iy;
      type.lastIndex = position;
      const found = type.exec(text);
      const name = found?.[1];
      if (name === undefined) return null;
      const value = readValue(text, skipSpaces(text, type.lastIndex));
      if (!value) return null;
      parts.push({ type: name, value: value.text });
      position = value.end;
      if (text[position] !== '+') break;
      position += 1;
    }
    levels.push(parts);
    if (position >= text.length) return levels;
    if (text[position] !== ',' && text[position] !== ';') return null;
    position += 1;
  }
}

/**
 * A text that two distinguished names share exactly when they name the same entry: case, blanks around separators, runs of blanks, the
 * way of escaping and the order of `+` parts do not count. Null where the text is not a distinguished name.
 */
export function distinguishedNameKey(text: string): string | null {
  const levels = parseDistinguishedName(text);
  if (!levels || levels.length === 0) return null;
  return keyOf(levels);
}

/** Whether two texts are distinguished names of the same entry. */
export function sameDistinguishedName(left: string, right: string): boolean {
  const key = distinguishedNameKey(left);
  return key !== null && key === distinguishedNameKey(right);
}

/** Whether an entry stands below a container, at any depth; the container itself does not. */
export function isBelow(name: string, container: string): boolean {
  const levels = parseDistinguishedName(name);
  const outer = parseDistinguishedName(container);
  if (!levels || !outer || levels.length <= outer.length) return false;
  return keyOf(levels.slice(levels.length - outer.length)) === keyOf(outer);
}

function keyOf(levels: readonly RelativeName[]): string {
  return levels.map((parts) => parts.map(partKey).sort().join('\u0001')).join('\u0002');
}

function partKey({ type, value }: { readonly type: string; readonly value: string }): string {
  return `${type.toLowerCase()}=${value.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()}`;
}

/** A value and the offset of the separator behind it. */
function readValue(text: string, start: number): { readonly text: string; readonly end: number } | null {
  if (text[start] === '"') return readQuoted(text, start);
  let value = '';
  let position = start;
  /** The length of the value up to its last character that is not an unescaped blank. */
  let kept = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (character === ',' || character === '+' || character === ';') break;
    if (character === '"' || character === '<' || character === '>') return null;
    if (character === '\\') {
      const escaped = readEscape(text, position);
      if (!escaped) return null;
      value += escaped.text;
      position = escaped.end;
      kept = value.length;
    } else {
      value += character;
      position += 1;
      if (character !== ' ') kept = value.length;
    }
  }
  return { text: value.slice(0, kept), end: position };
}

function readQuoted(text: string, start: number): { readonly text: string; readonly end: number } | null {
  let value = '';
  let position = start + 1;
  while (position < text.length && text[position] !== '"') {
    const escaped = text[position] === '\\' ? readEscape(text, position) : { text: text.charAt(position), end: position + 1 };
    if (!escaped) return null;
    value += escaped.text;
    position = escaped.end;
  }
  if (position >= text.length) return null;
  return { text: value, end: skipSpaces(text, position + 1) };
}

/** `\,` or a run of hex pairs, which are bytes of UTF-8: `\C3\A9` is one character. */
function readEscape(text: string, start: number): { readonly text: string; readonly end: number } | null {
  const pairs = /(?:\\[0-9A-Fa-f]{2})+/y;
  pairs.lastIndex = start;
  const run = pairs.exec(text)?.[0];
  if (run !== undefined) {
    try {
      return { text: decodeURIComponent(run.replaceAll('\\', '%')), end: start + run.length };
    } catch {
      // Bytes that are not UTF-8: kept as they are written, so that equal names stay equal.
      return { text: run.toLowerCase(), end: start + run.length };
    }
  }
  const next = text.charAt(start + 1);
  return next === '' ? null : { text: next, end: start + 2 };
}

function skipSpaces(text: string, start: number): number {
  let position = start;
  while (text[position] === ' ' || text[position] === '\n' || text[position] === '\r' || text[position] === '\t') position += 1;
  return position;
}
