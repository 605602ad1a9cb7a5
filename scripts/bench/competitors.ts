import assert from 'node:assert/strict';
import { parse } from '@marcbachmann/cel-js';
import jsonata from 'jsonata';
import { compileExpression } from '../../src/core/expression/compileExpression.ts';
import { parseExpression } from '../../src/core/expression/parseExpression.ts';
import { contextOf } from './mappings.ts';
import { perSecond, report } from './measure.ts';
import { generateUsers } from './users.ts';

/** The same in three languages: what Join, a conditional, lower case and a replacement are in each. */
const rows = [
  {
    ours: 'Join(".", [givenName], [sn])',
    jsonata: '$join([givenName, sn], ".")',
    cel: '[givenName, sn].join(".")',
  },
  {
    ours: 'IIF([department] = "Sales", [givenName], [sn])',
    jsonata: 'department = "Sales" ? givenName : sn',
    cel: 'department == "Sales" ? givenName : sn',
  },
  {
    ours: 'ToLower([cn])',
    jsonata: '$lowercase(cn)',
    cel: 'cn.lowerAscii()',
  },
  {
    ours: 'Replace([sAMAccountName], "user", , , "person-", , )',
    jsonata: '$replace(sAMAccountName, "user", "person-")',
    cel: 'sAMAccountName.split("user").join("person-")',
  },
  {
    ours: 'IIF([department] = "Sales", ToLower(Join(".", [givenName], [sn])), Replace([sAMAccountName], "user", , , "person-", , ))',
    jsonata: 'department = "Sales" ? $lowercase($join([givenName, sn], ".")) : $replace(sAMAccountName, "user", "person-")',
    cel: 'department == "Sales" ? [givenName, sn].join(".").lowerAscii() : sAMAccountName.split("user").join("person-")',
  },
] as const;

/** Few enough to stay in the cache: this is about the languages, not about memory. */
const userCount = 1000;

/** Expressions per second for the same expressions here, in JSONata and in CEL, every expression compiled before. */
export async function benchCompetitors(): Promise<void> {
  console.log(
    `\nThe same ${rows.length} expressions for ${userCount.toLocaleString('en-US')} users, in the compiled form of each language`,
  );
  const users = generateUsers(0, userCount);
  const contexts = users.map(contextOf);
  const objects = users.map((user) => Object.fromEntries(user));
  const compiled = rows.map(({ ours }) => compileExpression(parseExpression(ours).root));
  const jsonatas = rows.map((row) => jsonata(row.jsonata));
  const cels = rows.map(({ cel }) => parse(cel));

  const runOurs = (take: Take): void => {
    for (const context of contexts) {
      for (const one of compiled) {
        const outcome = one.evaluate(context);
        take(outcome.kind === 'value' ? outcome.value : null);
      }
    }
  };
  const runJsonata = async (take: Take): Promise<void> => {
    for (const object of objects) for (const one of jsonatas) take(await one.evaluate(object));
  };
  const runCel = (take: Take): void => {
    for (const object of objects) for (const one of cels) take(one(object));
  };

  const expected = await resultsOf(runOurs);
  assert.deepEqual(await resultsOf(runJsonata), expected);
  assert.deepEqual(await resultsOf(runCel), expected);
  const [ours, byJsonata, byCel] = [await best(runOurs, 100), await best(runJsonata, 10), await best(runCel, 100)];
  const count = userCount * rows.length;
  report('compiled', perSecond(count, ours, 'expressions'), '', true);
  for (const [name, ms, goal] of [
    ['jsonata', byJsonata, 10],
    ['@marcbachmann/cel-js', byCel, 3],
  ] as const) {
    const times = ms / ours;
    report(name, perSecond(count, ms, 'expressions'), `goal ${goal} × slower; ${times.toFixed(1)} ×`, times >= goal);
  }
}

/** Is given each result. */
type Take = (result: unknown) => void;

async function resultsOf(run: (take: Take) => unknown): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  await run((result) => results.push(result));
  return results;
}

/** Milliseconds of the quickest round: what disturbs a round only makes it longer. */
async function best(run: (take: Take) => unknown, rounds: number): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  let length = 0;
  const take: Take = (result) => {
    // The text is asked for its characters, so that none can put off making it.
    if (typeof result === 'string') length += result.charCodeAt(result.length - 1);
  };
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run(take);
    quickest = Math.min(quickest, performance.now() - start);
  }
  assert.ok(length > 0);
  return quickest;
}
