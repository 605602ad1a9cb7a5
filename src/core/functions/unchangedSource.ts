import type { CallNode, ExpressionNode } from '../expression/ast.ts';
import type { FunctionCall } from './functionDefinition.ts';

/** Made by the service for every object that it evaluates, so it is never missing from a change. */
const alwaysPresent = 'IsSoftDeleted';

/** Whether the defect of `Switch` strikes this call: the context is an incremental change, and the source is not part of it. */
export function hasUnchangedSource(call: FunctionCall): boolean {
  const { changedSources } = call.context;
  const source = changedSources && call.nodeOf(0);
  return source ? readsUnchangedOnly(source, changedSources) : false;
}

/** Whether an expression has a `Switch` on which the defect would strike, if exactly these source attributes had changed. */
export function hasUnchangedSwitch(node: ExpressionNode, changed: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'call':
      return switchIsUnchanged(node, changed) || node.arguments.some((argument) => hasUnchangedSwitch(argument, changed));
    case 'comparison':
    case 'concatenation':
      return hasUnchangedSwitch(node.left, changed) || hasUnchangedSwitch(node.right, changed);
    default:
      return false;
  }
}

function switchIsUnchanged({ name, arguments: [source] }: CallNode, changed: ReadonlySet<string>): boolean {
  return name === 'Switch' && source !== undefined && readsUnchangedOnly(source, changed);
}

/** A source that reads no attribute has nothing that could be missing. */
function readsUnchangedOnly(source: ExpressionNode, changed: ReadonlySet<string>): boolean {
  const names: string[] = [];
  collect(source, names);
  return names.length > 0 && !names.some((name) => name === alwaysPresent || changed.has(name));
}

function collect(node: ExpressionNode, names: string[]): void {
  switch (node.kind) {
    case 'attribute':
      names.push(node.name);
      return;
    case 'comparison':
    case 'concatenation':
      collect(node.left, names);
      collect(node.right, names);
      return;
    case 'call':
      for (const argument of node.arguments) collect(argument, names);
  }
}
