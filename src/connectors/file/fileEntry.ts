import type { ObjectKind } from '../../core/schema/objectKind.ts';
import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { Entry } from '../../core/trace/directory.ts';
import type { Attributes, AttributeValue } from '../../core/value.ts';
import { type JsonObject, parseScimPath, readScimPath } from '../scim/scimPath.ts';
import { entryKind } from './entryKind.ts';

/** A person, group or other object of a directory file, without secrets. */
export interface FileEntry {
  readonly id: string;
  /** Null where the file gives none: people of Graph or of an application. */
  readonly dn: string | null;
  /** Under the names of the file. */
  readonly attributes: Attributes;
  /** The spelling of each name by its lower case. */
  readonly spelling: ReadonlyMap<string, string>;
  /** The JSON that the entry was read from, for paths that only a query can answer; null for LDIF. */
  readonly resource: JsonObject | null;
  /** Null where nothing in the file tells. */
  readonly kind: ObjectKind | null;
}

/** Names that schemas use for what Graph calls something else (facts/graph-synchronization.md, section 10). */
function otherName(name: string): string | null {
  if (/^objectId$/i.test(name)) return 'id';
  return /^extensionAttribute(\d|1[0-5])$/i.test(name) ? `onPremisesExtensionAttributes.${name}` : null;
}

export function fileEntry(
  id: string,
  dn: string | null,
  attributes: ReadonlyMap<string, AttributeValue>,
  resource: JsonObject | null,
  kind: ObjectKind | null = null,
): FileEntry {
  const all = new Map(attributes);
  const spelling = new Map<string, string>();
  for (const name of all.keys()) if (!spelling.has(name.toLowerCase())) spelling.set(name.toLowerCase(), name);
  const add = (name: string, value: string | null): void => {
    if (value === null || spelling.has(name.toLowerCase())) return;
    all.set(name, value);
    spelling.set(name.toLowerCase(), name);
  };
  // The agent adds both to what it reads from Active Directory.
  add('distinguishedName', dn);
  const control = spelling.get('useraccountcontrol');
  add('accountDisabled', control === undefined ? null : accountDisabled(all.get(control) ?? null));
  return { id, dn, attributes: all, spelling, resource, kind: kind ?? entryKind(all, spelling, resource) };
}

/** Bit 2 of userAccountControl, ACCOUNTDISABLE. */
function accountDisabled(control: AttributeValue): string | null {
  if (typeof control !== 'string' || !/^-?\d{1,10}$/.test(control)) return null;
  return (Number(control) & 2) === 0 ? 'False' : 'True';
}

/** The value under a name of the configuration: exact, else without case as LDAP and SCIM compare names, else as a path. */
export function attributeOf(entry: FileEntry, name: string): AttributeValue {
  const spelled = entry.attributes.has(name) ? name : entry.spelling.get(name.toLowerCase());
  if (spelled !== undefined) return entry.attributes.get(spelled) ?? null;
  if (!entry.resource || isSecretAttribute(name)) return null;
  const path = parseScimPath(name);
  const found = path && readScimPath(entry.resource, path);
  if (found !== null) return found;
  const other = otherName(name);
  return other === null ? null : attributeOf(entry, other);
}

export function textsOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The first text under the first of several names that has one. */
export function firstText(entry: FileEntry, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textsOf(attributeOf(entry, name)).find((value) => value !== '');
    if (text !== undefined) return text;
  }
  return null;
}

/** The name to show; null where the entry has none. */
export function displayNameOf(entry: FileEntry): string | null {
  const full = firstText(entry, 'displayName', 'cn', 'name.formatted', 'name');
  if (full !== null) return full;
  const parts = [firstText(entry, 'givenName', 'name.givenName'), firstText(entry, 'surname', 'sn', 'name.familyName')];
  return parts.filter((part) => part !== null).join(' ') || null;
}

/** The entry for the engine: the asked names under their asked spelling, then whatever else there is. */
export function asEntry(entry: FileEntry, asked: readonly string[]): Entry {
  const attributes = new Map<string, AttributeValue>();
  const answered = new Set<string>();
  for (const name of asked) {
    const value = attributeOf(entry, name);
    if (value === null) continue;
    attributes.set(name, value);
    answered.add(name.toLowerCase());
  }
  for (const [name, value] of entry.attributes) if (!answered.has(name.toLowerCase())) attributes.set(name, value);
  return { id: entry.id, displayName: displayNameOf(entry), attributes, kind: entry.kind };
}

/** Sixteen bytes in base64, a GUID: letters of another case are other bytes. */
const guidInBase64 = /^[A-Za-z0-9+/]{22}==$/;

/** Two texts are the same to a directory when these are: composed, and without case where case does not count. */
export function comparable(text: string, caseExact: boolean): string {
  const composed = text.normalize('NFC');
  return caseExact || guidInBase64.test(text) ? composed : composed.toLowerCase();
}

const containers =
  /^(organizationalUnit|organization|container|domain|domainDNS|builtinDomain|dcObject|country|locality|computer|msDS-.*ManagedServiceAccount)$/i;

/** False for what stands in a directory and is nobody: organizational units, domains, computers. */
export function isSubject(entry: FileEntry): boolean {
  const spelled = entry.spelling.get('objectclass');
  return spelled === undefined || !textsOf(entry.attributes.get(spelled) ?? null).some((name) => containers.test(name));
}
