import type { Change, MappingEvaluation, Step, StepStatus, Trace } from '../core/trace/trace.ts';
import type { WriteState } from '../core/trace/writeReport.ts';
import { type Colour, type Output, painted } from './output.ts';
import { actionLines, changedNames, writeLines } from './printAction.ts';
import { matchLines, scopeLines } from './printRules.ts';
import { valueText, visible } from './valueText.ts';

const stepNames: Readonly<Record<Step['kind'], string>> = {
  testConnection: 'Test connection',
  import: 'Import user',
  scope: 'Determine scope',
  match: 'Match user',
  action: 'Perform action',
};

const marks: Readonly<Record<StepStatus, readonly [mark: string, colour: Colour]>> = {
  success: ['✓ success', 'green'],
  warning: ['! warning', 'yellow'],
  skipped: ['– skipped', 'grey'],
  failure: ['✗ failure', 'red'],
  notRun: ['· not run', 'grey'],
};

/** Prints a step as it completes. */
export function printStep(output: Output, step: Step): void {
  if (step.kind === 'action' && step.details.write?.state === 'writing') {
    output.out(painted(output, 'grey', `${' '.repeat(10)} ${visible(step.details.write.sentence)}`));
    return;
  }
  const [mark, colour] = marks[step.status];
  output.out(
    `${painted(output, colour, mark.padEnd(10))} ${painted(output, 'bold', stepNames[step.kind])}  ${visible(step.summary)}`,
  );
  for (const line of detailLines(output, step)) output.out(`             ${line}`);
  if (step.error) {
    output.out(`             ${painted(output, 'red', visible(step.error.code))}  ${visible(step.error.advice)}`);
  }
}

/** Prints what the whole run came to, with every change. */
export function printOutcome(output: Output, trace: Trace): void {
  printPlan(output, trace);
  printResult(output, trace);
}

/** Prints every change and the exact requests. */
export function printPlan(output: Output, trace: Trace): void {
  const shown = trace.changes.filter((change) => change.state === 'changed' || change.state === 'failed');
  const evaluations = new Map(trace.steps[4].details.evaluations?.map((evaluation) => [evaluation.mapping, evaluation]));
  for (const change of shown) output.out(`             ${changeLine(output, change, evaluations.get(change.mapping))}`);
  const counts = ['unchanged', 'ignored', 'null'].flatMap((state) => {
    const count = trace.changes.filter((change) => change.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  if (counts.length > 0) output.out(painted(output, 'grey', `             and ${counts.join(', ')}`));
  for (const line of actionLines(output, trace.steps[4].details)) output.out(`             ${line}`);
}

const writeWords: Readonly<Record<WriteState, string>> = {
  writing: 'the write is under way',
  written: 'written',
  partly: 'written in part',
  refused: 'refused by the target',
  unknown: 'it is not known whether it was written',
  notSent: 'nothing was sent',
};

/** Prints what became of the write, and the run in one line. */
export function printResult(output: Output, trace: Trace): void {
  const { write } = trace.steps[4].details;
  if (write) for (const line of writeLines(output, write)) output.out(`             ${line}`);
  const code = trace.code === null ? '' : ` (${visible(trace.code)})`;
  const changed = trace.steps[1].details.incremental?.changed;
  const lens = changed ? ` of an incremental change of ${changed.length === 0 ? 'nothing' : changedNames(changed)}` : '';
  output.out(
    `${painted(output, 'bold', `${trace.action}${code}`)} for ${visible(trace.subject.displayName)} — ${trace.mode}${lens}, ${write ? writeWords[write.state] : 'nothing was written'}`,
  );
}

function detailLines(output: Output, step: Step): readonly string[] {
  switch (step.kind) {
    case 'testConnection':
      return [step.details.source, step.details.target].flatMap((side) =>
        side?.report ? [visible(`${side.label}: ${side.report.asked} → ${side.report.answered}`)] : [],
      );
    case 'import': {
      const changed = step.details.incremental?.changed;
      if (!changed) return [];
      const names = changed.length === 0 ? 'nothing' : `only ${changedNames(changed)}`;
      return [`${painted(output, 'yellow', 'incremental')}: ${names} changed`];
    }
    case 'scope':
      return scopeLines(output, step);
    case 'match':
      return matchLines(step.details);
    default:
      return [];
  }
}

function changeLine(output: Output, change: Change, evaluation: MappingEvaluation | undefined): string {
  if (change.state === 'failed') {
    const unsupported = evaluation?.outcome === 'unsupported';
    const word = unsupported ? painted(output, 'yellow', 'not evaluated here') : painted(output, 'red', 'failed');
    return `${visible(change.target)}: ${word}: ${visible(evaluation?.error?.message ?? evaluation?.note ?? '')}`;
  }
  return `${visible(change.target)}: ${painted(output, 'grey', valueText(change.old))} → ${painted(output, 'green', valueText(change.new))}`;
}
