import type { FunctionDefinition, FunctionParameter } from '../functions/functionDefinition.ts';
import { findFunction, functionTable } from '../functions/functionTable.ts';
import { findKeyword, keywords, unknownWord } from '../functions/keywords.ts';
import { argumentProblem, parameterAt, signatureOf, withoutSurplusBlanks } from '../functions/parameters.ts';
import { nearestName } from '../functions/suggest.ts';
import type { Problem } from '../problem.ts';
import { type ProblemCode, problemCodes } from '../problemCodes.ts';
import type { TextRange } from '../text/range.ts';
import type { CallNode, ExpressionNode, KeywordNode } from './ast.ts';
import type { Dialect } from './dialect.ts';

/**
 * What the references say is wrong with a parsed expression, in the order of the text. The parser's own problems are not repeated, and
 * nothing is reported that no document states.
 */
export function checkExpression(root: ExpressionNode, dialect: Dialect): readonly Problem[] {
  const check: Check = { dialect, problems: [] };
  visit(check, root, { parameter: null, root: true });
  return check.problems.sort((left, right) => left.range.start - right.range.start || left.range.end - right.range.end);
}

interface Check {
  readonly dialect: Dialect;
  readonly problems: Problem[];
}

interface Place {
  readonly parameter: FunctionParameter | null;
  readonly root: boolean;
}

const inner: Place = { parameter: null, root: false };

function visit(check: Check, node: ExpressionNode, place: Place): void {
  switch (node.kind) {
    case 'call':
      checkCall(check, node, place);
      return;
    case 'keyword':
      checkKeyword(check, node);
      return;
    case 'comparison':
      if (place.parameter?.type !== 'Condition') {
        const message =
          'A comparison stands where the references show none: they have it as the condition of IIF and inside CBool.';
        report(check, 'function-misplaced', node.range, message, 'Put IIF(…, "True", "False") around it.', 'warning');
      }
      visit(check, node.left, inner);
      visit(check, node.right, inner);
      return;
    case 'concatenation':
      if (check.dialect === 'app-provisioning') {
        const message = 'The reference for app provisioning has no & operator; only the one for cloud sync shows it.';
        report(check, 'function-wrong-dialect', node.range, message, 'Use Append or Join.');
      }
      visit(check, node.left, inner);
      visit(check, node.right, inner);
      return;
    default:
      return;
  }
}

function checkKeyword(check: Check, node: KeywordNode): void {
  const keyword = findKeyword(node.name);
  if (!keyword) {
    const near = nearestName(
      node.name,
      keywords.map(({ name }) => name),
    );
    report(
      check,
      'expression-syntax',
      node.range,
      unknownWord(node.name),
      near ? `Did you mean ${near}?` : 'Put it in brackets or in double quotes.',
    );
  } else if (!keyword.dialects.includes(check.dialect)) {
    report(check, 'function-wrong-dialect', node.range, `${node.name} is not documented for ${title(check.dialect)}.`, null);
  }
}

function checkCall(check: Check, node: CallNode, place: Place): void {
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
  if (wrong !== null)
    report(check, 'function-arguments', node.nameRange, wrong, `${node.name}(${signature.map(describe).join(', ')})`);
  checkEmptySource(check, node);
  node.arguments.forEach((argument, index) => {
    visit(check, argument, { parameter: parameterAt(signature, index), root: false });
  });
}

function describe(parameter: FunctionParameter): string {
  const name = parameter.repeating ? `${parameter.name}…` : parameter.name;
  return parameter.presence === 'optional' ? `[${name}]` : name;
}

function checkUse(check: Check, node: CallNode, definition: FunctionDefinition, place: Place): void {
  const { dialects, notLocal } = definition;
  if (!dialects.includes(check.dialect)) {
    const other = dialects[0];
    const message = other
      ? `${node.name} is documented for ${title(other)}, not for ${title(check.dialect)}.`
      : `No reference describes ${node.name}; only Graph's list of functions names it.`;
    report(check, 'function-wrong-dialect', node.nameRange, message, null);
  }
  if (definition.rootOnly && !place.root) {
    const message = `${node.name} stands inside another expression; the service takes it as the whole expression only.`;
    report(check, 'function-misplaced', node.nameRange, message, `Put the other functions inside the rules of ${node.name}.`);
  }
  if (notLocal !== null) report(check, 'function-not-local', node.nameRange, notLocal, null);
}

const nullTests: ReadonlySet<string> = new Set(['IsNull', 'IsNullOrEmpty', 'IsPresent']);

/** Two warnings of the app provisioning reference; its own guides use both forms, so they are evaluated all the same. */
function checkEmptySource(check: Check, { name, arguments: given }: CallNode): void {
  const [first] = given;
  if (check.dialect !== 'app-provisioning' || !first) return;
  if (name === 'Switch' && first.kind === 'call' && nullTests.has(first.name)) {
    const message = `The reference warns not to use ${first.name} as the source of Switch.`;
    report(check, 'function-empty-source', first.range, message, 'Use the attribute as the source and the key "".');
  }
  const testsNull =
    (first.kind === 'call' && nullTests.has(first.name)) ||
    (first.kind === 'comparison' && comparesWithEmpty(first.right, first.left));
  if (name === 'IIF' && testsNull) {
    const message =
      'The reference lists this condition as unsupported where the attribute is empty, although other pages of Microsoft use it.';
    report(
      check,
      'function-empty-source',
      first.range,
      message,
      'Switch with the key "" does the same: Switch([attribute], [attribute], "", "other").',
    );
  }
}

function comparesWithEmpty(...sides: readonly ExpressionNode[]): boolean {
  return sides.some((side) => side.kind === 'constant' && side.form === 'string' && side.value === '');
}

function title(dialect: Dialect): string {
  return dialect === 'cloud-sync' ? 'cloud sync' : 'app provisioning';
}

function report(
  check: Check,
  code: ProblemCode,
  range: TextRange,
  message: string,
  fix: string | null,
  severity = problemCodes[code].severity as Problem['severity'],
): void {
  check.problems.push({ code, severity, range, message, fix });
}
