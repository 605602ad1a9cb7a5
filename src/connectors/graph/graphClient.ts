import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled } from '../failure.ts';
import { type HttpAnswer, type HttpRequest, sendRequest } from '../http/httpClient.ts';

/** How one call goes through the chain. */
export interface GraphCall {
  /** The version's address, `https://graph.microsoft.com/v1.0`: its origin alone gets the token. */
  readonly base: string;
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
  /** For each try. */
  readonly timeoutMs: number;
  /** A token; `renew` after one was refused. */
  token(renew: boolean): Promise<DirectoryResult<string>>;
  /** Whether the rest of the tries is given up; asked before each of them. */
  cancelled(): boolean;
  /** Told before the request leaves (true), and when an answer says that nothing was done (false). */
  leaves?(left: boolean): void;
  /** Waits between two tries, in milliseconds; ends early when the call is given up. */
  pause(milliseconds: number): Promise<void>;
}

/** Tries of one call, the first included, and how long it may wait between them in all. */
const maximumTries = 3;
const maximumWaitMs = 30_000;

/**
 * Sends one call through Graph's client with a chain of our own and gives the answer, whatever its status. The library's handlers are left out,
 * for what they do: its RetryHandler repeats 503 and 504 of writes too, up to 180 s each, deaf to a signal; its RedirectHandler follows to any
 * host; its AuthenticationHandler sends the token to every cloud of Microsoft, whatever the base, and to no loopback; its parser of answers
 * reads bodies without a limit. Never rejects for what a server does.
 */
export async function callGraph(call: GraphCall): Promise<DirectoryResult<HttpAnswer>> {
  const origin = new URL(call.base).origin;
  const { version, host } = partsOf(call.base);
  let outcome: DirectoryResult<HttpAnswer> = cancelled(`Asking ${call.request.url.host}`);
  let headers = call.request.headers;

  const verbatim = link((context, next) => {
    // The client takes an address apart and puts it together in another order; a next link must be followed as it is (facts, section 10.3).
    context.request = call.request.url.href;
    return next(context);
  });

  const patience = link(async (context, next) => {
    let waited = 0;
    for (let tries = 1; ; tries += 1) {
      await next(context);
      const wait = tries < maximumTries && outcome.ok ? waitBefore(call.request.method, outcome.value, tries) : null;
      if (wait === null || waited + wait > maximumWaitMs) return;
      waited += wait;
      await call.pause(wait);
      if (call.cancelled()) return;
    }
  });

  const authorization = link(async (context, next) => {
    if (call.request.url.origin !== origin) throw new Error('The token is for another server.');
    for (const renew of [false, true]) {
      const token = await call.token(renew);
      if (!token.ok) {
        outcome = token;
        return;
      }
      headers = { ...call.request.headers, Authorization: `Bearer ${token.value}` };
      await next(context);
      // A call that is refused for its token has done nothing, so that it may be made again, a write too.
      if (!outcome.ok || outcome.value.status !== 401) return;
    }
  });

  const transport = link(async (context) => {
    const { signal, timeoutMs } = call;
    call.leaves?.(true);
    outcome = await sendRequest({ ...call.request, headers }, { signal, timeoutMs });
    if (outcome.ok && (outcome.value.status === 401 || outcome.value.status === 429)) call.leaves?.(false);
    const status = outcome.ok ? outcome.value.status : 599;
    context.response = new Response(null, { status: status < 200 ? 599 : status });
  });

  const client = Client.initWithMiddleware({
    baseUrl: host,
    defaultVersion: version,
    customHosts: new Set([new URL(call.base).hostname]),
    middleware: [verbatim, patience, authorization, transport],
  });
  const prepared = client.api('/').responseType(ResponseType.RAW);
  switch (call.request.method) {
    case 'GET':
      await prepared.get();
      break;
    case 'POST':
      await prepared.post(call.request.body ?? '');
      break;
    case 'PATCH':
      await prepared.patch(call.request.body ?? '');
      break;
    case 'PUT':
      await prepared.put(call.request.body ?? '');
      break;
    case 'DELETE':
      await prepared.delete();
  }
  return outcome;
}

/** One link of the chain. */
function link(execute: (context: Context, next: (context: Context) => Promise<void>) => Promise<void>): Middleware {
  let following: Middleware | null = null;
  const next = async (context: Context): Promise<void> => {
    await following?.execute(context);
    // Without an answer the library would read one from nothing.
    context.response ??= new Response(null, { status: 599 });
  };
  return {
    execute: (context) => execute(context, next),
    setNext: (middleware) => {
      following = middleware;
    },
  };
}

/** The client wants the address without the version, and the version apart. */
function partsOf(base: string): { readonly host: string; readonly version: string } {
  const cut = base.lastIndexOf('/');
  return { host: base.slice(0, cut), version: base.slice(cut + 1) };
}

/**
 * How long to wait before the next try, in milliseconds; null where there is none. 429 says that nothing was done, so that a write may be made
 * again too; 503 is repeated for reads only (facts/graph-synchronization.md, section 10.3).
 */
function waitBefore(method: HttpRequest['method'], { status, retryAfter }: HttpAnswer, tries: number): number | null {
  if (status !== 429 && !(status === 503 && method === 'GET')) return null;
  const seconds = /^\s*\d{1,9}\s*$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(retryAfter ?? '');
  if (!Number.isNaN(date)) return Math.max(0, date - Date.now());
  return 500 * 2 ** tries;
}
