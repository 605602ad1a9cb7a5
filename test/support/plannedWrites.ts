import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../src/core/trace/directory.ts';
import type { AttributeValue } from '../../src/core/value.ts';

/** An attribute of a planned write; its mapping is `/name`, so that a test sees which one a value links back to. */
export function planned(name: string, value: AttributeValue, change: Partial<PlannedAttribute> = {}): PlannedAttribute {
  return { name, multivalued: false, type: 'String', old: null, new: value, redacted: false, mapping: `/${name}`, ...change };
}

/** A planned write of a user without a rule; the id is null on create and `26` otherwise. */
export function plannedWrite(
  action: PlannedWrite['action'],
  attributes: readonly PlannedAttribute[],
  change: Partial<PlannedWrite> = {},
): PlannedWrite {
  return { action, id: action === 'create' ? null : '26', objectName: 'User', directoryName: null, attributes, ...change };
}

/** Each value of a request as it stands in the body, with the target attribute that it links back to. */
export function valuesIn({ body, values }: WriteRequest): readonly (readonly [target: string, text: string])[] {
  return values.map(({ range: [start, end], target }) => [target, (body ?? '').slice(start, end)] as const);
}

/** The same, read as JSON. */
export function jsonValuesIn(request: WriteRequest): readonly (readonly [target: string, value: unknown])[] {
  return valuesIn(request).map(([target, text]) => [target, JSON.parse(text)] as const);
}
