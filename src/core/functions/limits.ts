import type { Outcome } from '../expression/outcome.ts';
import type { FunctionCall } from './functionDefinition.ts';
import { failure } from './outcomes.ts';

/** UTF-16 units that one result may have. The service documents no limit; ours keeps a short expression from filling the memory. */
export const maximumTextLength = 1_000_000;

/** Functions that change text refuse more than this instead of stopping the editor. */
export function tooLong(call: FunctionCall): Outcome {
  const limit = maximumTextLength.toLocaleString('en-US');
  return failure(
    'LimitExceeded',
    `The text in ${call.name} grows beyond ${limit} characters, which is where local evaluation stops.`,
    call.range,
  );
}
