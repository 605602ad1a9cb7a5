import { isEmptyValue, sameTexts } from '../flow/compareValues.ts';
import { readBackAttribute, tellsApplied } from '../flow/readBack.ts';
import { isSecretAttribute } from '../secretAttributes.ts';
import type { AttributeValue } from '../value.ts';
import type {
  DirectoryError,
  DirectoryResult,
  Entry,
  MatchQuery,
  PlannedAttribute,
  PlannedWrite,
  TargetDirectory,
} from './directory.ts';
import type { RanSteps } from './runSteps.ts';
import type { TargetWriter, WriteOutcome } from './targetWriter.ts';
import type { StepError } from './trace.ts';
import type { ReadBack, ReadBackAttribute, WriteState } from './writeReport.ts';
import { carriedAttributes, comparisonSentence } from './writeWords.ts';

/** A planned write with what it was planned from, and the two ways to its target. */
export interface WriteScene {
  readonly write: PlannedWrite;
  readonly ran: RanSteps;
  readonly target: TargetDirectory;
  readonly writer: TargetWriter;
}

/** Null where the target still holds what the trace shows; else why nothing may be sent. Asks the target anew. */
export async function changedSince(scene: WriteScene): Promise<StepError | null> {
  const { write, ran, target, writer } = scene;
  if (write.action === 'create') {
    for (const query of ran.queries) {
      const answer = await guarded(() => target.match(query, []));
      if (!answer.ok) return answer.error;
      const { entries, total } = answer.value;
      if (entries.length > 0 || total > 0)
        return targetChanged(`Somebody in ${target.label} matches by ${query.attribute} by now.`);
    }
    return null;
  }
  const { id } = write;
  if (id === null) return targetChanged(`It is not known which object of ${target.label} was matched.`);
  const before = new Map<string, AttributeValue>([
    ...ran.compiled.matching.map(
      ({ mapping: { targetAttributeName: name } }) => [name, ran.matched?.attributes.get(name) ?? null] as const,
    ),
    ...write.attributes.map(({ name, old }) => [name, old] as const),
  ]);
  const answer = await guarded(() => writer.read(id, write.objectName, [...before.keys()]));
  if (!answer.ok) return answer.error;
  const entry = answer.value;
  if (!entry) return targetChanged(`The matched object is no longer in ${target.label} under the same id.`);
  const changed = [...before].filter(
    ([name, old]) => !isSecretAttribute(name) && !sameHeld(old, entry.attributes.get(name) ?? null),
  );
  if (changed.length === 0) return null;
  const names = changed
    .slice(0, 5)
    .map(([name]) => name)
    .join(', ');
  return targetChanged(`${target.label} holds another value than shown in ${names}${changed.length > 5 ? ', …' : ''}.`);
}

function targetChanged(message: string): StepError {
  const advice = 'The target has changed since the preview. Run again, look at what would be written now, and decide anew.';
  return { code: 'TargetChanged', message, advice };
}

function sameHeld(one: AttributeValue, other: AttributeValue): boolean {
  return (isEmptyValue(one) && isEmptyValue(other)) || sameTexts(one, other);
}

/** What reading back gave; the error says why it gave nothing. */
export type ReadBackResult = { readonly readBack: ReadBack } | { readonly readBack: null; readonly error: StepError };

/** Asks the target what it holds after a write whose requests have left. */
export async function readBackOf(scene: WriteScene, outcome: WriteOutcome, state: WriteState): Promise<ReadBackResult> {
  const { write, target } = scene;
  const found = await find(scene, outcome, state);
  if (!found.ok) return { readBack: null, error: found.error };
  const entry = found.value;
  if (write.action === 'delete') {
    const sentence = entry ? `The object is still in ${target.label}.` : `The object is no longer in ${target.label}.`;
    return { readBack: { found: entry !== null, sentence, attributes: [] } };
  }
  if (!entry) {
    const sentence =
      write.action === 'create'
        ? `The new object is not in ${target.label}, or not yet.`
        : `The object is not in ${target.label} under its id.`;
    return { readBack: { found: false, sentence, attributes: [] } };
  }
  const carried = new Set(carriedAttributes(write, scene.ran.trace.steps[4].details.requests ?? []));
  const attributes = write.attributes.map((sent) => compare(sent, entry, carried.has(sent)));
  return { readBack: { found: true, sentence: sentenceOf(write, entry, attributes, state), attributes } };
}

