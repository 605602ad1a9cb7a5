import type { ExpressionNode } from '../expression/ast.ts';
import type { EvaluationContext } from '../expression/evaluationContext.ts';
import { readingOf } from '../semantics.ts';
import type { Attributes } from '../value.ts';
import { oneText } from './arguments.ts';
import type { FunctionCall } from './functionDefinition.ts';

/** Whether an attribute without a value makes IIF anything else than its condition says. */
export function mindsEmptySource(context: EvaluationContext): boolean {
  return context.dialect === 'app-provisioning' && readingOf(context, 'iifEmptySource') !== 'evaluate';
}

/** The first attribute of the condition without a value, where the connection asks for the reference's own words on it; else null. */
export function emptySource(call: FunctionCall): string | null {
  if (!mindsEmptySource(call.context)) return null;
  const node = call.nodeOf(0);
  return node && firstEmpty(node, call.context.attributes);
}

function firstEmpty(node: ExpressionNode, attributes: Attributes): string | null {
  switch (node.kind) {
    case 'attribute': {
      const value = oneText(attributes.get(node.name) ?? null);
      return value === null || value === '' ? node.name : null;
    }
    case 'comparison':
    case 'concatenation':
      return firstEmpty(node.left, attributes) ?? firstEmpty(node.right, attributes);
    case 'call':
      for (const argument of node.arguments) {
        const found = firstEmpty(argument, attributes);
        if (found !== null) return found;
      }
      return null;
    default:
      return null;
  }
}
