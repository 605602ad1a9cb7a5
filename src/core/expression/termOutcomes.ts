import type { FunctionDefinition, FunctionParameter } from '../functions/functionDefinition.ts';
import { findFunction, functionTable } from '../functions/functionTable.ts';
import { findKeyword, unknownWord } from '../functions/keywords.ts';
import { maximumTextLength } from '../functions/limits.ts';
import { failure, nullOutcome, text, unsupported } from '../functions/outcomes.ts';
import { argumentProblem, signatureOf, withoutSurplusBlanks } from '../functions/parameters.ts';
import { nearestName } from '../functions/suggest.ts';
import type { TextRange } from '../text/range.ts';
import type { CallNode, ComparisonNode, ExpressionNode, KeywordNode, TenantConstantNode } from './ast.ts';
import { type ComparedSide, compareTexts } from './compareTexts.ts';
import type { EvaluationContext } from './evaluationContext.ts';
import type { Outcome } from './outcome.ts';
import { maximumExpressionDepth } from './parseExpression.ts';

/**
 * What each kind of term gives, by the rules of facts/expression-language.md, section 3. The evaluation that makes a tree and the compiled
 * one both go by this, so that they cannot disagree.
 */

/** UTF-16 units that all terms of one evaluation may produce together. */
export const maximumProducedLength = 4 * maximumTextLength;

/** Above what the parser lets through, for trees that were made otherwise. */
export const maximumTreeDepth = 2 * maximumExpressionDepth + 10;

/** Counts down what one evaluation may still produce. */
export interface ProductionBudget {
  left: number;
}

/** A term that was evaluated, and where it stands. */
export interface PlacedOutcome {
  readonly outcome: Outcome;
  readonly range: TextRange;
}

/** An absent attribute and one without values are null; one value is a text. */
export function readAttribute(name: string, context: EvaluationContext): Outcome {
  const value = context.attributes.get(name);
  if (typeof value === 'string') return { kind: 'value', value };
  if (value === undefined || value === null) return nullOutcome;
  const [first] = value;
  if (first === undefined) return nullOutcome;
  return value.length === 1 ? text(first) : { kind: 'value', value };
}

/** `parameter`: what the word is an argument for. */
export function keywordOutcome(node: KeywordNode, parameter: FunctionParameter | null): Outcome {
  const keyword = findKeyword(node.name);
  switch (keyword?.kind) {
    case 'boolean':
      return text(node.name);
    case 'ignoreAttribute':
      return { kind: 'ignored', what: 'attribute' };
    case 'ignoreObject':
      return { kind: 'ignored', what: 'object' };
    case 'enumeration':
      if (parameter?.type === 'Word') return text(node.name);
      return unsupported(`The word ${node.name} has a meaning only where a function asks for it.`, node.range);
    default:
      return unsupported(unknownWord(node.name), node.range);
  }
}

export function tenantConstantOutcome(node: TenantConstantNode, context: EvaluationContext): Outcome {
  const value = context.tenantConstants.get(node.name);
  if (value !== undefined) return text(value);
  const message = `The service fills %${node.name}% in from the settings of the job. Give it in the connection file: "tenantConstants": { "${node.name}": "…" }.`;
  return unsupported(message, node.range);
}

export function invalidOutcome(range: TextRange): Outcome {
  return failure('SyntaxError', 'This part of the expression cannot be read.', range);
}

/** A comparison that is not a condition is not evaluated; null where it is one. */
export function misplacedComparison(node: ComparisonNode, parameter: FunctionParameter | null): Outcome | null {
  if (parameter?.type === 'Condition') return null;
  const message =
    'Comparisons are documented only as the condition of IIF and inside CBool. Put IIF(…, "True", "False") around it.';
  return unsupported(message, node.range);
}

export function comparisonOutcome(node: ComparisonNode, left: PlacedOutcome, right: PlacedOutcome): Outcome {
  return firstStop(left, right) ?? compareTexts(node.operator, side(left), side(right));
}

/** The text of both sides of `&`, before it is charged for. */
export function concatenationOutcome(left: PlacedOutcome, right: PlacedOutcome): Outcome {
  const stopped = firstStop(left, right);
  if (stopped) return stopped;
  const pieces: string[] = [];
  for (const one of [left, right]) {
    const { value } = side(one);
    if (typeof value !== 'string') {
      const what = value === null ? 'a side without a value' : 'several values';
      return unsupported(`It is not documented what & does with ${what}. Use Join, which leaves out what is empty.`, one.range);
    }
    pieces.push(value);
  }
  return text(pieces.join(''));
}

