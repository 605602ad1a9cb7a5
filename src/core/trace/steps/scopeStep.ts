import { masked, redactedAttributes } from '../../flow/redaction.ts';
import { evaluateScope, type ScopeResult, type ScopeVerdict } from '../../scope/gates.ts';
import { onDemandNote } from '../../scope/onDemandNote.ts';
import { findScopeOperator } from '../../scope/operators.ts';
import { explainWhyNot } from '../../scope/whyNot/whyNot.ts';
import type { Entry } from '../directory.ts';
import type { PreviewContext } from '../previewContext.ts';
import type { ClauseResult, CollectionResult, GateResult, ScopeDetails, ScopeStep } from '../trace.ts';

export interface ScopeOutcome {
  readonly step: ScopeStep;
  readonly result: ScopeResult;
}

/** Step 3: every gate and every clause with what it expected and what it found. */
export function runScope({ input, compiled }: PreviewContext, entry: Entry): ScopeOutcome {
  const started = input.clock.now();
  const { configuration } = input;
  const result = evaluateScope(configuration, entry.attributes, input);
  const redacted = redactedAttributes(compiled.mappings);
  const gates = result.gates.map((gate) => maskedGate(gate, redacted));
  const onDemand = onDemandNote(configuration, result, input);
  const details: ScopeDetails = {
    inScope: result.verdict === 'unknown' ? null : result.verdict === 'inScope',
    whyNot: explainWhyNot(configuration, entry.attributes, result, {
      assignment: input.assignment,
      ...(input.semantics && { semantics: input.semantics }),
      isRedacted: (name) => redacted.has(name),
    }),
    onDemand,
    gates,
    collections: {
      groups: maskedCollection(result.filter.groups, redacted),
      inputFilterGroups: maskedCollection(result.filter.inputFilterGroups, redacted),
      categoryFilterGroups: maskedCollection(result.filter.categoryFilterGroups, redacted),
    },
  };
  const statuses = { inScope: 'success', outOfScope: 'skipped', notProcessed: 'skipped', unknown: 'warning' } as const;
  return {
    result,
    step: {
      kind: 'scope',
      status: result.onDemand === result.verdict ? statuses[result.onDemand] : 'warning',
      summary: summaryOf(result, gates),
      durationMs: input.clock.now() - started,
      details,
      error: null,
    },
  };
}

/** @param gates the gates of the result as they may be shown. */
function summaryOf({ verdict, onDemand }: ScopeResult, gates: readonly GateResult[]): string {
  const reasonOf = (wanted: ScopeVerdict): string => {
    // The other gates do not decide over an object that a filter keeps out before provisioning.
    const decisive = gates.find(
      (gate) =>
        gate.verdict === (wanted === 'unknown' ? 'unknown' : 'failed') && (wanted !== 'notProcessed' || gate.gate === 'filter'),
    );
    return decisive?.reason ?? '';
  };
  const sentences: Readonly<Record<ScopeVerdict, string>> = {
    inScope: 'In scope.',
    outOfScope: `Not in scope. ${reasonOf('outOfScope')}`,
    notProcessed: `Filtered out before provisioning. ${reasonOf('notProcessed')}`,
    unknown: `It cannot be told here whether this person is in scope. ${reasonOf('unknown')}`,
  };
  if (verdict === onDemand) return sentences[verdict].trim();
  const cycle = verdict === 'unknown' ? 'Whether a cycle includes this person cannot be told here.' : 'Not in scope in a cycle.';
  const first = onDemand === 'inScope' ? 'In scope on demand.' : sentences[onDemand].trim();
  return `${first} ${cycle} ${reasonOf(verdict)}`.trim();
}

function maskedGate(gate: GateResult, redacted: ReadonlySet<string>): GateResult {
  const hides = gate.lookedAt.filter(({ name }) => redacted.has(name));
  if (hides.length === 0) return gate;
  return {
    ...gate,
    // The gate of the filter names clauses only; the others repeat what they looked at.
    reason:
      gate.gate === 'filter' ? gate.reason : `It was decided by ${hides.map(({ name }) => name).join(', ')}, which is redacted.`,
    lookedAt: gate.lookedAt.map(({ name, value }) => ({ name, value: masked(value, redacted.has(name)) })),
  };
}

function maskedCollection(collection: CollectionResult, redacted: ReadonlySet<string>): CollectionResult {
  if (redacted.size === 0) return collection;
  return {
    ...collection,
    groups: collection.groups.map((group) => ({
      ...group,
      clauses: group.clauses.map((clause) => (redacted.has(clause.attribute) ? maskedClause(clause) : clause)),
    })),
  };
}

/** A reason says how near the value came, and names the one of several that decided: the rule alone takes its place. */
function maskedClause(clause: ClauseResult): ClauseResult {
  if (clause.actual === null) return clause;
  const rule = clause.rule === 'comparison' ? findScopeOperator(clause.operator)?.rule : undefined;
  return { ...clause, actual: masked(clause.actual, true), reason: rule ?? 'The value is redacted.' };
}
