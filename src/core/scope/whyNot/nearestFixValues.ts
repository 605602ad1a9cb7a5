import { valuesOf } from '../../flow/compareValues.ts';
import type { AttributeDefinition, FilterClause } from '../../schema/model.ts';
import type { AttributeValue } from '../../value.ts';
import { findScopeOperator } from '../operators.ts';
import { splitName } from './nearestFixGates.ts';
import { regexExample } from './regexExample.ts';

export interface WantedValue {
  readonly attribute: string;
  /** All that must be true of the value at once. */
  readonly clauses: readonly FilterClause[];
  /** What the attribute holds; null where it is empty or must not be shown. */
  readonly present: AttributeValue;
  /** Those of several values that satisfy the clauses on their own. */
  readonly kept: readonly string[];
  readonly definition: AttributeDefinition | null;
  /** Whether an empty attribute is as good as any. */
  readonly clears: boolean;
}

/** Values of no meaning, for clauses that only exclude some. */
const anyValues = ['any value', 'other', '1', '0', 'True', 'False', '2', '3', '4', '5', '6', '7', '8', '#'];
const mostValues = 120;

/**
 * Values that may satisfy all clauses on an attribute, the nearest to what it holds and to what the clauses name first. They are proposals;
 * the caller tries them.
 */
export function possibleValues(wanted: WantedValue): readonly AttributeValue[] {
  const { clauses, present, kept, definition } = wanted;
  if (wanted.attribute.toLowerCase() === 'distinguishedname') return movedNames(clauses, present);
  const texts = [...named(clauses, present), ...numbers(clauses, present), ...composed(clauses, present)];
  const several = valuesOf(present).length > 1;
  const lists: readonly AttributeValue[] = several
    ? [...(kept.length > 0 ? [kept] : []), ...texts.map((text) => [...valuesOf(present), text])]
    : [];
  const proposals: readonly AttributeValue[] = [...lists, ...texts, ...(wanted.clears ? [null] : []), ...anyValues, null];
  return proposals.filter((value) => fits(value, definition)).slice(0, mostValues);
}

/** A value that the attribute's type allows. */
function fits(value: AttributeValue, definition: AttributeDefinition | null): boolean {
  const allowed = definition?.type === 'Boolean' ? /^(?:true|false)$/i : definition?.type === 'Integer' ? /^-?\d+$/ : null;
  return allowed === null || valuesOf(value).every((text) => allowed.test(text));
}

/** An entry has the name of its place: it can be moved, and nothing else. */
function movedNames(clauses: readonly FilterClause[], present: AttributeValue): readonly AttributeValue[] {
  const own = typeof present === 'string' ? splitName(present)?.own : undefined;
  if (own === undefined) return [];
  return operands(clauses, 'ENDS_WITH')
    .filter((suffix) => /^(?:OU|CN|DC)=/i.test(suffix))
    .map((suffix) => `${own},${suffix}`);
}

function operands(clauses: readonly FilterClause[], ...operators: readonly string[]): readonly string[] {
  return clauses.filter((clause) => operators.includes(operatorOf(clause))).flatMap(({ values }) => values);
}

function operatorOf(clause: FilterClause): string {
  return findScopeOperator(clause.operatorName)?.name ?? '';
}

/** What single clauses name. */
function named(clauses: readonly FilterClause[], present: AttributeValue): readonly string[] {
  return [
    ...operands(clauses, 'EQUALS'),
    ...clauses.flatMap((clause) =>
      operatorOf(clause) === 'IS TRUE' ? ['True'] : operatorOf(clause) === 'IS FALSE' ? ['False'] : [],
    ),
    ...operands(clauses, 'INCLUDES'),
    ...operands(clauses, 'ENDS_WITH').flatMap((suffix) => [...withEnding(present, suffix), suffix]),
    ...operands(clauses, 'REGEX MATCH').flatMap((pattern) => regexExample(pattern) ?? []),
  ];
}

/** `adele@fabrikam.com` with the ending `@contoso.com` is `adele@contoso.com`. */
function withEnding(present: AttributeValue, suffix: string): readonly string[] {
  if (typeof present !== 'string' || present === '') return [];
  const at = suffix.indexOf('@');
  const kept = at >= 0 ? (present.split('@')[0] ?? '') : present;
  return at === 0 || at < 0 ? [kept + suffix] : [];
}

/** One text for several clauses: all that it must contain, and the ending. */
function composed(clauses: readonly FilterClause[], present: AttributeValue): readonly string[] {
  const firsts = (operator: string): readonly string[] =>
    clauses.filter((clause) => operatorOf(clause) === operator).flatMap(({ values }) => values.slice(0, 1));
  const inner = [...new Set(firsts('INCLUDES'))].join('');
  const ends = [...firsts('ENDS_WITH')].sort((left, right) => right.length - left.length);
  const pattern = firsts('REGEX MATCH')
    .map((one) => regexExample(one) ?? '')
    .join('');
  const own = typeof present === 'string' ? present : '';
  const least = lowerBound(clauses);
  const digits = least === null ? [] : [String(least)];
  return [own, '', ...digits]
    .flatMap((start) => ['', ...ends].map((end) => `${start}${pattern}${inner}${end}`))
    .filter((text) => text !== '');
}

function integersOf(clauses: readonly FilterClause[], ...operators: readonly string[]): readonly bigint[] {
  return operands(clauses, ...operators)
    .map((text) => text.trim())
    .filter((text) => /^-?\d{1,20}$/.test(text))
    .map(BigInt);
}

/** The smallest number that all comparisons allow; null where there are none. */
function lowerBound(clauses: readonly FilterClause[]): bigint | null {
  const bounds = [
    ...integersOf(clauses, 'GREATER_THAN').map((one) => one + 1n),
    ...integersOf(clauses, 'GREATER_THAN_OR_EQUALS'),
  ];
  return bounds.length === 0 ? null : bounds.reduce((most, one) => (one > most ? one : most));
}

/** Whole numbers for comparisons and bit tests: what is there, with as few bits changed as the clauses want. */
function numbers(clauses: readonly FilterClause[], present: AttributeValue): readonly string[] {
  const least = lowerBound(clauses);
  const setMasks = integersOf(clauses, '&');
  const clearMask = integersOf(clauses, '!&').reduce((all, one) => all | one, 0n);
  if (least === null && setMasks.length === 0 && clearMask === 0n) return [];
  const own = typeof present === 'string' && /^-?\d{1,20}$/.test(present.trim()) ? [BigInt(present.trim())] : [];
  const bases = [...own.filter((one) => least === null || one >= least), ...(least === null ? [] : [least]), ...own, 0n];
  const made = bases.flatMap((base) => {
    let value = base & ~clearMask;
    for (const mask of setMasks) {
      const free = mask & ~clearMask;
      if ((value & mask) === 0n) value |= free & -free;
    }
    // A bit above the bound, where clearing bits has made the number too small.
    let high = 1n;
    while (least !== null && high < 1n << 63n && (high < least || (high & clearMask) !== 0n)) high <<= 1n;
    return [value, ...(least !== null && value < least ? [value | high] : [])];
  });
  return [
    ...new Set([
      ...made.map(String),
      ...integersOf(clauses, 'GREATER_THAN', 'GREATER_THAN_OR_EQUALS').map((one) => String(one + 1n)),
    ]),
  ];
}
