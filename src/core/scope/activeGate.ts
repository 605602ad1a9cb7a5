import type { GateResult } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { booleanOf, gate, lookAt, textOf } from './gate.ts';

/** How the source marks an object as deleted: restorable (`soft`), or gone for good (`hard`). */
export type Deletion = 'none' | 'soft' | 'hard';

/** What the active gate looks at. */
export const activeAttributes: readonly string[] = [
  'isDeleted',
  'deletedDateTime',
  'IsSoftDeleted',
  'accountEnabled',
  'userAccountControl',
  'accountDisabled',
];

/** Active Directory marks its deleted objects `isDeleted`; Entra gives its restorable ones a `deletedDateTime`. */
export function deletionOf(attributes: Attributes): Deletion {
  if (booleanOf(textOf(attributes, 'isDeleted')) === true) return 'hard';
  const soft = textOf(attributes, 'deletedDateTime') !== null || booleanOf(textOf(attributes, 'IsSoftDeleted')) === true;
  return soft ? 'soft' : 'none';
}

/**
 * Gate 3 of facts/graph-synchronization.md, section 3: deleted or disabled in the source. Directories tell it in different attributes.
 * @param isGroup a group can be deleted and not disabled.
 */
export function activeGate(attributes: Attributes, isGroup: boolean): GateResult {
  const deleted = deletedGate(attributes);
  if (deleted) return deleted;
  if (isGroup) return gate('active', 'notEvaluated', 'A group cannot be disabled.');
  for (const name of ['accountEnabled', 'userAccountControl', 'accountDisabled']) {
    const text = textOf(attributes, name);
    if (text === null) continue;
    return name === 'userAccountControl' ? controlGate(text, attributes) : flagGate(name, text, attributes);
  }
  const reason = 'The source has no attribute that says whether the account is active, so it is taken as active.';
  return gate('active', 'notEvaluated', reason, lookAt(attributes, ['accountEnabled', 'userAccountControl', 'accountDisabled']));
}

function deletedGate(attributes: Attributes): GateResult | null {
  const failed = (name: string, reason: string): GateResult => gate('active', 'failed', reason, lookAt(attributes, [name]));
  if (booleanOf(textOf(attributes, 'isDeleted')) === true)
    return failed('isDeleted', 'The object is deleted in the source (isDeleted).');
  const at = textOf(attributes, 'deletedDateTime');
  if (at !== null)
    return failed('deletedDateTime', `The object is deleted in the source and can be restored (deletedDateTime is ${at}).`);
  if (booleanOf(textOf(attributes, 'IsSoftDeleted')) === true) return failed('IsSoftDeleted', 'IsSoftDeleted is True.');
  return null;
}

function flagGate(name: string, text: string, attributes: Attributes): GateResult {
  const looked = lookAt(attributes, [name]);
  const value = booleanOf(text);
  if (value === null) return gate('active', 'unknown', `${name} is "${text}", which is neither true nor false.`, looked);
  const active = name === 'accountDisabled' ? !value : value;
  return gate('active', active ? 'passed' : 'failed', `${name} is ${text}.`, looked);
}

function controlGate(text: string, attributes: Attributes): GateResult {
  const looked = lookAt(attributes, ['userAccountControl']);
  if (!/^\s*-?\d{1,10}\s*$/.test(text)) {
    return gate('active', 'unknown', `userAccountControl is "${text}", which is not a whole number.`, looked);
  }
  // Bit 2 of userAccountControl is ACCOUNTDISABLE (facts/expression-language.md, section 10.3).
  const disabled = (Number(text) & 2) !== 0;
  const reason = `userAccountControl is ${text}: the bit for "account disabled" is ${disabled ? '' : 'not '}set.`;
  return gate('active', disabled ? 'failed' : 'passed', reason, looked);
}
