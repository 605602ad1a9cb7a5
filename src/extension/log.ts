/** The part of `vscode.LogOutputChannel` that is written to. */
export interface LogSink {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Shorter secrets would blank out ordinary words. */
const shortestSecret = 4;

/** The log of the extension. A secret that was handed to a connector never gets into it, whatever an error message quotes. */
export class Log {
  readonly #sink: LogSink;
  readonly #secrets = new Set<string>();

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  keepOut(secret: string): void {
    if (secret.length >= shortestSecret) this.#secrets.add(secret);
  }

  info(message: string): void {
    this.#sink.info(this.#clean(message));
  }

  warn(message: string): void {
    this.#sink.warn(this.#clean(message));
  }

  /** Records an exception with its stack; gives its message, without secrets, for the screen. */
  recordError(what: string, error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? message) : message;
    this.#sink.error(this.#clean(`${what}: ${stack}`));
    return this.#clean(message);
  }

  #clean(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '•••');
    return clean;
  }
}
