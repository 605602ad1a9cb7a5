import { type Problem, problemOf } from '../../problem.ts';
import type { Configuration } from '../../schema/configuration.ts';
import { isEntra } from '../../schema/directoryNames.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';
import type { TextRange } from '../../text/range.ts';

/** What is wrong with an object mapping as a whole. Where it is disabled, or empty, nothing but that is reported. */
export function checkObjectMapping(text: string, configuration: Configuration): readonly Problem[] {
  const { objectMapping } = configuration;
  if (objectMapping.attributeMappings.length === 0) return [];
  if (!objectMapping.enabled) {
    const title = objectMapping.name === '' ? `to "${objectMapping.targetObjectName}"` : `"${objectMapping.name}"`;
    const message = `The object mapping ${title} is disabled, so the service skips it completely.`;
    const fix = 'Set "enabled" to true if it should provision.';
    return [problemOf('object-mapping-disabled', rangeInNode(text, objectMapping, '/enabled'), message, fix)];
  }
  return [...checkFlows(text, configuration), ...checkDirectory(text, configuration), ...checkMissing(text, configuration)];
}

function checkFlows(text: string, { objectMapping }: Configuration): readonly Problem[] {
  if (objectMapping.flowTypes.length > 0) return [];
  const message = `The object mapping "${objectMapping.name}" may neither create, update nor delete: nothing is ever written.`;
  const fix = 'Name at least one of Add, Update and Delete in "flowTypes" (Target object actions).';
  return [problemOf('object-mapping-no-flow', rangeInNode(text, objectMapping, '/flowTypes'), message, fix)];
}

/** Nothing can be exported to a read-only directory (facts/graph-synchronization.md, section 2.6). */
function checkDirectory(text: string, { rule, targetObject, objectMapping }: Configuration): readonly Problem[] {
  // The service's own schema of cloud sync defines Entra, its target, as read-only, and writes to it.
  if (!rule || !targetObject?.inReadOnlyDirectory || isEntra(rule.targetDirectoryName)) return [];
  const message = `The directory "${rule.targetDirectoryName}", the target, is defined as read-only, and nothing can be exported to it.`;
  const fix = 'Set "readOnly" to false in its definition, or name another target in the rule.';
  return [problemOf('directory-read-only', rangeInNode(text, objectMapping, '/targetObjectName'), message, fix)];
}

/** What an object mapping lacks: a matching attribute, and values for what the target requires. */
function checkMissing(text: string, configuration: Configuration): readonly Problem[] {
  const { objectMapping, targetObject } = configuration;
  const { attributeMappings } = objectMapping;
  if (attributeMappings.length === 0) return [];
  const mapped = new Set(attributeMappings.map(({ targetAttributeName }) => targetAttributeName.toLowerCase()));
  const required = objectMapping.flowTypes.includes('Add') ? (targetObject?.attributes ?? []) : [];
  // The key is made by the target, and a default of the definition is a value.
  const missing = required.filter(
    (one) =>
      one.required &&
      !one.anchor &&
      one.defaultValue === null &&
      one.mutability !== 'ReadOnly' &&
      !mapped.has(one.name.toLowerCase()),
  );
  const hasMatching = attributeMappings.some(({ matchingPriority }) => matchingPriority > 0);
  if (missing.length === 0 && hasMatching) return [];
  const range = firstCharacter(rangeInNode(text, objectMapping, '/attributeMappings'));
  const problems = missing.map(({ name }) =>
    problemOf(
      'mapping-required-target',
      range,
      `"${name}" is required in the target and nothing maps to it; an object cannot be created without it.`,
      `Add a mapping for "${name}", a constant or a default value if need be.`,
    ),
  );
  if (!hasMatching) {
    const message = `No mapping of "${objectMapping.name}" has a matching priority, so existing objects cannot be found.`;
    const fix = 'Give one mapping "matchingPriority": 1, such as that of the user principal name.';
    problems.push(problemOf('mapping-no-matching', range, message, fix));
  }
  return problems;
}

/** The bracket that opens a list: what is missing in it has no place of its own, and the whole list would be underlined. */
function firstCharacter({ start }: TextRange): TextRange {
  return { start, end: start + 1 };
}
