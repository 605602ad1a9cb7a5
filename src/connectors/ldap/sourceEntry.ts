import { type FileEntry, fileEntry } from '../file/fileEntry.ts';
import { entryValues } from './entryValues.ts';
import type { LdapEntry } from './ldapPort.ts';
import { isReadable } from './targetEntry.ts';

/** By which people are found, told apart and named. `userAccountControl` is what `accountDisabled` is derived from. */
const identifying = [
  'objectClass',
  'objectGUID',
  'objectSid',
  'sAMAccountName',
  'userPrincipalName',
  'mail',
  'proxyAddresses',
  'displayName',
  'cn',
  'name',
  'givenName',
  'sn',
  'userAccountControl',
  'isDeleted',
  'lastKnownParent',
];
/** What tells two people of one name apart, in a list. */
export const listed: readonly string[] = ['department', 'title'];

/** The attributes to ask a server for: those that are wanted and can be asked for, and what people are found by. Each once. */
export function namesToAsk(wanted: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  for (const name of [...wanted.filter(isReadable), ...identifying]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** An entry as one of an LDIF export of the same server would be: bytes as base64, no secrets, with what the agent derives. */
export function sourceEntry(entry: LdapEntry): FileEntry {
  return fileEntry(entry.dn, entry.dn, entryValues(entry), null);
}
