import { kindOfObjectName, type ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryResult, Entry, PersonSummary } from '../../core/trace/directory.ts';
import { success } from '../failure.ts';
import { type JsonObject, type JsonValue, propertyOf } from '../scim/scimPath.ts';
import type { GraphAccess } from './askGraph.ts';
import type { GraphQuery } from './graphAddress.ts';
import { entryOf, nameOf, textIn } from './graphEntry.ts';
import { equalityFilter } from './graphFilter.ts';
import { readList } from './graphPages.ts';
import { readDeletedUser, readObject, readScopes } from './readObject.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const principalName = /^[^\s@/\\?]+@[^\s@/\\?]+$/;
/** Names that more objects share are of no use to tell one. */
const maximumCandidates = 200;
const maximumText = 256;

/** What an object can be called, the more particular name before the other. */
const identities: Readonly<Record<ObjectKind, readonly string[]>> = {
  user: [
    'userPrincipalName',
    'onPremisesSamAccountName',
    'mail',
    'proxyAddresses',
    'employeeId',
    'displayName',
    'givenName',
    'surname',
  ],
  group: ['onPremisesSamAccountName', 'mail', 'mailNickname', 'displayName'],
};

/**
 * The objects that a text names exactly. An object id or a principal name is one request; what is not found so is looked for by the other names in
 * a second one, and read in a third; who is not there at all may have been deleted.
 */
export async function resolveObjects(
  access: GraphAccess,
  text: string,
  names: readonly string[],
  objectName: string | null,
): Promise<DirectoryResult<readonly Entry[]>> {
  const wanted = text.trim();
  if (wanted === '' || wanted.length > maximumText) return success([]);
  const kind = kindOfObjectName(objectName);
  const kinds: readonly ObjectKind[] = kind === null ? ['user', 'group'] : [kind];
  for (const each of kinds) {
    if (!guid.test(wanted) && (each === 'group' || !principalName.test(wanted))) continue;
    const found = await readObject(access, each, wanted, names);
    if (!found.ok) return found;
    if (found.value) return success([found.value]);
  }
  if (guid.test(wanted)) {
    const deleted = kinds.includes('user') ? await readDeletedUser(access, wanted, names) : success(null);
    return deleted.ok ? success(deleted.value ? [deleted.value] : []) : deleted;
  }
  for (const each of kinds) {
    const found = await findByNames(access, liveObjects(each), wanted, names);
    if (!found.ok || found.value.length > 0) return found;
  }
  return kinds.includes('user') ? findByNames(access, deletedUsers, wanted, names) : success([]);
}

/** Where objects are looked for by their names, and how one of them is read. */
interface Shelf {
  readonly kind: ObjectKind;
  readonly path: string;
  /** The more particular name before the other: the first with a hit decides. */
  readonly identities: readonly string[];
  read(access: GraphAccess, id: string, names: readonly string[]): Promise<DirectoryResult<Entry | null>>;
}

function liveObjects(kind: ObjectKind): Shelf {
  const read: Shelf['read'] = (access, id, names) => readObject(access, kind, id, names);
  return { kind, path: `/${kind}s`, identities: identities[kind], read };
}

const deletedUsers: Shelf = {
  kind: 'user',
  path: '/directory/deletedItems/microsoft.graph.user',
  identities: ['userPrincipalName', 'mail', 'displayName'],
  read: readDeletedUser,
};

async function findByNames(
  access: GraphAccess,
  shelf: Shelf,
  text: string,
  names: readonly string[],
): Promise<DirectoryResult<readonly Entry[]>> {
  const { kind } = shelf;
  // `CORP\adele` is the account name with the short name of its domain, which Entra does not keep.
  const [, account = text] = /^[^\\]+\\([^\\]+)$/.exec(text) ?? [];
  const valueFor = (name: string): string =>
    name === 'proxyAddresses' ? `smtp:${text}` : name === 'onPremisesSamAccountName' ? account : text;
  const clauses = shelf.identities.flatMap((name) => {
    const filter = equalityFilter(kind, name, valueFor(name));
    return filter.ok ? [filter.value] : [];
  });
  const select = ['id', 'displayName', ...shelf.identities.filter((name) => name !== 'displayName')];
  const query: GraphQuery = [
    ['$filter', clauses.join(' or ')],
    ['$select', select.join(',')],
    ['$top', '100'],
    ['$count', 'true'],
  ];
  const question = { path: shelf.path, query, advanced: true, scopes: readScopes[kind] };
  const listed = await readList(access, question, maximumCandidates);
  if (!listed.ok) return listed;
  const found = mostParticular(listed.value.items, shelf.identities, valueFor);
  const [only, second] = found;
  if (!only || second) return success(found.flatMap((item) => entryOf(kind, item, names) ?? []));
  const read = await shelf.read(access, textIn(only, 'id') ?? '', names);
  // Lists and single objects come from different copies: what the one shows, the other may not have any more (facts, section 10.1).
  return read.ok ? success(read.value ? [read.value] : []) : read;
}

