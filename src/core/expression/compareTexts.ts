import { oneText, shown } from '../functions/arguments.ts';
import { failure, truth, unsupported } from '../functions/outcomes.ts';
import type { TextRange } from '../text/range.ts';
import type { AttributeValue } from '../value.ts';
import type { ComparisonOperator } from './ast.ts';
import type { Outcome } from './outcome.ts';

export interface ComparedSide {
  readonly value: AttributeValue;
  readonly range: TextRange;
}

/**
 * A comparison (facts/expression-language.md, E5 and E6): as numbers where both sides read as numbers; else `=` and `<>` compare the texts
 * by code unit, null as empty text, and the others are an error.
 */
export function compareTexts(operator: ComparisonOperator, left: ComparedSide, right: ComparedSide): Outcome {
  const leftText = oneText(left.value);
  if (leftText === undefined) return severalValues(left);
  const rightText = oneText(right.value);
  if (rightText === undefined) return severalValues(right);
  return compareSingleTexts(operator, leftText ?? '', left.range, rightText ?? '', right.range);
}

/** The comparison of two texts, which is what most comparisons come to. */
export function compareSingleTexts(
  operator: ComparisonOperator,
  first: string,
  firstRange: TextRange,
  second: string,
  secondRange: TextRange,
): Outcome {
  const order = compareNumbers(first, second);
  if (order !== null) return truth(holds(operator, order));
  if (operator === '=' || operator === '<>') return truth((first === second) === (operator === '='));
  const [bad, range] = isNumber(first) ? [second, secondRange] : [first, firstRange];
  return failure('InvalidNumber', `${operator} compares numbers, and this side is ${bad === '' ? 'empty' : shown(bad)}.`, range);
}

/**
 * What was compared and how, in one sentence; null where {@link compareTexts} gives no answer. The values stand in it, so it is not for
 * redacted terms.
 */
export function comparisonReason(operator: ComparisonOperator, left: AttributeValue, right: AttributeValue): string | null {
  const first = oneText(left);
  const second = oneText(right);
  if (first === undefined || second === undefined) return null;
  const quoted = `${quote(first)} ${operator} ${quote(second)}`;
  if (isNumber(first ?? '') && isNumber(second ?? '')) return `Tests ${quoted} as numbers.`;
  if (operator !== '=' && operator !== '<>') return null;
  const byCase = first !== second && first?.toLowerCase() === second?.toLowerCase();
  const rule = byCase ? ', where case counts' : first === null || second === null ? ', where null counts as empty' : '';
  return `Tests ${quoted} as text${rule}.`;
}

function quote(value: string | null): string {
  return value === null ? 'null' : shown(value);
}

function severalValues(side: ComparedSide): Outcome {
  return unsupported('It is not documented how several values are compared. Take one with Item.', side.range);
}

/** What a number of JavaScript holds exactly. */
const fewDigits = /^[0-9]{1,15}$/;

const numberForm = /^\s*([+-]?)0*([0-9]+)(?:\.([0-9]+))?\s*$/;

function isNumber(text: string): boolean {
  return text.length <= 400 && numberForm.test(text);
}

/** True for a text that begins with a letter, as most do: it is no number, and that shows sooner so than by the expression. */
function beginsPlainly(text: string): boolean {
  const first = text.charCodeAt(0);
  return first > 0x39 && first < 0x80;
}

/** Negative, zero or positive; null where one of them is no number. Exact for any number of digits. */
function compareNumbers(left: string, right: string): number | null {
  if (beginsPlainly(left) || beginsPlainly(right)) return null;
  if (fewDigits.test(left) && fewDigits.test(right)) return Number(left) - Number(right);
  if (!isNumber(left) || !isNumber(right)) return null;
  const places = Math.max(fraction(left).length, fraction(right).length);
  const difference = scaled(left, places) - scaled(right, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function fraction(text: string): string {
  return numberForm.exec(text)?.[3] ?? '';
}

function scaled(text: string, places: number): bigint {
  const [, sign = '', whole = '0'] = numberForm.exec(text) ?? [];
  return BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction(text).padEnd(places, '0')}`);
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}
