import { readingOf } from '../semantics.ts';
import type { AttributeValue } from '../value.ts';
import { isEmptyValue } from './compareValues.ts';
import type { CompiledMapping } from './compileConfiguration.ts';
import type { FlowSituation } from './flowAttribute.ts';

/** What a mapping means to do to its target attribute, before flow type and mutability have their say. */
export type Intent =
  | { readonly kind: 'value'; readonly value: Exclude<AttributeValue, null>; readonly note: string | null }
  /** Take the target's value away. Meant on update only. */
  | { readonly kind: 'clear'; readonly note: string }
  | { readonly kind: 'nothing'; readonly state: 'null' | 'ignored'; readonly note: string | null }
  /** A required attribute would be created without a value. */
  | { readonly kind: 'missing'; readonly note: string };

/** Reads a value, a null or empty text as an intent (facts/expression-language.md, sections 6.1, 6.2 and 7). */
export function intentOf(compiled: CompiledMapping, given: AttributeValue, situation: FlowSituation): Intent {
  if (given === null) return compiled.root === null ? intentOfNone(compiled, situation) : intentOfNull(compiled, situation);
  if (given !== '') return { kind: 'value', value: given, note: null };
  const reading = readingOf(situation, 'emptyText');
  const effect = reading !== 'byDialect' ? reading : situation.dialect === 'cloud-sync' ? 'clear' : 'write';
  switch (effect) {
    case 'write':
      return { kind: 'value', value: given, note: null };
    case 'skip':
      return nothing('ignored', 'Empty text is not written ("emptyText": "skip").');
    case 'clear': {
      const where = reading === 'byDialect' ? 'In cloud sync empty text' : 'Empty text';
      const because = reading === 'byDialect' ? '' : ' ("emptyText": "clear")';
      if (situation.operation === 'update' && situation.old !== null)
        return { kind: 'clear', note: `${where} clears the attribute${because}.` };
      const required = requiredOnCreate(compiled, situation);
      return required ?? nothing('null', `${where} means no value${because}.`);
    }
  }
}

/** A source that gives null. */
function intentOfNull(compiled: CompiledMapping, situation: FlowSituation): Intent {
  const fallback = fallbackOf(compiled);
  if (situation.operation === 'create') {
    if (fallback !== null)
      return { kind: 'value', value: fallback, note: 'The source is null, so the default value is written.' };
    return requiredOnCreate(compiled, situation) ?? nothing('null', null);
  }
  if (situation.operation !== 'update') return nothing('null', null);
  if (fallback !== null && readingOf(situation, 'defaultValueApplies') === 'always') {
    const note = 'The source is null, so the default value stands in for it ("defaultValueApplies": "always").';
    return { kind: 'value', value: fallback, note };
  }
  const unused = fallback === null ? '' : ' The default value applies on create only.';
  if (situation.old === null) return nothing('null', unused.trim() || null);
  const flowsNull = compiled.definition?.flowNullValues === true;
  const reading = readingOf(situation, 'nullOnUpdate');
  if (reading === 'targetFlag' && flowsNull)
    return { kind: 'clear', note: 'The target attribute takes null values, so the old value is cleared.' };
  if (reading === 'bothFlags' && flowsNull) {
    if (situation.sourceFlowsNull)
      return { kind: 'clear', note: 'The source and the target attribute both take null values, so the old value is cleared.' };
    const why = 'A null is written only where the source attribute takes null values too ("nullOnUpdate": "bothFlags")';
    return nothing('null', `${why}, so the old value stays.${unused}`);
  }
  return nothing('null', `A null is not written, so the old value stays.${unused}`);
}

/** The mapping type "None": the target keeps what it has, and gets the default while it has nothing (section 6.1). */
function intentOfNone(compiled: CompiledMapping, situation: FlowSituation): Intent {
  const fallback = fallbackOf(compiled);
  if (situation.operation === 'create') {
    if (fallback !== null)
      return { kind: 'value', value: fallback, note: 'The mapping has no source, so its default value is written.' };
    return requiredOnCreate(compiled, situation) ?? nothing('null', null);
  }
  if (situation.operation !== 'update') return nothing('null', null);
  if (!isEmptyValue(situation.old)) return nothing('ignored', 'The mapping has no source, so the value in the target stays.');
  if (fallback === null) return nothing('null', null);
  const note = 'The mapping has no source; its default value fills the attribute while the target has no value.';
  return { kind: 'value', value: fallback, note };
}

/** What creation does about a required attribute without a value (section 6.4); null where it is not required. */
function requiredOnCreate(compiled: CompiledMapping, situation: FlowSituation): Intent | null {
  const { definition } = compiled;
  if (situation.operation !== 'create' || !definition?.required || definition.mutability === 'ReadOnly') return null;
  const fallback = fallbackOf(compiled);
  if (fallback !== null)
    return { kind: 'value', value: fallback, note: 'The target requires this attribute, so the default value is written.' };
  if (definition.defaultValue !== null) {
    const note = "The source has no value, so the target attribute's own default is written.";
    return { kind: 'value', value: definition.defaultValue, note };
  }
  return { kind: 'missing', note: 'The target requires this attribute, and the mapping gives no value.' };
}

/** The mapping's default; none is offered for constants (section 6.2). */
function fallbackOf({ mapping }: CompiledMapping): string | null {
  return mapping.source?.type === 'Constant' ? null : mapping.defaultValue;
}

function nothing(state: 'null' | 'ignored', note: string | null): Intent {
  return { kind: 'nothing', state, note };
}
