import type { ViewState } from '../../protocol/messages.ts';
import type { Timers } from './timers.ts';

/** `soon`: together with what follows at once. `late`: only if nothing replaces it meanwhile. */
export type When = 'now' | 'soon' | 'late';

/** A run that is over sooner replaces what is shown at once, without an empty page between. */
const quietStartMs = 120;
/** Steps that arrive closer together are shown together. */
const stepDelayMs = 30;

/** Keeps the state of a view and gives it away, at once or in a moment. */
export class StatePublisher {
  readonly #publish: (state: ViewState) => void;
  readonly #timers: Timers;
  #state: ViewState | null = null;
  #takeBack: (() => void) | null = null;

  constructor(publish: (state: ViewState) => void, timers: Timers) {
    this.#publish = publish;
    this.#timers = timers;
  }

  get state(): ViewState | null {
    return this.#state;
  }

  show(state: ViewState, when: When): void {
    this.#state = state;
    if (when === 'now') {
      this.#hush();
      this.#publish(state);
      return;
    }
    if (this.#takeBack) return;
    this.#takeBack = this.#timers.after(when === 'late' ? quietStartMs : stepDelayMs, () => {
      this.#takeBack = null;
      if (this.#state) this.#publish(this.#state);
    });
  }

  /** Keeps a state for the next time, and publishes nothing. */
  keep(state: ViewState | null): void {
    this.#hush();
    this.#state = state;
  }

  #hush(): void {
    this.#takeBack?.();
    this.#takeBack = null;
  }
}
