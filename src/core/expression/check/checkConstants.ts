import { toLower, toUpper } from '../../dotnet/casing.ts';
import type { FunctionParameter } from '../../functions/functionDefinition.ts';
import { report } from '../../problem.ts';
import type { CallNode, ExpressionNode } from '../ast.ts';
import { constantText, type ExpressionCheck, textOf } from './expressionCheck.ts';

/** What a constant argument must be, by its parameter: a whole number, or one of the listed words. */
export function checkConstant(
  check: ExpressionCheck,
  call: CallNode,
  node: ExpressionNode,
  parameter: FunctionParameter | null,
): void {
  const value = wordOrConstant(node);
  if (!parameter || value === null) return;
  if (parameter.type === 'Integer') checkInteger(check, call, node, parameter, value);
  if (parameter.values.length > 0 && !parameter.values.includes(value)) {
    const known = parameter.values.map((one) => (parameter.type === 'Word' ? one : `"${one}"`)).join(', ');
    const near = parameter.values.find((one) => one.toLowerCase() === value.toLowerCase());
    const message = `${call.name} does not take ${textOf(check, node)} for ${parameter.name}.`;
    const fix = near ? `Write ${near}: upper and lower case differ.` : `It takes ${known}.`;
    report(check, 'argument-invalid', node.range, message, fix);
  }
}

/** Words of the language are constants, too: `UTF8` where a number is needed is as wrong as "x". */
function wordOrConstant(node: ExpressionNode): string | null {
  return node.kind === 'keyword' && !node.name.startsWith('Ignore') ? node.name : constantText(node);
}

const wholeNumber = /^[ \t-\r]*[+-]?[0-9]+[ \t-\r]*$/;

function checkInteger(
  check: ExpressionCheck,
  call: CallNode,
  node: ExpressionNode,
  parameter: FunctionParameter,
  value: string,
): void {
  // DateAdd cuts a fraction off, as Visual Basic does.
  if (call.name === 'DateAdd' && /^[+-]?[0-9]{1,18}\.[0-9]{1,18}$/.test(value)) return;
  if (wholeNumber.test(value)) return;
  const message = `${call.name} needs a whole number for ${parameter.name}, and ${textOf(check, node)} is none.`;
  report(check, 'argument-invalid', node.range, message, 'Write a number such as 1, or an attribute that holds one.');
}

/** What single functions want of their constants beyond the type. */
export function checkConstantsOf(check: ExpressionCheck, call: CallNode): void {
  switch (call.name) {
    case 'ToLower':
    case 'ToUpper':
      checkCulture(check, call);
      return;
    case 'Item':
      checkPosition(check, call, 1);
      return;
    case 'Split':
      checkDelimiter(check, call);
      return;
    case 'RandomString':
      checkRandomString(check, call);
      return;
  }
}

function checkCulture(check: ExpressionCheck, call: CallNode): void {
  const node = call.arguments[1];
  const culture = constantText(node);
  if (!node || culture === null) return;
  const read = (call.name === 'ToLower' ? toLower : toUpper)('', culture);
  if (read.ok) return;
  const message = `${textOf(check, node)} is not a culture that .NET knows.`;
  report(check, 'argument-invalid', node.range, message, 'Use a name such as "tr-TR" or "ja-JP", or leave the culture out.');
}

function checkPosition(check: ExpressionCheck, call: CallNode, index: number): void {
  const node = call.arguments[index];
  const value = constantText(node);
  if (!node || value === null || !wholeNumber.test(value) || !/^\s*(?:-|\+?0+\s*$)/.test(value)) return;
  const message = `${call.name} has no value number ${value.trim()}: the first one is 1, and anything below fails the object.`;
  report(check, 'argument-invalid', node.range, message, 'Write 1 for the first value.');
}

function checkDelimiter(check: ExpressionCheck, call: CallNode): void {
  const node = call.arguments[1];
  const value = constantText(node);
  if (!node || value === null || value.length === 1) return;
  const message = `Split is documented with one character as its delimiter, and ${textOf(check, node)} has ${value.length}.`;
  report(
    check,
    'argument-invalid',
    node.range,
    message,
    'Use one character; Replace can turn a longer delimiter into one.',
    'warning',
  );
}

const maximumRandomLength = 256;
const characterMinima = [1, 2, 3, 4] as const;

/** At most 256 characters, at least as many as the least numbers of each kind add up to. */
function checkRandomString(check: ExpressionCheck, call: CallNode): void {
  const numbers = call.arguments.slice(0, 5).map(constantNumber);
  for (const [index, number] of numbers.entries()) {
    const node = call.arguments[index];
    if (node && number !== null && number < 0)
      report(check, 'argument-invalid', node.range, 'RandomString does not take a negative number.', 'Write 0 or more.');
  }
  const length = numbers[0] ?? null;
  const node = call.arguments[0];
  if (!node || length === null) return;
  if (length > maximumRandomLength) {
    const message = `RandomString gives at most ${maximumRandomLength} characters, not ${length}.`;
    report(check, 'argument-invalid', node.range, message, `Write a length of at most ${maximumRandomLength}.`);
  }
  const least = characterMinima.reduce((sum, index) => sum + Math.max(numbers[index] ?? 0, 0), 0);
  if (least <= length) return;
  const message = `The least numbers of characters add up to ${least}, which is more than the length of ${length}.`;
  report(check, 'argument-invalid', node.range, message, `Write a length of at least ${least}, or smaller least numbers.`);
}

function constantNumber(node: ExpressionNode | undefined): number | null {
  const value = constantText(node);
  return value !== null && wholeNumber.test(value) ? Number(value) : null;
}
