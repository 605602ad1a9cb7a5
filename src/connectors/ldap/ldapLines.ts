import { cancelled, type Failure } from '../failure.ts';
import { hostOf, type LdapPlace } from './ldapFailure.ts';
import { type LdapWire, WireError } from './ldapWire.ts';
import { LdapProblem, type LdapSettings, openWire } from './openWire.ts';

export interface SessionSettings extends LdapSettings {
  /** Entries that are asked for at once. */
  readonly pageSize: number;
  /** Values of `member` and `memberOf` that are asked for at once; null leaves it to the server. */
  readonly rangeStep: number | null;
  /** A connection that nobody has used for so long is closed. */
  readonly idleMs: number;
}

/** Somebody who starts a run by hand may have unlocked the account meanwhile; typing in a picker is no such reason. */
const retryAfterMs = 10_000;

/** A connection and who uses it. */
export interface Line {
  readonly wire: LdapWire;
  users: number;
  /** Milliseconds since 1970. */
  usedAt: number;
  /** It has answered before. */
  answered: boolean;
  /** Closed as soon as nobody uses it any more: it did not answer in time. */
  retired: boolean;
  /** Ends with the last paged search: some servers keep one for each connection and no more. */
  pages: Promise<unknown>;
}

/** The connections of a session: one that is used, and those that are being left. */
export class LdapLines {
  readonly #settings: SessionSettings;
  #opening: Promise<Line> | null = null;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;
  #refused: { readonly failure: Failure; readonly at: number } | null = null;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
  }

  /**
   * Why the server did not let the account in, where it is not to be tried again yet: a wrong password that is tried with every keystroke locks
   * the account. Runs that nobody started by hand never try it again, others only after a while.
   */
  refusal(byHand: boolean): Failure | null {
    if (!this.#refused) return null;
    const { failure, at } = this.#refused;
    return byHand && Date.now() - at > retryAfterMs ? null : failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    const opening = this.#opening;
    this.#opening = null;
    const line = await opening?.catch(() => null);
    line?.wire.close();
  }

  /** A line that is counted as used until it is released. */
  async take(signal: AbortSignal): Promise<Line> {
    if (signal.aborted) throw cancelledProblem(this.#settings);
    for (;;) {
      this.#opening ??= this.#open();
      const opening = this.#opening;
      const line = await untilAborted(opening, signal, () => cancelledProblem(this.#settings));
      if (line.wire.open && !line.retired) {
        clearTimeout(this.#idle);
        line.users += 1;
        line.wire.hold(true);
        return line;
      }
      if (this.#opening === opening) this.#opening = null;
    }
  }

  #open(): Promise<Line> {
    const opening = openWire(this.#settings).then(
      (wire): Line => ({ wire, users: 0, usedAt: Date.now(), answered: false, retired: false, pages: Promise.resolve() }),
    );
    opening.then(
      (line) => {
        this.#refused = null;
        // Whoever asked for it may have been cancelled meanwhile.
        if (this.#opening !== opening) line.wire.close();
        else if (line.users === 0) this.#rest(line);
      },
      (error: unknown) => {
        if (this.#opening === opening) this.#opening = null;
        if (error instanceof LdapProblem && error.failure.error.kind === 'unauthorized')
          this.#refused = { failure: error.failure, at: Date.now() };
      },
    );
    return opening;
  }

  release(line: Line): void {
    line.users -= 1;
    line.usedAt = Date.now();
    if (line.users > 0) return;
    if (line.retired) line.wire.close();
    else this.#rest(line);
  }

  /** An idle connection keeps no process alive. */
  #rest(line: Line): void {
    line.wire.hold(false);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (line.users > 0) return;
      line.retired = true;
      line.wire.close();
    }, this.#settings.idleMs);
    this.#idle.unref();
  }

  /** Does something that may be done twice: once more on a new connection, where the server has closed the one that lay idle. */
  async use<T>(signal: AbortSignal, work: (line: Line) => Promise<T>): Promise<T> {
    for (let first = true; ; first = false) {
      const line = await this.take(signal);
      const warm = line.answered;
      try {
        return await work(line);
      } catch (error) {
        const lost = error instanceof WireError && (error.reason === 'closed' || error.reason === 'notice');
        if (!lost || !first || !warm || this.#closed) throw error;
      } finally {
        this.release(line);
      }
    }
  }
}

export function cancelledProblem({ url }: LdapPlace): LdapProblem {
  return new LdapProblem(cancelled(`Asking ${hostOf(url)}`));
}

/** One paged search after the other. */
export function inTurn<T>(line: Line, work: () => Promise<T>, signal: AbortSignal, stopped: () => LdapProblem): Promise<T> {
  const before = line.pages;
  const run = untilAborted(before, signal, stopped).then(work);
  // Without their results: the line outlives them.
  line.pages = Promise.allSettled([before, run]).then(() => undefined);
  return run;
}

/** As the promise, unless somebody cancels before. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, stopped: () => LdapProblem): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(stopped());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
