import type { FunctionCall, FunctionParameter } from '../functions/functionDefinition.ts';
import { findFunction, functionTable } from '../functions/functionTable.ts';
import { findKeyword, unknownWord } from '../functions/keywords.ts';
import { maximumTextLength } from '../functions/limits.ts';
import { failure, nullOutcome, text, unsupported } from '../functions/outcomes.ts';
import { argumentProblem, parameterAt, parameterName, signatureOf, withoutSurplusBlanks } from '../functions/parameters.ts';
import { nearestName } from '../functions/suggest.ts';
import type { TextRange } from '../text/range.ts';
import type { CallNode, ComparisonNode, ConcatenationNode, ExpressionNode, KeywordNode, TenantConstantNode } from './ast.ts';
import { compareTexts } from './compareTexts.ts';
import type { EvaluationContext } from './evaluationContext.ts';
import type { EvaluatedTerm, Evaluation, Outcome } from './outcome.ts';
import { maximumExpressionDepth } from './parseExpression.ts';

/**
 * Evaluates an expression by the rules of facts/expression-language.md, section 3. The same tree and context give the same evaluation.
 * Never throws: what fails is an `error` outcome, what the documents do not settle or this engine does not do is `unsupported`. A value
 * is a text, or a list where the result is multi-valued. The tree has every term; one that was not needed is `notEvaluated`.
 */
export function evaluateExpression(root: ExpressionNode, context: EvaluationContext): Evaluation {
  const invalid = findInvalid(root, 0);
  if (invalid) {
    const outcome = failure('SyntaxError', invalid.message, invalid.range);
    return { outcome, tree: { ...untouched(root, false), outcome } };
  }
  const tree = evaluateNode(root, { context, left: maximumProducedLength }, { parameter: null, root: true, redacted: false });
  return { outcome: tree.outcome, tree };
}

/** UTF-16 units that all terms of one evaluation may produce together. */
const maximumProducedLength = 4 * maximumTextLength;

/** Above what the parser lets through, for trees that were made otherwise. */
const maximumTreeDepth = 2 * maximumExpressionDepth + 10;

interface Run {
  readonly context: EvaluationContext;
  left: number;
}

interface Place {
  /** What the term is an argument for; null at the root and for the sides of an operator. */
  readonly parameter: FunctionParameter | null;
  readonly root: boolean;
  /** Inside `Redact(…)`. */
  readonly redacted: boolean;
}

/** A term that was evaluated. */
type Term = EvaluatedTerm & { readonly outcome: Outcome };

function evaluateNode(node: ExpressionNode, run: Run, place: Place): Term {
  switch (node.kind) {
    case 'call':
      return evaluateCall(node, run, place);
    case 'comparison':
      return evaluateComparison(node, run, place);
    case 'concatenation':
      return evaluateConcatenation(node, run, place);
    case 'attribute':
      return leaf(node, place, readAttribute(node.name, run.context));
    case 'constant':
      return leaf(node, place, text(node.value));
    case 'keyword':
      return leaf(node, place, evaluateKeyword(node, place));
    case 'tenantConstant':
      return leaf(node, place, evaluateTenantConstant(node, run.context));
    case 'blank':
      return leaf(node, place, nullOutcome);
    case 'invalid':
      return leaf(node, place, failure('SyntaxError', 'This part of the expression cannot be read.', node.range));
  }
}

/** An absent attribute and one without values are null; one value is a text. */
function readAttribute(name: string, context: EvaluationContext): Outcome {
  const value = context.attributes.get(name) ?? null;
  if (value === null) return nullOutcome;
  if (typeof value === 'string') return text(value);
  const [first] = value;
  if (first === undefined) return nullOutcome;
  return value.length === 1 ? text(first) : { kind: 'value', value };
}

function evaluateKeyword(node: KeywordNode, place: Place): Outcome {
  const keyword = findKeyword(node.name);
  switch (keyword?.kind) {
    case 'boolean':
      return text(node.name);
    case 'ignoreAttribute':
      return { kind: 'ignored', what: 'attribute' };
    case 'ignoreObject':
      return { kind: 'ignored', what: 'object' };
    case 'enumeration':
      if (place.parameter?.type === 'Word') return text(node.name);
      return unsupported(`The word ${node.name} has a meaning only where a function asks for it.`, node.range);
    default:
      return unsupported(unknownWord(node.name), node.range);
  }
}

function evaluateTenantConstant(node: TenantConstantNode, context: EvaluationContext): Outcome {
  const value = context.tenantConstants.get(node.name);
  if (value !== undefined) return text(value);
  const message = `The service fills %${node.name}% in from the settings of the job. Give it in the connection file: "tenantConstants": { "${node.name}": "…" }.`;
  return unsupported(message, node.range);
}

function evaluateComparison(node: ComparisonNode, run: Run, place: Place): Term {
  if (place.parameter?.type !== 'Condition') {
    const message =
      'Comparisons are documented only as the condition of IIF and inside CBool. Put IIF(…, "True", "False") around it.';
    return { ...untouched(node, place.redacted), outcome: unsupported(message, node.range) };
  }
  const [left, right] = sides(node, run, place);
  const stopped = firstStop([left, right]);
  if (stopped) return term(node, stopped, [left, right], place);
  return term(node, compareTexts(node.operator, side(left), side(right)), [left, right], place);
}

function evaluateConcatenation(node: ConcatenationNode, run: Run, place: Place): Term {
  const terms = sides(node, run, place);
  return term(node, firstStop(terms) ?? charge(concatenate(terms), terms, node.range, run), terms, place);
}

