import type { Clock, Random } from '../clock.ts';
import type { Semantics } from '../semantics.ts';
import type { Attributes } from '../value.ts';
import type { Dialect } from './dialect.ts';
import type { EvaluationErrorCode } from './outcome.ts';

/** Everything an expression may depend on. The same context gives the same evaluation. */
export interface EvaluationContext {
  readonly dialect: Dialect;
  /** The source object. Names are matched exactly: attribute names in expressions are case-sensitive. */
  readonly attributes: Attributes;
  readonly clock: Clock;
  readonly random: Random;
  /** Values of tenant constants, such as `DomainFQDN` (without the percent signs). */
  readonly tenantConstants: ReadonlyMap<string, string>;
  /** What `DefaultDomain()` gives; null where it is not known, which makes the call unsupported. */
  readonly defaultDomain: string | null;
  /**
   * Whether the target already has an object with this value of the mapped attribute, for `SelectUniqueValue`; null where that is not
   * known. Left out, every candidate is unknown, which makes the call unsupported.
   */
  readonly isTaken?: (candidate: string) => CandidateAnswer;
  /** What `Guid()` gives; left out, a version 4 UUID made from `random`. */
  readonly newGuid?: () => string;
  /**
   * In an incremental cycle with Entra as the source: the source attributes that changed. A `Switch` whose source reads none of them gives
   * null, as the documented defect does (facts/expression-language.md, E13). Left out, every `Switch` gives its value.
   */
  readonly changedSources?: ReadonlySet<string>;
  /** Readings of the doubtful points of the documents; the default for each that is left out. */
  readonly semantics?: Partial<Semantics>;
}

/**
 * What is known of a value that `SelectUniqueValue` may give: whether the target has it, and on whom; null where nobody asked; `unknown` says
 * why it cannot be known, `failed` what came of asking.
 */
export type CandidateAnswer =
  | boolean
  | null
  | { readonly takenBy: string }
  | { readonly unknown: string }
  | { readonly failed: { readonly code: EvaluationErrorCode; readonly message: string } };
