import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { Entry } from '../../core/trace/directory.ts';
import { asEntry, fileEntry } from '../file/fileEntry.ts';
import { entryValues } from './entryValues.ts';
import type { LdapEntry } from './ldapPort.ts';
import { splitName } from './relativeName.ts';

/** What the agent adds to what it reads; the directory does not know them (facts/expression-language.md, sections 6.5 and 6.6). */
const derived = new Set(['accountdisabled', 'parentdistinguishedname', 'issecuritygroup', 'universalscope']);
/** Always read: what an object is and is called, and the numbers that the agent's words are bits of. */
const alwaysRead = ['objectClass', 'displayName', 'cn', 'userAccountControl', 'groupType'];

/** An attribute description of RFC 4512: nothing else may become part of a request. */
export const attributeDescription = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)(?:;[A-Za-z0-9-]+)*$/;

/** Whether a directory can be asked for an attribute of this name. */
export function isReadable(name: string): boolean {
  return attributeDescription.test(name) && !derived.has(name.toLowerCase()) && !isSecretAttribute(name);
}

/** The attributes to ask for, so that {@link targetEntry} can answer for these names. */
export function namesToRead(attributes: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  for (const name of [...attributes.filter(isReadable), ...alwaysRead]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** An entry under the names of the configuration; its id is its distinguished name. Bytes are base64. */
export function targetEntry(entry: LdapEntry, asked: readonly string[]): Entry {
  const { dn } = entry;
  const values = entryValues(entry);
  const parent = splitName(dn)?.parent;
  if (parent !== undefined) values.set('parentDistinguishedName', parent);
  const type = [...values].find(([name]) => name.toLowerCase() === 'grouptype')?.[1];
  if (typeof type === 'string' && /^-?\d{1,10}$/.test(type)) {
    // MS-ADTS, 2.2.12: the highest bit is security, 8 is universal.
    values.set('isSecurityGroup', (Number(type) | 0) < 0 ? 'True' : 'False');
    values.set('UniversalScope', (Number(type) & 8) === 0 ? 'False' : 'True');
  }
  return asEntry(fileEntry(dn, dn, values, null), asked);
}
