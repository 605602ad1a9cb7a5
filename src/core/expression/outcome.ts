import type { TextRange } from '../text/range.ts';
import type { AttributeValue } from '../value.ts';

/** What an expression or one of its terms gave. Five outcomes that are never folded into one another. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: Exclude<AttributeValue, null> }
  | { readonly kind: 'null' }
  /** `IgnoreFlowIfNullOrEmpty`, `IgnoreAttributeFlow`; `object` is `IgnoreObjectFlow`. */
  | { readonly kind: 'ignored'; readonly what: 'attribute' | 'object' }
  | { readonly kind: 'error'; readonly code: EvaluationErrorCode; readonly message: string; readonly range: TextRange }
  /** Cannot be evaluated locally: never shown as false, empty or null. */
  | { readonly kind: 'unsupported'; readonly message: string; readonly range: TextRange };

export type EvaluationErrorCode =
  | 'SyntaxError'
  | 'UnknownFunction'
  | 'ArgumentCount'
  | 'InvalidArgument'
  | 'InvalidDate'
  | 'InvalidNumber'
  | 'InvalidPattern'
  | 'IndexOutOfRange'
  | 'Overflow'
  | 'CustomError'
  | 'NoUniqueValue'
  | 'LimitExceeded'
  /** The target was asked whether a value is taken and could not answer. */
  | 'DirectoryFailed';

/** A term, what it gave, and its sub-terms. `notEvaluated`: a branch that was not taken. */
export interface EvaluatedTerm {
  readonly range: TextRange;
  readonly kind: 'call' | 'attribute' | 'constant' | 'keyword' | 'comparison' | 'concatenation' | 'blank';
  readonly outcome: Outcome | { readonly kind: 'notEvaluated' };
  readonly children: readonly EvaluatedTerm[];
  /** True for a term whose value must not be shown: inside or equal to `Redact(…)`. */
  readonly redacted: boolean;
  /**
   * Why the term gave this, in one sentence: which key of Switch was equal, which branch was taken, what failed. Null where the value
   * says it all, and always null for a redacted term.
   */
  readonly reason: string | null;
}

export interface Evaluation {
  readonly outcome: Outcome;
  readonly tree: EvaluatedTerm;
}
