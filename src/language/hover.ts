import { findFunction } from '../core/functions/functionTable.ts';
import type { FilterGroup } from '../core/schema/model.ts';
import { collectionNames } from '../core/scope/clauseWords.ts';
import type { TextRange } from '../core/text/range.ts';
import type { GateKind } from '../core/trace/trace.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { type ConfigurationThing, findEnumWord, findPropertyWords, type PropertyWords } from './enumWords.ts';
import { expressionAt } from './expressionAt.ts';
import { definedAttributeBlocks, sourceAttributeBlocks } from './hoverAttribute.ts';
import { clauseAttributeBlocks, clauseBlocks, groupBlocks, type PlacedClause } from './hoverClause.ts';
import { expressionHover, mappingValueBlocks } from './hoverExpression.ts';
import { type HoverFacts, hoverFacts } from './hoverFacts.ts';
import { functionBlocks } from './hoverFunction.ts';
import type { Hover } from './hoverShape.ts';
import { targetBlocks } from './hoverTarget.ts';
import { sentence, shownName } from './hoverValue.ts';
import { code, emphasis, type MarkdownBlock, paragraph, separator, strong } from './markdownBlocks.ts';
import { type Place, placeAt } from './place.ts';
import type { RunFacts } from './runFacts.ts';

/** What is known of whatever stands at an offset: what it means, and what it gave in the last run. Null where there is nothing to say. */
export function hoverAt(analysis: DocumentAnalysis, offset: number, facts: RunFacts | null): Hover | null {
  if (analysis.kind === 'connection') return null;
  const place = placeAt(analysis, offset);
  if (place.literal && offset >= place.literal.end) return null;
  const known = hoverFacts(facts, place.configuration);
  const expression = expressionAt(place);
  if (expression) return expressionHover(analysis.text, expression, place.configuration, known);
  const range = rangeAt(analysis.text, place);
  if (!range) return null;
  const blocks = place.isKey
    ? propertyBlocks(place, analysis, facts)
    : (valueBlocks(place, analysis, facts, known) ?? wordBlocks(place, analysis, range, facts));
  return blocks.length === 0 ? null : { range, blocks };
}

/** The string at the place without its quotes, or the number or word of JSON; null where none stands there. */
function rangeAt(text: string, { literal, offset }: Place): TextRange | null {
  if (literal) {
    const closed = literal.end - literal.start > 1 && text[literal.end - 1] === '"';
    return { start: literal.start + 1, end: closed ? literal.end - 1 : literal.end };
  }
  const isBare = (index: number): boolean => /[\w.+-]/.test(text[index] ?? '');
  if (!isBare(offset)) return null;
  let start = offset;
  let end = offset;
  while (isBare(start - 1)) start -= 1;
  while (isBare(end)) end += 1;
  return { start, end };
}

/** What a value says by itself: a name, an operator. Null where only the property's own words are left. */
function valueBlocks(
  place: Place,
  analysis: DocumentAnalysis,
  facts: RunFacts | null,
  known: HoverFacts | null,
): readonly MarkdownBlock[] | null {
  const { mapping, configuration, attribute, path, value } = place;
  const property = path.join('/');
  const clause = placedClause(place, analysis);
  if (clause) {
    if (property === 'sourceOperandName') return clauseAttributeBlocks(clause, known);
    return property === 'operatorName' || property.startsWith('targetOperand') ? clauseBlocks(clause, known) : null;
  }
  if (place.group && property === 'name') return groupBlocks(place.group, known);
  if (attribute && property === 'name')
    return definedAttributeBlocks(attribute, analysis.configurations, (one) => hoverFacts(facts, one));
  if (!mapping || !configuration) return null;
  if (property === 'targetAttributeName') return targetBlocks(mapping, configuration, known);
  if (property === 'source/name' && value !== null) {
    switch (mapping.source?.type) {
      case 'Attribute':
        return sourceAttributeBlocks(value, configuration, known);
      case 'Function': {
        const definition = findFunction(value);
        return [...mappingValueBlocks(mapping, known), ...(definition ? functionBlocks(definition) : [])];
      }
      default:
        return mappingValueBlocks(mapping, known);
    }
  }
  return null;
}

