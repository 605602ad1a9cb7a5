import type { GraphReference } from '../../core/connection/connection.ts';
import type { Session } from '../sessions.ts';
import type { HeldToken } from './heldToken.ts';
import { Turns } from './turns.ts';

/** A token this close to its end is renewed first, so that it does not expire between two requests of a run. In milliseconds. */
const renewBefore = 300_000;

/** A store that does not answer must not keep somebody from signing out. In milliseconds. */
const longestClose = 3000;

/** What the sessions of one application in one tenant begin with; the blank at the end keeps longer names apart. */
export function tokenSessionPrefix({ authority, tenant, clientId }: GraphReference): string {
  return ['graph-token', authority.toLowerCase(), tenant.toLowerCase(), clientId?.toLowerCase() ?? '-', ''].join(' ');
}

/** Work for which several may wait: it ends early only when the last of them has gone. */
interface SharedWork {
  readonly controller: AbortController;
  readonly result: Promise<unknown>;
  waiting: number;
}

/** The tokens of one application in one tenant, in memory, and the requests for them that are under way. */
export class TokenSession implements Session {
  readonly #tokens = new Map<string, HeldToken>();
  readonly #shared = new Map<string, SharedWork>();
  readonly #end = new AbortController();
  /** Two renewals at once would use the same refresh token twice. */
  readonly renewals = new Turns();
  /** Between reading the store and writing it nobody else may write. */
  readonly storeAccess = new Turns();
  /** One page at a time asks somebody to sign in. */
  readonly questions = new Turns();
  /** How often somebody signed in. */
  signIns = 0;
  /** Whether the given token was handed out. */
  given = false;

  /** Aborted once somebody signed out: nothing is kept after that. */
  get closed(): boolean {
    return this.#end.signal.aborted;
  }

  /** The token for this question, unless it is about to expire. */
  held(key: string): HeldToken | null {
    const known = this.#tokens.get(key);
    if (!known) return null;
    if (known.expiresAt !== null && known.expiresAt - renewBefore > Date.now()) return known;
    this.#tokens.delete(key);
    return null;
  }

  /** Keeps a token whose end is known. */
  keep(key: string, token: HeldToken): void {
    if (!this.closed && token.expiresAt !== null) this.#tokens.set(key, token);
  }

  /** Takes all tokens out of memory, for another account that signs in. */
  drop(): void {
    this.#tokens.clear();
  }

  /**
   * The same work for everybody who wants it at the same time. Who cancels stops waiting; the work ends when nobody waits any more.
   * @param key names the kind of the work first.
   * @returns null where the wait was cancelled, or somebody signed out.
   */
  async share<T>(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    if (signal.aborted || this.closed) return null;
    const shared = this.#shared.get(key) ?? this.#begin(key, work);
    shared.waiting += 1;
    let leave = (): void => undefined;
    const gone = new Promise<null>((resolve) => {
      leave = () => resolve(null);
    });
    signal.addEventListener('abort', leave, { once: true });
    try {
      // Work under one key is of one kind, so what is found is what was begun for it.
      return await Promise.race([shared.result as Promise<T>, gone]);
    } finally {
      signal.removeEventListener('abort', leave);
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        // Whoever asks from now on begins anew instead of joining what is being given up.
        if (this.#shared.get(key) === shared) this.#shared.delete(key);
        shared.controller.abort();
      }
    }
  }

  #begin<T>(key: string, work: (signal: AbortSignal) => Promise<T>): SharedWork {
    const controller = new AbortController();
    const result = work(AbortSignal.any([controller.signal, this.#end.signal]));
    const shared = { controller, result, waiting: 0 };
    this.#shared.set(key, shared);
    return shared;
  }

  /** Forgets the tokens and ends what is under way; afterwards nothing writes to the store any more. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#tokens.clear();
    const idle = Promise.all([this.renewals.idle(), this.storeAccess.idle()]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longestClose);
    });
    await Promise.race([idle, late]);
    clearTimeout(timer);
  }
}
