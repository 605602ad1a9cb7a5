import { isBinaryAttribute } from '../file/binaryAttributes.ts';
import { guidKey } from '../file/guidKey.ts';

/**
 * The value to ask for: bytes where the attribute holds bytes. objectGUID and what is made of it travel as base64 (Entra's ImmutableId) or as the text
 * of a GUID, whose first three groups have their bytes in reverse in the directory (MS-DTYP, 2.3.4.2); objectSid as base64 or as `S-1-…`.
 */
export function filterValue(attribute: string, value: string): string | Buffer {
  if (!isBinaryAttribute(attribute)) return value;
  const guid = /^[A-Za-z0-9+/]{22}==$/.test(value) ? null : guidKey(value);
  if (guid !== null) return guidBytes(guid);
  const sid = sidBytes(value);
  if (sid) return sid;
  const isBase64 = value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  return isBase64 ? Buffer.from(value, 'base64') : value;
}

function guidBytes(hex: string): Buffer {
  const bytes = Buffer.from(hex, 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** MS-DTYP, 2.4.2.2. Null where the text is no security identifier. */
function sidBytes(text: string): Buffer | null {
  const found = /^S-1-(\d{1,10})((?:-\d{1,10}){1,15})$/i.exec(text);
  const authority = Number(found?.[1]);
  const parts = (found?.[2] ?? '').split('-').slice(1).map(Number);
  if (!found || authority >= 2 ** 32 || parts.some((part) => part >= 2 ** 32)) return null;
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt8(parts.length, 1);
  bytes.writeUInt32BE(authority, 4);
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
  return bytes;
}
