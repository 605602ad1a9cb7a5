/**
 * Why a pattern, a replacement or a match has no answer. `invalid`: .NET refuses it too; `unsupported`: .NET has an answer that is not
 * reproduced here; `limit`: the work was bounded and the bound was reached.
 */
export interface RegexFailure {
  readonly ok: false;
  readonly reason: 'invalid' | 'unsupported' | 'limit';
  /** What happened, to what, and what to do. */
  readonly message: string;
  /** UTF-16 index: in the pattern for a bad pattern, in the replacement for a bad replacement, in the input where matching gave up. */
  readonly offset: number;
}

/**
 * Carries a failure out of the nested functions of the pattern parser. Thrown and caught inside this folder only: `parsePattern` and
 * `parseReplacement` turn it back into a value.
 */
export class PatternError extends Error {
  readonly failure: RegexFailure;

  constructor(reason: RegexFailure['reason'], message: string, offset: number) {
    super(message);
    this.failure = { ok: false, reason, message, offset };
  }
}

/** Runs a reader that may meet bad text, and gives its result or the failure. Any other exception is a bug and passes through. */
export function catchFailure<T>(read: () => T): { readonly ok: true; readonly value: T } | RegexFailure {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof PatternError) return error.failure;
    throw error;
  }
}
