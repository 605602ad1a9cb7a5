import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import { scimWriter } from '../../../src/connectors/scim/scimWriter.ts';
import type { DirectoryError, PlannedWrite } from '../../../src/core/trace/directory.ts';
import type { TargetWriter, WriteOutcome } from '../../../src/core/trace/targetWriter.ts';
import { planned, plannedWrite } from '../../support/plannedWrites.ts';
import { closedOrigin, startFaultServer } from './faultServer.ts';

/** Writes to servers that misbehave: each ends with a state, a cause and advice, and no secret. */

const token = 'very-secret-token';
const initialPassword = 'Initial-Password-1!';
const range = { start: 0, end: 0 };

const boss = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
const create = plannedWrite('create', [
  planned('userName', 'adele@corp.example'),
  planned('password', initialPassword),
  planned('title', 'Top Secret Title', { redacted: true }),
  planned('active', 'True', { type: 'Boolean' }),
  planned(boss, 'boss-1', { type: 'Reference' }),
]);
const update = plannedWrite('update', [
  planned('displayName', 'Adele', { old: 'Adela' }),
  planned('active', 'True', { type: 'Boolean' }),
]);
const remove = plannedWrite('delete', []);

interface Arrived {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Rig {
  readonly origin: string;
  readonly arrived: readonly Arrived[];
  readonly controller: AbortController;
  readonly writer: TargetWriter;
  readonly options: OpenOptions;
}

type Answer = (response: ServerResponse, request: Arrived, count: number) => void;

async function withServer(answer: Answer, use: (rig: Rig) => Promise<void>, flag = '', timeoutMs = 3000): Promise<void> {
  const arrived: Arrived[] = [];
  const server = await startFaultServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method, url: path, headers } = request;
    arrived.push({ method, path, headers, body });
    answer(response, { method, path, headers, body }, arrived.length);
  });
  const controller = new AbortController();
  const options: OpenOptions = {
    folder: '/',
    signal: controller.signal,
    readText: () => Promise.reject(new Error('no file is read')),
    secret: async () => token,
  };
  const reference = { kind: 'scim', username: null, url: `${server.origin}${flag}`, secretEnv: 'T', timeoutMs, range } as const;
  try {
    await use({ origin: server.origin, arrived, controller, options, writer: scimWriter(reference, options) });
  } finally {
    await server.close();
  }
}

async function outcomeOf(
  answer: Answer,
  write: PlannedWrite,
  flag = '',
  timeoutMs = 3000,
): Promise<WriteOutcome & { readonly count: number }> {
  let outcome: WriteOutcome | undefined;
  let count = 0;
  await withServer(
    answer,
    async ({ writer, arrived }) => {
      outcome = await writer.write(write, () => false);
      count = arrived.length;
    },
    flag,
    timeoutMs,
  );
  assert.ok(outcome);
  noSecretIn(outcome);
  return { ...outcome, count };
}

function noSecretIn(value: unknown): void {
  const text = JSON.stringify(value);
  for (const secret of [token, initialPassword, 'Top Secret Title']) assert.ok(!text.includes(secret), text);
}

function failed({ error }: WriteOutcome): DirectoryError {
  assert.ok(error);
  assert.ok(error.message.length > 20 && error.advice.length > 20, JSON.stringify(error));
  return error;
}

const states = ({ sent }: WriteOutcome): readonly string[] => sent.map(({ state, answered }) => `${state}: ${answered}`);
const scimError = (scimType: string | undefined, detail: string): string =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], scimType, detail });
const made = (response: ServerResponse, id: unknown = 'u-1'): void => {
  response.writeHead(201, { 'Content-Type': 'application/scim+json', 'X-Request-Id': 'req-7' }).end(JSON.stringify({ id }));
};

