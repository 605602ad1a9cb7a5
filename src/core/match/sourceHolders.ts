import { compileExpression } from '../expression/compileExpression.ts';
import type { EvaluationContext } from '../expression/evaluationContext.ts';
import { attributeNames, type CompiledConfiguration, type CompiledMapping } from '../flow/compileConfiguration.ts';
import type { SourceDirectory, SourceHolders } from '../trace/directory.ts';
import { isCaseExact } from './matchNotes.ts';

/** Everybody's value is computed up to this many people. */
const maximumPeople = 1000;

/** Who in the source has the same matching value, or why that was not looked up. */
export type HoldersAnswer =
  | { readonly known: true; readonly holders: SourceHolders }
  | { readonly known: false; readonly note: string };

/**
 * Uniqueness in the source. Where the matching attribute is mapped directly, the source is asked; where an expression makes the value,
 * everybody's is computed, if the source can list people cheaply.
 */
export async function sourceHolders(
  compiled: CompiledConfiguration,
  mapping: CompiledMapping,
  value: string,
  context: EvaluationContext,
  source: SourceDirectory,
): Promise<HoldersAnswer> {
  const objectName = compiled.configuration.objectMapping.sourceObjectName;
  if (mapping.root?.kind !== 'attribute') {
    const holders = await amongAll(mapping, value, context, source, objectName);
    if (holders) return { known: true, holders };
    const note = `Whether others in ${source.label} have the same value was not looked up: an expression makes it, so it would have to be computed for everybody.`;
    return { known: false, note };
  }
  const found = await source.holders(mapping.root.name, value, objectName);
  if (!found.ok)
    return { known: false, note: `Whether others in ${source.label} have the same value is not known: ${found.error.message}` };
  if (found.value === null)
    return { known: false, note: `Whether others in ${source.label} have the same value cannot be looked up there.` };
  // Sources count without case. Where it counts, a value of another case is no duplicate.
  const exact = isCaseExact(mapping) && found.value.total > 1;
  return { known: true, holders: (exact ? await amongAll(mapping, value, context, source, objectName) : null) ?? found.value };
}

async function amongAll(
  mapping: CompiledMapping,
  value: string,
  context: EvaluationContext,
  source: SourceDirectory,
  objectName: string,
): Promise<SourceHolders | null> {
  const { root } = mapping;
  if (!root || !source.list) return null;
  const names = [...new Set(attributeNames(root))];
  // The service makes IsSoftDeleted from each person's scope; no list has it.
  if (names.includes('IsSoftDeleted')) return null;
  const listed = await source.list(names, objectName, maximumPeople);
  if (!listed.ok || listed.value === null) return null;
  const exact = isCaseExact(mapping);
  const comparable = (text: string): string => (exact ? text.normalize('NFC') : text.normalize('NFC').toLowerCase());
  const wanted = comparable(value);
  const expression = compileExpression(root);
  const found = listed.value.filter(({ attributes }) => {
    const outcome = expression.evaluate({ ...context, attributes });
    if (outcome.kind !== 'value') return false;
    const text = typeof outcome.value === 'string' ? outcome.value : outcome.value.length === 1 ? outcome.value[0] : undefined;
    return text !== undefined && comparable(text) === wanted;
  });
  return { total: found.length, entries: found.slice(0, 5).map(({ id, displayName }) => ({ id, displayName })) };
}
