import { valuesOf } from '../flow/compareValues.ts';
import { type CompiledMapping, compileConfiguration } from '../flow/compileConfiguration.ts';
import type { EvaluatedMapping } from '../flow/evaluateMapping.ts';
import type { ReferenceResolution } from '../flow/flowAttribute.ts';
import { isRedacted, redactedAttributes } from '../flow/redaction.ts';
import type { PreviewContext } from '../trace/previewContext.ts';
import type { FollowedAttribute, FollowedReference } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import { redactedText } from '../value.ts';
import { inTurn } from './inTurn.ts';
import { isNestedGroup, lookUpReference, type ReferenceLookup, type ReferenceScene, referenceReads } from './lookUpReference.ts';

/** More references than this are not followed for one attribute. */
export const maximumReferences = 5000;
/** Questions to the directories that are under way at once. */
const atOnce = 8;
/** Names of what is left out in the note of an attribute; the trace lists all. */
const namedInNote = 5;

/** What a reference attribute leads to: for the write, and for the trace. */
export interface Followed {
  readonly resolution: ReferenceResolution;
  readonly attribute: FollowedAttribute;
}

/** Whether the values of a mapping refer to objects: by the target's definition, else by the names that such attributes have everywhere. */
export function isReferenceMapping({ definition, mapping }: CompiledMapping): boolean {
  if (definition) return definition.type === 'Reference';
  return /(^|[:.])(manager|members?)$/i.test(mapping.targetAttributeName);
}

/**
 * Follows references (manager, members) from the source to the target's ids, as the service's second pass does. One follower serves a run:
 * whoever is referred to twice is asked for once.
 */
export class ReferenceFollower {
  readonly #context: PreviewContext;
  #scene: Promise<ReferenceScene> | null = null;
  readonly #known = new Map<string, Promise<ReferenceLookup>>();

  constructor(context: PreviewContext) {
    this.#context = context;
  }

