import type { Timers } from './timers.ts';

type Run<Result> = (signal: AbortSignal) => Promise<Result | null>;

/**
 * Runs one thing at a time, and of several requests only the last: a new request aborts the run under way and waits until it has ended.
 * A run that was overtaken or cancelled gives null, whatever it returns.
 */
export class LatestRun<Result> {
  readonly #run: Run<Result>;
  readonly #delayMs: number;
  readonly #timers: Timers;
  #takeBack: (() => void) | null = null;
  #current: AbortController | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #turn = 0;

  /** @param run what requests start; it must not reject and must end soon after its signal. */
  constructor(run: Run<Result>, delayMs: number, timers: Timers) {
    this.#run = run;
    this.#delayMs = delayMs;
    this.#timers = timers;
  }

  /** Starts a run once nothing was requested for the delay. */
  request(): void {
    this.#takeBack?.();
    this.#takeBack = this.#timers.after(this.#delayMs, () => {
      this.#takeBack = null;
      void this.start();
    });
  }

  /** Starts a run as soon as the one under way has ended. @param run instead of the one that requests start. */
  start(run: Run<Result> = this.#run): Promise<Result | null> {
    const turn = this.cancel();
    const result = this.#tail.then(() => this.#take(turn, run));
    this.#tail = result.catch(() => null);
    return result;
  }

  /** Ends the run under way and forgets what was requested. */
  cancel(): number {
    this.#takeBack?.();
    this.#takeBack = null;
    this.#current?.abort();
    this.#turn += 1;
    return this.#turn;
  }

  async #take(turn: number, run: Run<Result>): Promise<Result | null> {
    if (turn !== this.#turn) return null;
    const controller = new AbortController();
    this.#current = controller;
    const result = await run(controller.signal);
    if (this.#current === controller) this.#current = null;
    return turn === this.#turn ? result : null;
  }
}
