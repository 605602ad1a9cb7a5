import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import { hiddenNotes, listed, nounOf, passesOf, purposeOf, referenceChange, secondPassPurpose } from '../wire/plannedValues.ts';
import { encodedForAddress, scimEndpoint } from './scimAddressing.ts';
import { scimCreateBody } from './scimCreateBody.ts';
import { type PatchForm, scimPatchBody } from './scimPatchBody.ts';
import { parseScimPath } from './scimPath.ts';
import { sendsTextBoolean } from './scimValues.ts';

const mediaType = 'application/scim+json';
/** Stands in addresses for the id that the server gives a new object. */
export const newId = '{id}';

/** The server that would get the requests. */
export interface ScimServerForm extends PatchForm {
  /** How the requests are authorized, null where they are not; the token or password itself is never shown. */
  readonly authorization: 'Bearer' | 'Basic' | null;
}

/**
 * The requests of a planned write, as the service sends them to a SCIM application (facts/graph-synchronization.md, section 4): first the
 * object itself, then its references (manager, members) in a request of their own. `{id}` stands for what a new object gets from the server.
 */
export function scimRequests(write: PlannedWrite, server: ScimServerForm): readonly WriteRequest[] {
  const endpoint = server.base + scimEndpoint(write.objectName);
  const address = `${endpoint}/${write.id === null ? newId : encodedForAddress(write.id)}`;
  const { plain, references } = passesOf(write);
  if (write.action === 'delete') {
    const headers = headersOf(server, false);
    return [{ purpose: purposeOf(write), method: 'DELETE', address, headers, body: null, values: [], notes: [] }];
  }
  const requests: WriteRequest[] = [];
  const headers = headersOf(server, true);
  if (write.action === 'create') {
    const { text, values } = scimCreateBody(write);
    const notes = hiddenNotes(plain);
    requests.push({ purpose: purposeOf(write), method: 'POST', address: endpoint, headers, body: text, values, notes });
  } else if (plain.length > 0) {
    const { text, values } = scimPatchBody(plain, server);
    const notes = patchNotes(plain, server.flagged);
    requests.push({ purpose: purposeOf(write), method: 'PATCH', address, headers, body: text, values, notes });
  }
  if (references.length > 0) {
    const { text, values } = scimPatchBody(references, server);
    const purpose = secondPassPurpose(references, shortName);
    const notes = [...idNotes(write), ...referenceNotes(references, server.flagged), ...hiddenNotes(references)];
    requests.push({ purpose, method: 'PATCH', address, headers, body: text, values, notes });
  }
  return requests;
}

function headersOf({ authorization }: ScimServerForm, withBody: boolean): WriteRequest['headers'] {
  const headers: (readonly [string, string])[] = [['Accept', mediaType]];
  if (withBody) headers.push(['Content-Type', mediaType]);
  if (authorization !== null) headers.push(['Authorization', `${authorization} ***`]);
  return headers;
}

function shortName({ name }: PlannedAttribute): string {
  return parseScimPath(name)?.attribute ?? name;
}

function idNotes({ id, objectName }: PlannedWrite): readonly string[] {
  return id === null ? [`${newId} stands for the id that the server gives the new ${nounOf(objectName)}.`] : [];
}

function patchNotes(attributes: readonly PlannedAttribute[], flagged: boolean): readonly string[] {
  const notes: string[] = [];
  const booleans = attributes.filter((attribute) => sendsTextBoolean(attribute, flagged)).map(({ name }) => name);
  if (booleans.length > 0) {
    notes.push(
      `Without aadOptscim062020 in the tenant URL the service sends true and false as the texts "True" and "False" (${listed(booleans)}), which strict servers refuse.`,
    );
  }
  const added = attributes.filter(({ name, old, new: value }) => old === null && value !== null && name.includes('['));
  if (added.length > 0) {
    notes.push(
      `The server must make the element where it has none for ${listed(added.map(({ name }) => name))}: RFC 7644 does not say so for an add with a filter in its path, and strict servers answer noTarget.`,
    );
  }
  if (attributes.some(({ name, new: value }) => value !== null && /^roles\b/i.test(name))) {
    notes.push(
      'The service sends an app role as a JSON text with the id and display name of the role, which are not known here; only its value is shown.',
    );
  }
  return [...notes, ...hiddenNotes(attributes)];
}

function referenceNotes(attributes: readonly PlannedAttribute[], flagged: boolean): readonly string[] {
  const notes: string[] = [];
  const single = attributes.filter(({ multivalued, new: value }) => !multivalued && value !== null).map(shortName);
  if (single.length > 0) {
    const names = listed(single);
    notes.push(
      flagged
        ? `The documents do not show ${names} with aadOptscim062020; it stands here as RFC 7643 has it. The service has also been seen to send the bare id as text.`
        : `${names} stands here as documented, a list with $ref and value, which strict servers refuse. The service has also been seen to send the bare id as text.`,
    );
  }
  const shrunk = attributes.filter((attribute) => attribute.multivalued && referenceChange(attribute).removed.length > 0);
  if (!flagged && shrunk.length > 0) {
    // RFC 7644, section 3.5.2.2: a remove without a filter in its path removes the attribute.
    notes.push(
      `Without aadOptscim062020 what is removed from ${listed(shrunk.map(shortName))} stands in the value; a server that goes by RFC 7644 alone removes every value.`,
    );
  }
  return notes;
}
