import type { FunctionCall, FunctionParameter } from '../functions/functionDefinition.ts';
import { nullOutcome, text } from '../functions/outcomes.ts';
import { parameterAt, parameterName } from '../functions/parameters.ts';
import type { AttributeValue } from '../value.ts';
import type { CallNode, ComparisonNode, ConcatenationNode, ExpressionNode } from './ast.ts';
import { comparisonReason } from './compareTexts.ts';
import type { EvaluationContext } from './evaluationContext.ts';
import type { EvaluatedTerm, Evaluation, Outcome } from './outcome.ts';
import {
  charge,
  childrenOf,
  comparisonOutcome,
  concatenationOutcome,
  discreet,
  invalidOutcome,
  isRedact,
  keywordOutcome,
  maximumProducedLength,
  maximumTreeDepth,
  misplacedComparison,
  type ProductionBudget,
  passesOn,
  prepareCall,
  readAttribute,
  tenantConstantOutcome,
  unreadable,
} from './termOutcomes.ts';

/**
 * Evaluates an expression by the rules of facts/expression-language.md, section 3. The same tree and context give the same evaluation.
 * Never throws: what fails is an `error` outcome, what the documents do not settle or this engine does not do is `unsupported`. A value
 * is a text, or a list where the result is multi-valued. The tree has every term; one that was not needed is `notEvaluated`.
 */
export function evaluateExpression(root: ExpressionNode, context: EvaluationContext): Evaluation {
  const stopped = unreadable(root);
  if (stopped) return { outcome: stopped, tree: { ...untouched(root, false), outcome: stopped } };
  const tree = evaluateNode(root, { context, left: maximumProducedLength }, { parameter: null, root: true, redacted: false });
  return { outcome: tree.outcome, tree };
}

interface Run extends ProductionBudget {
  readonly context: EvaluationContext;
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
      return leaf(node, place, keywordOutcome(node, place.parameter));
    case 'tenantConstant':
      return leaf(node, place, tenantConstantOutcome(node, run.context));
    case 'blank':
      return leaf(node, place, nullOutcome);
    case 'invalid':
      return leaf(node, place, invalidOutcome(node.range));
  }
}

function evaluateComparison(node: ComparisonNode, run: Run, place: Place): Term {
  const misplaced = misplacedComparison(node, place.parameter);
  if (misplaced) return refused(node, misplaced, place.redacted);
  const [left, right] = sides(node, run, place);
  const outcome = comparisonOutcome(node, left, right);
  const reason = outcome.kind === 'value' ? comparisonReason(node.operator, givenValue(left), givenValue(right)) : null;
  return term(node, outcome, [left, right], place, reason);
}

function givenValue({ outcome }: Term): AttributeValue {
  return outcome.kind === 'value' ? outcome.value : null;
}

function evaluateConcatenation(node: ConcatenationNode, run: Run, place: Place): Term {
  const [left, right] = sides(node, run, place);
  return term(node, chargeNew(concatenationOutcome(left, right), [left, right], node, run), [left, right], place);
}

function sides(node: ComparisonNode | ConcatenationNode, run: Run, { redacted }: Place): readonly [Term, Term] {
  const place = { parameter: null, root: false, redacted };
  return [evaluateNode(node.left, run, place), evaluateNode(node.right, run, place)];
}

function evaluateCall(node: CallNode, run: Run, place: Place): Term {
  const redacted = place.redacted || isRedact(node);
  const prepared = prepareCall(node, place.root);
  if ('refused' in prepared) return refused(node, prepared.refused, redacted);
  const { definition, signature, given } = prepared;
  const evaluated: (Term | undefined)[] = [];
  let reason: string | null = null;
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
    nodeOf: (index) => given[index] ?? null,
    nameOf: (index) => parameterName(signature, index),
    explain: (sentence) => {
      reason = sentence;
    },
  };
  const outcome = definition.evaluate(call);
  const children = node.arguments.map((argument, index) => evaluated[index] ?? untouched(argument, redacted));
  const terms = evaluated.filter((one) => one !== undefined);
  return term(node, chargeNew(outcome, terms, node, run), children, { ...place, redacted }, reason);
}

function chargeNew(outcome: Outcome, terms: readonly Term[], node: ExpressionNode, run: Run): Outcome {
  return terms.some((one) => passesOn(outcome, one.outcome)) ? outcome : charge(outcome, node.range, run);
}

/** A term is redacted inside `Redact(…)` and also around it: what is computed from a redacted value can give it away. */
function term(
  node: ExpressionNode,
  outcome: Outcome,
  children: readonly EvaluatedTerm[],
  place: Place,
  reason: string | null = null,
): Term {
  const redacted = place.redacted || children.some((child) => child.redacted && child.outcome.kind !== 'notEvaluated');
  const shown = redacted ? discreet(outcome) : outcome;
  // A reason that is worth saying quotes values, so a redacted term has none.
  const why = redacted ? null : stopReason(outcome, children, reason);
  return { range: node.range, kind: termKind(node), outcome: shown, children, redacted, reason: why };
}

/** What stopped an evaluation is said where it began, and not again on every term around it. */
function stopReason(outcome: Outcome, children: readonly EvaluatedTerm[], reason: string | null): string | null {
  if (outcome.kind !== 'error' && outcome.kind !== 'unsupported') return reason;
  return children.some((child) => child.outcome === outcome) ? null : outcome.message;
}

/** A term that was not evaluated at all, for the given reason. */
function refused(node: ExpressionNode, outcome: Outcome, redacted: boolean): Term {
  return term(node, outcome, untouched(node, redacted).children, { parameter: null, root: false, redacted });
}

function leaf(node: ExpressionNode, place: Place, outcome: Outcome): Term {
  return term(node, outcome, [], place);
}

/** A term that was not needed, with all below it. */
function untouched(node: ExpressionNode, redacted: boolean, depth = 0): EvaluatedTerm {
  const inside = redacted || isRedact(node);
  const children = depth > maximumTreeDepth ? [] : childrenOf(node).map((child) => untouched(child, inside, depth + 1));
  return { range: node.range, kind: termKind(node), outcome: { kind: 'notEvaluated' }, children, redacted: inside, reason: null };
}

/** Tenant constants show as constants. Invalid text never gets to be a term with a value of its own. */
function termKind(node: ExpressionNode): EvaluatedTerm['kind'] {
  return node.kind === 'tenantConstant' || node.kind === 'invalid' ? 'constant' : node.kind;
}
