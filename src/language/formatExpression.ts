import type { ExpressionNode } from '../core/expression/ast.ts';
import { maximumExpressionLength, parseExpression } from '../core/expression/parseExpression.ts';
import { printExpression } from '../core/expression/printExpression.ts';
import type { AttributeMapping } from '../core/schema/model.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';

/** A new text for a part of the document. */
export interface ExpressionEdit {
  /** The string's content, without its quotes. */
  readonly range: TextRange;
  /** As JSON writes it. */
  readonly newText: string;
}

/**
 * The edits that write the expressions of a range (which may be empty) as the service prints them, on one line. An expression that cannot be
 * read without a doubt, or whose meaning would change, stays as it is, and so does one that is written so already.
 */
export function formatExpressionEdits(analysis: DocumentAnalysis, { start, end }: TextRange): readonly ExpressionEdit[] {
  return analysis.configurations
    .filter(({ objectMapping }) => touches(objectMapping.range, start, end))
    .flatMap(({ objectMapping }) => objectMapping.attributeMappings)
    .flatMap(({ source }) => {
      const range = source?.expressionRange;
      // The quotes belong to the expression: a cursor right behind the last one is still in its string.
      if (!source || !range || !touches({ start: range.start - 1, end: range.end + 1 }, start, end)) return [];
      return editOf(analysis.text, source, range);
    });
}

function touches(range: TextRange, start: number, end: number): boolean {
  return range.start <= end && start <= range.end;
}

function editOf(text: string, source: NonNullable<AttributeMapping['source']>, range: TextRange): readonly ExpressionEdit[] {
  // The text of a constant is a value and no expression, unless it is written as one.
  if (source.expression === null) return [];
  const formatted = formatExpression(source.expression);
  if (formatted === null) return [];
  const newText = JSON.stringify(formatted).slice(1, -1);
  return newText === text.slice(range.start, range.end) || formatted === source.expression ? [] : [{ range, newText }];
}

/** The canonical text of an expression; null where it cannot be read without a doubt or would not mean the same. */
export function formatExpression(expression: string): string | null {
  const { root, problems } = parseExpression(expression);
  if (problems.length > 0) return null;
  const printed = printExpression(root);
  if (printed === null || printed.length > maximumExpressionLength) return null;
  const again = parseExpression(printed);
  return again.problems.length === 0 && isSameTree(root, again.root) ? printed : null;
}

/** Whether two trees differ in their places only. */
function isSameTree(left: ExpressionNode, right: ExpressionNode): boolean {
  switch (left.kind) {
    case 'call':
      return (
        right.kind === 'call' &&
        left.name === right.name &&
        left.arguments.length === right.arguments.length &&
        left.arguments.every((argument, index) => {
          const other = right.arguments[index];
          return other !== undefined && isSameTree(argument, other);
        })
      );
    case 'comparison':
      return (
        right.kind === 'comparison' &&
        left.operator === right.operator &&
        isSameTree(left.left, right.left) &&
        isSameTree(left.right, right.right)
      );
    case 'concatenation':
      return right.kind === 'concatenation' && isSameTree(left.left, right.left) && isSameTree(left.right, right.right);
    case 'constant':
      return right.kind === 'constant' && left.form === right.form && left.value === right.value;
    case 'attribute':
    case 'keyword':
    case 'tenantConstant':
      return right.kind === left.kind && left.name === right.name;
    case 'blank':
      return right.kind === 'blank';
    case 'invalid':
      return false;
  }
}
