import { nearestName } from '../../core/functions/suggest.ts';
import type { Problem } from '../../core/problem.ts';
import type { AttributeType, FilterClause, FilterGroup, Located } from '../../core/schema/model.ts';
import { findScopeOperator, type ScopeOperator, scopeOperators } from '../../core/scope/operators.ts';
import { removeElement, setProperty, type TextEdit } from '../../core/text/jsonEdit.ts';
import type { Place } from '../place.ts';
import { didYouMean, type QuickFix, quickFix } from './quickFix.ts';

/** Fixes of what is wrong with a clause or a group of a filter. */
export function filterFixes(text: string, place: Place, problem: Problem): readonly QuickFix[] {
  const { filter, group, clause, configuration } = place;
  const remove = (title: string, node: FilterGroup | FilterClause | null, preferred: boolean): readonly QuickFix[] =>
    node && filter ? quickFix(title, removal(text, filter, node), preferred) : [];
  switch (problem.code) {
    case 'clause-duplicate':
    case 'clause-always':
      return remove('Remove the clause', clause, true);
    case 'clause-contradiction':
      return remove('Remove the clause', clause, false);
    case 'group-shadowed':
      return remove('Remove the group', group, true);
    case 'group-empty':
      return remove('Remove the group', group, false);
    case 'clause-operator-unknown':
      return clause ? nearOperator(clause, problem) : [];
    case 'clause-operand':
      return clause ? operandFixes(text, clause) : [];
    case 'clause-type': {
      const type = configuration?.sourceObject?.attributes.find(({ name }) => name === clause?.sourceOperandName)?.type;
      return clause && type ? otherOperators(text, clause, type, problem) : [];
    }
    case 'attribute-unknown': {
      const names = configuration?.sourceObject?.attributes.map(({ name }) => name) ?? [];
      const near = clause && nearestName(clause.sourceOperandName, names);
      return near ? didYouMean(near, [{ range: problem.range, newText: JSON.stringify(near) }]) : [];
    }
    default:
      return [];
  }
}

function removal(text: string, outer: Located, node: Located): readonly TextEdit[] {
  return removeElement(text, outer.range, node.pointer.slice(outer.pointer.length));
}

function nearOperator(clause: FilterClause, problem: Problem): readonly QuickFix[] {
  const near = nearestName(
    clause.operatorName,
    scopeOperators.map(({ name }) => name),
  );
  return near === null ? [] : didYouMean(near, [{ range: problem.range, newText: JSON.stringify(near) }]);
}

function operandFixes(text: string, clause: FilterClause): readonly QuickFix[] {
  const operator = findScopeOperator(clause.operatorName);
  if (operator?.arity !== 'binary' || clause.values.length > 0) return [];
  return quickFix('Add "targetOperand" with a value to replace', [operandEdit(text, clause, placeholderFor(operator))], true);
}

/** Something to compare with, for the user to replace: an empty text would be a clause that nobody satisfies. */
function placeholderFor({ types }: ScopeOperator): string {
  return types.includes('String') ? 'value' : '1';
}

function operandEdit(text: string, clause: FilterClause, value: string): TextEdit | null {
  return setProperty(text, clause.range, 'targetOperand', `{ "values": [${JSON.stringify(value)}] }`);
}

/** The operators that are documented for the type, those first that take an operand as the present one does. */
function otherOperators(text: string, clause: FilterClause, type: AttributeType, problem: Problem): readonly QuickFix[] {
  const present = findScopeOperator(clause.operatorName);
  const [value] = clause.values;
  const said = value?.toLowerCase() === 'true' ? 'IS TRUE' : value?.toLowerCase() === 'false' ? 'IS FALSE' : null;
  const meant = present?.negative ? opposite(said) : said;
  return scopeOperators
    .filter(({ types }) => types.includes(type))
    .toSorted((left, right) => rank(left, present, meant) - rank(right, present, meant))
    .slice(0, 8)
    .flatMap((operator) => {
      const named: TextEdit = { range: problem.range, newText: JSON.stringify(operator.name) };
      const lacksValue = operator.arity === 'binary' && clause.values.length === 0;
      const asText = present?.name === 'IS TRUE' ? 'True' : present?.name === 'IS FALSE' ? 'False' : placeholderFor(operator);
      return quickFix(
        `Change the operator to ${operator.name}`,
        lacksValue ? [named, operandEdit(text, clause, asText)] : [named],
        operator.name === meant,
      );
    });
}

function opposite(name: string | null): string | null {
  return name === null ? null : name === 'IS TRUE' ? 'IS FALSE' : 'IS TRUE';
}

function rank(operator: ScopeOperator, present: ScopeOperator | null, meant: string | null): number {
  if (operator.name === meant) return 0;
  return operator.arity === present?.arity && operator.negative === present.negative ? 1 : 2;
}
