import { report } from '../../problem.ts';
import type { CallNode, ExpressionNode } from '../ast.ts';
import { compareTexts } from '../compareTexts.ts';
import { constantText, type ExpressionCheck, textOf } from './expressionCheck.ts';

/** The functions that tell whether there is a value. */
export const nullTests: ReadonlySet<string> = new Set(['IsNull', 'IsNullOrEmpty', 'IsPresent']);

/** Whether a node is written as a condition. */
export function isCondition(node: ExpressionNode): boolean {
  return node.kind === 'comparison' || (node.kind === 'call' && (nullTests.has(node.name) || node.name === 'IsString'));
}

/** The condition of IIF: one that is always the same, one that is none, and the one that the reference lists as unsupported. */
export function checkIif(check: ExpressionCheck, call: CallNode): void {
  const [condition, whenTrue, whenFalse] = call.arguments;
  if (!condition) return;
  const answer = constantAnswer(condition);
  if (answer !== null) {
    const lost = answer ? whenFalse : whenTrue;
    const message = `The condition ${short(textOf(check, condition))} is always ${answer ? 'true' : 'false'}.`;
    const range = lost && lost.kind !== 'blank' ? lost.range : condition.range;
    const fix = 'Test an attribute: a name in brackets is one, a text in quotes is not.';
    report(check, 'branch-unreachable', range, `${message} This branch is never taken.`, fix);
    return;
  }
  const text = constantText(condition);
  if (text !== null) {
    const message = `The condition of IIF is ${textOf(check, condition)}, which is neither True nor False.`;
    report(check, 'argument-invalid', condition.range, message, 'Compare it, as in [attribute] = "1".', 'warning');
    return;
  }
  checkEmptySource(check, condition);
}

/** What stands behind a constant in Coalesce is never asked for. Empty text is left alone: the documents contradict one another on it. */
export function checkCoalesce(check: ExpressionCheck, call: CallNode): void {
  const constant = call.arguments.findIndex((argument) => Boolean(constantText(argument)));
  const behind = constant < 0 ? undefined : call.arguments.slice(constant + 1).find(({ kind }) => kind !== 'blank');
  const taken = call.arguments[constant];
  if (!taken || !behind) return;
  const message = `Coalesce always stops at ${short(textOf(check, taken))}, so that this argument is never taken.`;
  report(check, 'branch-unreachable', behind.range, message, 'Put the constant last: it is the default.');
}

/** A warning of the app provisioning reference; Microsoft's own guides use the form, so that it is evaluated all the same. */
function checkEmptySource(check: ExpressionCheck, condition: ExpressionNode): void {
  const testsNull =
    (condition.kind === 'call' && nullTests.has(condition.name)) ||
    (condition.kind === 'comparison' && [condition.left, condition.right].some(isEmptyText));
  if (check.situation.dialect !== 'app-provisioning' || !testsNull) return;
  const message =
    'The reference lists this condition as unsupported where the attribute is empty, although other pages of Microsoft use it.';
  const fix = 'Switch with the key "" does the same: Switch([attribute], [attribute], "", "other").';
  report(check, 'function-empty-source', condition.range, message, fix);
}

function isEmptyText(node: ExpressionNode): boolean {
  return node.kind === 'constant' && node.form === 'string' && node.value === '';
}

/** What a condition gives for every user; null where that depends on the user, or is an error. */
function constantAnswer(node: ExpressionNode): boolean | null {
  if (node.kind === 'comparison') {
    const [left, right] = [constantText(node.left), constantText(node.right)];
    if (left === null || right === null) return null;
    const outcome = compareTexts(
      node.operator,
      { value: left, range: node.left.range },
      { value: right, range: node.right.range },
    );
    return outcome.kind === 'value' ? outcome.value === 'True' : null;
  }
  if (node.kind === 'call' && nullTests.has(node.name) && node.arguments.length === 1) {
    const value = constantText(node.arguments[0]);
    if (value === null) return null;
    if (node.name === 'IsNull') return false;
    return (node.name === 'IsPresent') === (value !== '');
  }
  const text = constantText(node)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
