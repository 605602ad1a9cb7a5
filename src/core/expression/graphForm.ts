import type { FunctionParameter } from '../functions/functionDefinition.ts';
import { findFunction } from '../functions/functionTable.ts';
import { parameterAt, signatureOf, withoutSurplusBlanks } from '../functions/parameters.ts';
import type { BlankNode, CallNode, ComparisonNode, ComparisonOperator, ExpressionNode } from './ast.ts';
import { restoreLostConstants, type StoredParameter, type StoredSource } from './lostConstants.ts';
import { maximumExpressionDepth, maximumExpressionLength, parseExpression } from './parseExpression.ts';
import { type LaidOutExpression, layOutExpression, printExpression, quoteText } from './printExpression.ts';

/** IIF stores a comparison as three parameters in place of its condition (default AD to Entra schema, accountEnabled). */
const comparisonKeys = { left: 'one', operator: 'two', right: 'three' } as const;

const operators: readonly ComparisonOperator[] = ['=', '<>', '>', '>=', '<', '<='];

/**
 * The form in which the service stores an expression. Parameters that are not supplied are missing, repeating ones repeat their key, numbers
 * become quoted constants; the text keeps blanks and numbers. Null where no source shows how the service stores a part: invalid text, `&`,
 * hex numbers, keywords, a comparison outside IIF, unknown functions, and parameters whose key is not known.
 */
export function toGraphForm(root: ExpressionNode): StoredSource | null {
  switch (root.kind) {
    case 'attribute':
      return { type: 'Attribute', name: root.name, expression: `[${root.name}]`, parameters: [] };
    case 'constant':
      return root.form === 'hex' ? null : constantForm(root.value);
    case 'tenantConstant':
      return { type: 'Constant', name: `%${root.name}%`, expression: null, parameters: [] };
    case 'call':
      return callForm(root);
    default:
      return null;
  }
}

function constantForm(value: string): StoredSource {
  return { type: 'Constant', name: value, expression: quoteText(value), parameters: [] };
}

function callForm(call: CallNode): StoredSource | null {
  const definition = findFunction(call.name);
  const expression = printExpression(call);
  if (!definition || expression === null) return null;
  const signature = signatureOf(definition, call.arguments);
  const parameters: StoredParameter[] = [];
  for (const [index, argument] of withoutSurplusBlanks(signature, call.arguments).entries()) {
    if (argument.kind === 'blank') continue;
    const key = parameterAt(signature, index)?.key ?? null;
    const own = key === null ? null : argumentForm(key, argument);
    if (!own) return null;
    parameters.push(...own);
  }
  return { type: 'Function', name: call.name, expression, parameters };
}

function argumentForm(key: string, argument: ExpressionNode): readonly StoredParameter[] | null {
  if (argument.kind === 'comparison') return key === comparisonKeys.left ? comparisonForm(argument) : null;
  const value = toGraphForm(argument);
  return value && [{ key, value }];
}

function comparisonForm(node: ComparisonNode): readonly StoredParameter[] | null {
  const left = toGraphForm(node.left);
  const right = toGraphForm(node.right);
  if (!left || !right) return null;
  return [
    { key: comparisonKeys.left, value: left },
    { key: comparisonKeys.operator, value: constantForm(node.operator) },
    { key: comparisonKeys.right, value: right },
  ];
}

/**
 * The tree of a stored source and the text that its ranges point into. The text of the source counts where it has one; else the tree is built
 * from the parameters and laid out as the service prints it. Null where neither is readable: a text with errors, a parameter whose place is
 * not known, or a form that does not come out even.
 */
export function fromGraphForm(source: StoredSource): LaidOutExpression | null {
  if (source.expression?.trim()) {
    const { root, problems } = parseExpression(source.expression);
    if (problems.some(({ severity }) => severity === 'error')) return null;
    return { root: restoreLostConstants(root, source), text: source.expression };
  }
  const built = build(source, 0);
  const laidOut = built && layOutExpression(built);
  return laidOut && readsBack(laidOut) ? laidOut : null;
}

