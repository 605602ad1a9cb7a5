import type { Dialect } from '../expression/dialect.ts';
import type { WithSemantics } from '../semantics.ts';
import type { ChangeState } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import { addedValues, isEmptyValue, sameValue } from './compareValues.ts';
import type { EvaluatedMapping } from './evaluateMapping.ts';
import { type Intent, intentOf } from './flowIntent.ts';

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
  /**
   * For `failed`: the mapping failed, or a required attribute got no value, either of which fails the object; `notLocal` is not known here and
   * fails nothing.
   */
  readonly failure: 'mapping' | 'required' | 'notLocal' | null;
  /** The target does not give the attribute out, so whether it would change is not known. */
  readonly unseen?: true;
}

/** What the flow of one attribute depends on beside its mapping. */
export interface FlowSituation extends WithSemantics {
  readonly dialect: Dialect;
  /** `none`: the object is not written at all, for the given reason; values are still shown. */
  readonly operation: 'create' | 'update' | { readonly none: string };
  /** The attribute as the target holds it; null on create. */
  readonly old: AttributeValue;
  /** Whether the target does not give this attribute out, so that `old` says nothing. */
  readonly unreadable: boolean;
  /** For a reference attribute: the target's ids of what the source refers to, or why there are none. */
  readonly reference: ReferenceResolution | null;
  /** Whether every source attribute that the mapping reads has `flowNullValues` in its definition; asked under `nullOnUpdate: bothFlags` only. */
  readonly sourceFlowsNull: boolean;
  /** In an incremental cycle: nothing that the mapping reads has changed, so the mapping does not flow. */
  readonly sourceUnchanged: boolean;
}

/** A reference followed from the source to the target (facts/graph-synchronization.md, section 4: a second pass). */
export type ReferenceResolution =
  | { readonly ok: true; readonly value: AttributeValue; readonly note: string | null }
  | { readonly ok: false; readonly failed: boolean; readonly note: string };

/**
 * Decides what a mapping's outcome does to its target attribute (facts/expression-language.md, sections 6.2 and 7; graph-synchronization.md,
 * section 2.4). Null, empty text, ignored and failed stay four different things.
 */
export function flowAttribute(evaluated: EvaluatedMapping, situation: FlowSituation): FlowedAttribute {
  const flowed = flow(evaluated, situation);
  return situation.sourceUnchanged ? leftUnchanged(flowed) : flowed;
}

/** An incremental cycle writes what changed; what differs otherwise waits for a full one. */
export function leftUnchanged(flowed: FlowedAttribute): FlowedAttribute {
  const { compiled } = flowed.evaluated;
  const why =
    compiled.reads.length === 0
      ? 'It reads no source attribute that could have changed, so an incremental cycle does not write it.'
      : 'Its source did not change, so an incremental cycle does not write it.';
  // A reference is not followed for an attribute that is not written, so whether it differs is not known.
  const drift = flowed.state === 'changed' && compiled.definition?.type !== 'Reference';
  const note = drift ? `${why} The target keeps its different value until a full cycle.` : why;
  return { ...flowed, state: 'ignored', written: false, failure: null, note };
}

function flow(evaluated: EvaluatedMapping, situation: FlowSituation): FlowedAttribute {
  const { outcome, compiled } = evaluated;
  const result: MakeResult = (state, value, note, more) => ({
    evaluated,
    old: situation.old,
    new: value,
    state,
    written: more?.written ?? state === 'changed',
    note,
    failure: more?.failure ?? null,
    ...(more?.unseen && { unseen: true }),
  });
  switch (outcome.kind) {
    case 'error':
      return result('failed', null, outcome.message, { failure: 'mapping' });
    case 'unsupported':
      // Whatever the service gets for it, a mapping for creation writes nothing to an object that exists.
      if (situation.operation === 'update' && compiled.mapping.flowType === 'ObjectAddOnly')
        return result('ignored', null, 'This mapping applies only when the object is created, so its value is not needed.');
      return result('failed', null, `Cannot be evaluated locally: ${outcome.message}`, { failure: 'notLocal' });
    case 'ignored':
      return result(
        'ignored',
        null,
        outcome.what === 'attribute'
          ? 'The expression leaves this attribute out.'
          : 'The expression keeps the object from being processed.',
      );
    case 'null':
    case 'value':
      return carryOut(
        intentOf(compiled, outcome.kind === 'value' ? outcome.value : null, situation),
        evaluated,
        situation,
        result,
      );
  }
}

