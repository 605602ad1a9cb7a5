import { type CompiledConfiguration, compileConfiguration } from '../core/flow/compileConfiguration.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { AttributeDefinition, AttributeMapping, FilterClause } from '../core/schema/model.ts';
import { clauseText } from '../core/scope/clauseWords.ts';
import type { AttributeValue } from '../core/value.ts';
import { redactedText } from '../core/value.ts';
import { findEnumWord, findPropertyWords } from './enumWords.ts';
import type { HoverFacts } from './hoverFacts.ts';
import { sentence, shownName, valueLines } from './hoverValue.ts';
import { code, codeBlock, emphasis, list, type MarkdownBlock, type MarkdownSpan, paragraph, strong } from './markdownBlocks.ts';

/** More readers of one attribute are counted. */
const listedReaders = 8;

const compiledConfigurations = new WeakMap<Configuration, CompiledConfiguration>();

/** Parses every expression of an object mapping: once for each version of the document, and only where something asks. */
function compiled(configuration: Configuration): CompiledConfiguration {
  const known = compiledConfigurations.get(configuration);
  if (known) return known;
  const made = compileConfiguration(configuration);
  compiledConfigurations.set(configuration, made);
  return made;
}

/** A source attribute: its definition, its value for the chosen user, and what reads it. */
export function sourceAttributeBlocks(
  name: string,
  configuration: Configuration | null,
  facts: HoverFacts | null,
): readonly MarkdownBlock[] {
  const definition = configuration?.sourceObject?.attributes.find((attribute) => attribute.name === name) ?? null;
  return [
    ...definitionBlocks(name, definition, configuration?.sourceObject?.name ?? null, 'source'),
    ...(facts ? attributeValueBlocks(name, facts) : []),
    ...(configuration ? readerBlocks(name, configuration) : []),
  ];
}

/**
 * What a definition says, in a line or two.
 * @param side on which the object mapping at hand has the attribute; null where it stands in its definition.
 */
export function definitionBlocks(
  name: string,
  definition: AttributeDefinition | null,
  objectName: string | null,
  side: 'source' | 'target' | null,
): readonly MarkdownBlock[] {
  const of = objectName === null || objectName === '' ? [] : [' of ', code(shownName(objectName))];
  if (!definition) {
    const unknown = objectName === null ? [] : [': the directory definition does not have it.'];
    return [paragraph(code(shownName(name)), ...of, ...unknown)];
  }
  const words: MarkdownSpan[] = [code(shownName(definition.name)), ...of, `: ${definition.type}`];
  if (definition.multivalued) words.push(', several values');
  if (definition.required) words.push(', required');
  if (definition.anchor) words.push(', anchor');
  words.push(definition.caseExact ? ', case counts' : ', case does not count', '.');
  const mutability = findPropertyWords('attributeDefinition', 'mutability');
  const meaning = mutability && findEnumWord(mutability, definition.mutability);
  if (meaning && definition.mutability !== 'ReadWrite') words.push(` ${definition.mutability}: ${meaning.meaning}`);
  if (definition.flowNullValues) words.push(' Null values are allowed (flowNullValues).');
  else if (side === 'target') words.push(' It has no flowNullValues.');
  if (definition.defaultValue !== null) words.push(' Its own default: ', code(valueLines(definition.defaultValue)), '.');
  return [paragraph(...words)];
}

function attributeValueBlocks(name: string, facts: HoverFacts): readonly MarkdownBlock[] {
  const value = facts.attribute(name);
  if (value === undefined) return [];
  return [...valueHeading(facts), codeBlock(attributeText(value))];
}

function attributeText(value: AttributeValue): string {
  return value === redactedText ? `${redactedText} (masked, because a mapping redacts it)` : valueLines(value);
}