test('what is sent is what was shown, with the real values, the real id and the token', async () => {
  for (const flag of ['', '?aadOptscim062020']) {
    await withServer(
      (response, { method }) => (method === 'POST' ? made(response, 'a/b é') : response.writeHead(204).end()),
      async ({ writer, arrived, origin, options }) => {
        const reference = { kind: 'scim', username: null, url: origin + flag, secretEnv: 'T', timeoutMs: 3000, range } as const;
        for (const write of [create, update, remove]) {
          const shown = scimTarget(reference, options).describe(write);
          const before = arrived.length;
          const outcome = await writer.write(write, () => false);
          assert.equal(outcome.error, null);
          const got = arrived.slice(before);
          assert.equal(got.length, shown.length);
          for (const [index, request] of shown.entries()) {
            const { method, path, headers, body } = got[index] ?? {};
            const address = request.address.replace('{id}', 'a%2Fb%20%C3%A9');
            assert.deepEqual([method, origin + path], [request.method, address]);
            const [maskedPassword, maskedTitle] = ['"password": "[Redact]"', '"title": "[Redact]"'];
            const real = (request.body ?? '')
              .replace(maskedPassword, `"password": "${initialPassword}"`)
              .replace(maskedTitle, '"title": "Top Secret Title"');
            assert.equal(body, real);
            for (const [name, value] of request.headers) {
              assert.equal(headers?.[name.toLowerCase()], name === 'Authorization' ? `Bearer ${token}` : value);
            }
            assert.deepEqual(outcome.sent[index], {
              method: request.method,
              address,
              state: 'accepted',
              answered: method === 'POST' ? '201' : '204',
              requestId: method === 'POST' ? 'req-7' : null,
            });
          }
          assert.equal(outcome.id, { create: 'a/b é', update: '26', disable: '26', delete: null }[write.action]);
          noSecretIn(outcome);
        }
        assert.ok(arrived[0]?.body.includes(initialPassword) && arrived[0].body.includes('Top Secret Title'));
      },
      flag,
    );
  }
});

test('every refusal has its kind, code and advice, stops the write, and shows no value that must be hidden', async () => {
  const detail = `"${token}" may not set password ${initialPassword} and Top Secret Title here`;
  for (const [status, scimType, kind, code, answered, advice] of [
    [400, undefined, 'refused', 'Http400', '400', /what the server documents/],
    [400, 'invalidValue', 'refused', 'InvalidValue', '400 invalidValue', /change the mapping/],
    [400, 'INVALIDSYNTAX', 'refused', 'InvalidSyntax', '400 invalidSyntax', /structure of the request/],
    [400, 'invalidPath', 'refused', 'InvalidPath', '400 invalidPath', /\/Schemas/],
    [400, 'mutability', 'refused', 'Mutability', '400 mutability', /take it out of the mapping/],
    [400, 'noTarget', 'refused', 'NoTarget', '400 noTarget', /have the server make the element/],
    [400, 'tooMany', 'refused', 'TooMany', '400 tooMany', /fewer members/],
    [400, initialPassword, 'refused', 'Http400', '400', /documents/],
    [401, undefined, 'unauthorized', 'SystemForCrossDomainIdentityManagementInvalidCredentials', '401', /set a new one/],
    [403, undefined, 'unauthorized', 'InsufficientRights', '403', /right to write users/],
    [404, undefined, 'notFound', 'NotFound', '404', /base address/],
    [405, undefined, 'refused', 'MethodNotAllowed', '405', /must support POST/],
    [409, 'uniqueness', 'refused', 'Conflict', '409 uniqueness', /match on an attribute that finds it/],
    [409, undefined, 'refused', 'Conflict', '409', /match on an attribute that finds/],
    [412, undefined, 'refused', 'Http412', '412', /If-Match/],
    [413, undefined, 'refused', 'PayloadTooLarge', '413', /larger than the server takes/],
    [415, undefined, 'refused', 'Http415', '415', /application\/scim\+json/],
    [422, undefined, 'refused', 'UnprocessableEntity', '422', /documents/],
    [429, undefined, 'throttled', 'TooManyRequests', '429', /did nothing/],
    [501, undefined, 'unsupported', 'NotImplemented', '501', /must support POST/],
  ] as const) {
    const outcome = await outcomeOf((response) => response.writeHead(status).end(scimError(scimType, detail)), create);
    const error = failed(outcome);
    assert.deepEqual([error.kind, error.code], [kind, code], `${status} ${scimType}`);
    assert.deepEqual(states(outcome), [`refused: ${answered}`, 'notSent: not sent']);
    assert.match(
      error.message,
      /refused to create the user \(.*\)\. It says: "\*\*\*" may not set password \*\*\* and \*\*\* here/,
    );
    assert.match(error.advice, advice);
    assert.deepEqual([outcome.id, outcome.count], [null, 1]);
  }
  const gone = await outcomeOf((response) => response.writeHead(404).end(), remove);
  assert.match(failed(gone).advice, /not there any more/);
  assert.equal(gone.id, '26');
});

