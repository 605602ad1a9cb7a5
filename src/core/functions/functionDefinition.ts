import type { ExpressionNode } from '../expression/ast.ts';
import type { Dialect } from '../expression/dialect.ts';
import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { Outcome } from '../expression/outcome.ts';
import type { TextRange } from '../text/range.ts';
import type { AttributeValue } from '../value.ts';
import type { QuickArgument, QuickText } from './quickText.ts';

/** What a parameter takes. `Condition` is the only place where the reference shows comparisons; `Word` is an unquoted name. */
export type ParameterType = 'String' | 'Integer' | 'Boolean' | 'Date' | 'Binary' | 'Reference' | 'Condition' | 'Word' | 'Any';

/** `required`; `blank`: its position must be there but may be empty; `optional`: may be left out. */
export type Presence = 'required' | 'blank' | 'optional';

export interface FunctionParameter {
  /** As the reference names it. */
  readonly name: string;
  /** As Graph names it in the parsed form (`parameters[].key`); null where no source shows it. */
  readonly key: string | null;
  readonly type: ParameterType;
  readonly presence: Presence;
  /** May be given any number of times. Several repeating parameters repeat as a group: `key1, value1, key2, value2`. */
  readonly repeating: boolean;
  /** The words or texts that it takes; empty where it takes anything. */
  readonly values: readonly string[];
  readonly summary: string;
}

/** An expression of the reference, or one of ours where the reference has none, and what it gives. */
export interface FunctionExample {
  readonly expression: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly result: AttributeValue;
  /** The present time in the example, ISO 8601; null where it does not matter. */
  readonly now: string | null;
}

/** Where the knowledge is from. The marks are those of facts/expression-language.md: D documented, G Graph, S sibling engine. */
export interface FunctionSource {
  readonly document: string;
  readonly section: string;
  readonly mark: 'D' | 'G' | 'S';
}

export type FunctionFamily = 'text' | 'logic' | 'date' | 'collection' | 'encoding' | 'directory' | 'unique';

/** The one description of a function: checker, evaluator, completion, hover and the reference page all read it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly family: FunctionFamily;
  readonly parameters: readonly FunctionParameter[];
  /** A second signature, told apart by the number of arguments; null where there is none. */
  readonly otherParameters: readonly FunctionParameter[] | null;
  /** Where it is documented; empty where only Graph's list of functions names it, which belongs to no dialect. */
  readonly dialects: readonly Dialect[];
  readonly summary: string;
  readonly examples: readonly FunctionExample[];
  readonly source: FunctionSource;
  /** Null, or why it cannot be evaluated locally. */
  readonly notLocal: string | null;
  /** Allowed as the whole expression only. */
  readonly rootOnly: boolean;
  readonly evaluate: (call: FunctionCall) => Outcome;
  /**
   * Gives what `evaluate` gives for plain texts, by the same rules, for expressions that are evaluated for many users; null where these
   * arguments do not allow it. Surplus blanks are left out.
   */
  readonly compile?: (given: readonly QuickArgument[]) => QuickText | null;
}

/** One call being evaluated. Arguments are evaluated when asked for, once, so that a branch that is not taken stays untouched. */
export interface FunctionCall {
  readonly name: string;
  readonly range: TextRange;
  readonly context: EvaluationContext;
  /** Arguments in the text, without surplus blanks at the end. */
  readonly count: number;
  /** False for a blank or missing argument. */
  isSupplied(index: number): boolean;
  /** A blank or missing argument is null. */
  argument(index: number): Outcome;
  rangeOf(index: number): TextRange;
  /** The argument as written; null where it is missing. */
  nodeOf(index: number): ExpressionNode | null;
  /** The parameter's name, for messages. */
  nameOf(index: number): string;
  /**
   * Notes why the call gives what it gives, in one sentence, for the tree. Absent where no tree is made: with `call.explain?.(…)` the
   * sentence is not even put together then.
   */
  explain?(reason: string): void;
}
