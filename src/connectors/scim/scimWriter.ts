import type { ScimReference } from '../../core/connection/connection.ts';
import type { DirectoryError, DirectoryResult, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import type { SentRequest, TargetWriter, WriteOutcome } from '../../core/trace/targetWriter.ts';
import { cancelled as cancelledFailure, failure, secondsOf, success } from '../failure.ts';
import type { HttpRequest } from '../http/httpClient.ts';
import type { OpenOptions } from '../ports.ts';
import { isHidden, isReference, nounOf, textsOf, unmasked } from '../wire/plannedValues.ts';
import { identifierOf, incompatibleCode } from './listResponse.ts';
import { encodedForAddress, isAddressable, scimEndpoint } from './scimAddressing.ts';
import { readFailure, type ScimAnswer, type ScimClient, scimClient } from './scimClient.ts';
import type { ScimCredential } from './scimCredential.ts';
import { scimEntry } from './scimEntry.ts';
import { isObject } from './scimPath.ts';
import { newId, scimRequests } from './scimRequests.ts';
import { sendsTextBoolean } from './scimValues.ts';
import { adviceOnUnknown, type SentPurpose, type WriteVerdict, writeVerdict } from './scimWriteVerdict.ts';
import { secretMask } from './secretMask.ts';

/** How often, and how long at most, a server that is busy (429) is waited for. */
const maximumWaits = 2;
const longestWaitMs = 10_000;

/**
 * Writes to a SCIM 2.0 application (RFC 7644) as `describe` words it. Nothing is sent a second time but what the server refused with 429, no
 * write is sent on to another address, and what is under way is not broken off.
 */
export function scimWriter(reference: ScimReference, options: OpenOptions): TargetWriter {
  const client = scimClient(reference, options);
  const { address } = client;
  return {
    label: address.base,
    async write(write, cancelled) {
      const form = { ...address, authorization: client.authorization() };
      const requests = scimRequests(unmasked(write), form);
      const stopped = (): boolean => options.signal.aborted || cancelled();
      const credential = await client.authorize();
      if (!credential.ok) return outcomeOf(write, requests, [], credential.error, write.id);
      const unreachable = write.id !== null && !isAddressable(write.id);
      if (unreachable) return outcomeOf(write, requests, [], badId(address.host, nounOf(write.objectName)), write.id);
      return await sendAll(client, reference, { write, requests, credential: credential.value, stopped, signal: options.signal });
    },
    read: (id, objectName, attributes) => readBack(client, id, objectName, attributes),
  };
}

interface Sending {
  readonly write: PlannedWrite;
  /** With the real values: not to be shown. */
  readonly requests: readonly WriteRequest[];
  readonly credential: ScimCredential;
  stopped(): boolean;
  readonly signal: AbortSignal;
}

async function sendAll(client: ScimClient, reference: ScimReference, sending: Sending): Promise<WriteOutcome> {
  const { write, requests, stopped } = sending;
  const { host } = client.address;
  const noun = nounOf(write.objectName);
  const sent: SentRequest[] = [];
  let { id } = write;
  for (const request of requests) {
    if (stopped()) {
      const { error } = cancelledFailure(sent.length === 0 ? 'The write' : 'The rest of the write');
      return outcomeOf(write, requests, sent, error, id);
    }
    const address = id === null ? request.address : withId(request.address, id);
    const purpose = purposeOf(client, write, request);
    const { verdict, answer } = await sendOne(client, reference, sending, { ...request, address }, purpose);
    const { state, answered, error } = request.method === 'POST' && answer ? afterCreation(verdict, answer, purpose) : verdict;
    sent.push({ method: request.method, address, state, answered, requestId: answer?.requestId ?? null });
    if (error) return outcomeOf(write, requests, sent, error, id);
    if (request.method === 'DELETE') id = null;
    if (request.method === 'POST' && answer) {
      id = idIn(answer);
      if (id === null) return outcomeOf(write, requests, sent, missingId(host, noun, requests.length > 1), null);
      if (!isAddressable(id)) return outcomeOf(write, requests, sent, badId(host, noun), null);
    }
  }
  return outcomeOf(write, requests, sent, null, id);
}

/** What was not sent any more is told of too. */
function outcomeOf(
  write: PlannedWrite,
  requests: readonly WriteRequest[],
  sent: readonly SentRequest[],
  error: DirectoryError | null,
  id: string | null,
): WriteOutcome {
  const rest = requests.slice(sent.length).map(({ method, address }): SentRequest => {
    const where = id === null || write.id !== null ? address : withId(address, id);
    return { method, address: where, state: 'notSent', answered: 'not sent', requestId: null };
  });
  return { id, sent: [...sent, ...rest], error };
}

function withId(address: string, id: string): string {
  return address.endsWith(`/${newId}`) ? address.slice(0, -newId.length) + encodedForAddress(id) : address;
}

interface Sent {
  readonly verdict: WriteVerdict;
  /** Null where none came. */
  readonly answer: ScimAnswer | null;
}

/** One request, again only while the server says that it is busy and did nothing. */
async function sendOne(
  client: ScimClient,
  { timeoutMs }: ScimReference,
  { credential, stopped, signal }: Sending,
  { method, address, headers, body }: WriteRequest,
  purpose: SentPurpose,
): Promise<Sent> {
  const url = URL.parse(address);
  // The id of an object must not lead out of the server's address.
  if (!url?.href.startsWith(URL.parse(`${client.address.base}/`)?.href ?? ' ') || address.endsWith(newId)) {
    const message = `The address of the ${purpose.noun} cannot be made, so nothing was sent.`;
    const { error } = failure('refused', 'InvalidAddress', message, 'Check the base address in the connection file.');
    return { verdict: { state: 'notSent', answered: 'not sent', error }, answer: null };
  }
  const shown = headers.filter(([name]) => name.toLowerCase() !== 'authorization');
  const request: HttpRequest = {
    method: method as HttpRequest['method'],
    url,
    headers: Object.fromEntries(shown),
    ...(body !== null && { body }),
  };
  for (let waits = 0; ; waits += 1) {
    // A signal of its own, that nobody gives: what has left is not broken off, or nobody would know what became of it.
    const limits = { signal: new AbortController().signal, timeoutMs, followRedirects: false };
    const sent = await client.send(request, credential, limits);
    if (!sent.ok) return { verdict: verdictOnSilence(sent.error, purpose, timeoutMs), answer: null };
    const wait = sent.value.status === 429 && waits < maximumWaits ? waitOf(sent.value.retryAfter) : null;
    if (wait === null || !(await waited(wait, signal)) || stopped()) {
      return { verdict: writeVerdict(purpose, sent.value), answer: sent.value };
    }
  }
}

/** Milliseconds; null where the server does not say how long, or for too long (RFC 9110, section 10.2.3). */
function waitOf(retryAfter: string | null): number | null {
  const text = retryAfter?.trim() ?? '';
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) || wait > longestWaitMs ? null : Math.max(wait, 0);
}

