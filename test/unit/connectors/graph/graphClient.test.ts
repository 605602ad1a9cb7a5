import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callGraph, type GraphCall } from '../../../../src/connectors/graph/graphClient.ts';
import type { HttpRequest } from '../../../../src/connectors/http/httpClient.ts';
import { startFaultServer } from '../faultServer.ts';
import { answerOf, testToken } from './openGraph.ts';

interface Seen {
  readonly statuses: readonly number[];
  readonly addresses: readonly string[];
  readonly pauses: readonly number[];
}

/** Makes one call to a server that gives these statuses, then 200. */
async function call(
  method: HttpRequest['method'],
  statuses: readonly number[],
  headers: Readonly<Record<string, string>> = {},
  change: Partial<GraphCall> = {},
): Promise<Seen & { readonly status: number }> {
  const addresses: string[] = [];
  const answered: number[] = [];
  const pauses: number[] = [];
  const server = await startFaultServer((request, response) => {
    request.resume();
    addresses.push(request.url ?? '');
    const status = request.headers.authorization === `Bearer ${testToken}` ? (statuses[answered.length] ?? 200) : 418;
    answered.push(status);
    response.writeHead(status, headers);
    response.end('{}');
  });
  try {
    const base = `${server.origin}/v1.0`;
    const url = new URL(`${base}/users?$top=2&odd=1&$select=id%2Cmail&$count=true`);
    const answer = await callGraph({
      base,
      request: { method, url, headers: {}, ...(method !== 'GET' && method !== 'DELETE' && { body: '{"a":1}' }) },
      signal: new AbortController().signal,
      timeoutMs: 5000,
      token: () => Promise.resolve({ ok: true, value: testToken }),
      cancelled: () => false,
      pause(milliseconds) {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
      ...change,
    });
    return { status: answerOf(answer).status, statuses: answered, addresses, pauses };
  } finally {
    await server.close();
  }
}

test('the address is sent as it is, though the library would put it in another order', async () => {
  const { addresses, status } = await call('GET', []);
  assert.deepEqual([addresses, status], [['/v1.0/users?$top=2&odd=1&$select=id%2Cmail&$count=true'], 200]);
});

test('without Retry-After the pauses grow; with it they are what was asked, up to a bound', async () => {
  assert.deepEqual((await call('GET', [429, 503])).pauses, [1000, 2000]);
  assert.deepEqual((await call('GET', [429, 429, 429])).statuses, [429, 429, 429]);
  assert.deepEqual((await call('GET', [429, 429], { 'retry-after': '7' })).pauses, [7000, 7000]);
  const storm = await call('GET', [429, 429], { 'retry-after': '20' });
  assert.deepEqual([storm.pauses, storm.status], [[20_000], 429], 'the second wait would be too long together with the first');
  assert.deepEqual((await call('GET', [503], { 'retry-after': '31' })).pauses, []);
  assert.deepEqual((await call('GET', [429], { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })).pauses, [0]);
  assert.deepEqual((await call('GET', [429], { 'retry-after': 'soon' })).pauses, [1000]);
});

test('what is repeated: reads on 429 and 503, writes on 429 alone, nothing on other faults', async () => {
  for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const) {
    assert.deepEqual((await call(method, [429])).statuses, [429, 200], method);
    for (const status of [500, 502, 503, 504, 409, 423])
      assert.deepEqual((await call(method, [status])).statuses, [status], method);
  }
  for (const status of [500, 502, 504]) assert.deepEqual((await call('GET', [status])).statuses, [status]);
});

test('a write is said to have left, and taken back where the answer says that nothing was done', async () => {
  const told: boolean[] = [];
  const leaves = (left: boolean): void => {
    told.push(left);
  };
  await call('PATCH', [429, 401], {}, { leaves });
  assert.deepEqual(told, [true, false, true, false, true]);
});
