import type { SentState } from '../src/core/trace/targetWriter.ts';
import type {
  Action,
  ChangeState,
  ClauseRule,
  FollowedReference,
  GateKind,
  MatchAttempt,
  Mode,
  ScopeFix,
  StepKind,
  StepStatus,
  Verdict,
} from '../src/core/trace/trace.ts';
import type { ReadBackState, WriteState } from '../src/core/trace/writeReport.ts';

/** The English of the view, in one place. */

export const stepNames: Readonly<Record<StepKind, string>> = {
  testConnection: 'Test connection',
  import: 'Import user',
  scope: 'Determine if user is in scope',
  match: 'Match user between source and target',
  action: 'Perform action',
};

/** What each step is for: shown before there is a run. */
export const stepPurposes: Readonly<Record<StepKind, string>> = {
  testConnection: 'Source and target answer, and accept the credentials.',
  import: 'Which attributes the source holds.',
  scope: 'Whether assignment, account state and scoping filters let the user through.',
  match: 'Which object of the target is this user, by the matching attributes.',
  action: 'What would be created, updated, disabled or deleted, value by value.',
};

export type ShownStatus = StepStatus | 'pending' | 'running';

export const statusWords: Readonly<Record<ShownStatus, string>> = {
  success: 'Success',
  warning: 'Warning',
  skipped: 'Skipped',
  failure: 'Failed',
  notRun: 'Not run',
  pending: 'Waiting',
  running: 'Running',
};

export const modeWords: Readonly<Record<Mode, { readonly label: string; readonly meaning: string }>> = {
  preview: { label: 'Preview', meaning: 'Worked out here. Nothing is written.' },
  provision: { label: 'Provisioned', meaning: 'Written to the target.' },
  service: {
    label: 'Run in Entra',
    meaning: 'Run by the Entra provisioning service on the saved configuration. It really writes.',
  },
};

/** The badge of a provision, by what became of its write. */
export const writeWords: Readonly<
  Record<WriteState | 'looking' | 'nothing', { readonly label: string; readonly meaning: string }>
> = {
  looking: { label: 'Provisioning', meaning: 'Nothing is written before you agree.' },
  writing: { label: 'Provisioning', meaning: 'The target is being written.' },
  written: { label: 'Provisioned', meaning: 'Written to the target, and read back.' },
  partly: { label: 'Partly provisioned', meaning: 'The target accepted some requests, not all.' },
  refused: { label: 'Refused', meaning: 'The target did nothing.' },
  unknown: { label: 'Outcome unknown', meaning: 'A request was sent and no answer came.' },
  notSent: { label: 'Nothing sent', meaning: 'The target was not changed.' },
  nothing: { label: 'Nothing to write', meaning: 'The target was not changed.' },
};

/** What became of one request. */
export const sentWords: Readonly<Record<SentState | 'underWay', { readonly label: string; readonly meaning: string }>> = {
  accepted: { label: 'Accepted', meaning: 'The target says that it is done.' },
  refused: { label: 'Refused', meaning: 'The target says that it did not do it.' },
  unknown: { label: 'No answer', meaning: 'It was sent, and whether it was done is not known.' },
  notSent: { label: 'Not sent', meaning: 'Nothing of it left this machine.' },
  underWay: { label: 'Under way', meaning: 'It is sent now, or after the ones before it.' },
};

/** What reading back an attribute showed. */
export const readBackWords: Readonly<Record<ReadBackState, { readonly label: string; readonly meaning: string }>> = {
  equal: { label: 'Equal', meaning: 'The target holds what was sent' },
  normalised: { label: 'Own form', meaning: 'The target holds the same in its own form' },
  refused: { label: 'Old value', meaning: 'The target still holds the value from before' },
  missing: { label: 'Missing', meaning: 'The target holds nothing there' },
  different: { label: 'Different', meaning: 'The target holds something else' },
  notRead: { label: 'Not shown', meaning: 'The target never shows this attribute' },
  notSent: { label: 'Not sent', meaning: 'No request can carry this attribute' },
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  unknown: 'Cannot evaluate locally',
  notEvaluated: 'Not evaluated',
};

