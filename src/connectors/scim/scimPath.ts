import type { AttributeValue } from '../../core/value.ts';

/** JSON as `JSON.parse` gives it. Objects are read through their own properties only. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * The name of a SCIM attribute as mappings write it (RFC 7644, section 3.5.2; facts/expression-language.md, section 6.4):
 * `userName`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`.
 */
export interface ScimPath {
  /** The schema URN in front, without the last colon. */
  readonly schema: string | null;
  readonly attribute: string;
  /** What an element of the list must satisfy, all of it; empty where the path has no filter. */
  readonly conditions: readonly ScimCondition[];
  readonly subAttributes: readonly string[];
}

export interface ScimCondition {
  readonly attribute: string;
  readonly operator: 'eq' | 'ne';
  readonly value: string | number | boolean | null;
}

/** No real attribute name is longer. */
const maximumLength = 1000;
const pathForm = /^(?:(urn:[^[\]"\s]*):)?([A-Za-z$_][\w$-]*)(?:\[(.*)\])?((?:\.[A-Za-z$_][\w$-]*)*)$/i;
const coreSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group)$/i;

/** The schema of the enterprise extension of users (RFC 7643, section 4.3). */
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Null where the name is not a path, or its filter has more than comparisons with `eq` and `ne` joined by `and`. */
export function parseScimPath(name: string): ScimPath | null {
  if (name.length > maximumLength) return null;
  const [whole, schema = null, attribute, filter, tail = ''] = pathForm.exec(name) ?? [];
  if (whole === undefined || attribute === undefined) return null;
  const conditions = filter === undefined ? [] : parseConditions(filter);
  return conditions && { schema, attribute, conditions, subAttributes: tail.split('.').slice(1) };
}

function parseConditions(filter: string): readonly ScimCondition[] | null {
  const comparison = /\s*([A-Za-z$_][\w$.-]*)\s+(eq|ne)\s+("(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)\s*(and\s+|$)/iy;
  const conditions: ScimCondition[] = [];
  while (comparison.lastIndex < filter.length) {
    const [whole, attribute, operator, literal, join] = comparison.exec(filter) ?? [];
    if (whole === undefined || attribute === undefined || literal === undefined) return null;
    const value = parseLiteral(literal);
    if (value === undefined) return null;
    conditions.push({ attribute, operator: operator?.toLowerCase() === 'ne' ? 'ne' : 'eq', value });
    if (join === '') break;
    if (comparison.lastIndex >= filter.length) return null;
  }
  return conditions.length > 0 ? conditions : null;
}

function parseLiteral(literal: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(literal.startsWith('"') ? literal : literal.toLowerCase()) as string | number | boolean | null;
  } catch {
    return undefined;
  }
}

/** What a resource holds at a path, as the service moves values: text, a list of texts, or null where there is nothing. */
export function readScimPath(resource: JsonObject, path: ScimPath): AttributeValue {
  const elements = elementsAt(resource, path);
  const texts = textsBelow(path.conditions.length > 0 ? preferPrimary(elements) : elements, path);
  // A list stays a list only where the path itself leads to one.
  return isList(resource, path) || texts.length > 1 ? listOf(texts) : (texts[0] ?? null);
}

/** Every value at a path, also of elements that are not the primary ones: what a filter on the path looks at. */
export function allAtScimPath(resource: JsonObject, path: ScimPath): readonly string[] {
  return textsBelow(elementsAt(resource, path), path);
}

function elementsAt(resource: JsonObject, path: ScimPath): readonly JsonValue[] {
  const found = holderOf(resource, path).flatMap((holder) => [...valuesOf(holder, path.attribute)]);
  return found.filter((element) => satisfies(element, path.conditions));
}

function textsBelow(elements: readonly JsonValue[], { subAttributes }: ScimPath): readonly string[] {
  let found = elements;
  for (const name of subAttributes) found = found.flatMap((element) => [...valuesOf(element, name)]);
  return found.map(textOf).filter((text) => text !== null);
}

function holderOf(resource: JsonObject, path: ScimPath): readonly JsonObject[] {
  if (path.schema !== null && !coreSchema.test(path.schema)) return objectsIn(propertyOf(resource, path.schema));
  if (propertyOf(resource, path.attribute) !== undefined) return [resource];
  // Mappings name `manager` and `department` without the URN too (facts/graph-synchronization.md, section 4).
  return path.schema === null ? objectsIn(propertyOf(resource, enterpriseSchema)) : [];
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return isObject(value) ? [value] : [];
}

function isList(resource: JsonObject, path: ScimPath): boolean {
  if (path.conditions.length > 0 || path.subAttributes.length > 0) return false;
  return holderOf(resource, path).some((holder) => Array.isArray(propertyOf(holder, path.attribute)));
}

function listOf(texts: readonly string[]): AttributeValue {
  return texts.length === 0 ? null : texts;
}

/** Of several elements that fit, the primary one; all of them where that does not decide. */
function preferPrimary(elements: readonly JsonValue[]): readonly JsonValue[] {
  const primary = elements.filter((element) => isObject(element) && propertyOf(element, 'primary') === true);
  return elements.length > 1 && primary.length === 1 ? primary : elements;
}

function satisfies(element: JsonValue, conditions: readonly ScimCondition[]): boolean {
  return conditions.every(({ attribute, operator, value }) => {
    let actual: JsonValue | undefined = element;
    for (const name of attribute.split('.')) actual = isObject(actual) ? propertyOf(actual, name) : undefined;
    return sameValue(actual ?? null, value) === (operator === 'eq');
  });
}

/** `type` and `primary` are compared as the service writes them: without case, `"True"` for true. */
function sameValue(actual: JsonValue, expected: string | number | boolean | null): boolean {
  if (actual === null || expected === null) return actual === expected;
  return typeof actual !== 'object' && String(actual).toLowerCase() === String(expected).toLowerCase();
}

function valuesOf(holder: JsonValue, name: string): readonly JsonValue[] {
  const value = isObject(holder) ? propertyOf(holder, name) : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

/** A scalar as text; of a complex value (`manager`, a member) what it refers to: its `value`, else its `id`. */
export function textOf(value: JsonValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (!isObject(value)) return null;
  const inner = propertyOf(value, 'value') ?? propertyOf(value, 'id') ?? null;
  return isObject(inner) || Array.isArray(inner) ? null : textOf(inner);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property by its exact name, else without case (RFC 7643, section 2.1). */
export function propertyOf(holder: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(holder, name)) return holder[name];
  const wanted = name.toLowerCase();
  const found = Object.keys(holder).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : holder[found];
}
