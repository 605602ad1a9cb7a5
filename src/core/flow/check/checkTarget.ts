import { nearestName } from '../../functions/suggest.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { type Configuration, targetDefinition } from '../../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../../schema/directoryNames.ts';
import type { AttributeDefinition, AttributeMapping } from '../../schema/model.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';
import { isReadablePath } from './targetPath.ts';

/** Targets that the service itself acts on in HR to Active Directory; a definition need not list them (facts, section 6.5). */
const serviceTargets: ReadonlySet<string> = new Set(['parentdistinguishedname', 'accountdisabled', 'objectfilter']);

/** What is wrong with the target of a mapping: a name that is not there, or an attribute that does not take what the mapping gives. */
export function checkTarget(text: string, configuration: Configuration, mapping: AttributeMapping): readonly Problem[] {
  const name = mapping.targetAttributeName;
  if (name === '' || serviceTargets.has(name.toLowerCase())) return [];
  const path = checkPath(text, configuration, mapping);
  if (path.length > 0) return path;
  const attributes = configuration.targetObject?.attributes ?? [];
  if (attributes.length === 0) return [];
  const definition = targetDefinition(configuration, name);
  if (definition)
    return [...checkMutability(text, configuration, mapping, definition), ...checkFlowType(text, mapping, definition)];
  const near = nearestName(
    name,
    attributes.map((attribute) => attribute.name),
  );
  const message = `The target object "${configuration.targetObject?.name ?? ''}" has no attribute "${name}".`;
  const fix = near ? `Did you mean ${near}?` : 'Add it to the directory definition of the target, or map to another one.';
  return [problemOf('mapping-target-unknown', rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
}

function checkPath(text: string, { rule }: Configuration, mapping: AttributeMapping): readonly Problem[] {
  const name = mapping.targetAttributeName;
  // Attributes of Active Directory and Entra have plain names.
  if (rule && (isActiveDirectory(rule.targetDirectoryName) || isEntra(rule.targetDirectoryName))) return [];
  if (isReadablePath(name)) return [];
  const message = `"${name}" is no path that SCIM can read, so that the value has no place in a request.`;
  const fix =
    'Write it as in emails[type eq "work"].value: a name, a condition with its text in quotes, a part. JSON wants each quote as \\".';
  return [problemOf('mapping-target-path', rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
}

function checkMutability(
  text: string,
  { objectMapping }: Configuration,
  mapping: AttributeMapping,
  definition: AttributeDefinition,
): readonly Problem[] {
  const name = mapping.targetAttributeName;
  const problem = (
    code: 'mapping-target-anchor' | 'mapping-target-read-only',
    message: string,
    fix: string,
  ): readonly Problem[] => [problemOf(code, rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
  // Cloud sync joins through its anchor objectGUID, which its default schema maps; the target's own `id` is made by the target.
  if (definition.anchor) {
    if (definition.name.toLowerCase() !== 'id') return [];
    const message = `"${name}" is the target's own key, which the target makes; it must not be a target attribute.`;
    return problem(
      'mapping-target-anchor',
      message,
      'Remove the mapping; match by an attribute that you provide, such as externalId.',
    );
  }
  if (definition.mutability === 'ReadOnly') {
    const message = `"${name}" is read-only in the target, so that nothing can be written to it.`;
    return problem('mapping-target-read-only', message, 'Remove the mapping, or map to an attribute that can be written.');
  }
  const flowsLater = mapping.flowType !== 'ObjectAddOnly' && objectMapping.flowTypes.includes('Update');
  if (definition.mutability !== 'Immutable' || !flowsLater || mapping.matchingPriority > 0) return [];
  const message = `"${name}" is immutable in the target, which takes it when the object is created; this mapping also flows on updates.`;
  const fix = 'Set "flowType" to "ObjectAddOnly" (Apply this mapping: Only during object creation).';
  return [problemOf('mapping-target-immutable', rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
}

/** Flow types that only add to what is there (facts/graph-synchronization.md, section 2.4). */
function checkFlowType(text: string, mapping: AttributeMapping, definition: AttributeDefinition): readonly Problem[] {
  const { flowType, targetAttributeName } = mapping;
  if (definition.multivalued || (flowType !== 'MultiValueAddOnly' && flowType !== 'ValueAddOnly')) return [];
  const message = `${flowType} only adds values, and "${targetAttributeName}" holds one value.`;
  const fix = 'Set "flowType" to "Always", or to "AttributeAddOnly" to fill the attribute only where it is empty.';
  return [problemOf('mapping-flow-type', rangeInNode(text, mapping, '/flowType'), message, fix)];
}

/** A default value where the source is never null (facts/expression-language.md, section 6.2). */
export function checkDefault(text: string, mapping: AttributeMapping): readonly Problem[] {
  const { source, defaultValue, targetAttributeName } = mapping;
  // A constant without a text is one that the service fills in, or leaves empty.
  if (source?.type !== 'Constant' || (source.name ?? '') === '' || defaultValue === null || defaultValue === '') return [];
  const message = `The source of "${targetAttributeName}" is a constant, which is never empty: its default value is never used.`;
  return [
    problemOf('mapping-default-ignored', rangeInNode(text, mapping, '/defaultValue'), message, 'Set "defaultValue" to null.'),
  ];
}
