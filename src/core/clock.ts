/** The time, handed in, so that the same inputs give the same trace. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** A number in [0, 1), handed in for the same reason. */
export type Random = () => number;
