import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf, goldenRows, hinted, judge, shown } from './golden.ts';
import { dateCalls, dateRowsApart } from './goldenDateCalls.ts';

test('dates: every certain row of the table of .NET results', (context) => {
  const rows = goldenRows('dates');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const counts = new Map<string, number>();
  const misses: string[] = [];
  for (const row of rows.filter(({ suspect, id }) => !suspect && !dateRowsApart.has(id))) {
    counts.set(row.op, (counts.get(row.op) ?? 0) + 1);
    const answer = answerOf(dateCalls, row);
    if (judge(row, answer) !== 'agrees') misses.push(`${row.id} ${shown(row)} gave ${shown(answer)}`);
  }
  for (const [id, reason] of dateRowsApart) context.diagnostic(`not applicable: ${id}: ${reason}`);
  context.diagnostic([...counts].map(([op, count]) => `${op} ${count}`).join(', '));
  assert.ok(counts.size > 0);
  assert.deepEqual(misses, []);
});

test('dates: suspect rows follow the hint for current .NET where there is one', (context) => {
  const rows = goldenRows('dates');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const certain = rows.flatMap((row) => (row.suspect ? (hinted(row) ?? []) : []));
  assert.ok(certain.length > 0);
  for (const row of certain) {
    const answer = answerOf(dateCalls, row);
    assert.equal(judge(row, answer), 'agrees', `${row.id} gave ${shown(answer)}`);
  }
  context.diagnostic(`${certain.length} suspect rows with a hint`);
});
