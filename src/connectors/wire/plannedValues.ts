import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { PlannedAttribute, PlannedWrite } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { redactedText } from '../../core/value.ts';

/** The values of an attribute one by one; null is none. */
export function textsOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** An attribute on its way to the target, where nothing is masked. */
interface UnmaskedAttribute extends PlannedAttribute {
  readonly unmasked: true;
}

/** The same write with its real values, for the wire alone: what is worded from it must not be shown, logged or kept. */
export function unmasked(write: PlannedWrite): PlannedWrite {
  return { ...write, attributes: write.attributes.map((attribute): UnmaskedAttribute => ({ ...attribute, unmasked: true })) };
}

/** Whether the value must not be shown: by `Redact(…)` in its mapping, or because the attribute holds a secret. */
export function isHidden(attribute: PlannedAttribute): boolean {
  return !('unmasked' in attribute) && (attribute.redacted || isSecretAttribute(attribute.name));
}

/** A value as it may be shown. */
export function shown(attribute: PlannedAttribute, text: string): string {
  return isHidden(attribute) ? redactedText : text;
}

/** What says that masked values are masked; none where nothing is. */
export function hiddenNotes(attributes: readonly PlannedAttribute[]): readonly string[] {
  const names = attributes.filter((attribute) => isHidden(attribute) && attribute.new !== null).map(({ name }) => name);
  if (names.length === 0) return [];
  return [`${redactedText} stands for the real value of ${listed(names)}, which is sent and never shown.`];
}

/** Whether an attribute refers to another object, and so is written in the second pass (facts/graph-synchronization.md, section 4). */
export function isReference({ type }: PlannedAttribute): boolean {
  return type.toLowerCase() === 'reference';
}

/**
 * The attributes of the first pass, and the references of the second without those that neither gain nor lose anything.
 * @param key as in {@link referenceChange}
 */
export function passesOf(
  write: PlannedWrite,
  key?: (reference: string) => string,
): { readonly plain: readonly PlannedAttribute[]; readonly references: readonly PlannedAttribute[] } {
  const plain = write.attributes.filter((attribute) => !isReference(attribute));
  const references = write.attributes.filter((attribute) => {
    if (!isReference(attribute)) return false;
    // A new object has nothing that could be removed; one reference may be written again where it is equal (FlowAlways).
    if (!attribute.multivalued) return write.action !== 'create' || attribute.new !== null;
    const { added, removed } = referenceChange(attribute, key);
    return added.length + removed.length > 0;
  });
  return { plain, references };
}

/** True and false as the service writes them, `True` and `False`; null for any other text. */
export function truthOf(text: string): boolean | null {
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null;
}

/** What a reference attribute gains and loses. */
export interface ReferenceChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** @param key two references are the same where it gives the same */
export function referenceChange(
  attribute: PlannedAttribute,
  key: (reference: string) => string = (reference) => reference,
): ReferenceChange {
  const [before, after] = [textsOf(attribute.old), textsOf(attribute.new)].map((texts) => {
    return new Map((texts ?? []).map((text) => [key(text), text] as const));
  });
  const missingIn = (other: ReadonlyMap<string, string> | undefined, own: ReadonlyMap<string, string> | undefined): string[] =>
    [...(own ?? [])].filter(([one]) => !other?.has(one)).map(([, text]) => text);
  return { added: missingIn(before, after), removed: missingIn(after, before) };
}

const verbs = { create: 'Create', update: 'Change', disable: 'Disable', delete: 'Delete' } as const;

/** `Create the user`, `Disable the user`, `Change the group`. */
export function purposeOf({ action, objectName }: PlannedWrite): string {
  return `${verbs[action]} the ${nounOf(objectName)}`;
}

export function nounOf(objectName: string): string {
  return kindOfObjectName(objectName) ?? 'object';
}

/**
 * `Set the manager, in the second pass`, `Add 2 values to members and remove 1, in the second pass`.
 * @param nameOf the short name of the attribute
 */
export function secondPassPurpose(
  attributes: readonly PlannedAttribute[],
  nameOf: (attribute: PlannedAttribute) => string,
  key?: (reference: string) => string,
): string {
  const phrases = attributes.map((attribute) => phraseOf(attribute, nameOf(attribute), referenceChange(attribute, key)));
  const sentence = phrases.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}, in the second pass`;
}

function phraseOf({ multivalued, new: value }: PlannedAttribute, name: string, { added, removed }: ReferenceChange): string {
  if (!multivalued) return value === null ? `remove the ${name}` : `set the ${name}`;
  if (removed.length === 0) return `add ${counted(added.length)} to ${name}`;
  if (added.length === 0) return `remove ${counted(removed.length)} from ${name}`;
  return `add ${counted(added.length)} to ${name} and remove ${removed.length}`;
}

function counted(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}

/** `a`, `a and b`, `a, b and c`; after the first twenty only how many more there are. */
export function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const first = unique.slice(0, 20);
  if (first.length < unique.length) return `${first.join(', ')} and ${unique.length - first.length} more`;
  const last = first.pop() ?? '';
  return first.length === 0 ? last : `${first.join(', ')} and ${last}`;
}
