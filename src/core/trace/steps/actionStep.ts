import type { EvaluationContext } from '../../expression/evaluationContext.ts';
import { valuesOf } from '../../flow/compareValues.ts';
import type { CompiledMapping } from '../../flow/compileConfiguration.ts';
import { type EvaluatedMapping, evaluateMapping } from '../../flow/evaluateMapping.ts';
import { type FlowedAttribute, type FlowSituation, flowAttribute, type ReferenceResolution } from '../../flow/flowAttribute.ts';
import { type ActionPlan, type Disposition, disposition, planAction, plannedWrite } from '../../flow/planAction.ts';
import { isRedacted, masked } from '../../flow/redaction.ts';
import { evaluateAsking, evaluateWithoutAsking, selectsUniqueValue } from '../../match/askTaken.ts';
import { resolveReference } from '../../match/resolveReference.ts';
import type { ScopeResult } from '../../scope/gates.ts';
import type { Entry } from '../directory.ts';
import { evaluationContext, type PreviewContext } from '../previewContext.ts';
import type { Action, ActionStep, Change, StepStatus } from '../trace.ts';
import type { MatchOutcome } from './matchStep.ts';

export interface ActionOutcome {
  readonly step: ActionStep;
  readonly action: Action;
  readonly code: string | null;
  readonly changes: readonly Change[];
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
  const started = input.clock.now();
  const matched = match.result?.kind === 'matched' ? match.result.entry : null;
  const decided = decide(context, scope, match, matched);
  const evaluation = evaluationContext(context, entry, scope.verdict === 'outOfScope');
  const flowed: FlowedAttribute[] = [];
  for (const mapping of compiled.mappings) {
    const evaluated = await evaluate(context, mapping, evaluation, decided);
    const reference = decided.kind === 'none' ? null : await follow(context, evaluated, evaluation);
    flowed.push(flowAttribute(evaluated, situationOf(context, evaluated, decided, matched, reference)));
  }
  const plan = decided.kind === 'none' ? decided.plan : planAction(input.configuration, decided.kind, flowed);
  const write = plannedWrite(plan, input.configuration, flowed, matched);
  const unsupported = flowed.filter(({ evaluated }) => evaluated.outcome.kind === 'unsupported').length;
  const incomplete = write !== null && unsupported > 0;
  const summary = incomplete ? `${plan.sentence} ${unsupported} more cannot be evaluated locally.` : plan.sentence;
  return {
    action: plan.action,
    code: plan.code,
    changes: flowed.map(changeOf),
    step: {
      kind: 'action',
      status:
        match.step.status === 'failure' || match.step.status === 'notRun' ? notRunOrSkipped(plan) : statusOf(plan, incomplete),
      summary,
      durationMs: input.clock.now() - started,
      details: {
        request: write && input.target.describe(write),
        evaluations: flowed.map(({ evaluated, note }) => ({ ...evaluated.shown, note })),
      },
      error: plan.failed
        ? { code: plan.code ?? firstError(flowed) ?? 'MappingFailed', message: plan.sentence, advice: failureAdvice }
        : null,
    },
  };
}

const failureAdvice = 'Open the failed attributes below: each says what its expression got and which part of it failed.';

/** What the earlier steps leave to do. */
function decide({ input }: PreviewContext, scope: ScopeResult, match: MatchOutcome, matched: Entry | null): Disposition {
  if (scope.verdict === 'notProcessed') return disposition(input.configuration, scope.verdict, null);
  const { result } = match;
  const nothing = (action: 'skip' | 'none', code: string | null, sentence: string): Disposition => ({
    kind: 'none',
    plan: { action, code, sentence, failed: false },
  });
  if (result?.kind === 'matched' || result?.kind === 'notFound') return disposition(input.configuration, scope.verdict, matched);
  if (result?.kind === 'noValue')
    return nothing('skip', 'ImportSkipped', 'The person is skipped, because no matching attribute has a value.');
  return nothing('none', match.step.error?.code ?? null, 'Not run: the person could not be matched, so no action is known.');
}

/** The target is asked for unique values where an object would be created, which is what they are for. */
async function evaluate(
  { input }: PreviewContext,
  mapping: CompiledMapping,
  evaluation: EvaluationContext,
  decided: Disposition,
): Promise<EvaluatedMapping> {
  if (!selectsUniqueValue(mapping) || decided.kind === 'none') return evaluateMapping(mapping, evaluation);
  return decided.kind === 'create'
    ? await evaluateAsking(mapping, evaluation, input.target)
    : evaluateWithoutAsking(mapping, evaluation);
}

/** References are followed only where a write depends on them. */
async function follow(
  context: PreviewContext,
  evaluated: EvaluatedMapping,
  evaluation: EvaluationContext,
): Promise<ReferenceResolution | null> {
  const { outcome, compiled } = evaluated;
  if (compiled.definition?.type !== 'Reference' || outcome.kind !== 'value') return null;
  return resolveReference(outcome.value, context.compiled, evaluation, context.input.source, context.input.target);
}

function situationOf(
  { input }: PreviewContext,
  { compiled }: EvaluatedMapping,
  decided: Disposition,
  matched: Entry | null,
  reference: ReferenceResolution | null,
): FlowSituation {
  const held = matched?.attributes.get(compiled.mapping.targetAttributeName) ?? null;
  const operation =
    decided.kind === 'none'
      ? { none: `Not written: ${decided.plan.sentence}` }
      : decided.kind === 'create'
        ? ('create' as const)
        : ('update' as const);
  // An empty list is how some directories say that there is no value.
  return { dialect: input.configuration.dialect, operation, old: valuesOf(held).length === 0 ? null : held, reference };
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
  if (plan.action === 'skip') return 'skipped';
  return incomplete || plan.action === 'none' ? 'warning' : 'success';
}

function notRunOrSkipped(plan: ActionPlan): StepStatus {
  return plan.action === 'skip' ? 'skipped' : 'notRun';
}
