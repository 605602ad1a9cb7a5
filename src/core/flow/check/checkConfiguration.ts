import type { SourceAttributes } from '../../expression/check/situation.ts';
import type { Problem } from '../../problem.ts';
import type { Configuration } from '../../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../../schema/directoryNames.ts';
import type { ObjectDefinition } from '../../schema/model.ts';
import { checkFilter } from '../../scope/check/checkFilter.ts';
import { checkMatching } from './checkMatching.ts';
import type { CheckMemo } from './checkMemo.ts';
import { checkObjectMapping } from './checkObjectMapping.ts';
import { checkSource } from './checkSource.ts';
import { checkDefault, checkTarget } from './checkTarget.ts';

/** Where the configuration stands. A scope file has a text of its own, and is checked with `checkFilter`. */
export interface CheckedText {
  /** The document that holds the object mapping; ranges are offsets into it. */
  readonly text: string;
  /** What earlier checks of the document found; left out, everything is checked anew. */
  readonly memo?: CheckMemo;
}

/**
 * What is wrong with a configuration beyond what reading it reported: every expression in its place, the target attributes, the matching
 * attributes, the scoping filter and the object mapping as a whole. What no definition tells is not reported. In a disabled object mapping, what
 * is missing is not reported either.
 */
export function checkConfiguration(configuration: Configuration, { text, memo }: CheckedText): readonly Problem[] {
  const problems: Problem[] = [];
  const { objectMapping, rule } = configuration;
  const source = sourceAttributes(configuration.sourceObject);
  const base = {
    dialect: configuration.dialect,
    source,
    fromEntra: rule && isEntra(rule.sourceDirectoryName),
  };
  const known = memo?.expressionsOf(definitionText(text, configuration.sourceObject)) ?? null;
  const toActiveDirectory = rule && isActiveDirectory(rule.targetDirectoryName);
  for (const mapping of objectMapping.attributeMappings) {
    const { targetAttributeName, flowType } = mapping;
    const situation = { targetAttributeName, flowType, isMatching: mapping.matchingPriority > 0, toActiveDirectory };
    if (mapping.source) problems.push(...checkSource(text, mapping.source, { ...base, mapping: situation }, known));
    problems.push(...checkTarget(text, configuration, mapping), ...checkDefault(text, mapping));
  }
  problems.push(...checkMatching(text, configuration), ...checkObjectMapping(text, configuration));
  if (objectMapping.scope) problems.push(...checkFilter(text, objectMapping.scope, source));
  return problems.sort((left, right) => left.range.start - right.range.start || left.range.end - right.range.end);
}

function definitionText(text: string, object: ObjectDefinition | null): string {
  return object ? text.slice(object.range.start, object.range.end) : '';
}

/** The attributes of a source object by name; null where there is no definition, or an empty one. */
export function sourceAttributes(object: ObjectDefinition | null): SourceAttributes | null {
  if (!object || object.attributes.length === 0) return null;
  return {
    objectName: object.name,
    attributes: new Map(object.attributes.map((attribute) => [attribute.name, attribute])),
  };
}
