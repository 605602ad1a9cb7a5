import type { Change, GroupResult, MappingEvaluation, MatchAttempt, Step, StepStatus, Trace } from '../core/trace/trace.ts';
import type { AttributeValue } from '../core/value.ts';
import { type Colour, type Output, painted } from './output.ts';

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

/** Longer values are cut in the terminal; `--json` has them whole. */
const maximumShown = 100;

/** Prints a step as it completes. */
export function printStep(output: Output, step: Step): void {
  const [mark, colour] = marks[step.status];
  output.out(
    `${painted(output, colour, mark.padEnd(10))} ${painted(output, 'bold', stepNames[step.kind])}  ${visible(step.summary)}`,
  );
  for (const line of detailLines(step)) output.out(`             ${line}`);
  if (step.error) {
    output.out(`             ${painted(output, 'red', step.error.code)}  ${visible(step.error.advice)}`);
  }
}

/** Prints what the whole run came to, with every change. */
export function printOutcome(output: Output, trace: Trace): void {
  const shown = trace.changes.filter((change) => change.state === 'changed' || change.state === 'failed');
  const evaluations = new Map(trace.steps[4].details.evaluations?.map((evaluation) => [evaluation.mapping, evaluation]));
  for (const change of shown) output.out(`             ${changeLine(output, change, evaluations.get(change.mapping))}`);
  const counts = ['unchanged', 'ignored', 'null'].flatMap((state) => {
    const count = trace.changes.filter((change) => change.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  if (counts.length > 0) output.out(painted(output, 'grey', `             and ${counts.join(', ')}`));
  const code = trace.code === null ? '' : ` (${trace.code})`;
  output.out(
    `${painted(output, 'bold', `${trace.action}${code}`)} for ${visible(trace.subject.displayName)} — ${trace.mode}, nothing was written`,
  );
}

function detailLines(step: Step): readonly string[] {
  switch (step.kind) {
    case 'testConnection':
      return [step.details.source, step.details.target].flatMap((side) =>
        side?.report ? [visible(`${side.label}: ${side.report.asked} → ${side.report.answered}`)] : [],
      );
    case 'scope': {
      const { collections } = step.details;
      if (!collections || step.status === 'success') return [];
      return [
        ...collections.inputFilterGroups.groups,
        ...collections.categoryFilterGroups.groups,
        ...collections.groups.groups,
      ].flatMap(groupLines);
    }
    case 'match':
      return (step.details.attempts ?? []).map(attemptLine);
    default:
      return [];
  }
}

/** Only what is not satisfied: the whole truth table is in the trace document. */
function groupLines(group: GroupResult): readonly string[] {
  const undecided = group.clauses.filter((clause) => clause.verdict !== 'passed');
  return undecided.map((clause) => {
    const expected = clause.expected.map((text) => JSON.stringify(text)).join(' or ');
    return visible(
      `${group.name}: ${clause.attribute} ${clause.operator} ${expected} — is ${valueText(clause.actual)}: ${clause.verdict}. ${clause.reason}`,
    );
  });
}

function attemptLine(attempt: MatchAttempt): string {
  const asked = attempt.asked === null ? '' : `: ${attempt.asked}`;
  return visible(
    `${attempt.matchingPriority}. ${attempt.target} = ${valueText(attempt.value)}${asked} → ${attempt.verdict} (${attempt.found})`,
  );
}

function changeLine(output: Output, change: Change, evaluation: MappingEvaluation | undefined): string {
  if (change.state === 'failed') {
    const unsupported = evaluation?.outcome === 'unsupported';
    const word = unsupported ? painted(output, 'yellow', 'not evaluated here') : painted(output, 'red', 'failed');
    return `${visible(change.target)}: ${word}: ${visible(evaluation?.error?.message ?? evaluation?.note ?? '')}`;
  }
  return `${visible(change.target)}: ${painted(output, 'grey', valueText(change.old))} → ${painted(output, 'green', valueText(change.new))}`;
}

/** A value so that null, empty text and lists can be told apart. */
function valueText(value: AttributeValue): string {
  if (value === null) return 'null';
  const text = JSON.stringify(value);
  return visible(text.length > maximumShown ? `${text.slice(0, maximumShown)}… (${text.length} characters)` : text);
}

/** Directory data must not steer the terminal: control characters are shown as their code. */
export function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