/** Whose value follows, and of which text. */
export function valueHeading(facts: HoverFacts): readonly MarkdownBlock[] {
  const stale = facts.stale ? [' ', emphasis('(from an earlier text)')] : [];
  return [paragraph(strong('Value'), ` for ${shownName(facts.subject)}`, ...stale)];
}

function readerBlocks(name: string, configuration: Configuration): readonly MarkdownBlock[] {
  const pointers = new Set(compiled(configuration).reads.get(name) ?? []);
  const mappings = configuration.objectMapping.attributeMappings.filter(({ pointer }) => pointers.has(pointer));
  const clauses = clausesOf(configuration).filter(({ pointer }) => pointers.has(pointer));
  const items: (readonly MarkdownSpan[])[] = [...mappings.map(mappingSpans), ...clauses.map(clauseSpans)];
  if (items.length === 0) return [];
  const count = `${items.length === 1 ? 'One place reads' : `${items.length} places read`} it:`;
  const rest = items.length - listedReaders;
  const shown = rest > 0 ? [...items.slice(0, listedReaders), [`and ${rest} more`]] : items;
  return [paragraph(count), list(shown)];
}

function mappingSpans({ targetAttributeName, source }: AttributeMapping): readonly MarkdownSpan[] {
  const from = source?.expression ?? source?.name ?? '';
  return [code(shownName(targetAttributeName)), ...(from === '' ? [] : [' ← ', code(shownName(from))])];
}

function clauseSpans(clause: FilterClause): readonly MarkdownSpan[] {
  return ['the clause ', code(sentence(clauseText(clause.sourceOperandName, clause.operatorName, clause.values)))];
}

function clausesOf({ scope }: Configuration): readonly FilterClause[] {
  const groups = scope ? [...scope.groups, ...scope.inputFilterGroups, ...scope.categoryFilterGroups] : [];
  return groups.flatMap(({ clauses }) => clauses);
}

/** The mappings that write an attribute, other than the one at hand. */
export function writerBlocks(
  name: string,
  configuration: Configuration,
  except: AttributeMapping | null,
): readonly MarkdownBlock[] {
  const folded = name.toLowerCase();
  const writers = configuration.objectMapping.attributeMappings.filter(
    (mapping) => mapping !== except && mapping.targetAttributeName.toLowerCase() === folded,
  );
  if (writers.length === 0) return [];
  const what = except === null ? 'Written by:' : 'Other mappings write it too, and the service does not remove duplicates:';
  return [paragraph(what), list(writers.slice(0, listedReaders).map(mappingSpans))];
}

/** A definition in `directories`: which object mappings read and write it. */
export function definedAttributeBlocks(
  definition: AttributeDefinition,
  configurations: readonly Configuration[],
  factsOf: (configuration: Configuration) => HoverFacts | null,
): readonly MarkdownBlock[] {
  const holds = (attributes: readonly AttributeDefinition[] | undefined): boolean => attributes?.includes(definition) === true;
  const reading = configurations.filter(({ sourceObject }) => holds(sourceObject?.attributes));
  const writing = configurations.filter(({ targetObject }) => holds(targetObject?.attributes));
  const heading = ({ objectMapping }: Configuration): MarkdownBlock =>
    paragraph(emphasis('Object mapping'), ` ${shownName(objectMapping.name || objectMapping.pointer)}`);
  const used = [
    ...reading.map((one) => ({ one, blocks: readUse(definition.name, one, factsOf(one)) })),
    ...writing.map((one) => ({ one, blocks: writerBlocks(definition.name, one, null) })),
  ].filter(({ blocks }) => blocks.length > 0);
  return [
    ...definitionBlocks(definition.name, definition, null, null),
    ...used.slice(0, 4).flatMap(({ one, blocks }) => [heading(one), ...blocks]),
  ];
}

function readUse(name: string, configuration: Configuration, facts: HoverFacts | null): readonly MarkdownBlock[] {
  return [...(facts ? attributeValueBlocks(name, facts) : []), ...readerBlocks(name, configuration)];
}
