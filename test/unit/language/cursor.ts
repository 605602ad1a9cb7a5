import assert from 'node:assert/strict';

/** A text with its cursor, which `‸` marks in the test. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('‸');
  assert.ok(offset >= 0, 'the text has no cursor');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  assert.ok(!text.includes('‸'), 'the text has more than one cursor');
  return { text, offset };
}
