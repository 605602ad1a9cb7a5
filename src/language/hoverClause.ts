import { nearestName } from '../core/functions/suggest.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { FilterClause, FilterGroup } from '../core/schema/model.ts';
import type { CollectionName } from '../core/scope/clauseWords.ts';
import { findScopeOperator, findUnevaluatedOperator, type ScopeOperator, scopeOperators } from '../core/scope/operators.ts';
import type { SemanticsName } from '../core/semantics.ts';
import type { Verdict } from '../core/trace/trace.ts';
import { findEnumWord, findPropertyWords } from './enumWords.ts';
import { sourceAttributeBlocks, valueHeading } from './hoverAttribute.ts';
import type { HoverFacts } from './hoverFacts.ts';
import { readingOfDefault, settingOf } from './hoverFunction.ts';
import { sentence, shownName, valueLines } from './hoverValue.ts';
import { code, codeBlock, emphasis, type MarkdownBlock, paragraph, separator, strong } from './markdownBlocks.ts';

/** Where a clause stands. */
export interface PlacedClause {
  readonly clause: FilterClause;
  readonly group: FilterGroup;
  readonly collection: CollectionName;
  readonly configuration: Configuration | null;
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: '✓ passes',
  failed: '✗ does not pass',
  unknown: '? cannot be evaluated locally',
  notEvaluated: 'not evaluated',
};

/** The attribute of a clause, and how the clause went. */
export function clauseAttributeBlocks(placed: PlacedClause, facts: HoverFacts | null): readonly MarkdownBlock[] {
  const { clause, configuration } = placed;
  const verdict = verdictBlocks(placed, facts, false);
  return [
    ...sourceAttributeBlocks(clause.sourceOperandName, configuration, facts),
    ...(verdict.length === 0 ? [] : [separator, ...verdict]),
  ];
}

/** How a clause went, and what its operator means exactly. */
export function clauseBlocks(placed: PlacedClause, facts: HoverFacts | null): readonly MarkdownBlock[] {
  const verdict = verdictBlocks(placed, facts, true);
  return [...verdict, ...(verdict.length === 0 ? [] : [separator]), ...operatorBlocks(placed)];
}

function verdictBlocks({ clause, group }: PlacedClause, facts: HoverFacts | null, withValue: boolean): readonly MarkdownBlock[] {
  if (!facts) return [];
  const result = facts.clause(clause);
  if (!result) {
    if (!facts.stale) return [];
    return [paragraph(emphasis('The last run was made with an earlier text of this clause.'))];
  }
  return [
    verdictLine(result.verdict, facts),
    paragraph(sentence(result.reason)),
    ...(withValue ? [...valueHeading(facts), codeBlock(valueLines(result.actual))] : []),
    ...fixBlocks(facts, clause.pointer, group.pointer),
  ];
}

function verdictLine(verdict: Verdict, facts: HoverFacts): MarkdownBlock {
  const stale = facts.stale ? [' ', emphasis('(from an earlier text)')] : [];
  return paragraph(strong(verdictWords[verdict]), ` for ${shownName(facts.subject)}`, ...stale);
}

function fixBlocks(facts: HoverFacts, ...pointers: readonly string[]): readonly MarkdownBlock[] {
  const fix = facts.fix(...pointers);
  return fix ? [paragraph(strong('Nearest fix:'), ` ${sentence(fix.sentence)}`)] : [];
}

/** How a group of clauses went. */
export function groupBlocks(group: FilterGroup, facts: HoverFacts | null): readonly MarkdownBlock[] {
  const result = facts?.group(group);
  if (!facts || !result) return [];
  const clauses = result.clauses.filter(({ verdict }) => verdict === 'passed').length;
  return [
    verdictLine(result.verdict, facts),
    paragraph(`${clauses} of ${result.clauses.length} clauses pass; every one must.`),
    ...fixBlocks(facts, group.pointer),
  ];
}

function operatorBlocks({ clause, collection }: PlacedClause): readonly MarkdownBlock[] {
  const operator = findScopeOperator(clause.operatorName);
  if (!operator) return unknownOperatorBlocks(clause.operatorName);
  return [
    paragraph(code(operator.name), `: ${operator.rule} For ${operator.types.join(', ')}.`),
    paragraph(strong('Empty attribute:'), ' ', nullSentence(operator, collection)),
    paragraph(strong('Several values:'), ' ', severalSentence(clause)),
    ...(clause.values.length > 1 ? [point('severalFilterValues', 'Several values in the clause:')] : []),
    ...(operator.name.endsWith('REGEX MATCH') ? [point('filterRegex', 'The pattern:')] : []),
    ...(operator.name.endsWith('&') ? [point('ampersandOperator', 'The operator:')] : []),
  ];
}

function point(name: SemanticsName, title: string): MarkdownBlock {
  return paragraph(strong(title), ` ${readingOfDefault(name)} ${settingOf(name)}`);
}

/** `whenNull` is the documented rule; the collections differ for negative operators only. */
function nullSentence({ whenNull, negative, name }: ScopeOperator, collection: CollectionName): string {
  if (whenNull === 'passed') return `passes ${name}.`;
  if (!negative) return `fails ${name}.`;
  const reading = collection === 'groups' ? 'nullInGroups' : 'nullInInputFilters';
  return `${readingOfDefault(reading)} ${settingOf(reading)}`;
}

function severalSentence({ multivaluedComparisonType: own }: FilterClause): string {
  const words = findPropertyWords('filterClause', 'multivaluedComparisonType');
  const word = own === null || !words ? null : findEnumWord(words, own);
  if (word) return `${word.meaning} The clause says so (${word.name}).`;
  return `${readingOfDefault('multivaluedComparison')} ${settingOf('multivaluedComparison')}`;
}

function unknownOperatorBlocks(name: string): readonly MarkdownBlock[] {
  const known = findUnevaluatedOperator(name);
  const open = 'A clause with it cannot be evaluated locally, which is neither true nor false.';
  if (known) return [paragraph(code(known.name), `: ${known.known}`), paragraph(open)];
  const near = nearestName(
    name,
    scopeOperators.map((operator) => operator.name),
  );
  const advice = near === null ? [] : [' Did you mean ', code(near), '?'];
  return [paragraph('No document describes the operator ', code(shownName(name)), '.', ...advice), paragraph(open)];
}
