import type { Dialect } from '../expression/dialect.ts';
import type { ChangeState } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import { sameValue, valuesOf } from './compareValues.ts';
import type { EvaluatedMapping } from './evaluateMapping.ts';

/** What would happen to one target attribute. */
export interface FlowedAttribute {
  readonly evaluated: EvaluatedMapping;
  readonly old: AttributeValue;
  /** The value that the mapping gives, after flow type and default; `state` says whether it is written. */
  readonly new: AttributeValue;
  readonly state: ChangeState;
  /** True where the write would carry this attribute. */
  readonly written: boolean;
  /** Why the value does or does not flow, where the state alone does not say it. */
  readonly note: string | null;
}

/** What the flow of one attribute depends on beside its mapping. */
export interface FlowSituation {
  readonly dialect: Dialect;
  /** `none`: the object is not written at all, for the given reason; values are still shown. */
  readonly operation: 'create' | 'update' | { readonly none: string };
  /** The attribute as the target holds it; null on create. */
  readonly old: AttributeValue;
  /** For a reference attribute: the target's ids of what the source refers to, or why there are none. */
  readonly reference: ReferenceResolution | null;
}

/** A reference followed from the source to the target (facts/graph-synchronization.md, section 4: a second pass). */
export type ReferenceResolution =
  | { readonly ok: true; readonly value: AttributeValue; readonly note: string | null }
  | { readonly ok: false; readonly failed: boolean; readonly note: string };

/**
 * Decides what a mapping's outcome does to its target attribute (facts/expression-language.md, sections 6.2 and 7). Null, empty text,
 * ignored and failed stay four different things.
 */
export function flowAttribute(evaluated: EvaluatedMapping, situation: FlowSituation): FlowedAttribute {
  const { outcome } = evaluated;
  const result = (
    state: ChangeState,
    value: AttributeValue,
    note: string | null,
    written = state === 'changed',
  ): FlowedAttribute => ({
    evaluated,
    old: situation.old,
    new: value,
    state,
    written,
    note,
  });
  switch (outcome.kind) {
    case 'error':
      return result('failed', null, outcome.message);
    case 'unsupported':
      // Whatever the service gets for it, a mapping for creation writes nothing to an object that exists.
      if (situation.operation === 'update' && evaluated.compiled.mapping.flowType === 'ObjectAddOnly')
        return result('ignored', null, 'This mapping applies only when the object is created, so its value is not needed.');
      return result('failed', null, `Cannot be evaluated locally: ${outcome.message}`);
    case 'ignored':
      return result(
        'ignored',
        null,
        outcome.what === 'attribute'
          ? 'The expression leaves this attribute out.'
          : 'The expression keeps the object from being processed.',
      );
    case 'null':
      return flowNull(evaluated, situation, result);
    case 'value': {
      const clears = outcome.value === '' && situation.dialect === 'cloud-sync';
      return clears ? flowClearing(situation, result) : flowValue(evaluated, outcome.value, situation, result);
    }
  }
}

type MakeResult = (state: ChangeState, value: AttributeValue, note: string | null, written?: boolean) => FlowedAttribute;

/** The default stands in for a null on create only; it is not offered for constants (section 6.2). */
function flowNull(evaluated: EvaluatedMapping, situation: FlowSituation, result: MakeResult): FlowedAttribute {
  const { mapping, definition } = evaluated.compiled;
  const fallback = mapping.source?.type === 'Constant' ? null : (mapping.defaultValue ?? null);
  if (situation.operation === 'create' && fallback !== null)
    return result('changed', fallback, 'The source is null, so the default value is written.');
  if (situation.operation === 'create' && definition?.required) {
    if (definition.defaultValue !== null)
      return result('changed', definition.defaultValue, "The source is null, so the target attribute's own default is written.");
    return result('failed', null, 'The target requires this attribute, and the mapping gives no value.');
  }
  if (situation.operation === 'update' && definition?.flowNullValues && situation.old !== null) {
    return result('changed', null, 'The target attribute takes null values, so the old value is cleared.');
  }
  const unused = fallback !== null && situation.operation === 'update' ? ' The default value applies on create only.' : '';
  return result(
    'null',
    null,
    situation.operation === 'update' && situation.old !== null
      ? `A null is not written, so the old value stays.${unused}`
      : unused.trim() || null,
  );
}

/** In cloud sync an expression that gives `""` writes null to the target (section 7). */
function flowClearing(situation: FlowSituation, result: MakeResult): FlowedAttribute {
  if (situation.operation === 'update' && situation.old !== null)
    return result('changed', null, 'In cloud sync empty text clears the attribute.');
  return result('null', null, 'In cloud sync empty text means no value.');
}

function flowValue(
  evaluated: EvaluatedMapping,
  given: Exclude<AttributeValue, null>,
  situation: FlowSituation,
  result: MakeResult,
): FlowedAttribute {
  const { mapping, definition } = evaluated.compiled;
  let value: AttributeValue = given;
  let note: string | null = null;
  if (situation.reference) {
    if (!situation.reference.ok)
      return result(situation.reference.failed ? 'failed' : 'ignored', given, situation.reference.note);
    value = situation.reference.value;
    note = situation.reference.note;
  }
  if (typeof situation.operation === 'object') return result('ignored', value, situation.operation.none);
  if (definition?.mutability === 'ReadOnly') return result('ignored', value, 'The target attribute is read-only.');
  if (situation.operation === 'create') return result('changed', value, note);
  if (mapping.flowType === 'ObjectAddOnly')
    return result('ignored', value, 'This mapping applies only when the object is created.');
  if (definition?.mutability === 'Immutable')
    return result('ignored', value, 'The target attribute cannot change after the object is created.');
  if (situation.old !== null && situation.old !== '') {
    if (mapping.flowType === 'AttributeAddOnly')
      return result('ignored', value, 'This mapping applies only while the target has no value.');
    if (mapping.flowType === 'MultiValueAddOnly' || mapping.flowType === 'ValueAddOnly') {
      if (mapping.flowType === 'ValueAddOnly' && !definition?.multivalued)
        return result('ignored', value, 'This mapping adds values and never replaces one.');
      value = union(situation.old, value);
      note = 'Values are added; none is removed.';
    }
  }
  if (definition?.mutability === 'WriteOnly')
    return result('changed', value, 'The target does not give this attribute out, so it is written every time.');
  if (!sameValue(situation.old, value, definition)) return result('changed', value, note);
  const always = mapping.flowBehavior === 'FlowAlways';
  return result('unchanged', value, always ? 'The value is equal and is written all the same (FlowAlways).' : note, always);
}

/** The old values, then those that are new. */
function union(old: AttributeValue, added: AttributeValue): readonly string[] {
  const present = new Set(valuesOf(old).map((text) => text.toLowerCase()));
  return [...valuesOf(old), ...valuesOf(added).filter((text) => !present.has(text.toLowerCase()))];
}
