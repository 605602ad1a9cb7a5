import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { WithSemantics } from '../semantics.ts';
import type { IncrementalLens, LensDifference } from '../trace/trace.ts';
import type { CompiledConfiguration } from './compileConfiguration.ts';
import type { ActionPlan } from './disposition.ts';
import { type EvaluatedMapping, evaluateMapping } from './evaluateMapping.ts';
import { type FlowedAttribute, type FlowSituation, flowAttribute, leftUnchanged } from './flowAttribute.ts';
import { defectSentence, flowsIn, incrementalChange, isExposed, struckContext, writesOtherwise } from './incrementalChange.ts';
import { planAction } from './planAction.ts';
import { isRedacted, masked } from './redaction.ts';

/** A full import's update of an object that exists, to be looked at as an incremental change. */
export interface FullUpdate extends WithSemantics {
  readonly compiled: CompiledConfiguration;
  readonly flowed: readonly FlowedAttribute[];
  readonly plan: ActionPlan;
  readonly evaluation: EvaluationContext;
  readonly situationOf: (evaluated: EvaluatedMapping) => FlowSituation;
}

/** Names listed in the sentence; the differences have them all. */
const named = 5;

/**
 * What an incremental cycle would do with the same object if only the sources of the attributes that differ had changed. Asks no directory and
 * evaluates again only what the defect of `Switch` could strike. Null where nothing would come out otherwise.
 */
export function incrementalLens(full: FullUpdate): IncrementalLens | null {
  const { compiled, flowed, plan } = full;
  if (plan.failed || plan.action === 'none') return null;
  const changed = [
    ...new Set(flowed.flatMap(({ state, evaluated }) => (state === 'changed' ? evaluated.compiled.reads : []))),
  ].sort();
  const change = incrementalChange(compiled, changed, full);
  const differences: LensDifference[] = [];
  const cleared: string[] = [];
  const lensed = flowed.map((one) => {
    const flows = changed.length > 0 && flowsIn(change, one.evaluated.compiled);
    // What says nothing about the write anyway is left as it is.
    const usual = flows || !(one.written || one.failure) ? one : leftUnchanged(one);
    if (isExposed(change, one.evaluated.compiled)) {
      const again = evaluateMapping(one.evaluated.compiled, struckContext(full.evaluation, change));
      const struck = flowAttribute(again, full.situationOf(again));
      if (writesOtherwise(usual, struck)) {
        const seen = change.defect === 'strikes' ? struck : flows ? usual : leftUnchanged(usual);
        differences.push(difference(one, seen, defectSentence(change, struck)));
        cleared.push(one.evaluated.shown.target);
        return seen;
      }
    }
    if (writesOtherwise(one, usual) && one.failure === null) differences.push(difference(one, usual, usual.note ?? ''));
    return usual;
  });
  if (differences.length === 0) return null;
  const action =
    changed.length === 0
      ? 'skip'
      : planAction(compiled.configuration, { kind: 'update' }, lensed, { ...full, incremental: true }).action;
  return { changed, sentence: sentenceOf(changed, differences, cleared, change.defect), action, differences };
}

function difference(full: FlowedAttribute, incremental: FlowedAttribute, reason: string): LensDifference {
  const { shown, compiled } = full.evaluated;
  const side = ({ state, new: value }: FlowedAttribute): LensDifference['full'] => ({
    state,
    value: masked(value, isRedacted(compiled)),
  });
  return { target: shown.target, mapping: shown.mapping, full: side(full), incremental: side(incremental), reason };
}

function sentenceOf(
  changed: readonly string[],
  differences: readonly LensDifference[],
  cleared: readonly string[],
  defect: 'none' | 'possible' | 'strikes',
): string {
  const unwritten = differences.map(({ target }) => target).filter((target) => !cleared.includes(target));
  if (changed.length === 0) {
    return `What differs is not read from the source, so an incremental cycle would not come to this object: ${listed(unwritten)} would not be written.`;
  }
  const parts = [
    ...(unwritten.length > 0 ? [`${listed(unwritten)} would not be written`] : []),
    ...(cleared.length > 0
      ? [`a known defect of Switch ${defect === 'strikes' ? 'would change' : 'may change'} ${listed(cleared)}`]
      : []),
  ];
  return `In an incremental cycle in which only ${listed(changed)} changed, ${parts.join(', and ')}.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, named);
  if (names.length > named) return `${shown.join(', ')} and ${names.length - named} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
