/**
 * The text of a binary security identifier (MS-DTYP, 2.4.2.2): revision, count, six bytes of authority with the high byte first, then 32-bit
 * sub-authorities with the low byte first. Null where the bytes are none, or the authority is one that Windows writes in hexadecimal.
 */
export function sidText(bytes: readonly number[]): string | null {
  const [revision, count = 0] = bytes;
  if (revision !== 1 || count > 15 || bytes.length !== 8 + 4 * count) return null;
  const authority = bytes.slice(2, 8).reduce((sum, byte) => sum * 256 + byte, 0);
  if (authority >= 2 ** 32) return null;
  const parts: number[] = [];
  for (let at = 8; at < bytes.length; at += 4) {
    parts.push(bytes.slice(at, at + 4).reduceRight((sum, byte) => sum * 256 + byte, 0));
  }
  return ['S', revision, authority, ...parts].join('-');
}
