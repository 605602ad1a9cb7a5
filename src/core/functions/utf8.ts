const loneSurrogate = /\p{Cs}/u;

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, as in .NET. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of wellFormed(text)) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
}

/** The text of UTF-8 bytes; null where they are not well-formed (RFC 3629). */
export function utf8Text(bytes: readonly number[]): string | null {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length =
      lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return null;
    let code = length === 1 ? lead : lead & (0x7f >> length);
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next] ?? 0;
      if ((byte & 0xc0) !== 0x80) return null;
      code = (code << 6) | (byte & 0x3f);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
    pieces.push(String.fromCodePoint(code));
    at += length;
  }
  return pieces.join('');
}

/** The UTF-16 bytes of a text, low byte first; a lone surrogate becomes U+FFFD. */
export function utf16Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  const whole = wellFormed(text);
  for (let at = 0; at < whole.length; at++) {
    const unit = whole.charCodeAt(at);
    bytes.push(unit & 0xff, unit >> 8);
  }
  return bytes;
}

/** The text of UTF-16 bytes, low byte first; null where they are not well-formed. */
export function utf16Text(bytes: readonly number[]): string | null {
  if (bytes.length % 2 !== 0) return null;
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 2) pieces.push(String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)));
  const text = pieces.join('');
  return loneSurrogate.test(text) ? null : text;
}