/** Names come from a file: an attribute `a]b` or a function `F(` would make a text that says something else. */
function readsBack({ text, root }: LaidOutExpression): boolean {
  if (text.length > maximumExpressionLength) return false;
  if (root.kind === 'tenantConstant') return true;
  const parsed = parseExpression(text);
  return !parsed.problems.some(({ severity }) => severity === 'error') && printExpression(parsed.root) === text;
}

const unplaced = { range: { start: 0, end: 0 } } as const;

function build(source: StoredSource, depth: number): ExpressionNode | null {
  if (depth > maximumExpressionDepth) return null;
  if (source.expression?.trim()) {
    const { root, problems } = parseExpression(source.expression);
    if (problems.length === 0) return restoreLostConstants(root, source);
  }
  const { name } = source;
  if (name === null) return null;
  switch (source.type) {
    case 'Attribute':
      return { kind: 'attribute', name, ...unplaced };
    case 'Constant': {
      const tenantConstant = source.expression === null ? /^%([^%]+)%$/.exec(name)?.[1] : undefined;
      if (tenantConstant !== undefined) return { kind: 'tenantConstant', name: tenantConstant, ...unplaced };
      return { kind: 'constant', value: name, form: 'string', ...unplaced };
    }
    case 'Function': {
      const given = buildArguments(name, source, depth);
      return given && { kind: 'call', name, nameRange: unplaced.range, arguments: given, ...unplaced };
    }
  }
}

interface BuiltParameter {
  readonly key: string;
  readonly node: ExpressionNode;
}

function buildArguments(name: string, source: StoredSource, depth: number): readonly ExpressionNode[] | null {
  const parameters: BuiltParameter[] = [];
  for (const { key, value } of source.parameters) {
    const node = build(value, depth + 1);
    if (!node) return null;
    parameters.push({ key, node });
  }
  const definition = findFunction(name);
  if (!definition) return parameters.map(({ node }) => node);
  const joined = joinComparison(parameters);
  // The shorter signature first: what fits both means the same in both.
  const signatures = definition.otherParameters ? [definition.otherParameters, definition.parameters] : [definition.parameters];
  for (const signature of signatures) {
    const given = joined && arrange(signature, joined);
    if (given) return given;
  }
  return null;
}

/** Puts the three parameters of a comparison together again; null where a part of it is missing. */
function joinComparison(parameters: readonly BuiltParameter[]): readonly BuiltParameter[] | null {
  const find = (key: string) => parameters.find((one) => one.key === key)?.node;
  const [left, sign, right] = [find(comparisonKeys.left), find(comparisonKeys.operator), find(comparisonKeys.right)];
  if (!sign && !right) return parameters;
  const operator = sign?.kind === 'constant' ? operators.find((one) => one === sign.value) : undefined;
  if (!left || !right || !operator) return null;
  const comparison: ComparisonNode = { kind: 'comparison', operator, left, right, ...unplaced };
  const rest = parameters.filter(({ key }) => !Object.values(comparisonKeys).some((own) => own === key));
  return [{ key: comparisonKeys.left, node: comparison }, ...rest];
}

/** The arguments in the order of the signature, blanks where nothing is supplied; null where a parameter has no place. */
function arrange(
  signature: readonly FunctionParameter[],
  parameters: readonly BuiltParameter[],
): readonly ExpressionNode[] | null {
  const first = signature.findIndex(({ repeating }) => repeating);
  const single = first < 0 ? signature : signature.slice(0, first);
  const group = first < 0 ? [] : signature.slice(first);
  const given: ExpressionNode[] = [];
  const repeated: ExpressionNode[] = [];
  for (const { key, node } of parameters) {
    const index = single.findIndex((parameter, at) => parameter.key === key && given[at] === undefined);
    if (index >= 0) given[index] = node;
    else if (group[repeated.length % Math.max(group.length, 1)]?.key === key) repeated.push(node);
    else return null;
  }
  if (group.length > 0 && repeated.length % group.length !== 0) return null;
  const needed = single.findLastIndex(({ presence }) => presence !== 'optional') + 1;
  const length = repeated.length > 0 ? single.length : Math.max(given.length, needed);
  const blank: BlankNode = { kind: 'blank', ...unplaced };
  return [...Array.from({ length }, (_, index) => given[index] ?? blank), ...repeated];
}
