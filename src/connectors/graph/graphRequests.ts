import { kindOfObjectName, type ObjectKind } from '../../core/schema/objectKind.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import { redactedText } from '../../core/value.ts';
import { type JsonDraft, type PlacedText, placed, writePlacedJson } from '../wire/placedJson.ts';
import {
  hiddenNotes,
  listed,
  nounOf,
  passesOf,
  purposeOf,
  referenceChange,
  shown,
  textsOf,
  truthOf,
} from '../wire/plannedValues.ts';
import { objectPath, segment } from './graphAddress.ts';
import { type GraphProperty, graphProperty, requiredOnCreate } from './graphProperties.ts';

/** How the requests are worded. */
export interface GraphWording {
  /** The address of the version, without a slash at the end; that of the public cloud by default. */
  readonly base?: string;
  /** Each member is a request of its own; so many of them are worded, 100 by default: more help no reader. */
  readonly memberRequests?: number;
  /** What is said of those that are left out: they follow unshown, by default, or are not sent at all. */
  readonly others?: 'follow' | 'notSent';
  /** The first password of a new user, for the wire alone. */
  readonly password?: string;
}

const publicBase = 'https://graph.microsoft.com/v1.0';
const defaultMemberRequests = 100;

/**
 * The requests of Microsoft Graph that make a planned write (facts/graph-synchronization.md, section 10.2): the object with the changed
 * properties only, then manager and members, each by its `$ref`. What Graph cannot write is left out and named in the notes. `{id}` stands
 * for what a new object gets.
 */
export function graphRequests(write: PlannedWrite, wording: GraphWording = {}): readonly WriteRequest[] {
  const { base = publicBase } = wording;
  const kind = writableKind(write.objectName);
  if (kind === null) {
    const note = `Microsoft Graph has nothing to write objects of the kind "${write.objectName}" with.`;
    return [nothing(write, base, [note])];
  }
  const collection = `${base}/${kind}s`;
  const address = write.id === null ? `${collection}/{id}` : `${base}${objectPath(kind, write.id)}`;
  if (write.action === 'delete') {
    // Facts: the deleted object can be restored for 30 days.
    const notes = kind === 'user' ? ['The user stays in the deleted items for 30 days and can be restored from there.'] : [];
    return [requestOf(purposeOf(write), 'DELETE', address, null, notes)];
  }
  const { plain, references } = passesOf(write);
  const object = objectBody(kind, write, plain, wording.password ?? redactedText);
  const own =
    write.action === 'create'
      ? [requestOf(purposeOf(write), 'POST', collection, object.body, [])]
      : object.carried > 0
        ? [requestOf(purposeOf(write), 'PATCH', address, object.body, [])]
        : [];
  const followed = references.flatMap((attribute) => referenceRequests(kind, write, attribute, address, wording));
  const notes = [...object.notes, ...unwritten(kind, references, 'reference')];
  const [first, ...rest] = [...own, ...followed];
  if (first) return [{ ...first, notes: [...notes, ...first.notes] }, ...rest];
  return [nothing(write, address, notes)];
}

/** Users and groups; contacts and whatever else a schema of Entra has are not written through Graph. */
function writableKind(objectName: string): ObjectKind | null {
  return /(^|[:.])(user|inetOrgPerson|group)$/i.test(objectName) ? kindOfObjectName(objectName) : null;
}

/** There is nothing that Graph could be sent; the notes say why. */
function nothing(write: PlannedWrite, address: string, notes: readonly string[]): WriteRequest {
  const purpose = `${purposeOf(write)}: nothing that Microsoft Graph can write`;
  return { purpose, method: 'none', address, headers: [], body: null, values: [], notes };
}

interface ObjectBody {
  readonly body: PlacedText;
  /** How many attributes are in it. */
  readonly carried: number;
  readonly notes: readonly string[];
}

function objectBody(
  kind: ObjectKind,
  write: PlannedWrite,
  attributes: readonly PlannedAttribute[],
  password: string,
): ObjectBody {
  const body = new Map<string, JsonDraft>();
  const carried: PlannedAttribute[] = [];
  const given = new Set<string>();
  for (const attribute of attributes) {
    const property = graphProperty(kind, attribute.name);
    if (!property?.writable || (attribute.new === null && write.action === 'create')) continue;
    carried.push(attribute);
    if (attribute.new !== null) given.add(property.path);
    place(body, property, propertyValue(property, attribute));
  }
  const notes = [...unwritten(kind, attributes, 'property')];
  if (write.action === 'create') {
    if (kind === 'user') {
      const known = body.get('passwordProfile');
      const profile = new Map<string, JsonDraft>(known instanceof Map ? known : [['password', password]]);
      body.set('passwordProfile', profile.set('forceChangePasswordNextSignIn', true));
      const first = known === undefined ? `${redactedText} stands for a random one, which is never shown` : 'a mapping gives it';
      notes.push(`Microsoft Graph requires a first password for a new user: ${first}. It must be changed at the first sign-in.`);
    }
    const missing = requiredOnCreate[kind].filter((name) => !given.has(name));
    if (missing.length > 0)
      notes.push(`Microsoft Graph refuses a new ${kind} without ${listed(missing)}, which no mapping gives here.`);
  } else if (kind === 'user' && body.has('displayName') && !given.has('displayName')) {
    notes.push('Microsoft Graph refuses to clear displayName.');
  }
  if ([...given].some((path) => path.startsWith('onPremisesExtensionAttributes.')) && write.action !== 'create') {
    notes.push(
      'onPremisesExtensionAttributes can be written through Microsoft Graph for users that are not synchronized from on-premises only.',
    );
  }
  return { body: writePlacedJson(body), carried: carried.length, notes: [...notes, ...hiddenNotes(carried)] };
}