export const gateNames: Readonly<Record<GateKind, string>> = {
  active: 'Active in the source',
  assignment: 'Assigned to the application',
  role: 'Has the required role',
  filter: 'Scoping filters',
  container: 'Container filter',
  group: 'Group filter',
};

/** What decided on a clause, as a label beside its reason. */
export const ruleWords: Readonly<Record<ClauseRule, { readonly label: string; readonly meaning: string }>> = {
  comparison: { label: 'Comparison', meaning: 'The operator compared the values.' },
  null: { label: 'Empty attribute', meaning: 'The rule for attributes without a value decided; nothing was compared.' },
  type: { label: 'Type', meaning: 'The type of a value decided: the operator cannot compare it.' },
  notLocal: { label: 'Not evaluated here', meaning: 'Only the service can evaluate this clause.' },
};

/** What a fix would change. */
export const fixWords: Readonly<Record<ScopeFix['changes'], { readonly label: string; readonly meaning: string }>> = {
  user: { label: 'Person', meaning: 'A change to the person in the source' },
  filter: { label: 'Filter', meaning: 'A change to the filter in the configuration' },
  job: { label: 'Job', meaning: 'A change to a setting of the provisioning job' },
};

export const outcomeWords: Readonly<Record<FollowedReference['outcome'], string>> = {
  written: 'Written',
  notFound: 'Not found',
  ambiguous: 'Ambiguous',
  outOfScope: 'Out of scope',
  notInTarget: 'Not in the target',
  notSupported: 'Not supported',
  unknown: 'Not known here',
};

/** After "would". */
export const actionWords: Readonly<Record<Action, string>> = {
  create: 'create the object',
  update: 'update the object',
  disable: 'disable the object',
  delete: 'delete the object',
  skip: 'skip the object',
  none: 'change nothing',
};

export const attemptWords: Readonly<Record<MatchAttempt['verdict'], string>> = {
  matched: 'Matched',
  notFound: 'Not found',
  ambiguous: 'Ambiguous',
  noValue: 'No value',
  error: 'Failed',
  notAsked: 'Not asked',
};

/** `evaluated` is a mapping that was evaluated where no comparison with the target took place. */
export type RowState = ChangeState | 'evaluated';

export const rowStates = [
  'changed',
  'failed',
  'evaluated',
  'unchanged',
  'ignored',
  'null',
] as const satisfies readonly RowState[];

export const rowStateWords: Readonly<Record<RowState, { readonly label: string; readonly meaning: string }>> = {
  changed: { label: 'Changed', meaning: 'The target gets a new value' },
  failed: { label: 'Failed', meaning: 'The mapping could not be evaluated' },
  evaluated: { label: 'Evaluated', meaning: 'The mapping was evaluated; the run ended before values were compared' },
  unchanged: { label: 'Unchanged', meaning: 'The target already has this value' },
  ignored: { label: 'Ignored', meaning: 'The mapping does not flow in this run' },
  null: { label: 'Null', meaning: 'The mapping gave no value' },
};

/** A failed row whose mapping only the service can evaluate. */
export const unsupportedWords = {
  label: 'Not local',
  meaning: 'Only the service can evaluate this mapping: its value is neither false nor empty, it is unknown here',
};

/** `1 attribute`, `3 attributes`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? singular : plural}`;
}

/** `department`, `department, title`, `a, b, c, d, e, f and 3 more`. */
export function nameList(names: readonly string[], limit = 6): string {
  const more = names.length - limit;
  return more > 0 ? `${names.slice(0, limit).join(', ')} and ${more.toLocaleString('en-US')} more` : names.join(', ');
}

/** A duration as people read it. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return '< 1 ms';
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
