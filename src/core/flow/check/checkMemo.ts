import type { Problem } from '../../problem.ts';

/**
 * What earlier checks of a document found in its expressions, so that a keystroke costs the check of what it changed. An expression is known
 * again where its text, its place (names, flow type, dialect) and the definition of the source object are the same; ranges are offsets into the
 * expression. What a whole check did not ask for is forgotten with the next, so that memory stays flat.
 */
export class CheckMemo {
  #before = new Map<string, Expressions>();
  #current = new Map<string, Expressions>();

  /** Starts a check of the whole document. */
  start(): void {
    this.#before = this.#current;
    this.#current = new Map();
  }

  /** The expressions that read one source object. @param definition the text of its definition; empty where there is none. */
  expressionsOf(definition: string): Expressions {
    const known = this.#current.get(definition);
    if (known) return known;
    const fresh = new Expressions(this.#before.get(definition) ?? null);
    this.#current.set(definition, fresh);
    return fresh;
  }
}

/** The problems of expressions that read one source object. */
export class Expressions {
  readonly #known = new Map<string, readonly Problem[]>();
  #before: Expressions | null;

  constructor(before: Expressions | null) {
    this.#before = before;
    // Only one check back is remembered.
    if (before) before.#before = null;
  }

  problemsOf(key: string, check: () => readonly Problem[]): readonly Problem[] {
    const before = this.#before;
    const problems = this.#known.get(key) ?? (before ? before.#known.get(key) : undefined) ?? check();
    this.#known.set(key, problems);
    return problems;
  }
}
