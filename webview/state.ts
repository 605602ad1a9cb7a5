import type { Step, StepKind } from '../src/core/trace/trace.ts';
import type { PersistedViewState, RevealTarget, ViewState } from '../src/protocol/messages.ts';
import type { RowState } from './words.ts';
import { rowStates, stepNames } from './words.ts';

/** What the reader did to the page: which parts are open, what is filtered. Never data. */
export interface Interface {
  /** Steps that the reader opened (true) or closed (false); the others open by themselves where they matter. */
  readonly steps: ReadonlyMap<StepKind, boolean>;
  /** Keys of opened rows, lists and long values. */
  readonly open: ReadonlySet<string>;
  /** How many items of a long list are shown, by its key, where the reader asked for more than its first ones. */
  readonly shown: ReadonlyMap<string, number>;
  /** The text that filters the imported attributes. */
  readonly filter: string;
  /** Which states of change the table shows. */
  readonly rows: ReadonlySet<RowState>;
}

/** What every component gets: the data, the interface, and what a reader can do. */
export interface Page {
  readonly state: ViewState;
  readonly ui: Interface;
  change(part: Partial<Interface>): void;
  reveal(target: RevealTarget): void;
  runAgain(): void;
  chooseUser(): void;
  chooseLens(): void;
  fullImport(): void;
  provision(): void;
  cancel(): void;
}

export const initialInterface: Interface = {
  steps: new Map(),
  open: new Set(),
  shown: new Map(),
  filter: '',
  rows: new Set<RowState>(['changed', 'failed', 'evaluated']),
};

/** Does a step that nobody touched stand open? Where it failed, and where it decided. */
const opensItself = (step: Step, state: ViewState): boolean => {
  if (step.status === 'failure') return true;
  if (state.trace === null) return false;
  if (step.kind === 'scope') return step.details.inScope === false || step.status === 'skipped';
  return step.kind === 'action' && (step.status === 'success' || step.status === 'warning');
};

/** The source attributes that the run takes as changed; null for a full import. What the trace itself says comes first. */
export function lensOf(state: ViewState): readonly string[] | null {
  const step = state.steps[1];
  return (step?.kind === 'import' ? step.details.incremental?.changed : undefined) ?? state.incremental;
}

/** Is this step's region open? */
export function isStepOpen(step: Step, state: ViewState, ui: Interface): boolean {
  return ui.steps.get(step.kind) ?? opensItself(step, state);
}

/** The set with `member` put in or taken out. */
export function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const copy = new Set(set);
  if (!copy.delete(member)) copy.add(member);
  return copy;
}

/** Keys of rows start so; they hold JSON pointers and may be kept across a reload. */
export const rowKeyPrefix = 'row:';

/** What survives a reload. */
export function toPersisted(ui: Interface, scrollTop: number): PersistedViewState {
  return {
    openSteps: [...ui.steps].filter(([, open]) => open).map(([kind]) => kind),
    closedSteps: [...ui.steps].filter(([, open]) => !open).map(([kind]) => kind),
    filter: ui.filter,
    shownRows: [...ui.rows],
    openRows: [...ui.open].filter((key) => key.startsWith(rowKeyPrefix)).slice(0, 500),
    scrollTop,
  };
}

const isStepKind = (value: unknown): value is StepKind => typeof value === 'string' && Object.hasOwn(stepNames, value);
const isRowState = (value: unknown): value is RowState => rowStates.some((state) => state === value);
const isText = (value: unknown): value is string => typeof value === 'string';
const listOf = <T>(value: unknown, is: (item: unknown) => item is T): readonly T[] =>
  Array.isArray(value) ? value.filter(is) : [];

/** Reads what a page kept, perhaps an older version's: whatever does not fit is left out. */
export function fromPersisted(kept: unknown): { readonly ui: Interface; readonly scrollTop: number } {
  if (typeof kept !== 'object' || kept === null) return { ui: initialInterface, scrollTop: 0 };
  const given: { readonly [K in keyof PersistedViewState]?: unknown } = kept;
  const steps = new Map<StepKind, boolean>();
  for (const kind of listOf(given.openSteps, isStepKind)) steps.set(kind, true);
  for (const kind of listOf(given.closedSteps, isStepKind)) steps.set(kind, false);
  return {
    ui: {
      steps,
      open: new Set(listOf(given.openRows, isText).filter((key) => key.startsWith(rowKeyPrefix))),
      shown: initialInterface.shown,
      filter: isText(given.filter) ? given.filter : '',
      rows: Array.isArray(given.shownRows) ? new Set(listOf(given.shownRows, isRowState)) : initialInterface.rows,
    },
    scrollTop: typeof given.scrollTop === 'number' && Number.isFinite(given.scrollTop) ? given.scrollTop : 0,
  };
}
