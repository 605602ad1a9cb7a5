import type { Trace } from '../core/trace/trace.ts';

/**
 * What the last run of a document's configuration found. Pointers of the trace lead into the document as it was then.
 */
export interface RunFacts {
  readonly trace: Trace;
  /** Whether the document differs from the text that the trace was made from: its places are then not to be trusted. */
  readonly stale: boolean;
  /** The JSON pointers of `trace.changes` and of evaluations lead into the mapping document, those of clauses into the scope document. */
  readonly holds: 'mappings' | 'scope' | 'both';
  /** The text of the document that the trace was made from: where the facts are stale, places are found by it. */
  readonly text?: string;
}
