import type { Trace } from '../../core/trace/trace.ts';
import type { AttributeValue } from '../../core/value.ts';

/** A line of the attribute picker, as plain data. */
export interface LensItem {
  readonly label: string;
  readonly description: string;
  readonly picked: boolean;
}

/** Longer values are cut: the line says which value it is, the trace has it whole. */
const maximumShown = 60;

/**
 * The source attributes that the run imported and a mapping reads: those that can make a difference as changed. Picked at first is what
 * the runs look at already, else what the run itself names as making a difference.
 */
export function lensItems(trace: Trace, current: readonly string[] | null): readonly LensItem[] {
  const [, importStep, , , action] = trace.steps;
  const chosen = new Set(current ?? action.details.incremental?.changed ?? []);
  const items = (importStep.details.attributes ?? [])
    .filter(({ usedBy }) => usedBy.some(isMapping))
    .map(({ name, value }) => ({ label: name, description: brief(value), picked: chosen.has(name) }));
  const listed = new Set(items.map(({ label }) => label));
  // What was chosen of an earlier text stays on the list, so that it can be taken out.
  const others = [...chosen].filter((name) => !listed.has(name));
  return [...items, ...others.map((label) => ({ label, description: 'not read by a mapping now', picked: true }))];
}

function isMapping(pointer: string): boolean {
  return /\/attributeMappings\/\d+$/.test(pointer);
}

function brief(value: AttributeValue): string {
  if (value === null) return 'no value';
  if (typeof value !== 'string') return value.length === 1 ? '1 value' : `${value.length} values`;
  if (value === '') return 'empty text';
  return value.length > maximumShown ? `${value.slice(0, maximumShown)}…` : value;
}