/** Notes that name the attributes which do not travel. */
function unwritten(kind: ObjectKind, attributes: readonly PlannedAttribute[], what: 'property' | 'reference'): readonly string[] {
  const names = (wanted: (name: string) => boolean): readonly string[] =>
    attributes.map(({ name }) => name).filter((name) => wanted(name));
  const notes: string[] = [];
  const readOnly = what === 'property' ? names((name) => graphProperty(kind, name)?.writable === false) : [];
  if (readOnly.length > 0)
    notes.push(
      `Left out, because they are read-only in Microsoft Graph; cloud sync writes them in its own way: ${listed(readOnly)}.`,
    );
  const unknown =
    what === 'property'
      ? names((name) => graphProperty(kind, name) === null)
      : names((name) => navigationOf(kind, name) === null);
  if (unknown.length > 0)
    notes.push(`Left out, because no ${what} of Microsoft Graph is known here for them: ${listed(unknown)}.`);
  return notes;
}

function place(body: Map<string, JsonDraft>, { path }: GraphProperty, value: JsonDraft): void {
  const dot = path.indexOf('.');
  if (dot === -1) {
    body.set(path, value);
    return;
  }
  const name = path.slice(0, dot);
  const known = body.get(name);
  const holder = known instanceof Map ? known : new Map<string, JsonDraft>();
  body.set(name, holder);
  holder.set(path.slice(dot + 1), value);
}

function propertyValue({ type }: GraphProperty, attribute: PlannedAttribute): JsonDraft {
  const texts = textsOf(attribute.new);
  if (type === 'list') return texts.map((text) => placed(shown(attribute, text), attribute));
  const [first] = texts;
  if (first === undefined) return placed(null, attribute);
  // A property with one value gets one, whatever the mapping gave.
  const truth = type === 'boolean' ? truthOf(first) : null;
  return placed(truth ?? shown(attribute, first), attribute);
}

/** The navigation property behind a reference attribute. */
export function navigationOf(kind: ObjectKind, name: string): 'manager' | 'members' | null {
  if (kind === 'user') return name.toLowerCase() === 'manager' ? 'manager' : null;
  return /^members?$/i.test(name) ? 'members' : null;
}

function referenceRequests(
  kind: ObjectKind,
  write: PlannedWrite,
  attribute: PlannedAttribute,
  address: string,
  { base = publicBase, memberRequests = defaultMemberRequests, others = 'follow' }: GraphWording,
): readonly WriteRequest[] {
  const navigation = navigationOf(kind, attribute.name);
  if (navigation === null) return [];
  const notes = write.id === null ? [`{id} stands for the id that the new ${nounOf(write.objectName)} gets.`] : [];
  const reference = (collection: string, id: string): PlacedText => {
    const url = `${base}/${collection}/${segment(shown(attribute, id))}`;
    return writePlacedJson(new Map<string, JsonDraft>([['@odata.id', placed(url, attribute)]]));
  };
  const hidden = hiddenNotes([attribute]);
  if (navigation === 'manager') {
    const [id] = textsOf(attribute.new);
    const target = `${address}/manager/$ref`;
    if (id === undefined) return [requestOf('Remove the manager, in the second pass', 'DELETE', target, null, notes)];
    return [requestOf('Set the manager, in the second pass', 'PUT', target, reference('users', id), [...notes, ...hidden])];
  }
  const { added, removed } = referenceChange(attribute);
  const requests = [
    ...removed.map((id) => {
      const target = `${address}/members/${segment(shown(attribute, id))}/$ref`;
      return requestOf('Remove a member, in the second pass', 'DELETE', target, null, notes);
    }),
    ...added.map((id) =>
      requestOf('Add a member, in the second pass', 'POST', `${address}/members/$ref`, reference('directoryObjects', id), [
        ...notes,
        ...hidden,
      ]),
    ),
  ];
  const left = requests.length - memberRequests;
  if (left <= 0) return requests;
  const kept = requests.slice(0, memberRequests);
  const remark =
    others === 'follow'
      ? `${left} more requests of this kind follow; they are not shown.`
      : `${left} more requests of this kind are neither shown nor sent: run it again for the rest.`;
  return kept.map((request, index) => (index === kept.length - 1 ? { ...request, notes: [...request.notes, remark] } : request));
}

function requestOf(
  purpose: string,
  method: string,
  address: string,
  body: PlacedText | null,
  notes: readonly string[],
): WriteRequest {
  const authorization = ['Authorization', 'Bearer ***'] as const;
  const headers = body === null ? [authorization] : [['Content-Type', 'application/json'] as const, authorization];
  return { purpose, method, address, headers, body: body?.text ?? null, values: body?.values ?? [], notes };
}
