import { type MatchResult, matchedObject, matchTarget } from '../../match/matchTarget.ts';
import type { ScopeResult } from '../../scope/gates.ts';
import type { Entry } from '../directory.ts';
import { evaluationContext, type PreviewContext } from '../previewContext.ts';
import type { MatchStep, StepError, StepStatus } from '../trace.ts';
import { notRun, stepError } from './step.ts';

export interface MatchOutcome {
  readonly step: MatchStep;
  /** Null where the step did not run. */
  readonly result: MatchResult | null;
}

/** Step 4: asks the target for each matching attribute until one finds somebody. */
export async function runMatch(
  context: PreviewContext,
  entry: Entry,
  scope: ScopeResult,
  targetReady: boolean,
): Promise<MatchOutcome> {
  const { input, compiled } = context;
  if (input.cancelled()) return { step: notRun('match', 'cancelled.'), result: null };
  if (!targetReady) return { step: notRun('match', `${input.target.label} could not be reached.`), result: null };
  if (scope.verdict === 'notProcessed') {
    return { step: notRun('match', 'the person is filtered out, so the target is not asked.'), result: null };
  }
  const started = input.clock.now();
  const result = await matchTarget(
    compiled,
    evaluationContext(context, entry, scope.verdict === 'outOfScope'),
    input.source,
    input.target,
  );
  const { status, summary, error } = describe(result, input.target.label);
  const duplicates = result.attempts.find((attempt) => attempt.verdict === 'matched' && (attempt.sourceCount ?? 0) > 1);
  return {
    result,
    step: {
      kind: 'match',
      status: duplicates && status === 'success' ? 'warning' : status,
      summary: duplicates
        ? `${summary} ${duplicates.sourceCount} people in ${input.source.label} have this value and would share one account.`
        : summary,
      durationMs: input.clock.now() - started,
      details: { attempts: result.attempts, matched: result.kind === 'matched' ? matchedObject(compiled, result.entry) : null },
      error,
    },
  };
}

interface Description {
  readonly status: StepStatus;
  readonly summary: string;
  readonly error: StepError | null;
}

function describe(result: MatchResult, target: string): Description {
  const attributes = result.attempts.filter((attempt) => attempt.verdict !== 'notAsked').map((attempt) => attempt.target);
  switch (result.kind) {
    case 'matched':
      return {
        status: 'success',
        summary: `Matched ${result.entry.displayName ?? result.entry.id} in ${target} by ${attributes.at(-1)}.`,
        error: null,
      };
    case 'notFound':
      return { status: 'success', summary: `No account in ${target} matches by ${attributes.join(' or ')}.`, error: null };
    case 'ambiguous': {
      const attempt = result.attempts.find(({ verdict }) => verdict === 'ambiguous');
      const message = `${attempt?.found ?? 'Several'} objects in ${target} match by ${attempt?.target ?? 'the matching attribute'}; a match needs exactly one.`;
      const advice = `Remove the value from all but one of them, or match by an attribute that is unique in ${target}.`;
      return { status: 'failure', summary: message, error: { code: 'DuplicateTargetEntries', message, advice } };
    }
    case 'noValue': {
      const message = `The person has no value for ${attributes.join(' or ')}, and a match needs one.`;
      const advice = 'Give the person a value in the source, or match by an attribute that everybody has.';
      return { status: 'skipped', summary: message, error: { code: 'ImportSkipped', message, advice } };
    }
    case 'failed':
      return { status: 'failure', summary: result.error.message, error: stepError(result.error) };
    case 'notComputed': {
      const advice =
        'Correct the matching attribute in the configuration: a mapping with a matchingPriority above 0 that gives one value.';
      return { status: 'failure', summary: result.reason, error: { code: 'MatchNotComputed', message: result.reason, advice } };
    }
  }
}
