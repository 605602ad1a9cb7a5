import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { sendRequest } from '../../../src/connectors/http/httpClient.ts';
import { networkFailure } from '../../../src/connectors/http/networkFailure.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import type { DirectoryError } from '../../../src/core/trace/directory.ts';
import { closedOrigin, startFaultServer } from './faultServer.ts';

const token = 'very-secret-token';

async function ask(origin: string, timeoutMs = 3000, signal = new AbortController().signal): Promise<DirectoryError> {
  const options = { folder: '/', signal, readText: async () => '', secret: async () => token };
  const reference = {
    kind: 'scim',
    username: null,
    url: origin,
    secretEnv: 'T',
    timeoutMs,
    range: { start: 0, end: 0 },
  } as const;
  const result = await scimTarget(reference, options).match(
    { attribute: 'userName', value: 'x', caseExact: false, objectName: 'User' },
    [],
  );
  assert.ok(!result.ok, JSON.stringify(result));
  assert.ok(!JSON.stringify(result).includes(token));
  assert.ok(result.error.message.length > 10 && result.error.advice.length > 10);
  return result.error;
}

async function faced(listener: RequestListener, timeoutMs = 3000): Promise<DirectoryError> {
  const server = await startFaultServer(listener);
  try {
    return await ask(server.origin, timeoutMs);
  } finally {
    await server.close();
  }
}

test("each status has its kind, the service's code and what the server says", async () => {
  const scimError = (detail: string): string =>
    JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail });
  for (const [status, kind, code] of [
    [400, 'refused', 'Http400'],
    [401, 'unauthorized', 'SystemForCrossDomainIdentityManagementInvalidCredentials'],
    [403, 'unauthorized', 'InsufficientRights'],
    [404, 'notFound', 'NotFound'],
    [405, 'refused', 'MethodNotAllowed'],
    [409, 'refused', 'Conflict'],
    [429, 'throttled', 'TooManyRequests'],
    [500, 'refused', 'InternalServerError'],
    [501, 'refused', 'NotImplemented'],
    [503, 'refused', 'InternalServerError'],
    [504, 'timeout', 'Timeout'],
  ] as const) {
    const error = await faced((_request, response) => response.writeHead(status).end(scimError(`the ${token} was\n refused`)));
    assert.equal(error.kind, kind, String(status));
    assert.equal(error.code, code, String(status));
    // A server that has not implemented a filter (501) is told of by the filter, every other status by its number.
    const said = status === 501 ? 'refused the filter on userName (501). It says: ' : `answered ${status}: `;
    assert.ok(error.message.includes(`${said}the *** was refused`), error.message);
  }
});

test('429 says how long to wait, in seconds or until a date', async () => {
  const wait = (value: string | undefined): Promise<DirectoryError> =>
    faced((_request, response) => response.writeHead(429, value === undefined ? {} : { 'Retry-After': value }).end());
  assert.ok((await wait('17')).message.includes('wait 17 seconds'));
  assert.ok((await wait('Wed, 21 Oct 2026 07:28:00 GMT')).message.includes('until Wed, 21 Oct 2026 07:28:00 GMT'));
  assert.ok((await wait(undefined)).message.includes('does not say how long'));
});

test('a web page, an empty answer and garbage are not JSON', async () => {
  const page = await faced((_request, response) =>
    response.end('<!DOCTYPE html><html><head><title>Sign in</title></head></html>'),
  );
  assert.equal(page.kind, 'malformed');
  assert.ok(page.message.includes('web page ("Sign in")'), page.message);
  const typed = await faced((_request, response) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end('hello'));
  assert.ok(typed.message.includes('web page'), typed.message);
  const garbage = await faced((_request, response) => response.end(Buffer.from([0, 255, 1, 2, 123, 34])));
  assert.equal(garbage.kind, 'malformed');
  assert.equal(garbage.code, 'SystemForCrossDomainIdentityManagementServiceIncompatible');
  assert.equal((await faced((_request, response) => response.end())).kind, 'malformed');
});

test('nothing there, and a name that does not exist', async () => {
  const down = await ask(await closedOrigin());
  assert.equal(down.kind, 'unreachable');
  assert.equal(down.code, 'ECONNREFUSED');
  assert.ok(/127\.0\.0\.1:\d+ refuses the connection/.test(down.message), down.message);
  const wrapped = new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }) });
  const unknown = networkFailure(new URL('https://nowhere.example/scim'), wrapped).error;
  assert.deepEqual([unknown.kind, unknown.code], ['unreachable', 'ENOTFOUND']);
  assert.ok(unknown.message.includes('nowhere.example'));
});

