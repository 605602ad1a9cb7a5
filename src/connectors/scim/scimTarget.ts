import type { ScimReference } from '../../core/connection/connection.ts';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import type {
  DirectoryResult,
  Entry,
  MatchQuery,
  PlannedWrite,
  TargetDirectory,
  WriteRequest,
} from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { failure, success } from '../failure.ts';
import { type HttpAnswer, sendRequest } from '../http/httpClient.ts';
import { isWebPage, jsonOf } from '../http/jsonAnswer.ts';
import { statusFailure } from '../http/statusFailure.ts';
import type { OpenOptions } from '../ports.ts';
import { isSecretAttribute } from '../secretAttributes.ts';
import { flattenResource } from './flattenResource.ts';
import { identifierOf, incompatibleCode, type ListResponse, readListResponse } from './listResponse.ts';
import { createBody, isGroup, updateBody } from './scimBody.ts';
import { equalityFilter } from './scimFilter.ts';
import { isObject, type JsonObject, type JsonValue, parseScimPath, propertyOf, readScimPath } from './scimPath.ts';

/** More hits than this say nothing new: two are ambiguous. */
const maximumHits = 10;
const mediaType = 'application/scim+json';
/** What the service asks for when it tests a connection. */
const impossibleUser = 'non-existent user';
const invalidCredentials = 'SystemForCrossDomainIdentityManagementInvalidCredentials';

/** A SCIM 2.0 application (RFC 7644). Only reads; {@link TargetDirectory.describe} says what would be written. */
export function scimTarget(reference: ScimReference, options: OpenOptions): TargetDirectory {
  const address = addressOf(reference);
  return {
    label: address.base,
    async testConnection(probe) {
      const { attribute, value } = probe ?? { attribute: 'userName', value: impossibleUser };
      const asked = await askFor(reference, options, address, attribute, value);
      if (!asked.ok) return asked;
      const { question, status, list } = asked.value;
      if (list.total > 0) {
        const message = `${address.host} answered with ${resourcesOf(list.total)} for a user that cannot exist: it does not apply the filter.`;
        const advice = `Every match would be wrong. The server must support GET ${question.slice(4)}.`;
        return failure('malformed', incompatibleCode, message, advice);
      }
      return success({
        address: address.base,
        asked: question,
        answered: `${status}, ${resourcesOf(list.total)}`,
        warning: null,
      });
    },
    async match(query: MatchQuery, attributes) {
      const asked = await askFor(reference, options, address, query.attribute, query.value);
      if (!asked.ok) return asked;
      const { question, list } = asked.value;
      const entries = list.resources.slice(0, maximumHits).map((resource) => entryOf(resource, attributes));
      return success({ asked: question, entries, total: list.total });
    },
    describe: (write) => describeWrite(reference, address, write),
  };
}

interface ScimAddress {
  /** The base URL without a trailing slash and without the flag. */
  readonly base: string;
  readonly host: string;
  /** `aadOptscim062020` stands in the URL, which asks the service for its newer PATCH form. The server never sees it. */
  readonly flagged: boolean;
}

function addressOf({ url }: ScimReference): ScimAddress {
  const [path = '', query = ''] = url.split('?', 2);
  // An address with a credential in it is refused before it is asked; nothing may show the credential until then.
  const base = path.replace(/^([a-z]+:\/\/).*@/i, '$1').replace(/\/+$/, '');
  return { base, host: URL.parse(base)?.host ?? base, flagged: /(^|&)aadOptscim062020(&|=|$)/i.test(query) };
}

interface Asked {
  /** `GET /Users?filter=userName eq "…"`, readable. */
  readonly question: string;
  readonly status: number;
  readonly list: ListResponse;
}

async function askFor(
  reference: ScimReference,
  options: OpenOptions,
  address: ScimAddress,
  attribute: string,
  value: string,
): Promise<DirectoryResult<Asked>> {
  const filter = equalityFilter(attribute, value);
  if (filter === null) {
    const advice = 'Match on an attribute such as userName, externalId or emails[type eq "work"].value.';
    return failure(
      'refused',
      'InvalidFilter',
      `"${attribute}" is not the name of a SCIM attribute, so it cannot be asked for.`,
      advice,
    );
  }
  const refused = refusalOfAddress(reference.url);
  if (refused) return failure('refused', 'InvalidAddress', `The address ${address.base} ${refused.reason}.`, refused.fix);
  const url = URL.parse(`${address.base}/Users?filter=${encodeURIComponent(filter)}`);
  if (!url)
    return failure('refused', 'InvalidAddress', 'The address of the SCIM server is not a web address.', 'Write it in full.');
  const token = await tokenOf(reference, options, address);
  if (!token.ok) return token;
  const headers: Record<string, string> = { Accept: mediaType };
  if (token.value !== null) headers.Authorization = `Bearer ${token.value}`;
  const { signal } = options;
  const sent = await sendRequest({ method: 'GET', url, headers }, { signal, timeoutMs: reference.timeoutMs });
  if (!sent.ok) return sent;
  const answer = withoutToken(sent.value, token.value);
  const list = readAnswer(address, answer);
  return list.ok ? success({ question: `GET /Users?filter=${filter}`, status: answer.status, list: list.value }) : list;
}

