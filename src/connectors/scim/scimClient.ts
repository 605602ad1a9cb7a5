import type { ScimReference } from '../../core/connection/connection.ts';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { type Failure, failure, success } from '../failure.ts';
import { type HttpAnswer, type HttpLimits, type HttpRequest, sendRequest } from '../http/httpClient.ts';
import { isWebPage, jsonOf } from '../http/jsonAnswer.ts';
import { shorten, statusFailure } from '../http/statusFailure.ts';
import type { OpenOptions } from '../ports.ts';
import { incompatibleCode } from './listResponse.ts';
import { invalidCredentials, type ScimCredential, scimCredential } from './scimCredential.ts';
import { isObject, type JsonValue, propertyOf } from './scimPath.ts';
import { secretMask, withoutSecrets } from './secretMask.ts';

/** RFC 7644, section 8.1. */
export const scimMediaType = 'application/scim+json';

export interface ScimAddress {
  /** The base URL without a trailing slash and without the flag. */
  readonly base: string;
  readonly host: string;
  /** `aadOptscim062020` stands in the URL, which asks the service for its newer PATCH form. The server never sees it. */
  readonly flagged: boolean;
}

/** An answer in which the credential is masked. */
export interface ScimAnswer extends HttpAnswer {
  /** The JSON in it; a failure says what else it is. */
  json(): DirectoryResult<JsonValue>;
  /** What a SCIM error says (RFC 7644, section 3.12); null where the answer is none. */
  readonly said: ScimError | null;
}

export interface ScimError {
  /** Its `schemas` name it an error. */
  readonly declared: boolean;
  readonly detail: string | null;
  readonly scimType: string | null;
}

/** One SCIM server (RFC 7644) and the credential for it. */
export interface ScimClient {
  readonly address: ScimAddress;
  /** How requests are authorized, as far as it is known before the first one. */
  authorization(): 'Bearer' | 'Basic' | null;
  /** The credential, where the address may get it; what it is asked for before it is sent. */
  authorize(): Promise<DirectoryResult<ScimCredential>>;
  /** Sends one request with the credential, and nothing a second time. */
  send(request: HttpRequest, credential: ScimCredential, limits: HttpLimits): Promise<DirectoryResult<ScimAnswer>>;
  /** `GET` of a path behind the base address, beginning with a slash. */
  get(path: string, limits?: Partial<HttpLimits>): Promise<DirectoryResult<ScimAnswer>>;
}

export function scimClient(reference: ScimReference, options: OpenOptions): ScimClient {
  const address = addressOf(reference);
  const named = reference.username !== null ? 'Basic' : reference.secretEnv !== null ? 'Bearer' : null;
  // Only asking tells whether a store holds a token that the connection file does not name.
  let found: 'Bearer' | null = null;
  const client: ScimClient = {
    address,
    authorization: () => named ?? found,
    async authorize() {
      const refused = refusalOfAddress(reference.url);
      if (refused) return failure('refused', 'InvalidAddress', `The address ${address.base} ${refused.reason}.`, refused.fix);
      const credential = await scimCredential(reference, options, address.host);
      if (credential.ok) found = credential.value.header === null ? null : 'Bearer';
      return credential;
    },
    async send(request, credential, limits) {
      const headers = credential.header === null ? request.headers : { ...request.headers, Authorization: credential.header };
      const sent = await sendRequest({ ...request, headers }, limits);
      return sent.ok ? success(answerOf(address.host, sent.value, credential.secrets)) : maskedFailure(sent, credential.secrets);
    },
    async get(path, limits) {
      const credential = await client.authorize();
      if (!credential.ok) return credential;
      const url = URL.parse(address.base + path);
      if (!url) {
        const message = 'The address of the SCIM server is not a web address.';
        return failure('refused', 'InvalidAddress', message, 'Write it in full.');
      }
      const { signal } = options;
      const whole = { signal, timeoutMs: reference.timeoutMs, ...limits };
      return client.send({ method: 'GET', url, headers: { Accept: scimMediaType } }, credential.value, whole);
    },
  };
  return client;
}

