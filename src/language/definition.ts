import type { Configuration } from '../core/schema/configuration.ts';
import type { AttributeMappingSource, Located } from '../core/schema/model.ts';
import { rangeInLiteral } from '../core/schema/nodeInText.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import {
  attributeNamed,
  attributeOfDefinition,
  type IndexedAttribute,
  namesInExpression,
  rangeOfProperty,
} from './attributeIndex.ts';
import { type Place, placeAt } from './place.ts';

/** What a name leads to: the name that stands at the cursor, and the thing that defines it. */
export interface DefinitionLink {
  /** The name at the cursor, without quotes and brackets. */
  readonly origin: TextRange;
  /** The whole definition. */
  readonly target: TextRange;
  /** The name in it. */
  readonly targetName: TextRange;
}

/** An attribute's name at the cursor. */
export interface NamedAttribute {
  readonly attribute: IndexedAttribute;
  /** The name, without quotes and brackets. */
  readonly range: TextRange;
}

/** What defines the attribute, object or directory whose name stands at an offset; null where none stands there or nothing defines it. */
export function definitionAt(analysis: DocumentAnalysis, offset: number): DefinitionLink | null {
  const place = placeAt(analysis, offset);
  const named = attributeAtPlace(analysis, place);
  if (named) return named.attribute.definition && linkTo(analysis, named.range, named.attribute.definition);
  const definition = place.value === null || place.isKey ? null : definitionOfName(analysis, place, place.value);
  return definition && place.literal ? linkTo(analysis, inner(analysis, place.literal), definition) : null;
}

/** The attribute whose name stands at an offset; null where none does. */
export function attributeAt(analysis: DocumentAnalysis, offset: number): NamedAttribute | null {
  return attributeAtPlace(analysis, placeAt(analysis, offset));
}

function attributeAtPlace(analysis: DocumentAnalysis, place: Place): NamedAttribute | null {
  const { configuration, literal, value, path } = place;
  if (!literal || value === null || place.isKey) return null;
  const last = path.at(-1);
  const whole = (attribute: IndexedAttribute | null): NamedAttribute | null =>
    attribute && { attribute, range: inner(analysis, literal) };
  if (place.clause) {
    const isOperand = path.length === 1 && last === 'sourceOperandName';
    return isOperand ? whole(attributeNamed(analysis, configuration, 'source', value)) : null;
  }
  if (place.object && place.attribute) {
    return path.length === 1 && last === 'name' ? whole(attributeOfDefinition(analysis, place.object, place.attribute)) : null;
  }
  if (!configuration || !place.mapping) return null;
  if (path.length === 1 && last === 'targetAttributeName') return whole(attributeNamed(analysis, configuration, 'target', value));
  const source = sourceAt(place.mapping.source, path.slice(0, -1));
  if (source?.type === 'Attribute' && last === 'name') return whole(attributeNamed(analysis, configuration, 'source', value));
  return source && source.type !== 'Constant' && last === 'expression'
    ? inExpression(analysis, configuration, place, literal, value)
    : null;
}

function inExpression(
  analysis: DocumentAnalysis,
  configuration: Configuration,
  { valueOffset }: Place,
  literal: TextRange,
  expression: string,
): NamedAttribute | null {
  if (valueOffset === null) return null;
  for (const { name, range } of namesInExpression(expression)) {
    // The brackets belong to it for whoever clicks on them.
    if (valueOffset < range.start - 1 || valueOffset > range.end) continue;
    const attribute = attributeNamed(analysis, configuration, 'source', name);
    if (attribute) return { attribute, range: rangeInLiteral(analysis.text, literal, range.start, range.end) };
  }
  return null;
}

/** The source, or the parameter of its parsed form, that a path from the mapping leads to. */
function sourceAt(source: AttributeMappingSource | null, path: readonly (string | number)[]): AttributeMappingSource | null {
  if (!source || path[0] !== 'source') return null;
  let found: AttributeMappingSource | null = source;
  for (let step = 1; step < path.length && found; step += 3) {
    const pointer: string = `${found.pointer}/parameters/${path[step + 1]}/value`;
    const isParameter = path[step] === 'parameters' && path[step + 2] === 'value';
    found = isParameter ? (found.parameters.find(({ value }) => value.pointer === pointer)?.value ?? null) : null;
  }
  return found;
}

function definitionOfName(analysis: DocumentAnalysis, place: Place, name: string): (Located & { readonly name: string }) | null {
  const { configuration, path } = place;
  const last = path.at(-1);
  if (configuration && !place.mapping && !place.filter && path.length === 1) {
    if (last === 'sourceObjectName') return configuration.sourceObject;
    return last === 'targetObjectName' ? configuration.targetObject : null;
  }
  const isOfRule = path.length === 3 && path[0] === 'synchronizationRules';
  if (!isOfRule || (last !== 'sourceDirectoryName' && last !== 'targetDirectoryName')) return null;
  return analysis.schema?.directories.find((directory) => directory.name === name) ?? null;
}

function linkTo(analysis: DocumentAnalysis, origin: TextRange, definition: Located): DefinitionLink {
  return { origin, target: definition.range, targetName: rangeOfProperty(analysis.text, definition, '/name') };
}

/** A literal without its quotes; one that is being typed has no closing quote. */
function inner({ text }: DocumentAnalysis, { start, end }: TextRange): TextRange {
  const closed = end - start >= 2 && text[end - 1] === '"';
  return { start: start + 1, end: closed ? end - 1 : end };
}
