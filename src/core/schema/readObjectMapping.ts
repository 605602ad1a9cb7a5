import type { Node } from 'jsonc-parser';
import { childPointer } from '../text/jsonPointer.ts';
import { propertyOf } from '../text/readJson.ts';
import type { AttributeMapping, AttributeMappingSource, ObjectFlow, ObjectMapping, SourceParameter } from './model.ts';
import { NodeReader, rangeOf } from './nodeReader.ts';
import { readFilter } from './readFilter.ts';

const objectFlows = ['Add', 'Update', 'Delete'] as const;
const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const;
const flowBehaviors = ['FlowWhenChanged', 'FlowAlways'] as const;
const sourceTypes = ['Attribute', 'Constant', 'Function'] as const;

/** Sources nest as deep as expressions do; deeper ones are cut, since the expression's text is what is evaluated. */
const maximumSourceDepth = 60;

/** Reads an `objectMapping` (facts/graph-synchronization.md, section 2.3). */
export function readObjectMapping(reader: NodeReader, node: Node, pointer: string): ObjectMapping {
  const scope = reader.object(node, 'scope');
  const attributeMappings = reader
    .objects(node, 'attributeMappings')
    .map(([mapping, index]) =>
      readAttributeMapping(reader, mapping, childPointer(childPointer(pointer, 'attributeMappings'), index)),
    );
  reportDuplicateTargets(reader, attributeMappings);
  return {
    range: rangeOf(node),
    pointer,
    name: reader.string(node, 'name'),
    enabled: reader.boolean(node, 'enabled', true),
    flowTypes: readObjectFlows(reader, node),
    sourceObjectName: reader.string(node, 'sourceObjectName'),
    targetObjectName: reader.string(node, 'targetObjectName'),
    scope: scope ? readFilter(reader, scope, childPointer(pointer, 'scope')) : null,
    attributeMappings,
  };
}

/** Flags as a comma string, with or without blanks; absent means all three (section 2.3). */
function readObjectFlows(reader: NodeReader, node: Node): readonly ObjectFlow[] {
  const text = reader.optionalString(node, 'flowTypes');
  if (text === null) return objectFlows;
  const named = text.split(',').map((part) => part.trim().toLowerCase());
  const value = propertyOf(node, 'flowTypes');
  const unknown = named.find(
    (name) => name !== '' && name !== 'none' && !objectFlows.some((flow) => flow.toLowerCase() === name),
  );
  if (value && unknown !== undefined) {
    const message = `"flowTypes" has ${unknown}, which is not one of: None, ${objectFlows.join(', ')}.`;
    reader.report(
      'schema-unknown-value',
      rangeOf(value),
      message,
      'Write the actions that the mapping may perform, such as "Add, Update, Delete".',
    );
  }
  return objectFlows.filter((flow) => named.includes(flow.toLowerCase()));
}

function readAttributeMapping(reader: NodeReader, node: Node, pointer: string): AttributeMapping {
  const source = reader.object(node, 'source');
  const targetAttributeName = reader.string(node, 'targetAttributeName');
  if (targetAttributeName === '') {
    reader.report(
      'mapping-no-target',
      rangeOf(node),
      'The attribute mapping has no "targetAttributeName".',
      'Name the target attribute that it writes.',
    );
  }
  return {
    range: rangeOf(node),
    pointer,
    targetAttributeName,
    matchingPriority: reader.integer(node, 'matchingPriority', 0),
    flowType: reader.oneOf(node, 'flowType', flowTypes, 'Always'),
    flowBehavior: reader.oneOf(node, 'flowBehavior', flowBehaviors, 'FlowWhenChanged'),
    defaultValue: reader.optionalString(node, 'defaultValue'),
    source: source ? readSource(reader, source, childPointer(pointer, 'source'), 0) : null,
  };
}

function readSource(reader: NodeReader, node: Node, pointer: string, depth: number): AttributeMappingSource {
  const expression = propertyOf(node, 'expression');
  let parameters: readonly SourceParameter[] | null = null;
  return {
    range: rangeOf(node),
    pointer,
    type: reader.oneOf(node, 'type', sourceTypes, 'Attribute'),
    name: reader.optionalString(node, 'name'),
    expression: reader.optionalString(node, 'expression'),
    expressionRange:
      expression?.type === 'string' ? { start: expression.offset + 1, end: expression.offset + expression.length - 1 } : null,
    // The parsed form repeats what the expression says and is most of a schema's text: it is read by whoever asks for it.
    get parameters() {
      parameters ??= readParameters(node, pointer, depth);
      return parameters;
    },
  };
}

/** The parameters of a parsed form. What is wrong in them is no problem of its own: the expression's text is what counts. */
function readParameters(node: Node, pointer: string, depth: number): readonly SourceParameter[] {
  if (depth >= maximumSourceDepth) return [];
  const reader = new NodeReader([]);
  return reader.objects(node, 'parameters').flatMap(([parameter, index]) => {
    const value = reader.object(parameter, 'value');
    if (!value) return [];
    const valuePointer = childPointer(childPointer(childPointer(pointer, 'parameters'), index), 'value');
    return [{ key: reader.string(parameter, 'key'), value: readSource(reader, value, valuePointer, depth + 1) }];
  });
}

function reportDuplicateTargets(reader: NodeReader, mappings: readonly AttributeMapping[]): void {
  const seen = new Set<string>();
  for (const mapping of mappings) {
    // Target names differ in case between schema and service (facts/expression-language.md, section 11b).
    const key = mapping.targetAttributeName.toLowerCase();
    if (key !== '' && seen.has(key)) {
      reader.report(
        'mapping-duplicate-target',
        mapping.range,
        `Another mapping already writes "${mapping.targetAttributeName}"; the service does not remove duplicates and the two conflict.`,
        'Keep one of the two mappings.',
      );
    }
    seen.add(key);
  }
}
