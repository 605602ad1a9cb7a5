import type { CallNode, ExpressionNode } from '../../core/expression/ast.ts';
import { parseExpression } from '../../core/expression/parseExpression.ts';
import type { AttributeMapping } from '../../core/schema/model.ts';
import { rangeInLiteral } from '../../core/schema/nodeInText.ts';
import { jsonEscaped, type TextEdit } from '../../core/text/jsonEdit.ts';
import type { TextRange } from '../../core/text/range.ts';

/** The expression of a mapping, to be edited at its terms. */
export interface WrittenExpression {
  readonly mapping: AttributeMapping;
  readonly text: string;
  readonly root: ExpressionNode;
  /** The nodes whose place is this stretch of the document, or whose name's place is it, the outer ones first. */
  at(range: TextRange): readonly TermPlace[];
  /** The edit of a stretch of the expression. */
  replace(range: TextRange, newText: string): TextEdit;
}

export interface TermPlace {
  readonly node: ExpressionNode;
  readonly parent: ExpressionNode | null;
}

/** Null where the mapping has no expression. */
export function writtenExpression(text: string, mapping: AttributeMapping | null): WrittenExpression | null {
  const source = mapping?.source;
  if (!mapping || !source?.expressionRange || source.expression === null || source.type === 'Constant') return null;
  const { expression, expressionRange } = source;
  const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
  const { root } = parseExpression(expression);
  const placed = (range: TextRange): TextRange => rangeInLiteral(text, literal, range.start, range.end);
  return {
    mapping,
    text: expression,
    root,
    at: (wanted) =>
      terms(root).filter(({ node }) => {
        const ranges = node.kind === 'call' ? [node.range, node.nameRange] : [node.range];
        return ranges.map(placed).some(({ start, end }) => start === wanted.start && end === wanted.end);
      }),
    replace: (range, newText) => ({ range: placed(range), newText: jsonEscaped(newText) }),
  };
}

/** Every node of a tree with the one around it, the outer ones first. */
export function terms(root: ExpressionNode): readonly TermPlace[] {
  const found: TermPlace[] = [];
  const visit = (node: ExpressionNode, parent: ExpressionNode | null): void => {
    found.push({ node, parent });
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(root, null);
  return found;
}

function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind === 'call') return node.arguments;
  return node.kind === 'comparison' || node.kind === 'concatenation' ? [node.left, node.right] : [];
}

/** The call whose name stands at a stretch of the document. */
export function callAt(written: WrittenExpression, range: TextRange): CallNode | null {
  for (const { node } of written.at(range)) if (node.kind === 'call') return node;
  return null;
}
