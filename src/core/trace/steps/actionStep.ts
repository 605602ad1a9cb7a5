import { type ActionPlan, type Disposition, disposition } from '../../flow/disposition.ts';
import type { FlowedAttribute } from '../../flow/flowAttribute.ts';
import { incrementalLens } from '../../flow/incrementalLens.ts';
import { planAction } from '../../flow/planAction.ts';
import { asCarriedOut, plannedWrite } from '../../flow/plannedWrite.ts';
import { isRedacted, masked } from '../../flow/redaction.ts';
import { standingsOf } from '../../flow/standing.ts';
import { kindOfObjectName } from '../../schema/objectKind.ts';
import type { ScopeResult } from '../../scope/gates.ts';
import type { Entry, PlannedWrite } from '../directory.ts';
import { evaluationContext, type PreviewContext } from '../previewContext.ts';
import type { Action, ActionStep, Change, CycleOutcome, StepStatus } from '../trace.ts';
import { flowMappings } from './flowMappings.ts';
import type { MatchOutcome } from './matchStep.ts';

export interface ActionOutcome {
  readonly step: ActionStep;
  readonly action: Action;
  readonly code: string | null;
  readonly changes: readonly Change[];
  /** The write that the requests of the step word; null where nothing would be written. */
  readonly write: PlannedWrite | null;
  /** The target's object as it was matched; null where there is none. */
  readonly matched: Entry | null;
}

/**
 * Step 5: what would be written. The mappings are evaluated even where nothing is written, so that every value can be seen; then each
 * says `ignored` and why.
 */
export async function runAction(
  context: PreviewContext,
  entry: Entry,
  scope: ScopeResult,
  match: MatchOutcome,
): Promise<ActionOutcome> {
  const { input, compiled } = context;
  const { configuration } = input;
  const started = input.clock.now();
  const matched = match.result?.kind === 'matched' ? match.result.entry : null;
  const { decided, cycle } = decide(context, scope, match, matched);
  const evaluation = evaluationContext(context, entry, scope.onDemand === 'outOfScope');
  const { flowed, references, warned, situationOf } = await flowMappings(context, evaluation, decided, matched);
  const incremental = input.changed !== null && decided.kind === 'update';
  const plan = decided.kind === 'none' ? decided.plan : planAction(configuration, decided, flowed, { ...input, incremental });
  const write = plannedWrite(plan, configuration, flowed, matched);
  const lens =
    input.changed === null && decided.kind === 'update'
      ? incrementalLens({ ...input, compiled, flowed, plan, evaluation, situationOf })
      : null;
  const shown = asCarriedOut(plan, flowed);
  const tells = write !== null || plan.code === 'RedundantExport';
  const unknown = tells ? flowed.filter(({ failure }) => failure === 'notLocal').length : 0;
  const unseen = tells ? flowed.filter((attribute) => attribute.unseen).length : 0;
  return {
    action: plan.action,
    code: plan.code,
    changes: shown.map(changeOf),
    write,
    matched,
    step: {
      kind: 'action',
      status:
        match.step.status === 'failure' || match.step.status === 'notRun'
          ? notRunOrSkipped(plan)
          : statusOf(plan, unknown + unseen > 0 || (write !== null && warned > 0)),
      summary: summaryOf(plan, { unknown, unseen, warned }, cycle),
      durationMs: input.clock.now() - started,
      details: {
        requests: write ? input.target.describe(write) : [],
        evaluations: shown.map(({ evaluated, note }) => ({ ...evaluated.shown, note })),
        references,
        cycle,
        incremental: lens,
      },
      error: plan.failed
        ? { code: plan.code ?? firstError(flowed) ?? 'MappingFailed', message: plan.sentence, advice: adviceOf(plan) }
        : null,
    },
  };
}

function adviceOf({ code }: ActionPlan): string {
  return code === 'AttributeValidationFailed'
    ? 'Give the person a value in the source, or give the mapping a default value.'
    : 'Open the failed attributes below: each says what its expression got and which part of it failed.';
}

interface Decided {
  readonly decided: Disposition;
  readonly cycle: CycleOutcome | null;
}

/** What the earlier steps leave to do. */
function decide({ input }: PreviewContext, scope: ScopeResult, match: MatchOutcome, matched: Entry | null): Decided {
  const { configuration } = input;
  const { onDemand, cycle } = standingsOf(configuration, scope, input);
  const kind = match.result?.kind;
  if (kind === 'matched' || kind === 'notFound' || onDemand === 'notProcessed') {
    const common = { ...input, configuration, matched: matched !== null };
    const decided = disposition({ ...common, standing: onDemand, run: 'onDemand' });
    const other = cycle === onDemand ? null : disposition({ ...common, standing: cycle, run: 'cycle' });
    return { decided, cycle: other?.kind === 'none' ? cycleOutcome(other.plan) : null };
  }
  const noun = kindOfObjectName(configuration.objectMapping.sourceObjectName) === 'group' ? 'group' : 'person';
  const nothing = (action: 'skip' | 'none', code: string | null, sentence: string): Decided => ({
    decided: { kind: 'none', plan: { action, code, sentence, failed: false } },
    cycle: null,
  });
  if (kind === 'noValue')
    return nothing('skip', 'ImportSkipped', `The ${noun} is skipped, because no matching attribute has a value.`);
  return nothing('none', match.step.error?.code ?? null, `Not run: the ${noun} could not be matched, so no action is known.`);
}

function cycleOutcome({ action, code, sentence }: ActionPlan): CycleOutcome {
  return { action, code, sentence };
}

/** How many attributes there is something to say of. */
interface Remarks {
  readonly unknown: number;
  readonly unseen: number;
  readonly warned: number;
}

function summaryOf(plan: ActionPlan, { unknown, unseen, warned }: Remarks, cycle: CycleOutcome | null): string {
  return [
    plan.sentence,
    ...(unknown > 0 ? [`${unknown} more ${unknown === 1 ? 'attribute' : 'attributes'} cannot be evaluated locally.`] : []),
    ...(unseen > 0
      ? [
          `Of ${unseen} more the target does not say what it holds, so whether ${unseen === 1 ? 'it' : 'they'} would change is not known.`,
        ]
      : []),
    ...(warned > 0 ? [`A known defect of Switch concerns ${warned} of the mappings.`] : []),
    ...(cycle ? [`A cycle would do otherwise: ${cycle.sentence}`] : []),
  ].join(' ');
}

function changeOf({ evaluated, old, new: next, state }: FlowedAttribute): Change {
  const redacted = isRedacted(evaluated.compiled);
  return {
    target: evaluated.shown.target,
    old: masked(old, redacted),
    new: masked(next, redacted),
    state,
    mapping: evaluated.shown.mapping,
  };
}

function firstError(flowed: readonly FlowedAttribute[]): string | null {
  for (const { evaluated } of flowed) if (evaluated.outcome.kind === 'error') return evaluated.outcome.code;
  return null;
}

function statusOf(plan: ActionPlan, incomplete: boolean): StepStatus {
  if (plan.failed) return 'failure';
  if (incomplete || plan.action === 'none') return 'warning';
  return plan.action === 'skip' ? 'skipped' : 'success';
}

function notRunOrSkipped(plan: ActionPlan): StepStatus {
  return plan.action === 'skip' ? 'skipped' : 'notRun';
}
