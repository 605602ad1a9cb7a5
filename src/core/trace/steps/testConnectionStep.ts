import type { Random } from '../../clock.ts';
import type { ConnectionReport, DirectoryResult, MatchQuery } from '../directory.ts';
import type { PreviewContext } from '../previewContext.ts';
import type { EndpointTest, TestConnectionStep } from '../trace.ts';
import { stepError } from './step.ts';

export interface TestConnectionOutcome {
  readonly step: TestConnectionStep;
  readonly sourceReady: boolean;
  readonly targetReady: boolean;
}

/**
 * Step 1. Both sides are asked at once; the target is asked, through the first matching attribute, for a user that cannot exist, as the
 * service does.
 */
export async function runTestConnection({ input, compiled }: PreviewContext): Promise<TestConnectionOutcome> {
  const started = input.clock.now();
  const [matching] = compiled.matching;
  const probe: MatchQuery | null = matching
    ? {
        attribute: matching.mapping.targetAttributeName,
        value: impossibleValue(input.random),
        caseExact: matching.definition?.caseExact ?? false,
        objectName: input.configuration.objectMapping.targetObjectName,
      }
    : null;
  const [sourceResult, targetResult] = await Promise.all([input.source.testConnection(), input.target.testConnection(probe)]);
  const source = endpoint(input.source.label, sourceResult);
  const target = endpoint(input.target.label, targetResult);
  const error = source.error ?? target.error;
  const warnings = [source, target].flatMap(({ label, report }) =>
    report?.warning ? [`${label}: ${sentence(report.warning)}`] : [],
  );
  const answers = `${source.label} and ${target.label} answer.`;
  return {
    sourceReady: source.ok,
    targetReady: target.ok,
    step: {
      kind: 'testConnection',
      status: error ? 'failure' : warnings.length > 0 ? 'warning' : 'success',
      summary: error ? failureSentence([source, target]) : [answers, ...warnings].join(' '),
      durationMs: input.clock.now() - started,
      details: { source, target },
      error,
    },
  };
}

function endpoint(label: string, result: DirectoryResult<ConnectionReport>): EndpointTest {
  return result.ok
    ? { label, ok: true, report: result.value, error: null }
    : { label, ok: false, report: null, error: stepError(result.error) };
}

/** Says of each side that failed what it said; it may well have been reached. */
function failureSentence(sides: readonly EndpointTest[]): string {
  return sides.flatMap(({ label, error }) => (error ? [`The test of ${label} failed: ${error.message}`] : [])).join(' ');
}

/** Thirty-two random hex digits: nobody is called that. */
function impossibleValue(random: Random): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
