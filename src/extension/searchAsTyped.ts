import type { DirectoryResult } from '../core/trace/directory.ts';
import type { Timers } from './run/timers.ts';

/** What a search shows: its text, whether an answer is awaited, and the answer to that text. */
export interface SearchState<Hit> {
  readonly query: string;
  readonly busy: boolean;
  readonly found: DirectoryResult<readonly Hit[]> | null;
}

/** From the last keystroke to the question. */
const typingDelayMs = 150;

/** Asks a directory as somebody types: after a pause, and with answers to an earlier text dropped. */
export class SearchAsTyped<Hit> {
  readonly #ask: (query: string) => Promise<DirectoryResult<readonly Hit[]>>;
  readonly #show: (state: SearchState<Hit>) => void;
  readonly #timers: Timers;
  #takeBack: (() => void) | null = null;
  #turn = 0;

  constructor(
    ask: (query: string) => Promise<DirectoryResult<readonly Hit[]>>,
    show: (state: SearchState<Hit>) => void,
    timers: Timers,
  ) {
    this.#ask = ask;
    this.#show = show;
    this.#timers = timers;
  }

  /** The text has changed; `delayMs` 0 asks at once. */
  type(query: string, delayMs: number = typingDelayMs): void {
    this.stop();
    this.#show({ query, busy: true, found: null });
    if (delayMs === 0) void this.#search(query);
    else this.#takeBack = this.#timers.after(delayMs, () => void this.#search(query));
  }

  /** Nothing is shown any more. */
  stop(): void {
    this.#takeBack?.();
    this.#takeBack = null;
    this.#turn += 1;
  }

  async #search(query: string): Promise<void> {
    const turn = this.#turn;
    const found = await this.#ask(query).catch((error: unknown): DirectoryResult<readonly Hit[]> => {
      const message = `The search failed: ${error instanceof Error ? error.message : String(error)}`;
      return {
        ok: false,
        error: { kind: 'malformed', code: 'SearchFailed', message, advice: 'Type an identifier to use it as typed.' },
      };
    });
    if (turn === this.#turn) this.#show({ query, busy: false, found });
  }
}
