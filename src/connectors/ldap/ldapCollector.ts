import type { SearchParts, WireEntry } from './ldapWire.ts';

/** More than this in one search is not kept, in bytes. */
export const maximumBytes = 256_000_000;

export interface Collected {
  readonly entries: readonly WireEntry[];
  readonly referrals: readonly string[];
  readonly complete: boolean;
}

/** Keeps what a search finds, up to a limit. */
export class Collector implements SearchParts {
  readonly entries: WireEntry[] = [];
  readonly referrals: string[] = [];
  tooMuch = false;
  /** Resolves as soon as there is one more than was wanted. */
  readonly full: Promise<null>;
  #isFull: () => void = () => undefined;
  #bytes = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
    this.full = new Promise((resolve) => {
      this.#isFull = () => resolve(null);
    });
  }

  entry(entry: WireEntry): void {
    if (this.entries.length >= this.#limit) {
      this.#isFull();
      return;
    }
    for (const { values } of entry.attributes) for (const value of values) this.#bytes += value.length;
    if (this.#bytes > maximumBytes) {
      this.tooMuch = true;
      this.#isFull();
      return;
    }
    this.entries.push(entry);
  }

  reference(uris: readonly string[]): void {
    if (this.referrals.length < 100) this.referrals.push(...uris);
  }
}
