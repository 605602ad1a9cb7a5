import { maximumExpressionLength } from '../core/expression/parseExpression.ts';
import { tokenize } from '../core/expression/tokenize.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type {
  AttributeDefinition,
  AttributeMapping,
  AttributeMappingSource,
  Filter,
  FilterClause,
  Located,
  ObjectDefinition,
} from '../core/schema/model.ts';
import { rangeInLiteral, rangeInNode } from '../core/schema/nodeInText.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';

/** Which of the two sides of an object mapping an attribute belongs to. */
export type AttributeSide = 'source' | 'target';

/** An attribute of one object of one directory, with everything in the document that reads or writes it. */
export interface IndexedAttribute {
  /** What its object is told by. */
  readonly owner: Owner;
  /** As its definition spells it; where it has none, as the first place does. */
  readonly name: string;
  /** Null where the directory's definition does not have it, and where there is none. */
  readonly definition: AttributeDefinition | null;
  /** In the order of the text. */
  readonly uses: readonly AttributeUse[];
}

/** A place that names an attribute. */
export interface AttributeUse {
  readonly access: 'read' | 'write';
  /** As this place spells it. */
  readonly name: string;
  /** Null in a scope file. */
  readonly configuration: Configuration | null;
  /** The mapping that reads or writes it; null for a clause. */
  readonly mapping: AttributeMapping | null;
  readonly clause: FilterClause | null;
  readonly place: UsePlace;
}

/** Where a name stands: in the value of an expression, or a property of a node. Its offsets are found when they are asked for. */
type UsePlace =
  | { readonly kind: 'expression'; readonly literal: TextRange; readonly range: TextRange }
  | { readonly kind: 'property'; readonly node: Located; readonly pointer: string };

/** The attributes of one object by their names. Names are compared without case where no other attribute has the exact name. */
class ObjectAttributes {
  readonly #owner: Owner;
  readonly #exact = new Map<string, MutableAttribute>();
  readonly #folded = new Map<string, MutableAttribute>();

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  find(name: string): MutableAttribute | null {
    return this.#exact.get(name) ?? this.#folded.get(name.toLowerCase()) ?? null;
  }

