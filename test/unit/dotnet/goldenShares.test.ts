import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf, type Calls, type GoldenRow, goldenRows, judge, shown, type Verdict } from './golden.ts';
import { dateCalls, dateRowsApart } from './goldenDateCalls.ts';
import { regexCalls, regexRowsJudgedWrong } from './goldenRegexCalls.ts';
import { casingCalls, expressionCalls, textCallsApart, textRowsApart } from './goldenTextCalls.ts';

interface Part {
  readonly title: string;
  readonly rows: readonly GoldenRow[] | null;
  readonly calls: Calls;
  /** Rows that are not counted, each with its reason. */
  readonly apart: ReadonlyMap<string, string>;
}

const parts: readonly Part[] = [
  { title: 'Regex.', rows: goldenRows('regex'), calls: regexCalls, apart: regexRowsJudgedWrong },
  { title: '', rows: goldenRows('dates'), calls: dateCalls, apart: dateRowsApart },
  { title: '', rows: goldenRows('text'), calls: { ...casingCalls, ...expressionCalls }, apart: textRowsApart },
];

/** Of the rows for calls that the language needs, how many agree, are refused with a reason, or differ silently. */
test('the shares of .NET results that agree, by call', (context) => {
  const shares = new Map<string, Record<Verdict, number>>();
  const wrong: string[] = [];
  for (const { title, rows, calls, apart } of parts) {
    if (rows === null) {
      context.skip('the shared data is absent');
      return;
    }
    for (const row of rows) {
      if (apart.has(row.id)) context.diagnostic(`apart: ${row.id}: ${apart.get(row.id)}`);
      if (row.suspect || apart.has(row.id) || row.op in textCallsApart) continue;
      const answer = answerOf(calls, row);
      const verdict = judge(row, answer);
      const name = `${title}${row.op}`;
      const share = shares.get(name) ?? { agrees: 0, refused: 0, differs: 0 };
      share[verdict]++;
      shares.set(name, share);
      if (verdict === 'differs') wrong.push(`${row.id} ${shown(row)} gave ${shown(answer)}`);
      if ('refused' in answer) {
        assert.match(answer.refused.reason, /\S/, `${row.id} is refused without a reason`);
        if (verdict === 'refused') context.diagnostic(`refused: ${row.id} ${row.op}: ${answer.refused.reason}`);
      }
    }
  }
  const total: Record<Verdict, number> = { agrees: 0, refused: 0, differs: 0 };
  for (const [name, share] of [...shares].sort(([left], [right]) => (left < right ? -1 : 1))) {
    context.diagnostic(line(name, share));
    for (const verdict of ['agrees', 'refused', 'differs'] as const) total[verdict] += share[verdict];
  }
  context.diagnostic(line('all calls', total));
  assert.deepEqual(wrong, []);
  assert.ok(total.agrees >= 0.99 * (total.agrees + total.refused), line('all calls', total));
  assert.ok(total.agrees > 1000, 'the golden file has fewer rows than expected');
});

function line(name: string, { agrees, refused, differs }: Readonly<Record<Verdict, number>>): string {
  const rows = agrees + refused + differs;
  const percent = ((100 * agrees) / rows).toFixed(1).replace('.0', '');
  return `${name.padEnd(22)} ${String(rows).padStart(4)} rows: ${percent} % agree, ${refused} refused, ${differs} differ`;
}
