import type { JavaScriptPattern } from './javascriptPattern.ts';
import type { Span } from './matcher.ts';

/** Finds matches in one input with JavaScript's engine. To be used only for inputs that the pattern's `endsWithin` lets through. */
export class JavaScriptSearch {
  readonly #pattern: JavaScriptPattern;
  readonly #input: string;
  readonly #regExp: RegExp;
  #match: RegExpExecArray | null = null;

  /** `withGroups`: whether the spans of groups other than 0 will be asked for, which costs time. */
  constructor(pattern: JavaScriptPattern, input: string, withGroups: boolean) {
    this.#pattern = pattern;
    this.#input = input;
    this.#regExp = pattern.regExp(withGroups && pattern.groupIndexes.length > 1);
  }

  /** The end of the match just found. */
  get position(): number {
    return this.#regExp.lastIndex;
  }

  /** The bound on time was looked at before, and what is read of a match is less than what finding it may take. */
  spend(_steps: number): boolean {
    return true;
  }

  /** Finds the first match that begins at `from` or later. */
  search(from: number): 'matched' | 'failed' {
    this.#regExp.lastIndex = from;
    this.#match = this.#regExp.exec(this.#input);
    return this.#match === null ? 'failed' : 'matched';
  }

  /** The capture of a group in the match just found. There is never more than one. */
  captures(slot: number): readonly Span[] {
    const span = this.lastCapture(slot);
    return span === null ? [] : [span];
  }

  lastCapture(slot: number): Span | null {
    const match = this.#match;
    if (match === null) return null;
    const index = this.#pattern.groupIndexes[slot];
    if (index === undefined) return null;
    if (index === 0) return { index: match.index, length: match[0].length };
    const indices = match.indices?.[index];
    return indices === undefined ? null : { index: indices[0], length: indices[1] - indices[0] };
  }
}
