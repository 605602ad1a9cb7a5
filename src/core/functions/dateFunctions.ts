import { dateAdd, dateDiff, dateIntervals } from '../dotnet/dateArithmetic.ts';
import { engineDateFormat, type Ticks } from '../dotnet/dateTime.ts';
import { fileTimeFromTicks, ticksFromFileTime } from '../dotnet/fileTime.ts';
import { formatDateTime } from '../dotnet/formatDateTime.ts';
import { parseDateTime, parseDateTimeWithStyles } from '../dotnet/parseDateTime.ts';
import { parseExactDateTime } from '../dotnet/parseExactDateTime.ts';
import { ticksFromUnixMs } from '../dotnet/ticks.ts';
import type { Outcome } from '../expression/outcome.ts';
import { type Read, read, readInteger, readPresentText, readText, shown, stop } from './arguments.ts';
import { appReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, nullOutcome, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';

const interval = parameter(
  'interval',
  'String',
  'yyyy year, m month, ww week, d day, h hour, n minute, s second; case-sensitive.',
  { values: dateIntervals },
);
const source = parameter('source', 'String', 'The date as text.', { key: 'source' });
const inputFormat = parameter('inputFormat', 'String', 'The .NET format of the source; blank to read any usual date.', {
  key: 'inputFormat',
  presence: 'blank',
});
const outputFormat = parameter('outputFormat', 'String', 'The .NET format of the result.', { key: 'outputFormat' });

export const dateFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'CDate',
    family: 'date',
    parameters: [parameter('expression', 'String', 'A date as text; without an offset it is UTC.')],
    dialects: ['app-provisioning'],
    summary: 'Reads a date and gives it in UTC, in the form that DateAdd and DateDiff take.',
    examples: [
      example('CDate("2021-06-30+08:00")', {}, '6/29/2021 4:00:00 PM'),
      example('CDate("2009-06-15T01:45:30-07:00")', {}, '6/15/2009 8:45:30 AM'),
    ],
    source: appReference('CDate'),
    evaluate: (call) => {
      const value = readText(call, 0);
      if (!value.ok) return value.outcome;
      if (value.value === null) return nullOutcome;
      const parsed = parseDateTime(value.value, call.context.clock.now());
      return parsed.ok ? engineText(parsed.ticks, call) : failure('InvalidDate', parsed.message, call.rangeOf(0));
    },
  }),
  define({
    name: 'DateAdd',
    family: 'date',
    parameters: [
      interval,
      parameter('value', 'Integer', 'How many; negative for earlier.'),
      parameter('dateTime', 'Date', 'Now(), CDate(…) or another date of this engine.'),
    ],
    dialects: ['app-provisioning'],
    summary: 'Adds a span to a date.',
    examples: [
      example('DateAdd("d", 7, CDate([StatusHireDate]))', { StatusHireDate: '2012-03-16-07:00' }, '3/23/2012 7:00:00 AM'),
    ],
    source: appReference('DateAdd'),
    evaluate: evaluateDateAdd,
  }),
  define({
    name: 'DateDiff',
    family: 'date',
    parameters: [interval, parameter('date1', 'Date', 'The first date.'), parameter('date2', 'Date', 'The second date.')],
    dialects: ['app-provisioning'],
    summary: 'Counts the intervals from the first date to the second; positive where the second is later.',
    examples: [
      example('DateDiff("d", CDate([date1]), CDate([date2]))', { date1: '2021-08-18+08:00', date2: '2021-08-31+08:00' }, '13'),
      example(
        'DateDiff("ww", Now(), CDate([StatusHireDate]))',
        { StatusHireDate: '2012-03-16-07:00' },
        '-493',
        '2021-08-25T17:41:18Z',
      ),
    ],
    source: appReference('DateDiff'),
    evaluate: evaluateDateDiff,
  }),
  define({
    name: 'DateFromNum',
    family: 'date',
    parameters: [
      parameter('value', 'Integer', 'A large integer of Active Directory: 100 nanoseconds since 1601.', { key: 'source' }),
    ],
    summary: 'Gives the date of a large integer, in UTC.',
    examples: [example('DateFromNum(129699324000000000)', {}, '1/1/2012 11:00:00 PM')],
    source: appReference('DateFromNum'),
    evaluate: (call) => {
      const value = readInteger(call, 0);
      if (!value.ok) return value.outcome;
      const date = ticksFromFileTime(value.value);
      return date.ok ? engineText(date.ticks, call) : failure('Overflow', date.message, call.rangeOf(0));
    },
  }),
  define({
    name: 'FormatDateTime',
    family: 'date',
    parameters: [
      source,
      parameter('dateTimeStyles', 'String', 'Names of .NET DateTimeStyles; usually blank.', { presence: 'blank' }),
      inputFormat,
      outputFormat,
    ],
    otherParameters: [source, inputFormat, outputFormat],
    summary: 'Writes a date in another format. App provisioning has four parameters, cloud sync three.',
    examples: [
      example(
        'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
        { extensionAttribute1: '20150123105347.1Z' },
        '2015-01-23',
      ),
      example(
        'FormatDateTime([extensionAttribute1], "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
        { extensionAttribute1: '20150123105347.1Z' },
        '2015-01-23',
      ),
      example(
        'FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z")',
        { pwdLastSet: '132772253564048004' },
        '20210927140916.0Z',
      ),
    ],
    source: appReference('FormatDateTime'),
    evaluate: evaluateFormat,
  }),
  define({
    name: 'Now',
    family: 'date',
    parameters: [],
    dialects: ['app-provisioning'],
    summary: 'Gives the present time in UTC, to the second.',
    examples: [example('Now()', {}, '7/2/2021 3:33:38 PM', '2021-07-02T15:33:38Z')],
    source: appReference('Now'),
    evaluate: (call) => engineText(ticksFromUnixMs(call.context.clock.now()), call),
  }),
  define({
    name: 'NumFromDate',
    family: 'date',
    parameters: [parameter('value', 'String', 'A date by ISO 8601, or one of this engine; without an offset it is UTC.')],
    dialects: ['app-provisioning'],
    summary: 'Gives a date as a large integer of Active Directory, as accountExpires needs it.',
    examples: [
      example(
        'NumFromDate(Join("", FormatDateTime([ContractEndDate], ,"yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
        { ContractEndDate: '2020-12-31-08:00' },
        '132539615990000000',
      ),
    ],
    source: appReference('NumFromDate'),
    evaluate: evaluateNumFromDate,
  }),
];

