import type { TextEdit } from '../../core/text/jsonEdit.ts';

/** An edit that mends a problem. It changes only the bytes it means. */
export interface QuickFix {
  /** In the imperative. */
  readonly title: string;
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Whether it is the one to take where one must choose. */
  readonly preferred: boolean;
}

export function quickFix(title: string, edits: readonly (TextEdit | null)[], preferred = false): readonly QuickFix[] {
  const known = edits.filter((edit) => edit !== null);
  return known.length === 0 || known.length < edits.length ? [] : [{ title, edits: known, preferred }];
}

export function didYouMean(name: string, edits: readonly (TextEdit | null)[]): readonly QuickFix[] {
  return quickFix(`Change to ${name}`, edits, true);
}
