import type { FunctionCall, FunctionParameter } from '../functions/functionDefinition.ts';
import { nullOutcome, text } from '../functions/outcomes.ts';
import { parameterAt, parameterName } from '../functions/parameters.ts';
import type { TextRange } from '../text/range.ts';
import type { CallNode, ComparisonNode, ConcatenationNode, ExpressionNode } from './ast.ts';
import { compareSingleTexts } from './compareTexts.ts';
import { asKey, compileQuickText } from './compileQuickText.ts';
import type { EvaluationContext } from './evaluationContext.ts';
import type { Outcome } from './outcome.ts';
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
  misplacedComparison,
  type PreparedCall,
  type ProductionBudget,
  passesOn,
  prepareCall,
  readAttribute,
  tenantConstantOutcome,
  unreadable,
} from './termOutcomes.ts';

/** An expression prepared for many users. */
export interface CompiledExpression {
  /** What `evaluateExpression` gives for the same context, without its tree. Never throws. */
  evaluate(context: EvaluationContext): Outcome;
}

/**
 * Compiles an expression into closures: functions are looked up and arguments counted once, not for each user. The functions themselves
 * and the rules of terms are those of `evaluateExpression`.
 */
export function compileExpression(root: ExpressionNode): CompiledExpression {
  const stopped = unreadable(root);
  if (stopped) return { evaluate: () => stopped };
  if (root.kind === 'attribute') {
    const name = asKey(root.name);
    return { evaluate: (context) => readAttribute(name, context) };
  }
  const term = compileNode(root, { parameter: null, root: true, redacted: false });
  const evaluate = (context: EvaluationContext): Outcome => term({ context, left: maximumProducedLength, redactedTerms: 0 });
  const quick = compileQuickText(root);
  if (!quick) return { evaluate };
  return {
    evaluate: (context) => {
      const one = quick(context);
      if (one === undefined) return evaluate(context);
      return one === null ? nullOutcome : text(one);
    },
  };
}

/** One evaluation. */
interface Run extends ProductionBudget {
  readonly context: EvaluationContext;
  /** Calls of `Redact` evaluated so far, by which the terms around one know of it. */
  redactedTerms: number;
}

type CompiledTerm = (run: Run) => Outcome;

interface Place {
  /** What the term is an argument for; null at the root and for the sides of an operator. */
  readonly parameter: FunctionParameter | null;
  readonly root: boolean;
  /** Inside `Redact(…)`. */
  readonly redacted: boolean;
}

function compileNode(node: ExpressionNode, place: Place): CompiledTerm {
  const redacted = place.redacted || isRedact(node);
  const term = compileTerm(node, { ...place, redacted });
  if (redacted) {
    const counted = isRedact(node) ? 1 : 0;
    return (run) => {
      run.redactedTerms += counted;
      return discreet(term(run));
    };
  }
  if (!holdsRedact(node)) return term;
  return (run) => {
    const before = run.redactedTerms;
    const outcome = term(run);
    return run.redactedTerms > before ? discreet(outcome) : outcome;
  };
}

function holdsRedact(node: ExpressionNode): boolean {
  return childrenOf(node).some((child) => isRedact(child) || holdsRedact(child));
}

function compileTerm(node: ExpressionNode, place: Place): CompiledTerm {
  switch (node.kind) {
    case 'call':
      return compileCall(node, place);
    case 'comparison':
      return compileComparison(node, place);
    case 'concatenation':
      return compileConcatenation(node, place);
    case 'attribute': {
      const name = asKey(node.name);
      return (run) => readAttribute(name, run.context);
    }
    case 'tenantConstant':
      return (run) => tenantConstantOutcome(node, run.context);
    case 'constant':
      return always(text(node.value));
    case 'keyword':
      return always(keywordOutcome(node, place.parameter));
    case 'blank':
      return always(nullOutcome);
    case 'invalid':
      return always(invalidOutcome(node.range));
  }
}

function always(outcome: Outcome): CompiledTerm {
  return () => outcome;
}