function engineText(ticks: Ticks, call: FunctionCall): Outcome {
  return formatted(ticks, engineDateFormat, call, call.range);
}

function formatted(
  ticks: Ticks,
  format: string,
  call: FunctionCall,
  range = call.range,
  kind: 'utc' | 'local' | 'unspecified' = 'utc',
): Outcome {
  const printed = formatDateTime(ticks, format, kind);
  return printed.ok ? text(printed.text) : failure('InvalidArgument', printed.message, range);
}

/** A date in the engine's own form. Other forms need CDate, says the reference; what happens without it is not documented. */
function readDate(call: FunctionCall, index: number): Read<Ticks> {
  const value = readPresentText(call, index);
  if (!value.ok) return value;
  const now = call.context.clock.now();
  const exact = parseExactDateTime(value.value, engineDateFormat, null, now);
  if (exact.ok) return read(exact.ticks);
  const any = parseDateTime(value.value, now);
  if (!any.ok) return stop(failure('InvalidDate', any.message, call.rangeOf(index)));
  const message = `${call.name} takes dates of Now, CDate, DateAdd and DateFromNum. Put CDate around ${call.nameOf(index)}: what the service does with ${shown(value.value)} is not documented.`;
  return stop(unsupported(message, call.rangeOf(index)));
}

/** A number, of which DateAdd cuts off the fraction as Visual Basic does. */
function readAmount(call: FunctionCall, index: number): Read<number> {
  const value = readPresentText(call, index);
  if (value.ok && /^[+-]?[0-9]{1,18}\.[0-9]{1,18}$/.test(value.value)) return read(Number(value.value));
  const whole = readInteger(call, index);
  return whole.ok ? read(Number(whole.value)) : whole;
}

function evaluateDateAdd(call: FunctionCall): Outcome {
  const unit = readPresentText(call, 0);
  if (!unit.ok) return unit.outcome;
  const amount = readAmount(call, 1);
  if (!amount.ok) return amount.outcome;
  const date = readDate(call, 2);
  if (!date.ok) return date.outcome;
  const sum = dateAdd(unit.value, amount.value, date.value);
  if (sum.ok) return engineText(sum.ticks, call);
  return dateIntervals.includes(unit.value)
    ? failure('Overflow', sum.message, call.range)
    : failure('InvalidArgument', sum.message, call.rangeOf(0));
}

function evaluateDateDiff(call: FunctionCall): Outcome {
  const unit = readPresentText(call, 0);
  if (!unit.ok) return unit.outcome;
  const first = readDate(call, 1);
  if (!first.ok) return first.outcome;
  const second = readDate(call, 2);
  if (!second.ok) return second.outcome;
  const difference = dateDiff(unit.value, first.value, second.value);
  return difference.ok ? text(difference.value.toString()) : failure('InvalidArgument', difference.message, call.rangeOf(0));
}

function evaluateFormat(call: FunctionCall): Outcome {
  const shift = call.count > 3 ? 1 : 0;
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const styles = shift === 1 ? readText(call, 1) : read(null);
  if (!styles.ok) return styles.outcome;
  const input = readText(call, 1 + shift);
  if (!input.ok) return input.outcome;
  const output = readPresentText(call, 2 + shift);
  if (!output.ok) return output.outcome;
  if (!value.value) return nullOutcome;
  const now = call.context.clock.now();
  // A blank input format reads any usual date: a real run of the default cloud sync schema shows it.
  const parsed =
    input.value === null
      ? parseDateTimeWithStyles(value.value, styles.value, now)
      : parseExactDateTime(value.value, input.value, styles.value, now);
  if (!parsed.ok) return failure('InvalidDate', parsed.message, call.rangeOf(0));
  return formatted(parsed.ticks, output.value, call, call.rangeOf(2 + shift), parsed.kind);
}

/** The reference names ISO 8601; CDate inside NumFromDate is its own example in the sibling engine. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?)? ?(?:Z|[+-]\d{2}:\d{2})?$/;

function evaluateNumFromDate(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  if (value.value === null) return nullOutcome;
  const now = call.context.clock.now();
  const range = call.rangeOf(0);
  const parsed = parseDateTime(value.value, now);
  if (!parsed.ok) return failure('InvalidDate', parsed.message, range);
  if (!isoDate.test(value.value) && !parseExactDateTime(value.value, engineDateFormat, null, now).ok) {
    return unsupported(`NumFromDate takes dates by ISO 8601. Convert ${shown(value.value)} with FormatDateTime first.`, range);
  }
  const number = fileTimeFromTicks(parsed.ticks);
  return number.ok ? text(number.fileTime.toString()) : failure('Overflow', number.message, range);
}
