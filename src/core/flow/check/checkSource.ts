import type { ExpressionNode } from '../../expression/ast.ts';
import { unknownAttribute } from '../../expression/check/checkAttributes.ts';
import type { ExpressionSituation } from '../../expression/check/situation.ts';
import { checkExpression } from '../../expression/checkExpression.ts';
import { restoreLostConstants } from '../../expression/lostConstants.ts';
import { parseExpression } from '../../expression/parseExpression.ts';
import { type Problem, problemOf } from '../../problem.ts';
import type { AttributeMappingSource } from '../../schema/model.ts';
import { rangeInLiteral, rangeInNode } from '../../schema/nodeInText.ts';
import type { Expressions } from './checkMemo.ts';

/**
 * What is wrong with the source of a mapping: its expression in its place in the document, or the attribute that it names.
 * @param known what is remembered of expressions on the situation's source object.
 */
export function checkSource(
  text: string,
  source: AttributeMappingSource,
  situation: ExpressionSituation,
  known: Expressions | null = null,
): readonly Problem[] {
  // A constant is its own text, whatever that looks like.
  if (source.type === 'Constant') return [];
  const { expression, expressionRange } = source;
  if (expression === null || !expressionRange) return checkBareAttribute(text, source, situation);
  const check = (): readonly Problem[] => checkText(expression, source, situation);
  const problems = known && !mayHaveBlanks(expression) ? known.problemsOf(keyOf(expression, situation), check) : check();
  if (problems.length === 0) return problems;
  const literal = { start: expressionRange.start - 1, end: expressionRange.end + 1 };
  return problems.map((problem) => ({
    ...problem,
    range: rangeInLiteral(text, literal, problem.range.start, problem.range.end),
  }));
}

function checkText(expression: string, source: AttributeMappingSource, situation: ExpressionSituation): readonly Problem[] {
  const parsed = parseExpression(expression);
  const root = hasBlank(parsed.root) ? restoreLostConstants(parsed.root, source) : parsed.root;
  return [...parsed.problems, ...checkExpression(expression, root, situation)];
}

/** What stands at a blank is told by the parsed form, so that the expression's text is not all that counts. */
function mayHaveBlanks(expression: string): boolean {
  return /[(,]\s*[,)]/.test(expression);
}

function keyOf(expression: string, { dialect, fromEntra, mapping }: ExpressionSituation): string {
  const place = mapping
    ? `${mapping.flowType} ${mapping.isMatching} ${mapping.toActiveDirectory} ${mapping.targetAttributeName}`
    : '';
  return `${dialect} ${fromEntra} ${place}\0${expression}`;
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