function addressOf({ url }: ScimReference): ScimAddress {
  const [path = '', query = ''] = url.split('?', 2);
  // An address with a credential in it is refused before it is asked; nothing may show the credential until then.
  const base = path.replace(/^([a-z]+:\/\/).*@/i, '$1').replace(/\/+$/, '');
  return { base, host: URL.parse(base)?.host ?? base, flagged: /(^|&)aadOptscim062020(&|=|$)/i.test(query) };
}

/** What could not be sent, or redirects to an address with the secret in it, must not show it either. */
function maskedFailure({ error }: Failure, secrets: readonly string[]): Failure {
  const hide = secretMask(secrets) ?? ((text: string): string => text);
  return failure(error.kind, error.code, hide(error.message), hide(error.advice));
}

function answerOf(host: string, answer: HttpAnswer, secrets: readonly string[]): ScimAnswer {
  const hide = secretMask(secrets) ?? ((text: string): string => text);
  const hideHeader = (text: string | null): string | null => text && hide(text);
  const shown: HttpAnswer = {
    status: answer.status,
    // It arrives in lower case, in which a secret is still one.
    contentType: secrets.some((secret) => answer.contentType.includes(secret.toLowerCase())) ? '***' : answer.contentType,
    retryAfter: hideHeader(answer.retryAfter),
    location: hideHeader(answer.location),
    requestId: hideHeader(answer.requestId),
    text: hide(answer.text),
  };
  return {
    ...shown,
    get said() {
      return errorIn(isWebPage(shown) ? undefined : parsed(answer.text), hide);
    },
    json() {
      const page = isWebPage(shown) && !/^\s*[[{]/.test(shown.text);
      if (!page && !isJsonType(shown.contentType)) return wrongType(host, shown);
      const read = page ? undefined : parsed(answer.text);
      if (read !== undefined) return success(withoutSecrets(read, secrets));
      if (/^\s*[[{]/.test(shown.text)) return brokenJson(host, shown);
      const body = jsonOf(host, shown, incompatibleCode);
      return body.ok ? success(body.value as JsonValue) : body;
    },
  };
}

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:error';

function errorIn(body: JsonValue | undefined, hide: (text: string) => string): ScimError | null {
  if (!isObject(body)) return null;
  const said = (name: string): string | null => {
    const text = propertyOf(body, name);
    return typeof text === 'string' && text.trim() !== '' ? hide(text) : null;
  };
  const schemas = propertyOf(body, 'schemas');
  const names = Array.isArray(schemas) ? (schemas as readonly JsonValue[]) : [schemas];
  const declared = names.some((name) => typeof name === 'string' && name.toLowerCase() === errorSchema);
  const [detail, scimType] = [said('detail'), said('scimType')];
  return declared || detail !== null || scimType !== null ? { declared, detail, scimType } : null;
}

/** Undefined where the text is not JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A server that names no type at all is read all the same. */
function isJsonType(contentType: string): boolean {
  return contentType === '' || contentType === 'text/json' || /^[^/]+\/([^/]+\+)?json$/.test(contentType);
}

/** Such a text holds data, which is not shown: some of it may have to be masked. */
function brokenJson(host: string, { status, text }: HttpAnswer): Failure {
  const message = `${host} answered ${status} with text that begins like JSON and is not JSON (${text.length} characters).`;
  return failure('malformed', incompatibleCode, message, 'Look at the log of the server: the answer may have been cut off.');
}

function wrongType(host: string, { status, contentType }: HttpAnswer): Failure {
  const message = `${host} answered ${status} as "${shorten(contentType)}", not as "${scimMediaType}".`;
  const advice =
    'The server must send "Content-Type: application/scim+json" (RFC 7644, section 3.1); check the base address too.';
  return failure('malformed', incompatibleCode, message, advice);
}

/** The failure that the status of a read stands for; null where it stands for success. */
export function readFailure(host: string, answer: ScimAnswer): Failure | null {
  const failed = statusFailure(host, answer, answer.said?.detail ?? answer.said?.scimType ?? null);
  if (!failed || answer.status !== 401) return failed;
  const { kind, message, advice } = failed.error;
  return failure(kind, invalidCredentials, message, advice);
}
