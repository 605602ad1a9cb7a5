import { engineDateFormat } from '../../dotnet/dateTime.ts';
import { readStyles } from '../../dotnet/dateTimeStyles.ts';
import { formatDateTime } from '../../dotnet/formatDateTime.ts';
import { parseDateTime } from '../../dotnet/parseDateTime.ts';
import { parseExactDateTime } from '../../dotnet/parseExactDateTime.ts';
import { ticksFromUnixMs } from '../../dotnet/ticks.ts';
import { report } from '../../problem.ts';
import type { CallNode, ExpressionNode } from '../ast.ts';
import { constantText, type ExpressionCheck, textOf } from './expressionCheck.ts';

/** A day to try formats with. Whether a format can be used does not depend on the date. */
const anyDay = Date.UTC(2001, 1, 3, 4, 5, 6);

/** Constants of the date functions. The formats are tried, so that the check and the evaluation cannot disagree. */
export function checkDates(check: ExpressionCheck, call: CallNode, argumentCount: number): void {
  switch (call.name) {
    case 'FormatDateTime':
      checkFormatDateTime(check, call, argumentCount);
      return;
    case 'CDate':
    case 'NumFromDate':
      checkDate(check, call, call.arguments[0]);
      return;
    case 'DateAdd':
      checkEngineDate(check, call, call.arguments[2]);
      return;
    case 'DateDiff':
      checkEngineDate(check, call, call.arguments[1]);
      checkEngineDate(check, call, call.arguments[2]);
      return;
  }
}

function checkFormatDateTime(check: ExpressionCheck, call: CallNode, argumentCount: number): void {
  const shift = argumentCount > 3 ? 1 : 0;
  const styles = shift === 1 ? call.arguments[1] : undefined;
  const names = constantText(styles);
  const read = readStyles(names);
  if (styles && !read.ok) report(check, 'argument-invalid', styles.range, ...firstSentence(read.message));
  checkFormat(check, call.arguments[1 + shift], true);
  checkFormat(check, call.arguments[2 + shift], false);
}

function checkFormat(check: ExpressionCheck, node: ExpressionNode | undefined, isInput: boolean): void {
  const format = constantText(node);
  if (!node || format === null) return;
  if (isInput && format === '') {
    report(
      check,
      'date-format',
      node.range,
      'The input format is empty, which .NET refuses.',
      'Leave it blank to read any usual date, or write one such as "yyyy-MM-dd".',
    );
    return;
  }
  const tried = formatDateTime(ticksFromUnixMs(anyDay), format);
  if (!tried.ok) report(check, 'date-format', node.range, ...firstSentence(tried.message));
}

function checkDate(check: ExpressionCheck, call: CallNode, node: ExpressionNode | undefined): boolean {
  const value = constantText(node);
  if (!node || value === null || parseDateTime(value, anyDay).ok) return true;
  const message = `${call.name} needs a date, and ${textOf(check, node)} is none that .NET reads.`;
  report(check, 'argument-invalid', node.range, message, 'Write a date such as "2026-01-31", or an attribute that holds one.');
  return false;
}

function checkEngineDate(check: ExpressionCheck, call: CallNode, node: ExpressionNode | undefined): void {
  const value = constantText(node);
  if (!node || value === null || !checkDate(check, call, node)) return;
  if (parseExactDateTime(value, engineDateFormat, null, anyDay).ok) return;
  const message = `${call.name} takes dates of Now, CDate, DateAdd and DateFromNum; what it does with ${textOf(check, node)} is not documented.`;
  report(check, 'argument-invalid', node.range, message, `Write CDate(${textOf(check, node)}).`, 'warning');
}

/** The .NET rooms say in one text what is wrong and, behind the first full stop, what to do. */
function firstSentence(text: string): [message: string, fix: string] {
  const end = text.indexOf('. ');
  return end < 0 ? [text, 'Correct it.'] : [text.slice(0, end + 1), text.slice(end + 2)];
}