  /** One that has the name in any spelling and is not the given one. */
  other(name: string, than: IndexedAttribute): IndexedAttribute | null {
    const folded = name.toLowerCase();
    return [...this.#exact.values()].find((one) => one !== than && one.name.toLowerCase() === folded) ?? null;
  }

  add(name: string, definition: AttributeDefinition | null): MutableAttribute {
    const attribute: MutableAttribute = { owner: this.#owner, name, definition, uses: [] };
    if (!this.#exact.has(name)) this.#exact.set(name, attribute);
    const folded = name.toLowerCase();
    if (!this.#folded.has(folded)) this.#folded.set(folded, attribute);
    return attribute;
  }
}

interface MutableAttribute extends IndexedAttribute {
  readonly uses: AttributeUse[];
}

/** Objects are told apart by their definition; where they have none, by the names that the rule gives them. */
type Owner = ObjectDefinition | string;

type Index = ReadonlyMap<Owner, ObjectAttributes>;

const indices = new WeakMap<DocumentAnalysis, Index>();

/**
 * The attribute that a name means on one side of an object mapping; null where the document neither defines nor uses it there.
 * @param configuration null in a scope file, whose clauses read the source.
 */
export function attributeNamed(
  analysis: DocumentAnalysis,
  configuration: Configuration | null,
  side: AttributeSide,
  name: string,
): IndexedAttribute | null {
  return indexOf(analysis).get(ownerOf(configuration, side))?.find(name) ?? null;
}

/** The attribute that a definition in `directories` defines; null where an earlier one of the object has the same name. */
export function attributeOfDefinition(
  analysis: DocumentAnalysis,
  object: ObjectDefinition,
  definition: AttributeDefinition,
): IndexedAttribute | null {
  const found = indexOf(analysis).get(object)?.find(definition.name) ?? null;
  return found?.definition === definition ? found : null;
}

/** Another attribute of the same object that has this name, or would be taken for it; null where the name is free. */
export function otherWithName(analysis: DocumentAnalysis, attribute: IndexedAttribute, name: string): IndexedAttribute | null {
  return indexOf(analysis).get(attribute.owner)?.other(name, attribute) ?? null;
}

function ownerOf(configuration: Configuration | null, side: AttributeSide): Owner {
  const object = side === 'source' ? configuration?.sourceObject : configuration?.targetObject;
  if (object) return object;
  if (!configuration?.rule) return side;
  const { rule, objectMapping } = configuration;
  const names =
    side === 'source'
      ? [rule.sourceDirectoryName, objectMapping.sourceObjectName.toLowerCase()]
      : [rule.targetDirectoryName, objectMapping.targetObjectName.toLowerCase()];
  return JSON.stringify(names);
}

/** The offsets of the name: without brackets and quotes. */
export function rangeOfUse(text: string, { place }: AttributeUse): TextRange {
  return place.kind === 'expression'
    ? rangeInLiteral(text, place.literal, place.range.start, place.range.end)
    : rangeOfProperty(text, place.node, place.pointer);
}

/** The offsets of a text property without its quotes. */
export function rangeOfProperty(text: string, node: Located, pointer: string): TextRange {
  const { start, end } = rangeInNode(text, node, pointer);
  return text[start] === '"' && end - start >= 2 ? { start: start + 1, end: end - 1 } : { start, end };
}

/** The attributes that an expression names, with the offsets of each name in it, without its brackets. */
export function namesInExpression(expression: string): readonly { readonly name: string; readonly range: TextRange }[] {
  // The service takes no longer one, and nothing else of the engine reads it.
  if (expression.length > maximumExpressionLength) return [];
  return tokenize(expression).flatMap((token) =>
    token.kind === 'attribute' ? [{ name: token.value, range: { start: token.range.start + 1, end: token.range.end - 1 } }] : [],
  );
}

function indexOf(analysis: DocumentAnalysis): Index {
  const known = indices.get(analysis);
  if (known) return known;
  const index = new Map<Owner, ObjectAttributes>();
  for (const directory of analysis.schema?.directories ?? []) {
    for (const object of directory.objects) {
      const attributes = attributesOf(index, object);
      for (const definition of object.attributes) if (definition.name !== '') attributes.add(definition.name, definition);
    }
  }
  for (const configuration of analysis.configurations) {
    addFilter(index, configuration, configuration.objectMapping.scope);
    for (const mapping of configuration.objectMapping.attributeMappings) addMapping(index, configuration, mapping);
  }
  addFilter(index, null, analysis.filter);
  indices.set(analysis, index);
  return index;
}

function attributesOf(index: Map<Owner, ObjectAttributes>, owner: Owner): ObjectAttributes {
  const known = index.get(owner);
  if (known) return known;
  const made = new ObjectAttributes(owner);
  index.set(owner, made);
  return made;
}

function addUse(index: Map<Owner, ObjectAttributes>, side: AttributeSide, use: AttributeUse): void {
  if (use.name === '') return;
  const attributes = attributesOf(index, ownerOf(use.configuration, side));
  (attributes.find(use.name) ?? attributes.add(use.name, null)).uses.push(use);
}

function addFilter(index: Map<Owner, ObjectAttributes>, configuration: Configuration | null, filter: Filter | null): void {
  if (!filter) return;
  for (const group of [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups]) {
    for (const clause of group.clauses) {
      addUse(index, 'source', {
        access: 'read',
        name: clause.sourceOperandName,
        configuration,
        mapping: null,
        clause,
        place: { kind: 'property', node: clause, pointer: '/sourceOperandName' },
      });
    }
  }
}

function addMapping(index: Map<Owner, ObjectAttributes>, configuration: Configuration, mapping: AttributeMapping): void {
  const common = { configuration, mapping, clause: null };
  addUse(index, 'target', {
    ...common,
    access: 'write',
    name: mapping.targetAttributeName,
    place: { kind: 'property', node: mapping, pointer: '/targetAttributeName' },
  });
  if (!mapping.source) return;
  for (const { name, place } of readsOf(mapping.source)) addUse(index, 'source', { ...common, access: 'read', name, place });
}

/**
 * What a source reads. Its name and its parsed parameters repeat the expression and count only where there is none
 * (facts/graph-synchronization.md, section 2.5).
 */
function readsOf(source: AttributeMappingSource): readonly { readonly name: string; readonly place: UsePlace }[] {
  const { expression, expressionRange } = source;
  if (source.type === 'Constant') return [];
  if (expression !== null && expressionRange && expression.trim() !== '') {
    const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
    return namesInExpression(expression).map(({ name, range }) => ({ name, place: { kind: 'expression', literal, range } }));
  }
  if (source.type === 'Attribute') {
    const place: UsePlace = { kind: 'property', node: source, pointer: '/name' };
    return source.name === null ? [] : [{ name: source.name, place }];
  }
  return source.type === 'Function' ? source.parameters.flatMap(({ value }) => readsOf(value)) : [];
}
