/** Delays, handed in so that tests need not wait. */
export interface Timers {
  /** Calls back once after `delayMs`; the returned function takes the call back. */
  after(delayMs: number, callback: () => void): () => void;
}

export const realTimers: Timers = {
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs);
    return () => clearTimeout(handle);
  },
};
