import type { PlannedAttribute } from '../../core/trace/directory.ts';
import { parentAttribute } from './plannedName.ts';
import { attributeDescription } from './targetEntry.ts';

/** The attributes of a write by what becomes of them. */
export interface SortedAttributes {
  readonly carried: readonly PlannedAttribute[];
  /** What the agent acts on and no directory holds. */
  readonly instructions: readonly PlannedAttribute[];
  /** What no directory can be told. */
  readonly left: readonly PlannedAttribute[];
  /** Passwords that only an encrypted connection carries. */
  readonly unsent: readonly PlannedAttribute[];
}

const instructionNames = new Set(['accountdisabled', 'issecuritygroup', 'universalscope']);
/** Made by the directory itself. */
const readOnly = new Set([
  'canonicalname',
  'distinguishedname',
  'memberof',
  'objectguid',
  'objectsid',
  'samaccounttype',
  'usnchanged',
  'usncreated',
  'whenchanged',
  'whencreated',
]);

export function sortAttributes(attributes: readonly PlannedAttribute[], secure: boolean): SortedAttributes {
  const carried: PlannedAttribute[] = [];
  const instructions: PlannedAttribute[] = [];
  const left: PlannedAttribute[] = [];
  const unsent: PlannedAttribute[] = [];
  for (const attribute of attributes) {
    const name = attribute.name.toLowerCase();
    // In the name of the entry only, in no line of its own.
    if (name === parentAttribute) continue;
    if (instructionNames.has(name)) instructions.push(attribute);
    else if (readOnly.has(name) || !attributeDescription.test(attribute.name)) left.push(attribute);
    else if (name === 'unicodepwd' && !secure) unsent.push(attribute);
    else carried.push(attribute);
  }
  return { carried, instructions, left, unsent };
}

/** Whether only the directory itself writes this attribute. */
export function isMadeByDirectory({ name }: PlannedAttribute): boolean {
  return readOnly.has(name.toLowerCase());
}

/** @param name in lower case */
export function named(attributes: readonly PlannedAttribute[], name: string): PlannedAttribute | null {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name) ?? null;
}
