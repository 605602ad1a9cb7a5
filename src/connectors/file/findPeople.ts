import { isOfKind } from '../../core/schema/objectKind.ts';
import { parseDistinguishedName } from '../../core/text/distinguishedName.ts';
import type { PersonSummary } from '../../core/trace/directory.ts';
import type { EntryIndex } from './entryIndex.ts';
import { attributeOf, comparable, displayNameOf, type FileEntry, firstText, isSubject, textsOf } from './fileEntry.ts';
import { foldForSearch } from './foldForSearch.ts';

/**
 * The entries that a text names exactly. Identifiers come before names, and the more particular identifier before the other: the first
 * kind with a hit decides, so that several entries mean that nothing more exact fits.
 * @param objectName only objects of this kind, where the file tells kinds apart; null finds any.
 */
export function resolvePeople(index: EntryIndex, user: string, objectName: string | null): readonly FileEntry[] {
  const text = user.trim();
  if (text === '') return [];
  for (const candidates of identityHits(index, text)) {
    const found = candidates.filter((entry) => isSubject(entry) && isOfKind(entry.kind, objectName));
    if (found.length > 0) return found;
  }
  return [];
}

function* identityHits(index: EntryIndex, text: string): Generator<readonly FileEntry[]> {
  yield index.byName(text);
  yield index.byId(text);
  yield index.byGuid(text);
  const having = (...names: readonly string[]): readonly FileEntry[] => [
    ...new Set(names.flatMap((name) => [...index.withValue(name, text, false)])),
  ];
  yield having('id', 'objectId');
  yield having('userPrincipalName', 'userName');
  const [, domain, account] = /^([^\\]+)\\([^\\]+)$/.exec(text) ?? [];
  if (domain !== undefined && account !== undefined) {
    const named = index.withValue('sAMAccountName', account, false);
    yield named.filter((entry) => firstComponent(entry) === comparable(domain, false));
    // The short name of a domain need not be the first part of its long one.
    yield named;
  }
  yield having('sAMAccountName');
  yield having('mail', 'emails[type eq "work"].value', 'emails');
  yield index.withValue('proxyAddresses', `smtp:${text}`, false);
  yield having('employeeId', 'employeeNumber', 'workerId', 'externalId');
  yield having('displayName', 'cn', 'name.formatted', 'name');
  yield having('givenName', 'name.givenName', 'surname', 'sn', 'name.familyName');
}

/** `corp` of `DC=corp,DC=example`. */
function firstComponent(entry: FileEntry): string | null {
  for (const parts of parseDistinguishedName(entry.dn ?? '') ?? []) {
    const component = parts.find((part) => part.type.toLowerCase() === 'dc');
    if (component) return comparable(component.value, false);
  }
  return null;
}

/** The people or groups in whom every word of the text occurs, the best first; with an empty text the first by name. */
export function searchPeople(
  entries: readonly FileEntry[],
  text: string,
  limit: number,
  objectName: string | null,
): readonly PersonSummary[] {
  const words = foldForSearch(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const whole = words.join(' ');
  const ranked: { readonly rank: number; readonly order: string; readonly summary: PersonSummary }[] = [];
  for (const entry of entries) {
    if (!isSubject(entry) || !isOfKind(entry.kind, objectName)) continue;
    const summary = summaryOf(entry);
    const name = foldForSearch(summary.displayName);
    const fields = [name, ...searchedTexts(entry).map(foldForSearch)];
    if (!words.every((word) => fields.some((field) => field.includes(word)))) continue;
    ranked.push({ rank: rankOf(name, fields, whole), order: name, summary });
  }
  ranked.sort((a, b) => a.rank - b.rank || compareText(a.order, b.order) || compareText(a.summary.id, b.summary.id));
  return ranked.slice(0, Math.max(0, limit)).map(({ summary }) => summary);
}

function searchedTexts(entry: FileEntry): readonly string[] {
  const names = [
    'userPrincipalName',
    'userName',
    'mail',
    'sAMAccountName',
    'mailNickname',
    'cn',
    'employeeId',
    'emails',
    'distinguishedName',
  ];
  return [entry.id, ...names.flatMap((name) => textsOf(attributeOf(entry, name)))];
}

/** 0 for the very text, then: begins a name, begins another identifier, begins a word of the name, stands in the name, elsewhere. */
function rankOf(name: string, fields: readonly string[], text: string): number {
  if (text === '') return 0;
  if (fields.includes(text)) return 0;
  if (name.startsWith(text)) return 1;
  if (fields.some((field) => field.startsWith(text))) return 2;
  if (name.includes(` ${text}`)) return 3;
  return name.includes(text) ? 4 : 5;
}

function summaryOf(entry: FileEntry): PersonSummary {
  const principalName = firstText(entry, 'userPrincipalName', 'userName', 'mail', 'emails', 'sAMAccountName');
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
  const detail = [firstText(entry, 'department', enterprise), firstText(entry, 'title', 'jobTitle'), placeOf(entry)];
  return {
    id: entry.id,
    displayName: displayNameOf(entry) ?? principalName ?? entry.id,
    principalName,
    detail: [...new Set(detail.filter((part) => part !== null))].join(' · ') || null,
  };
}

/** The container that the entry stands in: `Sales` of `CN=…,OU=Sales,DC=…`. */
function placeOf(entry: FileEntry): string | null {
  return parseDistinguishedName(entry.dn ?? '')?.[1]?.[0]?.value ?? null;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
