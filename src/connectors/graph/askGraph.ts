import { randomUUID } from 'node:crypto';
import type { GraphReference } from '../../core/connection/connection.ts';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { accessToken } from '../auth/accessToken.ts';
import { cancelled, failure, success } from '../failure.ts';
import type { HttpAnswer, HttpRequest } from '../http/httpClient.ts';
import { jsonOf } from '../http/jsonAnswer.ts';
import type { OpenOptions } from '../ports.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/scimPath.ts';
import { secretMask } from '../scim/secretMask.ts';
import { addressOf, type GraphQuery } from './graphAddress.ts';
import { graphFailure } from './graphFailure.ts';

/** Where Graph is asked, and by whom. */
export interface GraphAccess {
  readonly reference: GraphReference;
  readonly options: OpenOptions;
  /** `graph.microsoft.com`. */
  readonly host: string;
}

export function graphAccess(reference: GraphReference, options: OpenOptions): GraphAccess {
  return { reference, options, host: URL.parse(reference.graphBaseUrl)?.host ?? reference.graphBaseUrl };
}

/** The name of the directory on the screen. */
export function graphLabel({ tenant }: GraphReference): string {
  return `Microsoft Entra ID (${tenant})`;
}

/** One call, with its permissions. */
export interface GraphRequest {
  readonly method: HttpRequest['method'];
  /** The whole address. */
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The least permissions, by their short names. */
  readonly scopes: readonly string[];
  /** A write that has left is not aborted; it is given up between two tries. Left out for reads, which end with the run. */
  readonly cancelled?: () => boolean;
  /** Told before the request leaves (true), and when an answer says that nothing was done (false). */
  readonly leaves?: (left: boolean) => void;
}

/** Sends one call; the answer has any status. The token is masked in it. */
export async function sendToGraph(access: GraphAccess, request: GraphRequest): Promise<DirectoryResult<HttpAnswer>> {
  const { reference, options, host } = access;
  const refused = refusalOfAddress(reference.graphBaseUrl);
  const url = URL.parse(request.address);
  if (refused || !url) {
    const reason = refused?.reason ?? 'is not a web address';
    const shown = reference.graphBaseUrl.replace(/^([a-z]+:\/\/).*@/i, '$1');
    return failure(
      'refused',
      'InvalidAddress',
      `The address ${shown} ${reason}.`,
      'Correct "graphBaseUrl" in the connection file.',
    );
  }
  if (url.origin !== new URL(reference.graphBaseUrl).origin) {
    const message = `${host} names ${url.host} for the rest of its answer, which must not get the token.`;
    return failure('malformed', 'WebExceptionProtocolError', message, 'Check "graphBaseUrl" in the connection file.');
  }
  const writing = request.method !== 'GET';
  const signal = writing ? new AbortController().signal : options.signal;
  const stopped = request.cancelled ?? ((): boolean => options.signal.aborted);
  if (stopped()) return cancelled(`Asking ${host}`);
  const tokens = new Set<string>();
  const { callGraph } = await import('./graphClient.ts');
  const answered = await callGraph({
    base: reference.graphBaseUrl,
    request: {
      method: request.method,
      url,
      headers: {
        Accept: 'application/json',
        'client-request-id': randomUUID(),
        ...(request.body !== undefined && { 'Content-Type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: request.body }),
    },
    signal,
    timeoutMs: reference.timeoutMs,
    async token(renew) {
      const token = await accessToken(reference, { scopes: request.scopes, ...(renew && { renew }) }, options);
      if (token.ok) tokens.add(token.value);
      return token;
    },
    cancelled: stopped,
    ...(request.leaves && { leaves: request.leaves }),
    pause: (milliseconds) => pause(milliseconds, stopped),
  });
  if (!writing && options.signal.aborted) return cancelled(`Asking ${host}`);
  return answered.ok ? success(masked(answered.value, [...tokens])) : answered;
}

/** Waits, and looks now and then whether the run has been given up. */
async function pause(milliseconds: number, stopped: () => boolean): Promise<void> {
  const end = Date.now() + milliseconds;
  for (let left = milliseconds; left > 0 && !stopped(); left = end - Date.now()) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(left, 100));
    });
  }
}

/** A server that repeats a secret in its answer must not bring it onto the screen. */
function masked(answer: HttpAnswer, secrets: readonly string[]): HttpAnswer {
  const mask = secretMask(secrets);
  if (!mask) return answer;
  return { ...answer, text: mask(answer.text), requestId: answer.requestId === null ? null : mask(answer.requestId) };
}

/** One question of the directory. */
export interface GraphQuestion {
  readonly path: string;
  readonly query: GraphQuery;
  /** As an advanced query: with the header `ConsistencyLevel: eventual`; `$count=true` stands in the query. */
  readonly advanced?: boolean;
  readonly scopes: readonly string[];
}

/** The JSON object that answers a question. */
export function askGraph(access: GraphAccess, question: GraphQuestion): Promise<DirectoryResult<JsonObject>> {
  return askAddress(access, addressOf(access.reference.graphBaseUrl, question.path, question.query), question);
}

/** The same for an address that Graph gave. */
export async function askAddress(
  access: GraphAccess,
  address: string,
  { advanced, scopes }: GraphQuestion,
): Promise<DirectoryResult<JsonObject>> {
  const headers = advanced === true ? { ConsistencyLevel: 'eventual' } : {};
  const sent = await sendToGraph(access, { method: 'GET', address, headers, scopes });
  if (!sent.ok) return sent;
  const failed = graphFailure(access.host, sent.value, scopes);
  if (failed) return failed;
  const body = jsonOf(access.host, sent.value, 'NotGraph');
  if (!body.ok) return body;
  const value = body.value as JsonValue;
  if (isObject(value)) return success(value);
  const message = `${access.host} answered ${sent.value.status} with JSON that is no object.`;
  return failure('malformed', 'NotGraph', message, 'Check "graphBaseUrl": Microsoft Graph answers with objects.');
}
