import { toLower, toUpper } from '../../dotnet/casing.ts';
import { report } from '../../problem.ts';
import type { CallNode, ExpressionNode } from '../ast.ts';
import { isCondition, nullTests } from './conditions.ts';
import { constantText, type ExpressionCheck, textOf } from './expressionCheck.ts';

/** The keys of a Switch, its form, and the two hazards that Microsoft documents for it. */
export function checkSwitch(check: ExpressionCheck, call: CallNode): void {
  const [source] = call.arguments;
  if (!source) return;
  if (checkConditionPairs(check, call, source)) return;
  checkSource(check, call, source);
  const keys = call.arguments.filter((_, index) => index >= 2 && index % 2 === 0);
  checkDuplicates(check, keys);
  for (const key of keys) checkMatchable(check, source, key);
}

/** `Switch(IsPresent([a]), [a], IsPresent([b]), [b])` is Connect Sync's Switch; here the second value would be the default. */
function checkConditionPairs(check: ExpressionCheck, call: CallNode, source: ExpressionNode): boolean {
  const key = call.arguments[2];
  if (!key || !isCondition(source) || !isCondition(key)) return false;
  const message =
    'This is the Switch of Entra Connect Sync, with pairs of condition and value. Here the first argument is the source, the second the default, and keys and values follow.';
  report(check, 'switch-condition-pairs', call.nameRange, message, 'Use Coalesce, or nested IIF: IIF(IsPresent([a]), [a], [b]).');
  return true;
}

function checkSource(check: ExpressionCheck, call: CallNode, source: ExpressionNode): void {
  const { dialect, fromEntra, mapping } = check.situation;
  if (constantText(source) !== null) {
    const message = `The source of Switch is always ${textOf(check, source)}, so that it always gives the same.`;
    report(check, 'branch-unreachable', source.range, message, 'Write an attribute in brackets.');
    return;
  }
  if (dialect === 'app-provisioning' && source.kind === 'call' && nullTests.has(source.name)) {
    const message = `The reference warns not to use ${source.name} as the source of Switch.`;
    report(check, 'function-empty-source', source.range, message, 'Use the attribute as the source and the key "".');
  }
  // The service's own default mapping of an active flag is a Switch on IsSoftDeleted, and create-only flows see no incremental change.
  const isOwnDefault = source.kind === 'attribute' && source.name === 'IsSoftDeleted';
  if (fromEntra !== true || isOwnDefault || (mapping && mapping.flowType === 'ObjectAddOnly')) return;
  const message = `In an incremental cycle in which ${textOf(check, source)} did not change, the service may take this Switch for null and clear the target (a known defect where Entra is the source).`;
  report(check, 'switch-unchanged-source', call.nameRange, message, 'Microsoft advises nested IIF instead.');
}

function checkDuplicates(check: ExpressionCheck, keys: readonly ExpressionNode[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const value = constantText(key);
    if (value === null) continue;
    if (seen.has(value)) {
      const message = `The key ${textOf(check, key)} stands before already, and the first one counts.`;
      report(check, 'switch-duplicate-key', key.range, message, 'Remove one of the two, or correct the key.');
    }
    seen.add(value);
  }
}

const truthFunctions: ReadonlySet<string> = new Set([...nullTests, 'Not', 'CBool', 'IsString']);

/** A constant key that the source's own function rules out: "Sales" after ToLower, "1" after IsPresent. */
function checkMatchable(check: ExpressionCheck, source: ExpressionNode, key: ExpressionNode): void {
  const value = constantText(key);
  if (value === null || source.kind !== 'call') return;
  const unmatchable = (why: string, fix: string): void => {
    report(check, 'switch-key-unmatchable', key.range, `The key ${textOf(check, key)} can never match: ${why}.`, fix);
  };
  if (truthFunctions.has(source.name)) {
    if (value !== 'True' && value !== 'False')
      unmatchable(`${source.name} gives True or False`, 'Write "True" or "False": upper and lower case differ.');
    return;
  }
  const cased = cast(source, value);
  if (cased !== null && cased !== value) unmatchable(`${source.name} has changed the case of the source`, `Write "${cased}".`);
  if (source.name === 'StripSpaces' && value.includes(' '))
    unmatchable('StripSpaces has removed every blank of the source', `Write "${value.replaceAll(' ', '')}".`);
  if (source.name === 'Trim' && value.trim() !== value)
    unmatchable('Trim has removed the blanks around the source', `Write "${value.trim()}".`);
}

/** The key as ToLower or ToUpper of the source would have it; null for other functions and for cultures that are not constant. */
function cast(source: CallNode, value: string): string | null {
  const change = source.name === 'ToLower' ? toLower : source.name === 'ToUpper' ? toUpper : null;
  const second = source.arguments[1];
  const culture = !second || second.kind === 'blank' ? null : constantText(second);
  if (!change || (culture === null && second && second.kind !== 'blank')) return null;
  const changed = change(value, culture);
  return changed.ok ? changed.text : null;
}
