import { type CompiledConfiguration, compileConfiguration } from '../flow/compileConfiguration.ts';
import type { Entry, MatchQuery, PlannedWrite } from './directory.ts';
import type { PreviewContext, PreviewInput } from './previewContext.ts';
import { runAction } from './steps/actionStep.ts';
import { runImport } from './steps/importStep.ts';
import { runMatch } from './steps/matchStep.ts';
import { runScope } from './steps/scopeStep.ts';
import { notRun } from './steps/step.ts';
import { runTestConnection } from './steps/testConnectionStep.ts';
import type { Step, StepStatus, Trace } from './trace.ts';

/** The preview, and what a write of it goes by: the very objects that the trace was worded from. */
export interface RanSteps {
  readonly trace: Trace;
  readonly compiled: CompiledConfiguration;
  /** Null where nothing would be written. */
  readonly write: PlannedWrite | null;
  /** The target's object as it was matched; null where there is none. */
  readonly matched: Entry | null;
  /** What the target was asked to find it. */
  readonly queries: readonly MatchQuery[];
}

/** Runs the five steps for one user and yields each as it completes. Writes nothing. */
export async function* runSteps(input: PreviewInput): AsyncGenerator<Step, RanSteps> {
  const started = input.clock.now();
  const context: PreviewContext = { input, compiled: compileConfiguration(input.configuration) };

  const testConnection = await runTestConnection(context);
  yield testConnection.step;

  const imported = testConnection.sourceReady
    ? await runImport(context)
    : { step: notRun('import', 'The source could not be reached.'), entry: null };
  yield imported.step;

  const { entry } = imported;
  const scoped = entry ? runScope(context, entry) : { step: notRun('scope', 'Nobody was imported.'), result: null };
  yield scoped.step;

  const matched =
    entry && scoped.result
      ? await runMatch(context, entry, scoped.result, testConnection.targetReady)
      : { step: notRun('match', 'Nobody was imported.'), result: null, queries: [] };
  yield matched.step;

  const nothing = { action: 'none' as const, code: null, changes: [], write: null, matched: null };
  const acted =
    entry && scoped.result
      ? await runAction(context, entry, scoped.result, matched)
      : { step: notRun('action', 'Nobody was imported.'), ...nothing };
  yield acted.step;

  const steps: Trace['steps'] = [testConnection.step, imported.step, scoped.step, matched.step, acted.step];
  return {
    compiled: context.compiled,
    write: acted.write,
    matched: acted.matched,
    queries: matched.queries,
    trace: {
      format: 'provtrace/1',
      mode: 'preview',
      connection: input.connectionName,
      configuration: {
        hash: input.configurationHash,
        rule: input.configuration.rule?.name ?? '',
        objectMapping: input.configuration.objectMapping.name,
      },
      subject: { id: entry?.id ?? input.user, displayName: entry?.displayName ?? input.user },
      startedAt: new Date(started).toISOString(),
      endedAt: new Date(input.clock.now()).toISOString(),
      steps,
      action: acted.action,
      status: overallStatus(steps),
      code: acted.code ?? firstFailure(steps),
      changes: acted.changes,
    },
  };
}

/** What a run came to, by its steps. */
export function overallStatus(steps: Trace['steps']): Trace['status'] {
  const statuses: readonly StepStatus[] = steps.map((step) => step.status);
  if (statuses.includes('failure')) return 'failure';
  if (steps[4].status === 'skipped') return 'skipped';
  return statuses.includes('warning') || statuses.includes('notRun') ? 'warning' : 'success';
}

/** The code of the first step that failed; null where none did. */
export function firstFailure(steps: Trace['steps']): string | null {
  return steps.find((step) => step.status === 'failure')?.error?.code ?? null;
}
