import { findFunction } from '../functions/functionTable.ts';
import { parameterAt, signatureOf } from '../functions/parameters.ts';
import type { SourceType } from '../schema/model.ts';
import type { CallNode, ExpressionNode } from './ast.ts';

/** Graph's `attributeMappingSource`, of a schema or of an answer (facts/graph-synchronization.md, section 2.5). */
export interface StoredSource {
  readonly type: SourceType;
  readonly name: string | null;
  readonly expression: string | null;
  readonly parameters: readonly StoredParameter[];
}

export interface StoredParameter {
  readonly key: string;
  readonly value: StoredSource;
}

/**
 * Puts tenant constants such as `%DomainFQDN%` back into a tree. The service keeps them in the parsed form only; an exported expression
 * shows a blank argument, `Join("@", [sAMAccountName], )`. Arguments and parameters are aligned in order, a comparison taking three. Where
 * they do not line up, or in more than one way, the text has been edited or does not say enough, and the tree stays as the text has it.
 */
export function restoreLostConstants(root: ExpressionNode, source: StoredSource): ExpressionNode {
  if (source.type === 'Constant') {
    const name = lostName(source);
    return name === null ? root : { kind: 'tenantConstant', name, range: root.range };
  }
  return root.kind === 'call' && isSameCall(root, source) ? restoreCall(root, source) : root;
}

function restoreCall(call: CallNode, source: StoredSource): CallNode {
  const taken = align(call, source.parameters);
  if (!taken) return call;
  let next = 0;
  const restored = call.arguments.map((node, index) => {
    const first = next;
    next += taken[index] ?? 0;
    return restoreArgument(node, source.parameters.slice(first, next));
  });
  return { ...call, arguments: restored };
}

/** An argument with the parameters that are its own. */
function restoreArgument(node: ExpressionNode, own: readonly StoredParameter[]): ExpressionNode {
  const [first, , third] = own;
  if (!first) return node;
  if (node.kind === 'blank') return { kind: 'tenantConstant', name: lostName(first.value) ?? '', range: node.range };
  if (node.kind === 'call') return restoreCall(node, first.value);
  if (node.kind !== 'comparison' || !third) return node;
  return { ...node, left: restoreOperand(node.left, first.value), right: restoreOperand(node.right, third.value) };
}

function restoreOperand(node: ExpressionNode, source: StoredSource): ExpressionNode {
  return node.kind === 'call' ? restoreCall(node, source) : node;
}

/** Arguments times parameters that are compared; far above what the service writes. */
const maximumAlignment = 100_000;

/** How many parameters each argument takes, in the only way in which all are taken in order; null where there is none or more than one. */
function align(call: CallNode, parameters: readonly StoredParameter[]): readonly number[] | null {
  const given = call.arguments;
  if (given.length * parameters.length > maximumAlignment) return null;
  const keys = parameterKeys(call);
  const choices = (argument: number, parameter: number): readonly number[] => {
    const node = given[argument];
    return node ? takes(node, keys[argument] ?? null, parameters.slice(parameter, parameter + 3)) : [];
  };
  // ways[argument][parameter]: in how many ways (2 for more) the arguments from there on take the parameters from there on.
  const end = parameters.map(() => 0);
  const ways: (readonly number[])[] = [[...end, 1]];
  for (let argument = given.length - 1; argument >= 0; argument--) {
    const behind = ways[0] ?? [];
    const row = [...parameters, null].map((_, parameter) =>
      Math.min(
        2,
        choices(argument, parameter).reduce((sum, taken) => sum + (behind[parameter + taken] ?? 0), 0),
      ),
    );
    ways.unshift(row);
  }
  if (ways[0]?.[0] !== 1) return null;
  let parameter = 0;
  return given.map((_, argument) => {
    const taken = choices(argument, parameter).find((choice) => ways[argument + 1]?.[parameter + choice] === 1) ?? 0;
    parameter += taken;
    return taken;
  });
}

/** How many of the next parameters an argument can take; looks at names only, not into nested calls. */
function takes(node: ExpressionNode, key: string | null, next: readonly StoredParameter[]): readonly number[] {
  const [first, second, third] = next;
  if (node.kind === 'blank') return first && lostName(first.value) !== null && (key === null || key === first.key) ? [0, 1] : [0];
  if (node.kind !== 'comparison') return first && isSame(node, first.value) ? [1] : [];
  if (!first || !second || !third || second.value.name !== node.operator) return [];
  return isSame(node.left, first.value) && isSame(node.right, third.value) ? [3] : [];
}

function isSame(node: ExpressionNode, source: StoredSource): boolean {
  switch (node.kind) {
    case 'call':
      return isSameCall(node, source);
    case 'attribute':
      return source.type === 'Attribute' && source.name === node.name;
    case 'constant':
      return source.type === 'Constant' && source.name === node.value;
    case 'keyword':
      return source.type === 'Constant' && source.name === node.name;
    default:
      // How the service stores `&` is not known.
      return false;
  }
}

function isSameCall(call: CallNode, source: StoredSource): boolean {
  return source.type === 'Function' && source.name === call.name;
}

/** The key under which each argument is stored; null where it is not known. */
function parameterKeys(call: CallNode): readonly (string | null)[] {
  const definition = findFunction(call.name);
  if (!definition) return [];
  const signature = signatureOf(definition, call.arguments);
  return call.arguments.map((_, index) => parameterAt(signature, index)?.key ?? null);
}

/** `DomainFQDN` for a constant whose text the service left out; null for any other. */
function lostName(source: StoredSource): string | null {
  if (source.type !== 'Constant' || source.expression !== null) return null;
  return /^%([^%]+)%$/.exec(source.name ?? '')?.[1] ?? null;
}