interface ResultParts {
  readonly written?: boolean;
  readonly failure?: FlowedAttribute['failure'];
  readonly unseen?: true;
}

type MakeResult = (state: ChangeState, value: AttributeValue, note: string | null, more?: ResultParts) => FlowedAttribute;

function carryOut(intent: Intent, evaluated: EvaluatedMapping, situation: FlowSituation, result: MakeResult): FlowedAttribute {
  const { mapping, definition } = evaluated.compiled;
  if (intent.kind === 'nothing') return result(intent.state, null, intent.note);
  if (intent.kind === 'missing') return result('failed', null, intent.note, { failure: 'required' });
  let value: AttributeValue = intent.kind === 'value' ? intent.value : null;
  let { note } = intent;
  if (situation.reference && intent.kind === 'value') {
    const { reference } = situation;
    if (!reference.ok)
      return reference.failed
        ? result('failed', value, reference.note, { failure: 'mapping' })
        : result('ignored', value, reference.note);
    value = reference.value;
    note = reference.note;
  }
  const { operation, old } = situation;
  if (typeof operation === 'object') return result('ignored', value, operation.none);
  if (definition?.mutability === 'ReadOnly') return result('ignored', value, 'The target attribute is read-only.');
  if (operation === 'create') return result('changed', value, note);
  if (mapping.flowType === 'ObjectAddOnly')
    return result('ignored', value, 'This mapping applies only when the object is created.');
  if (definition?.mutability === 'Immutable')
    return result('ignored', value, 'The target attribute cannot change after the object is created.');
  if (situation.unreadable) {
    const why = 'The target does not give this attribute out here, so whether it would change is not known; it is not written.';
    return result('ignored', value, why, { unseen: true });
  }
  if (!isEmptyValue(old) && mapping.flowType === 'AttributeAddOnly')
    return result('ignored', value, 'This mapping applies only while the target has no value.');
  if (value === null) return clear(evaluated, situation, note, result);
  if (!isEmptyValue(old) && (mapping.flowType === 'MultiValueAddOnly' || mapping.flowType === 'ValueAddOnly')) {
    if (isMultivalued(evaluated, old, value)) {
      value = addedValues(old, value, definition);
      note = 'Values are added; none is removed.';
    } else if (!sameValue(old, value, definition)) {
      return result('ignored', value, 'This mapping adds values and never replaces one.');
    }
  }
  if (definition?.mutability === 'WriteOnly')
    return result('changed', value, 'The target does not give this attribute out, so it is written every time.');
  if (!sameValue(old, value, definition)) return result('changed', value, note);
  const always = mapping.flowBehavior === 'FlowAlways';
  const why = always ? 'The value is equal and is written all the same (FlowAlways).' : note;
  return result('unchanged', value, why, { written: always });
}

/** Writes a null over a value of the target. */
function clear(
  { compiled: { mapping, definition } }: EvaluatedMapping,
  { old }: FlowSituation,
  note: string | null,
  result: MakeResult,
): FlowedAttribute {
  if (old === null) return result('null', null, null);
  if (mapping.flowType === 'MultiValueAddOnly' || mapping.flowType === 'ValueAddOnly')
    return result('ignored', null, 'This mapping adds values and never removes one.');
  if (!definition?.required) return result('changed', null, note);
  if (definition.defaultValue === null)
    return result('failed', null, 'The target requires this attribute, so it cannot be cleared.', { failure: 'required' });
  const same = sameValue(old, definition.defaultValue, definition);
  return result(
    same ? 'unchanged' : 'changed',
    definition.defaultValue,
    "The target requires this attribute, so its own default takes the cleared value's place.",
  );
}

/** Where no definition says it, by the flow type's own name and by the values. */
function isMultivalued({ compiled }: EvaluatedMapping, old: AttributeValue, value: AttributeValue): boolean {
  if (compiled.definition) return compiled.definition.multivalued;
  return compiled.mapping.flowType === 'MultiValueAddOnly' || Array.isArray(old) || Array.isArray(value);
}
