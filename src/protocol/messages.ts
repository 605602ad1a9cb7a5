import type { Step, StepKind, Trace } from '../core/trace/trace.ts';

/**
 * The only messages between the extension and the trace view. State is pushed as whole snapshots, never as deltas; what the page may
 * ask for is this fixed list. No secret crosses.
 */
export const protocolVersion = 1;

/** What the view shows, whole. */
export interface ViewState {
  readonly connectionName: string;
  /** File name of the configuration, for the heading. */
  readonly configurationLabel: string;
  readonly sourceLabel: string;
  readonly targetLabel: string;
  /** Null before a user was chosen. */
  readonly user: { readonly id: string; readonly displayName: string } | null;
  readonly mode: Trace['mode'];
  readonly running: boolean;
  /** True while the text that the trace was made from contains unsaved edits. */
  readonly unsaved: boolean;
  /** True once the text is newer than the trace and nothing runs by itself. */
  readonly outdated: boolean;
  /** The source attributes that the runs take as changed; null while they are full imports. */
  readonly incremental: readonly string[] | null;
  /** Steps that have arrived, in order; fewer than five while running. */
  readonly steps: readonly Step[];
  /** The whole trace once it is complete. */
  readonly trace: Trace | null;
  /** Whether this person may be provisioned for real now, and if not, why; the reason is null where there is nobody to provision. */
  readonly provision: { readonly allowed: boolean; readonly reason: string | null };
  /** What kept the run from starting (a broken file, an unknown rule); null where it ran. */
  readonly problem: { readonly message: string; readonly advice: string } | null;
}

export type HostMessage = { readonly v: typeof protocolVersion; readonly type: 'state'; readonly state: ViewState };

export type ViewMessage = { readonly v: typeof protocolVersion } & (
  | { readonly type: 'ready' }
  /** Select the text of a mapping, a filter group or a clause; `range` narrows it to a part of the mapping's expression. */
  | { readonly type: 'reveal'; readonly target: RevealTarget }
  | { readonly type: 'runAgain' }
  | { readonly type: 'chooseUser' }
  /** Ask which source attributes changed, and run the same user as an incremental change of them. */
  | { readonly type: 'chooseLens' }
  /** Run the same user as a full import again. */
  | { readonly type: 'fullImport' }
  /** Ask whether the person that is shown is to be provisioned. The message itself writes nothing. */
  | { readonly type: 'provision' }
  | { readonly type: 'cancel' }
);

export type RevealTarget =
  | { readonly kind: 'mapping'; readonly pointer: string; readonly range: readonly [number, number] | null }
  | { readonly kind: 'scope'; readonly pointer: string };

/** Interface state that survives a reload of the page; never data. */
export interface PersistedViewState {
  /** Steps that the reader opened. */
  readonly openSteps: readonly StepKind[];
  /** Steps that the reader closed; those in neither list open by themselves where they matter. */
  readonly closedSteps?: readonly StepKind[];
  /** The text that filters the imported attributes. */
  readonly filter: string;
  /** Which states of change the table shows. */
  readonly shownRows?: readonly string[];
  /** Keys of the opened rows: JSON pointers of their mappings. */
  readonly openRows?: readonly string[];
  /** How far the page is scrolled, in CSS pixels. */
  readonly scrollTop?: number;
}
