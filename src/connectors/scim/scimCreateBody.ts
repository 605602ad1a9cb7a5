import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import type { PlannedWrite } from '../../core/trace/directory.ts';
import { type JsonDraft, type PlacedText, writePlacedJson } from '../wire/placedJson.ts';
import { passesOf } from '../wire/plannedValues.ts';
import { parseScimPath, type ScimPath } from './scimPath.ts';
import { scimValue } from './scimValues.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Microsoft's own marker on groups, as the service sends it when it creates one. */
const groupMarker = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
/** The type of the roles that come from the app roles of Entra, as the service sends them in a POST. */
const appRoleType = 'WindowsAzureActiveDirectoryRole';

/**
 * The body of the POST that would create an object, as the service forms it: core and extension schemas, `meta.resourceType`, nested
 * objects for paths, one element for all paths into it, booleans and whole numbers as JSON. References (manager, members) are not in it:
 * the service writes them in a later pass (facts/expression-language.md, section 6.5).
 */
export function scimCreateBody(write: PlannedWrite): PlacedText {
  const group = kindOfObjectName(write.objectName) === 'group';
  const body = new Map<string, JsonDraft>();
  const schemas = group ? [groupSchema, groupMarker] : [userSchema];
  if (/^urn:.*:User$/i.test(write.objectName)) addSchema(schemas, write.objectName);
  body.set('schemas', schemas);
  for (const attribute of passesOf(write).plain) {
    if (attribute.new === null) continue;
    const path = parseScimPath(attribute.name);
    if (path?.schema) addSchema(schemas, path.schema);
    place(
      body,
      path ?? { schema: null, attribute: attribute.name, conditions: [], subAttributes: [] },
      scimValue(attribute, false),
    );
  }
  body.set('meta', new Map([['resourceType', group ? 'Group' : 'User']]));
  return writePlacedJson(body);
}

function addSchema(schemas: string[], schema: string): void {
  if (!schemas.some((known) => known.toLowerCase() === schema.toLowerCase())) schemas.push(schema);
}

function place(body: Map<string, JsonDraft>, path: ScimPath, value: JsonDraft): void {
  let holder = body;
  if (path.schema !== null && !isCoreSchema(path.schema)) holder = childOf(holder, path.schema);
  const steps = [path.attribute, ...path.subAttributes];
  if (path.conditions.length > 0) {
    holder = elementOf(holder, path);
    steps.shift();
    if (steps.length === 0) steps.push('value');
  }
  for (const step of steps.slice(0, -1)) holder = childOf(holder, step);
  const last = steps.at(-1);
  if (last !== undefined) holder.set(last, value);
}

function isCoreSchema(schema: string): boolean {
  return [userSchema, groupSchema].some((core) => core.toLowerCase() === schema.toLowerCase());
}

function childOf(holder: Map<string, JsonDraft>, name: string): Map<string, JsonDraft> {
  const known = holder.get(name);
  if (known instanceof Map) return known;
  const child = new Map<string, JsonDraft>();
  holder.set(name, child);
  return child;
}

/** The element of a list that a filter describes: `emails[type eq "work"]` is `{ "type": "work" }`, made where there is none. */
function elementOf(holder: Map<string, JsonDraft>, path: ScimPath): Map<string, JsonDraft> {
  const known = holder.get(path.attribute);
  const list: JsonDraft[] = Array.isArray(known) ? known : [];
  holder.set(path.attribute, list);
  const wanted = new Map<string, JsonDraft>();
  for (const { attribute, operator, value } of path.conditions) {
    if (operator === 'eq') wanted.set(attribute, attribute === 'primary' ? String(value).toLowerCase() === 'true' : value);
  }
  // The service marks the work address as the primary one, and app roles by their type.
  if (path.attribute === 'emails' && wanted.get('type') === 'work' && !wanted.has('primary')) wanted.set('primary', true);
  if (path.attribute === 'roles' && wanted.has('primary') && !wanted.has('type')) wanted.set('type', appRoleType);
  for (const element of list) {
    if (element instanceof Map && [...wanted].every(([name, value]) => element.get(name) === value)) return element;
  }
  list.push(wanted);
  return wanted;
}
