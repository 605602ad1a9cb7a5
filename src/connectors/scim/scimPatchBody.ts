import type { PlannedAttribute } from '../../core/trace/directory.ts';
import { type JsonDraft, type PlacedText, placed, writePlacedJson } from '../wire/placedJson.ts';
import { isReference, referenceChange, shown } from '../wire/plannedValues.ts';
import { encodedForAddress } from './scimAddressing.ts';
import { scimValue } from './scimValues.ts';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** How a server is spoken to. */
export interface PatchForm {
  /** The base URL of the server, for `$ref`. */
  readonly base: string;
  /** `aadOptscim062020` stands in the tenant URL. */
  readonly flagged: boolean;
}

/**
 * The body of a PATCH, as the service forms it. By default: one operation for each attribute, with a capital (`Add`, `Replace`,
 * `Remove`), booleans as the texts `True` and `False`. With the flag `aadOptscim062020` in the tenant URL: lower case, JSON booleans, and
 * several simple attributes in one operation without a path, their names as keys. Where an operation has no value, its path is what the
 * mapping made.
 */
export function scimPatchBody(attributes: readonly PlannedAttribute[], form: PatchForm): PlacedText {
  const operations = attributes.flatMap((attribute) => operationsOf(attribute, form));
  const merged = form.flagged ? mergeSimple(operations) : operations;
  return writePlacedJson(
    new Map<string, JsonDraft>([
      ['schemas', [patchSchema]],
      ['Operations', merged.map((operation) => draftOf(operation, form.flagged))],
    ]),
  );
}

interface Operation {
  readonly op: 'Add' | 'Replace' | 'Remove';
  readonly attribute: PlannedAttribute;
  /** Null in an operation that carries several attributes. */
  readonly path: string | null;
  readonly value: JsonDraft | undefined;
}

function draftOf({ op, attribute, path, value }: Operation, flagged: boolean): JsonDraft {
  const draft = new Map<string, JsonDraft>([['op', flagged ? op.toLowerCase() : op]]);
  if (path !== null) draft.set('path', value === undefined ? placed(path, attribute) : path);
  if (value !== undefined) draft.set('value', value);
  return draft;
}

function operationsOf(attribute: PlannedAttribute, form: PatchForm): readonly Operation[] {
  if (isReference(attribute)) {
    return attribute.multivalued ? severalReferences(attribute, form) : oneReference(attribute, form);
  }
  if (attribute.new === null) return [{ op: 'Remove', attribute, path: attribute.name, value: undefined }];
  return [{ op: opFor(attribute), attribute, path: attribute.name, value: scimValue(attribute, !form.flagged) }];
}

function opFor({ old }: PlannedAttribute): 'Add' | 'Replace' {
  return old === null ? 'Add' : 'Replace';
}

/**
 * A manager. By default a list with `$ref` and `value`, as documented; the documents do not show it with the flag, where it stands as
 * RFC 7643, section 4.3, has it: one object.
 */
function oneReference(attribute: PlannedAttribute, { base, flagged }: PatchForm): readonly Operation[] {
  const { name: path, new: given } = attribute;
  const id = typeof given === 'string' ? given : given?.[0];
  if (id === undefined) return [{ op: 'Remove', attribute, path, value: undefined }];
  const value = placed(shown(attribute, id), attribute);
  const link = `${base}/Users/${encodedForAddress(shown(attribute, id))}`;
  const draft = flagged
    ? new Map<string, JsonDraft>([['value', value]])
    : [
        new Map<string, JsonDraft>([
          ['$ref', link],
          ['value', value],
        ]),
      ];
  return [{ op: opFor(attribute), attribute, path, value: draft }];
}

/** Members are added and removed one by one, never replaced. */
function severalReferences(attribute: PlannedAttribute, { flagged }: PatchForm): readonly Operation[] {
  const { name: path } = attribute;
  const { added, removed } = referenceChange(attribute);
  const refer = (id: string): JsonDraft =>
    new Map<string, JsonDraft>([
      ['$ref', null],
      ['value', placed(shown(attribute, id), attribute)],
    ]);
  const operations: Operation[] = [];
  if (flagged) {
    for (const id of removed) {
      const filtered = `${path}[value eq ${JSON.stringify(shown(attribute, id))}]`;
      operations.push({ op: 'Remove', attribute, path: filtered, value: undefined });
    }
  } else if (removed.length > 0) {
    operations.push({ op: 'Remove', attribute, path, value: removed.map(refer) });
  }
  if (added.length > 0) operations.push({ op: 'Add', attribute, path, value: added.map(refer) });
  return operations;
}

/** With the flag, several simple attributes of one kind of operation travel together; one alone keeps its path. */
function mergeSimple(operations: readonly Operation[]): readonly Operation[] {
  const own: Operation[] = [];
  const simple = new Map<Operation['op'], Operation[]>();
  for (const operation of operations) {
    const { op, path, value } = operation;
    const structured = Array.isArray(value) || value instanceof Map;
    if (op === 'Remove' || path === null || path.includes('[') || structured) own.push(operation);
    else simple.set(op, [...(simple.get(op) ?? []), operation]);
  }
  for (const [op, group] of simple) {
    const [first, second] = group;
    if (!first || !second) own.push(...group);
    else {
      const value = new Map(group.map((one) => [one.path ?? '', one.value ?? null] as const));
      own.push({ op, attribute: first.attribute, path: null, value });
    }
  }
  return own;
}
