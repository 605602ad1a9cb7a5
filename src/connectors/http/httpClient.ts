import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, failure, success, timedOut } from '../failure.ts';
import { networkFailure } from './networkFailure.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpLimits {
  readonly signal: AbortSignal;
  /** For the whole answer, redirects and body included; 10 s by default. */
  readonly timeoutMs?: number;
  /** Of the body, after decompression; 10 MB by default. */
  readonly maximumBytes?: number;
  /** False gives a redirect as the answer that it is, instead of following or refusing it; true by default. */
  readonly followRedirects?: boolean;
}

/** An answer of any status, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters; empty where there is none. */
  readonly contentType: string;
  /** The header `Retry-After` as sent; null where there is none. */
  readonly retryAfter: string | null;
  /** The header `Location` as sent; null where there is none. */
  readonly location: string | null;
  /** How the server finds the request in its log: `request-id` of Microsoft Graph, `X-Request-Id` of others; null where there is none. */
  readonly requestId: string | null;
  readonly text: string;
}

export const defaultTimeoutMs = 10_000;
const defaultMaximumBytes = 10_000_000;
const maximumRedirects = 3;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one request and reads the answer. Never rejects and never outlasts its time: what keeps an answer from arriving is a
 * {@link DirectoryResult} error. A redirect of a GET is followed within the same origin only, since the request carries credentials.
 */
export async function sendRequest(request: HttpRequest, limits: HttpLimits): Promise<DirectoryResult<HttpAnswer>> {
  const timeoutMs = limits.timeoutMs ?? defaultTimeoutMs;
  const what = `Asking ${request.url.host}`;
  if (limits.signal.aborted) return cancelled(what);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), timeoutMs);
  try {
    return await follow(request, limits, AbortSignal.any([limits.signal, clock.signal]));
  } catch (error) {
    if (limits.signal.aborted) return cancelled(what);
    if (clock.signal.aborted) return timedOut(request.url.host, timeoutMs);
    return networkFailure(request.url, error);
  } finally {
    clearTimeout(timer);
  }
}

async function follow(request: HttpRequest, limits: HttpLimits, signal: AbortSignal): Promise<DirectoryResult<HttpAnswer>> {
  let url = request.url;
  for (let redirects = 0; ; redirects += 1) {
    const { method, headers, body = null } = request;
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    if (!redirectStatuses.has(response.status) || limits.followRedirects === false)
      return readAnswer(response, url, limits.maximumBytes ?? defaultMaximumBytes);
    await response.body?.cancel();
    const location = URL.parse(response.headers.get('location') ?? '', url.href);
    const where = location ? `${location.origin}${location.pathname}` : 'nowhere';
    if (!location || location.origin !== url.origin || method !== 'GET' || redirects >= maximumRedirects) {
      const reason =
        location && location.origin !== url.origin ? 'another server, which must not get the token' : 'that is not followed';
      const message = `${url.host} answered ${response.status} and redirects to ${where}: ${reason}.`;
      const advice =
        'Name the final address of the server in the connection file. A sign-in page here often means a wrong address.';
      return failure('refused', 'WebExceptionProtocolError', message, advice);
    }
    url = location;
  }
}

async function readAnswer(response: Response, url: URL, maximumBytes: number): Promise<DirectoryResult<HttpAnswer>> {
  const tooLong = failure(
    'malformed',
    'WebExceptionProtocolError',
    `${url.host} sent an answer of more than ${Math.round(maximumBytes / 100_000) / 10} MB, which was not read to its end.`,
    'Check that the address is that of the directory, and that the server applies the filter of the request.',
  );
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  // A body is never read with response.text(): that has no limit.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maximumBytes) return tooLong;
    text += decoder.decode(chunk, { stream: true });
  }
  text += decoder.decode();
  const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const { status, headers } = response;
  const [retryAfter, location] = [headers.get('retry-after'), headers.get('location')];
  return success({ status, contentType, retryAfter, location, requestId: requestIdOf(headers), text });
}

/** There is no standard header for it. */
function requestIdOf(headers: Headers): string | null {
  const names = ['request-id', 'x-request-id', 'x-correlation-id', 'x-amzn-requestid'];
  const ids = names.map((name) => headers.get(name));
  return ids.find((id) => id !== null && /^[\w.:/+=-]{1,100}$/.test(id)) ?? null;
}
