import type { ObjectKind } from '../../core/schema/objectKind.ts';
import type { Attributes, AttributeValue } from '../../core/value.ts';
import { kindOfResource } from '../scim/resourceKind.ts';
import { type JsonObject, propertyOf } from '../scim/scimPath.ts';

const groupClass = /^(group|groupOfNames|groupOfUniqueNames|groupOfURLs|posixGroup|dynamicGroup)$/i;
const userClass = /^(user|person|organizationalPerson|inetOrgPerson|contact|posixAccount|account)$/i;
/** What only a group, and what only a person has, where nothing says outright which it is. */
const groupMarks = ['groupTypes', 'securityEnabled', 'members', 'member', 'groupType'];
const userMarks = ['userPrincipalName', 'userName', 'accountEnabled', 'userAccountControl', 'givenName', 'surname', 'sn'];

/**
 * Whether an entry is a user or a group; null where nothing says so. `objectClass` in LDAP, `@odata.type` in answers of Graph, `schemas` and
 * `meta.resourceType` in SCIM tell outright; else the attributes that only the one or the other has do.
 * @param spelling the names of the attributes by their lower case
 * @param resource the JSON that the entry was read from; null for LDIF
 */
export function entryKind(
  attributes: Attributes,
  spelling: ReadonlyMap<string, string>,
  resource: JsonObject | null,
): ObjectKind | null {
  const said =
    kindOfClasses(textsIn(attributes.get(spelling.get('objectclass') ?? ''))) ?? (resource && kindOfResource(resource));
  if (said) return said;
  const has = (name: string): boolean => spelling.has(name.toLowerCase());
  if (userMarks.some(has)) return 'user';
  const marked =
    groupMarks.some(has) || (resource !== null && groupMarks.some((name) => propertyOf(resource, name) !== undefined));
  return marked ? 'group' : null;
}

function kindOfClasses(classes: readonly string[]): ObjectKind | null {
  if (classes.some((name) => groupClass.test(name))) return 'group';
  return classes.some((name) => userClass.test(name)) ? 'user' : null;
}

function textsIn(value: AttributeValue | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
