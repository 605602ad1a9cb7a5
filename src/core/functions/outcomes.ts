import type { EvaluationErrorCode, Outcome } from '../expression/outcome.ts';
import type { TextRange } from '../text/range.ts';

export const nullOutcome: Outcome = { kind: 'null' };

export function text(value: string): Outcome {
  return { kind: 'value', value };
}

/** Booleans travel as the texts True and False. */
export function truth(value: boolean): Outcome {
  return value ? trueOutcome : falseOutcome;
}

const trueOutcome = text('True');
const falseOutcome = text('False');

/** A multi-valued result; no values at all is null. */
export function list(values: readonly string[]): Outcome {
  return values.length === 0 ? nullOutcome : { kind: 'value', value: values };
}

export function failure(code: EvaluationErrorCode, message: string, range: TextRange): Outcome {
  return { kind: 'error', code, message, range };
}

export function unsupported(message: string, range: TextRange): Outcome {
  return { kind: 'unsupported', message, range };
}