test('redirects of writes are never followed', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    for (const location of ['/Users', `/Users?token=${token}`, 'http://127.0.0.1:1/elsewhere', '']) {
      const outcome = await outcomeOf(
        (response) => response.writeHead(status, location ? { Location: location } : {}).end(),
        create,
      );
      assert.equal(outcome.count, 1);
      assert.deepEqual(states(outcome), [`${status === 303 ? 'unknown' : 'refused'}: ${status}`, 'notSent: not sent']);
      assert.match(failed(outcome).advice, status === 303 ? /before you have looked/ : /never sent on to another address/);
    }
  }
});

test('faults after which nobody knows are unknown, and nothing is sent again', async () => {
  const json = 'application/scim+json';
  for (const [name, answer, answered] of [
    ['500', (response) => response.writeHead(500).end(scimError(undefined, `broken by ${initialPassword}`)), '500'],
    ['502 with a page', (response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>'), '502'],
    ['503', (response) => response.writeHead(503, { 'Retry-After': '0' }).end(), '503'],
    ['504', (response) => response.writeHead(504).end(), '504'],
    ['408', (response) => response.writeHead(408).end(), '408'],
    ['202', (response) => response.writeHead(202).end(), '202'],
    ['207', (response) => response.writeHead(207).end('{}'), '207'],
    ['a page', (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>'), '200'],
    ['an error with 200', (response) => response.end(scimError(undefined, 'no')), '200'],
    ['an error with 201', (response) => response.writeHead(201).end(scimError('uniqueness', 'no')), '201 uniqueness'],
    ['no resource with 200', (response) => response.end('{"totalResults":0}'), '200'],
    ['cut off', (response) => response.destroy(), 'no readable answer'],
    [
      'cut off in the body',
      (response) => {
        response.writeHead(201, { 'Content-Type': json, 'Content-Length': '100' });
        response.write('{"id":');
        setImmediate(() => response.destroy());
      },
      'no readable answer',
    ],
    [
      'chunked garbage',
      (response) => response.socket?.end('HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}'),
      'no readable answer',
    ],
    ['no HTTP', (response) => response.socket?.end('hello\r\n\r\n'), 'no readable answer'],
    [
      'a huge body',
      (response) => response.writeHead(201).end(`{"id":"1","x":"${'y'.repeat(10_100_000)}"}`),
      'no readable answer',
    ],
  ] as const satisfies readonly (readonly [string, Answer, string])[]) {
    const outcome = await outcomeOf(answer, create);
    const error = failed(outcome);
    assert.deepEqual(states(outcome), [`unknown: ${answered}`, 'notSent: not sent'], name);
    assert.match(error.message, /whether it was done is not known/, name);
    assert.match(error.advice, /before you have looked/, name);
    assert.deepEqual([outcome.id, outcome.count], [null, 1], name);
  }
});

test('a stall after sending is unknown; a kept connection that is cut is not tried again', async () => {
  const stalled = await outcomeOf(() => undefined, update, '', 150);
  assert.deepEqual([states(stalled), stalled.id, stalled.count], [['unknown: no answer within 0.2 seconds'], '26', 1]);
  assert.deepEqual([failed(stalled).kind, failed(stalled).code], ['timeout', 'Timeout']);
  await withServer(
    (response, { method }) => (method === 'GET' ? response.writeHead(404).end() : response.socket?.destroy()),
    async ({ writer, arrived }) => {
      for (const write of [create, update, remove]) {
        assert.deepEqual(await writer.read('1', 'User', []), { ok: true, value: null });
        const before = arrived.length;
        const outcome = await writer.write(write, () => false);
        assert.equal(outcome.sent[0]?.state, 'unknown');
        assert.equal(arrived.length, before + 1);
      }
    },
  );
});

test('where no connection comes about, nothing was sent', async () => {
  const url = await closedOrigin();
  const options: OpenOptions = {
    folder: '/',
    signal: new AbortController().signal,
    readText: () => Promise.reject(new Error('no file is read')),
    secret: async () => token,
  };
  const open = (address: string): TargetWriter =>
    scimWriter({ kind: 'scim', username: null, url: address, secretEnv: 'T', timeoutMs: 3000, range }, options);
  const outcome = await open(url).write(create, () => false);
  assert.deepEqual(states(outcome), ['notSent: no connection', 'notSent: not sent']);
  assert.match(failed(outcome).message, /refuses the connection\. It was not asked to create the user: nothing was sent/);
  for (const address of ['http://app.example/scim', 'https://user:hunter2@app.example/scim', 'scim']) {
    const refused = await open(address).write(create, () => false);
    assert.deepEqual([failed(refused).code, states(refused)], ['InvalidAddress', ['notSent: not sent', 'notSent: not sent']]);
    assert.ok(!JSON.stringify(refused).includes('hunter2'));
  }
  const locked = scimWriter(
    { kind: 'scim', username: null, url, secretEnv: 'T', timeoutMs: 3000, range },
    { ...options, secret: () => Promise.reject(new Error(token)) },
  );
  const closed = await locked.write(create, () => false);
  assert.deepEqual([failed(closed).kind, states(closed)], ['unauthorized', ['notSent: not sent', 'notSent: not sent']]);
  noSecretIn(closed);
});

test('429 is waited for as the server asks, within bounds and not for ever', async () => {
  const busy = (times: number, wait: string | undefined): Answer => {
    return (response, { method }, count) => {
      if (count <= times) response.writeHead(429, wait === undefined ? {} : { 'Retry-After': wait }).end();
      else if (method === 'POST') made(response);
      else response.writeHead(204).end();
    };
  };
  const past = 'Wed, 21 Oct 2015 07:28:00 GMT';
  for (const wait of ['0', past]) {
    const outcome = await outcomeOf(busy(2, wait), create);
    assert.deepEqual([outcome.error, states(outcome), outcome.count], [null, ['accepted: 201', 'accepted: 204'], 4]);
  }
  for (const [times, wait, count] of [
    [99, '0', 3],
    [99, undefined, 1],
    [99, '3600', 1],
    [99, 'soon', 1],
    [99, 'Wed, 21 Oct 2099 07:28:00 GMT', 1],
  ] as const) {
    const outcome = await outcomeOf(busy(times, wait), update);
    assert.deepEqual([failed(outcome).kind, states(outcome), outcome.count], ['throttled', ['refused: 429'], count], wait);
  }
});

test('a cancelled write sends nothing more, and what has left is not broken off', async () => {
  await withServer(
    (response) => made(response),
    async ({ writer, arrived }) => {
      const none = await writer.write(create, () => true);
      assert.deepEqual(
        [failed(none).kind, states(none), arrived.length],
        ['cancelled', ['notSent: not sent', 'notSent: not sent'], 0],
      );
      const half = await writer.write(create, () => arrived.length > 0);
      assert.deepEqual([failed(half).kind, half.id], ['cancelled', 'u-1']);
      assert.deepEqual(states(half), ['accepted: 201', 'notSent: not sent']);
      assert.ok(half.sent[1]?.address.endsWith('/Users/u-1'));
    },
  );
  await withServer(
    (response) => setTimeout(() => made(response), 50),
    async ({ writer, controller, arrived }) => {
      const under = writer.write(create, () => false);
      while (arrived.length === 0) await new Promise(setImmediate);
      controller.abort();
      const outcome = await under;
      assert.deepEqual([states(outcome), outcome.id], [['accepted: 201', 'notSent: not sent'], 'u-1']);
    },
  );
  await withServer(
    (response) => response.writeHead(429, { 'Retry-After': '9' }).end(),
    async ({ writer, controller, arrived }) => {
      const under = writer.write(update, () => false);
      while (arrived.length === 0) await new Promise(setImmediate);
      setImmediate(() => controller.abort());
      assert.deepEqual(states(await under), ['refused: 429']);
      assert.equal(arrived.length, 1);
    },
  );
});

test('the id of a new object: a number, in Location, in names of another case; without one the write is partly done', async () => {
  const second: Answer = (response) => response.writeHead(204).end();
  const after =
    (status: number, headers: Record<string, string>, body: string): Answer =>
    (response, request, count) =>
      count === 1 ? response.writeHead(status, headers).end(body) : second(response, request, count);
  for (const [status, headers, body, id] of [
    [201, {}, '{"id":7}', '7'],
    [201, {}, '\ufeff{"ID":"x"}', 'x'],
    [200, { 'Content-Type': 'application/json' }, '{"id":"x"}', 'x'],
    [201, { Location: 'https://outside.example/base/Users/l%C3%A9' }, '', 'lé'],
    [201, { Location: '/Users/7' }, '{}', '7'],
    [204, { Location: 'Users/8/' }, '', '8'],
    [201, { Location: '/Users/9', 'Content-Type': 'text/plain' }, 'created', '9'],
  ] as const) {
    const outcome = await outcomeOf(after(status, headers, body), create);
    assert.equal(outcome.error, null, body);
    assert.equal(outcome.id, id);
    assert.ok(outcome.sent[1]?.address.endsWith(`/Users/${encodeURIComponent(id)}`));
  }
  for (const [status, headers, body] of [
    [201, {}, ''],
    [201, {}, '{"id":null}'],
    [201, {}, '{"id":{"value":"1"}}'],
    [201, {}, '[]'],
    [201, { 'Content-Type': 'text/html' }, '<html>'],
    [201, { Location: '/Users' }, '{}'],
    [201, { Location: '/Users/%E0%A4%A' }, '{}'],
    [201, { Location: '::' }, '{}'],
    [204, {}, ''],
  ] as const) {
    const outcome = await outcomeOf(after(status, headers, body), create);
    assert.match(
      failed(outcome).message,
      /created the user, but its answer has no "id".*references.*were therefore not written/,
      body,
    );
    assert.deepEqual([states(outcome), outcome.id, outcome.count], [[`accepted: ${status}`, 'notSent: not sent'], null, 1]);
  }
  // An id that an address would swallow must not lead the next request somewhere else.
  for (const id of ['.', '..', '\\ud800']) {
    const outcome = await outcomeOf(after(201, {}, `{"id":"${id}"}`), create);
    assert.match(failed(outcome).message, /cannot stand in an address/);
    assert.equal(outcome.count, 1);
    for (const write of [update, remove]) {
      const refused = await outcomeOf(second, { ...write, id: JSON.parse(`"${id}"`) as string });
      assert.deepEqual([states(refused), refused.count], [['notSent: not sent'], 0]);
    }
  }
  const hostile = await outcomeOf(after(201, {}, '{"id":"../Groups?x=$&#y"}'), create);
  assert.equal(hostile.error, null);
  assert.ok(hostile.sent[1]?.address.endsWith('/Users/..%2FGroups%3Fx%3D%24%26%23y'));
});

test('the second request that fails leaves a write partly done, with the id', async () => {
  const outcome = await outcomeOf(
    (response, { method }) =>
      method === 'POST' ? made(response) : response.writeHead(400).end(scimError('invalidValue', 'no list')),
    create,
  );
  assert.deepEqual([states(outcome), outcome.id], [['accepted: 201', 'refused: 400 invalidValue'], 'u-1']);
  assert.match(failed(outcome).message, /refused to set the manager, in the second pass/);
  assert.match(failed(outcome).advice, /a list where RFC 7643 has one object .*add "\?aadOptscim062020" to "url"/);
});

test('a refused text boolean is told how to become a JSON boolean, and only where it was sent as one', async () => {
  const refuse: Answer = (response) => response.writeHead(400).end(scimError('invalidValue', "'active' must be boolean"));
  const plain = failed(await outcomeOf(refuse, update));
  assert.match(
    plain.advice,
    /true and false as the texts "True" and "False" \(active\).*add "\?aadOptscim062020" to "url" in the connection file, and to the tenant URL/,
  );
  const flagged = failed(await outcomeOf(refuse, update, '?aadOptscim062020'));
  assert.ok(!flagged.advice.includes('aadOptscim062020'));
  const names = plannedWrite('update', [planned('displayName', 'Adele')]);
  assert.ok(!failed(await outcomeOf(refuse, names)).advice.includes('aadOptscim062020'));
});

test('an update of nothing sends nothing', async () => {
  const outcome = await outcomeOf((response) => response.end(), plannedWrite('update', []));
  assert.deepEqual(outcome, { id: '26', sent: [], error: null, count: 0 });
});

test('what is read back is the object that was asked for, or the reason why not', async () => {
  let answer: readonly [number, string, string] = [200, 'application/scim+json', ''];
  await withServer(
    (response) => response.writeHead(answer[0], { 'Content-Type': answer[1] }).end(answer[2]),
    async ({ writer, arrived }) => {
      const read = (): ReturnType<TargetWriter['read']> => writer.read('a/1', 'User', ['active', 'emails[type eq "work"].value']);
      const json = 'application/scim+json';
      answer = [200, json, '{"id":"A/1","active":false,"emails":[{"type":"work","value":"a@x"}],"password":"p"}'];
      const found = await read();
      assert.ok(found.ok && found.value);
      assert.equal(arrived[0]?.path, '/Users/a%2F1');
      assert.equal(arrived[0]?.headers.authorization, `Bearer ${token}`);
      assert.deepEqual(
        [...found.value.attributes],
        [
          ['active', 'False'],
          ['emails[type eq "work"].value', 'a@x'],
          ['id', 'A/1'],
        ],
      );
      await writer.read('g', 'Group', []);
      assert.equal(arrived[1]?.path, '/Groups/g');
      for (const status of [404, 410]) {
        answer = [status, 'text/html', '<html>'];
        assert.deepEqual(await read(), { ok: true, value: null });
      }
      for (const [status, type, body, kind, word] of [
        [200, json, '{"id":"2"}', 'malformed', 'another one'],
        [200, json, '{"totalResults":1,"Resources":[{"id":"a/1"}]}', 'malformed', 'without an "id"'],
        [200, json, '[]', 'malformed', 'without an "id"'],
        [200, json, 'null', 'malformed', 'without an "id"'],
        [200, json, `{"id":"a/1","title":"Top Secret Title"`, 'malformed', 'is not JSON'],
        [200, 'text/html', '<html><title>Sign in</title>', 'malformed', 'web page'],
        [200, 'text/plain', '{"id":"a/1"}', 'malformed', 'text/plain'],
        [401, json, scimError(undefined, `bad ${token}`), 'unauthorized', 'bad ***'],
        [500, json, '', 'refused', 'answered 500'],
      ] as const) {
        answer = [status, type, body];
        const result = await read();
        assert.ok(!result.ok);
        assert.equal(result.error.kind, kind);
        assert.ok(result.error.message.includes(word), result.error.message);
        noSecretIn(result);
      }
      const before = arrived.length;
      for (const id of ['', '.', '..']) assert.equal((await writer.read(id, 'User', [])).ok, false);
      assert.equal(arrived.length, before);
    },
  );
});
