import { findFunction } from '../core/functions/functionTable.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { AttributeMapping } from '../core/schema/model.ts';
import type { MappingEvaluation, ValueTree } from '../core/trace/trace.ts';
import { redactedText } from '../core/value.ts';
import { type PlacedExpression, rangeInDocument, tokenAt } from './expressionAt.ts';
import { sourceAttributeBlocks, valueHeading } from './hoverAttribute.ts';
import type { HoverFacts } from './hoverFacts.ts';
import { functionBlocks, keywordBlocks, unknownFunctionBlocks } from './hoverFunction.ts';
import type { Hover } from './hoverShape.ts';
import { outcomeBlocks } from './hoverValue.ts';
import { emphasis, type MarkdownBlock, paragraph, separator } from './markdownBlocks.ts';

/** The term at a place of an expression: its value for the chosen user, and what its word means. */
export function expressionHover(
  text: string,
  placed: PlacedExpression,
  configuration: Configuration | null,
  facts: HoverFacts | null,
): Hover | null {
  const token = tokenAt(placed.text, placed.offset);
  const value = facts && placed.whole ? termValue(placed, facts) : null;
  const words = token?.kind === 'attribute' ? [] : wordBlocks(placed, token);
  if (token?.kind === 'attribute') {
    const range = rangeInDocument(text, placed.literal, token.range);
    // The value is said once: where the term has it, the attribute need not.
    const blocks = sourceAttributeBlocks(token.value, configuration, value?.known ? null : facts);
    return { range, blocks: value ? [...value.blocks, separator, ...blocks] : blocks };
  }
  if (value) {
    const blocks = words.length === 0 ? value.blocks : [...value.blocks, separator, ...words];
    return { range: rangeInDocument(text, placed.literal, value.range), blocks };
  }
  if (!token || words.length === 0) return null;
  return { range: rangeInDocument(text, placed.literal, token.range), blocks: words };
}

function wordBlocks(placed: PlacedExpression, token: ReturnType<typeof tokenAt>): readonly MarkdownBlock[] {
  if (token?.kind !== 'name') return [];
  const isCall = /^\s*\(/u.test(placed.text.slice(token.range.end));
  if (!isCall) return keywordBlocks(token.value) ?? [];
  const definition = findFunction(token.value);
  return definition ? functionBlocks(definition) : unknownFunctionBlocks(token.value);
}

interface TermValue {
  /** In the expression. */
  readonly range: { readonly start: number; readonly end: number };
  readonly blocks: readonly MarkdownBlock[];
  /** False where there is only to say why there is no value. */
  readonly known: boolean;
}

/** Null where the run gave none for this text. */
function termValue(placed: PlacedExpression, facts: HoverFacts): TermValue | null {
  const evaluation = facts.evaluation(placed.mapping);
  if (!evaluation?.tree) return null;
  if (evaluation.expression !== placed.text) {
    if (!facts.stale) return null;
    const range = { start: 0, end: placed.text.length };
    return {
      range,
      blocks: [paragraph(emphasis('The last run was made with an earlier text of this expression.'))],
      known: false,
    };
  }
  const term = innermost(evaluation.tree, placed.offset);
  if (!term) return null;
  const [start, end] = term.range;
  return { range: { start, end }, blocks: [...valueHeading(facts), ...termBlocks(term, evaluation, facts)], known: true };
}

function termBlocks(term: ValueTree, evaluation: MappingEvaluation, facts: HoverFacts): readonly MarkdownBlock[] {
  const masked = term.kind === 'attribute' && facts.attribute(term.text.slice(1, -1)) === redactedText;
  const value = masked && term.outcome === 'value' ? redactedText : term.value;
  return outcomeBlocks(term.outcome, value, term.reason ?? failureOf(term, evaluation));
}

/** The message of what failed belongs to the term where it happened, and to the whole. */
function failureOf(term: ValueTree, { error, tree }: MappingEvaluation): string | null {
  if (!error || (term.outcome !== 'error' && term.outcome !== 'unsupported')) return null;
  const [start, end] = error.range;
  return term === tree || (term.range[0] <= start && end <= term.range[1]) ? error.message : null;
}

function innermost(tree: ValueTree, offset: number): ValueTree | null {
  const holds = (term: ValueTree): boolean => term.range[0] <= offset && offset < term.range[1];
  if (!holds(tree)) return tree.range[1] === offset ? tree : null;
  let term = tree;
  for (;;) {
    const child: ValueTree | undefined = term.children.find((one) => one.kind !== 'blank' && holds(one));
    if (!child) return term;
    term = child;
  }
}

/** The whole value of a mapping, for places beside its expression. */
export function mappingValueBlocks(mapping: AttributeMapping, facts: HoverFacts | null): readonly MarkdownBlock[] {
  const evaluation = facts?.evaluation(mapping);
  if (!facts || !evaluation) return [];
  return [...valueHeading(facts), ...outcomeBlocks(evaluation.outcome, evaluation.value, evaluation.error?.message ?? null)];
}