/** Those that are called so by the most particular name that anybody is called so by. */
function mostParticular(
  items: readonly JsonObject[],
  names: readonly string[],
  valueFor: (name: string) => string,
): readonly JsonObject[] {
  for (const name of names) {
    const wanted = fold(valueFor(name));
    const found = items.filter((item) => textsIn(propertyOf(item, name)).some((value) => fold(value) === wanted));
    if (found.length > 0) return found;
  }
  // Graph compares in its own way; what it gives for the name is taken for it.
  return items;
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.filter((one): one is string => typeof one === 'string');
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

const searched: Readonly<Record<ObjectKind, readonly string[]>> = {
  user: ['displayName', 'userPrincipalName', 'mail', 'givenName', 'surname'],
  group: ['displayName', 'description', 'mail', 'mailNickname'],
};

const shown: Readonly<Record<ObjectKind, readonly string[]>> = {
  user: ['id', 'displayName', 'userPrincipalName', 'mail', 'department', 'jobTitle'],
  group: ['id', 'displayName', 'mail', 'mailNickname', 'description'],
};

/**
 * People or groups for a picker: words of the name, or the beginning of the principal name or the mail address (Graph's page on `$search`). Empty
 * text gives the first ones by name.
 */
export async function searchObjects(
  access: GraphAccess,
  text: string,
  limit: number,
  objectName: string | null,
): Promise<DirectoryResult<readonly PersonSummary[]>> {
  if (limit <= 0) return success([]);
  const kind = kindOfObjectName(objectName);
  const summaries: PersonSummary[] = [];
  for (const each of kind === null ? (['user', 'group'] as const) : [kind]) {
    const listed = await searchKind(access, each, text.trim().slice(0, maximumText), limit - summaries.length);
    if (!listed.ok) return listed;
    summaries.push(...listed.value.map((item) => summaryOf(each, item)));
    if (summaries.length >= limit) break;
  }
  return success(summaries);
}

async function searchKind(
  access: GraphAccess,
  kind: ObjectKind,
  text: string,
  limit: number,
): Promise<DirectoryResult<readonly JsonObject[]>> {
  const top = String(Math.min(limit, 100));
  const select = ['$select', shown[kind].join(',')] as const;
  // Without a letter or digit there is no word to look for, and Graph refuses to.
  const words = /[\p{L}\p{N}]/u.test(text);
  const query: GraphQuery = words
    ? [['$search', searchText(kind, text)], select, ['$top', top], ['$count', 'true']]
    : [select, ['$orderby', 'displayName'], ['$top', top]];
  const question = { path: `/${kind}s`, query, advanced: words, scopes: readScopes[kind] };
  const listed = await readList(access, question, limit);
  return listed.ok ? success(listed.value.items) : listed;
}

/** Each clause in double quotes; a quote or a backslash within has a backslash in front (Graph's page on `$search`). */
function searchText(kind: ObjectKind, text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&');
  return searched[kind].map((name) => `"${name}:${escaped}"`).join(' OR ');
}

function summaryOf(kind: ObjectKind, item: JsonObject): PersonSummary {
  const principal = textIn(item, 'userPrincipalName') ?? textIn(item, 'mail') ?? textIn(item, 'mailNickname');
  const details =
    kind === 'user'
      ? [textIn(item, 'department'), textIn(item, 'jobTitle')]
      : [textIn(item, 'description')?.slice(0, 120) ?? null];
  const id = textIn(item, 'id') ?? '';
  return {
    id,
    displayName: nameOf(item) ?? id,
    principalName: principal,
    detail: details.filter((part) => part !== null).join(' · ') || null,
  };
}