/** Null where the server needs none. */
async function tokenOf(
  reference: ScimReference,
  options: OpenOptions,
  address: ScimAddress,
): Promise<DirectoryResult<string | null>> {
  let secret: string | undefined;
  try {
    secret = (await options.secret(reference.secretEnv ?? address.base))?.trim();
  } catch {
    const advice = 'Unlock the store of secrets of this machine and try again.';
    return failure('unauthorized', invalidCredentials, `The token for ${address.host} cannot be read from its store.`, advice);
  }
  if (secret === undefined || secret === '') {
    if (reference.secretEnv === null) return success(null);
    const message = `There is no token for ${address.host}: ${reference.secretEnv} is not set.`;
    return failure(
      'unauthorized',
      invalidCredentials,
      message,
      `Set the environment variable ${reference.secretEnv} and start again.`,
    );
  }
  if (/[^\x21-\x7e]/.test(secret)) {
    const message = `The token for ${address.host} holds characters that no token can have.`;
    return failure('unauthorized', invalidCredentials, message, 'Copy it again, without blanks and line breaks.');
  }
  return success(secret);
}

/** A server that repeats the token in its answer must not bring it onto the screen. */
function withoutToken(answer: HttpAnswer, token: string | null): HttpAnswer {
  return token === null ? answer : { ...answer, text: answer.text.replaceAll(token, '***') };
}

function readAnswer(address: ScimAddress, answer: HttpAnswer): DirectoryResult<ListResponse> {
  const failed = statusFailure(address.host, answer, detailOf(answer));
  if (failed) {
    const { kind, message, advice } = failed.error;
    return answer.status === 401 ? failure(kind, invalidCredentials, message, advice) : failed;
  }
  const body = jsonOf(address.host, answer, incompatibleCode);
  return body.ok ? readListResponse(address.host, body.value) : body;
}

/** What a SCIM error says in words (RFC 7644, section 3.12). */
function detailOf(answer: HttpAnswer): string | null {
  if (isWebPage(answer)) return null;
  try {
    const body = JSON.parse(answer.text) as JsonValue;
    const detail = isObject(body) ? (propertyOf(body, 'detail') ?? propertyOf(body, 'scimType')) : null;
    return typeof detail === 'string' && detail !== '' ? detail : null;
  } catch {
    return null;
  }
}

function entryOf(resource: JsonObject, asked: readonly string[]): Entry {
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
  return { id: identifierOf(resource), displayName: displayNameOf(resource), attributes };
}

function displayNameOf(resource: JsonObject): string | null {
  for (const name of ['displayName', 'name.formatted', 'userName']) {
    const path = parseScimPath(name);
    const value = path && readScimPath(resource, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function resourcesOf(total: number): string {
  return total === 1 ? '1 resource' : `${total} resources`;
}

function describeWrite(reference: ScimReference, address: ScimAddress, write: PlannedWrite): WriteRequest {
  const endpoint = `${address.base}/${isGroup(write.objectName) ? 'Groups' : 'Users'}`;
  // Before the write there is no telling whether a store holds a token; a server that names none in the file is shown without.
  const authorization: readonly (readonly [string, string])[] =
    reference.secretEnv === null ? [] : [['Authorization', 'Bearer ***']];
  const bodyHeaders: readonly (readonly [string, string])[] = [
    ['Accept', mediaType],
    ['Content-Type', mediaType],
    ...authorization,
  ];
  if (write.action === 'create') return { method: 'POST', address: endpoint, headers: bodyHeaders, body: createBody(write) };
  const one = `${endpoint}/${write.id === null ? '{id}' : encodeURIComponent(write.id)}`;
  if (write.action === 'delete')
    return { method: 'DELETE', address: one, headers: [['Accept', mediaType], ...authorization], body: null };
  return { method: 'PATCH', address: one, headers: bodyHeaders, body: updateBody(write, address.base, address.flagged) };
}
