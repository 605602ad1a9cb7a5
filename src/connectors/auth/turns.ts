/** One after the other. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits until everybody before is done. @returns ends the turn; may be called twice. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave = (): void => undefined;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Settles when nobody has a turn. */
  idle(): Promise<void> {
    return this.#last;
  }
}
