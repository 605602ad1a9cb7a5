import type { FunctionParameter } from '../functions/functionDefinition.ts';
import { findFunction, functionTable } from '../functions/functionTable.ts';
import { findKeyword, keywords, unknownWord } from '../functions/keywords.ts';
import { argumentProblem, parameterAt, signatureOf, withoutSurplusBlanks } from '../functions/parameters.ts';
import { nearestName } from '../functions/suggest.ts';
import type { Problem } from '../problem.ts';
import { report } from '../problem.ts';
import type { CallNode, ComparisonNode, ConcatenationNode, ExpressionNode, KeywordNode } from './ast.ts';
import { checkAttribute, checkRoles, checkSwitchedReferences } from './check/checkAttributes.ts';
import { checkConstant, checkConstantsOf } from './check/checkConstants.ts';
import { checkDates } from './check/checkDates.ts';
import { checkReplace } from './check/checkReplace.ts';
import { checkSwitch } from './check/checkSwitch.ts';
import { type CallPlace, checkUse } from './check/checkUse.ts';
import { checkCoalesce, checkIif } from './check/conditions.ts';
import { dialectTitle, type ExpressionCheck } from './check/expressionCheck.ts';
import type { ExpressionSituation } from './check/situation.ts';

/**
 * What the documents and the directory definitions say is wrong with a parsed expression, in the order of the text. The parser's own
 * problems are not repeated, and nothing is reported that no document states.
 * @param text the text that `root` was parsed from; ranges are offsets into it.
 */
export function checkExpression(text: string, root: ExpressionNode, situation: ExpressionSituation): readonly Problem[] {
  const check: ExpressionCheck = { text, situation, problems: [] };
  visit(check, root, { parameter: null, call: 'root' });
  return check.problems.sort((left, right) => left.range.start - right.range.start || left.range.end - right.range.end);
}

interface Place {
  readonly parameter: FunctionParameter | null;
  readonly call: CallPlace;
}

const inner: Place = { parameter: null, call: 'inner' };

function visit(check: ExpressionCheck, node: ExpressionNode, place: Place): void {
  switch (node.kind) {
    case 'call':
      checkCall(check, node, place.call);
      return;
    case 'attribute':
      checkAttribute(check, node);
      return;
    case 'keyword':
      checkKeyword(check, node);
      return;
    case 'comparison':
      checkComparison(check, node, place);
      return;
    case 'concatenation':
      checkConcatenation(check, node);
      return;
    default:
      return;
  }
}

function checkComparison(check: ExpressionCheck, node: ComparisonNode, place: Place): void {
  if (place.parameter?.type !== 'Condition') {
    const message = 'A comparison stands where the references show none: they have it as the condition of IIF and inside CBool.';
    report(check, 'function-misplaced', node.range, message, 'Put IIF(…, "True", "False") around it.', 'warning');
  }
  visit(check, node.left, inner);
  visit(check, node.right, inner);
}

function checkConcatenation(check: ExpressionCheck, node: ConcatenationNode): void {
  if (check.situation.dialect === 'app-provisioning') {
    const message = 'The reference for app provisioning has no & operator; only the one for cloud sync shows it.';
    report(check, 'function-wrong-dialect', node.range, message, 'Use Append or Join.');
  }
  visit(check, node.left, inner);
  visit(check, node.right, inner);
}

function checkKeyword(check: ExpressionCheck, node: KeywordNode): void {
  const { dialect, mapping } = check.situation;
  const keyword = findKeyword(node.name);
  if (!keyword) {
    const near = nearestName(
      node.name,
      keywords.map(({ name }) => name),
    );
    const fix = near ? `Did you mean ${near}?` : 'Put it in brackets or in double quotes.';
    report(check, 'expression-syntax', node.range, unknownWord(node.name), fix);
    return;
  }
  if (!keyword.dialects.includes(dialect)) {
    const message = `${node.name} is not documented for ${dialectTitle(dialect)}.`;
    report(check, 'function-wrong-dialect', node.range, message, 'Test it in Entra before you rely on it.');
  }
  if (keyword.kind === 'ignoreObject' && mapping && mapping.targetAttributeName !== 'objectFilter') {
    const message = `IgnoreObjectFlow is documented for the target attribute objectFilter, not for ${mapping.targetAttributeName}.`;
    const fix = 'Map it to objectFilter, or use IgnoreAttributeFlow to leave out this attribute only.';
    report(check, 'function-misplaced', node.range, message, fix, 'warning');
  }
}

function checkCall(check: ExpressionCheck, node: CallNode, place: CallPlace): void {
  const definition = findFunction(node.name);
  if (!definition) {
    const near = nearestName(
      node.name,
      functionTable.map(({ name }) => name),
    );
    const fix = near ? `Did you mean ${near}? Names are case-sensitive.` : 'Use a function of the reference.';
    report(check, 'function-unknown', node.nameRange, `The function ${node.name} does not exist.`, fix);
    for (const argument of node.arguments) visit(check, argument, inner);
    return;
  }
  checkUse(check, node, definition, place);
  const signature = signatureOf(definition, node.arguments);
  const given = withoutSurplusBlanks(signature, node.arguments);
  const unreadable = node.arguments.some(({ kind }) => kind === 'invalid');
  const wrong = unreadable ? null : argumentProblem(node.name, signature, given);
  if (wrong !== null) {
    const form = `Write it as ${node.name}(${signature.map(describe).join(', ')}).`;
    report(check, 'function-arguments', node.nameRange, wrong, form);
  }
  for (const [index, argument] of given.entries()) checkConstant(check, node, argument, parameterAt(signature, index));
  // Where the count is wrong, what stands at a position says nothing.
  if (wrong === null && !unreadable) checkMeaning(check, node, given.length);
  for (const [index, argument] of node.arguments.entries()) {
    const parameter = parameterAt(signature, index);
    visit(check, argument, { parameter, call: isBranch(node.name, index) ? branchOf(place) : 'inner' });
  }
}

/** What single functions want beyond number and type of their arguments. */
function checkMeaning(check: ExpressionCheck, node: CallNode, argumentCount: number): void {
  checkConstantsOf(check, node);
  checkDates(check, node, argumentCount);
  checkRoles(check, node);
  if (node.name === 'Replace') checkReplace(check, node);
  if (node.name === 'IIF') checkIif(check, node);
  if (node.name === 'Coalesce') checkCoalesce(check, node);
  if (node.name === 'Switch') {
    checkSwitch(check, node);
    checkSwitchedReferences(check, node);
  }
}

function describe(parameter: FunctionParameter): string {
  const name = parameter.repeating ? `${parameter.name}…` : parameter.name;
  return parameter.presence === 'optional' ? `[${name}]` : name;
}

/** Whether an argument is given on as it is: the values of IIF and Switch, every argument of Coalesce. */
function isBranch(name: string, index: number): boolean {
  if (name === 'IIF') return index > 0;
  if (name === 'Switch') return index === 1 || (index > 2 && index % 2 === 1);
  return name === 'Coalesce' || name === 'Redact';
}

function branchOf(place: CallPlace): CallPlace {
  return place === 'inner' ? 'inner' : 'branch';
}
