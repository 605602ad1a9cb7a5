import type { SignInPorts } from '../connectors/ports.ts';
import type { Sessions } from '../connectors/sessions.ts';
import type { ConfigurationReference, Connection } from '../core/connection/connection.ts';
import type { SecretRequest } from '../core/connection/secretRequest.ts';
import type { Problem } from '../core/problem.ts';
import type { DirectoryError, SourceDirectory } from '../core/trace/directory.ts';
import type { ProvisionPorts } from '../core/trace/provision.ts';
import type { Step, Trace } from '../core/trace/trace.ts';

/** What a run needs from the machine it runs on. The extension gives the unsaved text of open editors, the command line the files on disk. */
export interface RunHost {
  /** The text of a file by absolute path. Rejects as `node:fs` does where it cannot be read. */
  readText(path: string): Promise<string>;
  /** A secret; undefined where there is none. */
  secret(request: SecretRequest): Promise<string | undefined>;
  /** How somebody signs in to Entra; left out where nobody can be asked. */
  readonly signIn?: SignInPorts;
  /** What outlives a run; left out, every question opens its own connection. */
  readonly sessions?: Sessions;
  now(): number;
  random(): number;
}

/** A problem and the file it stands in. */
export interface FileProblem {
  readonly path: string;
  readonly problem: Problem;
  /** The problem's place as an editor counts it, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Why a run could not start: what to say in one sentence, what to do, and every problem found. */
export interface RunRefusal {
  readonly ok: false;
  readonly message: string;
  readonly advice: string;
  readonly problems: readonly FileProblem[];
}

export type ProvisionRun =
  | { readonly ok: true; start(user: string, ports: ProvisionPorts): AsyncGenerator<Step, Trace> }
  | { readonly ok: false; readonly error: DirectoryError };

/** A connection with its configuration read and its directories opened, ready to run for any user. */
export interface PreparedRun {
  readonly ok: true;
  readonly connection: Connection;
  readonly reference: ConfigurationReference;
  /** Absolute paths: the schema or mapping file, and the scope file where there is one. */
  readonly configurationPath: string;
  readonly scopePath: string | null;
  readonly sourceLabel: string;
  readonly targetLabel: string;
  readonly source: SourceDirectory;
  /** The source object name of the mapping that is run: `User`, `group`. */
  readonly objectName: string;
  /** Warnings of the files; errors refuse the run. */
  readonly problems: readonly FileProblem[];
  /** The five steps as they complete; the whole trace at the end. Cannot write. */
  start(user: string): AsyncGenerator<Step, Trace>;
  /**
   * The same, then, once it is agreed to, the write and the read-back. The action step is yielded again whenever more is known of the write.
   * A refusal where the connection is read-only or its target is none that is written.
   */
  readonly provision: ProvisionRun;
}
