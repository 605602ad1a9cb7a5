import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { rangeOfProperty, rangeOfUse } from './attributeIndex.ts';
import { attributeAt } from './definition.ts';

/**
 * Every place that reads or writes the attribute at an offset, in the order of the text: expressions, sources without one, clauses and
 * target attribute names. What the service stores besides the expression (`source.name`, `parameters`) repeats it and is not listed.
 * Empty where no attribute stands there.
 */
export function referencesAt(analysis: DocumentAnalysis, offset: number, includeDeclaration: boolean): readonly TextRange[] {
  const named = attributeAt(analysis, offset);
  if (!named) return [];
  const { definition, uses } = named.attribute;
  const ranges = uses.map((use) => rangeOfUse(analysis.text, use));
  if (includeDeclaration && definition) ranges.push(rangeOfProperty(analysis.text, definition, '/name'));
  return ranges.sort((left, right) => left.start - right.start);
}
