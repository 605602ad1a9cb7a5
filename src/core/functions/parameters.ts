import type { ExpressionNode } from '../expression/ast.ts';
import type { FunctionDefinition, FunctionParameter, ParameterType } from './functionDefinition.ts';

const defaults = { key: null, presence: 'required', repeating: false, values: [] } as const;

type Details = Partial<Pick<FunctionParameter, 'key' | 'presence' | 'repeating' | 'values'>>;

/** A parameter of the table: required, once, any value, unless `details` says otherwise. */
export function parameter(name: string, type: ParameterType, summary: string, details: Details = {}): FunctionParameter {
  return { ...defaults, name, type, summary, ...details };
}

/** The signature that a call with these arguments uses: the second one where its parameters are enough. */
export function signatureOf(definition: FunctionDefinition, given: readonly ExpressionNode[]): readonly FunctionParameter[] {
  const { parameters, otherParameters } = definition;
  if (!otherParameters) return parameters;
  return withoutSurplusBlanks(parameters, given).length > otherParameters.length ? parameters : otherParameters;
}

/** The parameter that an argument fills; null behind the last one. */
export function parameterAt(signature: readonly FunctionParameter[], index: number): FunctionParameter | null {
  const first = signature.findIndex(({ repeating }) => repeating);
  if (first < 0 || index < first) return signature[index] ?? null;
  return signature[first + ((index - first) % (signature.length - first))] ?? null;
}

/** The parameter's name with its number where it repeats: `source2`, `key1`. */
export function parameterName(signature: readonly FunctionParameter[], index: number): string {
  const found = parameterAt(signature, index);
  if (!found) return `argument ${index + 1}`;
  if (!found.repeating) return found.name;
  const first = signature.findIndex(({ repeating }) => repeating);
  return `${found.name}${Math.floor((index - first) / (signature.length - first)) + 1}`;
}

/** The arguments without blanks that a trailing comma adds behind the last parameter (facts/expression-language.md, section 2). */
export function withoutSurplusBlanks(
  signature: readonly FunctionParameter[],
  given: readonly ExpressionNode[],
): readonly ExpressionNode[] {
  let count = given.length;
  while (count > 0 && given[count - 1]?.kind === 'blank' && isSurplus(signature, count)) count--;
  return given.slice(0, count);
}

function isSurplus(signature: readonly FunctionParameter[], count: number): boolean {
  const first = signature.findIndex(({ repeating }) => repeating);
  if (first < 0) return count > signature.length;
  return count > first && (count - first) % (signature.length - first) !== 0;
}

/** What is wrong with the number of arguments, as a sentence; null where nothing is. */
export function argumentProblem(
  name: string,
  signature: readonly FunctionParameter[],
  given: readonly ExpressionNode[],
): string | null {
  const needed = signature.findLastIndex(({ presence }) => presence !== 'optional') + 1;
  const repeats = signature.some(({ repeating }) => repeating);
  const first = signature.findIndex(({ repeating }) => repeating);
  if (given.length < needed) {
    const missing = parameterName(signature, given.length);
    return `${name} takes ${counted(needed, signature.length, repeats)} and has ${given.length}: ${missing} is missing.`;
  }
  if (!repeats && given.length > signature.length) {
    return `${name} takes ${counted(needed, signature.length, false)} and has ${given.length}.`;
  }
  const group = signature.length - first;
  if (repeats && given.length > first && (given.length - first) % group !== 0) {
    return `${name} has ${given.length} arguments: the last ${parameterAt(signature, given.length - 1)?.name ?? 'one'} lacks its ${parameterAt(signature, given.length)?.name ?? 'value'}.`;
  }
  const blank = given.findIndex(({ kind }, index) => kind === 'blank' && parameterAt(signature, index)?.presence === 'required');
  return blank < 0 ? null : `${name} needs a value for ${parameterName(signature, blank)}, which is blank.`;
}

function counted(least: number, most: number, repeats: boolean): string {
  if (repeats) return `at least ${plural(least)}`;
  if (most === 0) return 'no arguments';
  return least === most ? plural(most) : `${least} to ${plural(most)}`;
}

function plural(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`;
}
