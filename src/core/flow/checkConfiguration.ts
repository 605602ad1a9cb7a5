import type { ExpressionNode } from '../expression/ast.ts';
import { unknownAttribute } from '../expression/check/checkAttributes.ts';
import type { ExpressionSituation, SourceAttributes } from '../expression/check/situation.ts';
import { checkExpression } from '../expression/checkExpression.ts';
import { restoreLostConstants } from '../expression/lostConstants.ts';
import { parseExpression } from '../expression/parseExpression.ts';
import { nearestName } from '../functions/suggest.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { Configuration } from '../schema/configuration.ts';
import { targetDefinition } from '../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../schema/directoryNames.ts';
import type { AttributeMapping, AttributeMappingSource, ObjectDefinition } from '../schema/model.ts';
import { rangeInLiteral, rangeInNode } from '../schema/nodeInText.ts';
import { checkFilter } from '../scope/checkFilter.ts';
import type { TextRange } from '../text/range.ts';

/** Where the configuration stands. A scope file has a text of its own, and is checked with `checkFilter`. */
export interface CheckedText {
  /** The document that holds the object mapping; ranges are offsets into it. */
  readonly text: string;
}

/**
 * What is wrong with a configuration beyond what reading it reported: every expression in its place, the target attributes, the matching
 * attributes and the scoping clauses of the object mapping. What no definition tells is not reported. In a disabled object mapping, what
 * is missing is not reported either.
 */
export function checkConfiguration(configuration: Configuration, { text }: CheckedText): readonly Problem[] {
  const problems: Problem[] = [];
  const { objectMapping, rule } = configuration;
  const source = sourceAttributes(configuration.sourceObject);
  const base = {
    dialect: configuration.dialect,
    source,
    fromEntra: rule && isEntra(rule.sourceDirectoryName),
  };
  const toActiveDirectory = rule && isActiveDirectory(rule.targetDirectoryName);
  for (const mapping of objectMapping.attributeMappings) {
    const { targetAttributeName, flowType } = mapping;
    const situation = { targetAttributeName, flowType, isMatching: mapping.matchingPriority > 0, toActiveDirectory };
    if (mapping.source) problems.push(...checkSource(text, mapping.source, { ...base, mapping: situation }));
    problems.push(...checkTarget(text, configuration, mapping), ...checkMatching(text, configuration, mapping));
  }
  if (objectMapping.enabled) problems.push(...checkMissing(text, configuration));
  if (objectMapping.scope) problems.push(...checkFilter(text, objectMapping.scope, source));
  return problems.sort((left, right) => left.range.start - right.range.start || left.range.end - right.range.end);
}

/** The attributes of a source object by name; null where there is no definition, or an empty one. */
export function sourceAttributes(object: ObjectDefinition | null): SourceAttributes | null {
  if (!object || object.attributes.length === 0) return null;
  return {
    objectName: object.name,
    attributes: new Map(object.attributes.map((attribute) => [attribute.name, attribute])),
  };
}

function checkSource(text: string, source: AttributeMappingSource, situation: ExpressionSituation): readonly Problem[] {
  // A constant is its own text, whatever that looks like.
  if (source.type === 'Constant') return [];
  const { expression, expressionRange } = source;
  if (expression === null || !expressionRange) return checkBareAttribute(text, source, situation);
  const parsed = parseExpression(expression);
  const root = hasBlank(parsed.root) ? restoreLostConstants(parsed.root, source) : parsed.root;
  const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
  return [...parsed.problems, ...checkExpression(expression, root, situation)].map((problem) => ({
    ...problem,
    range: rangeInLiteral(text, literal, problem.range.start, problem.range.end),
  }));
}

/** The service accepts an attribute source with a name only (facts/graph-synchronization.md, section 2.5). */
function checkBareAttribute(text: string, source: AttributeMappingSource, situation: ExpressionSituation): readonly Problem[] {
  if (source.type !== 'Attribute' || source.name === null) return [];
  const unknown = unknownAttribute(situation.source, source.name);
  return unknown ? [problemOf('attribute-unknown', rangeInNode(text, source, '/name'), unknown.message, unknown.fix)] : [];
}

function hasBlank(node: ExpressionNode): boolean {
  switch (node.kind) {
    case 'blank':
      return true;
    case 'call':
      return node.arguments.some(hasBlank);
    case 'comparison':
    case 'concatenation':
      return hasBlank(node.left) || hasBlank(node.right);
    default:
      return false;
  }
}

/** Targets that the service itself acts on in HR to Active Directory; a definition need not list them (facts, section 6.5). */
const serviceTargets: ReadonlySet<string> = new Set(['parentdistinguishedname', 'accountdisabled', 'objectfilter']);

function checkTarget(text: string, configuration: Configuration, mapping: AttributeMapping): readonly Problem[] {
  const attributes = configuration.targetObject?.attributes ?? [];
  const name = mapping.targetAttributeName;
  if (attributes.length === 0 || name === '' || serviceTargets.has(name.toLowerCase())) return [];
  const definition = targetDefinition(configuration, name);
  if (!definition) {
    const near = nearestName(
      name,
      attributes.map((attribute) => attribute.name),
    );
    const message = `The target object "${configuration.targetObject?.name ?? ''}" has no attribute "${name}".`;
    const fix = near ? `Did you mean ${near}?` : 'Add it to the directory definition of the target, or map to another one.';
    return [problemOf('mapping-target-unknown', rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
  }
  // Cloud sync joins through its anchor objectGUID, which its default schema maps; the target's own `id` is made by the target.
  if (!definition.anchor || definition.name.toLowerCase() !== 'id') return [];
  const message = `"${name}" is the target's own key, which the target makes; it must not be a target attribute.`;
  const range = rangeInNode(text, mapping, '/targetAttributeName');
  return [
    problemOf(
      'mapping-target-anchor',
      range,
      message,
      'Remove the mapping; match by an attribute that you provide, such as externalId.',
    ),
  ];
}

/** Entra cannot be searched by its extension attributes 1 to 15 (facts/expression-language.md, section 6.3). */
function checkMatching(text: string, { rule }: Configuration, mapping: AttributeMapping): readonly Problem[] {
  const name = mapping.targetAttributeName;
  const isExtension = /^(?:onPremisesExtensionAttributes\.)?extensionAttribute(?:[1-9]|1[0-5])$/i.test(name);
  if (!rule || mapping.matchingPriority <= 0 || !isExtension || !isEntra(rule.targetDirectoryName)) return [];
  const message = `"${name}" cannot be a matching attribute where Entra is the target.`;
  const fix = 'Match by another attribute, such as the user principal name or the employee id.';
  return [problemOf('mapping-matching-unsupported', rangeInNode(text, mapping, '/targetAttributeName'), message, fix)];
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
