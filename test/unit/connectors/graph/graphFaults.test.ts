import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { graphSource } from '../../../../src/connectors/graph/graphSource.ts';
import { graphTarget } from '../../../../src/connectors/graph/graphTarget.ts';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import type { GraphReference } from '../../../../src/core/connection/connection.ts';
import type { DirectoryError, DirectoryResult, SourceDirectory } from '../../../../src/core/trace/directory.ts';
import type { FaultKind } from '../../../support/entra/graphFaults.ts';
import { type GraphServer, startGraph } from '../../../support/entra/graphServer.ts';
import { startFaultServer } from '../faultServer.ts';
import { graphReference, openOptions, testToken } from './openGraph.ts';

const ada = '3ce3f3dc-4224-436d-b32b-32733b1860fa';
type Hooks = { after(done: () => Promise<void>): void };

interface Scene {
  readonly server: GraphServer;
  readonly source: SourceDirectory;
}

async function scene(t: Hooks, does: FaultKind | null, times = 1, options: Partial<OpenOptions> = {}): Promise<Scene> {
  const server = await startGraph({
    token: testToken,
    users: [{ id: ada, displayName: 'Ada', userPrincipalName: 'ada@corp.example' }],
  });
  t.after(() => server.close());
  if (does) server.on({ does, times });
  return { server, source: graphSource(graphReference(server.url, { timeoutMs: 400 }), openOptions(options)) };
}

async function wrong(t: Hooks, listener: RequestListener, change: Partial<GraphReference> = {}): Promise<SourceDirectory> {
  const server = await startFaultServer(listener);
  t.after(() => server.close());
  return graphSource(graphReference(`${server.origin}/v1.0`, { timeoutMs: 400, ...change }), openOptions());
}

function errorOf(result: DirectoryResult<unknown>): DirectoryError {
  assert.ok(!result.ok, 'an answer');
  assert.equal(JSON.stringify(result.error).includes(testToken), false, 'the token is on the screen');
  assert.ok(result.error.message !== '' && result.error.advice !== '');
  return result.error;
}

test('what Graph refuses is told by its status and code, with the request id and advice', async (t) => {
  for (const [status, code, kind, advice] of [
    [400, 'Request_UnsupportedQuery', 'refused', /Match by another attribute/],
    [403, 'Authorization_RequestDenied', 'unauthorized', /User\.Read\.All is needed at least.*consent/],
    [409, 'Request_MultipleObjectsWithSameKeyValue', 'refused', /unique/],
    [500, 'InternalServerError', 'refused', /side of Microsoft Graph/],
    [504, 'UnknownError', 'timeout', /side of Microsoft Graph/],
  ] as const) {
    const { server, source } = await scene(t, { kind: 'status', status, code, message: 'Its own words.' }, 5);
    const error = errorOf(await source.resolve(ada, [], 'User'));
    assert.deepEqual([error.kind, error.code], [kind, code]);
    assert.match(
      error.message,
      new RegExp(`answered ${status}: ${code}, Its own words\\. Request id: ${server.requests[0]?.requestId}`),
    );
    assert.match(error.advice, advice);
    assert.equal(server.requests.length, 1, `${status} is not asked again`);
  }
});

test('JSON in a message is unwrapped', async (t) => {
  const { source } = await scene(t, { kind: 'nestedJson' });
  const error = errorOf(await source.testConnection());
  assert.equal(error.code, 'UnknownError');
  assert.match(error.message, /UnknownError, No HTTP resource was found that matches the request URI/);
  const deep = JSON.stringify({ error: { message: JSON.stringify([{ Message: '{"error":"the core"}' }]) } });
  const twice = await wrong(t, (_, response) => {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: 'UnknownError', message: deep } }));
  });
  assert.match(errorOf(await twice.testConnection()).message, /UnknownError, the core/);
});

test('a token that expires mid-run is renewed once; where the new one is refused too, that is told', async (t) => {
  const server = await startGraph({ users: [{ id: ada, displayName: 'Ada' }] });
  t.after(() => server.close());
  const refused = (): boolean => server.requests.some(({ status }) => status === 401);
  const secret = (): Promise<string> => Promise.resolve(refused() ? 'planted-second-token' : testToken);
  const source = graphSource(graphReference(server.url), openOptions({ secret }));
  server.on({ after: 1, does: { kind: 'expired' } });
  assert.ok((await source.testConnection()).ok);
  assert.ok((await source.resolve(ada, [], 'User')).ok, 'with the new one');
  assert.deepEqual(
    server.requests.map(({ status }) => status),
    [200, 401, 200],
  );
  const { source: rejected, server: strict } = await scene(
    t,
    { kind: 'status', status: 401, code: 'InvalidAuthenticationToken' },
    9,
  );
  const error = errorOf(await rejected.testConnection());
  assert.equal(error.kind, 'unauthorized');
  assert.ok(strict.requests.length <= 2, 'not for ever');
});

test('throttled: waited as long as is asked, three tries at most; a storm and a long wait end in advice', async (t) => {
  for (const kind of ['throttled', 'unavailable'] as const) {
    const { server, source } = await scene(t, { kind, retryAfter: 0 }, 2);
    assert.ok((await source.testConnection()).ok, kind);
    assert.equal(server.requests.length, 3);
    assert.equal(new Set(server.requests.map(({ headers }) => headers['client-request-id'])).size, 1);
    server.on({ does: { kind, retryAfter: 0 }, times: 99 });
    const storm = errorOf(await source.testConnection());
    assert.equal(storm.kind, kind === 'throttled' ? 'throttled' : 'refused');
    assert.equal(server.requests.length, 6);
  }
  const { server, source } = await scene(t, { kind: 'throttled', retryAfter: 600 }, 9);
  const long = errorOf(await source.testConnection());
  assert.match(long.message, /wait 600 seconds/);
  assert.match(long.advice, /Wait, then run it again/);
  assert.equal(server.requests.length, 1);
});

