import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { isObject, type JsonValue, propertyOf } from '../scim/scimPath.ts';
import { askGraph, type GraphAccess } from './askGraph.ts';
import { objectPath, segment } from './graphAddress.ts';
import { textIn } from './graphEntry.ts';
import { readList } from './graphPages.ts';

/** The least permission for the assignments of a user (Graph's page on them); it covers the names of the roles. */
const scopes = ['Directory.Read.All'];
/** The role of an assignment without one: the default access. It counts (facts, section 3). */
const defaultAccess = '00000000-0000-0000-0000-000000000000';
const maximumAssignments = 1000;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The names of the roles that somebody has in the application, for the gates of assignment and role; empty where nobody assigned them. Roles that
 * come from a group of which they are a direct member are among them (Graph's page on the appRoleAssignments of a user).
 * @param roles the names of the application's roles by their ids
 */
export async function assignedRoles(
  access: GraphAccess,
  userId: string,
  servicePrincipalId: string,
  roles: ReadonlyMap<string, string>,
): Promise<DirectoryResult<readonly string[]>> {
  const path = `${objectPath('user', userId)}/appRoleAssignments`;
  const query = [['$filter', `resourceId eq ${servicePrincipalId}`]] as const;
  const listed = await readList(access, { path, query, scopes }, maximumAssignments);
  if (!listed.ok) return listed;
  const names = listed.value.items
    .filter((item) => textIn(item, 'resourceId')?.toLowerCase() === servicePrincipalId.toLowerCase())
    .map((item) => {
      const id = (textIn(item, 'appRoleId') ?? defaultAccess).toLowerCase();
      return roles.get(id) ?? (id === defaultAccess ? 'Default Access' : id);
    });
  return success([...new Set(names)]);
}

/** The roles of an application: their values, else their names, by their ids. */
export async function roleNames(
  access: GraphAccess,
  servicePrincipalId: string,
): Promise<DirectoryResult<ReadonlyMap<string, string>>> {
  if (!guid.test(servicePrincipalId)) {
    const message = '"servicePrincipalId" in the connection file is not an object id.';
    return failure('refused', 'InvalidServicePrincipal', message, 'Write the object id of the enterprise application.');
  }
  const path = `/servicePrincipals/${segment(servicePrincipalId)}`;
  const asked = await askGraph(access, { path, query: [['$select', 'id,appRoles']], scopes });
  if (!asked.ok) {
    if (asked.error.kind !== 'notFound') return asked;
    const message = `The tenant has no application with the object id ${servicePrincipalId}. ${asked.error.message}`;
    const advice =
      'Correct "servicePrincipalId" in the connection file: it is the object id of the enterprise application, not its application id.';
    return failure('notFound', asked.error.code, message, advice);
  }
  const listed = propertyOf(asked.value, 'appRoles');
  const roles = (Array.isArray(listed) ? (listed as readonly JsonValue[]) : []).filter(isObject);
  return success(
    new Map(
      roles.flatMap((role) => {
        const id = textIn(role, 'id');
        const name = textIn(role, 'value') ?? textIn(role, 'displayName');
        return id !== null && name !== null ? [[id.toLowerCase(), name] as const] : [];
      }),
    ),
  );
}
