import { valuesOf } from '../../flow/compareValues.ts';
import type { FilterClause } from '../../schema/model.ts';
import type { AttributeValue } from '../../value.ts';
import { oneOf, quoted } from '../clauseWords.ts';
import { findScopeOperator } from '../operators.ts';

interface ValueChange {
  readonly attribute: string;
  readonly subject: string;
  /** The clauses on the attribute that fail now. */
  readonly failing: readonly FilterClause[];
  /** All clauses on the attribute. */
  readonly clauses: readonly FilterClause[];
  readonly present: AttributeValue;
  readonly value: AttributeValue;
}

/** A change of one attribute in words, and whether it leaves no choice of the value. */
export interface ChangePhrase {
  /** As the middle of a sentence: `set department to "Sales"`. */
  readonly phrase: string;
  readonly exact: boolean;
}

/** An example is named as one. */
export function phraseOf(change: ValueChange): ChangePhrase {
  const { attribute, clauses, failing, present, value } = change;
  const values = valuesOf(value);
  const before = valuesOf(present);
  if (values.length === 0) return { phrase: `clear ${attribute}`, exact: true };
  const example = quoted(values[0] ?? '');
  if (before.length > 1 && Array.isArray(value)) {
    const removed = before.filter((text) => !values.includes(text));
    if (removed.length > 0) return { phrase: `remove ${removed.map(quoted).join(', ')} from ${attribute}`, exact: true };
    const added = values.filter((text) => !before.includes(text)).map(quoted);
    return { phrase: `add ${added.join(', ')} to ${attribute}`, exact: true };
  }
  if (attribute.toLowerCase() === 'distinguishedname')
    return { phrase: `move the ${change.subject} below ${oneOf(failing.flatMap((clause) => clause.values))}`, exact: false };
  const exact = clauses.some((clause) => ['EQUALS', 'IS TRUE', 'IS FALSE'].includes(operatorOf(clause)));
  if (exact) return { phrase: `set ${attribute} to ${example}`, exact };
  const [only, ...more] = failing;
  if (!only || more.length > 0) {
    const phrase = clauses.every(isExclusion)
      ? `give ${attribute} a value that none of its clauses excludes`
      : `set ${attribute} to a value that satisfies its ${clauses.length} clauses, such as ${example}`;
    return { phrase, exact: false };
  }
  return { phrase: singlePhrase(attribute, only, example), exact: false };
}

function operatorOf(clause: FilterClause): string {
  return findScopeOperator(clause.operatorName)?.name ?? '';
}

/** An operator that names no value which the attribute should have. */
function isExclusion(clause: FilterClause): boolean {
  return ['NOT EQUALS', 'NOT REGEX MATCH', 'IS NOT NULL'].includes(operatorOf(clause));
}

function singlePhrase(attribute: string, clause: FilterClause, example: string): string {
  const wanted = oneOf(clause.values);
  switch (operatorOf(clause)) {
    case 'NOT EQUALS':
      return `give ${attribute} a value other than ${wanted}`;
    case 'IS NOT NULL':
      return `give ${attribute} a value`;
    case 'NOT REGEX MATCH':
      return `give ${attribute} a value in which the pattern ${wanted} is not found`;
    case 'REGEX MATCH':
      return `set ${attribute} to a value that matches the pattern ${wanted}, such as ${example}`;
    case 'INCLUDES':
      return `set ${attribute} to a value that contains ${wanted}, such as ${example}`;
    case 'ENDS_WITH':
      return `set ${attribute} to a value that ends with ${wanted}, such as ${example}`;
    case 'GREATER_THAN':
      return `set ${attribute} to a number greater than ${wanted}, such as ${example}`;
    case 'GREATER_THAN_OR_EQUALS':
      return `set ${attribute} to ${wanted} or more, such as ${example}`;
    case '&':
      return `set ${attribute} to a number that shares a bit with ${wanted}, such as ${example}`;
    case '!&':
      return `set ${attribute} to a number that shares no bit with ${wanted}, such as ${example}`;
    default:
      return `set ${attribute} to ${example}`;
  }
}
