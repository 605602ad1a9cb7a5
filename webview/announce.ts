import type { ViewState } from '../src/protocol/messages.ts';
import { lensOf } from './state.ts';
import { headline, provisionPhase } from './verdict.ts';
import { nameList, statusWords, stepNames } from './words.ts';

/** What a screen reader is told about a state: the step that arrived last, and the verdict at the end. */
export function announcement(state: ViewState): string {
  if (state.problem !== null) return `The run could not start. ${state.problem.message}`;
  if (state.user === null) return '';
  const line = headline(state);
  const changed = lensOf(state);
  const lens = changed === null ? '' : ` Incremental: ${changed.length === 0 ? 'nothing' : `only ${nameList(changed)}`} changed.`;
  if (!state.running) return line === null ? '' : `${line.sentence}. ${line.reason ?? ''}`.trim() + lens;
  const phase = provisionPhase(state);
  if (phase === 'asking' || phase === 'writing') return line?.sentence ?? '';
  const last = state.steps.at(-1);
  if (last === undefined) return `Running for ${state.user.displayName}`;
  return `Step ${state.steps.length} of 5, ${stepNames[last.kind]}: ${statusWords[last.status]}`;
}
