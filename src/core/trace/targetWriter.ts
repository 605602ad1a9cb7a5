import type { DirectoryError, DirectoryResult, Entry, PlannedWrite } from './directory.ts';

/**
 * `accepted`: the target says that it is done. `refused`: it says that it is not. `unknown`: it was sent and no answer came. `notSent`: an
 * earlier request failed, or the run was cancelled.
 */
export type SentState = 'accepted' | 'refused' | 'unknown' | 'notSent';

/** What became of one request of a write; the requests themselves stand in the trace, in the same order. */
export interface SentRequest {
  readonly method: string;
  /** With the real id in the place of `{id}`. */
  readonly address: string;
  readonly state: SentState;
  /** What came back, in few words: `201`, `0 success`, `no answer within 10 seconds`. Never a value. */
  readonly answered: string;
  /** The target's own id of the request, for its support; null where it gives none. */
  readonly requestId: string | null;
}

/** What became of a write. */
export interface WriteOutcome {
  /** The target's id of the object afterwards (a move changes a distinguished name); null where it is not known or the object is gone. */
  readonly id: string | null;
  /** As many as {@link TargetDirectory.describe} gives, without those whose method is `none`. */
  readonly sent: readonly SentRequest[];
  /** The first thing that went wrong; null where every request was accepted. */
  readonly error: DirectoryError | null;
}

/**
 * The one door through which anything is written. It is opened only for a connection with `access: readWrite` (`openWriter`) and used only by
 * `provision`, after somebody has agreed. Like the directories, it never rejects.
 */
export interface TargetWriter {
  /** As the target's own label. */
  readonly label: string;
  /**
   * Sends the requests that `describe` shows, with the real values, in their order; stops at the first that is not accepted. Once a request has
   * left it is not aborted and, unless the target says that it did nothing (429), not repeated.
   * @param cancelled asked before each request
   */
  write(write: PlannedWrite, cancelled: () => boolean): Promise<WriteOutcome>;
  /** The object as the target holds it now; null where it is not there. @param attributes as for {@link TargetDirectory.match}. */
  read(id: string, objectName: string, attributes: readonly string[]): Promise<DirectoryResult<Entry | null>>;
}