test('cancelling ends a wait and a call under way', async (t) => {
  for (const does of [{ kind: 'throttled', retryAfter: 25 }, { kind: 'stall' }] as const) {
    const abort = new AbortController();
    const { server, source } = await scene(t, does, 9, { signal: abort.signal });
    const asked = source.testConnection();
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    assert.equal(errorOf(await asked).kind, 'cancelled');
    assert.equal(server.requests.length, 1);
    assert.equal(errorOf(await source.testConnection()).kind, 'cancelled', 'nor is anything asked after it');
  }
});

test('web pages, bodies that are no JSON or no answer of Graph, and silence', async (t) => {
  for (const [does, kind, words] of [
    [{ kind: 'html', status: 200 }, 'malformed', /a web page \("Service unavailable"\)/],
    [{ kind: 'html', status: 502 }, 'malformed', /502 with a web page/],
    [{ kind: 'body', text: 'nothing of the kind' }, 'malformed', /not JSON/],
    [{ kind: 'body', text: '' }, 'malformed', /nothing in it/],
    [{ kind: 'body', text: '[1]' }, 'malformed', /no object/],
    [{ kind: 'body', text: '{"displayName":"x"}' }, 'malformed', /has no id/],
    [{ kind: 'nestedJson' }, 'notFound', /No HTTP resource was found/],
    [{ kind: 'stall' }, 'timeout', /0\.4 seconds/],
    [{ kind: 'cut' }, 'unreachable', /closed the connection/],
    [{ kind: 'torn' }, 'unreachable', /closed the connection/],
    [{ kind: 'redirect', to: 'https://elsewhere.example/' }, 'refused', /another server, which must not get the token/],
    [{ kind: 'tokenEchoed' }, 'refused', /Authorization: Bearer \*\*\*/],
  ] as const) {
    const { source } = await scene(t, does, 3);
    const error = errorOf(await source.resolve(ada, [], 'User'));
    assert.deepEqual([error.kind, words.test(error.message) ? '' : error.message], [kind, ''], JSON.stringify(does));
  }
});

test('lists of a wrong shape, endless pages, pages elsewhere and answers without an end', async (t) => {
  const answering = (body: (url: string) => unknown): RequestListener => {
    return (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body(`http://${request.headers.host}${request.url}`)));
    };
  };
  let page = 0;
  for (const [body, words] of [
    [() => ({ value: 'x' }), /no list/],
    [() => ({ value: [1, null] }), /no list/],
    [(url: string) => ({ value: [], '@odata.nextLink': url }), /a page again/],
    [(url: string) => ({ value: [], '@odata.nextLink': `${url.split('&skip')[0]}&skip=${page++}` }), /more than 200 pages/],
    [
      () => ({ value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/users?page=2' }),
      /elsewhere\.example.*must not get the token/,
    ],
    [() => ({ value: [], '@odata.nextLink': 'nonsense' }), /not a web address/],
  ] as const) {
    const source = await wrong(t, answering(body));
    const error = errorOf(await source.search('ada', 5, 'User'));
    assert.match(error.message, words);
  }
  const endless = await wrong(
    t,
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write(' '.repeat(100_000)));
        response.once('drain', more);
      };
      more();
    },
    { timeoutMs: 20_000 },
  );
  assert.match(errorOf(await endless.testConnection()).message, /more than 10 MB/);
});

test('an empty page with a next one, the header on every page, and the count of the first', async (t) => {
  const server = await startGraph({
    token: testToken,
    users: Array.from({ length: 5 }, (_, index) => ({
      displayName: `Ada ${index}`,
      userPrincipalName: `ada${index}@corp.example`,
      city: 'Paris',
    })),
    paging: { size: 2, emptyPage: 1 },
  });
  t.after(() => server.close());
  const source = graphSource(graphReference(server.url), openOptions());
  const found = await source.search('ada', 5, 'User');
  assert.ok(found.ok);
  assert.equal(found.value.length, 5);
  assert.deepEqual([...new Set(server.requests.map(({ headers }) => headers.consistencylevel))], ['eventual']);
  const target = graphTarget(graphReference(server.url), openOptions());
  const match = await target.match({ attribute: 'city', value: 'Paris', caseExact: false, objectName: 'User' }, []);
  assert.ok(match.ok);
  assert.deepEqual([match.value.entries.length, match.value.total], [2, 5]);
  server.assertClean();
});

test('addresses that must not get a token are not asked', async () => {
  for (const url of ['http://graph.example/v1.0', 'nonsense', 'https://user:pass@graph.example/v1.0']) {
    const error = errorOf(await graphSource(graphReference(url), openOptions()).testConnection());
    assert.equal(error.code, 'InvalidAddress');
    assert.equal(error.message.includes('pass'), false);
  }
});

test('the least permission is asked for and named: users, groups, roles', async (t) => {
  const server = await startGraph({
    token: () => ({ scopes: ['User.Read.All', 'GroupMember.Read.All'] }),
    users: [{ id: ada, displayName: 'Ada', userPrincipalName: 'ada@corp.example' }],
    groups: [{ displayName: 'Sales', members: [ada] }],
  });
  t.after(() => server.close());
  const source = graphSource(graphReference(server.url), openOptions({ servicePrincipalId: ada }));
  assert.ok((await source.resolve(ada, ['manager', 'displayName'], 'User')).ok);
  assert.ok((await source.resolve('Sales', ['members'], 'Group')).ok);
  const error = errorOf(await source.resolve(ada, ['appRoleAssignments'], 'User'));
  assert.match(error.advice, /Directory\.Read\.All/);
  server.assertClean();
});
