import type { Clock, Random } from '../clock.ts';
import type { Attributes } from '../value.ts';
import type { Dialect } from './dialect.ts';

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
  readonly isTaken?: (candidate: string) => boolean | null;
  /** What `Guid()` gives; left out, a version 4 UUID made from `random`. */
  readonly newGuid?: () => string;
}
