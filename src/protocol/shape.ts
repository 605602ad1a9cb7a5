/**
 * The little that structural guards need: each check is typed by what it accepts, so that a guard cannot drift from its type.
 * A message is bounded by a budget, so that a broken or hostile sender costs a fixed amount of work.
 */

/** What one message may still cost. */
export interface Budget {
  /** Values that may still be looked at. */
  values: number;
  /** UTF-16 code units of text that may still be accepted. */
  characters: number;
  /** How much deeper values may nest. */
  depth: number;
}

export type Check<T> = (value: unknown, budget: Budget) => value is T;

/** Is one more value within the budget? */
const spend = (budget: Budget): boolean => {
  budget.values -= 1;
  return budget.values >= 0;
};

/** Runs `inner` one level deeper, or refuses where the nesting is used up. */
const descend = (budget: Budget, inner: () => boolean): boolean => {
  if (budget.depth <= 0) return false;
  budget.depth -= 1;
  const accepted = inner();
  budget.depth += 1;
  return accepted;
};

export const text: Check<string> = (value, budget): value is string => {
  if (!spend(budget) || typeof value !== 'string') return false;
  budget.characters -= value.length;
  return budget.characters >= 0;
};

export const flag: Check<boolean> = (value, budget): value is boolean => spend(budget) && typeof value === 'boolean';

/** A finite number, zero or more. */
export const amount: Check<number> = (value, budget): value is number =>
  spend(budget) && typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** A JSON pointer (RFC 6901): empty, or starting with a slash. */
export const pointer: Check<string> = (value, budget): value is string =>
  text(value, budget) && (value === '' || value.startsWith('/'));

/** Two offsets into a text, the second not before the first. */
export const offsets: Check<readonly [number, number]> = (value, budget): value is readonly [number, number] => {
  if (!spend(budget) || !Array.isArray(value) || value.length !== 2) return false;
  const [start, end]: unknown[] = value;
  return amount(start, budget) && amount(end, budget) && start <= end;
};

/** One of the keys of `words`; a record, so that the compiler finds a word that is missing or too many. */
export const oneOf =
  <T extends string>(words: Readonly<Record<T, true>>): Check<T> =>
  (value, budget): value is T =>
    spend(budget) && typeof value === 'string' && Object.hasOwn(words, value);

export const exactly =
  <T extends string | number | null>(expected: T): Check<T> =>
  (value, budget): value is T =>
    spend(budget) && value === expected;

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, budget): value is T | null =>
    value === null || check(value, budget);

export const either =
  <A, B>(first: Check<A>, second: Check<B>): Check<A | B> =>
  (value, budget): value is A | B =>
    first(value, budget) || second(value, budget);

export const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value, budget): value is readonly T[] =>
    spend(budget) &&
    Array.isArray(value) &&
    value.length <= budget.values &&
    descend(budget, () => value.every((item: unknown) => check(item, budget)));

/** A member that may be absent. */
export interface Optional<T> {
  readonly optional: Check<T>;
}

export const optional = <T>(check: Check<T>): Optional<T> => ({ optional: check });

/** One check per member of `T`: `optional(…)` where the member may be absent, and nowhere else. */
export type Members<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Check<T[K]>;
};

/** An object with these members. Others are let through: a later version may send more. */
export const object =
  <T extends object>(members: Members<T>): Check<T> =>
  (value, budget): value is T => {
    if (!spend(budget) || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = value as Readonly<Record<string, unknown>>;
    return descend(budget, () =>
      Object.entries<Check<unknown> | Optional<unknown>>(members).every(([name, member]) => {
        const held = Object.hasOwn(given, name) ? given[name] : undefined;
        return typeof member === 'function' ? member(held, budget) : held === undefined || member.optional(held, budget);
      }),
    );
  };