function concatenate(terms: readonly [Term, Term]): Outcome {
  const pieces: string[] = [];
  for (const one of terms) {
    const { value } = side(one);
    if (typeof value !== 'string') {
      const what = value === null ? 'a side without a value' : 'several values';
      return unsupported(`It is not documented what & does with ${what}. Use Join, which leaves out what is empty.`, one.range);
    }
    pieces.push(value);
  }
  return text(pieces.join(''));
}

function sides(node: ComparisonNode | ConcatenationNode, run: Run, { redacted }: Place): readonly [Term, Term] {
  const place = { parameter: null, root: false, redacted };
  return [evaluateNode(node.left, run, place), evaluateNode(node.right, run, place)];
}

function side({ outcome, range }: Term): { readonly value: string | readonly string[] | null; readonly range: TextRange } {
  return { value: outcome.kind === 'value' ? outcome.value : null, range };
}

/** The outcome of an operand that keeps an operator from being evaluated: an error first. */
function firstStop(terms: readonly Term[]): Outcome | null {
  const failed =
    terms.find(({ outcome }) => outcome.kind === 'error') ?? terms.find(({ outcome }) => outcome.kind === 'unsupported');
  if (failed) return failed.outcome;
  const ignored = terms.find(({ outcome }) => outcome.kind === 'ignored');
  return ignored ? unsupported('It is not documented what an operator does with an ignored flow.', ignored.range) : null;
}

function evaluateCall(node: CallNode, run: Run, place: Place): Term {
  const redacted = place.redacted || node.name === 'Redact';
  const definition = findFunction(node.name);
  if (!definition) {
    const near = nearestName(
      node.name,
      functionTable.map(({ name }) => name),
    );
    const advice = near
      ? `Function names are case-sensitive; did you mean ${near}?`
      : 'Microsoft documents no function of this name.';
    return {
      ...untouched(node, redacted),
      outcome: unsupported(`The function ${shorten(node.name)} is not known. ${advice}`, node.nameRange),
    };
  }
  const signature = signatureOf(definition, node.arguments);
  const given = withoutSurplusBlanks(signature, node.arguments);
  const wrong = argumentProblem(node.name, signature, given);
  if (wrong !== null) return { ...untouched(node, redacted), outcome: failure('ArgumentCount', wrong, node.range) };
  if (definition.rootOnly && !place.root) {
    return {
      ...untouched(node, redacted),
      outcome: unsupported(
        `${node.name} must be the whole expression; the service does not take it inside another one.`,
        node.range,
      ),
    };
  }
  const evaluated: (Term | undefined)[] = [];
  const call: FunctionCall = {
    name: node.name,
    range: node.range,
    context: run.context,
    count: given.length,
    isSupplied: (index) => (given[index]?.kind ?? 'blank') !== 'blank',
    argument: (index) => {
      const argument = given[index];
      if (!argument) return nullOutcome;
      evaluated[index] ??= evaluateNode(argument, run, { parameter: parameterAt(signature, index), root: false, redacted });
      return evaluated[index].outcome;
    },
    rangeOf: (index) => given[index]?.range ?? node.range,
    nameOf: (index) => parameterName(signature, index),
  };
  const outcome = definition.evaluate(call);
  const children = node.arguments.map((argument, index) => evaluated[index] ?? untouched(argument, redacted));
  const terms = evaluated.filter((one) => one !== undefined);
  return term(node, charge(outcome, terms, node.range, run), children, { ...place, redacted });
}

/** Holds a new value to what one evaluation may produce. A value that a function passes on costs nothing. */
function charge(outcome: Outcome, terms: readonly Term[], range: TextRange, run: Run): Outcome {
  if (outcome.kind !== 'value') return outcome;
  if (terms.some((one) => one.outcome.kind === 'value' && one.outcome.value === outcome.value)) return outcome;
  const length =
    typeof outcome.value === 'string' ? outcome.value.length : outcome.value.reduce((sum, one) => sum + one.length + 1, 0);
  run.left -= length;
  if (length <= maximumTextLength && run.left >= 0) return outcome;
  const limit = maximumTextLength.toLocaleString('en-US');
  return failure(
    'LimitExceeded',
    `The texts of this expression grow beyond ${limit} characters, which is where local evaluation stops.`,
    range,
  );
}

/** A term is redacted inside `Redact(…)` and also around it: what is computed from a redacted value can give it away. */
function term(node: ExpressionNode, outcome: Outcome, children: readonly EvaluatedTerm[], place: Place): Term {
  const redacted = place.redacted || children.some((child) => child.redacted && child.outcome.kind !== 'notEvaluated');
  return { range: node.range, kind: termKind(node), outcome: redacted ? discreet(outcome) : outcome, children, redacted };
}

/** Messages quote values, so a redacted term gets one that does not. */
function discreet(outcome: Outcome): Outcome {
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

function leaf(node: ExpressionNode, place: Place, outcome: Outcome): Term {
  return term(node, outcome, [], place);
}

/** A term that was not needed, with all below it. */
function untouched(node: ExpressionNode, redacted: boolean, depth = 0): EvaluatedTerm {
  const inside = redacted || (node.kind === 'call' && node.name === 'Redact');
  const children = depth > maximumTreeDepth ? [] : childrenOf(node).map((child) => untouched(child, inside, depth + 1));
  return { range: node.range, kind: termKind(node), outcome: { kind: 'notEvaluated' }, children, redacted: inside };
}

function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
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

/** Tenant constants show as constants. Invalid text never gets to be a term with a value of its own. */
function termKind(node: ExpressionNode): EvaluatedTerm['kind'] {
  return node.kind === 'tenantConstant' || node.kind === 'invalid' ? 'constant' : node.kind;
}

/** The first part that could not be read, or null. */
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
