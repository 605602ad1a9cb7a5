import type { Problem } from '../../problem.ts';
import type { TextRange } from '../../text/range.ts';
import type { ConstantNode, ExpressionNode } from '../ast.ts';
import type { Dialect } from '../dialect.ts';
import type { ExpressionSituation } from './situation.ts';

/** One check of one expression: what it is about, and what was found so far. */
export interface ExpressionCheck {
  readonly text: string;
  readonly situation: ExpressionSituation;
  readonly problems: Problem[];
}

/** The value of a constant or of True and False; null for everything that depends on the user. */
export function constantText(node: ExpressionNode | undefined): string | null {
  if (node?.kind === 'constant') return node.value;
  return node?.kind === 'keyword' && (node.name === 'True' || node.name === 'False') ? node.name : null;
}

/** The source text of a node. */
export function textOf(check: ExpressionCheck, node: ExpressionNode): string {
  return check.text.slice(node.range.start, node.range.end);
}

/**
 * Where a stretch of a constant's value stands in the expression. In a string `\\` and `\"` are two characters for one; any other
 * backslash is kept as written (facts/expression-language.md, section 2). At least one character is marked where there is one.
 */
export function rangeInConstant(check: ExpressionCheck, node: ConstantNode, start: number, end: number): TextRange {
  if (node.form !== 'string') return node.range;
  const raw = textOf(check, node);
  const last = Math.max(raw.length - 1, 1);
  const from = rawOffset(raw, start);
  const to = Math.max(rawOffset(raw, end), from + 1);
  return { start: node.range.start + Math.min(from, last), end: Math.min(node.range.start + to, node.range.end) };
}

function rawOffset(raw: string, offset: number): number {
  let index = 1;
  for (let read = 0; read < offset && index < raw.length - 1; read++) {
    index += raw[index] === '\\' && (raw[index + 1] === '\\' || raw[index + 1] === '"') ? 2 : 1;
  }
  return Math.min(index, Math.max(raw.length - 1, 1));
}

/** How messages call a dialect. */
export function dialectTitle(dialect: Dialect): string {
  return dialect === 'cloud-sync' ? 'cloud sync' : 'app provisioning';
}
