import type { FilterClause } from '../../schema/model.ts';
import type { Semantics } from '../../semantics.ts';
import { evaluateFilter } from '../evaluateFilter.ts';
import { findScopeOperator } from '../operators.ts';

/** A clause whose meaning is known exactly, read once for many comparisons. */
export interface ReadClause {
  readonly clause: FilterClause;
  /** In Graph's spelling. */
  readonly operator: string;
  /** Passes an empty attribute under some reading (`nullInGroups`, `nullInInputFilters`). */
  readonly negative: boolean;
  /** The operand as a whole number; null where it is none. */
  readonly number: bigint | null;
}

/**
 * A clause that can be compared with others; null where its operator or operand is not understood, or has readings that differ. `&` and
 * `!&` are taken as bit tests, which the service's own filter settles (facts/expression-language.md, section 11b).
 */
export function readClause(clause: FilterClause): ReadClause | null {
  const operator = findScopeOperator(clause.operatorName);
  if (!operator || clause.sourceOperandName === '') return null;
  if (clause.multivaluedComparisonType === 'Any') return null;
  if (operator.arity === 'binary' && clause.values.length === 0) return null;
  // Of several operands only those of EQUALS mean the same under each reading that could be true of anything.
  if (clause.values.length > 1 && operator.name !== 'EQUALS') return null;
  const [text = ''] = clause.values;
  const number = operator.arity === 'binary' && /^\s*-?\d{1,20}\s*$/.test(text) ? BigInt(text.trim()) : null;
  return { clause, operator: operator.name, negative: operator.negative, number };
}

/** Why no object satisfies one clause, as the end of a sentence; null where some may. */
export function neverTrue({ operator, clause, number }: ReadClause): string | null {
  const { values } = clause;
  if (operator === 'EQUALS' && values.every((text) => text === '')) return 'an empty attribute fails EQUALS, whatever its value';
  if (operator === '&' && number === 0n) return 'no number shares a bit with 0';
  return null;
}

/** Whether no value of the attribute satisfies both clauses, under every reading. Both are on one attribute. */
export function exclude(left: ReadClause, right: ReadClause): boolean {
  if (left.operator === 'EQUALS') return left.clause.values.every((value) => verdictOn(right, value) === 'failed');
  if (right.operator === 'EQUALS') return exclude(right, left);
  return excludesInOrder(left, right) || excludesInOrder(right, left);
}

function excludesInOrder(left: ReadClause, right: ReadClause): boolean {
  const operand = left.clause.values[0] ?? '';
  const other = right.clause.values[0] ?? '';
  switch (left.operator) {
    case 'IS NULL':
      return !right.negative && right.operator !== 'IS NULL';
    case 'IS TRUE':
      return right.operator === 'IS FALSE';
    case 'REGEX MATCH':
      return right.operator === 'NOT REGEX MATCH' && operand === other;
    case 'ENDS_WITH':
      return right.operator === 'ENDS_WITH' && !operand.endsWith(other) && !other.endsWith(operand);
    case '&':
      return right.operator === '!&' && areBitsIn(left.number, right.number);
    default:
      return false;
  }
}

/** Whether every object that satisfies `left` satisfies `right`, under every reading. Both are on one attribute. */
export function implies(left: ReadClause, right: ReadClause): boolean {
  if (isSame(left, right)) return true;
  // What several operands mean has readings of its own.
  if (right.clause.values.length > 1) return false;
  if (left.operator === 'EQUALS') return left.clause.values.every((value) => verdictOn(right, value) === 'passed');
  if (right.operator === 'IS NOT NULL') return !left.negative && left.operator !== 'IS NULL';
  const operand = left.clause.values[0] ?? '';
  const other = right.clause.values[0] ?? '';
  if (right.operator === 'NOT EQUALS') return left.operator !== 'IS NULL' && verdictOn(left, other) === 'failed';
  switch (left.operator) {
    case 'GREATER_THAN':
    case 'GREATER_THAN_OR_EQUALS': {
      const least = leastOf(left);
      const wanted = leastOf(right);
      return least !== null && wanted !== null && least >= wanted;
    }
    case 'ENDS_WITH':
      return (
        (right.operator === 'ENDS_WITH' && operand.endsWith(other)) || (right.operator === 'INCLUDES' && operand.includes(other))
      );
    case 'INCLUDES':
      return right.operator === 'INCLUDES' && operand.includes(other);
    case '&':
      return right.operator === '&' && areBitsIn(left.number, right.number);
    case '!&':
      return right.operator === '!&' && areBitsIn(right.number, left.number);
    default:
      return false;
  }
}

/** Whether two clauses say the same in the same words. */
export function isSame(left: ReadClause, right: ReadClause): boolean {
  const values = left.clause.values;
  return (
    left.operator === right.operator &&
    left.clause.sourceOperandName === right.clause.sourceOperandName &&
    values.length === right.clause.values.length &&
    values.every((value, index) => value === right.clause.values[index])
  );
}

/** The smallest number that a comparison lets pass; null for other operators. */
function leastOf({ operator, number }: ReadClause): bigint | null {
  if (number === null) return null;
  return operator === 'GREATER_THAN' ? number + 1n : operator === 'GREATER_THAN_OR_EQUALS' ? number : null;
}

/** Whether all bits of one mask are bits of the other. */
function areBitsIn(mask: bigint | null, other: bigint | null): boolean {
  return mask !== null && other !== null && mask !== 0n && (mask & ~other) === 0n;
}

/** What a clause says of one value that is not empty; `unknown` claims nothing. A pattern is read both as a search and as a whole. */
export function verdictOn({ clause, operator }: ReadClause, value: string): string {
  if (value === '') return 'failed';
  const nowhere = { range: { start: 0, end: 0 }, pointer: '' };
  const groups = [{ ...nowhere, name: '', clauses: [clause] }];
  const attributes = new Map([[clause.sourceOperandName, value]]);
  const read = (semantics: Partial<Semantics>): string =>
    evaluateFilter({ ...nowhere, groups, inputFilterGroups: [], categoryFilterGroups: [] }, attributes, semantics).groups.verdict;
  const verdict = read({ filterRegex: 'search' });
  return operator.endsWith('REGEX MATCH') && read({ filterRegex: 'whole' }) !== verdict ? 'unknown' : verdict;
}
