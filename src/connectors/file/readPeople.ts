import type { Problem } from '../../core/problem.ts';
import type { TextRange } from '../../core/text/range.ts';
import { type JsonNode, propertyOf as nodeProperty, readJson } from '../../core/text/readJson.ts';
import type { AttributeValue } from '../../core/value.ts';
import { flattenResource } from '../scim/flattenResource.ts';
import { kindOfResource } from '../scim/resourceKind.ts';
import { isObject, type JsonObject, type JsonValue, propertyOf, textOf } from '../scim/scimPath.ts';
import { type FileEntry, fileEntry } from './fileEntry.ts';

export interface PeopleFile {
  readonly entries: readonly FileEntry[];
  readonly problems: readonly Problem[];
}

/** Where the people stand in a document that is an object. */
const listNames = ['value', 'Resources', 'users', 'people', 'entries'] as const;
/** What can name a person, the most lasting first. */
const identifiers = [
  'dn',
  'distinguishedName',
  'id',
  'objectId',
  'objectGUID',
  'userPrincipalName',
  'userName',
  'mail',
  'sAMAccountName',
];
/** Of these an empty list says something: assigned to nothing, a member of nothing. Absent, nobody knows. */
const memberships = ['appRoleAssignments', 'memberOf'];
const moreIdentifiers = ['employeeId', 'employeeNumber', 'externalId', 'displayName', 'cn'];

/**
 * Reads people from JSON: a list of objects, the answer of Graph (`{ "value": […] }`), of a SCIM server (`{ "Resources": […] }`),
 * `{ "users": […] }`, or one person; an item may be `{ "dn" or "id": …, "attributes": {…} }`. Comments and a byte-order mark are
 * tolerated. Booleans become `True` and `False`, numbers text, null is absent. Never throws; an item that cannot be read is left out
 * with a problem.
 */
export function readPeople(text: string): PeopleFile {
  const { value, problems: syntax } = parseJson(text);
  if (value === undefined) return { entries: [], problems: syntax };
  const problems: Problem[] = [...syntax];
  const note = (path: readonly (string | number)[], message: string, fix: string): void => {
    problems.push({ code: 'directory-file-shape', severity: 'error', range: rangeAt(text, path), message, fix });
  };
  const { items, path } = itemsOf(value);
  if (!items) {
    const fix = 'Write a list of objects: [ { "userPrincipalName": …, "displayName": … }, … ].';
    note([], 'The file is not a list of people: it holds neither a list of objects nor one person.', fix);
    return { entries: [], problems };
  }
  const entries: FileEntry[] = [];
  for (const [index, item] of items.entries()) {
    const entry = isObject(item) ? readPerson(item) : null;
    if (entry) entries.push(entry);
    else if (problems.length < 100) {
      const message = `Item ${index + 1} of the list is left out: it is not an object with an identifier.`;
      note([...path, index], message, `Give it one of: ${identifiers.join(', ')}.`);
    }
  }
  return { entries, problems };
}

function itemsOf(value: JsonValue): { readonly items: readonly JsonValue[] | null; readonly path: readonly string[] } {
  if (Array.isArray(value)) return { items: value as readonly JsonValue[], path: [] };
  if (!isObject(value)) return { items: null, path: [] };
  for (const name of listNames) {
    const list = Object.hasOwn(value, name) ? value[name] : undefined;
    if (Array.isArray(list)) return { items: list as readonly JsonValue[], path: [name] };
  }
  return { items: readPerson(value) ? [value] : null, path: [] };
}

function readPerson(item: JsonObject): FileEntry | null {
  const inner = propertyOf(item, 'attributes');
  const resource = isObject(inner) ? inner : item;
  const id = identifierOf(item) ?? identifierOf(resource);
  if (id === null) return null;
  const dn = textAt(item, 'dn') ?? textAt(item, 'distinguishedName') ?? textAt(resource, 'distinguishedName');
  const attributes = flattenResource(resource);
  if (resource !== item) {
    for (const [name, value] of flattenResource({ ...item, attributes: null }))
      if (!attributes.has(name)) attributes.set(name, value);
  }
  attributes.delete('dn');
  for (const name of memberships) {
    const value = propertyOf(resource, name);
    if (Array.isArray(value) && value.length === 0) attributes.set(name, []);
  }
  return fileEntry(id, dn, dn === null ? attributes : asLdapValues(attributes), resource, kindOfResource(item));
}

/** LDAP does not tell one value from a list of one, and exports in JSON write either. */
function asLdapValues(attributes: ReadonlyMap<string, AttributeValue>): ReadonlyMap<string, AttributeValue> {
  const values = new Map<string, AttributeValue>();
  for (const [name, value] of attributes)
    values.set(name, Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value);
  return values;
}

function identifierOf(item: JsonObject): string | null {
  for (const name of [...identifiers, ...moreIdentifiers]) {
    const text = textAt(item, name);
    if (text !== null && text !== '') return text;
  }
  return null;
}

function textAt(item: JsonObject, name: string): string | null {
  const value = propertyOf(item, name);
  return value === undefined || value === null ? null : textOf((Array.isArray(value) ? value[0] : value) ?? null);
}

/** A number with so many digits may lose its last ones as a JavaScript number: `pwdLastSet` has eighteen. */
const longNumber = /[:[,\s]-?\d[\d.eE+-]{14}/;

function parseJson(text: string): { readonly value: JsonValue | undefined; readonly problems: readonly Problem[] } {
  if (!longNumber.test(text)) {
    try {
      return { value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue, problems: [] };
    } catch {
      // Comments, or an error: the slow reader tells which, and where.
    }
  }
  const { root, problems } = readJson(text);
  if (!root || problems.length > 0) return { value: undefined, problems };
  return { value: valueOfNode(root, text), problems };
}

function valueOfNode(node: JsonNode, text: string): JsonValue {
  if (node.type === 'array') return (node.children ?? []).map((child) => valueOfNode(child, text));
  if (node.type === 'object') {
    const pairs = (node.children ?? []).flatMap((property): readonly (readonly [string, JsonValue])[] => {
      const [key, value] = property.children ?? [];
      return key && value ? [[String(key.value), valueOfNode(value, text)]] : [];
    });
    return Object.fromEntries(pairs);
  }
  if (node.type !== 'number') return node.value as JsonValue;
  const written = text.slice(node.offset, node.offset + node.length);
  return Number.isInteger(node.value) && !Number.isSafeInteger(node.value) ? written : (node.value as number);
}

function rangeAt(text: string, path: readonly (string | number)[]): TextRange {
  let node: JsonNode | undefined = readJson(text).root ?? undefined;
  for (const step of path) node = typeof step === 'number' ? node?.children?.[step] : nodeProperty(node, step);
  return node ? { start: node.offset, end: node.offset + node.length } : { start: 0, end: text.length };
}
