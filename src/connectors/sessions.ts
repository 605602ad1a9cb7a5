/** Something that stays open between questions. */
export interface Session {
  /** Lets go of it. Never rejects; may be called twice. */
  close(): void | Promise<void>;
}

/**
 * What directories keep between questions and runs: open connections, tokens in memory. A window or a command has one, and closes it at its
 * end. Whatever a session depends on belongs into its key: address, account, a digest of the secret, the certificate authority.
 */
export class Sessions {
  readonly #kept = new Map<string, Session>();

  /** The session of this key, made on first use. */
  use<Kept extends Session>(key: string, make: () => Kept): Kept {
    const known = this.#kept.get(key);
    // A key names the kind of its session first, so what is found is what was made for it.
    if (known) return known as Kept;
    const made = make();
    this.#kept.set(key, made);
    return made;
  }

  /** Closes and forgets every session whose key begins so. */
  async forget(prefix: string): Promise<void> {
    const gone = [...this.#kept].filter(([key]) => key.startsWith(prefix));
    for (const [key] of gone) this.#kept.delete(key);
    await Promise.all(gone.map(([, session]) => session.close()));
  }

  close(): Promise<void> {
    return this.forget('');
  }
}
