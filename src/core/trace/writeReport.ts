import type { AttributeValue } from '../value.ts';
import type { SentRequest } from './targetWriter.ts';

/**
 * `writing`: under way. `written`: every request was accepted. `partly`: some were, one was not. `refused`: the target did nothing. `unknown`: a
 * request left and no answer came. `notSent`: nothing left.
 */
export type WriteState = 'writing' | 'written' | 'partly' | 'refused' | 'unknown' | 'notSent';

/** A write that was agreed to, and what the target holds after it. */
export interface WriteReport {
  readonly state: WriteState;
  readonly sentence: string;
  /** The target's id of the object; null where it is not known. */
  readonly id: string | null;
  /** One for each request of `ActionDetails.requests`. */
  readonly sent: readonly SentRequest[];
  /** Null where nothing was read back, for the reason in the sentence. */
  readonly readBack: ReadBack | null;
}

export interface ReadBack {
  /** Whether the object is there; after a delete it must not be. */
  readonly found: boolean;
  readonly sentence: string;
  /** One for each attribute that was to be written. */
  readonly attributes: readonly ReadBackAttribute[];
}

/**
 * `equal`; `normalised` (the same in the target's own form); `refused` (still the old value); `missing` (nothing there); `different` (something
 * else); `notRead` (the target never shows it, as a password); `notSent` (no request can carry it: the notes of the requests say why).
 */
export type ReadBackState = 'equal' | 'normalised' | 'refused' | 'missing' | 'different' | 'notRead' | 'notSent';

export interface ReadBackAttribute {
  readonly target: string;
  readonly mapping: string;
  readonly sent: AttributeValue;
  readonly read: AttributeValue;
  readonly state: ReadBackState;
  /** In one sentence; null where the values say it all. */
  readonly reason: string | null;
}
