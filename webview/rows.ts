import type { Change, MappingEvaluation, Trace } from '../src/core/trace/trace.ts';
import type { AttributeValue } from '../src/core/value.ts';
import { rowKeyPrefix } from './state.ts';
import type { RowState } from './words.ts';

/** One line of the table of changes: a change with the evaluation behind it, or an evaluation that was never compared. */
export interface ChangeRow {
  readonly key: string;
  readonly target: string;
  readonly mapping: string;
  readonly state: RowState;
  readonly old: AttributeValue;
  readonly new: AttributeValue;
  readonly evaluation: MappingEvaluation | null;
}

const ofChange = (change: Change, evaluation: MappingEvaluation | undefined, key: string): ChangeRow => ({
  key,
  target: change.target,
  mapping: change.mapping,
  state: change.state,
  old: change.old,
  new: change.new,
  evaluation: evaluation ?? null,
});

const ofEvaluation = (evaluation: MappingEvaluation, key: string): ChangeRow => ({
  key,
  target: evaluation.target,
  mapping: evaluation.mapping,
  state: evaluation.outcome === 'error' || evaluation.outcome === 'unsupported' ? 'failed' : 'evaluated',
  old: null,
  new: evaluation.value,
  evaluation,
});

/** Every change in the order of the trace, then the evaluations that no change speaks of. */
export function changeRows(trace: Trace): readonly ChangeRow[] {
  const evaluations = trace.steps[4].details.evaluations ?? [];
  const byMapping = new Map(evaluations.map((evaluation) => [evaluation.mapping, evaluation]));
  const keys = new Map<string, number>();
  /** A mapping may stand in two rows; a key may not. */
  const keyOf = (mapping: string): string => {
    const earlier = keys.get(mapping) ?? 0;
    keys.set(mapping, earlier + 1);
    return earlier === 0 ? `${rowKeyPrefix}${mapping}` : `${rowKeyPrefix}${mapping}#${earlier}`;
  };
  const compared = new Set(trace.changes.map((change) => change.mapping));
  return [
    ...trace.changes.map((change) => ofChange(change, byMapping.get(change.mapping), keyOf(change.mapping))),
    ...evaluations
      .filter((evaluation) => !compared.has(evaluation.mapping))
      .map((evaluation) => ofEvaluation(evaluation, keyOf(evaluation.mapping))),
  ];
}