function compare(sent: PlannedAttribute, entry: Entry, carried: boolean): ReadBackAttribute {
  const compared = readBackAttribute(sent, entry.attributes.get(sent.name) ?? null);
  if (carried || compared.state === 'equal' || compared.state === 'normalised') return compared;
  return { ...compared, state: 'notSent', reason: 'No request carries this attribute; the notes of the requests say why.' };
}

/** Where no answer came, whether the write was applied is the first thing to know. */
function sentenceOf(write: PlannedWrite, entry: Entry, attributes: readonly ReadBackAttribute[], state: WriteState): string {
  const comparison = comparisonSentence(attributes);
  if (state !== 'unknown') return comparison;
  if (write.action === 'create') return `The object is there now. ${comparison}`;
  const told = write.attributes
    .map((sent) => tellsApplied(sent, entry.attributes.get(sent.name) ?? null))
    .filter((one) => one !== null);
  if (told.length === 0) return `What the target holds does not tell whether it was written. ${comparison}`;
  if (told.every((applied) => applied)) return `It was written. ${comparison}`;
  if (told.every((applied) => !applied)) return `It was not written, or not yet. ${comparison}`;
  return `It was written in part. ${comparison}`;
}

/** The object by its id; a new or a moved one whose id is not known as it was matched. */
async function find(scene: WriteScene, outcome: WriteOutcome, state: WriteState): Promise<DirectoryResult<Entry | null>> {
  const { write, writer } = scene;
  const names = [...new Set(write.attributes.map(({ name }) => name))];
  const id = outcome.id ?? write.id;
  if (id !== null) {
    const answer = await guarded(() => writer.read(id, write.objectName, names));
    const mayHaveMoved = write.action !== 'delete' && write.action !== 'create' && state !== 'written';
    if (!answer.ok || answer.value || !mayHaveMoved) return answer;
  }
  return byQueries(scene, names);
}

async function byQueries({ ran, target }: WriteScene, names: readonly string[]): Promise<DirectoryResult<Entry | null>> {
  for (const query of ran.queries) {
    const answer = await guarded(() => target.match(query, names));
    if (!answer.ok) return answer;
    const { entries, total } = answer.value;
    if (Math.max(entries.length, total) > 1) return { ok: false, error: severalFound(target.label, query) };
    const [entry] = entries;
    if (entry) return { ok: true, value: entry };
  }
  return { ok: true, value: null };
}

function severalFound(label: string, { attribute }: MatchQuery): DirectoryError {
  return {
    kind: 'malformed',
    code: 'DuplicateTargetEntries',
    message: `Several objects in ${label} match by ${attribute} now.`,
    advice: 'Look in the target which of them is the one that was written.',
  };
}

/** Directories never reject; one that does has a bug, which must not keep a run from saying what it has done. */
async function guarded<T>(ask: () => Promise<DirectoryResult<T>>): Promise<DirectoryResult<T>> {
  try {
    return await ask();
  } catch (error) {
    return { ok: false, error: bugOf(error) };
  }
}

/** A fault of a connector, as an error that can be shown. Its own message may hold anything, so it is not. */
export function bugOf(error: unknown): DirectoryError {
  const name = error instanceof Error ? error.name : typeof error;
  return {
    kind: 'malformed',
    code: 'InternalError',
    message: `The connector failed by a fault of its own (${name}).`,
    advice: 'Please report it with the trace. Look in the target before you run again.',
  };
}
