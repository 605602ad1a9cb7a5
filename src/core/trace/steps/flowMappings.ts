import type { EvaluationContext } from '../../expression/evaluationContext.ts';
import { valuesOf } from '../../flow/compareValues.ts';
import type { CompiledMapping } from '../../flow/compileConfiguration.ts';
import type { Disposition } from '../../flow/disposition.ts';
import { settleDuplicates } from '../../flow/duplicateTargets.ts';
import { type EvaluatedMapping, evaluateMapping } from '../../flow/evaluateMapping.ts';
import { type FlowedAttribute, type FlowSituation, flowAttribute, type ReferenceResolution } from '../../flow/flowAttribute.ts';
import {
  defectSentence,
  flowsIn,
  type IncrementalChange,
  incrementalChange,
  isExposed,
  spelledNames,
  struckContext,
  writesOtherwise,
} from '../../flow/incrementalChange.ts';
import { sourceFlowsNull } from '../../flow/sourceFlowsNull.ts';
import { evaluateAsking, evaluateWithoutAsking, selectsUniqueValue } from '../../match/askTaken.ts';
import { isReferenceMapping, ReferenceFollower } from '../../match/referenceFollower.ts';
import { readingOf } from '../../semantics.ts';
import type { Entry } from '../directory.ts';
import type { PreviewContext } from '../previewContext.ts';
import type { FollowedAttribute } from '../trace.ts';

/** What all mappings come to for one object. */
export interface FlowedMappings {
  /** In the order of the file. */
  readonly flowed: readonly FlowedAttribute[];
  readonly references: readonly FollowedAttribute[];
  /** In an incremental cycle: mappings on which the defect of `Switch` may strike. */
  readonly warned: number;
  /** What the flow of a mapping depends on; references are not followed again. */
  readonly situationOf: SituationOf;
}

type SituationOf = (
  evaluated: EvaluatedMapping,
  reference?: ReferenceResolution | null,
  sourceUnchanged?: boolean,
) => FlowSituation;

/** Evaluates every mapping and lets it flow as far as the object's disposition goes. */
export async function flowMappings(
  context: PreviewContext,
  evaluation: EvaluationContext,
  decided: Disposition,
  matched: Entry | null,
): Promise<FlowedMappings> {
  const { input, compiled } = context;
  // Creation and deprovisioning carry every mapping, whatever changed.
  const change =
    input.changed !== null && decided.kind === 'update'
      ? incrementalChange(compiled, spelledNames(compiled, input.changed), input)
      : null;
  const used = change?.defect === 'strikes' ? struckContext(evaluation, change) : evaluation;
  const situationOf = situations(context, decided, matched);
  const follower = new ReferenceFollower(context);
  const references: FollowedAttribute[] = [];
  const flowed: FlowedAttribute[] = [];
  let warned = 0;
  for (const mapping of compiled.mappings) {
    const asks = selectsUniqueValue(mapping) && decided.kind !== 'none';
    const evaluated = asks ? await evaluateUnique(context, mapping, used, decided) : evaluateMapping(mapping, used);
    const flows = change === null || flowsIn(change, mapping);
    // References are followed only where a write depends on them.
    const follows = flows && decided.kind !== 'none' && isReferenceMapping(mapping);
    const reference = follows ? await follower.follow(evaluated, situationOf(evaluated).old) : null;
    if (reference) references.push(reference.attribute);
    const usual = flowAttribute(evaluated, situationOf(evaluated, reference?.resolution ?? null, !flows));
    const warning = change && isExposed(change, mapping) ? warningOf(change, usual, evaluation, situationOf) : null;
    if (warning !== null) warned++;
    flowed.push(warning === null ? usual : { ...usual, note: [usual.note, warning].filter((one) => one !== null).join(' ') });
  }
  return { flowed: decided.kind === 'none' ? flowed : settleDuplicates(compiled, flowed), references, warned, situationOf };
}

/** What the defect of `Switch` does, or may do, to a mapping; null where it makes no difference to the write. */
function warningOf(
  change: IncrementalChange,
  usual: FlowedAttribute,
  evaluation: EvaluationContext,
  situationOf: SituationOf,
): string | null {
  if (change.defect === 'strikes') return defectSentence(change, usual);
  const again = evaluateMapping(usual.evaluated.compiled, struckContext(evaluation, change));
  const struck = flowAttribute(again, situationOf(again));
  return writesOtherwise(usual, struck) ? defectSentence(change, struck) : null;
}

/** The target is asked for unique values where an object would be created, which is what they are for. */
async function evaluateUnique(
  { input }: PreviewContext,
  mapping: CompiledMapping,
  evaluation: EvaluationContext,
  decided: Disposition,
): Promise<EvaluatedMapping> {
  return decided.kind === 'create'
    ? await evaluateAsking(mapping, evaluation, input.target, input.configuration.objectMapping.targetObjectName)
    : evaluateWithoutAsking(mapping, evaluation);
}

function situations({ input }: PreviewContext, decided: Disposition, matched: Entry | null): SituationOf {
  const { configuration, semantics = {} } = input;
  const operation =
    decided.kind === 'none'
      ? { none: `Not written: ${decided.plan.sentence}` }
      : decided.kind === 'create'
        ? ('create' as const)
        : ('update' as const);
  const bothFlags = readingOf(input, 'nullOnUpdate') === 'bothFlags';
  return ({ compiled }, reference = null, sourceUnchanged = false) => {
    const held = matched?.attributes.get(compiled.mapping.targetAttributeName) ?? null;
    return {
      dialect: configuration.dialect,
      operation,
      // An empty list is how some directories say that there is no value.
      old: valuesOf(held).length === 0 ? null : held,
      unreadable: matched?.unreadable?.has(compiled.mapping.targetAttributeName) ?? false,
      reference,
      sourceFlowsNull: bothFlags && sourceFlowsNull(configuration, compiled),
      sourceUnchanged,
      semantics,
    };
  };
}
