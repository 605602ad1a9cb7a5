import { compileRegex } from '../../dotnet/regex/regex.ts';
import { unknownAttribute } from '../../expression/check/checkAttributes.ts';
import { nearestName } from '../../functions/suggest.ts';
import { report } from '../../problem.ts';
import type { AttributeDefinition, FilterClause } from '../../schema/model.ts';
import { rangeInNode, rangeInString } from '../../schema/nodeInText.ts';
import { findScopeOperator, findUnevaluatedOperator, type ScopeOperator, scopeOperators } from '../operators.ts';
import type { FilterCheck } from './filterCheck.ts';

/** What is wrong with one clause on its own: its attribute, its operator, its operands. */
export function checkClause(check: FilterCheck, clause: FilterClause): void {
  checkAttribute(check, clause);
  if (clause.operatorName === '') return;
  const operator = findScopeOperator(clause.operatorName);
  if (!operator) {
    reportUnknown(check, clause);
    return;
  }
  if (operator.arity === 'binary' && clause.values.length === 0) {
    const message = `${operator.name} needs a value, and "targetOperand" has none.`;
    const fix = 'Add "targetOperand": { "values": ["…"] }.';
    report(check, 'clause-operand', rangeInNode(check.text, clause, '/operatorName'), message, fix);
  }
  for (const [index, value] of clause.values.entries()) checkValue(check, clause, operator.name, value, index);
}

function checkAttribute(check: FilterCheck, clause: FilterClause): void {
  const { source, text } = check;
  const unknown = clause.sourceOperandName === '' ? null : unknownAttribute(source, clause.sourceOperandName);
  if (!unknown) return;
  // That saving fails is documented for expressions; a clause on a missing attribute may only be false for everybody.
  const message = `The source object "${source?.objectName ?? ''}" has no attribute "${clause.sourceOperandName}", so the clause finds it empty.`;
  report(check, 'attribute-unknown', rangeInNode(text, clause, '/sourceOperandName'), message, unknown.fix, 'warning');
}

function reportUnknown(check: FilterCheck, clause: FilterClause): void {
  const names = scopeOperators.map(({ name }) => name);
  const known = findUnevaluatedOperator(clause.operatorName)?.known;
  const near = known === undefined ? nearestName(clause.operatorName, names) : null;
  const message = `The operator "${clause.operatorName}" cannot be evaluated locally; a preview shows the clause as unknown.`;
  const fix = near ? `Did you mean ${near}?` : `Evaluated here are: ${names.join(', ')}.`;
  const range = rangeInNode(check.text, clause, '/operatorName');
  report(check, 'clause-operator-unknown', range, known === undefined ? message : `${message} ${known}`, fix);
}

const patternOperators: ReadonlySet<string> = new Set(['REGEX MATCH', 'NOT REGEX MATCH']);
const integerOperators: ReadonlySet<string> = new Set(['GREATER_THAN', 'GREATER_THAN_OR_EQUALS', '&', '!&']);

function checkValue(check: FilterCheck, clause: FilterClause, operator: string, value: string, index: number): void {
  const { text } = check;
  const pointer = `/targetOperand/values/${index}`;
  if (integerOperators.has(operator) && !/^\s*-?\d{1,20}\s*$/.test(value)) {
    const message = `${operator} is documented for whole numbers, and "${shortened(value)}" is none.`;
    const fix = 'Write a whole number, or use another operator.';
    report(check, 'clause-operand', rangeInNode(text, clause, pointer), message, fix);
  }
  if (!patternOperators.has(operator)) return;
  const compiled = compileRegex(value);
  if (compiled.ok) return;
  const start = Math.max(Math.min(compiled.offset, value.length) - 1, 0);
  const code = compiled.reason === 'invalid' ? 'regex-invalid' : 'regex-not-local';
  const message = `${compiled.message} (character ${start + 1} of the pattern)`;
  const fix = 'Correct the pattern; the rules are those of .NET. In a filter, JSON alone wants a backslash doubled.';
  report(check, code, rangeInString(text, clause, pointer, start, start + 1), message, fix);
}

/** By name, for schemas without definitions (facts/expression-language.md, section 8.3). */
const unsupportedNames: ReadonlyMap<string, string> = new Map([
  ['appRoleAssignments', 'app role assignments'],
  ['userType', 'userType'],
  ['manager', 'manager'],
  ['members', 'members of a group'],
  ...['StatusHireDate', 'startDate', 'endDate', 'StatusTerminationDate', 'accountExpires'].map(
    (name) => [name, 'dates'] as const,
  ),
]);

/** What makes an attribute one that scoping does not support at all, as a word for a sentence; null where nothing does. */
export function unsupportedInScope(name: string, definition: AttributeDefinition | null): string | null {
  return (
    unsupportedNames.get(name) ??
    (definition?.type === 'DateTime' ? 'dates' : definition?.multivalued ? 'attributes with several values' : null)
  );
}

/** An attribute that scoping does not support at all. True where it is reported. */
export function checkSupported(check: FilterCheck, clause: FilterClause): boolean {
  const what = unsupportedInScope(clause.sourceOperandName, check.source?.attributes.get(clause.sourceOperandName) ?? null);
  if (what === null) return false;
  const message = `Scoping filters do not support ${what}, and this clause tests ${clause.sourceOperandName}.`;
  const fix = 'Filter by another attribute, such as one that holds the answer as a text.';
  report(check, 'clause-attribute', rangeInNode(check.text, clause, '/sourceOperandName'), message, fix);
  return true;
}

/** An operator on an attribute whose type it is not documented for (facts/graph-synchronization.md, section 3.3). */
export function checkType(check: FilterCheck, clause: FilterClause): void {
  const definition = check.source?.attributes.get(clause.sourceOperandName);
  const operator = findScopeOperator(clause.operatorName);
  if (!definition || !operator || operator.types.includes(definition.type)) return;
  const message = `${operator.name} is documented for attributes of the type ${operator.types.join(' or ')}, and ${definition.name} is ${definition.type}.`;
  // An old sample of Graph compares a Boolean with EQUALS "True" (facts/expression-language.md, section 8.1).
  const asText = definition.type === 'Boolean' && operator.types.includes('String') && operator.types.includes('Integer');
  const severity = asText ? 'information' : 'warning';
  report(
    check,
    'clause-type',
    rangeInNode(check.text, clause, '/operatorName'),
    message,
    fixForType(definition.type, operator),
    severity,
  );
}

function fixForType(type: string, operator: ScopeOperator): string {
  if (type === 'Boolean') return 'Use IS TRUE or IS FALSE.';
  if (operator.types.length === 1 && operator.types[0] === 'Boolean') return 'Compare the text: EQUALS "True".';
  return `Use an operator for ${type}, or another attribute.`;
}

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
