import type { Configuration } from '../schema/configuration.ts';
import { kindOfObjectName } from '../schema/objectKind.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';
import type { Action } from '../trace/trace.ts';
import { type DecisionRow, decisionTable, gone, lost, type RunKind } from './decisionTable.ts';
import { isCrossTenant, type Standing } from './standing.ts';

/** What is done with the object, in one word and one sentence. */
export interface ActionPlan {
  readonly action: Action;
  /** The service's code for a skip; null where something would be written, and where the service has none. */
  readonly code: string | null;
  readonly sentence: string;
  readonly failed: boolean;
}

/** What decides before any attribute is looked at. */
export type Disposition =
  | { readonly kind: 'create' | 'update' }
  /** `remark` goes with whatever comes of it. */
  | { readonly kind: 'deprovision'; readonly remark: string | null }
  | { readonly kind: 'none'; readonly plan: ActionPlan };

/** Everything that the decision depends on. */
export interface DispositionInput extends WithSemantics {
  readonly configuration: Configuration;
  readonly standing: Standing;
  readonly matched: boolean;
  /** The job's secret `SkipOutOfScopeDeletions`. */
  readonly skipOutOfScopeDeletions: boolean;
  /** Provisioning on demand, or what a cycle would do with the same object. */
  readonly run: RunKind;
}

/** Chooses between creating, updating, deprovisioning and doing nothing. */
export function disposition(input: DispositionInput): Disposition {
  const row = decisionTable.find((candidate) => holds(candidate, input));
  if (!row) throw new Error('The last row of the decision table holds always.');
  const remark = remarkOn(input);
  switch (row.does) {
    case 'create':
    case 'update':
      return { kind: row.does };
    case 'deprovision':
      return { kind: 'deprovision', remark };
    default: {
      const sentence = withRemark(worded(row.sentence ?? '', input), row.does === 'delete' ? remark : null);
      return { kind: 'none', plan: { action: row.does, code: row.code ?? null, sentence, failed: false } };
    }
  }
}

export function withRemark(sentence: string, remark: string | null): string {
  return remark === null ? sentence : `${sentence} ${remark}`;
}

function holds(row: DecisionRow, input: DispositionInput): boolean {
  const { objectMapping } = input.configuration;
  return (
    (row.enabled === undefined || row.enabled === objectMapping.enabled) &&
    (row.standing === undefined || row.standing.includes(input.standing)) &&
    (row.matched === undefined || row.matched === input.matched) &&
    (row.without === undefined || !objectMapping.flowTypes.includes(row.without)) &&
    (row.skipsDeletions === undefined || row.skipsDeletions === keepsOutOfScope(input)) &&
    (row.createsDisabled === undefined || row.createsDisabled === (readingOf(input, 'disabledPeople') === 'created')) &&
    (row.run === undefined || row.run === input.run)
  );
}

/** All jobs honour the setting but cross-tenant synchronization (facts/graph-synchronization.md, section 3.4). */
function keepsOutOfScope({ skipOutOfScopeDeletions, configuration }: DispositionInput): boolean {
  return skipOutOfScopeDeletions && !isCrossTenant(configuration);
}

/** The setting is about leaving scope: an object that was disabled or deleted in the source is not covered by it. */
function remarkOn(input: DispositionInput): string | null {
  if (!input.skipOutOfScopeDeletions) return null;
  if (gone.includes(input.standing))
    return isCrossTenant(input.configuration) ? 'Cross-tenant synchronization does not honour SkipOutOfScopeDeletions.' : null;
  const event = input.standing === 'inactive' ? 'being disabled' : 'being deleted';
  return `SkipOutOfScopeDeletions is about leaving scope, not about ${event} in the source.`;
}

function worded(sentence: string, { configuration, standing }: DispositionInput): string {
  const group = kindOfObjectName(configuration.objectMapping.sourceObjectName) === 'group';
  return sentence
    .replaceAll('{person}', group ? 'group' : 'person')
    .replaceAll('an {account}', group ? 'a group' : 'an account')
    .replaceAll('{account}', group ? 'group' : 'account')
    .replaceAll('{lost}', lost[standing] ?? '');
}
