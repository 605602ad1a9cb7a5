import { masked, redactedAttributes } from '../../flow/redaction.ts';
import { kindOfObjectName } from '../../schema/objectKind.ts';
import { gateAttributes } from '../../scope/gates.ts';
import type { Entry } from '../directory.ts';
import type { PreviewContext } from '../previewContext.ts';
import type { ImportDetails, ImportStep, StepError } from '../trace.ts';
import { stepError } from './step.ts';

export interface ImportOutcome {
  readonly step: ImportStep;
  /** Null where nobody, or more than one person, was found. */
  readonly entry: Entry | null;
}

/** Candidates that are listed where the user's text fits several people. */
const shownCandidates = 10;

/** Step 2: finds the user in the source and reads the attributes. */
export async function runImport({ input, compiled }: PreviewContext): Promise<ImportOutcome> {
  const started = input.clock.now();
  const step = (status: ImportStep['status'], summary: string, details: ImportDetails, error: StepError | null): ImportStep => ({
    kind: 'import',
    status,
    summary,
    durationMs: input.clock.now() - started,
    details,
    error,
  });
  if (input.cancelled()) return { step: step('notRun', 'Not run: cancelled.', {}, null), entry: null };
  const { source, user } = input;
  const { sourceObjectName } = input.configuration.objectMapping;
  const isGroup = kindOfObjectName(sourceObjectName) === 'group';
  const found = await source.resolve(user, [...new Set([...compiled.reads.keys(), ...gateAttributes])], sourceObjectName);
  if (!found.ok) return { step: step('failure', found.error.message, {}, stepError(found.error)), entry: null };

  const [entry, second] = found.value;
  if (!entry) {
    const message = `${source.label} has ${isGroup ? 'no group' : 'nobody'} that "${user}" names.`;
    const advice = isGroup
      ? 'Give the distinguished name, object id, account name, mail address or full display name of a group.'
      : 'Give the distinguished name, object id, account name, user principal name, mail address or full display name.';
    return { step: step('failure', message, {}, { code: 'SubjectNotFound', message, advice }), entry: null };
  }
  if (second) {
    const candidates = found.value.slice(0, shownCandidates).map(({ id, displayName }) => ({ id, displayName }));
    const message = `"${user}" names ${found.value.length} ${isGroup ? 'groups' : 'people'} in ${source.label}.`;
    const advice = `Choose one of them by id: ${candidates.map(({ id }) => id).join(' | ')}`;
    return { step: step('failure', message, { candidates }, { code: 'SubjectAmbiguous', message, advice }), entry: null };
  }
  const details = {
    ...(input.changed && { incremental: { changed: input.changed } }),
    ...importDetails(entry, compiled.reads, redactedAttributes(compiled.mappings)),
  };
  const read = details.attributes?.filter((attribute) => attribute.usedBy.length > 0).length ?? 0;
  const lens = input.changed && ` Looked at as an incremental change of ${input.changed.join(', ') || 'nothing'}.`;
  const summary = `${entry.displayName ?? entry.id}: ${details.attributes?.length ?? 0} attributes read from ${source.label}, ${read} of them used.${lens ?? ''}`;
  return { step: step('success', summary, details, null), entry };
}

function importDetails(
  entry: Entry,
  reads: ReadonlyMap<string, readonly string[]>,
  redacted: ReadonlySet<string>,
): ImportDetails {
  const attributes = [...entry.attributes]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ name, value: masked(value, redacted.has(name)), usedBy: reads.get(name) ?? [] }))
    .sort((left, right) => compareNames(left.name, right.name));
  // The service makes IsSoftDeleted itself; it is never absent.
  const absent = [...reads.keys()]
    .filter((name) => (entry.attributes.get(name) ?? null) === null && name !== 'IsSoftDeleted')
    .sort(compareNames);
  return { attributes, absent };
}

function compareNames(left: string, right: string): number {
  const [first, second] = [left.toLowerCase(), right.toLowerCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}
