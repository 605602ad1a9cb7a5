import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { CompiledConfiguration, CompiledMapping } from '../flow/compileConfiguration.ts';
import { evaluateMapping } from '../flow/evaluateMapping.ts';
import { isRedacted, masked } from '../flow/redaction.ts';
import { kindOfObjectName } from '../schema/objectKind.ts';
import type { DirectoryError, Entry, MatchQuery, SourceDirectory, TargetDirectory } from '../trace/directory.ts';
import type { MatchAttempt, MatchedObject } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import { redactedText } from '../value.ts';
import { isCaseExact, matchNotes, unmatchable } from './matchNotes.ts';
import { sourceHolders } from './sourceHolders.ts';

/** How the match went. The first matching attribute that finds somebody decides (facts/graph-synchronization.md, section 4). */
export type MatchResult =
  | { readonly kind: 'matched'; readonly entry: Entry; readonly attempts: readonly MatchAttempt[] }
  | { readonly kind: 'notFound'; readonly attempts: readonly MatchAttempt[] }
  /** More than one hit: `DuplicateTargetEntries`. */
  | { readonly kind: 'ambiguous'; readonly attempts: readonly MatchAttempt[] }
  /** More than one source object has the value that decided: `DuplicateSourceEntries`. */
  | { readonly kind: 'duplicateSource'; readonly duplicate: MatchAttempt; readonly attempts: readonly MatchAttempt[] }
  /** No matching attribute has a value: `ImportSkipped`. */
  | { readonly kind: 'noValue'; readonly attempts: readonly MatchAttempt[] }
  | { readonly kind: 'failed'; readonly error: DirectoryError; readonly attempts: readonly MatchAttempt[] }
  /** The configuration has no matching attribute, or one of them cannot be computed. */
  | { readonly kind: 'notComputed'; readonly reason: string; readonly attempts: readonly MatchAttempt[] };

/** Candidates that are shown of an ambiguous hit. */
const shownCandidates = 5;

/** Whose target object is looked for. */
export interface MatchSubject {
  /** The source's id, to tell the person from others with the same value. */
  readonly id: string;
  /** Where others with the same value are looked for; null where that does not matter: a reference that is followed. */
  readonly source: SourceDirectory | null;
  /** Whether the mapped attributes of the target object are wanted, or its id only. */
  readonly read: 'mapped' | 'id';
  /** Told of each question before the target is asked. */
  readonly onQuery?: (query: MatchQuery) => void;
}

