import { compileRegex } from '../dotnet/regex/regex.ts';
import { unknownAttribute } from '../expression/check/checkAttributes.ts';
import type { SourceAttributes } from '../expression/check/situation.ts';
import { nearestName } from '../functions/suggest.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ProblemCode, Severity } from '../problemCodes.ts';
import type { Filter, FilterClause } from '../schema/model.ts';
import { rangeInNode, rangeInString } from '../schema/nodeInText.ts';
import type { TextRange } from '../text/range.ts';
import { findScopeOperator, scopeOperators } from './operators.ts';

interface ClauseCheck {
  readonly text: string;
  readonly clause: FilterClause;
  readonly problems: Problem[];
}

/**
 * What is wrong with the clauses of a filter. Attributes that scoping does not support are reported in `groups` only: the service's own
 * input filters use some of them (facts/expression-language.md, section 8.3).
 * @param text the document that holds the filter; ranges are offsets into it.
 * @param source null where the source object is not known.
 */
export function checkFilter(text: string, filter: Filter, source: SourceAttributes | null): readonly Problem[] {
  const problems: Problem[] = [];
  const clausesOf = (groups: Filter['groups']): readonly FilterClause[] => groups.flatMap((group) => group.clauses);
  for (const clause of clausesOf(filter.groups)) {
    checkClause({ text, clause, problems }, source);
    checkSupported({ text, clause, problems }, source);
  }
  for (const clause of clausesOf([...filter.inputFilterGroups, ...filter.categoryFilterGroups])) {
    checkClause({ text, clause, problems }, source);
  }
  return problems;
}

function checkClause(check: ClauseCheck, source: SourceAttributes | null): void {
  const { clause, text } = check;
  const unknown = clause.sourceOperandName === '' ? null : unknownAttribute(source, clause.sourceOperandName);
  // That saving fails is documented for expressions; a clause on a missing attribute may only be false for everybody.
  if (unknown) {
    const message = `The source object "${source?.objectName ?? ''}" has no attribute "${clause.sourceOperandName}", so the clause finds it empty.`;
    report(check, 'attribute-unknown', rangeInNode(text, clause, '/sourceOperandName'), message, unknown.fix, 'warning');
  }
  if (clause.operatorName === '') return;
  const operator = findScopeOperator(clause.operatorName);
  if (!operator) {
    const names = scopeOperators.map(({ name }) => name);
    const near = nearestName(clause.operatorName, names);
    const message = `The operator "${clause.operatorName}" cannot be evaluated locally; a preview shows the clause as unknown.`;
    const fix = near ? `Did you mean ${near}?` : `Evaluated here are: ${names.join(', ')}.`;
    report(check, 'clause-operator-unknown', rangeInNode(text, clause, '/operatorName'), message, fix);
    return;
  }
  if (operator.arity === 'binary' && clause.values.length === 0) {
    const message = `${operator.name} needs a value, and "targetOperand" has none.`;
    report(
      check,
      'clause-operand',
      rangeInNode(text, clause, '/operatorName'),
      message,
      'Add "targetOperand": { "values": ["…"] }.',
    );
  }
  for (const [index, value] of clause.values.entries()) checkValue(check, operator.name, value, index);
}

const patternOperators: ReadonlySet<string> = new Set(['REGEX MATCH', 'NOT REGEX MATCH']);
const integerOperators: ReadonlySet<string> = new Set(['GREATER_THAN', 'GREATER_THAN_OR_EQUALS', '&', '!&']);

function checkValue(check: ClauseCheck, operator: string, value: string, index: number): void {
  const { clause, text } = check;
  const pointer = `/targetOperand/values/${index}`;
  if (integerOperators.has(operator) && !/^\s*-?\d{1,20}\s*$/.test(value)) {
    const message = `${operator} is documented for whole numbers, and "${shortened(value)}" is none.`;
    report(
      check,
      'clause-operand',
      rangeInNode(text, clause, pointer),
      message,
      'Write a whole number, or use another operator.',
    );
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

function checkSupported(check: ClauseCheck, source: SourceAttributes | null): void {
  const { clause, text } = check;
  const definition = source?.attributes.get(clause.sourceOperandName);
  const what =
    unsupportedNames.get(clause.sourceOperandName) ??
    (definition?.type === 'DateTime' ? 'dates' : definition?.multivalued ? 'attributes with several values' : null);
  if (what === null) return;
  const message = `Scoping filters do not support ${what}, and this clause tests ${clause.sourceOperandName}.`;
  const fix = 'Filter by another attribute, such as one that holds the answer as a text.';
  report(check, 'clause-attribute', rangeInNode(text, clause, '/sourceOperandName'), message, fix);
}

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}

function report(
  check: ClauseCheck,
  code: ProblemCode,
  range: TextRange,
  message: string,
  fix: string,
  severity?: Severity,
): void {
  check.problems.push(problemOf(code, range, message, fix, severity));
}
