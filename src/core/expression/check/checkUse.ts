import type { FunctionDefinition } from '../../functions/functionDefinition.ts';
import { report } from '../../problem.ts';
import type { CallNode } from '../ast.ts';
import { dialectTitle, type ExpressionCheck } from './expressionCheck.ts';

/** Where a call stands: as the whole expression, in a branch of one, or elsewhere. */
export type CallPlace = 'root' | 'branch' | 'inner';

/** Whether a function may be used here at all: its dialect, its place, and the mapping around it. */
export function checkUse(check: ExpressionCheck, node: CallNode, definition: FunctionDefinition, place: CallPlace): void {
  checkDialect(check, node, definition);
  if (definition.rootOnly && place !== 'root') {
    const message = `${node.name} stands inside another expression; the service takes it as the whole expression only.`;
    report(check, 'function-misplaced', node.nameRange, message, `Put the other functions inside the rules of ${node.name}.`);
  }
  if (node.name === 'SelectUniqueValue') checkUniqueValue(check, node);
  if (node.name === 'IgnoreFlowIfNullOrEmpty' && place === 'inner') {
    const message =
      'IgnoreFlowIfNullOrEmpty stands inside another function; what that function does with an ignored flow is not documented.';
    report(check, 'function-misplaced', node.nameRange, message, 'Put it around the whole expression.', 'warning');
  }
  if (definition.notLocal !== null) {
    const fix = 'A preview shows this mapping as not evaluated; Run in Entra shows what the service gives.';
    report(check, 'function-not-local', node.nameRange, definition.notLocal, fix);
  }
}

function checkDialect(check: ExpressionCheck, node: CallNode, { dialects, source }: FunctionDefinition): void {
  const { dialect } = check.situation;
  if (dialects.includes(dialect)) return;
  const other = dialects[0];
  const message = other
    ? `${node.name} is documented for ${dialectTitle(other)}, not for ${dialectTitle(dialect)}.`
    : `No reference describes ${node.name}; only Graph's list of functions names it.`;
  const fix = `Test it in Entra before you rely on it (${source.document}, ${source.section}).`;
  report(check, 'function-wrong-dialect', node.nameRange, message, fix);
}

/** The three conditions of the reference: no matching attribute, creation only, on-premises Active Directory only. */
function checkUniqueValue(check: ExpressionCheck, node: CallNode): void {
  const { mapping } = check.situation;
  if (!mapping) return;
  const target = mapping.targetAttributeName;
  if (mapping.isMatching) {
    const message = `SelectUniqueValue cannot be used on ${target}, which is a matching attribute.`;
    const fix = 'Match by another attribute, or map this one without SelectUniqueValue.';
    report(check, 'function-misplaced', node.nameRange, message, fix);
  }
  if (mapping.flowType !== 'ObjectAddOnly') {
    const message = `SelectUniqueValue is meant for creation only, and the mapping of ${target} also flows on updates: it would find the object's own value taken.`;
    const fix = 'Set "flowType" to "ObjectAddOnly" (Apply this mapping: Only during object creation).';
    report(check, 'function-misplaced', node.nameRange, message, fix, 'warning');
  }
  if (mapping.toActiveDirectory === false) {
    const message = 'SelectUniqueValue is documented for provisioning to on-premises Active Directory only.';
    report(check, 'function-misplaced', node.nameRange, message, 'Make the value unique in the source instead.', 'warning');
  }
}
