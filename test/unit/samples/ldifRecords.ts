/**
 * LDIF as the samples have it, read without the project's own reader, so that a test of the samples does not trust what they test:
 * folded lines, comments, base64.
 */
export interface LdifRecord {
  readonly dn: string;
  readonly lines: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** @throws Error where a line is not LDIF. */
export function readLdifRecords(file: string): LdifRecord[] {
  const records = file.replaceAll('\n ', '').split(/\n{2,}/);
  return records.flatMap((record) => {
    const lines = record
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && line !== 'version: 1')
      .map(readLine);
    const [first, ...rest] = lines;
    if (!first) return [];
    if (first.name !== 'dn') throw new Error(`a record begins with ${first.name}`);
    return [{ dn: utf8.decode(first.bytes), lines: rest }];
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readLine(line: string): { readonly name: string; readonly bytes: Buffer } {
  const [, name, base64, value] = /^([A-Za-z][\w-]*):(:?) (.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`not LDIF: ${line}`);
  const bytes = base64 ? Buffer.from(value, 'base64') : Buffer.from(value);
  if (base64 && bytes.toString('base64') !== value) throw new Error(`not base64: ${line}`);
  return { name, bytes };
}

/** The values of an attribute, as base64. */
export function valuesIn(record: LdifRecord, name: string): string[] {
  return record.lines.filter((line) => line.name === name).map((line) => line.bytes.toString('base64'));
}

/** The first value; undefined where there is none. */
export function bytesOf(record: LdifRecord, name: string): Buffer | undefined {
  return record.lines.find((line) => line.name === name)?.bytes;
}

/** The first value as text. @throws TypeError where it is not UTF-8. */
export function textOf(record: LdifRecord, name: string): string | undefined {
  const bytes = bytesOf(record, name);
  return bytes === undefined ? undefined : utf8.decode(bytes);
}
