import type { ScimReference } from '../../core/connection/connection.ts';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import type { DirectoryResult, Entry, MatchQuery, TargetDirectory } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { failure, success } from '../failure.ts';
import { type HttpAnswer, sendRequest } from '../http/httpClient.ts';
import { isWebPage, jsonOf } from '../http/jsonAnswer.ts';
import { shorten, statusFailure } from '../http/statusFailure.ts';
import type { OpenOptions } from '../ports.ts';
import { isSecretAttribute } from '../secretAttributes.ts';
import { flattenResource } from './flattenResource.ts';
import { identifierOf, incompatibleCode, type ListResponse, readListResponse } from './listResponse.ts';
import { kindOfResource } from './resourceKind.ts';
import { equalityFilter } from './scimFilter.ts';
import { isObject, type JsonObject, type JsonValue, parseScimPath, propertyOf, readScimPath } from './scimPath.ts';
import { scimRequests } from './scimRequests.ts';

/** More hits than this say nothing new: two are ambiguous. */
const maximumHits = 10;
const mediaType = 'application/scim+json';
/** What the service asks for when it tests a connection. */
const impossibleQuery: MatchQuery = {
  attribute: 'userName',
  value: 'non-existent user',
  caseExact: false,
  objectName: 'User',
};
const invalidCredentials = 'SystemForCrossDomainIdentityManagementInvalidCredentials';

/** A SCIM 2.0 application (RFC 7644). Only reads; {@link TargetDirectory.describe} says what would be written. */
export function scimTarget(reference: ScimReference, options: OpenOptions): TargetDirectory {
  const address = addressOf(reference);
  return {
    label: address.base,
    async testConnection(probe) {
      const asked = await askFor(reference, options, address, probe ?? impossibleQuery);
      if (!asked.ok) return asked;
      const { question, status, list } = asked.value;
      if (list.total > 0) {
        const what = kindOfObjectName(probe?.objectName ?? '') === 'group' ? 'group' : 'user';
        const message = `${address.host} answered with ${resourcesOf(list.total)} for a ${what} that cannot exist: it does not apply the filter.`;
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
      const asked = await askFor(reference, options, address, query);
      if (!asked.ok) return asked;
      const { question, list } = asked.value;
      const entries = list.resources.slice(0, maximumHits).map((resource) => entryOf(resource, attributes));
      return success({ asked: question, entries, total: list.total });
    },
    // Before the write there is no telling whether a store holds a token; a server that names none in the file is shown without.
    describe: (write) => scimRequests(write, { ...address, authorized: reference.secretEnv !== null }),
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
  { attribute, value, objectName }: MatchQuery,
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
  // The service asks for groups with `excludedAttributes=members`; here the members are what a change is compared with.
  const resources = kindOfObjectName(objectName) === 'group' ? 'Groups' : 'Users';
  const question = `GET /${resources}?filter=${filter}`;
  const url = URL.parse(`${address.base}/${resources}?filter=${encodeURIComponent(filter)}`);
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
  if (refusesFilter(answer)) return filterRefused(address, answer, { attribute, value, question });
  const list = readAnswer(address, answer);
  return list.ok ? success({ question, status: answer.status, list: list.value }) : list;
}

/** The server does not filter by this attribute, or not at all (RFC 7644, section 3.12: `invalidFilter`, 501). */
function refusesFilter(answer: HttpAnswer): boolean {
  return answer.status === 501 || (answer.status === 400 && errorOf(answer, 'scimType')?.toLowerCase() === 'invalidfilter');
}

function filterRefused(
  { host }: ScimAddress,
  answer: HttpAnswer,
  { attribute, value, question }: { readonly attribute: string; readonly value: string; readonly question: string },
): DirectoryResult<never> {
  const detail = errorOf(answer, 'detail');
  const said = detail === null ? '' : ` It says: ${shorten(detail)}`;
  const message = `${host} refused the filter on ${attribute} (${answer.status}).${said}`;
  const escaped = /["\\]/.test(value)
    ? ' The value holds a quote or a backslash, which stands in the filter as in JSON (RFC 7644, section 3.4.2.2); a server that cannot read that cannot be asked for this value.'
    : '';
  const advice = `A matching attribute needs a target that supports filtering on it: ${question}. Match by an attribute that this server can filter on.${escaped}`;
  return failure('refused', answer.status === 501 ? 'NotImplemented' : 'InvalidFilter', message, advice);
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

/** What a SCIM error says in words. */
function detailOf(answer: HttpAnswer): string | null {
  return errorOf(answer, 'detail') ?? errorOf(answer, 'scimType');
}

/** A text of a SCIM error (RFC 7644, section 3.12); null where the answer has none. */
function errorOf(answer: HttpAnswer, name: 'detail' | 'scimType'): string | null {
  if (isWebPage(answer)) return null;
  try {
    const body = JSON.parse(answer.text) as JsonValue;
    const said = isObject(body) ? propertyOf(body, name) : null;
    return typeof said === 'string' && said !== '' ? said : null;
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
  return { id: identifierOf(resource), displayName: displayNameOf(resource), attributes, kind: kindOfResource(resource) };
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
