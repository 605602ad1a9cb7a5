/** What a connector gets from the machine it runs on. */
export interface OpenOptions {
  /** Absolute path of the folder of the connection file; paths in the file are relative to it. */
  readonly folder: string;
  /** Ends every call under way with an error of kind `cancelled`. */
  readonly signal: AbortSignal;
  /** How long reading a file may take, in milliseconds; 10 s by default. Servers have a time of their own in their reference. */
  readonly timeoutMs?: number;
  /** The text of a file by absolute path: the unsaved text where it is open. Rejects as `node:fs` does. */
  readText(path: string): Promise<string>;
  /**
   * A secret by name: `secretEnv` of the reference, else the base URL of the server (no query, no trailing slash), under which a
   * store may keep it. Undefined where there is none.
   */
  secret(name: string): Promise<string | undefined>;
}
