import { nearestName } from '../../functions/suggest.ts';
import { report } from '../../problem.ts';
import type { AttributeNode, CallNode, ExpressionNode } from '../ast.ts';
import { type ExpressionCheck, textOf } from './expressionCheck.ts';

/** Attributes that the service makes for every object; a definition need not list them (facts/expression-language.md, section 6.5). */
export const serviceMade: ReadonlySet<string> = new Set(['IsSoftDeleted', 'appRoleAssignments', 'originalUserPrincipalName']);

/** An attribute that the source object does not have. Names are case-sensitive; saving fails with SchemaInvalid. */
export function checkAttribute(check: ExpressionCheck, node: AttributeNode): void {
  const problem = unknownAttribute(check.situation.source, node.name);
  if (problem) report(check, 'attribute-unknown', node.range, problem.message, problem.fix);
}

/** What to say of a name that the source object does not have; null where it has it, or where that is not known. */
export function unknownAttribute(
  source: ExpressionCheck['situation']['source'],
  name: string,
): { readonly message: string; readonly fix: string } | null {
  if (!source || source.attributes.size === 0 || source.attributes.has(name) || serviceMade.has(name)) return null;
  const message = `The source object "${source.objectName}" has no attribute "${name}"; the service refuses the schema (SchemaInvalid).`;
  const near = nearestName(name, [...source.attributes.keys()]);
  const fix = near
    ? `Did you mean ${near}? Names are case-sensitive.`
    : 'Add it to the directory definition, or use another one.';
  return { message, fix };
}

/** Reference attributes such as manager must not go through Switch. */
export function checkSwitchedReferences(check: ExpressionCheck, call: CallNode): void {
  for (const argument of call.arguments) {
    if (argument.kind !== 'attribute' || !isReference(check, argument)) continue;
    const message = `[${argument.name}] is a reference, and references must not go through Switch.`;
    report(check, 'attribute-reference-switch', argument.range, message, 'Map the attribute directly.');
  }
}

function isReference({ situation }: ExpressionCheck, { name }: AttributeNode): boolean {
  const definition = situation.source?.attributes.get(name);
  return definition ? definition.type === 'Reference' : name === 'manager';
}

const roleFunctions: ReadonlySet<string> = new Set([
  'AppRoleAssignments',
  'AppRoleAssignmentsComplex',
  'AssertiveAppRoleAssignmentsComplex',
  'SingleAppRoleAssignment',
]);

/** The role functions take [appRoleAssignments] and nothing else; the two for complex roles write the attribute `roles`. */
export function checkRoles(check: ExpressionCheck, call: CallNode): void {
  const given: ExpressionNode | undefined = call.arguments[0];
  if (!roleFunctions.has(call.name) || !given) return;
  if (
    given.kind !== 'blank' &&
    given.kind !== 'invalid' &&
    !(given.kind === 'attribute' && given.name === 'appRoleAssignments')
  ) {
    const message = `${call.name} is documented with the attribute [appRoleAssignments] only, not with ${textOf(check, given)}.`;
    report(check, 'argument-invalid', given.range, message, `Write ${call.name}([appRoleAssignments]).`);
  }
  const target = check.situation.mapping?.targetAttributeName;
  if (target === undefined || !call.name.endsWith('Complex') || target.toLowerCase() === 'roles') return;
  const message = `${call.name} gives role objects, which are documented for a target attribute named roles, not for ${target}.`;
  report(check, 'function-misplaced', call.nameRange, message, 'Map it to roles, or use SingleAppRoleAssignment.', 'warning');
}
