import type { PlannedAttribute, PlannedWrite } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { parseScimPath, type ScimPath } from './scimPath.ts';

/** JSON that is being built. Maps and not objects, so that a name such as `__proto__` in a configuration is only a name. */
type Draft = string | number | boolean | null | Draft[] | Map<string, Draft>;

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Microsoft's own marker on groups, as the service sends it when it creates one. */
const groupMarker = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What the provisioning logs of the service show for `Redact(…)` (facts/expression-language.md, section Redact). */
const redactedValue = '[Redact]';

export function isGroup(objectName: string): boolean {
  return /(^|[:.])group$/i.test(objectName);
}

/**
 * The body of the POST that would create an object, as the service forms it: core and extension schemas, `meta.resourceType`, nested
 * objects for paths, booleans and integers as JSON by the type of the attribute. References (manager, members) are not in it: the
 * service writes them in a later pass (facts/expression-language.md, section 6.5).
 */
export function createBody(write: PlannedWrite): string {
  const group = isGroup(write.objectName);
  const body = new Map<string, Draft>();
  const schemas = group ? [groupSchema, groupMarker] : [userSchema];
  if (/^urn:.*:User$/i.test(write.objectName)) addSchema(schemas, write.objectName);
  body.set('schemas', schemas);
  for (const attribute of write.attributes) {
    if (attribute.new === null || isReference(attribute)) continue;
    const path = parseScimPath(attribute.name);
    if (path?.schema) addSchema(schemas, path.schema);
    place(body, path ?? { schema: null, attribute: attribute.name, conditions: [], subAttributes: [] }, valueInPost(attribute));
  }
  body.set('meta', new Map([['resourceType', group ? 'Group' : 'User']]));
  return textOf(body);
}

function addSchema(schemas: string[], schema: string): void {
  if (!schemas.some((known) => known.toLowerCase() === schema.toLowerCase())) schemas.push(schema);
}