/** False where the wait was broken off. */
function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/** Where no connection came about, nothing can have arrived. Of every other failure nobody knows how far the server got. */
const neverArrived = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);

function verdictOnSilence(error: DirectoryError, { purpose, host }: SentPurpose, timeoutMs: number): WriteVerdict {
  if (neverArrived.has(error.code)) {
    const message = `${error.message} It was not asked to ${purpose}: nothing was sent.`;
    return { state: 'notSent', answered: 'no connection', error: { ...error, message } };
  }
  if (error.code === 'Timeout') {
    const answered = `no answer within ${secondsOf(timeoutMs)}`;
    const message = `${host} did not answer within ${secondsOf(timeoutMs)} when it was asked to ${purpose}, so whether it was done is not known.`;
    return { state: 'unknown', answered, error: { ...error, message, advice: adviceOnUnknown } };
  }
  const message = `${error.message} It had been asked to ${purpose}, and whether it was done is not known.`;
  return { state: 'unknown', answered: 'no readable answer', error: { ...error, message, advice: adviceOnUnknown } };
}

function purposeOf({ address: { host, flagged } }: ScimClient, write: PlannedWrite, request: WriteRequest): SentPurpose {
  const hidden = write.attributes.filter(isHidden).flatMap((attribute) => [...textsOf(attribute.old), ...textsOf(attribute.new)]);
  const hide = secretMask(hidden) ?? ((text: string): string => text);
  const purpose = request.purpose.charAt(0).toLowerCase() + request.purpose.slice(1);
  const form = flagged || request.method !== 'PATCH' ? null : formOf(write, request);
  return { host, method: request.method, purpose, noun: nounOf(write.objectName), form, hide };
}

