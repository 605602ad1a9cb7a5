import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { CompiledConfiguration, CompiledMapping } from '../flow/compileConfiguration.ts';
import { evaluateMapping } from '../flow/evaluateMapping.ts';
import { isRedacted, masked } from '../flow/redaction.ts';
import type { DirectoryError, Entry, MatchQuery, SourceDirectory, TargetDirectory } from '../trace/directory.ts';
import type { MatchAttempt, MatchedObject } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';

/** How the match went. The first matching attribute that finds somebody decides (facts/graph-synchronization.md, section 4). */
export type MatchResult =
  | { readonly kind: 'matched'; readonly entry: Entry; readonly attempts: readonly MatchAttempt[] }
  | { readonly kind: 'notFound'; readonly attempts: readonly MatchAttempt[] }
  /** More than one hit: `DuplicateTargetEntries`. */
  | { readonly kind: 'ambiguous'; readonly attempts: readonly MatchAttempt[] }
  /** No matching attribute has a value: `ImportSkipped`. */
  | { readonly kind: 'noValue'; readonly attempts: readonly MatchAttempt[] }
  | { readonly kind: 'failed'; readonly error: DirectoryError; readonly attempts: readonly MatchAttempt[] }
  /** The configuration has no matching attribute, or one of them cannot be computed. */
  | { readonly kind: 'notComputed'; readonly reason: string; readonly attempts: readonly MatchAttempt[] };

/** Candidates that are shown of an ambiguous hit. */
const shownCandidates = 5;

/** Looks for the target object: one query per matching attribute, in order of priority, until one finds something. */
export async function matchTarget(
  compiled: CompiledConfiguration,
  context: EvaluationContext,
  source: SourceDirectory,
  target: TargetDirectory,
): Promise<MatchResult> {
  const attempts: MatchAttempt[] = [];
  if (compiled.matching.length === 0) {
    return {
      kind: 'notComputed',
      reason: 'No mapping has a matching priority, so nothing says how to find the target object.',
      attempts,
    };
  }
  for (const [index, mapping] of compiled.matching.entries()) {
    const { outcome } = evaluateMapping(mapping, context);
    const base = attemptBase(mapping);
    if (outcome.kind === 'error' || outcome.kind === 'unsupported') {
      attempts.push({ ...base, verdict: 'error', reason: outcome.message }, ...notAsked(compiled.matching.slice(index + 1)));
      return { kind: 'notComputed', reason: `The value of ${base.target} cannot be computed: ${outcome.message}`, attempts };
    }
    const value = outcome.kind === 'value' ? singleValue(outcome.value) : null;
    if (value === null || value === '') {
      const several = outcome.kind === 'value' && value === null;
      attempts.push({
        ...base,
        value: outcome.kind === 'value' ? outcome.value : null,
        verdict: 'noValue',
        reason: several
          ? 'The attribute has several values; a match needs one.'
          : 'The person has no value for this matching attribute.',
      });
      continue;
    }
    const query: MatchQuery = { attribute: base.target, value, caseExact: mapping.definition?.caseExact ?? false };
    const sourceCount = await countInSource(mapping, source, value);
    const answer = await target.match(
      query,
      compiled.mappings.map((each) => each.mapping.targetAttributeName),
    );
    const shown = { ...base, value: masked(value, isRedacted(mapping)), sourceCount };
    if (!answer.ok) {
      attempts.push(
        { ...shown, verdict: 'error', reason: answer.error.message },
        ...notAsked(compiled.matching.slice(index + 1)),
      );
      return { kind: 'failed', error: answer.error, attempts };
    }
    const { entries, total, asked } = answer.value;
    const candidates = entries.slice(0, shownCandidates).map((entry) => matchedObject(compiled, entry));
    const [entry] = entries;
    if (!entry) {
      attempts.push({ ...shown, asked, verdict: 'notFound', reason: `Nobody in ${target.label} has this value.` });
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
      ...notAsked(compiled.matching.slice(index + 1)),
    );
    return ambiguous ? { kind: 'ambiguous', attempts } : { kind: 'matched', entry, attempts };
  }
  return { kind: attempts.some((attempt) => attempt.verdict === 'notFound') ? 'notFound' : 'noValue', attempts };
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
  };
}

function notAsked(mappings: readonly CompiledMapping[]): readonly MatchAttempt[] {
  return mappings.map((mapping) => ({
    ...attemptBase(mapping),
    verdict: 'notAsked',
    reason: 'An attribute of a lower priority number decided.',
  }));
}

function singleValue(value: AttributeValue): string | null {
  if (typeof value === 'string') return value;
  return value?.length === 1 ? (value[0] ?? null) : null;
}

/** Uniqueness in the source can be asked where the matching attribute is mapped directly; an expression would need everybody's value. */
async function countInSource(mapping: CompiledMapping, source: SourceDirectory, value: string): Promise<number | null> {
  if (mapping.root?.kind !== 'attribute') return null;
  const counted = await source.count(mapping.root.name, value);
  return counted.ok ? counted.value : null;
}
