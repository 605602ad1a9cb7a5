import type { ExpressionNode } from '../../expression/ast.ts';
import { unknownAttribute } from '../../expression/check/checkAttributes.ts';
import type { ExpressionSituation } from '../../expression/check/situation.ts';
import { checkExpression } from '../../expression/checkExpression.ts';
import { restoreLostConstants } from '../../expression/lostConstants.ts';
import { parseExpression } from '../../expression/parseExpression.ts';
import { type Problem, problemOf } from '../../problem.ts';
import type { AttributeMappingSource } from '../../schema/model.ts';
import { rangeInLiteral, rangeInNode } from '../../schema/nodeInText.ts';

/** What is wrong with the source of a mapping: its expression in its place in the document, or the attribute that it names. */
export function checkSource(text: string, source: AttributeMappingSource, situation: ExpressionSituation): readonly Problem[] {
  // A constant is its own text, whatever that looks like.
  if (source.type === 'Constant') return [];
  const { expression, expressionRange } = source;
  if (expression === null || !expressionRange) return checkBareAttribute(text, source, situation);
  const parsed = parseExpression(expression);
  const root = hasBlank(parsed.root) ? restoreLostConstants(parsed.root, source) : parsed.root;
  const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
  return [...parsed.problems, ...checkExpression(expression, root, situation)].map((problem) => ({
    ...problem,
    range: rangeInLiteral(text, literal, problem.range.start, problem.range.end),
  }));
}

/** The service accepts an attribute source with a name only (facts/graph-synchronization.md, section 2.5). */
function checkBareAttribute(text: string, source: AttributeMappingSource, situation: ExpressionSituation): readonly Problem[] {
  if (source.type !== 'Attribute' || source.name === null) return [];
  const unknown = unknownAttribute(situation.source, source.name);
  return unknown ? [problemOf('attribute-unknown', rangeInNode(text, source, '/name'), unknown.message, unknown.fix)] : [];
}

function hasBlank(node: ExpressionNode): boolean {
  switch (node.kind) {
    case 'blank':
      return true;
    case 'call':
      return node.arguments.some(hasBlank);
    case 'comparison':
    case 'concatenation':
      return hasBlank(node.left) || hasBlank(node.right);
    default:
      return false;
  }
}
