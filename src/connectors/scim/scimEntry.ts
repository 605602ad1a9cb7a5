import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { Entry } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { flattenResource } from './flattenResource.ts';
import { identifierOf } from './listResponse.ts';
import { kindOfResource } from './resourceKind.ts';
import { type JsonObject, parseScimPath, readScimPath } from './scimPath.ts';

/** A resource under the names that were asked for, then under those of its own. */
export function scimEntry(resource: JsonObject, asked: readonly string[]): Entry {
  const attributes = new Map<string, AttributeValue>();
  const answered = new Set<string>();
  for (const name of asked) {
    const path = isSecretAttribute(name) ? null : parseScimPath(name);
    const value = path && readScimPath(resource, path);
    if (value === null) continue;
    attributes.set(name, value);
    answered.add(name.toLowerCase());
  }
  for (const [name, value] of flattenResource(resource)) if (!answered.has(name.toLowerCase())) attributes.set(name, value);
  return { id: identifierOf(resource), displayName: displayNameOf(resource), attributes, kind: kindOfResource(resource) };
}

function displayNameOf(resource: JsonObject): string | null {
  for (const name of ['displayName', 'name.formatted', 'userName']) {
    const path = parseScimPath(name);
    const value = path && readScimPath(resource, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
