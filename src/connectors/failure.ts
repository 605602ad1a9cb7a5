import type { DirectoryError, DirectoryErrorKind, DirectoryResult } from '../core/trace/directory.ts';

/** A directory's answer that says why there is none. */
export type Failure = Extract<DirectoryResult<never>, { readonly ok: false }>;

export function failure(kind: DirectoryErrorKind, code: string, message: string, advice: string): Failure {
  const error: DirectoryError = { kind, code, message, advice };
  return { ok: false, error };
}

export function success<T>(value: T): DirectoryResult<T> {
  return { ok: true, value };
}

export function cancelled(what: string): Failure {
  return failure('cancelled', 'Cancelled', `${what} was cancelled.`, 'Run it again when you want the answer.');
}

/** @param what a subject that "did not answer" fits: `The file people.ldif`. */
export function timedOut(what: string, timeoutMs: number): Failure {
  const advice = 'Check that it is up and near enough, or give it more time with "timeoutMs" in the connection file.';
  return failure('timeout', 'Timeout', `${what} did not answer within ${secondsOf(timeoutMs)}.`, advice);
}

/** `10 seconds`, `0.5 seconds`. */
export function secondsOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 100) / 10;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
