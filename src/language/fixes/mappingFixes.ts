import { nearestName } from '../../core/functions/suggest.ts';
import type { Problem } from '../../core/problem.ts';
import type { Configuration } from '../../core/schema/configuration.ts';
import type { AttributeMapping } from '../../core/schema/model.ts';
import { rangeInNode } from '../../core/schema/nodeInText.ts';
import { removeElement, setProperty } from '../../core/text/jsonEdit.ts';
import { didYouMean, type QuickFix, quickFix } from './quickFix.ts';

/** Fixes of what is wrong with an attribute mapping beside its expression. */
export function mappingFixes(
  text: string,
  configuration: Configuration,
  mapping: AttributeMapping,
  problem: Problem,
): readonly QuickFix[] {
  const { objectMapping, targetObject } = configuration;
  const set = (name: string, value: string | number | null): readonly QuickFix[] => {
    const json = JSON.stringify(value);
    return quickFix(`Set "${name}" to ${json}`, [setProperty(text, mapping.range, name, json)], true);
  };
  const remove = (preferred: boolean): readonly QuickFix[] =>
    quickFix(
      `Remove the mapping of ${mapping.targetAttributeName}`,
      removeElement(text, objectMapping.range, mapping.pointer.slice(objectMapping.pointer.length)),
      preferred,
    );
  switch (problem.code) {
    case 'mapping-duplicate-target':
      return remove(false);
    case 'mapping-target-read-only':
    case 'mapping-target-anchor':
      return remove(false);
    case 'mapping-target-immutable':
      return set('flowType', 'ObjectAddOnly');
    case 'mapping-matching-flow':
      return set('flowType', 'Always');
    case 'mapping-flow-type':
      return [
        ...set('flowType', 'Always'),
        ...quickFix('Set "flowType" to "AttributeAddOnly"', [setProperty(text, mapping.range, 'flowType', '"AttributeAddOnly"')]),
      ];
    case 'mapping-matching-priority':
      return set('matchingPriority', Math.max(...objectMapping.attributeMappings.map((one) => one.matchingPriority)) + 1);
    case 'mapping-default-ignored':
      return set('defaultValue', null);
    case 'mapping-target-unknown':
    case 'mapping-no-target':
      return nearTarget(mapping, targetObject?.attributes.map(({ name }) => name) ?? [], problem);
    case 'function-misplaced':
      // Several conditions of SelectUniqueValue have one code and one place; this one says what to set.
      return problem.fix?.startsWith('Set "flowType" to "ObjectAddOnly"') ? set('flowType', 'ObjectAddOnly') : [];
    case 'attribute-unknown': {
      const name = mapping.source?.name ?? '';
      const near = nearestName(name, configuration.sourceObject?.attributes.map((attribute) => attribute.name) ?? []);
      if (near === null || !mapping.source || mapping.source.expression !== null) return [];
      return didYouMean(near, [{ range: rangeInNode(text, mapping.source, '/name'), newText: JSON.stringify(near) }]);
    }
    default:
      return [];
  }
}

function nearTarget(mapping: AttributeMapping, names: readonly string[], problem: Problem): readonly QuickFix[] {
  const near = nearestName(mapping.targetAttributeName, names);
  if (near === null || mapping.targetAttributeName === '') return [];
  return didYouMean(near, [{ range: problem.range, newText: JSON.stringify(near) }]);
}
