import type {
  Change,
  ClauseResult,
  CollectionResult,
  MappingEvaluation,
  MatchAttempt,
  Step,
  Trace,
  ValueTree,
} from '../../src/core/trace/trace.ts';
import type { WriteReport } from '../../src/core/trace/writeReport.ts';
import type { AttributeValue } from '../../src/core/value.ts';

/**
 * A trace as text that a person can read and a diff can show: everything but times and the attributes as imported and matched, which are
 * the situation's own input. Expressions show their sub-terms.
 */
export function traceText(trace: Trace): string {
  const lines = [
    `${trace.mode === 'preview' ? '' : `${trace.mode}: `}${trace.action} · ${trace.status}${trace.code === null ? '' : ` · ${trace.code}`}`,
    `${trace.subject.displayName} <${trace.subject.id}> through ${[trace.configuration.rule, trace.configuration.objectMapping].filter((name) => name !== '').join(' / ')}`,
    ...trace.steps.flatMap((step) => ['', ...stepLines(step)]),
    '',
    'changes',
    ...indented(trace.changes.flatMap((change) => changeLines(change, trace.steps[4].details.evaluations ?? []))),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(step: Step): readonly string[] {
  const error = step.error ? [`error ${step.error.code}: ${step.error.message}`, `advice: ${step.error.advice}`] : [];
  return [`${step.kind} · ${step.status}`, ...indented([step.summary, ...error, ...detailLines(step)])];
}

function detailLines(step: Step): readonly string[] {
  switch (step.kind) {
    case 'testConnection':
      return [step.details.source, step.details.target].flatMap((side) =>
        side
          ? [`${side.label}: ${side.report ? `${side.report.asked} → ${side.report.answered}` : (side.error?.code ?? '')}`]
          : [],
      );
    case 'import':
      return [
        ...(step.details.incremental ? [`incremental: ${step.details.incremental.changed.join(', ')} changed`] : []),
        ...(step.details.candidates ?? []).map(({ id, displayName }) => `candidate: ${displayName ?? '-'} <${id}>`),
        ...(step.details.absent?.length ? [`absent: ${step.details.absent.join(', ')}`] : []),
      ];
    case 'scope':
      return scopeLines(step.details);
    case 'match':
      return (step.details.attempts ?? []).flatMap(attemptLines);
    case 'action':
      return actionLines(step.details);
  }
}

function scopeLines(details: Extract<Step, { kind: 'scope' }>['details']): readonly string[] {
  const { gates = [], collections, whyNot, onDemand, inScope } = details;
  return [
    ...(inScope === undefined ? [] : [`in scope: ${inScope === null ? 'unknown' : inScope ? 'yes' : 'no'}`]),
    ...gates.map(({ gate, verdict, reason, lookedAt }) => {
      const seen = lookedAt.map(({ name, value }) => `${name} = ${shown(value)}`).join(', ');
      return `gate ${gate}: ${verdict}. ${reason}${seen === '' ? '' : ` [${seen}]`}`;
    }),
    ...(collections ? (['inputFilterGroups', 'categoryFilterGroups', 'groups'] as const) : []).flatMap((name) =>
      collections ? collectionLines(name, collections[name]) : [],
    ),
    ...(onDemand ? [`on demand: ${onDemand}`] : []),
    ...(whyNot
      ? [`why not: ${whyNot.sentence}`, ...indented(whyNot.fixes.map(({ changes, sentence }) => `${changes}: ${sentence}`))]
      : []),
  ];
}

function collectionLines(name: string, { verdict, groups }: CollectionResult): readonly string[] {
  if (groups.length === 0) return [];
  return [
    `${name}: ${verdict}`,
    ...indented(groups.flatMap((group) => [`${group.name}: ${group.verdict}`, ...indented(group.clauses.map(clauseLine))])),
  ];
}

function clauseLine({ attribute, operator, expected, actual, verdict, rule, reason }: ClauseResult): string {
  const wanted = expected.map((text) => ` ${JSON.stringify(text)}`).join(' or');
  return `${verdict}: ${attribute} ${operator}${wanted}, is ${shown(actual)} (${rule}). ${reason}`;
}

function attemptLines(attempt: MatchAttempt): readonly string[] {
  return [
    `${attempt.matchingPriority}. ${attempt.target} = ${shown(attempt.value)}: ${attempt.verdict}. ${attempt.reason}`,
    ...indented([
      ...(attempt.asked === null ? [] : [`asked: ${attempt.asked} → ${attempt.found}`]),
      ...attempt.candidates.map(({ id, displayName }) => `candidate: ${displayName ?? '-'} <${id}>`),
      ...(attempt.sourceCount === null ? [] : [`in the source: ${attempt.sourceCount}`]),
      ...attempt.sourceHolders.map(({ id, displayName }) => `held by: ${displayName ?? '-'} <${id}>`),
      ...attempt.notes.map((note) => `note: ${note}`),
    ]),
  ];
}

function actionLines(details: Extract<Step, { kind: 'action' }>['details']): readonly string[] {
  const { cycle, incremental, references = [], requests = [] } = details;
  return [
    ...(cycle ? [`a cycle: ${cycle.action}${cycle.code === null ? '' : ` (${cycle.code})`}. ${cycle.sentence}`] : []),
    ...references.flatMap(({ target, references: followed }) => [
      `${target} refers to`,
      ...indented(
        followed.map(
          ({ reference, displayName, outcome, targetId, reason }) =>
            `${outcome}: ${displayName ?? '-'} <${reference}>${targetId === null ? '' : ` → ${targetId}`}. ${reason}`,
        ),
      ),
    ]),
    ...requests.flatMap(({ purpose, method, address, headers, body, values, notes }) => [
      `request: ${purpose}`,
      ...indented([
        `${method} ${address}`,
        ...headers.map(([name, value]) => `${name}: ${value}`),
        ...(body ?? '').split('\n').filter((line) => line !== ''),
        ...values.map(({ range: [start, end], target }) => `value of ${target}: ${(body ?? '').slice(start, end)}`),
        ...notes.map((note) => `note: ${note}`),
      ]),
    ]),
    ...(incremental
      ? [
          `as an incremental change of ${incremental.changed.join(', ')}: ${incremental.action}. ${incremental.sentence}`,
          ...indented(
            incremental.differences.map(
              ({ target, full, incremental: other, reason }) =>
                `${target}: ${full.state} ${shown(full.value)} → ${other.state} ${shown(other.value)}. ${reason}`,
            ),
          ),
        ]
      : []),
    ...(details.write === undefined ? [] : details.write === null ? ['nothing to write'] : writeLines(details.write)),
  ];
}

function writeLines({ state, id, sent, readBack }: WriteReport): readonly string[] {
  return [
    `write: ${state}${id === null ? '' : ` <${id}>`}`,
    ...indented(
      sent.map(({ method, address, state: answer, answered, requestId }) => {
        return `${answer}: ${method} ${address} → ${answered}${requestId === null ? '' : ` (${requestId})`}`;
      }),
    ),
    ...(readBack
      ? [
          `read back: ${readBack.found ? 'found' : 'not found'}. ${readBack.sentence}`,
          ...indented(
            readBack.attributes.map(
              ({ target, state: read, sent: wanted, read: held, reason }) =>
                `${read} ${target}: ${shown(wanted)} → ${shown(held)}${reason === null ? '' : `. ${reason}`}`,
            ),
          ),
        ]
      : []),
  ];
}

function changeLines(change: Change, evaluations: readonly MappingEvaluation[]): readonly string[] {
  const evaluation = evaluations.find(({ mapping }) => mapping === change.mapping);
  const { error = null, expression = '', note = null, tree = null } = evaluation ?? {};
  return [
    `${change.state} ${change.target}: ${shown(change.old)} → ${shown(change.new)}  from ${expression === '' ? 'nothing' : expression}`,
    ...indented([
      ...(note === null ? [] : [note]),
      ...(error === null ? [] : [`${evaluation?.outcome} ${error.code} at ${error.range.join('–')}: ${error.message}`]),
      ...(tree?.kind === 'call' || tree?.kind === 'concatenation' ? treeLines(tree) : []),
    ]),
  ];
}

function treeLines(tree: ValueTree): readonly string[] {
  if (tree.kind === 'constant' || tree.kind === 'blank') return [];
  const value = tree.outcome === 'value' ? shown(tree.value) : tree.outcome;
  return [
    `${tree.text} = ${value}${tree.reason === null ? '' : `  ${tree.reason}`}`,
    ...indented(tree.children.flatMap(treeLines)),
  ];
}

function shown(value: AttributeValue): string {
  return JSON.stringify(value);
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
