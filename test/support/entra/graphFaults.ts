import type { GraphAnswer } from './graphCall.ts';
import { errorBody, type RequestIds } from './graphFailure.ts';

/** What the loopback Graph does instead of answering as it should. */
export type FaultKind =
  /** 429; without `retryAfter` (seconds) there is no such header. */
  | { readonly kind: 'throttled'; readonly retryAfter?: number | string }
  | { readonly kind: 'unavailable'; readonly retryAfter?: number | string }
  /** Any status with an error body in Graph's form. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      /** It does what was asked all the same. */
      readonly handled?: true;
    }
  /** 401: the token that came is no longer valid from now on; another one is. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'html'; readonly status: number }
  /** 200 with a body that is no JSON, or JSON of another shape. */
  | { readonly kind: 'body'; readonly text: string; readonly type?: string }
  /** Never answers. `handled`: it does what was asked all the same. */
  | { readonly kind: 'stall'; readonly handled?: true }
  /** Cuts the connection without an answer. `handled`: it does what was asked all the same. */
  | { readonly kind: 'cut'; readonly handled?: true }
  /** Cuts the connection in the middle of the answer. */
  | { readonly kind: 'torn' }
  /** 404 `UnknownError` whose message is itself JSON (facts, section 6). */
  | { readonly kind: 'nestedJson' }
  /** 400 that repeats the bearer token in its message. */
  | { readonly kind: 'tokenEchoed' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** What a POST makes is not seen by the next so many reads. */
  | { readonly kind: 'replication'; readonly reads: number };

export interface GraphFault {
  /** Which calls it is for; left out, every one. */
  readonly method?: string;
  /** Tried on the target behind the version as sent: `/users?$top=2`. */
  readonly target?: RegExp;
  /** How many fitting calls go through before it begins; 0 by default. */
  readonly after?: number;
  /** How many times it happens; once by default. */
  readonly times?: number;
  readonly does: FaultKind;
}

/** The faults of a server, each with what is left of it. */
export class GraphFaults {
  readonly #active: { readonly fault: GraphFault; skip: number; left: number }[] = [];

  add(fault: GraphFault): void {
    this.#active.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
  }

  /** The fault that this call meets; each look counts. */
  meet(method: string, target: string): FaultKind | null {
    for (const active of this.#active) {
      const { fault } = active;
      if (active.left === 0 || (fault.method !== undefined && fault.method !== method)) continue;
      if (fault.target && !fault.target.test(target)) continue;
      if (active.skip > 0) {
        active.skip -= 1;
        continue;
      }
      active.left -= 1;
      return fault.does;
    }
    return null;
  }
}

/** Faults that are an answer of their own, and so may befall an item of a batch too. */
export function plainFault(fault: FaultKind, ids: RequestIds): GraphAnswer | null {
  const retry = 'retryAfter' in fault && fault.retryAfter !== undefined ? { 'retry-after': String(fault.retryAfter) } : {};
  switch (fault.kind) {
    case 'throttled':
      return { ...failing(429, 'TooManyRequests', 'Too many requests.', ids), headers: retry };
    case 'unavailable':
      return { ...failing(503, 'ServiceUnavailable', 'The service is temporarily unavailable.', ids), headers: retry };
    case 'status':
      return failing(fault.status, fault.code ?? 'UnknownError', fault.message ?? 'An error has occurred.', ids);
    case 'nestedJson': {
      const inner = {
        Message: 'No HTTP resource was found that matches the request URI',
        MessageDetail: 'No route data was found.',
      };
      return failing(404, 'UnknownError', JSON.stringify(inner), ids);
    }
    case 'redirect':
      return { status: 302, body: undefined, headers: { location: fault.to } };
    default:
      return null;
  }
}

export function failing(status: number, code: string, message: string, ids: RequestIds): GraphAnswer {
  return { status, body: errorBody({ code, message }, ids) };
}
