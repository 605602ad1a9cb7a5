import type { TextEdit } from '../../src/core/text/jsonEdit.ts';

/** A text with edits carried out. They must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const backwards = [...edits].sort((left, right) => right.range.start - left.range.start);
  return backwards.reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text);
}
