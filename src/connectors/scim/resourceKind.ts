import type { ObjectKind } from '../../core/schema/objectKind.ts';
import { isObject, type JsonObject, type JsonValue, propertyOf } from './scimPath.ts';

const groupSchema = /^urn:ietf:params:scim:schemas:core:2\.0:group$/i;
const userSchema = /^urn:ietf:params:scim:schemas:(core|extension:enterprise):2\.0:user$/i;

/** What a resource of Graph or of a SCIM server says of itself; null where it says nothing. */
export function kindOfResource(resource: JsonObject): ObjectKind | null {
  const type = propertyOf(resource, '@odata.type');
  if (typeof type === 'string') {
    const [, name] = /(?:^|\.)(user|group|contact|orgContact)$/i.exec(type) ?? [];
    if (name !== undefined) return name.toLowerCase() === 'group' ? 'group' : 'user';
  }
  const meta = propertyOf(resource, 'meta');
  const resourceType = isObject(meta) ? propertyOf(meta, 'resourceType') : undefined;
  if (typeof resourceType === 'string' && /^(user|group)$/i.test(resourceType))
    return resourceType.toLowerCase() === 'group' ? 'group' : 'user';
  const schemas = propertyOf(resource, 'schemas');
  const names = Array.isArray(schemas) ? (schemas as readonly JsonValue[]).filter((name) => typeof name === 'string') : [];
  if (names.some((name) => groupSchema.test(name))) return 'group';
  return names.some((name) => userSchema.test(name)) ? 'user' : null;
}
