import type { ObjectFlow } from '../schema/model.ts';
import type { Standing } from './standing.ts';

/** Provisioning on demand, or a cycle of the job. */
export type RunKind = 'onDemand' | 'cycle';

/** Conditions and what follows from them. */
export interface DecisionRow {
  /** A condition that is left out holds always. */
  readonly standing?: readonly Standing[];
  readonly matched?: boolean;
  readonly enabled?: boolean;
  /** The row is for object mappings without this flow. */
  readonly without?: ObjectFlow;
  readonly skipsDeletions?: boolean;
  readonly createsDisabled?: boolean;
  readonly run?: RunKind;
  readonly does: 'create' | 'update' | 'deprovision' | 'delete' | 'skip' | 'none';
  readonly code?: string;
  /** With `{person}`, `{account}` and `{lost}`, which read differently for groups and for what has become of the object. */
  readonly sentence?: string;
}

/** Out of scope while the source still has the object. */
export const gone: readonly Standing[] = ['left', 'reportedDeleted'];
const inactive: readonly Standing[] = ['inactive', 'softDeleted'];

/**
 * The table of operations (facts/graph-synchronization.md, sections 3.4, 4, 7.5 and 7.6; expression-language.md, sections 8.5 and 9). The
 * first row whose conditions hold decides.
 */
export const decisionTable: readonly DecisionRow[] = [
  { enabled: false, does: 'skip', sentence: 'The object mapping is not enabled, so nothing is provisioned through it.' },
  {
    standing: ['notProcessed'],
    does: 'skip',
    code: 'NotEffectivelyEntitled',
    sentence: 'The {person} is filtered out before provisioning, and is neither written nor deprovisioned.',
  },
  {
    standing: ['unknown'],
    does: 'none',
    sentence: 'Whether the {person} is in scope cannot be evaluated locally, so no action is predicted.',
  },
  {
    standing: gone,
    matched: true,
    skipsDeletions: true,
    does: 'skip',
    code: 'NotEffectivelyEntitled',
    sentence: 'The {person} {lost}, and SkipOutOfScopeDeletions keeps the {account} from being disabled or deleted.',
  },
  {
    standing: ['deleted', 'reportedDeleted'],
    matched: true,
    without: 'Delete',
    does: 'skip',
    code: 'NotEffectivelyEntitled',
    sentence: 'The {person} {lost}, but this object mapping does not delete any {account} (flowTypes without Delete).',
  },
  {
    standing: ['deleted', 'reportedDeleted'],
    matched: true,
    does: 'delete',
    sentence: 'The {person} {lost}, so the {account} is deleted.',
  },
  {
    standing: ['reportedDeleted'],
    matched: false,
    run: 'onDemand',
    does: 'skip',
    code: 'JoinNotFound',
    sentence: 'The {person} {lost}, and has no {account} in the target, so there is nothing to do.',
  },
  {
    standing: inactive,
    matched: true,
    does: 'deprovision',
  },
  {
    standing: ['inactive'],
    matched: false,
    createsDisabled: true,
    without: 'Add',
    does: 'skip',
    code: 'JoinNotFound',
    sentence: 'The {person} has no {account} in the target, and this object mapping does not create any (flowTypes without Add).',
  },
  { standing: ['inactive'], matched: false, createsDisabled: true, does: 'create' },
  {
    standing: inactive,
    matched: false,
    does: 'skip',
    code: 'NotEffectivelyEntitled',
    sentence: 'The {person} {lost} and has no {account} in the target; a disabled {person} is never created.',
  },
  {
    standing: ['left', 'reportedDeleted', 'deleted'],
    matched: false,
    does: 'skip',
    code: 'NotEffectivelyEntitled',
    sentence: 'The {person} {lost} and has no {account} in the target, so there is nothing to do.',
  },
  { standing: ['left'], matched: true, does: 'deprovision' },
  {
    matched: false,
    without: 'Add',
    does: 'skip',
    code: 'JoinNotFound',
    sentence: 'The {person} has no {account} in the target, and this object mapping does not create any (flowTypes without Add).',
  },
  { matched: false, does: 'create' },
  {
    without: 'Update',
    does: 'skip',
    code: 'EntrySynchronizationSkipped',
    sentence:
      'The {person} has an {account} in the target, and this object mapping does not update any (flowTypes without Update).',
  },
  { does: 'update' },
];

/** What has become of an object that is not simply in scope; `{person}` stands before it. */
export const lost: Readonly<Partial<Record<Standing, string>>> = {
  inactive: 'is not active in the source',
  softDeleted: 'is deleted in the source, and can still be restored there,',
  left: 'is not in scope',
  deleted: 'is deleted in the source for good',
  reportedDeleted: 'is outside the organizational units and groups of the rule, which the agent reports as deleted',
};
