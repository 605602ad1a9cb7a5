import type { Dialect } from '../expression/dialect.ts';
import type { Configuration } from '../schema/configuration.ts';
import type { ScopeResult } from '../scope/gates.ts';
import type { Entry, PlannedAttribute, PlannedWrite } from '../trace/directory.ts';
import type { Action } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import type { FlowedAttribute } from './flowAttribute.ts';
import { isRedacted } from './redaction.ts';

/** What is done with the object, in one word and one sentence. */
export interface ActionPlan {
  readonly action: Action;
  /** The service's code for a skip; null where something would be written. */
  readonly code: string | null;
  readonly sentence: string;
  readonly failed: boolean;
}

/** What decides before any attribute is looked at (facts/graph-synchronization.md, section 4, the table of operations). */
export type Disposition =
  | { readonly kind: 'create' | 'update' | 'deprovision' }
  | { readonly kind: 'none'; readonly plan: ActionPlan };

/** Chooses between creating, updating, deprovisioning and doing nothing. */
export function disposition(configuration: Configuration, scope: ScopeResult['verdict'], matched: Entry | null): Disposition {
  const { objectMapping } = configuration;
  const may = (flow: 'Add' | 'Update' | 'Delete'): boolean => objectMapping.flowTypes.includes(flow);
  const skip = (code: string | null, sentence: string): Disposition => ({
    kind: 'none',
    plan: { action: 'skip', code, sentence, failed: false },
  });
  if (!objectMapping.enabled)
    return skip('NotEffectivelyEntitled', 'The object mapping is not enabled, so nothing is provisioned through it.');
  if (scope === 'notProcessed')
    return skip(
      'NotEffectivelyEntitled',
      'The person is filtered out before provisioning, and is neither written nor deprovisioned.',
    );
  if (scope === 'unknown') {
    const sentence = 'Whether the person is in scope cannot be evaluated locally, so no action is predicted.';
    return { kind: 'none', plan: { action: 'none', code: null, sentence, failed: false } };
  }
  if (scope === 'outOfScope') {
    if (!matched)
      return skip(
        'NotEffectivelyEntitled',
        'The person is not in scope and has no account in the target, so there is nothing to do.',
      );
    return { kind: 'deprovision' };
  }
  if (!matched)
    return may('Add')
      ? { kind: 'create' }
      : skip(
          'JoinNotFound',
          'The person has no account in the target, and this object mapping does not create any (flowTypes without Add).',
        );
  return may('Update')
    ? { kind: 'update' }
    : skip(
        'EntrySynchronizationSkipped',
        'The person has an account in the target, and this object mapping does not update any (flowTypes without Update).',
      );
}

/** Turns flowed attributes into the action. */
export function planAction(
  configuration: Configuration,
  kind: 'create' | 'update' | 'deprovision',
  flowed: readonly FlowedAttribute[],
): ActionPlan {
  const failures = flowed.filter(isFailure);
  if (failures.length > 0) return failurePlan(failures);
  const objectIgnored = flowed.some(({ evaluated: { outcome } }) => outcome.kind === 'ignored' && outcome.what === 'object');
  if (objectIgnored && kind === 'create') {
    return {
      action: 'skip',
      code: 'EntrySynchronizationSkipped',
      sentence: 'An expression gives IgnoreObjectFlow, so the object is not created.',
      failed: false,
    };
  }
  const written = flowed.filter((attribute) => attribute.written);
  if (kind === 'create') {
    return {
      action: 'create',
      code: null,
      sentence: `The account is created with ${count(written.length, 'attribute')}.`,
      failed: false,
    };
  }
  const disables = written.some(disablesAccount);
  if (kind === 'deprovision' && !disables) return planDeprovision(configuration, flowed);
  if (written.length === 0) {
    return {
      action: 'skip',
      code: 'RedundantExport',
      sentence: 'Every mapped attribute already has its value in the target, so nothing is written.',
      failed: false,
    };
  }
  const changes = count(written.length, 'attribute');
  if (disables && !configuration.objectMapping.flowTypes.includes('Update')) {
    return {
      action: 'skip',
      code: 'NotEffectivelyEntitled',
      sentence: 'The account would be disabled, but this object mapping does not update any (flowTypes without Update).',
      failed: false,
    };
  }
  return disables
    ? {
        action: 'disable',
        code: null,
        sentence: `The account is disabled; ${changes} ${written.length === 1 ? 'is' : 'are'} written.`,
        failed: false,
      }
    : {
        action: 'update',
        code: null,
        sentence: `${changes} ${written.length === 1 ? 'changes' : 'change'} in the target.`,
        failed: false,
      };
}

