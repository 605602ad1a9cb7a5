import type { ExpressionNode } from './ast.ts';

/**
 * The canonical text as the service prints it (facts/expression-language.md, "Parsed form"): a comma and a blank between arguments, blank
 * arguments bare, no blanks around comparison operators. Null where the tree has an `invalid` node: unreadable text has no canonical form.
 */
export function printExpression(node: ExpressionNode): string | null {
  switch (node.kind) {
    case 'call': {
      const printed = node.arguments.map(printExpression);
      return printed.every((text) => text !== null) ? `${node.name}(${printed.join(', ')})` : null;
    }
    case 'attribute':
      return `[${node.name}]`;
    case 'constant':
      return printConstant(node.value, node.form);
    case 'keyword':
      return node.name;
    case 'comparison':
      return printPair(node.left, node.operator, node.right);
    case 'concatenation':
      return printPair(node.left, ' & ', node.right);
    case 'blank':
    case 'tenantConstant':
      // The service prints a tenant constant as a blank argument, too: its value stands in the parsed form only.
      return '';
    case 'invalid':
      return null;
  }
}

/** A text as it is written in an expression, quotes included. */
export function quoteText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function printConstant(value: string, form: 'string' | 'number' | 'hex'): string {
  if (form === 'string') return quoteText(value);
  return form === 'hex' ? `&H${BigInt(value).toString(16).toUpperCase()}` : value;
}

function printPair(left: ExpressionNode, between: string, right: ExpressionNode): string | null {
  const texts = [printExpression(left), printExpression(right)] as const;
  return texts[0] === null || texts[1] === null ? null : texts[0] + between + texts[1];
}
