import type { Node } from 'jsonc-parser';

/** Nesting that no configuration has; deeper texts are left to the parser that reports it. */
const maximumDepth = 200;

/** Where the reading stands. A text that is no plain JSON ends it. */
interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/**
 * The tree of a text that is JSON to the letter (RFC 8259), with the offsets and values that `parseTree` of jsonc-parser gives, in a fraction of
 * the time: a schema is read with every keystroke. Null for everything else, comments and mistakes among it, which is for the tolerant parser.
 */
export function parsePlainJson(text: string): Node | null {
  const reader: Reader = { text, at: 0, depth: 0 };
  skipBlanks(reader);
  const root = readValue(reader);
  if (!root) return null;
  skipBlanks(reader);
  return reader.at === text.length ? root : null;
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readValue(reader: Reader): Node | null {
  const { text, at } = reader;
  switch (text.charCodeAt(at)) {
    case 0x22:
      return readString(reader);
    case 0x7b:
      return readObject(reader);
    case 0x5b:
      return readArray(reader);
    case 0x74:
      return readWord(reader, 'true', 'boolean', true);
    case 0x66:
      return readWord(reader, 'false', 'boolean', false);
    case 0x6e:
      return readWord(reader, 'null', 'null', null);
    default: {
      numberForm.lastIndex = at;
      const found = numberForm.exec(text)?.[0];
      if (found === undefined) return null;
      reader.at = at + found.length;
      return { type: 'number', offset: at, length: found.length, value: Number(found) };
    }
  }
}

function readWord(reader: Reader, word: string, type: 'boolean' | 'null', value: boolean | null): Node | null {
  const offset = reader.at;
  if (!reader.text.startsWith(word, offset)) return null;
  reader.at = offset + word.length;
  return { type, offset, length: word.length, value };
}

function readString(reader: Reader): Node | null {
  const { text, at } = reader;
  let end = at + 1;
  let escaped = false;
  for (; ; end += 1) {
    const unit = text.charCodeAt(end);
    if (unit === 0x22) break;
    // The end of the text is no number.
    if (!(unit >= 0x20)) return null;
    if (unit !== 0x5c) continue;
    escaped = true;
    end += 1;
  }
  end += 1;
  const value = escaped ? unescaped(text.slice(at, end)) : text.slice(at + 1, end - 1);
  if (value === null) return null;
  reader.at = end;
  return { type: 'string', offset: at, length: end - at, value };
}

function unescaped(literal: string): string | null {
  try {
    return String(JSON.parse(literal));
  } catch {
    // A broken escape is for the parser that reports it.
    return null;
  }
}

function readObject(reader: Reader): Node | null {
  const { text, at: offset } = reader;
  const children: Node[] = [];
  if (!open(reader)) return null;
  if (text.charCodeAt(reader.at) === 0x7d) return close(reader, 'object', offset, children);
  for (;;) {
    if (text.charCodeAt(reader.at) !== 0x22) return null;
    const key = readString(reader);
    if (!key) return null;
    skipBlanks(reader);
    const colonOffset = reader.at;
    if (text.charCodeAt(colonOffset) !== 0x3a) return null;
    reader.at += 1;
    skipBlanks(reader);
    const value = readValue(reader);
    if (!value) return null;
    children.push({ type: 'property', offset: key.offset, length: reader.at - key.offset, children: [key, value], colonOffset });
    skipBlanks(reader);
    const next = text.charCodeAt(reader.at);
    if (next === 0x7d) return close(reader, 'object', offset, children);
    if (next !== 0x2c) return null;
    reader.at += 1;
    skipBlanks(reader);
  }
}

function readArray(reader: Reader): Node | null {
  const { text, at: offset } = reader;
  const children: Node[] = [];
  if (!open(reader)) return null;
  if (text.charCodeAt(reader.at) === 0x5d) return close(reader, 'array', offset, children);
  for (;;) {
    const value = readValue(reader);
    if (!value) return null;
    children.push(value);
    skipBlanks(reader);
    const next = text.charCodeAt(reader.at);
    if (next === 0x5d) return close(reader, 'array', offset, children);
    if (next !== 0x2c) return null;
    reader.at += 1;
    skipBlanks(reader);
  }
}

function open(reader: Reader): boolean {
  reader.at += 1;
  reader.depth += 1;
  skipBlanks(reader);
  return reader.depth <= maximumDepth;
}

function close(reader: Reader, type: 'object' | 'array', offset: number, children: Node[]): Node {
  reader.at += 1;
  reader.depth -= 1;
  return { type, offset, length: reader.at - offset, children };
}

function skipBlanks(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const unit = text.charCodeAt(reader.at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    reader.at += 1;
  }
}
