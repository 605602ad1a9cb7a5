import type { EvaluationContext } from '../expression/evaluationContext.ts';
import { valuesOf } from '../flow/compareValues.ts';
import type { CompiledConfiguration } from '../flow/compileConfiguration.ts';
import type { ReferenceResolution } from '../flow/flowAttribute.ts';
import type { SourceDirectory, TargetDirectory } from '../trace/directory.ts';
import type { AttributeValue } from '../value.ts';
import { matchTarget } from './matchTarget.ts';

/** References that are followed for one attribute; a group's members beyond it are left to the service. */
const maximumReferences = 25;

/**
 * Follows a reference attribute (`manager`) from the source object to the target's id of the same person: the referenced object is read
 * in the source and matched in the target by the mapping's own matching attributes, as the service's second pass does.
 */
export async function resolveReference(
  value: AttributeValue,
  compiled: CompiledConfiguration,
  context: EvaluationContext,
  source: SourceDirectory,
  target: TargetDirectory,
): Promise<ReferenceResolution> {
  const references = valuesOf(value);
  if (references.length > maximumReferences) {
    return {
      ok: false,
      failed: false,
      note: `${references.length} references are too many to follow here; the service writes them in a later pass.`,
    };
  }
  const ids: string[] = [];
  const missing: string[] = [];
  for (const reference of references) {
    const found = await source.resolve(reference, [...compiled.reads.keys()]);
    if (!found.ok) return { ok: false, failed: true, note: found.error.message };
    const [entry, second] = found.value;
    if (!entry || second) {
      missing.push(`${reference} is ${entry ? 'ambiguous' : 'not found'} in ${source.label}`);
      continue;
    }
    const match = await matchTarget(compiled, { ...context, attributes: entry.attributes }, source, target);
    if (match.kind === 'failed') return { ok: false, failed: true, note: match.error.message };
    if (match.kind === 'matched') ids.push(match.entry.id);
    else
      missing.push(
        `${entry.displayName ?? reference} is ${match.kind === 'ambiguous' ? 'ambiguous' : 'not yet'} in ${target.label}`,
      );
  }
  const note =
    missing.length === 0 ? null : `${missing.join('; ')}. The service writes a reference once the object exists in the target.`;
  const [first] = ids;
  if (first === undefined) return { ok: false, failed: false, note: note ?? 'There is nothing to refer to.' };
  return { ok: true, value: Array.isArray(value) ? ids : first, note };
}
