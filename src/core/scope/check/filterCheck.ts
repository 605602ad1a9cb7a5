import type { SourceAttributes } from '../../expression/check/situation.ts';
import { type Problem, problemOf } from '../../problem.ts';
import type { ProblemCode, Severity } from '../../problemCodes.ts';
import type { TextRange } from '../../text/range.ts';

/** One check of one filter: what it is about, and what was found so far. */
export interface FilterCheck {
  /** The document that holds the filter; ranges are offsets into it. */
  readonly text: string;
  /** Null where the source object is not known. */
  readonly source: SourceAttributes | null;
  readonly problems: Problem[];
}

/** Notes a problem. Every problem of a filter says what to do. */
export function report(
  check: FilterCheck,
  code: ProblemCode,
  range: TextRange,
  message: string,
  fix: string,
  severity?: Severity,
): void {
  check.problems.push(problemOf(code, range, message, fix, severity));
}
