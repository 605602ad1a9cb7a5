import type { Problem } from '../core/problem.ts';
import type { LineColumn } from '../core/text/lineIndex.ts';
import type { DocumentKind } from '../language/documentKind.ts';

/** A file as it was named on the command line, with what is wrong in it. */
export interface CheckedFile {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly problems: readonly PlacedProblem[];
}

/** A problem and its place as an editor counts it. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly start: LineColumn;
  /** Exclusive. */
  readonly end: LineColumn;
}
