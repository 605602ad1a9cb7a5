import { duplicateInSource, type MatchResult, matchedObject, matchTarget } from '../../match/matchTarget.ts';
import { kindOfObjectName } from '../../schema/objectKind.ts';
import type { ScopeResult } from '../../scope/gates.ts';
import { readingOf } from '../../semantics.ts';
import type { Entry, MatchQuery } from '../directory.ts';
import { evaluationContext, type PreviewContext } from '../previewContext.ts';
import type { MatchAttempt, MatchStep, StepError, StepStatus } from '../trace.ts';
import { notRun, stepError } from './step.ts';

export interface MatchOutcome {
  readonly step: MatchStep;
  /** Null where the step did not run. */
  readonly result: MatchResult | null;
  /** What the target was asked, in this order. */
  readonly queries: readonly MatchQuery[];
}

/** Step 4: asks the target for each matching attribute until one finds somebody. */
export async function runMatch(
  context: PreviewContext,
  entry: Entry,
  scope: ScopeResult,
  targetReady: boolean,
): Promise<MatchOutcome> {
  const { input, compiled } = context;
  if (input.cancelled()) return { step: notRun('match', 'cancelled.'), result: null, queries: [] };
  if (!targetReady) return { step: notRun('match', `${input.target.label} could not be reached.`), result: null, queries: [] };
  const words = wordsOf(context);
  if (scope.onDemand === 'notProcessed') {
    return { step: notRun('match', `the ${words.noun} is filtered out, so the target is not asked.`), result: null, queries: [] };
  }
  const started = input.clock.now();
  const queries: MatchQuery[] = [];
  const found = await matchTarget(compiled, evaluationContext(context, entry, scope.onDemand === 'outOfScope'), input.target, {
    id: entry.id,
    source: input.source,
    read: 'mapped',
    onQuery: (query) => queries.push(query),
  });
  // Who is out of scope and has no account is left alone, whoever shares the value.
  const idle = found.kind === 'notFound' && scope.onDemand === 'outOfScope';
  const duplicate = idle ? null : duplicateInSource(found);
  const fails = duplicate !== null && readingOf(input, 'duplicateSource') === 'fail';
  const result: MatchResult = fails ? { kind: 'duplicateSource', duplicate, attempts: found.attempts } : found;
  const { status, summary, error } = describe(result, words);
  const warns = duplicate !== null && !fails && status === 'success';
  return {
    result,
    queries,
    step: {
      kind: 'match',
      status: warns ? 'warning' : status,
      summary: warns ? `${summary} ${shared(duplicate, words)}, and would share one account.` : summary,
      durationMs: input.clock.now() - started,
      details: { attempts: result.attempts, matched: result.kind === 'matched' ? matchedObject(compiled, result.entry) : null },
      error,
    },
  };
}

interface Words {
  readonly noun: 'person' | 'group';
  readonly several: 'people' | 'groups';
  readonly account: 'account' | 'group';
  readonly source: string;
  readonly target: string;
}

function wordsOf({ input }: PreviewContext): Words {
  const labels = { source: input.source.label, target: input.target.label };
  return kindOfObjectName(input.configuration.objectMapping.sourceObjectName) === 'group'
    ? { noun: 'group', several: 'groups', account: 'group', ...labels }
    : { noun: 'person', several: 'people', account: 'account', ...labels };
}

/** `2 people in people.ldif have this objectGUID: Ann and Bob` as far as they are known. */
function shared({ sourceCount, sourceHolders, target }: MatchAttempt, { several, source }: Words): string {
  const others = sourceHolders.map(({ id, displayName }) => (displayName === null ? id : `${displayName} (${id})`));
  const more = (sourceCount ?? 0) - 1 - others.length;
  const named = others.length === 0 ? '' : `, also ${others.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${sourceCount} ${several} in ${source} have the same value for ${target}${named}`;
}

interface Description {
  readonly status: StepStatus;
  readonly summary: string;
  readonly error: StepError | null;
}

function describe(result: MatchResult, words: Words): Description {
  const { noun, account, source, target } = words;
  const attributes = result.attempts.filter((attempt) => attempt.verdict !== 'notAsked').map((attempt) => attempt.target);
  switch (result.kind) {
    case 'matched':
      return {
        status: 'success',
        summary: `Matched ${result.entry.displayName ?? result.entry.id} in ${target} by ${attributes.at(-1)}.`,
        error: null,
      };
    case 'notFound':
      return { status: 'success', summary: `No ${account} in ${target} matches by ${attributes.join(' or ')}.`, error: null };
    case 'ambiguous': {
      const attempt = result.attempts.find(({ verdict }) => verdict === 'ambiguous');
      const message = `${attempt?.found ?? 'Several'} objects in ${target} match by ${attempt?.target ?? 'the matching attribute'}; a match needs exactly one.`;
      const advice = `Remove the value from all but one of them, or match by an attribute that is unique in ${target}.`;
      return { status: 'failure', summary: message, error: { code: 'DuplicateTargetEntries', message, advice } };
    }
    case 'duplicateSource': {
      const message = `${shared(result.duplicate, words)}; a match needs a value that one ${noun} has.`;
      const advice = `Give each of them a value of their own in ${source}, take the others out of the source, or match by an attribute that is unique there.`;
      return { status: 'failure', summary: message, error: { code: 'DuplicateSourceEntries', message, advice } };
    }
    case 'noValue': {
      const message = `The ${noun} has no value for ${attributes.join(' or ')}, and a match needs one.`;
      const advice = `Give the ${noun} a value in the source, or match by an attribute that every ${noun} has.`;
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