function place(body: Map<string, Draft>, path: ScimPath, value: Draft): void {
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

function childOf(holder: Map<string, Draft>, name: string): Map<string, Draft> {
  const known = holder.get(name);
  if (known instanceof Map) return known;
  const child = new Map<string, Draft>();
  holder.set(name, child);
  return child;
}

/** The element of a list that a filter describes: `emails[type eq "work"]` is `{ "type": "work" }`, made where there is none. */
function elementOf(holder: Map<string, Draft>, path: ScimPath): Map<string, Draft> {
  const known = holder.get(path.attribute);
  const list: Draft[] = Array.isArray(known) ? known : [];
  holder.set(path.attribute, list);
  const wanted = new Map<string, Draft>();
  for (const { attribute, operator, value } of path.conditions) {
    if (operator === 'eq') wanted.set(attribute, attribute === 'primary' ? String(value).toLowerCase() === 'true' : value);
  }
  // The service marks the work address as the primary one.
  if (path.attribute === 'emails' && wanted.get('type') === 'work' && !wanted.has('primary')) wanted.set('primary', true);
  for (const element of list) {
    if (element instanceof Map && [...wanted].every(([name, value]) => element.get(name) === value)) return element;
  }
  list.push(wanted);
  return wanted;
}

/**
 * The body of the PATCH that would change an object, as the service forms it. By default: one operation for each attribute, with a
 * capital (`Add`, `Replace`, `Remove`), booleans as the texts `True` and `False`. With the flag `aadOptscim062020` in the tenant URL:
 * lower case, JSON booleans, and several simple attributes in one operation without a path, their names as keys.
 * @param base the base URL of the server, for `$ref`.
 */
export function updateBody(write: PlannedWrite, base: string, flagged: boolean): string {
  const operations = write.attributes.flatMap((attribute) => operationsOf(attribute, base, flagged));
  const merged = flagged ? mergeSimple(operations) : operations;
  return textOf(
    new Map<string, Draft>([
      ['schemas', [patchSchema]],
      ['Operations', merged.map((operation) => draftOf(operation, flagged))],
    ]),
  );
}

interface Operation {
  readonly op: 'Add' | 'Replace' | 'Remove';
  /** Null in an operation that carries several attributes. */
  readonly path: string | null;
  readonly value: Draft | undefined;
}

function draftOf({ op, path, value }: Operation, flagged: boolean): Draft {
  const draft = new Map<string, Draft>([['op', flagged ? op.toLowerCase() : op]]);
  if (path !== null) draft.set('path', path);
  if (value !== undefined) draft.set('value', value);
  return draft;
}

function operationsOf(attribute: PlannedAttribute, base: string, flagged: boolean): readonly Operation[] {
  const { name } = attribute;
  if (isReference(attribute)) return referenceOperations(attribute, base, flagged);
  if (attribute.new === null) return [{ op: 'Remove', path: name, value: undefined }];
  const op = attribute.old === null ? 'Add' : 'Replace';
  return [{ op, path: name, value: valueInPatch(attribute, flagged) }];
}

function referenceOperations(attribute: PlannedAttribute, base: string, flagged: boolean): readonly Operation[] {
  const { name: path } = attribute;
  const [before, after] = [listOf(attribute.old), listOf(attribute.new)];
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  const refer = (id: string): Draft => {
    const shown = attribute.redacted ? redactedValue : id;
    const link = attribute.multivalued ? null : `${base}/Users/${encodeURIComponent(shown)}`;
    return new Map<string, Draft>([
      ['$ref', link],
      ['value', shown],
    ]);
  };
  const operations: Operation[] = [];
  if (removed.length > 0 && attribute.multivalued) {
    if (flagged)
      operations.push(
        ...removed.map((id) => ({ op: 'Remove' as const, path: `${path}[value eq ${JSON.stringify(id)}]`, value: undefined })),
      );
    else operations.push({ op: 'Remove', path, value: removed.map(refer) });
  } else if (removed.length > 0 && added.length === 0) {
    operations.push({ op: 'Remove', path, value: undefined });
  }
  if (added.length > 0) operations.push({ op: 'Add', path, value: added.map(refer) });
  return operations;
}

/** With the flag, several simple attributes of one kind of operation travel together; one alone keeps its path. */
function mergeSimple(operations: readonly Operation[]): readonly Operation[] {
  const own: Operation[] = [];
  const simple = new Map<Operation['op'], Operation[]>();
  for (const operation of operations) {
    const mergeable =
      operation.op !== 'Remove' && operation.path !== null && !operation.path.includes('[') && !Array.isArray(operation.value);
    if (!mergeable) own.push(operation);
    else simple.set(operation.op, [...(simple.get(operation.op) ?? []), operation]);
  }
  for (const [op, group] of simple) {
    if (group.length === 1) own.push(...group);
    else own.push({ op, path: null, value: new Map(group.map(({ path, value }) => [path ?? '', value ?? null])) });
  }
  return own;
}

function isReference({ type }: PlannedAttribute): boolean {
  return type.toLowerCase() === 'reference';
}

function listOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** `active` is a boolean by RFC 7643, section 4.1.1, whatever a schema without definitions says. */
function isBoolean({ name, type }: PlannedAttribute): boolean {
  return type.toLowerCase() === 'boolean' || name === 'active';
}

function valueInPost(attribute: PlannedAttribute): Draft {
  return converted(attribute, (text) => {
    if (isBoolean(attribute) && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    return numberOr(attribute, text);
  });
}

function valueInPatch(attribute: PlannedAttribute, flagged: boolean): Draft {
  return converted(attribute, (text) => {
    if (isBoolean(attribute) && /^(true|false)$/i.test(text)) {
      const value = text.toLowerCase() === 'true';
      if (flagged) return value;
      return value ? 'True' : 'False';
    }
    return numberOr(attribute, text);
  });
}

function converted(attribute: PlannedAttribute, convert: (text: string) => Draft): Draft {
  const { new: value } = attribute;
  if (value === null) return null;
  if (attribute.redacted) return redactedValue;
  if (typeof value === 'string' && attribute.multivalued && !attribute.name.includes('[')) return [convert(value)];
  return typeof value === 'string' ? convert(value) : value.map(convert);
}

/** An integer that JavaScript holds exactly; any other text stays as it is. */
function numberOr({ type }: PlannedAttribute, text: string): Draft {
  const number = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return type.toLowerCase() === 'integer' && Number.isSafeInteger(number) ? number : text;
}

function textOf(draft: Draft): string {
  return JSON.stringify(plain(draft), null, 2);
}

function plain(draft: Draft): unknown {
  if (draft instanceof Map) return Object.fromEntries([...draft].map(([name, value]) => [name, plain(value)]));
  return Array.isArray(draft) ? draft.map(plain) : draft;
}
