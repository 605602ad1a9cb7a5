import { pathKey } from './paths.ts';
import type { ChosenUser } from './run/chosenUser.ts';

/** The part of `vscode.Memento` that is used. */
export interface KeyValueStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** What the workspace remembers of the user's choices. */
export class Memory {
  readonly #store: KeyValueStore;
  readonly #changed: () => void;

  constructor(store: KeyValueStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  lastUser(connectionPath: string): ChosenUser | null {
    const value = this.#store.get(`user:${pathKey(connectionPath)}`);
    if (typeof value !== 'object' || value === null) return null;
    const { id, displayName } = value as { readonly id?: unknown; readonly displayName?: unknown };
    return typeof id === 'string' && typeof displayName === 'string' ? { id, displayName } : null;
  }

  async rememberUser(connectionPath: string, user: ChosenUser): Promise<void> {
    const last = this.lastUser(connectionPath);
    if (last?.id === user.id && last.displayName === user.displayName) return;
    await this.#keep(`user:${pathKey(connectionPath)}`, user);
  }

  /** The connection that was chosen for a configuration file; with null, the one that was used last at all. */
  connectionFor(file: string | null): string | null {
    const value = this.#store.get(connectionKey(file));
    return typeof value === 'string' ? value : null;
  }

  async rememberConnection(file: string | null, connectionPath: string): Promise<void> {
    if (this.connectionFor(file) === connectionPath) return;
    await this.#keep(connectionKey(file), connectionPath);
  }

  /** A store answers with the new value at once; only writing it to the disk takes time. */
  async #keep(key: string, value: unknown): Promise<void> {
    const stored = this.#store.update(key, value);
    this.#changed();
    await stored;
  }
}

function connectionKey(file: string | null): string {
  return file === null ? 'connection' : `connection:${pathKey(file)}`;
}
