import type { ExpressionNode } from '../expression/ast.ts';
import { isSecretAttribute } from '../secretAttributes.ts';
import { type AttributeValue, redactedText } from '../value.ts';
import { attributeNames, type CompiledMapping } from './compileConfiguration.ts';

/** The value to show: the mask where it must not be seen; an absent value stays absent. */
export function masked(value: AttributeValue, redacted: boolean): AttributeValue {
  return redacted && value !== null ? redactedText : value;
}

/**
 * True where `Redact(…)` stands anywhere in the mapping, or where it writes a password: its result, and the target's value of it, must not be
 * shown.
 */
export function isRedacted({ root, mapping }: CompiledMapping): boolean {
  return isSecretAttribute(mapping.targetAttributeName) || (root !== null && redactCalls(root).length > 0);
}

/**
 * The source attributes that some mapping passes through `Redact(…)`, and those that are themselves a password of the target: their values are
 * masked wherever they would be shown.
 */
export function redactedAttributes(mappings: readonly CompiledMapping[]): ReadonlySet<string> {
  return new Set(
    mappings.flatMap(({ root, mapping }) => {
      if (!root) return [];
      if (root.kind === 'attribute' && isSecretAttribute(mapping.targetAttributeName)) return [root.name];
      return redactCalls(root).flatMap(attributeNames);
    }),
  );
}

function redactCalls(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'call':
      return node.name === 'Redact' ? [node] : node.arguments.flatMap(redactCalls);
    case 'comparison':
    case 'concatenation':
      return [...redactCalls(node.left), ...redactCalls(node.right)];
    default:
      return [];
  }
}
