import type { AttributeMapping, FilterClause, Located } from '../core/schema/model.ts';
import type { TextRange } from '../core/text/range.ts';
import type { Change, ClauseResult, MappingEvaluation } from '../core/trace/trace.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { rangeOfProperty } from './attributeIndex.ts';
import { type HoverFacts, hoverFacts } from './hoverFacts.ts';
import { sentence } from './hoverValue.ts';
import type { RunFacts } from './runFacts.ts';
import { valueAtAGlance, valueInFull } from './shownValue.ts';
import { verdictSigns } from './verdictSigns.ts';

/** What the last run gave, behind the place that gave it. Both texts are plain. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/**
 * What each mapping and clause in a range gave for the user of the last run: behind the expression, or what stands in its place. None while
 * the text differs from the run: a value beside another expression than its own would be wrong.
 */
export function inlayHints(analysis: DocumentAnalysis, range: TextRange, facts: RunFacts | null): readonly InlayHint[] {
  if (!facts || facts.stale) return [];
  const hints: InlayHint[] = [];
  const isVisible = ({ range: { start, end } }: Located): boolean => start <= range.end && end >= range.start;
  for (const configuration of analysis.configurations) {
    const { objectMapping } = configuration;
    const found = isVisible(objectMapping) ? hoverFacts(facts, configuration) : null;
    if (!found) continue;
    for (const mapping of objectMapping.attributeMappings)
      if (isVisible(mapping)) hints.push(...mappingHint(analysis.text, mapping, found));
    for (const clause of clausesOf(objectMapping.scope))
      if (isVisible(clause)) hints.push(...clauseHint(analysis.text, clause, found));
  }
  const found = analysis.filter && hoverFacts(facts, null);
  if (found)
    for (const clause of clausesOf(analysis.filter))
      if (isVisible(clause)) hints.push(...clauseHint(analysis.text, clause, found));
  return hints.filter(({ offset }) => offset >= range.start && offset <= range.end);
}

function clausesOf(filter: DocumentAnalysis['filter']): readonly FilterClause[] {
  if (!filter) return [];
  return [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups].flatMap(({ clauses }) => clauses);
}

function clauseHint(text: string, clause: FilterClause, facts: HoverFacts): readonly InlayHint[] {
  const result = facts.clause(clause);
  if (!result || result.verdict === 'notEvaluated') return [];
  const offset = endOf(text, clause, '/sourceOperandName');
  return [
    {
      offset,
      label: `→ ${valueAtAGlance(result.actual)} ${verdictSigns[result.verdict]}`,
      tooltip: clauseTooltip(result, facts),
    },
  ];
}

function clauseTooltip({ attribute, actual, reason }: ClauseResult, { subject }: HoverFacts): string {
  return [`${sentence(subject)}: ${sentence(attribute)} is ${valueInFull(actual)}.`, sentence(reason)].join('\n');
}

function mappingHint(text: string, mapping: AttributeMapping, facts: HoverFacts): readonly InlayHint[] {
  const evaluation = facts.evaluation(mapping);
  if (!evaluation) return [];
  const change = facts.change(mapping);
  return [
    {
      offset: hintOffset(text, mapping),
      label: mappingLabel(evaluation, change),
      tooltip: mappingTooltip(evaluation, change, facts.subject),
    },
  ];
}

function hintOffset(text: string, mapping: AttributeMapping): number {
  const { source } = mapping;
  if (!source) return endOf(text, mapping, mapping.defaultValue === null ? '/targetAttributeName' : '/defaultValue');
  if (source.expressionRange) return source.expressionRange.end + 1;
  return source.name === null ? endOf(text, mapping, '/targetAttributeName') : endOf(text, source, '/name');
}

/** Behind the closing quote of a text property. */
function endOf(text: string, node: Located, pointer: string): number {
  const { start, end } = rangeOfProperty(text, node, pointer);
  return text[start - 1] === '"' ? end + 1 : end;
}

/** `→ "new"`, `"old" → "new"`, `→ "value" (does not flow: create only)`, `→ ignored`. */
function mappingLabel(evaluation: MappingEvaluation, change: Change | null): string {
  const gave = `→ ${outcomeText(evaluation, valueAtAGlance)}`;
  switch (change?.state) {
    case undefined:
      return gave;
    case 'changed':
      return change.old === null
        ? `→ ${valueAtAGlance(change.new)}`
        : `${valueAtAGlance(change.old)} → ${valueAtAGlance(change.new)}`;
    case 'unchanged':
      return `→ ${valueAtAGlance(change.new)} (unchanged)`;
    case 'null':
      return `${gave} (does not flow)`;
    case 'ignored': {
      if (evaluation.outcome === 'ignored') return gave;
      const why = shortWords.get(evaluation.note ?? '');
      return `${gave} (does not flow${why === undefined ? '' : `: ${why}`})`;
    }
    case 'failed':
      return evaluation.outcome === 'error' || evaluation.outcome === 'unsupported' ? gave : `${gave} (fails)`;
  }
}

/** Notes of `flowAttribute` that fit beside the text in fewer words; every other one stands in the tooltip only. */
const shortWords: ReadonlyMap<string, string> = new Map([
  ['This mapping applies only when the object is created.', 'create only'],
  ['The target attribute is read-only.', 'read-only'],
  ['The target attribute cannot change after the object is created.', 'immutable'],
  ['This mapping applies only while the target has no value.', 'only while empty'],
  ['This mapping adds values and never replaces one.', 'adds only'],
  ['This mapping adds values and never removes one.', 'adds only'],
]);

function outcomeText({ outcome, value, error }: MappingEvaluation, show: typeof valueAtAGlance): string {
  switch (outcome) {
    case 'value':
      return show(value);
    case 'null':
    case 'ignored':
      return outcome;
    case 'error':
      return error ? `error: ${error.code}` : 'error';
    case 'unsupported':
      return 'cannot be evaluated locally';
  }
}

function mappingTooltip(evaluation: MappingEvaluation, change: Change | null, subject: string): string {
  const { target, error, note } = evaluation;
  const lines = [`${sentence(subject)}: the mapping of ${sentence(target)} gives ${outcomeText(evaluation, valueInFull)}.`];
  if (change?.state === 'changed') lines.push(`Old: ${valueInFull(change.old)}`, `New: ${valueInFull(change.new)}`);
  if (error) lines.push(sentence(error.message));
  if (note !== null && note !== error?.message) lines.push(sentence(note));
  return lines.join('\n');
}
