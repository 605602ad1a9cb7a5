import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { GraphReference } from '../../core/connection/connection.ts';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import { type Failure, failure } from '../failure.ts';
import { type HttpRequest, sendRequest } from '../http/httpClient.ts';
import { jsonOf } from '../http/jsonAnswer.ts';
import { statusFailure } from '../http/statusFailure.ts';
import { type OAuthError, readOAuthError } from './oauthError.ts';

/** Answers of an authority are a few thousand characters long. */
const maximumBytes = 1_000_000;

/** What in a request to the authority is a secret. */
const secretFields = [
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
  'assertion',
] as const;

/** Ends a sign-in with a failure that is already in words. MSAL passes no foreign error on, so the network keeps its own besides. */
export class SignInError extends Error {
  readonly failure: Failure;

  constructor(failed: Failure) {
    super(failed.error.code);
    this.name = 'SignInError';
    this.failure = failed;
  }
}

/**
 * How MSAL reaches the authority: bounded in time and size, cancelled with the run, TLS verified. Of one sign-in only, since it remembers what
 * went wrong last.
 */
export class AuthNetwork implements INetworkModule {
  readonly #reference: GraphReference;
  readonly #signal: AbortSignal;
  /** What kept the last request from an answer; null where there was one. */
  failure: Failure | null = null;
  /** The error in the last answer; null where there was none. */
  oauthError: OAuthError | null = null;

  constructor(reference: GraphReference, signal: AbortSignal) {
    this.#reference = reference;
    this.#signal = signal;
  }

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('GET', url, options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('POST', url, options);
  }

  async #send<T>(
    method: HttpRequest['method'],
    address: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    this.failure = null;
    this.oauthError = null;
    const url = this.#urlOf(address);
    const { headers = {}, body } = options;
    const sent = await sendRequest(
      { method, url, headers: { Accept: 'application/json', ...headers }, ...(body === undefined ? {} : { body }) },
      { signal: this.#signal, timeoutMs: this.#reference.timeoutMs, maximumBytes },
    );
    if (!sent.ok) return this.#fail(sent);
    const answer = sent.value;
    const json = jsonOf(url.host, answer, 'AuthorityIncompatible');
    const error = json.ok ? readOAuthError(json.value, secretsIn(body)) : null;
    if (answer.status === 429 || answer.status >= 500) {
      const failed = statusFailure(url.host, { ...answer, text: '' }, error === null ? null : error.description || error.error);
      if (failed) return this.#fail(failed);
    }
    if (!json.ok) return this.#fail(statusFailure(url.host, answer, null) ?? json);
    if (typeof json.value !== 'object' || json.value === null) return this.#fail(notAnAuthority(url.host));
    if (error === null) {
      const failed = statusFailure(url.host, answer, null);
      if (failed) return this.#fail(failed);
    }
    this.oauthError = error;
    const text = JSON.stringify(json.value);
    return { headers: {}, body: JSON.parse(this.#forMsal(text)) as T, status: answer.status };
  }

  #fail(failed: Failure): never {
    this.failure = failed;
    throw new SignInError(failed);
  }

  #urlOf(address: string): URL {
    const reached = asReached(this.#reference, address);
    const url = URL.canParse(reached) ? new URL(reached) : null;
    // The authority names its addresses itself: a wrong one must not get a secret in the clear.
    if (url && /^https?:$/.test(url.protocol) && refusalOfAddress(url.href)?.kind !== 'notSecure') return url;
    return this.#fail(notAnAuthority(new URL(this.#reference.authority).host));
  }

  /** {@link asReached}, the other way round. */
  #forMsal(text: string): string {
    const { protocol, host } = new URL(this.#reference.authority);
    return protocol === 'http:' ? text.replaceAll(`http://${host}`, `https://${host}`) : text;
  }
}

/** The address of the authority and tenant as MSAL takes it: it accepts `https` only. */
export function msalAuthority({ authority, tenant }: GraphReference): string {
  return `${authority.replace(/^http:/i, 'https:')}/${tenant}`;
}

/** An address that MSAL gives, as it is reached: an authority on this machine's loopback may be named with `http` in the connection file. */
export function asReached({ authority }: GraphReference, address: string): string {
  const { protocol, host } = new URL(authority);
  const secure = `https://${host}/`;
  return protocol === 'http:' && address.startsWith(secure) ? `http://${host}/${address.slice(secure.length)}` : address;
}

function notAnAuthority(host: string): Failure {
  const message = `${host} does not answer as an OpenID authority does.`;
  return failure('malformed', 'AuthorityIncompatible', message, 'Check "authority" in the connection file.');
}

function secretsIn(body: string | undefined): readonly string[] {
  if (body === undefined) return [];
  const fields = new URLSearchParams(body);
  return secretFields.flatMap((name) => fields.getAll(name));
}
