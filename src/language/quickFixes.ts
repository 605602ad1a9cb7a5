import { nearestName } from '../core/functions/suggest.ts';
import type { Problem } from '../core/problem.ts';
import { setProperty, type TextEdit } from '../core/text/jsonEdit.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { type ConfigurationThing, findPropertyWords } from './enumWords.ts';
import { expressionFixes } from './fixes/expressionFixes.ts';
import { writtenExpression } from './fixes/expressionTerm.ts';
import { filterFixes } from './fixes/filterFixes.ts';
import { mappingFixes } from './fixes/mappingFixes.ts';
import { type QuickFix, quickFix } from './fixes/quickFix.ts';
import { type Place, placeAt } from './place.ts';

export type { QuickFix } from './fixes/quickFix.ts';

/**
 * The edits that make a problem of this text go away, the likeliest first; none where only the user can know. They are found by the place and the
 * tables that the check reads, never by the words of a message.
 */
export function quickFixes(analysis: DocumentAnalysis, problem: Problem): readonly QuickFix[] {
  const { text } = analysis;
  const place = placeAt(analysis, Math.min(problem.range.start + 1, problem.range.end));
  const { configuration, mapping, filter } = place;
  if (problem.code === 'schema-unknown-value') return knownWords(text, place, problem);
  if (problem.code === 'object-mapping-disabled' && configuration)
    return quickFix('Set "enabled" to true', [setProperty(text, configuration.objectMapping.range, 'enabled', 'true')], true);
  if (problem.code === 'object-mapping-no-flow' && configuration) {
    const flows = '"Add, Update, Delete"';
    return quickFix(`Set "flowTypes" to ${flows}`, [setProperty(text, configuration.objectMapping.range, 'flowTypes', flows)]);
  }
  if (filter) return filterFixes(text, place, problem);
  if (!configuration || !mapping) return [];
  const written = writtenExpression(text, mapping);
  return [
    ...(written ? expressionFixes(text, configuration, written, problem) : []),
    ...mappingFixes(text, configuration, mapping, problem),
  ];
}

/** Changes of the expression at an offset that mend nothing: what an engineer often wants of one. */
export function rewrites(analysis: DocumentAnalysis, offset: number): readonly QuickFix[] {
  const { mapping } = placeAt(analysis, offset);
  const source = mapping?.source;
  const written = writtenExpression(analysis.text, mapping);
  if (!written || !source?.expressionRange || offset < source.expressionRange.start || offset > source.expressionRange.end)
    return [];
  const name = 'IgnoreFlowIfNullOrEmpty';
  if (written.root.kind === 'invalid' || (written.root.kind === 'call' && written.root.name === name)) return [];
  const wrapped = `${name}(${written.text})`;
  const edits = [written.replace({ start: 0, end: written.text.length }, wrapped), ...asFunction(analysis.text, source, name)];
  return quickFix(`Wrap in ${name}`, edits);
}

/** The source says beside the expression what it is. */
function asFunction(
  text: string,
  {
    range,
    type,
    name,
  }: { readonly range: { readonly start: number; readonly end: number }; readonly type: string; readonly name: string | null },
  wanted: string,
): readonly (TextEdit | null)[] {
  return [
    ...(type === 'Function' ? [] : [setProperty(text, range, 'type', '"Function"')]),
    ...(name === null ? [] : [setProperty(text, range, 'name', JSON.stringify(wanted))]),
  ];
}

function knownWords(text: string, place: Place, problem: Problem): readonly QuickFix[] {
  const property = place.path.at(-1);
  const written = text.slice(problem.range.start, problem.range.end);
  if (typeof property !== 'string') return [];
  const name = property.toLowerCase() === 'multivaluedcomparisontype' ? 'multivaluedComparisonType' : property;
  const words = findPropertyWords(thingAt(place), name);
  if (!words) return [];
  const names = words.values.map((value) => value.name);
  if (words.flags) {
    const kept = (place.value ?? '').split(',').flatMap((part) => {
      const near = nearestName(part.trim(), names);
      return near === null ? [] : [near];
    });
    return kept.length === 0 ? [] : change(problem, [...new Set(kept)].join(', '), true);
  }
  const near = nearestName(place.value ?? written, names);
  return names
    .toSorted((left, right) => Number(right === near) - Number(left === near))
    .flatMap((one) => change(problem, one, one === near));
}

function change({ range }: Problem, value: string, preferred: boolean): readonly QuickFix[] {
  return quickFix(`Change to "${value}"`, [{ range, newText: JSON.stringify(value) }], preferred);
}

function thingAt(place: Place): ConfigurationThing {
  if (place.clause) return 'filterClause';
  if (place.filter) return 'filter';
  if (place.mapping) return place.path.includes('source') ? 'attributeMappingSource' : 'attributeMapping';
  if (place.attribute) return 'attributeDefinition';
  if (place.object) return 'directoryDefinition';
  return place.configuration ? 'objectMapping' : 'synchronizationRule';
}
