import type {
  GateResult,
  GroupResult,
  MatchAttempt,
  MatchDetails,
  ScopeDetails,
  ScopeStep,
  Verdict,
} from '../core/trace/trace.ts';
import { type Colour, type Output, painted } from './output.ts';
import { valueText, visible } from './valueText.ts';

const verdictMarks: Readonly<Record<Verdict, readonly [mark: string, colour: Colour]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  unknown: ['?', 'yellow'],
  notEvaluated: ['·', 'grey'],
};

const gateNames: Readonly<Record<GateResult['gate'], string>> = {
  active: 'active',
  assignment: 'assignment',
  role: 'role',
  filter: 'filters',
  container: 'container',
  group: 'group',
};

const rules = { comparison: 'comparison', null: 'empty attribute', type: 'type', notLocal: 'not evaluated here' } as const;
const fixed = { user: 'person', filter: 'filter', job: 'job' } as const;

/** Lists of a trace are cut in the terminal; `--json` has them whole. */
const maximumListed = 10;

/** The gates, the clauses that are not satisfied, why not, and what would let the person in. */
export function scopeLines(output: Output, step: ScopeStep): readonly string[] {
  const { gates, collections, whyNot, onDemand } = step.details;
  // Where a collection passes, what its other groups say does not matter.
  const groups =
    collections === undefined
      ? []
      : [collections.inputFilterGroups, collections.categoryFilterGroups, collections.groups]
          .filter(({ verdict }) => verdict !== 'passed')
          .flatMap((collection) => collection.groups);
  return [
    ...(gates ?? []).map((gate) => gateLine(output, gate)),
    ...groups.flatMap((group) => groupLines(output, group)),
    ...(whyNot ? whyNotLines(output, whyNot) : []),
    ...(onDemand ? [`${painted(output, 'yellow', 'on demand')}: ${visible(onDemand)}`] : []),
  ];
}

/** Each attempt with its notes and with who else in the source has the value. */
export function matchLines(details: MatchDetails): readonly string[] {
  return (details.attempts ?? []).flatMap((attempt) => [
    attemptLine(attempt),
    ...holdersLine(attempt),
    ...attempt.notes.slice(0, maximumListed).map((note) => `   note: ${visible(note)}`),
  ]);
}

function gateLine(output: Output, gate: GateResult): string {
  const [mark, colour] = verdictMarks[gate.verdict];
  const listed = gate.lookedAt
    .slice(0, maximumListed)
    .map(({ name, value }) => `${visible(name)} = ${valueText(value)}`)
    .join(', ');
  const lookedAt = listed === '' ? '' : painted(output, 'grey', `  (${listed}${more(gate.lookedAt.length)})`);
  return `${painted(output, colour, mark)} ${gateNames[gate.gate]}: ${visible(gate.reason)}${lookedAt}`;
}

/** Only what is not satisfied: the whole truth table is in the trace document. */
function groupLines(output: Output, group: GroupResult): readonly string[] {
  const undecided = group.clauses.filter((clause) => clause.verdict !== 'passed');
  return undecided.map((clause) => {
    const [mark, colour] = verdictMarks[clause.verdict];
    const expected = clause.expected.map((text) => JSON.stringify(text)).join(' or ');
    const condition = visible([clause.attribute, clause.operator, expected].filter((part) => part !== '').join(' '));
    const rule = painted(output, 'grey', `[${rules[clause.rule]}]`);
    return `${painted(output, colour, mark)} ${visible(group.name)}: ${condition} — is ${valueText(clause.actual)}. ${rule} ${visible(clause.reason)}`;
  });
}

function whyNotLines(output: Output, { sentence, fixes }: NonNullable<ScopeDetails['whyNot']>): readonly string[] {
  const lead = fixes.length === 1 ? 'This would let the person in' : 'Any one of these would let the person in';
  return [
    `${painted(output, 'bold', 'why not')}: ${visible(sentence)}`,
    ...(fixes.length === 0 ? [] : [`${lead}; nothing is changed by itself:`]),
    ...fixes.slice(0, maximumListed).map((fix) => `   ${fixed[fix.changes]}: ${visible(fix.sentence)}`),
    ...moreLine(fixes.length),
  ];
}

function attemptLine(attempt: MatchAttempt): string {
  const asked = attempt.asked === null ? '' : `: ${attempt.asked}`;
  return visible(
    `${attempt.matchingPriority}. ${attempt.target} = ${valueText(attempt.value)}${asked} → ${attempt.verdict} (${attempt.found})`,
  );
}

function holdersLine({ sourceHolders, sourceCount }: MatchAttempt): readonly string[] {
  if (sourceHolders.length === 0) return [];
  const listed = sourceHolders.slice(0, maximumListed);
  const names = listed.map(({ id, displayName }) => (displayName === null ? id : `${displayName} (${id})`)).join('; ');
  // The count has the person too.
  const others = Math.max((sourceCount ?? 0) - 1, sourceHolders.length);
  const hidden = others - listed.length;
  return [visible(`   also held in the source by ${names}${hidden > 0 ? ` and ${hidden} more` : ''}`)];
}

function more(amount: number): string {
  return amount > maximumListed ? `, and ${amount - maximumListed} more` : '';
}

function moreLine(amount: number): readonly string[] {
  return amount > maximumListed ? [`   and ${amount - maximumListed} more`] : [];
}
