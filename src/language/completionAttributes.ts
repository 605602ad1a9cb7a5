import { serviceMade } from '../core/expression/check/checkAttributes.ts';
import { tokenize } from '../core/expression/tokenize.ts';
import type { AttributeDefinition, Filter, ObjectMapping } from '../core/schema/model.ts';
import type { AttributeValue } from '../core/value.ts';
import { type CompletionItem, type CompletionSituation, valueItem, valueSlot } from './completionItem.ts';
import { shownName, valueInLine, valueLines } from './hoverValue.ts';
import { codeBlock, type MarkdownBlock, paragraph } from './markdownBlocks.ts';
import type { RunFacts } from './runFacts.ts';

/** An attribute that could be named, and what is known of it. */
export interface KnownAttribute {
  readonly name: string;
  readonly definition: AttributeDefinition | null;
  /** What the person of the last run holds; undefined where that is not known. */
  readonly value: AttributeValue | undefined;
  /** Why it is offered although no definition has it; null where one has it, or where there are no definitions. */
  readonly remark: string | null;
}

/** The attributes of the source object: those of its definition first, then what the imported person has beside them. */
export function sourceAttributes(situation: CompletionSituation): readonly KnownAttribute[] {
  const definitions = situation.configuration?.sourceObject?.attributes ?? [];
  const values = importedValues(situation);
  const known = new Map<string, KnownAttribute>();
  const add = (name: string, definition: AttributeDefinition | null, remark: string | null): void => {
    if (name !== '' && !known.has(name)) known.set(name, { name, definition, value: values.get(name), remark });
  };
  for (const definition of definitions) add(definition.name, definition, null);
  const isDefined = definitions.length > 0;
  for (const [name, value] of values) if (value !== null) add(name, null, isDefined ? 'not in the definition' : null);
  if (!isDefined) for (const name of mentionedNames(situation)) add(name, null, null);
  if (situation.configuration?.dialect === 'app-provisioning')
    for (const name of serviceMade) add(name, null, 'made by the service');
  return [...known.values()];
}

/** What the person of the last run holds, by attribute; null for what the configuration reads and the person does not have. */
function importedValues(situation: CompletionSituation): ReadonlyMap<string, AttributeValue> {
  const { facts } = situation;
  if (!facts || !isOfSameSource(situation)) return new Map();
  const { attributes = [], absent = [] } = facts.trace.steps[1].details;
  return new Map([
    ...absent.map((name) => [name, null] as const),
    ...attributes.map(({ name, value }) => [name, value] as const),
  ]);
}

/** Whether the last run read an object of the kind that this configuration reads. */
function isOfSameSource({ analysis, configuration, facts }: CompletionSituation): boolean {
  if (analysis.kind !== 'schema') return true;
  const run = facts?.trace.configuration;
  const used = analysis.configurations.find(
    ({ rule, objectMapping }) => rule?.name === run?.rule && objectMapping.name === run?.objectMapping,
  );
  return (
    used !== undefined &&
    used.rule === configuration?.rule &&
    used.objectMapping.sourceObjectName === configuration?.objectMapping.sourceObjectName
  );
}

/** The source attributes that a document without definitions reads elsewhere. */
function mentionedNames({ analysis, configuration }: CompletionSituation): ReadonlySet<string> {
  const names = new Set<string>();
  const filter = analysis.filter ?? configuration?.objectMapping.scope ?? null;
  if (filter) addFilterNames(filter, names);
  if (configuration) addMappingNames(configuration.objectMapping, names);
  return names;
}

function addFilterNames(filter: Filter, names: Set<string>): void {
  for (const { clauses } of [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups])
    for (const { sourceOperandName } of clauses) names.add(sourceOperandName);
}

const longestExpression = 20_000;

function addMappingNames(objectMapping: ObjectMapping, names: Set<string>): void {
  for (const { source } of objectMapping.attributeMappings) {
    if (!source || source.type === 'Constant') continue;
    if (source.type === 'Attribute' && source.name !== null) names.add(source.name);
    for (const token of tokenize((source.expression ?? '').slice(0, longestExpression)))
      if (token.kind === 'attribute') names.add(token.value);
  }
}

/** One line on an attribute: its type, what it holds, and what is remarkable. */
export function attributeDetail({ definition, value, remark }: KnownAttribute): string | null {
  const parts = [definition && typeOf(definition), remark, value === undefined ? null : shortened(valueInLine(value))].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? null : parts.join(' · ');
}

/** What the person of the last run holds. */
export function attributeDocumentation(facts: RunFacts | null, { value }: KnownAttribute): readonly MarkdownBlock[] {
  if (!facts || value === undefined) return [];
  const { displayName, id } = facts.trace.subject;
  return [paragraph(`Of ${shownName(displayName || id)} in the last run:`), codeBlock(valueLines(value))];
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function typeOf({ type, multivalued }: AttributeDefinition): string {
  return multivalued ? `${type}, several values` : type;
}

/** `targetAttributeName`: what no mapping writes yet first, required attributes before the others. */
export function targetNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const { configuration, place, facts } = situation;
  const slot = valueSlot(situation);
  if (!slot || !configuration) return [];
  const mapped = new Set(
    configuration.objectMapping.attributeMappings
      .filter(({ range }) => place.offset <= range.start || place.offset > range.end)
      .map(({ targetAttributeName }) => targetAttributeName.toLowerCase()),
  );
  const definitions = configuration.targetObject?.attributes ?? [];
  const items = definitions.map((definition) => {
    const isMapped = mapped.has(definition.name.toLowerCase());
    const cannot = definition.anchor ? 'key of the object' : definition.mutability === 'ReadOnly' ? 'read-only' : null;
    const detail = [typeOf(definition), definition.required ? 'required' : null, cannot, isMapped ? 'already mapped' : null];
    const order = isMapped ? '3' : cannot !== null ? '2' : definition.required ? '0' : '1';
    return valueItem(slot, definition.name, {
      kind: 'attribute',
      detail: detail.filter((part) => part !== null).join(' · '),
      order,
    });
  });
  if (definitions.length > 0 || !facts || !isOfSameSource(situation)) return items;
  const held = facts.trace.steps[3].details.matched?.attributes ?? [];
  return held.map(({ name }) => {
    const isMapped = mapped.has(name.toLowerCase());
    return valueItem(slot, name, {
      kind: 'attribute',
      detail: isMapped ? 'already mapped' : 'of the matched object',
      order: isMapped ? '3' : '1',
    });
  });
}

/** `source.name`: the attribute of a direct mapping. */
export function sourceNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  if (!slot) return [];
  return sourceAttributes(situation).map((attribute) =>
    valueItem(slot, attribute.name, {
      kind: 'attribute',
      detail: attributeDetail(attribute),
      documentation: attributeDocumentation(situation.facts, attribute),
      order: attribute.remark === null ? '0' : '1',
    }),
  );
}
