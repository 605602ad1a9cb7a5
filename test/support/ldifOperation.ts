import { ldifRecords } from '../../src/connectors/file/ldifLines.ts';
import type { LdapOperation } from '../../src/connectors/ldap/ldapPort.ts';

/** A change of which every value is bytes in hexadecimal, so that two of them can be compared. */
export interface ComparableChange {
  readonly kind: string;
  readonly dn: string;
  readonly parts: readonly (readonly string[])[];
}

/** One LDIF change record (RFC 2849), read without any help of what writes them but the folding of lines. */
export function readChange(body: string): ComparableChange {
  const [record, ...more] = ldifRecords(body);
  if (!record || more.length > 0) throw new Error(`not one record: ${body}`);
  const lines = record.map(({ text }) => readLine(text));
  const [dn, type, ...rest] = lines;
  if (dn?.name !== 'dn' || type?.name !== 'changetype') throw new Error(`no change: ${body}`);
  const kind = type.value.toString();
  return { kind, dn: dn.value.toString(), parts: kind === 'modify' ? modifications(rest) : plainParts(rest) };
}

interface Line {
  readonly name: string;
  readonly value: Buffer;
}

function readLine(text: string): Line {
  if (text === '-') return { name: '-', value: Buffer.alloc(0) };
  const found = /^([^:]+)(::?) ?(.*)$/s.exec(text);
  const [, name = '', separator, value = ''] = found ?? [];
  if (!found) throw new Error(`no line of LDIF: ${text}`);
  return { name, value: Buffer.from(value, separator === '::' ? 'base64' : 'utf8') };
}

/** Consecutive values of one attribute, in order. */
function plainParts(lines: readonly Line[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (const { name, value } of lines) {
    const last = parts.at(-1);
    if (last?.[0] === name) last.push(value.toString('hex'));
    else parts.push([name, value.toString('hex')]);
  }
  return parts;
}

function modifications(lines: readonly Line[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let open: string[] | null = null;
  for (const { name, value } of lines) {
    if (name === '-') {
      if (!open) throw new Error('a "-" without a change before it');
      open = null;
    } else if (!open) {
      open = [name, value.toString()];
      parts.push(open);
    } else {
      if (name !== open[1]) throw new Error(`${name} under ${open[1]}`);
      open.push(value.toString('hex'));
    }
  }
  if (open) throw new Error('the last change does not end');
  return parts;
}

/** What goes to the wire, in the same form. */
export function comparable(operation: LdapOperation): ComparableChange {
  const { kind, dn } = operation;
  const hex = (values: readonly (string | Buffer)[]): string[] => values.map((value) => Buffer.from(value).toString('hex'));
  switch (operation.kind) {
    case 'add':
      return { kind, dn, parts: operation.attributes.map(({ name, values }) => [name, ...hex(values)]) };
    case 'modify':
      return { kind, dn, parts: operation.changes.map(({ how, name, values }) => [how, name, ...hex(values)]) };
    case 'modrdn': {
      const { newRdn, newSuperior } = operation;
      const parts = [
        ['newrdn', ...hex([newRdn])],
        ['deleteoldrdn', ...hex(['1'])],
      ];
      return { kind, dn, parts: newSuperior === null ? parts : [...parts, ['newsuperior', ...hex([newSuperior])]] };
    }
    case 'delete':
      return { kind, dn, parts: [] };
  }
}
