import type { Configuration } from '../schema/configuration.ts';
import type { Entry, PlannedAttribute, PlannedWrite } from '../trace/directory.ts';
import type { ActionPlan } from './disposition.ts';
import type { FlowedAttribute } from './flowAttribute.ts';
import { isRedacted } from './redaction.ts';

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
    directoryName: configuration.rule?.targetDirectoryName ?? null,
    attributes,
    ...(action !== 'create' && matched && { held: matched.attributes }),
  };
}

/** The attributes as they are shown: of what is not written after all, each says why. */
export function asCarriedOut(plan: ActionPlan, flowed: readonly FlowedAttribute[]): readonly FlowedAttribute[] {
  if (plan.action !== 'skip' && plan.action !== 'delete') return flowed;
  const note = `Not written: ${plan.sentence}`;
  return flowed.map((one) =>
    one.written ? { ...one, state: one.state === 'changed' ? 'ignored' : one.state, written: false, note } : one,
  );
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
    mapping: mapping.pointer,
  };
}
