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
  const texts = [oneText(left.value), oneText(right.value)] as const;
  for (const [index, side] of [left, right].entries()) {
    if (texts[index] === undefined)
      return unsupported('It is not documented how several values are compared. Take one with Item.', side.range);
  }
  const [first, second] = [texts[0] ?? '', texts[1] ?? ''];
  const order = compareNumbers(first, second);
  if (order !== null) return truth(holds(operator, order));
  if (operator === '=' || operator === '<>') return truth((first === second) === (operator === '='));
  const [bad, range] = isNumber(first) ? [second, right.range] : [first, left.range];
  return failure('InvalidNumber', `${operator} compares numbers, and this side is ${bad === '' ? 'empty' : shown(bad)}.`, range);
}

const numberForm = /^\s*([+-]?)0*([0-9]+)(?:\.([0-9]+))?\s*$/;

function isNumber(text: string): boolean {
  return text.length <= 400 && numberForm.test(text);
}

/** Negative, zero or positive; null where one of them is no number. Exact for any number of digits. */
function compareNumbers(left: string, right: string): number | null {
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
