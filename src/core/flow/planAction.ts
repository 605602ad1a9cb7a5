import type { Configuration } from '../schema/configuration.ts';
import { kindOfObjectName } from '../schema/objectKind.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';
import { disablesAccount, isDisabledAlready, tellsAccountState } from './accountState.ts';
import { isEmptyValue } from './compareValues.ts';
import { type ActionPlan, type Disposition, withRemark } from './disposition.ts';
import type { FlowedAttribute } from './flowAttribute.ts';

/** How the action is planned. */
export interface PlanOptions extends WithSemantics {
  /** Only what changed in the source flows. */
  readonly incremental: boolean;
}

/** Turns flowed attributes into the action. */
export function planAction(
  configuration: Configuration,
  decided: Exclude<Disposition, { readonly kind: 'none' }>,
  flowed: readonly FlowedAttribute[],
  options: PlanOptions,
): ActionPlan {
  const failures = flowed.filter(({ failure }) => failure === 'mapping' || failure === 'required');
  if (failures.length > 0) return failurePlan(failures);
  const objectIgnored = flowed.some(({ evaluated: { outcome } }) => outcome.kind === 'ignored' && outcome.what === 'object');
  if (objectIgnored && decided.kind === 'create')
    return skip('EntrySynchronizationSkipped', 'An expression gives IgnoreObjectFlow, so the object is not created.');
  const written = flowed.filter((attribute) => attribute.written);
  const { account } = wordsOf(configuration);
  if (decided.kind === 'create') return write('create', `The ${account} is created with ${count(written.length, 'attribute')}.`);
  const disables = written.some(disablesAccount);
  if (decided.kind === 'deprovision') {
    const plan = disables ? planDisable(configuration, written) : planDeprovision(configuration, flowed, options);
    return { ...plan, sentence: withRemark(plan.sentence, plan.action === 'skip' ? null : decided.remark) };
  }
  if (disables) return planDisable(configuration, written);
  if (written.length === 0) return redundant(flowed, options.incremental);
  return write('update', `${count(written.length, 'attribute')} ${written.length === 1 ? 'changes' : 'change'} in the target.`);
}

/** What is not known here may well be written, so nothing is said about the whole then. */
function redundant(flowed: readonly FlowedAttribute[], incremental: boolean): ActionPlan {
  const unknown = flowed.filter((one) => one.failure === 'notLocal' && !isSettledConstant(one)).length;
  if (unknown > 0) {
    return nothingKnown(
      `Everything that can be evaluated locally has its value in the target already; ${count(unknown, 'attribute')} cannot be evaluated locally, so no action is predicted.`,
    );
  }
  if (!incremental) {
    const other = flowed.some(({ state }) => state === 'ignored');
    const sentence = other
      ? 'Nothing that flows now would change the target, so nothing is written.'
      : 'Every mapped attribute already has its value in the target, so nothing is written.';
    return skip('RedundantExport', sentence);
  }
  const sentence = flowed.some(({ state }) => state === 'unchanged')
    ? 'Every attribute whose source changed already has its value in the target, so nothing is written.'
    : 'What changed in the source gives nothing to write.';
  return skip('RedundantExport', sentence);
}

/**
 * A constant that the service fills in from the job's settings (`%DomainFQDN%`) is the same in every cycle: where the target has a value, it
 * is that one, though it is not known here.
 */
function isSettledConstant({ evaluated, old }: FlowedAttribute): boolean {
  return evaluated.compiled.root?.kind === 'tenantConstant' && !isEmptyValue(old);
}

function planDisable(configuration: Configuration, written: readonly FlowedAttribute[]): ActionPlan {
  const { account } = wordsOf(configuration);
  if (!configuration.objectMapping.flowTypes.includes('Update')) {
    const sentence = `The ${account} would be disabled, but this object mapping does not update any (flowTypes without Update).`;
    return skip('NotEffectivelyEntitled', sentence);
  }
  const changes = `${count(written.length, 'attribute')} ${written.length === 1 ? 'is' : 'are'} written`;
  return write('disable', `The ${account} is disabled; ${changes}.`);
}

/** Out of scope, with an account that no mapping disables now (facts/expression-language.md, section 9). */
function planDeprovision(configuration: Configuration, flowed: readonly FlowedAttribute[], semantics: WithSemantics): ActionPlan {
  const { person, account } = wordsOf(configuration);
  const out = `The ${person} is not in scope`;
  if (flowed.some(isDisabledAlready)) return skip('RedundantExport', `${out}, and the ${account} is disabled already.`);
  const unknown = flowed.find((one) => one.failure === 'notLocal' && tellsAccountState(one));
  if (unknown) {
    const { target } = unknown.evaluated.shown;
    return nothingKnown(
      `${out}, and whether ${target} disables the ${account} cannot be evaluated locally, so no action is predicted.`,
    );
  }
  const cannotDisable = configuration.targetObject?.softDeletion === false;
  const deletes = readingOf(semantics, 'withoutDisable') === 'delete';
  if (!cannotDisable && configuration.dialect !== 'cloud-sync')
    return skip('NotEffectivelyEntitled', `${out}, and no mapping carries IsSoftDeleted, so nothing disables the ${account}.`);
  if (!cannotDisable && !deletes) {
    const sentence = `${out}, and no mapping disables the ${account}, which stays as it is ("withoutDisable": "skip").`;
    return skip('NotEffectivelyEntitled', sentence);
  }
  if (!configuration.objectMapping.flowTypes.includes('Delete')) {
    const sentence = `${out}, but this object mapping does not delete any ${account} (flowTypes without Delete).`;
    return skip('NotEffectivelyEntitled', sentence);
  }
  const why = cannotDisable ? 'the target cannot disable' : `no mapping disables the ${account}`;
  return write('delete', `${out}, and ${why}, so the ${account} is deleted.`);
}

/** A failing expression fails the whole object (facts/expression-language.md, E11); so does a required attribute without a value. */
function failurePlan(failures: readonly FlowedAttribute[]): ActionPlan {
  const names = failures.map(({ evaluated }) => evaluated.shown.target);
  const required = failures.every(({ failure }) => failure === 'required');
  const sentence = required
    ? `The target requires ${names.join(', ')}, and ${names.length === 1 ? 'its mapping gives' : 'their mappings give'} no value.`
    : `${count(failures.length, 'mapping')} failed (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}), and one failing mapping keeps the whole object from being written.`;
  return { action: 'none', code: required ? 'AttributeValidationFailed' : null, sentence, failed: true };
}

function wordsOf({ objectMapping }: Configuration): { readonly person: string; readonly account: string } {
  const group = kindOfObjectName(objectMapping.sourceObjectName) === 'group';
  return group ? { person: 'group', account: 'group' } : { person: 'person', account: 'account' };
}

function write(action: 'create' | 'update' | 'disable' | 'delete', sentence: string): ActionPlan {
  return { action, code: null, sentence, failed: false };
}

function skip(code: string, sentence: string): ActionPlan {
  return { action: 'skip', code, sentence, failed: false };
}

function nothingKnown(sentence: string): ActionPlan {
  return { action: 'none', code: null, sentence, failed: false };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
