import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf, goldenRows, hinted, judge, shown } from './golden.ts';
import { regexCalls, regexRowsJudgedWrong } from './goldenRegexCalls.ts';

test('every regular-expression row of the golden file is reproduced', (context) => {
  const rows = goldenRows('regex');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const counts = { reproduced: 0, suspect: 0, hinted: 0, judgedWrong: 0 };
  const misses: string[] = [];
  for (const row of rows) {
    if (regexRowsJudgedWrong.has(row.id)) {
      counts.judgedWrong++;
      continue;
    }
    const certain = row.suspect ? hinted(row) : row;
    if (row.suspect) counts.suspect++;
    if (certain === null) continue;
    const answer = answerOf(regexCalls, certain);
    if (judge(certain, answer) !== 'agrees') misses.push(`${row.id} ${shown(certain)} gave ${shown(answer)}`);
    else if (row.suspect) counts.hinted++;
    else counts.reproduced++;
  }
  context.diagnostic(`${rows.length} rows: ${JSON.stringify(counts)}`);
  assert.deepEqual(misses, []);
  assert.ok(counts.reproduced > 400, 'the golden file has fewer rows than expected');
  assert.equal(counts.judgedWrong, regexRowsJudgedWrong.size, 'a row listed as wrong is no longer in the file');
});
