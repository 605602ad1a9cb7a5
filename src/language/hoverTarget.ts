import { type Configuration, targetDefinition } from '../core/schema/configuration.ts';
import type { AttributeMapping } from '../core/schema/model.ts';
import type { ChangeState } from '../core/trace/trace.ts';
import { definitionBlocks, writerBlocks } from './hoverAttribute.ts';
import type { HoverFacts } from './hoverFacts.ts';
import { sentence, shownName, valueLines } from './hoverValue.ts';
import { codeBlock, emphasis, type MarkdownBlock, paragraph, strong } from './markdownBlocks.ts';

const stateWords: Readonly<Record<ChangeState, string>> = {
  changed: 'changed',
  unchanged: 'unchanged',
  ignored: 'ignored',
  null: 'null',
  failed: 'failed',
};

/** A target attribute: its definition, what the mapping does to it for the chosen user, and which other mappings write it. */
export function targetBlocks(
  mapping: AttributeMapping,
  configuration: Configuration,
  facts: HoverFacts | null,
): readonly MarkdownBlock[] {
  const name = mapping.targetAttributeName;
  return [
    ...definitionBlocks(name, targetDefinition(configuration, name), configuration.targetObject?.name ?? null, 'target'),
    ...(facts ? changeBlocks(mapping, facts) : []),
    ...writerBlocks(name, configuration, mapping),
  ];
}

function changeBlocks(mapping: AttributeMapping, facts: HoverFacts): readonly MarkdownBlock[] {
  const change = facts.change(mapping);
  if (!change) return [];
  const evaluation = facts.evaluation(mapping);
  const notEvaluated = change.state === 'failed' && evaluation?.outcome === 'unsupported';
  const word = notEvaluated ? 'cannot be evaluated locally' : stateWords[change.state];
  const stale = facts.stale ? [' ', emphasis('(from an earlier text)')] : [];
  const note = evaluation?.note ?? evaluation?.error?.message ?? null;
  const attempt = facts.attempt(mapping);
  return [
    paragraph(strong(word), ` for ${shownName(facts.subject)}`, ...stale),
    codeBlock(`old  ${indented(valueLines(change.old))}\nnew  ${indented(valueLines(change.new))}`),
    ...(note === null ? [] : [paragraph(sentence(note))]),
    ...(attempt ? [paragraph(strong('Match:'), ` ${sentence(attempt.reason)}`)] : []),
  ];
}

function indented(lines: string): string {
  return lines.replaceAll('\n', '\n     ');
}
