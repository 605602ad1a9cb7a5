import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf, goldenRows, hinted, judge, shown } from './golden.ts';
import { casingCalls } from './goldenTextCalls.ts';

test('casing: every certain row of the table of .NET results', (context) => {
  const rows = goldenRows('text');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const counts = new Map<string, number>();
  const misses: string[] = [];
  for (const row of rows.filter(({ op, suspect }) => op in casingCalls && !suspect)) {
    counts.set(row.op, (counts.get(row.op) ?? 0) + 1);
    const answer = answerOf(casingCalls, row);
    if (judge(row, answer) !== 'agrees') misses.push(`${row.id} ${shown(row)} gave ${shown(answer)}`);
  }
  context.diagnostic([...counts].map(([op, count]) => `${op} ${count}`).join(', '));
  assert.equal(counts.size, Object.keys(casingCalls).length);
  assert.deepEqual(misses, []);
});

test('casing: suspect rows follow the hint for current .NET where there is one', (context) => {
  const rows = goldenRows('text');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const certain = rows.flatMap((row) => (row.suspect && row.op in casingCalls ? (hinted(row) ?? []) : []));
  assert.ok(certain.length > 0);
  for (const row of certain) assert.equal(judge(row, answerOf(casingCalls, row)), 'agrees', row.id);
  context.diagnostic(`${certain.length} suspect rows with a hint`);
});
