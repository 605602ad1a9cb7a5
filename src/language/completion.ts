import type { Configuration } from '../core/schema/configuration.ts';
import type { SynchronizationSchema } from '../core/schema/model.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { sourceNameCompletions, targetNameCompletions } from './completionAttributes.ts';
import { expressionCompletions } from './completionExpression.ts';
import { operandNameCompletions, operandValueCompletions, operatorCompletions } from './completionFilter.ts';
import type { CompletionItem, CompletionSituation } from './completionItem.ts';
import {
  directoryNameCompletions,
  objectMappingNameCompletions,
  objectNameCompletions,
  ruleNameCompletions,
  wordCompletions,
} from './completionNames.ts';
import { filterSnippets, mappingSnippets } from './completionSnippets.ts';
import { type ConfigurationThing, propertyWords } from './enumWords.ts';
import { type Place, placeAt } from './place.ts';
import type { RunFacts } from './runFacts.ts';

/**
 * What could stand at an offset of a document. Names of properties and shapes of values are left to JSON's own completion, which reads the
 * schemas in `media/`.
 * @param facts of the last run, for the values of its person.
 * @param named the schema that a connection file names, for the names in it.
 */
export function completionsAt(
  analysis: DocumentAnalysis,
  offset: number,
  facts: RunFacts | null,
  named: SynchronizationSchema | null = null,
): readonly CompletionItem[] {
  const place = placeAt(analysis, offset);
  if (place.isKey) return [];
  const situation = { analysis, place, facts, named, configuration: configurationAt(analysis, place) };
  return analysis.kind === 'connection' ? connectionCompletions(situation) : modelCompletions(situation);
}

/** An object mapping that is not closed yet ends where the document does, so the offset may stand at its very end. */
function configurationAt(analysis: DocumentAnalysis, { configuration, offset }: Place): Configuration | null {
  return (
    configuration ??
    analysis.configurations.find(({ objectMapping: { range } }) => range.start < offset && offset <= range.end) ??
    null
  );
}

function connectionCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const [parent, name, ...rest] = situation.place.path;
  if (parent !== 'configuration' || rest.length > 0) return [];
  if (name === 'rule') return ruleNameCompletions(situation);
  return name === 'objectMapping' ? objectMappingNameCompletions(situation) : [];
}

type Thing = ConfigurationThing | 'filterGroup' | 'objectDefinition' | 'operand' | 'other';

/** The property that holds a thing, or a list of them. */
const things: ReadonlyMap<string, Thing> = new Map([
  ['synchronizationRules', 'synchronizationRule'],
  ['objectMappings', 'objectMapping'],
  ['attributeMappings', 'attributeMapping'],
  ['source', 'attributeMappingSource'],
  ['scope', 'filter'],
  ['groups', 'filterGroup'],
  ['inputFilterGroups', 'filterGroup'],
  ['categoryFilterGroups', 'filterGroup'],
  ['clauses', 'filterClause'],
  ['targetOperand', 'operand'],
  ['directories', 'directoryDefinition'],
  ['objects', 'objectDefinition'],
  ['attributes', 'attributeDefinition'],
  ['metadata', 'other'],
  ['apiExpressions', 'other'],
  ['referencedObjects', 'other'],
]);

function modelCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const path = situation.place.path.filter((part) => typeof part === 'string');
  const last = situation.place.path.at(-1);
  if (typeof last === 'number') return elementCompletions(situation, path.at(-1) ?? '', path.slice(0, -1));
  if (last === undefined) return [];
  const thing = thingOf(situation.place, situation.analysis, path.slice(0, -1));
  switch (`${thing}.${last}`) {
    case 'attributeMapping.targetAttributeName':
      return targetNameCompletions(situation);
    case 'attributeMappingSource.expression':
      return expressionCompletions(situation);
    case 'attributeMappingSource.name':
      return nameCompletions(situation);
    case 'filterClause.sourceOperandName':
      return operandNameCompletions(situation);
    case 'filterClause.operatorName':
      return operatorCompletions(situation);
    case 'synchronizationRule.sourceDirectoryName':
    case 'synchronizationRule.targetDirectoryName':
      return directoryNameCompletions(situation);
    case 'objectMapping.sourceObjectName':
      return objectNameCompletions(situation, 'source');
    case 'objectMapping.targetObjectName':
      return objectNameCompletions(situation, 'target');
    default: {
      // Exports write `multivaluedComparisonType` in more than one casing.
      const words = propertyWords.find((row) => row.thing === thing && row.name.toLowerCase() === last.toLowerCase());
      return words && words.values.length > 0 ? wordCompletions(situation, words) : [];
    }
  }
}

/** An element of a list. */
function elementCompletions(situation: CompletionSituation, list: string, outer: readonly string[]): readonly CompletionItem[] {
  switch (things.get(list)) {
    case 'attributeMapping':
      return mappingSnippets(situation);
    case 'filterGroup':
      return filterSnippets(situation, 'group');
    case 'filterClause':
      return filterSnippets(situation, 'clause');
    default:
      return list === 'values' && things.get(outer.at(-1) ?? '') === 'operand' ? operandValueCompletions(situation) : [];
  }
}

/** `name` says an attribute only where the source is one; in the parsed form it repeats what stands in the expression. */
function nameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const { mapping, path } = situation.place;
  const isOuter = path.filter((part) => part === 'parameters').length === 0;
  return isOuter && mapping?.source?.type === 'Attribute' ? sourceNameCompletions(situation) : [];
}

/** What has the property at a place: the nearest property around it that holds things of the model. */
function thingOf(place: Place, { kind }: DocumentAnalysis, around: readonly string[]): Thing {
  const named = around.findLast((part) => things.has(part));
  const nearest = named === undefined ? undefined : things.get(named);
  if (nearest) return nearest;
  if (place.attribute) return 'attributeDefinition';
  if (place.object) return 'objectDefinition';
  if (place.clause) return 'filterClause';
  if (place.group) return 'filterGroup';
  if (place.mapping) return 'attributeMapping';
  if (place.filter) return 'filter';
  if (place.configuration) return 'objectMapping';
  return kind === 'mapping' ? 'objectMapping' : kind === 'scope' ? 'filter' : 'other';
}
