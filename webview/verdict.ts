import type { Action, Step, StepError, Trace } from '../src/core/trace/trace.ts';
import type { WriteReport } from '../src/core/trace/writeReport.ts';
import type { ViewState } from '../src/protocol/messages.ts';
import { count, stepNames } from './words.ts';

export type Tone = 'positive' | 'informative' | 'caution' | 'negative' | 'neutral';

/** What the run comes to, in one sentence, and why. */
export interface Headline {
  readonly tone: Tone;
  readonly sentence: string;
  /** The deciding reason, where the sentence does not say it already. */
  readonly reason: string | null;
  /** The service's code, such as `RedundantExport`. */
  readonly code: string | null;
  readonly error: StepError | null;
}

const verbs: Readonly<Record<Exclude<Action, 'none'>, { readonly plan: string; readonly done: string }>> = {
  create: { plan: 'Would create', done: 'Created' },
  update: { plan: 'Would update', done: 'Updated' },
  disable: { plan: 'Would disable', done: 'Disabled' },
  delete: { plan: 'Would delete', done: 'Deleted' },
  skip: { plan: 'Would skip', done: 'Skipped' },
};

const tones: Readonly<Record<Action, Tone>> = {
  create: 'positive',
  update: 'informative',
  disable: 'caution',
  delete: 'caution',
  skip: 'neutral',
  none: 'neutral',
};

