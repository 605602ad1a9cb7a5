import type { ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryError, DirectoryResult, Entry } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { isObject, type JsonObject, type JsonValue, propertyOf } from '../scim/scimPath.ts';
import { askGraph, type GraphAccess } from './askGraph.ts';
import { type GraphQuery, objectPath, segment } from './graphAddress.ts';
import { entryOf, idsOf, type Selection, selectionOf, textIn } from './graphEntry.ts';
import { readList } from './graphPages.ts';

/** The least delegated permission for reading (facts/graph-synchronization.md, section 10.2; Graph's pages on groups). */
export const readScopes: Readonly<Record<ObjectKind, readonly string[]>> = {
  user: ['User.Read.All'],
  group: ['GroupMember.Read.All'],
};

/** More members than this are not read: a group of that size is not provisioned on demand either. */
const maximumMembers = 20_000;
const pageSize = 999;

/**
 * One object by its id, a user by the principal name too, in one request; a group's members are read page by page after it. Null where it is not
 * there.
 */
export async function readObject(
  access: GraphAccess,
  kind: ObjectKind,
  id: string,
  names: readonly string[],
): Promise<DirectoryResult<Entry | null>> {
  const selection = selectionOf(kind, names);
  const query: GraphQuery = [
    ['$select', selection.select.join(',')],
    ...(selection.relation === 'manager' ? [['$expand', 'manager($select=id)'] as const] : []),
  ];
  const asked = await askGraph(access, { path: objectPath(kind, id), query, scopes: readScopes[kind] });
  if (!asked.ok) return isAbsent(asked.error) ? success(null) : asked;
  const found = withManagerId(asked.value);
  const complete = selection.relation === 'members' ? await withMembers(access, found) : success(found);
  return complete.ok ? entryIn(access, kind, complete.value, names) : complete;
}

/**
 * Whether Graph says that an object is not there (facts/graph-synchronization.md, section 10.3). Any other 404 is of a wrong address, and must not
 * look like it.
 */
function isAbsent({ kind, code }: DirectoryError): boolean {
  return kind === 'notFound' && /^(Request_ResourceNotFound|Directory_ObjectNotFound)$/i.test(code);
}

/** A hit of a list, with what a list cannot carry: an advanced query allows no `$expand` (facts, section 10.1). */
export async function completed(
  access: GraphAccess,
  kind: ObjectKind,
  resource: JsonObject,
  { relation }: Selection,
  names: readonly string[],
): Promise<DirectoryResult<Entry>> {
  const read = relation === null ? success(resource) : await withRelation(access, resource, relation);
  return read.ok ? entryIn(access, kind, read.value, names) : read;
}

function withRelation(
  access: GraphAccess,
  resource: JsonObject,
  relation: 'manager' | 'members',
): Promise<DirectoryResult<JsonObject>> {
  return relation === 'members' ? withMembers(access, resource) : withManager(access, resource);
}

async function withManager(access: GraphAccess, resource: JsonObject): Promise<DirectoryResult<JsonObject>> {
  const path = `${objectPath('user', textIn(resource, 'id') ?? '')}/manager`;
  const asked = await askGraph(access, { path, query: [['$select', 'id']], scopes: readScopes.user });
  if (asked.ok) return success({ ...resource, manager: textIn(asked.value, 'id') });
  return isAbsent(asked.error) ? success(resource) : asked;
}

async function withMembers(access: GraphAccess, resource: JsonObject): Promise<DirectoryResult<JsonObject>> {
  const path = `${objectPath('group', textIn(resource, 'id') ?? '')}/members`;
  const query: GraphQuery = [
    ['$select', 'id'],
    ['$top', String(pageSize)],
  ];
  const listed = await readList(access, { path, query, scopes: readScopes.group }, maximumMembers);
  if (!listed.ok) return listed;
  if (!listed.value.complete) {
    const name = textIn(resource, 'displayName') ?? 'The group';
    const message = `${name} has more than ${maximumMembers} members, which are not read here.`;
    return failure('refused', 'TooManyMembers', message, 'Run it for a smaller group, or without the mapping of its members.');
  }
  return success({ ...resource, members: idsOf(listed.value.items) });
}

/** The manager that came with the object, by its id alone. */
function withManagerId(resource: JsonObject): JsonObject {
  const manager = propertyOf(resource, 'manager');
  return isObject(manager) ? { ...resource, manager: textIn(manager, 'id') } : resource;
}

function entryIn(
  { host }: GraphAccess,
  kind: ObjectKind,
  resource: JsonObject,
  names: readonly string[],
): DirectoryResult<Entry> {
  const entry = entryOf(kind, resource, names);
  if (entry) return success(entry);
  const message = `${host} answered with a ${kind} that has no id.`;
  return failure('malformed', 'NotGraph', message, 'Check "graphBaseUrl": Microsoft Graph gives an id with every object.');
}

/** A user in the deleted items, where it stays for 30 days, with `deletedDateTime`; null where it is not there. */
export async function readDeletedUser(
  access: GraphAccess,
  id: string,
  names: readonly string[],
): Promise<DirectoryResult<Entry | null>> {
  const select = [...selectionOf('user', names).select, 'deletedDateTime'];
  const path = `/directory/deletedItems/${segment(id)}`;
  const asked = await askGraph(access, { path, query: [['$select', select.join(',')]], scopes: readScopes.user });
  if (!asked.ok) return isAbsent(asked.error) ? success(null) : asked;
  // What is deleted stays deleted where the answer does not say when.
  const deleted: JsonValue = propertyOf(asked.value, 'deletedDateTime') ?? 'at an unknown time';
  return entryIn(access, 'user', { ...asked.value, deletedDateTime: deleted }, names);
}