  /** Null where the mapping is none of a reference or gives no value. @param old what the target holds. */
  async follow({ compiled, outcome }: EvaluatedMapping, old: AttributeValue): Promise<Followed | null> {
    if (!isReferenceMapping(compiled) || outcome.kind !== 'value') return null;
    const texts = valuesOf(outcome.value).filter((text) => text !== '');
    if (texts.length === 0) return null;
    const { mapping } = compiled;
    const attribute = { target: mapping.targetAttributeName, mapping: mapping.pointer };
    if (texts.length > maximumReferences) {
      const note = `${texts.length} references are too many to follow here (at most ${maximumReferences}), so it is not known what would be written.`;
      return { resolution: { ok: false, failed: false, note }, attribute: { ...attribute, references: [] } };
    }
    this.#scene ??= sceneOf(this.#context);
    const scene = await this.#scene;
    const references = [...new Set(texts)];
    const lookups = await inTurn(references, atOnce, async (reference) =>
      withNesting(scene, await this.#lookUp(reference, scene)),
    );
    const shown = references.flatMap((reference, index) => {
      const lookup = lookups[index];
      return lookup ? [shownReference(reference, lookup, compiled, scene)] : [];
    });
    const list = Array.isArray(outcome.value) || compiled.definition?.multivalued === true;
    return {
      resolution: resolutionOf(lookups, shown, list && valuesOf(old).length > 0, list, scene),
      attribute: { ...attribute, references: shown },
    };
  }

  #lookUp(reference: string, scene: ReferenceScene): Promise<ReferenceLookup> {
    const known = this.#known.get(reference);
    if (known) return known;
    if (this.#context.input.cancelled()) return Promise.resolve(cancelledLookup);
    const lookup = lookUpReference(reference, scene);
    this.#known.set(reference, lookup);
    return lookup;
  }
}

const cancelledLookup: ReferenceLookup = {
  entry: null,
  outcome: 'unknown',
  reason: 'The run was cancelled before it was followed.',
  targetId: null,
  failed: false,
};

async function sceneOf(context: PreviewContext): Promise<ReferenceScene> {
  const { input, compiled } = context;
  const mappings = [compiled, ...input.related.map(compileConfiguration)];
  // Where no snapshot can be had, the directory itself says why when it is asked.
  const [source, target] = await Promise.all([input.source.snapshot?.(), input.target.snapshot?.()]);
  return {
    context,
    source: source?.ok ? source.value : input.source,
    target: target?.ok ? target.value : input.target,
    mappings,
    reads: referenceReads(mappings),
  };
}

function withNesting(scene: ReferenceScene, lookup: ReferenceLookup): ReferenceLookup {
  if (!isNestedGroup(scene, lookup)) return lookup;
  const reason = 'It is a group; groups in groups are not supported.';
  return { ...lookup, outcome: 'notSupported', reason, targetId: null, failed: false };
}

function shownReference(
  reference: string,
  { entry, outcome, reason, targetId }: ReferenceLookup,
  compiled: CompiledMapping,
  { mappings }: ReferenceScene,
): FollowedReference {
  if (isRedacted(compiled)) {
    const id = targetId === null ? null : redactedText;
    return { reference: redactedText, displayName: null, targetId: id, outcome, reason: 'The value is redacted.' };
  }
  const redacted = redactedAttributes(mappings.flatMap((each) => each.mappings));
  if (redacted.size === 0) return { reference, displayName: entry?.displayName ?? null, targetId, outcome, reason };
  const names = new Set([...redacted].map((name) => name.toLowerCase()));
  const secrets = new Set(
    [...(entry?.attributes ?? [])].flatMap(([name, value]) => (names.has(name.toLowerCase()) ? valuesOf(value) : [])),
  );
  const hidden = (text: string): string => (secrets.has(text) ? redactedText : text);
  const name = entry?.displayName ?? null;
  return {
    reference: hidden(reference),
    displayName: name === null ? null : names.has('displayname') ? redactedText : hidden(name),
    targetId,
    outcome,
    // A reason may quote what a filter looked at.
    reason: [...secrets].some((secret) => secret !== '' && reason.includes(secret)) ? 'The value is redacted.' : reason,
  };
}

function resolutionOf(
  lookups: readonly ReferenceLookup[],
  shown: readonly FollowedReference[],
  replaces: boolean,
  list: boolean,
  scene: ReferenceScene,
): ReferenceResolution {
  const failure = lookups.findIndex(({ failed }) => failed);
  if (failure !== -1) return { ok: false, failed: true, note: shown[failure]?.reason ?? 'A directory did not answer.' };
  const unknown = shown.filter(({ outcome }) => outcome === 'unknown');
  const [first] = unknown;
  if (first) {
    const count = shown.length === 1 ? 'The reference' : `${unknown.length} of ${shown.length} references`;
    const note = `${count} cannot be followed here, so it is not known what would be written. ${first.reason}`;
    return { ok: false, failed: false, note };
  }
  const ids = [...new Set(lookups.flatMap(({ targetId }) => targetId ?? []))];
  const note = noteOf(shown, scene);
  const [only] = ids;
  if (only === undefined && !replaces) return { ok: false, failed: false, note: note ?? 'There is nothing to refer to.' };
  return { ok: true, value: list ? ids : (only ?? null), note };
}

/** Who is left out and why, in one or two sentences; null where nobody is. */
function noteOf(shown: readonly FollowedReference[], { source, target }: ReferenceScene): string | null {
  const left = shown.filter(({ outcome }) => outcome !== 'written');
  if (left.length === 0) return null;
  const words: Readonly<Record<FollowedReference['outcome'], string>> = {
    written: '',
    notFound: `not found in ${source.label}`,
    ambiguous: 'ambiguous',
    outOfScope: 'out of scope',
    notInTarget: `not yet in ${target.label}`,
    notSupported: 'a group in a group, which is not supported',
    unknown: 'not known',
  };
  const named = left
    .slice(0, namedInNote)
    .map(({ displayName, reference, outcome }) => `${displayName ?? reference} is ${words[outcome]}`);
  const more = left.length > namedInNote ? `; and ${left.length - namedInNote} more` : '';
  const count = shown.length === 1 ? '' : `Left out, ${left.length} of ${shown.length}: `;
  const later = left.some(({ outcome }) => outcome === 'notInTarget')
    ? ' The service writes a reference once the object exists in the target.'
    : '';
  return `${count}${named.join('; ')}${more}.${later}`;
}
