import type { ScopeFix } from '../../trace/trace.ts';
import { evaluateScope, type ScopeResult } from '../gates.ts';
import { filterChanges } from './nearestFixFilter.ts';
import { gateChanges } from './nearestFixGates.ts';
import { userChanges } from './nearestFixUser.ts';
import { combinations, type IsRedacted, type ScopeChange, type ScopeState } from './scopeChange.ts';

const mostFixes = 6;
/** How often the whole scope is evaluated anew for one person. */
const mostEvaluations = 50;
const mostGateChoices = 6;

/** What would let a person in, the smallest change first; each was tried and gives `inScope`. */
export function nearestFixes(state: ScopeState, result: ScopeResult, isRedacted: IsRedacted): readonly ScopeFix[] {
  // What is deleted for good is no object that anything could let in.
  if (result.deletion === 'hard') return [];
  let evaluations = 0;
  const evaluate = (changed: ScopeState): ScopeResult | null => {
    if (evaluations >= mostEvaluations) return null;
    evaluations++;
    return evaluateScope(changed.configuration, changed.attributes, changed.options);
  };
  const candidates: (readonly ScopeChange[])[] = [];
  for (const gates of combinations(gateChanges(state, result, isRedacted, evaluate)).slice(0, mostGateChoices)) {
    const moved = applied(gates, state);
    const after = gates.length === 0 ? result : evaluate(moved);
    if (!after) break;
    if (after.verdict === 'inScope') candidates.push(gates);
    else {
      const parts = [...userChanges(moved, after.filter, isRedacted), ...filterChanges(moved, after.filter, isRedacted)];
      candidates.push(...parts.map((part) => [...gates, part]));
    }
  }
  const fixes: ScopeFix[] = [];
  for (const candidate of candidates.sort((left, right) => costOf(left) - costOf(right) || rankOf(left) - rankOf(right))) {
    if (fixes.length >= mostFixes) break;
    const fix = fixOf(candidate);
    if (fixes.some((accepted) => isContained(accepted, fix))) continue;
    if (evaluate(applied(candidate, state))?.verdict === 'inScope') fixes.push(fix);
  }
  return fixes;
}

function applied(changes: readonly ScopeChange[], state: ScopeState): ScopeState {
  return changes.reduce((before, change) => change.apply(before), state);
}

function costOf(changes: readonly ScopeChange[]): number {
  return changes.reduce((sum, { cost }) => sum + cost, 0);
}

const ranks: Readonly<Record<ScopeFix['changes'], number>> = { user: 0, filter: 1, job: 2 };

function rankOf(changes: readonly ScopeChange[]): number {
  return Math.max(...changes.map((change) => ranks[change.changes]));
}

/** A fix that changes a person and a filter is one of the filter; one that changes a setting too is one of the job. */
function fixOf(changes: readonly ScopeChange[]): ScopeFix {
  const kinds = ['job', 'filter', 'user'] as const;
  const kind = kinds.find((one) => changes.some((change) => change.changes === one)) ?? 'user';
  const phrase = changes.map((change) => change.phrase).join(', and ');
  const consequences = changes.flatMap(({ consequence }) => (consequence === null ? [] : [consequence]));
  const attributes = new Map(changes.flatMap((change) => change.attributes.map((one) => [one.name, one] as const)));
  return {
    changes: kind,
    sentence: [`${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`, ...consequences].join(' '),
    pointer: changes.find((change) => change.changes === kind)?.pointer ?? null,
    attributes: [...attributes.values()],
  };
}

/** Whether a fix of the person changes all that an accepted one does, and more: then it is not the smallest. */
function isContained(accepted: ScopeFix, fix: ScopeFix): boolean {
  if (accepted.sentence === fix.sentence) return true;
  if (accepted.changes !== 'user' || fix.changes !== 'user' || accepted.attributes.length >= fix.attributes.length) return false;
  return accepted.attributes.every(({ name }) => fix.attributes.some((other) => other.name === name));
}