function side({ outcome, range }: PlacedOutcome): ComparedSide {
  return { value: outcome.kind === 'value' ? outcome.value : null, range };
}

/** The outcome of an operand that keeps an operator from being evaluated: an error first. */
function firstStop(left: PlacedOutcome, right: PlacedOutcome): Outcome | null {
  for (const kind of ['error', 'unsupported'] as const) {
    if (left.outcome.kind === kind) return left.outcome;
    if (right.outcome.kind === kind) return right.outcome;
  }
  const ignored = left.outcome.kind === 'ignored' ? left : right.outcome.kind === 'ignored' ? right : null;
  return ignored && unsupported('It is not documented what an operator does with an ignored flow.', ignored.range);
}

/** A call as far as it is the same for every user. */
export interface PreparedCall {
  readonly definition: FunctionDefinition;
  readonly signature: readonly FunctionParameter[];
  /** The arguments without surplus blanks at the end. */
  readonly given: readonly ExpressionNode[];
}

/** Looks a call's function up and holds its arguments to the signature; `refused` is what the call gives when they do not fit. */
export function prepareCall(node: CallNode, root: boolean): PreparedCall | { readonly refused: Outcome } {
  const definition = findFunction(node.name);
  if (!definition) {
    const near = nearestName(
      node.name,
      functionTable.map(({ name }) => name),
    );
    const advice = near
      ? `Function names are case-sensitive; did you mean ${near}?`
      : 'Microsoft documents no function of this name.';
    return { refused: unsupported(`The function ${shorten(node.name)} is not known. ${advice}`, node.nameRange) };
  }
  const signature = signatureOf(definition, node.arguments);
  const given = withoutSurplusBlanks(signature, node.arguments);
  const wrong = argumentProblem(node.name, signature, given);
  if (wrong !== null) return { refused: failure('ArgumentCount', wrong, node.range) };
  if (!definition.rootOnly || root) return { definition, signature, given };
  const message = `${node.name} must be the whole expression; the service does not take it inside another one.`;
  return { refused: unsupported(message, node.range) };
}

/** True where a function passes a value on that an argument gave: that costs nothing. */
export function passesOn(outcome: Outcome, argument: Outcome | undefined): boolean {
  return outcome.kind === 'value' && argument?.kind === 'value' && argument.value === outcome.value;
}

/** Holds a new value to what one evaluation may produce. */
export function charge(outcome: Outcome, range: TextRange, budget: ProductionBudget): Outcome {
  if (outcome.kind !== 'value') return outcome;
  const { value } = outcome;
  const length = typeof value === 'string' ? value.length : value.reduce((sum, one) => sum + one.length + 1, 0);
  budget.left -= length;
  if (length <= maximumTextLength && budget.left >= 0) return outcome;
  const limit = maximumTextLength.toLocaleString('en-US');
  return failure(
    'LimitExceeded',
    `The texts of this expression grow beyond ${limit} characters, which is where local evaluation stops.`,
    range,
  );
}

/** Messages quote values, so a redacted term gets one that does not. */
export function discreet(outcome: Outcome): Outcome {
  switch (outcome.kind) {
    case 'error':
      return { ...outcome, message: 'This failed inside Redact; the reason may hold the value and is not shown.' };
    case 'unsupported':
      return {
        ...outcome,
        message: 'This cannot be evaluated locally inside Redact; the reason may hold the value and is not shown.',
      };
    default:
      return outcome;
  }
}

export function isRedact(node: ExpressionNode): boolean {
  return node.kind === 'call' && node.name === 'Redact';
}

/** The terms right below a term. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'call':
      return node.arguments;
    case 'comparison':
    case 'concatenation':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** What keeps the whole expression from being evaluated: the first part that could not be read, or null. */
export function unreadable(root: ExpressionNode): Outcome | null {
  const invalid = findInvalid(root, 0);
  return invalid && failure('SyntaxError', invalid.message, invalid.range);
}

function findInvalid(node: ExpressionNode, depth: number): { readonly range: TextRange; readonly message: string } | null {
  if (node.kind === 'invalid') return { range: node.range, message: 'The expression cannot be read here.' };
  if (depth > maximumTreeDepth) return { range: node.range, message: 'The expression is nested too deeply.' };
  for (const child of childrenOf(node)) {
    const found = findInvalid(child, depth + 1);
    if (found) return found;
  }
  return null;
}

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
