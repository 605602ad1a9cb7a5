import type { Outcome } from '../expression/outcome.ts';
import type { AttributeValue } from '../value.ts';
import type { FunctionCall } from './functionDefinition.ts';
import { maximumTextLength, tooLong } from './limits.ts';
import { failure, list, nullOutcome, unsupported } from './outcomes.ts';

/** An argument as a function needs it, or the outcome that ends the call instead. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly outcome: Outcome };

export function read<Value>(value: Value): Read<Value> {
  return { ok: true, value };
}

const noValue: Read<null> = read(null);

export function stop(outcome: Outcome): Read<never> {
  return { ok: false, outcome };
}

/** The value of an argument. Errors and what cannot be evaluated pass through; so does null, as null. */
export function readValue(call: FunctionCall, index: number): Read<AttributeValue> {
  const outcome = call.argument(index);
  switch (outcome.kind) {
    case 'value':
      return read(outcome.value);
    case 'null':
      return noValue;
    case 'ignored': {
      const message = `It is not documented what ${call.name} does with an ignored flow. IgnoreFlowIfNullOrEmpty belongs around the whole expression, IgnoreAttributeFlow in a branch of IIF or Switch.`;
      return stop(unsupported(message, call.rangeOf(index)));
    }
    default:
      return stop(outcome);
  }
}

/** One text or null. Several values are an error where a function does not take each by itself (facts, E10). */
export function readText(call: FunctionCall, index: number): Read<string | null> {
  const value = readValue(call, index);
  if (!value.ok) return value;
  const single = oneText(value.value);
  if (single && single.length > maximumTextLength) return stop(tooLong(call));
  if (single !== undefined) return read(single);
  const message = `${call.name} takes one value for ${call.nameOf(index)} and got several. Take one with Item, or put them together with Join.`;
  return stop(failure('InvalidArgument', message, call.rangeOf(index)));
}

/** A text where null counts as empty, which is the rule for arguments other than the source (facts, E9). */
export function readSecondaryText(call: FunctionCall, index: number): Read<string> {
  const value = readText(call, index);
  return value.ok ? read(value.value ?? '') : value;
}

/** A text that must be there: what the service does with null is not documented for it. */
export function readPresentText(call: FunctionCall, index: number): Read<string> {
  const value = readText(call, index);
  if (!value.ok) return value;
  return value.value === null ? stop(undocumentedNull(call, index)) : read(value.value);
}

export function undocumentedNull(call: FunctionCall, index: number): Outcome {
  const message = `It is not documented what ${call.name} gives when ${call.nameOf(index)} has no value. Guard the call, for example with Switch and the key "".`;
  return unsupported(message, call.rangeOf(index));
}

/** What needs no reading and no bound. */
const fewDigits = /^[0-9]{1,18}$/;
const veryFewDigits = /^[0-9]{1,9}$/;

const int64 = { least: -(2n ** 63n), greatest: 2n ** 63n - 1n };

/** A whole number of 64 bits, read as .NET's Int64.Parse reads it: white space around it, a sign and zero characters behind it are allowed. */
export function readInteger(call: FunctionCall, index: number): Read<bigint> {
  const value = readPresentText(call, index);
  if (!value.ok) return value;
  if (veryFewDigits.test(value.value)) return read(BigInt(Number(value.value)));
  if (fewDigits.test(value.value)) return read(BigInt(value.value));
  const digits = /^[ \t-\r]*([+-]?[0-9]+)[ \t-\r]*\0*$/.exec(value.value)?.[1];
  const range = call.rangeOf(index);
  if (digits === undefined) {
    return stop(
      failure(
        'InvalidNumber',
        `${call.name} needs a whole number for ${call.nameOf(index)} and got ${shown(value.value)}.`,
        range,
      ),
    );
  }
  // 64 bits have at most 19 digits; a text of a million digits must not be turned into a number first.
  const significant = digits.replace(/^([+-]?)0+(?=[0-9])/, '$1');
  const number = significant.length > 20 ? null : BigInt(significant.replace(/^\+/, ''));
  if (number === null || number < int64.least || number > int64.greatest) {
    return stop(
      failure('Overflow', `${shown(value.value)} does not fit into 64 bits, which is what ${call.name} computes with.`, range),
    );
  }
  return read(number);
}

/** A count that is a few digits and nothing else, as nearly all are; undefined for all others. */
export function countOf(value: AttributeValue | undefined): number | undefined {
  return typeof value === 'string' && veryFewDigits.test(value) ? Number(value) : undefined;
}

/** A whole number of 32 bits: positions, lengths and counts. */
export function readCount(call: FunctionCall, index: number): Read<number> {
  const given = call.argument(index);
  const count = given.kind === 'value' ? countOf(given.value) : undefined;
  if (count !== undefined) return read(count);
  const value = readInteger(call, index);
  if (!value.ok) return value;
  if (BigInt.asIntN(32, value.value) === value.value) return read(Number(value.value));
  return stop(failure('Overflow', `${value.value} is too large for ${call.nameOf(index)} of ${call.name}.`, call.rangeOf(index)));
}

/** Applies a function to the one text, or to each of several (facts, E10); null stays null (E9). */
export function perValue(call: FunctionCall, value: AttributeValue, apply: (one: string) => Outcome): Outcome {
  if (value === null) return nullOutcome;
  if (totalLength(value) > maximumTextLength) return tooLong(call);
  if (typeof value === 'string') return apply(value);
  const results: string[] = [];
  for (const one of value) {
    const outcome = apply(one);
    if (outcome.kind !== 'value' || typeof outcome.value !== 'string') return outcome;
    results.push(outcome.value);
  }
  return list(results);
}

function totalLength(value: Exclude<AttributeValue, null>): number {
  return typeof value === 'string' ? value.length : value.reduce((sum, one) => sum + one.length, 0);
}

/** The only value, or null; undefined where there are several. */
export function oneText(value: AttributeValue): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  return value.length > 1 ? undefined : (value[0] ?? null);
}

/** A value as messages show it: quoted, and short. */
export function shown(value: string): string {
  return `"${value.length > 60 ? `${value.slice(0, 59)}…` : value}"`;
}