/** `: 3 attributes change, 1 mapping fails` */
const consequence = (trace: Trace): string => {
  const changed = trace.changes.filter((change) => change.state === 'changed').length;
  const unsupported = new Set(
    (trace.steps[4].details.evaluations ?? []).filter(({ outcome }) => outcome === 'unsupported').map(({ mapping }) => mapping),
  );
  const unresolved = trace.changes.filter((change) => change.state === 'failed');
  const unknown = unresolved.filter((change) => unsupported.has(change.mapping)).length;
  const failed = unresolved.length - unknown;
  const parts: string[] = [];
  if (trace.action === 'create') parts.push(`${count(changed, 'attribute')} ${changed === 1 ? 'is' : 'are'} set`);
  else if (changed > 0 || trace.action === 'update') {
    const verb = trace.mode !== 'preview' ? 'changed' : changed === 1 ? 'changes' : 'change';
    parts.push(`${count(changed, 'attribute')} ${verb}`);
  }
  if (unknown > 0) parts.push(`${count(unknown, 'mapping')} cannot be evaluated locally`);
  if (failed > 0) parts.push(`${count(failed, 'mapping')} ${failed === 1 ? 'fails' : 'fail'}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
};

/** The step that decided on the action: the one that kept the user out of scope, else the action itself. */
const decidingStep = (trace: Trace): Step => {
  const [, , scope, , action] = trace.steps;
  if (scope.details.inScope === false || scope.status === 'skipped') return scope;
  return trace.steps.find((step) => step.status === 'skipped') ?? action;
};

const ofFailure = (trace: Trace, name: string, targetLabel: string): Headline => {
  const step = trace.steps.find((one) => one.status === 'failure') ?? trace.steps[4];
  const planned = trace.action === 'none' || trace.action === 'skip' ? 'provision' : trace.action;
  const where = planned === 'provision' ? '' : ` in ${targetLabel}`;
  const verb = trace.mode === 'preview' ? 'Cannot' : 'Could not';
  return {
    tone: 'negative',
    sentence: `${verb} ${planned} ${name}${where}: “${stepNames[step.kind]}” failed`,
    reason: step.error === null ? step.summary : null,
    code: trace.code,
    error: step.error,
  };
};

/** What became of a write: the engine's own sentence where all went well, else the fact first and the reason beneath it. */
const ofWrite = (trace: Trace, write: WriteReport, targetLabel: string): Headline => {
  const name = trace.subject.displayName;
  const step = trace.steps[4];
  const verb = trace.action === 'none' || trace.action === 'skip' ? 'provision' : trace.action;
  const done = verb === 'provision' ? 'provisioned' : verbs[verb].done.toLowerCase();
  const error = step.error;
  const readBack = write.readBack === null ? null : `Read back: ${write.readBack.sentence}`;
  const line = { code: trace.code, error, reason: readBack };
  switch (write.state) {
    case 'writing':
    case 'written': {
      const tone = step.status === 'warning' ? 'caution' : tones[trace.action];
      return { ...line, tone, sentence: write.sentence.replace(/\.$/, ''), reason: null };
    }
    case 'partly':
      return {
        ...line,
        tone: 'caution',
        sentence: `${verbs[verb === 'provision' ? 'update' : verb].done} ${name} in ${targetLabel} only in part`,
      };
    case 'refused':
      return { ...line, tone: 'negative', sentence: `${targetLabel} refused to ${verb} ${name}` };
    case 'unknown':
      return {
        ...line,
        tone: 'negative',
        sentence: `It is not known whether ${name} was ${done} in ${targetLabel}`,
        reason: readBack ?? 'The target could not be read back.',
      };
    case 'notSent':
      return { ...line, tone: 'negative', sentence: `Nothing was sent to ${targetLabel} for ${name}` };
  }
};

const ofTrace = (trace: Trace, targetLabel: string): Headline => {
  const name = trace.subject.displayName;
  const { write } = trace.steps[4].details;
  if (trace.mode === 'provision' && write) return ofWrite(trace, write, targetLabel);
  if (trace.status === 'failure') return ofFailure(trace, name, targetLabel);
  // The sentence itself says what the action step warns of.
  const warning = trace.steps.find((step) => step.status === 'warning' && step.kind !== 'action');
  const tone = tones[trace.action];
  // The service reports an update without changes as skipped with `RedundantExport`.
  if (trace.action === 'none' || trace.code === 'RedundantExport') {
    const sentence =
      trace.mode === 'preview'
        ? `Nothing would change for ${name} in ${targetLabel}`
        : `Nothing changed for ${name} in ${targetLabel}`;
    return { tone, sentence, reason: decidingStep(trace).summary, code: trace.code, error: null };
  }
  const verb = verbs[trace.action][trace.mode === 'preview' ? 'plan' : 'done'];
  if (trace.action === 'skip') {
    return { tone, sentence: `${verb} ${name}`, reason: decidingStep(trace).summary, code: trace.code, error: null };
  }
  const explained = trace.action === 'disable' || trace.action === 'delete' ? decidingStep(trace) : warning;
  return {
    tone,
    sentence: `${verb} ${name} in ${targetLabel}${consequence(trace)}`,
    reason: explained?.summary ?? null,
    code: trace.code,
    error: trace.steps.find((step) => step.status === 'warning')?.error ?? null,
  };
};

/** How far a provision has come. A preview looks until it is over. */
export function provisionPhase(state: ViewState): 'looking' | 'asking' | 'writing' | null {
  if (!state.running || state.mode !== 'provision') return null;
  const step = state.steps[4];
  if (step?.kind === 'action' && step.details.write) return 'writing';
  return state.trace === null ? 'looking' : 'asking';
}

const runningSentence = (state: ViewState, name: string): string => {
  const phase = provisionPhase(state);
  if (phase === 'writing') return `Provisioning ${name} in ${state.targetLabel}`;
  return phase === 'asking' ? `Provision ${name} in ${state.targetLabel}?` : `Looking at ${name}`;
};

/** The first thing the view says; null before a user was chosen. */
export function headline(state: ViewState): Headline | null {
  const plain = { reason: null, code: null, error: null };
  if (state.problem !== null) return { ...plain, tone: 'negative', sentence: 'The run could not start' };
  if (state.user === null) return null;
  const { displayName } = state.user;
  if (state.running) return { ...plain, tone: 'neutral', sentence: runningSentence(state, displayName) };
  if (state.trace !== null) return ofTrace(state.trace, state.targetLabel);
  return {
    ...plain,
    tone: 'neutral',
    sentence: `No result for ${displayName}`,
    reason:
      state.steps.length === 0
        ? 'The run has not been started, or it was cancelled before its first step ended.'
        : `The run ended after ${count(state.steps.length, 'step')} of 5.`,
  };
}
