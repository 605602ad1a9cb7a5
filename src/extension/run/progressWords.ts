import type { ViewState } from '../../protocol/messages.ts';

/** How far a run has come, in a few words. */
export function progressWords(state: ViewState): string {
  const write = state.steps[4]?.kind === 'action' ? state.steps[4].details.write : null;
  if (write) return 'Writing and reading back. What was sent is awaited.';
  if (state.mode === 'provision' && state.trace) return 'Waiting for your answer.';
  return `${state.steps.length} of 5 steps.`;
}
