import type { CharacterSet } from './characterSet.ts';

/** The largest repeat count, which .NET reads as "without bound". */
export const unbounded = 2147483647;

/** A zero-width test of the position. The names are the meanings under the options in force, so `$` is one of two. */
export type Anchor =
  | 'beginning'
  | 'matchStart'
  | 'end'
  | 'endOrFinalNewline'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary';

/**
 * A parsed .NET pattern. Options (`(?i)` and the like) are already applied: letters under IgnoreCase are sets, `.` is the set it means.
 * Group numbers are those of the pattern (facts/expression-language.md, section 10.1), not indexes.
 */
export type PatternNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'backreference'; readonly group: number; readonly ignoreCase: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'alternation'; readonly branches: readonly PatternNode[] }
  /** `group` null: a pure balancing group `(?<-b>…)`. `balances` null: an ordinary group. */
  | { readonly kind: 'capture'; readonly group: number | null; readonly balances: number | null; readonly body: PatternNode }
  | { readonly kind: 'atomic'; readonly body: PatternNode }
  | { readonly kind: 'lookaround'; readonly behind: boolean; readonly negative: boolean; readonly body: PatternNode }
  | { readonly kind: 'loop'; readonly min: number; readonly max: number; readonly lazy: boolean; readonly body: PatternNode }
  | { readonly kind: 'groupCondition'; readonly group: number; readonly yes: PatternNode; readonly no: PatternNode }
  | { readonly kind: 'testCondition'; readonly test: PatternNode; readonly yes: PatternNode; readonly no: PatternNode };

/** Matches the empty text. */
export const emptyNode: PatternNode = { kind: 'sequence', items: [] };

/** The capture groups of a pattern: group 0, then unnamed, then named ones, as .NET numbers them. */
export interface GroupTable {
  /** Ascending, with gaps where the pattern numbers its groups itself. Starts with 0. */
  readonly numbers: readonly number[];
  /** Name, or number as text, of `numbers[i]`. */
  readonly names: readonly string[];
  /** Index into `numbers` by number. */
  readonly slots: ReadonlyMap<number, number>;
  /** Number by the name written in the pattern. */
  readonly byName: ReadonlyMap<string, number>;
}

/** A pattern that .NET accepts. */
export interface ParsedPattern {
  readonly root: PatternNode;
  readonly groups: GroupTable;
}
