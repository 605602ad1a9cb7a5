/**
 * The 32 hex digits of a GUID as it is read aloud, from its text form (with or without braces or `<GUID=…>`) or from the base64 of the 16
 * bytes that Active Directory stores: there the first three groups have their bytes in reverse. Null where the text is neither.
 */
export function guidKey(text: string): string | null {
  const written = /^(?:<guid=)?\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?>?$/i.exec(
    text.trim(),
  );
  if (written) return written.slice(1).join('').toLowerCase();
  if (!/^[A-Za-z0-9+/]{22}==$/.test(text)) return null;
  const hex = Buffer.from(text, 'base64').toString('hex');
  const reversed = (start: number, end: number): string => (hex.slice(start, end).match(/../g) ?? []).reverse().join('');
  return reversed(0, 8) + reversed(8, 12) + reversed(12, 16) + hex.slice(16);
}
