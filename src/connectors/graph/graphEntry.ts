import type { ObjectKind } from '../../core/schema/objectKind.ts';
import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { Entry } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { flattenResource } from '../scim/flattenResource.ts';
import { type JsonObject, propertyOf, readScimPath } from '../scim/scimPath.ts';
import { graphProperty } from './graphProperties.ts';
import { navigationOf } from './graphRequests.ts';

/** What has to be asked for, so that an object answers under the names that a configuration has for its attributes. */
export interface Selection {
  /** For `$select`: Graph's names, the id and the name to show first. */
  readonly select: readonly string[];
  /** What is no property but a relation: the manager of a user, the members of a group. */
  readonly relation: 'manager' | 'members' | null;
}

/**
 * Exactly what is read (facts/graph-synchronization.md, section 10.1: everything beyond the default properties needs `$select`). Names that
 * Graph does not have are not sent: it would refuse the whole request.
 */
export function selectionOf(kind: ObjectKind, names: readonly string[]): Selection {
  const select = new Set(['id', 'displayName']);
  let relation: Selection['relation'] = null;
  for (const name of names) {
    relation = navigationOf(kind, name) ?? relation;
    const path = pathOf(kind, name);
    const [first] = path?.split('.') ?? [];
    if (first !== undefined) select.add(first);
  }
  return { select: [...select], relation };
}

/** A name that is read, as a path in Graph; null for what Graph does not have and for what must not be read. */
function pathOf(kind: ObjectKind, name: string): string | null {
  if (isSecretAttribute(name)) return null;
  // The service's own name for a principal name as Entra holds it, with `#EXT#` (facts, section 4).
  const property = graphProperty(kind, /^originalUserPrincipalName$/i.test(name) && kind === 'user' ? 'userPrincipalName' : name);
  return property === null || isSecretAttribute(property.path) ? null : property.path;
}

/** The object for the engine, as the same object from a file: booleans as `True` and `False`, the asked names under their asked spelling. */
export function entryOf(kind: ObjectKind, resource: JsonObject, names: readonly string[]): Entry | null {
  const id = propertyOf(resource, 'id');
  if (typeof id !== 'string' || id === '') return null;
  const attributes = new Map<string, AttributeValue>();
  const answered = new Set<string>();
  for (const name of names) {
    const value = attributeOf(kind, resource, name);
    if (value === null) continue;
    attributes.set(name, value);
    answered.add(name.toLowerCase());
  }
  for (const [name, value] of flattenResource(resource)) if (!answered.has(name.toLowerCase())) attributes.set(name, value);
  const unreadable = new Set(names.filter((name) => isUnknown(kind, name) && !answered.has(name.toLowerCase())));
  return { id, displayName: nameOf(resource), attributes, kind, ...(unreadable.size > 0 && { unreadable }) };
}

/** Whether Graph has nothing of this name, so that its silence says nothing about what Entra holds. */
function isUnknown(kind: ObjectKind, name: string): boolean {
  return navigationOf(kind, name) === null && pathOf(kind, name) === null && !isSecretAttribute(name);
}

function attributeOf(kind: ObjectKind, resource: JsonObject, name: string): AttributeValue {
  const navigation = navigationOf(kind, name);
  const path = navigation ?? pathOf(kind, name) ?? name;
  if (isSecretAttribute(path)) return null;
  const [attribute = '', ...subAttributes] = path.split('.');
  const found = readScimPath(resource, { schema: null, attribute, conditions: [], subAttributes });
  // `telephoneNumber` is one number in the schemas and the first of a list in Graph.
  return Array.isArray(found) && /^telephoneNumber$/i.test(name) ? (found[0] ?? null) : found;
}

/** The name to show; null where the object has none. */
export function nameOf(resource: JsonObject): string | null {
  for (const name of ['displayName', 'userPrincipalName', 'mail']) {
    const value = propertyOf(resource, name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** A text of an object; null where it has none under this name. */
export function textIn(resource: JsonObject, name: string): string | null {
  const value = propertyOf(resource, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The ids of objects that a relation leads to. */
export function idsOf(items: readonly JsonObject[]): readonly string[] {
  return items.flatMap((item) => textIn(item, 'id') ?? []);
}
