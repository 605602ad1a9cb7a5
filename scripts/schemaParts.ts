/**
 * Building blocks of a synchronization schema as Graph serialises it: every object below goes into the JSON as it is. The two sample
 * schemas and the schemas for tests and measurements are made of them (`sampleSchemas.ts`, `generateSchema.ts`).
 */

export interface SourceJson {
  readonly type: 'Attribute' | 'Constant' | 'Function';
  readonly name: string;
  readonly expression: string | null;
  readonly parameters: readonly { readonly key: string; readonly value: SourceJson }[];
}

/** A term under construction: its parsed form, and how it is written as an argument of another term. */
interface Term {
  readonly json: SourceJson;
  readonly asArgument: string;
}

/** An argument under its formal parameter name; null is an argument that is not supplied. */
type Argument = readonly [key: string, term: Term | null];

/** How many arguments the text shows: one that is not supplied leaves a blank there and nothing in `parameters`. */
export function call(name: string, ...args: readonly Argument[]): Term {
  return callWritten(name, args.map(([, term]) => term?.asArgument ?? '').join(', '), args);
}

function callWritten(name: string, written: string, args: readonly Argument[]): Term {
  const expression = `${name}(${written})`;
  const parameters = args.flatMap(([key, term]) => (term === null ? [] : [{ key, value: term.json }]));
  return { json: { type: 'Function', name, expression, parameters }, asArgument: expression };
}

export function attribute(name: string): Term {
  const expression = `[${name}]`;
  return { json: { type: 'Attribute', name, expression, parameters: [] }, asArgument: expression };
}

export function text(value: string): Term {
  const expression = `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return { json: { type: 'Constant', name: value, expression, parameters: [] }, asArgument: expression };
}

/** A number is bare where it is an argument, and quoted like all constants in its own `expression`. */
export function integer(value: number): Term {
  return { json: text(String(value)).json, asArgument: String(value) };
}

/** A value that the service takes from the job's settings: no expression of its own, and a blank where it is an argument. */
export function tenantConstant(name: string): Term {
  return { json: { type: 'Constant', name: `%${name}%`, expression: null, parameters: [] }, asArgument: '' };
}

/** `IIF`, whose formal parameters are numbered: the condition takes the first three where it is a comparison, and one where it is not. */
export function iif(condition: Term | Comparison, whenTrue: Term | null, whenFalse: Term | null): Term {
  const branches: readonly Argument[] = [
    ['four', whenTrue],
    ['five', whenFalse],
  ];
  const written = branches.map(([, term]) => term?.asArgument ?? '').join(', ');
  if (!('left' in condition)) return callWritten('IIF', `${condition.asArgument}, ${written}`, [['one', condition], ...branches]);
  const { left, operator, right } = condition;
  return callWritten('IIF', `${left.asArgument}${operator}${right.asArgument}, ${written}`, [
    ['one', left],
    ['two', text(operator)],
    ['three', right],
    ...branches,
  ]);
}

interface Comparison {
  readonly left: Term;
  readonly operator: string;
  readonly right: Term;
}

export function equal(left: Term, right: Term): Comparison {
  return { left, operator: '=', right };
}

export interface AttributeMappingJson {
  readonly targetAttributeName: string;
  readonly matchingPriority: number;
  readonly flowBehavior: string;
  readonly flowType: string;
  readonly defaultValue: string | null;
  readonly exportMissingReferences: boolean;
  readonly source: SourceJson | null;
}

export interface MappingOptions {
  readonly matchingPriority?: number;
  readonly flowType?: 'Always' | 'ObjectAddOnly';
  readonly defaultValue?: string;
}

export function mapping(target: string, source: Term | null, options: MappingOptions = {}): AttributeMappingJson {
  return {
    targetAttributeName: target,
    matchingPriority: options.matchingPriority ?? 0,
    flowBehavior: 'FlowWhenChanged',
    flowType: options.flowType ?? 'Always',
    defaultValue: options.defaultValue ?? null,
    exportMissingReferences: false,
    source: source?.json ?? null,
  };
}

export interface ClauseJson {
  readonly operatorName: string;
  readonly sourceOperandName: string;
  readonly targetOperand: { readonly values: readonly string[] } | null;
}

export function clause(attributeName: string, operatorName: string, ...values: readonly string[]): ClauseJson {
  return { operatorName, sourceOperandName: attributeName, targetOperand: values.length === 0 ? null : { values } };
}

export interface FilterGroupJson {
  readonly name: string;
  readonly clauses: readonly ClauseJson[];
}

export interface AttributeDefinitionJson {
  readonly name: string;
  readonly type: string;
  readonly anchor: boolean;
  readonly required: boolean;
  readonly multivalued: boolean;
  readonly caseExact: boolean;
  readonly mutability: string;
  readonly defaultValue: string | null;
  readonly flowNullValues: boolean;
  readonly referencedObjects: readonly { readonly referencedObjectName: string; readonly referencedProperty: null }[];
  readonly metadata: readonly KeyValue[];
  readonly apiExpressions: readonly KeyValue[];
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export function keyValues(values: Readonly<Record<string, string>>): KeyValue[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/**
 * Attribute definitions from a table: under each type the names that have it, separated by white space. `[]` after the type means
 * multivalued; after a name stand `*` for the anchor, `!` for required, `~` for case-exact, `-` for read-only.
 * @param refersTo the object that reference attributes point to.
 */
export function definitions(table: Readonly<Record<string, string>>, refersTo: string): AttributeDefinitionJson[] {
  const rows = Object.entries(table).flatMap(([type, names]) => words(names).map((word) => definition(word, type, refersTo)));
  return rows.toSorted((a, b) => compareNames(a.name, b.name));
}

function definition(word: string, typeText: string, refersTo: string): AttributeDefinitionJson {
  const [, name = word, flags = ''] = /^(.*?)([*!~-]*)$/.exec(word) ?? [];
  const type = typeText.replace('[]', '');
  return {
    name,
    type,
    anchor: flags.includes('*'),
    required: flags.includes('!'),
    multivalued: typeText.endsWith('[]'),
    caseExact: flags.includes('~'),
    mutability: flags.includes('-') ? 'ReadOnly' : 'ReadWrite',
    defaultValue: null,
    flowNullValues: false,
    referencedObjects: type === 'Reference' ? [{ referencedObjectName: refersTo, referencedProperty: null }] : [],
    metadata: [],
    apiExpressions: [],
  };
}

export function words(table: string): string[] {
  return table.trim().split(/\s+/);
}

/** The order of the service's exports: by name, without regard to case. Independent of the machine's locale. */
export function compareNames(a: string, b: string): number {
  const left = a.toLowerCase();
  const right = b.toLowerCase();
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function schemaText(schema: unknown): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