/** Out of scope with an account that no mapping disables now. */
function planDeprovision(configuration: Configuration, flowed: readonly FlowedAttribute[]): ActionPlan {
  const skip = (code: string, sentence: string): ActionPlan => ({ action: 'skip', code, sentence, failed: false });
  if (flowed.some(isDisabledAlready))
    return skip('RedundantExport', 'The person is not in scope, and the account is disabled already.');
  // Leaving scope removes the account in cloud sync (facts/expression-language.md 9: where the target cannot disable, delete).
  if (deletesInstead(configuration.dialect, configuration)) {
    if (!configuration.objectMapping.flowTypes.includes('Delete')) {
      return skip(
        'NotEffectivelyEntitled',
        'The person is not in scope, but this object mapping does not delete any account (flowTypes without Delete).',
      );
    }
    return {
      action: 'delete',
      code: null,
      sentence: 'The person is not in scope, and no mapping disables the account, so it is deleted.',
      failed: false,
    };
  }
  return skip(
    'NotEffectivelyEntitled',
    'The person is not in scope, and no mapping carries IsSoftDeleted, so nothing disables the account.',
  );
}

function deletesInstead(dialect: Dialect, { targetObject }: Configuration): boolean {
  return dialect === 'cloud-sync' || targetObject?.softDeletion === false;
}

/** A failing expression fails the whole object (facts/expression-language.md, E11); so does a required attribute without a value. */
function failurePlan(failures: readonly FlowedAttribute[]): ActionPlan {
  const names = failures.map(({ evaluated }) => evaluated.shown.target);
  const required = failures.every(({ evaluated }) => evaluated.outcome.kind === 'null');
  const sentence = required
    ? `The target requires ${names.join(', ')}, and ${names.length === 1 ? 'its mapping gives' : 'their mappings give'} no value.`
    : `${count(failures.length, 'mapping')} failed (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}), and one failing mapping keeps the whole object from being written.`;
  return { action: 'none', code: required ? 'AttributeValidationFailed' : null, sentence, failed: true };
}

/** What cannot be evaluated locally is no failure of the object: the service may well evaluate it. */
function isFailure({ state, evaluated }: FlowedAttribute): boolean {
  return state === 'failed' && evaluated.outcome.kind !== 'unsupported';
}

/** Target attributes that say whether an account may be used, in the spelling of AD, Entra, SCIM and Salesforce. */
const enabledAttributes = ['accountenabled', 'active', 'isactive'];
const disabledAttributes = ['accountdisabled', 'issoftdeleted'];

function saysDisabled(target: string, value: AttributeValue): boolean {
  const name = target.toLowerCase();
  const text = typeof value === 'string' ? value.toLowerCase() : null;
  return (enabledAttributes.includes(name) && text === 'false') || (disabledAttributes.includes(name) && text === 'true');
}

function disablesAccount({ evaluated, old, new: next }: FlowedAttribute): boolean {
  return saysDisabled(evaluated.shown.target, next) && !saysDisabled(evaluated.shown.target, old);
}

function isDisabledAlready({ evaluated, old, new: next }: FlowedAttribute): boolean {
  return saysDisabled(evaluated.shown.target, old) && saysDisabled(evaluated.shown.target, next);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The write that an action plan stands for; null where nothing would be written. */
export function plannedWrite(
  plan: ActionPlan,
  configuration: Configuration,
  flowed: readonly FlowedAttribute[],
  matched: Entry | null,
): PlannedWrite | null {
  const { action } = plan;
  if (action === 'skip' || action === 'none') return null;
  const attributes: readonly PlannedAttribute[] =
    action === 'delete' ? [] : flowed.filter((attribute) => attribute.written).map(plannedAttribute);
  return {
    action,
    id: action === 'create' ? null : (matched?.id ?? null),
    objectName: configuration.objectMapping.targetObjectName,
    attributes,
  };
}

function plannedAttribute({ evaluated, old, new: next }: FlowedAttribute): PlannedAttribute {
  const { definition, mapping } = evaluated.compiled;
  return {
    name: mapping.targetAttributeName,
    multivalued: definition?.multivalued ?? Array.isArray(next),
    type: definition?.type ?? 'String',
    old,
    new: next,
    redacted: isRedacted(evaluated.compiled),
  };
}
