import type { Verdict } from '../core/trace/trace.ts';

/** How a verdict looks beside the text. */
export const verdictSigns: Readonly<Record<Exclude<Verdict, 'notEvaluated'>, string>> = {
  passed: '✓',
  failed: '✗',
  unknown: '?',
};