function placedClause({ clause, group, filter, configuration }: Place, analysis: DocumentAnalysis): PlacedClause | null {
  if (!clause || !group || !filter) return null;
  const isIn = (groups: readonly FilterGroup[]): boolean => groups.includes(group);
  const collection = collectionNames.find((name) => isIn(filter[name])) ?? 'groups';
  // A scope file says nothing of the directory that it is for.
  return { clause, group, collection, configuration: analysis.kind === 'scope' ? null : configuration };
}

/** A property by its name: what it is for, and for some what the run says of it. */
function propertyBlocks(place: Place, analysis: DocumentAnalysis, facts: RunFacts | null): readonly MarkdownBlock[] {
  const words = wordsOf(place);
  return words ? [summaryOf(words), ...gateBlocks(place, words, facts, analysis)] : [];
}

/** A value of a property: its own meaning where it is one of a few words, and what the property is for. */
function wordBlocks(
  place: Place,
  analysis: DocumentAnalysis,
  range: TextRange,
  facts: RunFacts | null,
): readonly MarkdownBlock[] {
  const words = wordsOf(place);
  if (!words) return [];
  const written = place.value ?? analysis.text.slice(range.start, range.end);
  const meanings = writtenWords(words, written).map((word) => paragraph(code(word.name), `: ${word.meaning}`));
  return [...meanings, summaryOf(words), ...gateBlocks(place, words, facts, analysis)];
}

function writtenWords(words: PropertyWords, written: string): PropertyWords['values'] {
  // Embedded documents have the numbers of the words (facts/graph-synchronization.md, section 2.2); flags add theirs up.
  const numbered = /^\d$/.test(written) && !words.flags ? words.values[Number(written)] : undefined;
  if (numbered) return [numbered];
  const names = words.flags ? written.split(',') : [written];
  return names.flatMap((name) => findEnumWord(words, name) ?? []);
}

function summaryOf(words: PropertyWords): MarkdownBlock {
  return paragraph(emphasis(words.name), `: ${words.summary}`);
}

/** The property that a place stands in; null where the table has no words for it. */
function wordsOf(place: Place): PropertyWords | null {
  const { thing, path } = thingAt(place);
  const name = thing && path.find((step) => typeof step === 'string');
  return thing && typeof name === 'string' ? findPropertyWords(thing, name) : null;
}

function thingAt(place: Place): { readonly thing: ConfigurationThing | null; readonly path: Place['path'] } {
  const { path } = place;
  if (place.attribute) return { thing: 'attributeDefinition', path };
  if (place.object) return { thing: null, path };
  if (place.clause) return { thing: 'filterClause', path };
  if (place.group) return { thing: null, path };
  if (place.mapping) return sourceOrMapping(path);
  if (place.filter) return { thing: 'filter', path };
  if (place.configuration) return { thing: 'objectMapping', path };
  if (path[0] === 'synchronizationRules' && path.length > 2) return { thing: 'synchronizationRule', path: path.slice(2) };
  if (path[0] === 'directories' && path.length > 2) return { thing: 'directoryDefinition', path: path.slice(2) };
  return { thing: null, path };
}

/** The parsed form nests sources in sources: the last property counts. */
function sourceOrMapping(path: Place['path']): { readonly thing: ConfigurationThing; readonly path: Place['path'] } {
  const last = path.at(-1);
  if (path[0] !== 'source' || path.length < 2) return { thing: 'attributeMapping', path };
  return { thing: 'attributeMappingSource', path: typeof last === 'string' ? [last] : [] };
}

const gatesOf: Readonly<Record<string, GateKind>> = { containerFilter: 'container', groupFilter: 'group' };

/** What the run says of the organizational units and groups of its rule. */
function gateBlocks(
  place: Place,
  words: PropertyWords,
  facts: RunFacts | null,
  analysis: DocumentAnalysis,
): readonly MarkdownBlock[] {
  const kind = words.thing === 'synchronizationRule' ? gatesOf[words.name] : undefined;
  if (!kind || !facts) return [];
  const rule = analysis.schema?.synchronizationRules[Number(place.path[1])];
  const ofRule = analysis.configurations.filter((one) => one.rule === rule);
  const known = ofRule.map((one) => hoverFacts(facts, one)).find((one) => one !== null);
  const gate = facts.trace.steps[2].details.gates?.find((one) => one.gate === kind);
  if (!known || !gate) return [];
  const stale = known.stale ? [' ', emphasis('(from an earlier text)')] : [];
  return [
    separator,
    paragraph(strong('Last run'), ` for ${shownName(known.subject)}`, ...stale),
    paragraph(sentence(gate.reason)),
  ];
}
