import type { ExpressionNode } from '../expression/ast.ts';
import { fromGraphForm } from '../expression/graphForm.ts';
import { restoreLostConstants } from '../expression/lostConstants.ts';
import { parseExpression } from '../expression/parseExpression.ts';
import type { Configuration } from '../schema/configuration.ts';
import { targetDefinition } from '../schema/configuration.ts';
import type { AttributeDefinition, AttributeMapping, AttributeMappingSource, FilterGroup } from '../schema/model.ts';

/** An attribute mapping with its expression parsed and its target looked up: done once for a run, whatever the user. */
export interface CompiledMapping {
  readonly mapping: AttributeMapping;
  readonly definition: AttributeDefinition | null;
  /** The source as an expression: `[mail]`, `"True"`, `Trim([l])`; empty for the mapping type "None". */
  readonly expression: string;
  /** Null for the mapping type "None". */
  readonly root: ExpressionNode | null;
  /** The source attributes that the expression names, each once. */
  readonly reads: readonly string[];
}

/** A configuration with everything prepared that does not depend on the user. */
export interface CompiledConfiguration {
  readonly configuration: Configuration;
  readonly mappings: readonly CompiledMapping[];
  /** Each source attribute that is read, with the JSON pointers of the mappings and clauses that read it. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** Mappings with a matching priority, lowest number first (facts/graph-synchronization.md, section 4). */
  readonly matching: readonly CompiledMapping[];
  /** Mappings that write one target attribute, by their places in `mappings`; names are compared without case. */
  readonly duplicates: readonly (readonly number[])[];
}

/** Prepares a configuration for runs. Problems in it show when a run evaluates them, each in its own place. */
export function compileConfiguration(configuration: Configuration): CompiledConfiguration {
  const mappings = configuration.objectMapping.attributeMappings
    .filter((mapping) => mapping.targetAttributeName !== '')
    .map((mapping) => compileMapping(configuration, mapping));
  const matching = mappings
    .filter(({ mapping }) => mapping.matchingPriority > 0)
    .sort((left, right) => left.mapping.matchingPriority - right.mapping.matchingPriority);
  return { configuration, mappings, reads: collectReads(configuration, mappings), matching, duplicates: duplicatesOf(mappings) };
}

function duplicatesOf(mappings: readonly CompiledMapping[]): readonly (readonly number[])[] {
  const places = new Map<string, number[]>();
  for (const [index, { mapping }] of mappings.entries()) {
    const name = mapping.targetAttributeName.toLowerCase();
    const known = places.get(name);
    if (known) known.push(index);
    else places.set(name, [index]);
  }
  return [...places.values()].filter((indices) => indices.length > 1);
}

function compileMapping(configuration: Configuration, mapping: AttributeMapping): CompiledMapping {
  const definition = targetDefinition(configuration, mapping.targetAttributeName);
  if (!mapping.source) return { mapping, definition, expression: '', root: null, reads: [] };
  const source = compileSource(mapping.source);
  return { mapping, definition, ...source, reads: [...new Set(attributeNames(source.root))] };
}

function compileSource(source: AttributeMappingSource): { readonly expression: string; readonly root: ExpressionNode } {
  if (source.type === 'Constant') return compileConstant(source);
  if (source.type === 'Attribute' && source.expression === null) {
    // The service accepts an attribute source with a name only (facts/graph-synchronization.md, section 2.5).
    const expression = `[${source.name ?? ''}]`;
    return { expression, root: { kind: 'attribute', name: source.name ?? '', range: { start: 0, end: expression.length } } };
  }
  const expression = source.expression ?? '';
  if (expression.trim() === '') {
    const built = fromGraphForm(source);
    if (built) return { expression: built.text, root: built.root };
  }
  return { expression, root: restoreLostConstants(parseExpression(expression).root, source) };
}

function compileConstant(source: AttributeMappingSource): { readonly expression: string; readonly root: ExpressionNode } {
  if (source.expression !== null) {
    const { root } = parseExpression(source.expression);
    if (root.kind === 'constant') return { expression: source.expression, root };
  }
  const text = source.name ?? '';
  const range = { start: 0, end: text.length };
  const tenantConstant = /^%([^%]+)%$/.exec(text);
  if (source.expression === null && tenantConstant?.[1])
    return { expression: text, root: { kind: 'tenantConstant', name: tenantConstant[1], range } };
  return { expression: text, root: { kind: 'constant', value: text, form: 'string', range } };
}

function collectReads(
  configuration: Configuration,
  mappings: readonly CompiledMapping[],
): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, string[]>();
  const add = (name: string, pointer: string): void => {
    const pointers = reads.get(name);
    if (!pointers) reads.set(name, [pointer]);
    else if (!pointers.includes(pointer)) pointers.push(pointer);
  };
  for (const compiled of mappings) {
    for (const name of compiled.reads) add(name, compiled.mapping.pointer);
  }
  for (const group of allGroups(configuration)) {
    for (const clause of group.clauses) if (clause.sourceOperandName !== '') add(clause.sourceOperandName, clause.pointer);
  }
  return reads;
}

function allGroups({ scope }: Configuration): readonly FilterGroup[] {
  return scope ? [...scope.groups, ...scope.inputFilterGroups, ...scope.categoryFilterGroups] : [];
}

/** The source attributes that an expression names, in the order in which they stand. */
export function attributeNames(node: ExpressionNode): readonly string[] {
  switch (node.kind) {
    case 'attribute':
      return [node.name];
    case 'call':
      return node.arguments.flatMap(attributeNames);
    case 'comparison':
    case 'concatenation':
      return [...attributeNames(node.left), ...attributeNames(node.right)];
    default:
      return [];
  }
}
