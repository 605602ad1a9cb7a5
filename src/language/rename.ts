import { tokenize } from '../core/expression/tokenize.ts';
import type { Configuration } from '../core/schema/configuration.ts';
import type { AttributeMappingSource } from '../core/schema/model.ts';
import { rangeInLiteral } from '../core/schema/nodeInText.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import {
  type AttributeSide,
  attributeNamed,
  type IndexedAttribute,
  namesInExpression,
  otherWithName,
  rangeOfProperty,
  rangeOfUse,
} from './attributeIndex.ts';
import { attributeAt, type NamedAttribute } from './definition.ts';

/** A stretch of the text and what stands there afterwards. */
export interface RenameEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** The name that would be renamed, or why nothing can be renamed there. */
export type RenameTarget =
  | { readonly ok: true; readonly range: TextRange; readonly name: string }
  | { readonly ok: false; readonly reason: string };

/** The edits in the order of the text, none of which overlap, or why there are none. */
export type RenameResult =
  | { readonly ok: true; readonly edits: readonly RenameEdit[] }
  | { readonly ok: false; readonly reason: string };

/** The attribute name at an offset, where it can be renamed. */
export function prepareRename(analysis: DocumentAnalysis, offset: number): RenameTarget {
  const found = renamable(analysis, offset);
  return found.ok ? { ok: true, range: found.named.range, name: found.named.attribute.name } : found;
}

/**
 * Renames the attribute at an offset wherever the document means it: its definition, expressions, sources, what the service stores beside
 * them (`name`, `parameters`), clauses and target attribute names of every rule that its object belongs to. An attribute of the same name of
 * another object stays. Rule metadata (`defaultSourceObjectMappings`) is the service's own and stays, too.
 */
export function renameAttribute(analysis: DocumentAnalysis, offset: number, newName: string): RenameResult {
  const found = renamable(analysis, offset);
  if (!found.ok) return found;
  const { attribute } = found.named;
  const reason = refusal(analysis, attribute, newName);
  if (reason !== null) return { ok: false, reason };
  const newText = JSON.stringify(newName).slice(1, -1);
  const edits = placesOf(analysis, attribute)
    .map((range) => ({ range, newText }))
    .sort((left, right) => left.range.start - right.range.start);
  return { ok: true, edits };
}

function renamable(
  analysis: DocumentAnalysis,
  offset: number,
): { readonly ok: true; readonly named: NamedAttribute } | { readonly ok: false; readonly reason: string } {
  const broken = analysis.structure.some(({ code }) => code === 'json-syntax');
  if (broken) return { ok: false, reason: 'Nothing can be renamed while the text is not valid JSON: correct it first.' };
  const named = attributeAt(analysis, offset);
  if (!named) {
    const where = 'in an expression, a clause, "targetAttributeName" or a directory';
    return { ok: false, reason: `Only attributes can be renamed: put the cursor on the name of one, ${where}.` };
  }
  const { attribute } = named;
  if (otherWithName(analysis, attribute, attribute.name) || isDefinedTwice(attribute)) {
    const reason = `The object has two attributes "${attribute.name}", so it cannot be told which one is meant. Remove one of them.`;
    return { ok: false, reason };
  }
  return { ok: true, named };
}

/** An exact double is not in the index, which has the first one only. */
function isDefinedTwice({ owner, name }: IndexedAttribute): boolean {
  return typeof owner === 'object' && owner.attributes.filter((definition) => definition.name === name).length > 1;
}

function refusal(analysis: DocumentAnalysis, attribute: IndexedAttribute, newName: string): string | null {
  if (newName.trim() === '') return 'An attribute needs a name.';
  if (newName !== newName.trim()) return 'The name of an attribute cannot begin or end with a blank.';
  const tokens = tokenize(`[${newName}]`);
  const [token] = tokens;
  if (tokens.length !== 2 || token?.kind !== 'attribute' || token.value !== newName) {
    const what = 'commas, parentheses, quotes, line ends and single brackets cannot be part of it';
    return `"${newName}" cannot stand in brackets in an expression: ${what}.`;
  }
  const other = otherWithName(analysis, attribute, newName);
  return other && `The object has an attribute "${other.name}" already. Choose a name that is free.`;
}

function placesOf(analysis: DocumentAnalysis, attribute: IndexedAttribute): readonly TextRange[] {
  const { text, configurations } = analysis;
  const places = new Map<number, TextRange>();
  const add = (range: TextRange): void => void places.set(range.start, range);
  if (attribute.definition) add(rangeOfProperty(text, attribute.definition, '/name'));
  for (const use of attribute.uses) add(rangeOfUse(text, use));
  for (const configuration of configurations) {
    if (!belongsTo(analysis, attribute, configuration, 'source')) continue;
    const isMeant = (name: string): boolean => attributeNamed(analysis, configuration, 'source', name) === attribute;
    for (const { source } of configuration.objectMapping.attributeMappings) {
      if (source) for (const range of placesInSource(text, source, isMeant)) add(range);
    }
  }
  return [...places.values()];
}

function belongsTo(
  analysis: DocumentAnalysis,
  attribute: IndexedAttribute,
  configuration: Configuration,
  side: AttributeSide,
): boolean {
  return attributeNamed(analysis, configuration, side, attribute.name) === attribute;
}

/** The expression of a source, its name and the same of its parameters, which repeat the expression piece by piece. */
function placesInSource(text: string, source: AttributeMappingSource, isMeant: (name: string) => boolean): readonly TextRange[] {
  if (source.type === 'Constant') return [];
  const { expression, expressionRange, name } = source;
  const places: TextRange[] = [];
  if (expression !== null && expressionRange) {
    const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
    for (const read of namesInExpression(expression)) {
      if (isMeant(read.name)) places.push(rangeInLiteral(text, literal, read.range.start, read.range.end));
    }
  }
  if (source.type === 'Attribute' && name !== null && isMeant(name)) places.push(rangeOfProperty(text, source, '/name'));
  for (const { value } of source.parameters) places.push(...placesInSource(text, value, isMeant));
  return places;
}
