import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScimServer } from '../../../scripts/scimServer.ts';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import { Sessions } from '../../../src/connectors/sessions.ts';
import type { ConnectionReport, DirectoryError, DirectoryResult, MatchQuery } from '../../../src/core/trace/directory.ts';
import { startFaultServer } from './faultServer.ts';

const range = { start: 0, end: 0 };

function optionsWith(secret: string | undefined, sessions?: Sessions): OpenOptions {
  return {
    folder: '/',
    signal: new AbortController().signal,
    readText: () => Promise.reject(new Error('no file is read')),
    secret: async () => secret,
    ...(sessions && { sessions }),
  };
}

function target(url: string, options: OpenOptions, username: string | null = null): ReturnType<typeof scimTarget> {
  return scimTarget({ kind: 'scim', username, url, secretEnv: 'SCIM_SECRET', timeoutMs: 5000, range }, options);
}

function reportOf(result: DirectoryResult<ConnectionReport>): ConnectionReport {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

function errorOf(result: DirectoryResult<unknown>): DirectoryError {
  assert.ok(!result.ok, JSON.stringify(result));
  return result.error;
}

const by = (attribute: string, objectName = 'User'): MatchQuery => ({ attribute, value: 'nobody', caseExact: false, objectName });

test('discovery is asked for once for each server and account, in the test of the connection only', async () => {
  const server = await startScimServer({ token: 'token-of-the-server', users: [] });
  const asked = (): readonly string[] => server.requests.map(({ path }) => path.replace(/\?.*/, '').replace('/scim', '')).sort();
  try {
    const sessions = new Sessions();
    const first = target(server.url, optionsWith('token-of-the-server', sessions));
    assert.deepEqual(reportOf(await first.testConnection(by('externalId'))), {
      address: server.url,
      asked: 'GET /Users?filter=externalId eq "nobody"',
      answered: '200, 0 resources',
      warning: null,
    });
    assert.deepEqual(asked(), ['/ResourceTypes', '/Schemas', '/ServiceProviderConfig', '/Users']);
    await first.match(by('externalId'), []);
    await target(server.url, optionsWith('token-of-the-server', sessions)).testConnection(by('externalId'));
    assert.equal(server.requests.length, 6);
    const wrong = await target(server.url, optionsWith('another-token', sessions)).testConnection(null);
    assert.equal(errorOf(wrong).kind, 'unauthorized');
    assert.equal(server.requests.length, 7);
    await sessions.close();
    await target(server.url, optionsWith('token-of-the-server', sessions)).testConnection(null);
    assert.equal(server.requests.length, 11);
    // Without sessions one run remembers for itself.
    const alone = target(server.url, optionsWith('token-of-the-server'));
    await alone.testConnection(null);
    await alone.testConnection(null);
    assert.equal(server.requests.length, 16);
  } finally {
    await server.close();
  }
});

test('what a server says against itself is a warning', async () => {
  const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const answers: Record<string, unknown> = {
    '/ServiceProviderConfig': { patch: { supported: false }, filter: { supported: false, maxResults: 0 } },
    '/ResourceTypes': {
      Resources: [
        { name: 'User', endpoint: '/People' },
        { name: 'Group', endpoint: 'https://elsewhere.example/scim/v2/Groups/' },
      ],
    },
    '/Schemas': [{ id: user.toUpperCase(), attributes: [{ name: 'userName' }, { name: 7 }, null] }],
  };
  const server = await startFaultServer((request, response) => {
    response.end(JSON.stringify(answers[request.url ?? ''] ?? { totalResults: 0 }));
  });
  try {
    const warningOn = async (probe: MatchQuery | null): Promise<string | null> =>
      reportOf(await target(server.origin, optionsWith('secret-token')).testConnection(probe)).warning;
    const all = (await warningOn(by('title'))) ?? '';
    assert.match(
      all,
      /does not support PATCH.*does not support filters.*another address than \/Users.*do not name the matching attribute title/,
    );
    const groups = (await warningOn(by('displayName', 'Group'))) ?? '';
    assert.ok(!groups.includes('another address') && !groups.includes('schemas of'), groups);
    answers['/ServiceProviderConfig'] = { patch: { supported: true }, filter: { supported: true } };
    answers['/ResourceTypes'] = { Resources: [{ name: 'User', endpoint: 'Users' }] };
    for (const attribute of ['userName', `${user}:USERNAME`, 'externalId', 'id', 'urn:x:unknown:User:title']) {
      assert.equal(await warningOn(by(attribute)), null, attribute);
    }
    assert.equal(await warningOn(null), null);
  } finally {
    await server.close();
  }
});

test('a server without discovery, or with garbage in its place, is told of and works', async () => {
  let found: { readonly status: number; readonly body: string } | null = null;
  const server = await startFaultServer((request, response) => {
    if (request.url?.startsWith('/Users')) response.end('{"totalResults":0}');
    else if (found) response.writeHead(found.status).end(found.body);
    else request.socket.destroy();
  });
  try {
    const answered = async (): Promise<string> => {
      const report = reportOf(await target(server.origin, optionsWith('secret-token')).testConnection(by('userName')));
      assert.equal(report.warning, null);
      return report.answered;
    };
    assert.equal(await answered(), '200, 0 resources; no ServiceProviderConfig (no answer)');
    for (const [status, body, remark] of [
      [404, '<html>', '404'],
      [501, '{}', '501'],
      [401, '{}', '401'],
      [204, '', '204'],
      [200, '<html><title>hello</title>', 'not readable'],
      [200, '{"totalResults":0}', 'not readable'],
      [200, '[[[', 'not readable'],
      [200, 'null', 'not readable'],
      [200, '"patch"', 'not readable'],
      [200, '{"patch":"yes","filter":[],"Resources":7}', 'not readable'],
      [200, `{"patch":{"supported":true},"x":"${'y'.repeat(3_000_000)}"}`, 'no answer'],
    ] as const) {
      found = { status, body };
      assert.equal(await answered(), `200, 0 resources; no ServiceProviderConfig (${remark})`, body.slice(0, 40));
    }
  } finally {
    await server.close();
  }
});

test('basic authentication: name and password in UTF-8, wrong ones refused, none of it shown', async () => {
  const password = ' pä:ss "wörd" & <more>/';
  const server = await startScimServer({ basic: { username: 'zoë', password }, users: [{ userName: 'adele@corp.example' }] });
  try {
    const own = target(server.url, optionsWith(password), 'zoë');
    assert.deepEqual(
      own.describe({ action: 'delete', id: '1', objectName: 'User', directoryName: null, attributes: [] })[0]?.headers.at(-1),
      ['Authorization', 'Basic ***'],
    );
    assert.equal(reportOf(await own.testConnection(by('userName'))).warning, null);
    const hit = await own.match({ ...by('userName'), value: 'adele@corp.example' }, []);
    assert.ok(hit.ok && hit.value.total === 1);
    for (const [username, secret, word] of [
      ['zoë', 'wrong', 'answered 401'],
      ['zoe', password, 'answered 401'],
      ['zoë', '', 'SCIM_SECRET is not set'],
      ['zoë', undefined, 'SCIM_SECRET is not set'],
      ['zoë', `${password}\n`, 'line break'],
    ] as const) {
      const error = errorOf(await target(server.url, optionsWith(secret), username).testConnection(null));
      assert.deepEqual([error.kind, error.code], ['unauthorized', 'SystemForCrossDomainIdentityManagementInvalidCredentials']);
      assert.ok(error.message.includes(word), error.message);
    }
    const none = errorOf(
      await scimTarget(
        { kind: 'scim', username: 'zoë', url: server.url, secretEnv: null, timeoutMs: 5000, range },
        optionsWith(undefined),
      ).testConnection(null),
    );
    assert.match(none.message, /no password of zoë for 127\.0\.0\.1/);
    assert.match(none.advice, /Set credential/);
  } finally {
    await server.close();
  }
});

test('a server that repeats the credential does not bring it onto the screen, however it writes it', async () => {
  const secret = 'p/w "quoted" & <ä>\'s';
  const basic = Buffer.from(`zoë:${secret}`).toString('base64');
  let answer: readonly [status: number, type: string, body: string] = [200, '', ''];
  const server = await startFaultServer((_request, response) => {
    response.writeHead(answer[0], { 'Content-Type': answer[1], 'Retry-After': 'soon' }).end(answer[2]);
  });
  const escaped = [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const spellings = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    html,
    basic,
    basic.replace(/=+$/, ''),
    encodeURIComponent(secret),
  ];
  try {
    const ask = (): Promise<DirectoryResult<unknown>> =>
      target(server.origin, optionsWith(secret), 'zoë').match(by('displayName'), ['displayName']);
    const hides = (result: DirectoryResult<unknown>): void => {
      const text = JSON.stringify(result, (_name, value) => (value instanceof Map ? [...value] : value));
      for (const spelling of spellings)
        assert.ok(!text.includes(JSON.stringify(spelling).slice(1, -1)), `${spelling} in ${text}`);
      assert.ok(text.includes('***'), text);
    };
    const json = 'application/scim+json';
    for (answer of [
      [400, json, JSON.stringify({ detail: `you sent ${secret} as Basic ${basic}` })],
      [401, json, `{"detail":"you sent ${escaped}"}`],
      [400, json, JSON.stringify({ detail: `${'x'.repeat(290)}${secret}` })],
      [501, json, JSON.stringify({ detail: `no filter for ${basic}` })],
      [200, 'text/html', `<html><title>Hello ${html}</title></html>`],
      [200, 'text/plain', `you sent ${secret}`],
      [200, json, `you sent ${secret}`],
    ] as const) {
      if (answer[1] === 'text/plain') assert.equal(errorOf(await ask()).kind, 'malformed');
      else hides(await ask());
    }
    answer = [200, `text/${basic.replaceAll('=', '')}`, 'x'];
    const typed = JSON.stringify(await ask()).toLowerCase();
    assert.ok(typed.includes('***') && !typed.includes(basic.replaceAll('=', '').toLowerCase()), typed);
    const echoed = { totalResults: 1, Resources: [{ id: '1', title: secret, nickName: `x${basic}`, [secret]: 'name' }] };
    answer = [200, json, JSON.stringify(echoed)];
    hides(await ask());
    answer = [
      200,
      json,
      JSON.stringify({ totalResults: 1, Resources: [{ id: '1', title: 'T', note: escaped }] }).replace(/\\\\u/g, '\\u'),
    ];
    hides(await ask());
  } finally {
    await server.close();
  }
});

test('a short password hides nothing in data that holds it by chance', async () => {
  const server = await startFaultServer((_request, response) => {
    response.end('{"totalResults":1,"Resources":[{"id":"1","department":"Sales"}]}');
  });
  try {
    const found = await target(server.origin, optionsWith('Sales'), 'zoë').match(by('userName'), ['department']);
    assert.ok(found.ok);
    assert.equal(found.value.entries[0]?.attributes.get('department'), 'Sales');
  } finally {
    await server.close();
  }
});

test('a token that only the store holds shows in the described requests once it was used', async () => {
  const server = await startScimServer({ token: 'token-of-the-store', users: [] });
  try {
    const reference = { kind: 'scim', username: null, url: server.url, secretEnv: null, timeoutMs: 5000, range } as const;
    const stored = scimTarget(reference, optionsWith('token-of-the-store'));
    const remove = { action: 'delete', id: '1', objectName: 'User', directoryName: null, attributes: [] } as const;
    reportOf(await stored.testConnection(null));
    assert.deepEqual(stored.describe(remove)[0]?.headers, [
      ['Accept', 'application/scim+json'],
      ['Authorization', 'Bearer ***'],
    ]);
  } finally {
    await server.close();
  }
});
