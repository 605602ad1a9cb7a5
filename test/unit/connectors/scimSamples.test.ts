import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type ScimUser, startScimServer } from '../../../scripts/scimServer.ts';
import type { WriteRequest } from '../../../src/core/trace/directory.ts';
import { repository, runSample } from '../../support/runSample.ts';

const folder = 'samples/entra-to-scim';

/** A list of objects in a file of the sample, which may stand alone or in an answer of Graph or of SCIM. */
function listIn(file: string): readonly Readonly<Record<string, unknown>>[] {
  const read = JSON.parse(readFileSync(resolve(repository, folder, file), 'utf8'));
  return read.value ?? read.Resources ?? read;
}

/** Sends requests in their order, the id of a new object in the place of `{id}`; the words of the server where it refuses one. */
async function refusalOf(requests: readonly WriteRequest[]): Promise<string | null> {
  let id = '{id}';
  for (const { method, address, headers, body } of requests) {
    const all = headers.map(([name, value]): [string, string] => [name, value]);
    const response = await fetch(address.replace('{id}', id), { method, headers: all, body });
    const text = await response.text();
    const answer = text === '' ? {} : JSON.parse(text);
    if (!response.ok) return String(answer.detail);
    id = answer.id ?? id;
  }
  return null;
}

/** Whoever the sample has, one after the other: previewed, sent, previewed again. */
async function sendEveryone(
  flag: string,
): Promise<{ readonly actions: ReadonlySet<string>; readonly refusals: readonly string[] }> {
  const server = await startScimServer({
    users: listIn('scim-users.json') as readonly ScimUser[],
    groups: listIn('scim-groups.json'),
  });
  const actions = new Set<string>();
  const refusals: string[] = [];
  try {
    for (const person of listIn('entra-users.json')) {
      const connection = person.securityEnabled === undefined ? 'entra-to-scim' : 'groups';
      const preview = (): ReturnType<typeof runSample> =>
        runSample(`${folder}/${connection}.provision.json`, String(person.id), `${server.url}${flag}`);
      const trace = await preview();
      const requests = trace.steps[4].details.requests ?? [];
      if (requests.length === 0) continue;
      actions.add(`${trace.action} ${connection}`);
      const refusal = await refusalOf(requests);
      if (refusal !== null) refusals.push(refusal);
      else assert.equal((await preview()).code, 'RedundantExport', String(person.displayName));
    }
  } finally {
    await server.close();
  }
  return { actions, refusals };
}

test('everything that the sample would write is accepted, and then there is nothing left to write', async () => {
  const { actions, refusals } = await sendEveryone('?aadOptscim062020');
  assert.deepEqual(refusals, []);
  for (const action of [
    'create entra-to-scim',
    'update entra-to-scim',
    'disable entra-to-scim',
    'create groups',
    'update groups',
  ])
    assert.ok(actions.has(action), `nobody in the sample: ${action}`);
});

test('without the flag a strict server refuses the list of a manager and the text of a boolean, and nothing else', async () => {
  const { refusals } = await sendEveryone('');
  const expected = [/^Attribute 'manager' is not multi-valued/, /^Attribute 'active' expected value type 'boolean'/];
  assert.ok(expected.every((one) => refusals.some((refusal) => one.test(refusal))));
  assert.deepEqual(
    refusals.filter((refusal) => !expected.some((one) => one.test(refusal))),
    [],
  );
});