test('certificates that cannot be trusted are named, whichever way fetch wraps them', () => {
  const url = new URL('https://app.example/scim');
  for (const [code, word] of [
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'signed it itself'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'authority'],
  ] as const) {
    const inner = Object.assign(new Error('tls'), { code });
    for (const cause of [inner, new AggregateError([inner])]) {
      const { error } = networkFailure(url, new TypeError('fetch failed', { cause }));
      assert.equal(error.kind, 'unreachable');
      assert.equal(/name that the certificate is for/.test(error.advice), code === 'ERR_TLS_CERT_ALTNAME_INVALID');
      assert.ok(error.message.includes('certificate of app.example') && error.message.includes(word), error.message);
    }
  }
});

test('a server that speaks no TLS', async () => {
  const server = await startFaultServer((_request, response) => response.end('{}'));
  try {
    const error = await ask(server.origin.replace('http:', 'https:'));
    assert.equal(error.kind, 'unreachable');
    assert.ok(error.message.includes('does not speak TLS'), error.message);
  } finally {
    await server.close();
  }
});

test('an answer that breaks off, before and within its body', async () => {
  const before = await faced((request) => void request.socket.destroy());
  assert.equal(before.kind, 'unreachable');
  assert.ok(before.message.includes('closed the connection'), before.message);
  const within = await faced((request, response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    response.write('{"totalResults":1,', () => request.socket.destroy());
  });
  assert.equal(within.kind, 'unreachable');
  assert.ok(within.message.includes('before its answer was complete'), within.message);
  const cut = await faced((_request, response) => response.end('{"totalResults":1,"Resources":[{"id"'));
  assert.equal(cut.kind, 'malformed');
});

test('an endless answer is cut off', async () => {
  const started = performance.now();
  const error = await faced((_request, response) => {
    const chunk = Buffer.alloc(1_000_000, 32);
    const push = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', push);
    };
    push();
  }, 20_000);
  assert.equal(error.kind, 'malformed');
  assert.ok(error.message.includes('more than 10 MB'), error.message);
  assert.ok(performance.now() - started < 20_000);
});

test('a slow server ends at the time-out: silent, or dripping its body', async () => {
  const silent = await faced(() => undefined, 150);
  assert.deepEqual([silent.kind, silent.code], ['timeout', 'Timeout']);
  assert.ok(silent.message.includes('within 0.2 seconds') || silent.message.includes('within 0.1 seconds'), silent.message);
  const dripping = await faced((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  }, 300);
  assert.equal(dripping.kind, 'timeout');
  assert.ok(dripping.message.includes('within 0.3 seconds'), dripping.message);
});

test('cancelling ends a request under way and one not yet begun', async () => {
  const server = await startFaultServer(() => undefined);
  try {
    const controller = new AbortController();
    const pending = ask(server.origin, 60_000, controller.signal);
    setTimeout(() => controller.abort(), 30);
    assert.equal((await pending).kind, 'cancelled');
    assert.equal((await ask(server.origin, 60_000, controller.signal)).kind, 'cancelled');
  } finally {
    await server.close();
  }
});

test('a redirect is followed within the server only; the token goes nowhere else', async () => {
  const visits: string[] = [];
  const other = await startFaultServer((request, response) => {
    visits.push(String(request.headers.authorization));
    response.end('{"totalResults":0}');
  });
  try {
    const away = await faced((_request, response) => response.writeHead(302, { Location: `${other.origin}/scim/Users` }).end());
    assert.equal(away.kind, 'refused');
    assert.ok(away.message.includes(other.origin), away.message);
    assert.deepEqual(visits, []);
    const loop = await faced((request, response) => response.writeHead(307, { Location: request.url ?? '' }).end());
    assert.equal(loop.kind, 'refused');
  } finally {
    await other.close();
  }
  const server = await startFaultServer((request, response) => {
    if (request.url === '/new') response.end('arrived');
    else response.writeHead(308, { Location: '/new' }).end();
  });
  try {
    const limits = { signal: new AbortController().signal };
    const result = await sendRequest({ method: 'GET', url: new URL(`${server.origin}/old`), headers: {} }, limits);
    assert.equal(result.ok && result.value.text, 'arrived');
    const post = await sendRequest({ method: 'POST', url: new URL(`${server.origin}/old`), headers: {}, body: 'x' }, limits);
    assert.equal(!post.ok && post.error.kind, 'refused');
  } finally {
    await server.close();
  }
});
