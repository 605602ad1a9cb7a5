import { type ProblemCode, problemCodes, type Severity } from './problemCodes.ts';
import type { TextRange } from './text/range.ts';

/** Something wrong in a text that the user wrote. Never thrown: readers return it beside what they could read. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Where, in the text that was read. */
  readonly range: TextRange;
  /** What happened and to what. */
  readonly message: string;
  /** What to do about it, or null where the message says it all. */
  readonly fix: string | null;
}

/** A problem of a code, as severe as the code usually is. */
export function problemOf(
  code: ProblemCode,
  range: TextRange,
  message: string,
  fix: string | null,
  severity: Severity = problemCodes[code].severity,
): Problem {
  return { code, severity, range, message, fix };
}

/** Notes a problem of a check. Whoever checks says what to do. */
export function report(
  check: { readonly problems: Problem[] },
  code: ProblemCode,
  range: TextRange,
  message: string,
  fix: string,
  severity?: Severity,
): void {
  check.problems.push(problemOf(code, range, message, fix, severity));
}
