import { valuesOf } from '../flow/compareValues.ts';
import type { ClauseResult } from '../trace/trace.ts';
import type { AttributeValue } from '../value.ts';
import { findScopeOperator } from './operators.ts';

/** The three collections of a filter (facts/graph-synchronization.md, section 3.1). */
export const collectionNames = ['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const;
export type CollectionName = (typeof collectionNames)[number];

/** What one of their groups is called on the screen. */
export const groupKinds: Readonly<Record<CollectionName, string>> = {
  groups: 'scoping group',
  inputFilterGroups: 'input filter group',
  categoryFilterGroups: 'category filter group',
};

/** A text in quotes, cut where it is too long to be read. */
export function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}

/** `"Sales"`, `"a" or "b"`. */
export function oneOf(texts: readonly string[]): string {
  const shown = texts.slice(0, 4).map(quoted);
  return texts.length > 4 ? `${shown.join(', ')} or one of ${texts.length - 4} more` : shown.join(' or ');
}

/** `department EQUALS "Sales"`. */
export function clauseText(attribute: string, operator: string, values: readonly string[]): string {
  return [attribute, operator, ...(values.length > 0 ? [oneOf(values)] : [])].join(' ');
}

/** The value of EQUALS that a value misses by upper and lower case or by blanks only; null where there is none. */
export function nearMiss(actual: AttributeValue, operator: string, expected: readonly string[]): string | null {
  if (typeof actual !== 'string' || actual === '' || findScopeOperator(operator)?.name !== 'EQUALS') return null;
  return expected.find((text) => text !== actual && folded(text) === folded(actual)) ?? null;
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** Why a clause is not true, as the end of "fails because …": `department is "Marketing" where the filter wants exactly "Sales"`. */
export function failureText(clause: ClauseResult, redacted: boolean): string {
  const { attribute, actual, expected } = clause;
  const operator = findScopeOperator(clause.operator)?.name ?? clause.operator;
  const values = valuesOf(actual).filter((text) => text !== '');
  if (clause.verdict === 'unknown')
    return `${attribute} cannot be compared here with ${clauseText('', operator, expected).trim()}`;
  if (values.length === 0) {
    return operator.startsWith('NOT ') || operator === '!&' || operator === 'IS FALSE'
      ? `${attribute} is empty, which fails ${operator} too`
      : `${attribute} is empty ${wantedOf(operator, expected)}`;
  }
  const miss = redacted ? null : nearMiss(actual, operator, expected);
  const shown = redacted
    ? 'has a redacted value'
    : values.length === 1
      ? `is ${quoted(values[0] ?? '')}`
      : `has the values ${listed(values)}`;
  if (miss !== null) {
    const what = miss.toLowerCase() === String(actual).toLowerCase() ? 'upper and lower case' : 'blanks or case';
    return `${attribute} ${shown}, which differs from ${quoted(miss)} in ${what} only`;
  }
  return `${attribute} ${shown} ${wantedOf(operator, expected)}`;
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, 3).map(quoted).join(', ');
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown;
}

function wantedOf(operator: string, expected: readonly string[]): string {
  const values = oneOf(expected);
  switch (operator) {
    case 'EQUALS':
      return `where the filter wants exactly ${values}`;
    case 'NOT EQUALS':
      return `where the filter excludes ${values}`;
    case 'REGEX MATCH':
      return `where a value must match the pattern ${values}`;
    case 'NOT REGEX MATCH':
      return `where a value must not match the pattern ${values}`;
    case 'IS NULL':
      return 'where the filter wants it empty';
    case 'IS NOT NULL':
      return 'where the filter wants a value';
    case 'IS TRUE':
      return 'where the filter wants True';
    case 'IS FALSE':
      return 'where the filter wants False';
    case 'GREATER_THAN':
      return `where the filter wants a number greater than ${values}`;
    case 'GREATER_THAN_OR_EQUALS':
      return `where the filter wants ${values} or more`;
    case 'INCLUDES':
      return `where the filter wants a value that contains ${values}`;
    case 'ENDS_WITH':
      return `where the filter wants a value that ends with ${values}`;
    case '&':
      return `where the filter wants a number that shares a bit with ${values}`;
    case '!&':
      return `where the filter wants a number that shares no bit with ${values}`;
    default:
      return `where the filter wants ${operator} ${values}`.trim();
  }
}
