import type { AttributeValue } from '../value.ts';
import type { FlowedAttribute } from './flowAttribute.ts';

/** Target attributes that say whether an account may be used, in the spelling of AD, Entra, SCIM and Salesforce. */
const enabledAttributes = ['accountenabled', 'active', 'isactive'];
const disabledAttributes = ['accountdisabled', 'issoftdeleted'];

/** Whether an attribute tells that an account may be used, or that it may not. */
export function tellsAccountState({ evaluated }: FlowedAttribute): boolean {
  const name = evaluated.shown.target.toLowerCase();
  return enabledAttributes.includes(name) || disabledAttributes.includes(name);
}

/** Whether the write would take the account out of use. */
export function disablesAccount({ evaluated, old, new: next, written }: FlowedAttribute): boolean {
  const name = evaluated.shown.target;
  return written && saysDisabled(name, next) && !saysDisabled(name, old);
}

export function isDisabledAlready({ evaluated, old, new: next }: FlowedAttribute): boolean {
  const name = evaluated.shown.target;
  return saysDisabled(name, old) && saysDisabled(name, next);
}

function saysDisabled(target: string, value: AttributeValue): boolean {
  const name = target.toLowerCase();
  const text = typeof value === 'string' ? value.toLowerCase() : null;
  return (enabledAttributes.includes(name) && text === 'false') || (disabledAttributes.includes(name) && text === 'true');
}
