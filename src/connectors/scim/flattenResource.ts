import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { AttributeValue } from '../../core/value.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from './scimPath.ts';

/** Nothing that a mapping can name lies deeper. */
const maximumDepth = 6;

/**
 * Everything in a JSON resource under the names that mappings use: `name.givenName`, `emails[type eq "work"].value`,
 * `urn:…:User:department`. Secrets and `@odata` annotations are left out, null is absent, a list of one stays a list.
 */
export function flattenResource(resource: JsonObject): Map<string, AttributeValue> {
  const flat = new Map<string, AttributeValue>();
  flatten(resource, '', flat, 0);
  return flat;
}

function flatten(holder: JsonObject, prefix: string, flat: Map<string, AttributeValue>, depth: number): void {
  if (depth > maximumDepth) return;
  for (const [key, value] of Object.entries(holder)) {
    const name = prefix + key;
    if (key.includes('@odata') || isSecretAttribute(key)) continue;
    if (Array.isArray(value)) flattenList(value as readonly JsonValue[], name, flat, depth);
    else if (isObject(value)) flatten(value, name + (/^urn:/i.test(key) ? ':' : '.'), flat, depth + 1);
    else if (value !== null) add(flat, name, textOf(value));
  }
}

function flattenList(list: readonly JsonValue[], name: string, flat: Map<string, AttributeValue>, depth: number): void {
  const objects = list.filter(isObject);
  const types = objects.map((element) => (Object.hasOwn(element, 'type') ? element.type : null));
  const typed =
    objects.length > 0 && types.every((type): type is string => typeof type === 'string') && new Set(types).size === types.length;
  if (typed) {
    for (const [index, element] of objects.entries()) {
      const { type, ...rest } = element;
      flatten(rest, `${name}[type eq ${JSON.stringify(types[index])}].`, flat, depth + 1);
    }
    return;
  }
  const texts = list.map(textOf).filter((text) => text !== null);
  if (texts.length > 0) flat.set(name, texts);
}

function add(flat: Map<string, AttributeValue>, name: string, text: string | null): void {
  if (text !== null) flat.set(name, text);
}