/** What of a PATCH without the flag strict servers refuse, and what to do about it. */
function formOf({ attributes }: PlannedWrite, { values }: WriteRequest): string | null {
  const here = attributes.filter(({ name }) => values.some(({ target }) => target === name));
  const booleans = here.filter((attribute) => sendsTextBoolean(attribute, false)).map(({ name }) => name);
  const references = here.filter((attribute) => isReference(attribute) && !attribute.multivalued).map(({ name }) => name);
  if (booleans.length + references.length === 0) return null;
  const ways = [
    ...(booleans.length > 0 ? [`true and false as the texts "True" and "False" (${booleans.join(', ')})`] : []),
    ...(references.length > 0 ? [`a list where RFC 7643 has one object (${references.join(', ')})`] : []),
  ];
  return `Without aadOptscim062020 the service sends ${ways.join(', and ')}, which strict servers refuse: add "?aadOptscim062020" to "url" in the connection file, and to the tenant URL of the application in Entra.`;
}

/** Of a 201, or of a 200 that some servers give for it (RFC 7644, section 3.3): in the body, else at the end of `Location`. */
function idIn(answer: ScimAnswer): string | null {
  const body = answer.json();
  const id = body.ok && isObject(body.value) ? identifierOf(body.value) : '';
  if (id !== '') return id;
  const path = URL.parse(answer.location ?? '', 'http://relative.invalid/')?.pathname ?? '';
  const last = /\/(?:Users|Groups)\/([^/]+)\/?$/i.exec(path)?.[1];
  if (last === undefined) return null;
  try {
    return decodeURIComponent(last);
  } catch {
    return null;
  }
}

/** A 200 without a new object in it may come from anything that answers every request. */
function afterCreation(verdict: WriteVerdict, answer: ScimAnswer, { host, purpose }: SentPurpose): WriteVerdict {
  if (verdict.state !== 'accepted' || answer.status !== 200 || idIn(answer) !== null) return verdict;
  const message = `${host} answered 200 without an "id" when it was asked to ${purpose}, so whether it was done is not known.`;
  const { error } = failure('malformed', incompatibleCode, message, adviceOnUnknown);
  return { state: 'unknown', answered: verdict.answered, error };
}

function missingId(host: string, noun: string, more: boolean): DirectoryError {
  const rest = more ? ' Its references (manager, members) were therefore not written.' : '';
  const message = `${host} says that it created the ${noun}, but its answer has no "id", so the ${noun} cannot be found again by it.${rest}`;
  const advice = `The server must answer a creation with the ${noun} and its "id" (RFC 7644, section 3.3). Run the preview again: it finds the new ${noun} by the matching attribute.`;
  return failure('malformed', incompatibleCode, message, advice).error;
}

function badId(host: string, noun: string): DirectoryError {
  const message = `The id that ${host} gives the ${noun} cannot stand in an address, so the ${noun} cannot be reached by it.`;
  return failure(
    'malformed',
    incompatibleCode,
    message,
    'The server must give ids that lead to their object (RFC 7643, section 3.1).',
  ).error;
}

async function readBack(
  client: ScimClient,
  id: string,
  objectName: string,
  attributes: readonly string[],
): Promise<DirectoryResult<ReturnType<typeof scimEntry> | null>> {
  const { host } = client.address;
  const noun = nounOf(objectName);
  if (!isAddressable(id)) return { ok: false, error: badId(host, noun) };
  const answer = await client.get(`${scimEndpoint(objectName)}/${encodedForAddress(id)}`);
  if (!answer.ok) return answer;
  if (answer.value.status === 404 || answer.value.status === 410) return success(null);
  const failed = readFailure(host, answer.value);
  if (failed) return failed;
  const body = answer.value.json();
  if (!body.ok) return body;
  const found = isObject(body.value) ? identifierOf(body.value) : '';
  if (!isObject(body.value) || found.toLowerCase() !== id.toLowerCase()) {
    const what = found === '' ? 'something without an "id"' : 'another one';
    const message = `${host} was asked for one ${noun} by its id and answered with ${what}.`;
    const advice = 'The server must answer GET of an address with the resource there (RFC 7644, section 3.4.1).';
    return failure('malformed', incompatibleCode, message, advice);
  }
  return success(scimEntry(body.value, attributes));
}