/** Looks for the target object: one query per matching attribute, in order of priority, until one finds something. */
export async function matchTarget(
  compiled: CompiledConfiguration,
  context: EvaluationContext,
  target: TargetDirectory,
  subject: MatchSubject,
): Promise<MatchResult> {
  const attempts: MatchAttempt[] = [];
  const { objectMapping } = compiled.configuration;
  const noun = kindOfObjectName(objectMapping.sourceObjectName) === 'group' ? 'group' : 'person';
  if (compiled.matching.length === 0) {
    return {
      kind: 'notComputed',
      reason: 'No mapping has a matching priority, so nothing says how to find the target object.',
      attempts,
    };
  }
  const wanted = subject.read === 'mapped' ? compiled.mappings.map((each) => each.mapping.targetAttributeName) : [];
  for (const [index, mapping] of compiled.matching.entries()) {
    const { outcome } = evaluateMapping(mapping, context);
    const base = attemptBase(mapping);
    const rest = (): readonly MatchAttempt[] => notAsked(compiled.matching.slice(index + 1));
    const refusal = unmatchable(compiled, mapping);
    if (refusal !== null) {
      attempts.push({ ...base, verdict: 'error', reason: refusal }, ...rest());
      return { kind: 'notComputed', reason: refusal, attempts };
    }
    if (outcome.kind === 'error' || outcome.kind === 'unsupported') {
      attempts.push({ ...base, verdict: 'error', reason: outcome.message }, ...rest());
      return { kind: 'notComputed', reason: `The value of ${base.target} cannot be computed: ${outcome.message}`, attempts };
    }
    const value = outcome.kind === 'value' ? singleValue(outcome.value) : null;
    if (value === null || value === '') {
      const several = outcome.kind === 'value' && value === null && (outcome.value?.length ?? 0) > 1;
      attempts.push({
        ...base,
        value: masked(outcome.kind === 'value' ? outcome.value : null, isRedacted(mapping)),
        verdict: 'noValue',
        reason: several
          ? 'The attribute has several values; a match needs one.'
          : `The ${noun} has no value for this matching attribute.`,
      });
      continue;
    }
    const query: MatchQuery = {
      attribute: base.target,
      value,
      caseExact: isCaseExact(mapping),
      objectName: objectMapping.targetObjectName,
    };
    const sharing = subject.source && (await sourceHolders(compiled, mapping, value, context, subject.source));
    subject.onQuery?.(query);
    const answer = await target.match(query, wanted);
    const shown = {
      ...base,
      value: masked(value, isRedacted(mapping)),
      sourceCount: sharing?.known ? sharing.holders.total : null,
      sourceHolders: sharing?.known ? sharing.holders.entries.filter(({ id }) => id !== subject.id) : [],
      notes: [...matchNotes(mapping, value), ...(sharing && !sharing.known ? [sharing.note] : [])],
    };
    const shownText = isRedacted(mapping) ? withoutValue(value) : (text: string): string => text;
    if (!answer.ok) {
      const { message, advice } = answer.error;
      const error = { ...answer.error, message: shownText(message), advice: shownText(advice) };
      attempts.push({ ...shown, verdict: 'error', reason: error.message }, ...rest());
      return { kind: 'failed', error, attempts };
    }
    const { entries, total } = answer.value;
    const asked = shownText(answer.value.asked);
    if (answer.value.note !== undefined) shown.notes.push(answer.value.note);
    const candidates =
      subject.read === 'mapped' ? entries.slice(0, shownCandidates).map((entry) => matchedObject(compiled, entry)) : [];
    const [entry] = entries;
    if (!entry) {
      const nobody = noun === 'group' ? 'No group' : 'Nobody';
      attempts.push({ ...shown, asked, verdict: 'notFound', reason: `${nobody} in ${target.label} has this value.` });
      continue;
    }
    const ambiguous = total > 1 || entries.length > 1;
    attempts.push(
      {
        ...shown,
        asked,
        found: Math.max(total, entries.length),
        candidates,
        verdict: ambiguous ? 'ambiguous' : 'matched',
        reason: ambiguous
          ? `${Math.max(total, entries.length)} objects in ${target.label} have this value; a match needs exactly one.`
          : 'Exactly one object has this value.',
      },
      ...rest(),
    );
    return ambiguous ? { kind: 'ambiguous', attempts } : { kind: 'matched', entry, attempts };
  }
  return { kind: attempts.some((attempt) => attempt.verdict === 'notFound') ? 'notFound' : 'noValue', attempts };
}

/**
 * The attempt whose value others in the source have too, among those that decided: the one that matched, or, where nothing was found, the
 * first by which the object would be created. Null where nobody else has it or it is not known.
 */
export function duplicateInSource({ kind, attempts }: MatchResult): MatchAttempt | null {
  if (kind !== 'matched' && kind !== 'notFound') return null;
  const decided = kind === 'matched' ? 'matched' : 'notFound';
  return attempts.find(({ verdict, sourceCount }) => verdict === decided && (sourceCount ?? 0) > 1) ?? null;
}

/** A target object as the trace shows it: the mapped attributes that it has. */
export function matchedObject(compiled: CompiledConfiguration, entry: Entry): MatchedObject {
  const attributes = compiled.mappings.flatMap((mapping) => {
    const name = mapping.mapping.targetAttributeName;
    const value = entry.attributes.get(name) ?? null;
    return value === null ? [] : [{ name, value: masked(value, isRedacted(mapping)) }];
  });
  attributes.sort((left, right) => (left.name < right.name ? -1 : 1));
  return { id: entry.id, displayName: entry.displayName, attributes };
}

function attemptBase({ mapping }: CompiledMapping): Omit<MatchAttempt, 'verdict' | 'reason'> {
  return {
    target: mapping.targetAttributeName,
    matchingPriority: mapping.matchingPriority,
    mapping: mapping.pointer,
    value: null,
    asked: null,
    found: 0,
    candidates: [],
    sourceCount: null,
    sourceHolders: [],
    notes: [],
  };
}

function notAsked(mappings: readonly CompiledMapping[]): readonly MatchAttempt[] {
  return mappings.map((mapping) => ({
    ...attemptBase(mapping),
    verdict: 'notAsked',
    reason: 'An attribute of a lower priority number decided.',
  }));
}

/** Questions and errors quote the value, as it is, as in JSON, or as in a filter of LDAP (RFC 4515, section 3). */
function withoutValue(value: string): (text: string) => string {
  const quoted = JSON.stringify(value).slice(1, -1);
  const escaped = value.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const forms = [...new Set([escaped, quoted, value])];
  return (text) => forms.reduce((masked, form) => masked.replaceAll(form, redactedText), text);
}

function singleValue(value: AttributeValue): string | null {
  if (typeof value === 'string') return value;
  return value?.length === 1 ? (value[0] ?? null) : null;
}
