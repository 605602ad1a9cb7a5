import type { SourceAttributes } from '../../expression/check/situation.ts';
import type { Problem } from '../../problem.ts';

/** One check of one filter: what it is about, and what was found so far. */
export interface FilterCheck {
  /** The document that holds the filter; ranges are offsets into it. */
  readonly text: string;
  /** Null where the source object is not known. */
  readonly source: SourceAttributes | null;
  readonly problems: Problem[];
}
