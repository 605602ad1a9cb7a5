import type { Configuration } from '../../schema/configuration.ts';
import type { GateResult, WhyNot } from '../../trace/trace.ts';
import type { Attributes } from '../../value.ts';
import { clausesByAttribute, findContradiction } from '../check/checkContradictions.ts';
import { type CollectionName, clauseText, collectionNames, failureText, groupKinds } from '../clauseWords.ts';
import { evaluateScope, type ScopeOptions, type ScopeResult } from '../gates.ts';
import { nearestFixes } from './nearestFix.ts';
import { titleOf } from './nearestFixFilter.ts';
import { type RankedGroup, rankedGroups } from './nearestGroups.ts';
import { type IsRedacted, subjectOf } from './scopeChange.ts';

export interface WhyNotOptions extends ScopeOptions {
  /** Whether an attribute's value must not be shown. */
  readonly isRedacted: IsRedacted;
}

/** Failing clauses of a group that are written out. */
const mostFailures = 3;

const consequences: Readonly<Record<CollectionName, string>> = {
  groups: '',
  inputFilterGroups: ' What an input filter leaves out is not processed at all: it is not deprovisioned either.',
  categoryFilterGroups: ' What the category filters leave out does not belong to this object mapping, which leaves it alone.',
};

/**
 * What keeps a person out of scope, in words, and what would let them in. Null where the person is in scope and where
 * it cannot be told.
 * @param result what `evaluateScope` gave for the same configuration, attributes and options.
 */
export function explainWhyNot(
  configuration: Configuration,
  attributes: Attributes,
  result: ScopeResult,
  options: WhyNotOptions,
): WhyNot | null {
  if (result.verdict === 'inScope' || result.verdict === 'unknown') return null;
  const sentences = result.gates.flatMap((gate) => {
    if (gate.verdict !== 'failed') return [];
    if (gate.gate !== 'filter') return [gateSentence(gate, options.isRedacted)];
    // The service puts clauses of its own in front of the filters of groups; they stand in no collection, and fail without the filter too.
    const own = evaluateScope({ ...configuration, scope: null }, attributes, options).gates.filter(
      (one) => one.gate === 'filter',
    );
    return [
      ...own.filter(({ verdict }) => verdict === 'failed').map((one) => gateSentence(one, options.isRedacted)),
      ...collectionNames.flatMap((name) => collectionSentence(configuration, name, result, options.isRedacted)),
    ];
  });
  const fixes = nearestFixes({ configuration, attributes, options }, result, options.isRedacted);
  if (result.deletion === 'hard') sentences.push('The object is deleted for good in the source: no change lets it in.');
  else if (fixes.length === 0) sentences.push(noFixSentence(result, subjectOf({ configuration })));
  return { sentence: sentences.join(' '), fixes };
}

function gateSentence(gate: GateResult, isRedacted: IsRedacted): string {
  const hidden = gate.lookedAt.map(({ name }) => name).filter(isRedacted);
  return hidden.length > 0 ? `The gate "${gate.gate}" fails by ${hidden.join(', ')}, which is redacted.` : gate.reason;
}

function collectionSentence(
  { scope }: Configuration,
  name: CollectionName,
  result: ScopeResult,
  isRedacted: IsRedacted,
): readonly string[] {
  if (!scope || result.filter[name].verdict !== 'failed') return [];
  const kind = groupKinds[name];
  const [nearest] = rankedGroups(scope, name, result.filter, 1);
  if (!nearest) return [`No ${kind} is satisfied.${consequences[name]}`];
  const failed = nearest.result.clauses.filter(({ verdict }) => verdict === 'failed');
  const failures = failed.slice(0, mostFailures).map((clause) => failureText(clause, isRedacted(clause.attribute)));
  const more = failed.length > mostFailures ? `, and ${failed.length - mostFailures} more clauses fail` : '';
  const title = titleOf(nearest);
  const subject =
    scope[name].length === 1
      ? `The ${nearest.group.name === '' ? kind : `${kind} ${title}`} fails`
      : `No ${kind} is satisfied; the nearest, ${title}, fails`;
  return [`${subject} because ${failures.join(', and ')}${more}.${impossibleSentence(nearest)}${consequences[name]}`];
}

/** What the hygiene of filters says of a group that nobody satisfies; values compared one by one follow other rules. */
function impossibleSentence({ group, result }: RankedGroup): string {
  if (result.clauses.some(({ actual }) => Array.isArray(actual))) return '';
  for (const clauses of clausesByAttribute({ source: null }, group).values()) {
    const found = findContradiction(clauses);
    if (!found) continue;
    const { sourceOperandName, operatorName, values } = found.clause.clause;
    return ` Nobody can satisfy that group, because of ${clauseText(sourceOperandName, operatorName, values)}: ${found.why}.`;
  }
  return '';
}

function noFixSentence({ gates, filter }: ScopeResult, subject: string): string {
  const untold =
    gates.some(({ verdict }) => verdict === 'unknown') || collectionNames.some((name) => filter[name].verdict === 'unknown');
  return untold
    ? `Another part of the scope cannot be told here, so that no change can be promised to let this ${subject} in.`
    : `No change of one or a few values was found that lets this ${subject} in.`;
}
