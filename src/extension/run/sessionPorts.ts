import type { AuditRecord, WriteQuestion } from '../../core/trace/provision.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { ObjectMappingChoice } from '../../language/objectMappingLenses.ts';
import type { ViewState } from '../../protocol/messages.ts';
import type { PreparedRun, RunRefusal } from '../../run/run.ts';
import type { RunMode } from '../settingsTable.ts';
import type { ChosenUser } from './chosenUser.ts';
import type { Timers } from './timers.ts';

/** What is run: a connection, and the object mapping where it is not the one that the connection names. */
export interface RunTarget {
  readonly connectionPath: string;
  readonly choice: ObjectMappingChoice | null;
}

/** How a run is made. */
export interface RunManner {
  /** The source attributes that are taken as changed; null for a full import. */
  readonly changed: readonly string[] | null;
  /** Whether somebody started it; a run after typing asks nobody to sign in. */
  readonly byHand: boolean;
}

/** Why somebody's wish was not fulfilled, and what to do. */
export interface Refused {
  readonly message: string;
  readonly advice: string;
  /** A directory's or a connection's own code: `ReadOnly`. */
  readonly code?: string;
}

/** What a session needs from the window it lives in. */
export interface SessionPorts {
  prepare(target: RunTarget, signal: AbortSignal, manner: RunManner): Promise<PreparedRun | RunRefusal>;
  publish(state: ViewState): void;
  /** The files were read, and either the run starts or they keep it from starting. */
  filesRead(target: RunTarget, answer: PreparedRun | RunRefusal): void;
  /** Whether a file that the runs read has unsaved edits. */
  isUnsaved(): boolean;
  /** Whether a file that the last run read has another text now; told by the texts themselves. */
  hasOtherText(): Promise<boolean>;
  /** When an edit makes the session run again. */
  runMode(): RunMode;
  /** Asks whether what the view shows is to be written. */
  confirm(question: WriteQuestion): Promise<boolean>;
  /** Keeps a line of the audit log; nothing is written to the target where it cannot. */
  audit(record: AuditRecord): Promise<void>;
  /** A provision does not begin, or ends before it asks. */
  refused(target: RunTarget, why: Refused): void;
  finished(target: RunTarget, user: ChosenUser, trace: Trace, manner: RunManner): void;
  /** Records an exception, which is a bug, and gives its message without secrets. */
  recordBug(error: unknown): string;
  readonly timers: Timers;
}

export function isSameTarget(target: RunTarget, other: RunTarget | null): boolean {
  return (
    target.connectionPath === other?.connectionPath &&
    target.choice?.rule === other.choice?.rule &&
    target.choice?.objectMapping === other.choice?.objectMapping
  );
}
