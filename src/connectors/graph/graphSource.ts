import type { GraphReference } from '../../core/connection/connection.ts';
import { kindOfObjectName, type ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryResult, Entry, SourceDirectory, SourceHolders } from '../../core/trace/directory.ts';
import { success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { askGraph, type GraphAccess, graphAccess, graphLabel } from './askGraph.ts';
import { assignedRoles, roleNames } from './assignedRoles.ts';
import { resolveObjects, searchObjects } from './findPeople.ts';
import { type GraphQuery, questionOf } from './graphAddress.ts';
import { nameOf, textIn } from './graphEntry.ts';
import { equalityFilter } from './graphFilter.ts';
import { readList } from './graphPages.ts';
import { readScopes } from './readObject.ts';

/** Enough to tell who shares a value. */
const shownHolders = 5;

/**
 * People and groups of Entra, over Microsoft Graph (facts/graph-synchronization.md, section 10.1). Asks with GET only. There is no cheap way to
 * everybody, so it does not list.
 */
export function graphSource(reference: GraphReference, options: OpenOptions): SourceDirectory {
  const access = graphAccess(reference, options);
  const roles = rolesOf(access);
  return {
    label: graphLabel(reference),
    testConnection: () => testReading(access),
    async resolve(user, attributes, objectName) {
      const found = await resolveObjects(access, user, attributes, objectName);
      const wanted = attributes.some((name) => name.toLowerCase() === 'approleassignments');
      if (!found.ok) return found;
      const [only, second, ...more] = found.value.map(withoutGuestMark);
      if (!only || second) return success([only, second, ...more].filter((entry) => entry !== undefined));
      return wanted ? roles(only) : success([only]);
    },
    search: (text, limit, objectName = null) => searchObjects(access, text, limit, objectName),
    async holders(attribute, value, objectName = null) {
      const kind = kindOfObjectName(objectName);
      let total = 0;
      const entries: SourceHolders['entries'][number][] = [];
      for (const each of kind === null ? (['user', 'group'] as const) : [kind]) {
        const filter = holdersFilter(each, attribute, value);
        // What Graph cannot be asked for, it cannot tell.
        if (!filter.ok) {
          if (kind !== null) return success(null);
          continue;
        }
        const held = await holdersOf(access, each, filter.value);
        if (!held.ok) return held;
        total += held.value.total;
        entries.push(...held.value.entries);
      }
      return success({ total, entries: entries.slice(0, shownHolders) });
    },
  };
}

const guestMark = '#EXT#';

/**
 * The principal name of a guest as mappings get it: without `#EXT#`; `originalUserPrincipalName` keeps it (facts/graph-synchronization.md,
 * section 4).
 */
function withoutGuestMark(entry: Entry): Entry {
  const names = [...entry.attributes.keys()].filter((name) => /^userPrincipalName$/i.test(name));
  const stripped = names.flatMap((name) => {
    const value = entry.attributes.get(name);
    return typeof value === 'string' && value.includes(guestMark) ? [[name, value.replace(guestMark, '')] as const] : [];
  });
  return stripped.length === 0 ? entry : { ...entry, attributes: new Map([...entry.attributes, ...stripped]) };
}

/** Who has a value, where a principal name may be that of a guest. */
function holdersFilter(kind: ObjectKind, attribute: string, value: string): DirectoryResult<string> {
  if (/^originalUserPrincipalName$/i.test(attribute)) return equalityFilter(kind, 'userPrincipalName', value);
  const filter = equalityFilter(kind, attribute, value);
  const at = value.lastIndexOf('@');
  if (!filter.ok || at < 0 || !/^userPrincipalName$/i.test(attribute)) return filter;
  const guest = equalityFilter(kind, attribute, `${value.slice(0, at)}${guestMark}${value.slice(at)}`);
  return guest.ok ? success(`${filter.value} or ${guest.value}`) : filter;
}

/** Whether users can be read, in the cheapest way. */
export async function testReading(access: GraphAccess): ReturnType<SourceDirectory['testConnection']> {
  const path = '/users';
  const query: GraphQuery = [
    ['$top', '1'],
    ['$select', 'id'],
  ];
  const asked = await askGraph(access, { path, query, scopes: readScopes.user });
  if (!asked.ok) return asked;
  return success({
    address: access.reference.graphBaseUrl,
    asked: questionOf(path, query),
    answered: '200, users can be read',
    warning: null,
  });
}

async function holdersOf(access: GraphAccess, kind: ObjectKind, filter: string): Promise<DirectoryResult<SourceHolders>> {
  const select = kind === 'user' ? 'id,displayName,userPrincipalName' : 'id,displayName';
  const query: GraphQuery = [
    ['$filter', filter],
    ['$select', select],
    ['$top', String(shownHolders)],
    ['$count', 'true'],
  ];
  const listed = await readList(access, { path: `/${kind}s`, query, advanced: true, scopes: readScopes[kind] }, shownHolders);
  if (!listed.ok) return listed;
  const { items, count } = listed.value;
  const entries = items.map((item) => ({ id: textIn(item, 'id') ?? '', displayName: nameOf(item) }));
  return success({ total: Math.max(count ?? 0, items.length), entries });
}

/** Adds the names of the roles that a user has in the application; the roles of the application are read once. */
function rolesOf(access: GraphAccess): (entry: Entry) => Promise<DirectoryResult<readonly Entry[]>> {
  const { servicePrincipalId = null } = access.options;
  let known: ReadonlyMap<string, string> | null = null;
  return async (entry) => {
    // A deleted user has no assignments that could be asked for.
    if (servicePrincipalId === null || entry.kind !== 'user' || entry.attributes.has('deletedDateTime')) return success([entry]);
    if (known === null) {
      const read = await roleNames(access, servicePrincipalId);
      if (!read.ok) return read;
      known = read.value;
    }
    const assigned = await assignedRoles(access, entry.id, servicePrincipalId, known);
    if (!assigned.ok) return assigned;
    return success([{ ...entry, attributes: new Map([...entry.attributes, ['appRoleAssignments', assigned.value]]) }]);
  };
}