function compileComparison(node: ComparisonNode, place: Place): CompiledTerm {
  const misplaced = misplacedComparison(node, place.parameter);
  if (misplaced) return always(misplaced);
  const [left, right] = compileSides(node, place);
  const { range: leftRange } = node.left;
  const { range: rightRange } = node.right;
  return (run) => {
    const first = left(run);
    const second = right(run);
    if (first.kind === 'value' && second.kind === 'value') {
      const { value } = first;
      const { value: other } = second;
      if (typeof value === 'string' && typeof other === 'string')
        return compareSingleTexts(node.operator, value, leftRange, other, rightRange);
    }
    return comparisonOutcome(node, { outcome: first, range: leftRange }, { outcome: second, range: rightRange });
  };
}

function compileConcatenation(node: ConcatenationNode, place: Place): CompiledTerm {
  const [left, right] = compileSides(node, place);
  const { range: leftRange } = node.left;
  const { range: rightRange } = node.right;
  return (run) => {
    const first = left(run);
    const second = right(run);
    const outcome = concatenationOutcome({ outcome: first, range: leftRange }, { outcome: second, range: rightRange });
    return passesOn(outcome, first) || passesOn(outcome, second) ? outcome : charge(outcome, node.range, run);
  };
}

function compileSides(
  node: ComparisonNode | ConcatenationNode,
  { redacted }: Place,
): readonly [left: CompiledTerm, right: CompiledTerm] {
  const place = { parameter: null, root: false, redacted };
  return [compileNode(node.left, place), compileNode(node.right, place)];
}

function compileCall(node: CallNode, place: Place): CompiledTerm {
  const prepared = prepareCall(node, place.root);
  if ('refused' in prepared) return always(prepared.refused);
  const { definition, signature, given } = prepared;
  const argumentTerms = given.map((argument, index) =>
    compileNode(argument, { parameter: parameterAt(signature, index), root: false, redacted: place.redacted }),
  );
  const site: CallSite = { ...prepared, node, argumentTerms };
  const kept = new CompiledCall(site);
  return (run) => {
    // One object serves all users. Only what a context calls back can begin the same expression again before this one has ended.
    const call = kept.begin(run) ? kept : new CompiledCall(site, run);
    const outcome = definition.evaluate(call);
    const charged = outcome.kind !== 'value' || call.passedOn(outcome) ? outcome : charge(outcome, node.range, run);
    call.end();
    return charged;
  };
}

interface CallSite extends PreparedCall {
  readonly node: CallNode;
  readonly argumentTerms: readonly CompiledTerm[];
}

/** A call being evaluated for one user. */
class CompiledCall implements FunctionCall {
  readonly #site: CallSite;
  /** Null between evaluations. */
  #run: Run | null;
  readonly #evaluated: (Outcome | undefined)[];

  constructor(site: CallSite, run: Run | null = null) {
    this.#site = site;
    this.#run = run;
    this.#evaluated = site.given.map(() => undefined);
  }

  /** False while an evaluation is under way. */
  begin(run: Run): boolean {
    if (this.#run !== null) return false;
    this.#run = run;
    return true;
  }

  /** Forgets the user. */
  end(): void {
    this.#run = null;
    const evaluated = this.#evaluated;
    for (let index = 0; index < evaluated.length; index++) evaluated[index] = undefined;
  }

  get #running(): Run {
    if (this.#run === null) throw new Error(`${this.name} was asked for its arguments after its evaluation.`);
    return this.#run;
  }

  get name(): string {
    return this.#site.node.name;
  }

  get range(): TextRange {
    return this.#site.node.range;
  }

  get context(): EvaluationContext {
    return this.#running.context;
  }

  get count(): number {
    return this.#site.given.length;
  }

  isSupplied(index: number): boolean {
    const argument = this.#site.given[index];
    return argument !== undefined && argument.kind !== 'blank';
  }

  argument(index: number): Outcome {
    const known = this.#evaluated[index];
    if (known !== undefined) return known;
    const term = this.#site.argumentTerms[index];
    if (term === undefined) return nullOutcome;
    const outcome = term(this.#running);
    this.#evaluated[index] = outcome;
    return outcome;
  }

  rangeOf(index: number): TextRange {
    return this.#site.given[index]?.range ?? this.#site.node.range;
  }

  nodeOf(index: number): ExpressionNode | null {
    return this.#site.given[index] ?? null;
  }

  nameOf(index: number): string {
    return parameterName(this.#site.signature, index);
  }

  /** True for a value that one of the arguments gave. */
  passedOn(outcome: Outcome): boolean {
    for (const argument of this.#evaluated) if (passesOn(outcome, argument)) return true;
    return false;
  }
}
