import type { DirectoryError } from '../directory.ts';
import type { Step, StepError, StepKind } from '../trace.ts';

/** A step that could not run, with the reason as its sentence. */
export function notRun<Kind extends StepKind>(kind: Kind, reason: string): Extract<Step, { readonly kind: Kind }> {
  const step = { kind, status: 'notRun', summary: `Not run: ${reason}`, durationMs: 0, details: {}, error: null };
  // Every kind's details have optional members only, which the compiler cannot see through the type parameter.
  return step as unknown as Extract<Step, { readonly kind: Kind }>;
}

/** A directory's failure as a step shows it. */
export function stepError({ code, message, advice }: DirectoryError): StepError {
  return { code, message, advice };
}
