import type { PreviewInput } from './previewContext.ts';
import { runSteps } from './runSteps.ts';
import type { Step, Trace } from './trace.ts';

/**
 * Runs the five steps for one user and yields each as it completes; returns the whole trace. Writes nothing, and cannot: directories
 * have no method that writes.
 */
export async function* preview(input: PreviewInput): AsyncGenerator<Step, Trace> {
  const { trace } = yield* runSteps(input);
  return trace;
}
