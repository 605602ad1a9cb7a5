import { compileRegex, type DotNetRegex } from '../../dotnet/regex/regex.ts';
import { report } from '../../problem.ts';
import type { CallNode, ConstantNode, ExpressionNode } from '../ast.ts';
import { constantText, type ExpressionCheck, rangeInConstant, textOf } from './expressionCheck.ts';

/** Positions of Replace's parameters behind the source. */
const at = { oldValue: 1, pattern: 2, group: 3, replacement: 4, attribute: 5, template: 6 } as const;

const knownModes: ReadonlySet<string> = new Set([
  'oldValue replacement',
  'oldValue template',
  'pattern replacement',
  'pattern group replacement',
  'pattern group attribute',
]);

/** Which arguments stand together, and constant patterns, groups and replacements, with the exact place of what .NET refuses. */
export function checkReplace(check: ExpressionCheck, call: CallNode): void {
  const supplied = Object.entries(at).filter(([, index]) => isSupplied(call.arguments[index]));
  const mode = supplied.map(([name]) => name).join(' ');
  if (!knownModes.has(mode)) {
    const message = 'The reference does not say what Replace does with these arguments together.';
    const fix =
      'Give oldValue or regexPattern with replacementValue, oldValue with template, or regexPattern with regexGroupName and replacementValue or replacementAttributeName.';
    report(check, 'argument-invalid', call.nameRange, message, fix, 'warning');
  }
  const oldValue = call.arguments[at.oldValue];
  if (oldValue && constantText(oldValue) === '')
    report(
      check,
      'argument-invalid',
      oldValue.range,
      'Replace needs an oldValue that is not empty.',
      'Write the text to replace, or leave it blank and give a pattern.',
    );
  const pattern = call.arguments[at.pattern];
  if (pattern?.kind !== 'constant') return;
  const compiled = checkPattern(check, pattern);
  if (!compiled) return;
  if (knownModes.has(mode)) checkGroup(check, call.arguments[at.group], compiled);
  if (mode === 'pattern replacement') checkReplacement(check, call.arguments[at.replacement], compiled);
}

function isSupplied(node: ExpressionNode | undefined): boolean {
  return node !== undefined && node.kind !== 'blank';
}

function checkPattern(check: ExpressionCheck, node: ConstantNode): DotNetRegex | null {
  const compiled = compileRegex(node.value);
  if (compiled.ok) return compiled.value;
  // .NET reports the place behind the last character that it read; the one before it is what must change.
  const start = Math.max(Math.min(compiled.offset, node.value.length) - 1, 0);
  const range = rangeInConstant(check, node, start, start + 1);
  const code = compiled.reason === 'invalid' ? 'regex-invalid' : 'regex-not-local';
  const message = `${compiled.message} (character ${start + 1} of the pattern)`;
  report(check, code, range, message, 'Correct the pattern. A backslash is written twice, "\\\\d"; the rules are those of .NET.');
  return null;
}

function checkGroup(check: ExpressionCheck, node: ExpressionNode | undefined, regex: DotNetRegex): void {
  const name = constantText(node);
  if (!node || name === null || regex.groupNames.includes(name)) return;
  const message = `The pattern has no group named ${textOf(check, node)}.`;
  report(check, 'regex-group-unknown', node.range, message, knownGroups(regex));
}

/** `${name}` of a group that does not exist is no error in .NET: it stays in the result as it is written. */
function checkReplacement(check: ExpressionCheck, node: ExpressionNode | undefined, regex: DotNetRegex): void {
  if (node?.kind !== 'constant') return;
  for (const found of node.value.matchAll(/\$(?:\$|\{([^{}]*)\})/g)) {
    const name = found[1];
    if (name === undefined || regex.groupNames.includes(name)) continue;
    const message = `The pattern has no group named "${name}", so ${found[0]} stays in the result as it is written.`;
    const range = rangeInConstant(check, node, found.index, found.index + found[0].length);
    report(check, 'regex-group-unknown', range, message, knownGroups(regex));
  }
}

function knownGroups(regex: DotNetRegex): string {
  const names = regex.groupNames.filter((name) => name !== '0');
  return names.length === 0 ? 'The pattern has no groups; write one as (?<name>…).' : `Its groups are: ${names.join(', ')}.`;
}
