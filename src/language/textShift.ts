import type { TextRange } from '../core/text/range.ts';

/**
 * Where the places of an earlier text stand in a later one. What lies before the first difference or behind the last one is known; what lies
 * between may mean something else by now, and is null.
 */
export function textShift(before: string, after: string): (range: TextRange) => TextRange | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end += 1;
  const shift = after.length - before.length;
  return (range) => {
    if (range.end <= start) return range;
    if (range.start >= before.length - end) return { start: range.start + shift, end: range.end + shift };
    return null;
  };
}
