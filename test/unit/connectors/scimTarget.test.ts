import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import type { DirectoryError, DirectoryResult, MatchQuery, TargetDirectory } from '../../../src/core/trace/directory.ts';
import { startFaultServer } from './faultServer.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const token = 'very-secret-token';

let server: ScimServer;
before(async () => {
  server = await startScimServer({
    token,
    users: [
      {
        userName: 'adele@corp.example',
        externalId: 'adelev',
        displayName: 'Adele Vance',
        active: true,
        name: { givenName: 'Adele', familyName: 'Vance' },
        emails: [
          { type: 'home', value: 'adele@home.example' },
          { type: 'work', value: 'adele@corp.example', primary: true },
        ],
        [enterprise]: { department: 'Sales', manager: { value: '2' } },
      },
      { id: 'twin-1', userName: 'twin1@corp.example', displayName: 'Twin', active: false },
      { id: 'twin-2', userName: 'twin2@corp.example', displayName: 'Twin', active: true },
      { userName: "o'neil@corp.example", displayName: "Seán O'Neil & Søn + 100%" },
      { id: 'u-sales', userName: 'sales@corp.example', displayName: 'Sales' },
    ],
    groups: [{ id: 'g-sales', displayName: 'Sales', externalId: 'S1', members: [{ value: '1' }, { value: 'twin-2' }] }],
  });
});
after(() => server.close());

const range = { start: 0, end: 0 };
function open(url: string, secret: string | undefined = token, secretEnv: string | null = 'SCIM_TOKEN'): TargetDirectory {
  const options = {
    folder: '/',
    signal: new AbortController().signal,
    readText: () => Promise.reject(new Error('no file is read')),
    secret: async ({ env }: { readonly env: string | null }) => (env === 'SCIM_TOKEN' ? secret : undefined),
  };
  return scimTarget({ kind: 'scim', username: null, url, secretEnv, timeoutMs: 5000, range }, options);
}

function valueOfResult<T>(result: DirectoryResult<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

function errorOf(result: DirectoryResult<unknown>): DirectoryError {
  assert.ok(!result.ok, JSON.stringify(result));
  assert.ok(!JSON.stringify(result).includes(token));
  return result.error;
}

const by = (attribute: string, value: string, objectName = 'User'): MatchQuery => ({
  attribute,
  value,
  caseExact: false,
  objectName,
});
const groups = 'urn:ietf:params:scim:schemas:core:2.0:Group';

test('the connection is tested with a user that cannot exist, through the matching attribute', async () => {
  const report = valueOfResult(await open(server.url).testConnection(by('externalId', 'nobody-at-all')));
  assert.deepEqual(report, {
    address: server.url,
    asked: 'GET /Users?filter=externalId eq "nobody-at-all"',
    answered: '200, 0 resources',
    warning: null,
  });
  const [last] = server.requests;
  assert.equal(last?.accept, 'application/scim+json');
  assert.equal(last.authorized, true);
  assert.equal(decodeURIComponent(last.path), '/scim/Users?filter=externalId eq "nobody-at-all"');
  assert.equal(
    valueOfResult(await open(server.url).testConnection(null)).asked,
    'GET /Users?filter=userName eq "non-existent user"',
  );
});

test('a match reads every path that a mapping can name', async () => {
  const names = [
    'active',
    'name.givenName',
    'emails[type eq "work"].value',
    'emails[type eq "home"].value',
    'emails[type eq "work" and primary eq true].value',
    `${enterprise}:department`,
    'manager',
    'title',
  ];
  const answer = valueOfResult(await open(`${server.url}/`).match(by('userName', 'adele@corp.example'), names));
  assert.equal(answer.asked, 'GET /Users?filter=userName eq "adele@corp.example"');
  assert.equal(answer.total, 1);
  const [entry] = answer.entries;
  assert.equal(entry?.id, '1');
  assert.equal(entry.displayName, 'Adele Vance');
  assert.deepEqual(
    names.map((name) => entry.attributes.get(name)),
    ['True', 'Adele', 'adele@corp.example', 'adele@home.example', 'adele@corp.example', 'Sales', '2', undefined],
  );
  assert.equal(entry.attributes.get('externalId'), 'adelev');
});

test('case does not count for userName, a filter inside the name does its work, two hits are two', async () => {
  const target = open(server.url);
  assert.equal(valueOfResult(await target.match(by('userName', 'ADELE@CORP.example'), [])).total, 1);
  assert.equal(valueOfResult(await target.match(by('emails[type eq "work"].value', 'adele@corp.example'), [])).total, 1);
  assert.equal(valueOfResult(await target.match(by('name.familyName', 'Vance'), [])).total, 1);
  assert.equal(valueOfResult(await target.match(by('userName', 'nobody@corp.example'), [])).total, 0);
  const twins = valueOfResult(await target.match(by('displayName', 'Twin'), ['active']));
  assert.equal(twins.total, 2);
  assert.deepEqual(
    twins.entries.map((entry) => [entry.id, entry.attributes.get('active')]),
    [
      ['twin-1', 'False'],
      ['twin-2', 'True'],
    ],
  );
});

test('an apostrophe, an ampersand, a plus and letters beyond ASCII arrive as they are', async () => {
  const target = open(server.url);
  assert.equal(valueOfResult(await target.match(by('userName', "o'neil@corp.example"), [])).total, 1);
  assert.equal(valueOfResult(await target.match(by('displayName', "Seán O'Neil & Søn + 100%"), [])).total, 1);
});

test('groups are asked for at /Groups, users at /Users, though both have the name', async () => {
  const target = open(server.url);
  const group = valueOfResult(await target.match(by('displayName', 'sales', groups), ['members', 'externalId']));
  assert.equal(group.asked, 'GET /Groups?filter=displayName eq "sales"');
  assert.deepEqual(
    group.entries.map(({ id, kind }) => [id, kind]),
    [['g-sales', 'group']],
  );
  assert.deepEqual(group.entries[0]?.attributes.get('members'), ['1', 'twin-2']);
  const user = valueOfResult(await target.match(by('displayName', 'Sales', enterprise), []));
  assert.deepEqual(
    user.entries.map(({ id, kind }) => [id, kind]),
    [['u-sales', 'user']],
  );
  const report = valueOfResult(await target.testConnection(by('displayName', 'nobody-at-all', groups)));
  assert.equal(report.asked, 'GET /Groups?filter=displayName eq "nobody-at-all"');
  const filters = server.requests.map(({ path }) => decodeURIComponent(path)).filter((path) => path.includes('filter='));
  assert.equal(filters.at(-1), '/scim/Groups?filter=displayName eq "nobody-at-all"');
});

test('a refused filter names the attribute and what the server must support', async () => {
  // This server cannot read an escaped quote, which is legal in a filter.
  const error = errorOf(await open(server.url).match(by('displayName', 'the "best" one'), []));
  assert.equal(error.code, 'InvalidFilter');
  assert.match(error.message, /refused the filter on displayName \(400\)/);
  assert.match(error.advice, /supports filtering on it: GET \/Users\?filter=displayName eq "the/);
  assert.match(error.advice, /holds a quote or a backslash/);
  let answer: readonly [number, string] = [501, ''];
  const none = await startFaultServer((_request, response) => {
    response.statusCode = answer[0];
    response.end(answer[1]);
  });
  try {
    const unsupported = errorOf(await open(none.origin).match(by('title', 'x'), []));
    assert.deepEqual([unsupported.kind, unsupported.code], ['refused', 'NotImplemented']);
    assert.match(unsupported.message, /refused the filter on title \(501\)/);
    assert.ok(!unsupported.advice.includes('backslash'));
    answer = [400, `{"scimType":"invalidFilter","detail":"no ${token} filter"}`];
    assert.match(errorOf(await open(none.origin).match(by('title', 'x'), [])).message, /It says: no \*\*\* filter/);
    answer = [400, '{"scimType":"invalidValue","detail":"odd"}'];
    assert.equal(errorOf(await open(none.origin).match(by('title', 'x'), [])).code, 'Http400');
  } finally {
    await none.close();
  }
});

test('quotes and backslashes cannot end the filter', async () => {
  let asked = '';
  const echo = await startFaultServer((request, response) => {
    asked = new URL(request.url ?? '', 'http://x').searchParams.get('filter') ?? '';
    response.end('{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0}');
  });
  try {
    const answer = valueOfResult(await open(echo.origin).match(by('userName', 'a" or userName pr or "\\'), []));
    assert.equal(asked, 'userName eq "a\\" or userName pr or \\"\\\\"');
    assert.equal(answer.asked, `GET /Users?filter=${asked}`);
    for (const attribute of ['userName eq "x" or displayName', '', 'emails[type eq "work"', 'a b']) {
      asked = 'nothing';
      assert.equal(errorOf(await open(echo.origin).match(by(attribute, 'x'), [])).kind, 'refused', attribute);
      assert.equal(asked, 'nothing');
    }
  } finally {
    await echo.close();
  }
});

test('half a character, which JSON can carry and an address cannot, ends nothing', async () => {
  const echo = await startFaultServer((_request, response) => response.end('{"totalResults":0}'));
  const half = '\ud800';
  try {
    const target = open(echo.origin);
    assert.equal(valueOfResult(await target.match(by('userName', half), [])).total, 0);
    assert.equal(valueOfResult(await target.match(by(`emails[type eq "${half}"].value`, half), [])).total, 0);
    const write = { action: 'delete', id: half, objectName: 'User', directoryName: null, attributes: [] } as const;
    assert.equal(target.describe(write)[0]?.address, `${echo.origin}/Users/%EF%BF%BD`);
  } finally {
    await echo.close();
  }
});

test('a wrong token, none and an impossible one are refusals that do not show it', async () => {
  const wrong = errorOf(await open(server.url, 'wrong-token').testConnection(null));
  assert.equal(wrong.kind, 'unauthorized');
  assert.equal(wrong.code, 'SystemForCrossDomainIdentityManagementInvalidCredentials');
  const before = server.requests.length;
  const none = errorOf(await open(server.url, '').testConnection(null));
  assert.equal(none.kind, 'unauthorized');
  assert.ok(none.message.includes('SCIM_TOKEN'));
  const broken = errorOf(await open(server.url, `${token}\nX-Evil: 1`).testConnection(null));
  assert.equal(broken.kind, 'unauthorized');
  assert.equal(server.requests.length, before);
  const without = errorOf(await open(server.url, token, null).testConnection(null));
  assert.equal(without.kind, 'unauthorized');
});

test('an address that must not be asked is refused without a request, and a credential in it is not shown', async () => {
  for (const url of ['http://app.example/scim', 'https://user:hunter2@app.example/scim', 'scim', 'file:///etc/passwd']) {
    const target = open(url);
    const error = errorOf(await target.testConnection(null));
    assert.equal(error.kind, 'refused', url);
    assert.ok(!JSON.stringify([error, target.label]).includes('hunter2'));
  }
});

test('a server that ignores the filter fails the test of the connection', async () => {
  const everybody = await startFaultServer((_request, response) => {
    response.end('{"totalResults":3,"Resources":[{"id":"1"},{"id":"2"},{"id":"3"}]}');
  });
  try {
    const error = errorOf(await open(everybody.origin).testConnection(null));
    assert.equal(error.code, 'SystemForCrossDomainIdentityManagementServiceIncompatible');
    assert.ok(error.message.includes('3 resources'), error.message);
  } finally {
    await everybody.close();
  }
});

test("an answer that is no SCIM list has the service's code and says what is wrong", async () => {
  let body = '';
  const odd = await startFaultServer((_request, response) => response.end(body));
  try {
    for (const [text, word] of [
      ['[]', 'not a JSON object'],
      ['{}', 'totalResults'],
      ['{"totalResults":"1","Resources":[]}', 'totalResults'],
      ['{"totalResults":1}', 'empty'],
      ['{"totalResults":1,"Resources":{}}', 'not a list'],
      ['{"totalResults":1,"Resources":[7]}', 'not an object'],
      ['{"totalResults":1,"Resources":[{"userName":"x"}]}', '"id"'],
      ['{"totalResults":1,"Resources":[{"id":null}]}', '"id"'],
      ['{"totalResults":1,"Resources":[{"id":{}}]}', '"id"'],
      ['{"totalResults":1,"startIndex":2,"itemsPerPage":0,"Resources":[]}', 'empty'],
      ['{"totalResults":0,"Resources":[{"id":"1"}]}', '"totalResults" is 0, but "Resources" holds 1'],
      ['{"totalResults":1,"Resources":[{"id":"1"},{"id":"2"}]}', '"totalResults" is 1, but "Resources" holds 2'],
      ['{"totalResults":250,"Resources":[{"id":"1"}]}', '"itemsPerPage" does not say'],
      ['{"totalResults":2.5,"Resources":[]}', 'totalResults'],
      ['{"schemas":[{"toString":1,"valueOf":1}],"totalResults":0}', 'schemas'],
      [`{"schemas":${'['.repeat(9000)}${']'.repeat(9000)},"totalResults":0}`, 'schemas'],
      ['{"totalResults":0,"Resources":"none"}', 'not a list'],
      ['{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"totalResults":0}', 'schemas'],
      ['', 'nothing'],
      ['{"totalResults":', 'not JSON'],
      ['totalResults=0', 'not JSON'],
    ] as const) {
      body = text;
      const error = errorOf(await open(odd.origin).match(by('userName', 'x'), []));
      assert.equal(error.kind, 'malformed', text);
      assert.equal(error.code, 'SystemForCrossDomainIdentityManagementServiceIncompatible');
      assert.ok(error.message.includes(word), error.message);
    }
    body = '{"totalResults":0,"Resources":null}';
    assert.equal(valueOfResult(await open(odd.origin).match(by('userName', 'x'), [])).total, 0);
    body = '{"totalResults":250,"itemsPerPage":1,"Resources":[{"id":1,"password":"hunter2","__proto__":{"x":1}}]}';
    const answer = valueOfResult(await open(odd.origin).match(by('userName', 'x'), ['password', '__proto__']));
    assert.equal(answer.total, 250);
    assert.equal(answer.entries[0]?.id, '1');
    assert.equal(answer.entries[0].attributes.has('password'), false);
  } finally {
    await odd.close();
  }
});

test('names in another case, a byte order mark, and ids that are numbers are read', async () => {
  const body = '{"TOTALRESULTS":1,"resources":[{"ID":7,"username":"x","SCHEMAS":[{"toString":1}],"Active":true}]}';
  const odd = await startFaultServer((_request, response) => response.end(`\ufeff${body}`));
  try {
    const answer = valueOfResult(await open(odd.origin).match(by('userName', 'X'), ['userName', 'active']));
    assert.deepEqual([answer.total, answer.entries[0]?.id], [1, '7']);
    assert.deepEqual([...(answer.entries[0]?.attributes ?? [])].slice(0, 2), [
      ['userName', 'x'],
      ['active', 'True'],
    ]);
  } finally {
    await odd.close();
  }
});

test('a media type that is not JSON is named, and one that is left out does no harm', async () => {
  let type = '';
  const odd = await startFaultServer((_request, response) => {
    if (type !== '') response.setHeader('Content-Type', type);
    response.end('{"totalResults":0}');
  });
  try {
    for (type of ['text/plain', 'text/html; charset=utf-8', 'application/xml', 'application/octet-stream']) {
      const error = errorOf(await open(odd.origin).match(by('userName', 'x'), []));
      assert.deepEqual([error.kind, error.code], ['malformed', 'SystemForCrossDomainIdentityManagementServiceIncompatible']);
      assert.ok(error.message.includes(`as "${type.split(';')[0]}", not as "application/scim+json"`), error.message);
    }
    for (type of ['', 'application/json', 'application/scim+json;charset=UTF-8', 'Application/SCIM+JSON', 'text/json']) {
      assert.equal(valueOfResult(await open(odd.origin).match(by('userName', 'x'), [])).total, 0, type);
    }
  } finally {
    await odd.close();
  }
});

test('a hit that has another value in the matching attribute is no match: the server ignores the filter', async () => {
  let resources: readonly object[] = [];
  const odd = await startFaultServer((_request, response) => {
    response.end(JSON.stringify({ totalResults: resources.length, Resources: resources }));
  });
  try {
    const target = open(odd.origin);
    const work = (value: string): object => ({ type: 'work', value });
    for (const [query, stray] of [
      [by('userName', 'adele@corp.example'), { userName: 'boss@corp.example' }],
      [by('userName', 'adele'), { userName: 'adele2' }],
      [by('emails[type eq "work"].value', 'a@x'), { emails: [work('b@x'), { type: 'home', value: 'a@x' }] }],
      [by('emails', 'a@x'), { emails: [work('b@x')] }],
      [by(`${enterprise}:employeeNumber`, '7'), { [enterprise]: { employeeNumber: 70 } }],
    ] as const) {
      resources = [{ id: 'stray-1', ...stray }];
      const error = errorOf(await target.match(query, []));
      assert.deepEqual([error.kind, error.code], ['malformed', 'SystemForCrossDomainIdentityManagementServiceIncompatible']);
      assert.match(error.message, /\(id stray-1\) whose .* is another one: it does not apply the filter/);
      assert.match(error.advice, /Every match would be wrong/);
    }
    // What servers compare as equal, or do not show, is a hit.
    for (const [query, hit] of [
      [by('userName', 'ADELE'), { userName: 'adele' }],
      [by('displayName', 'Adele Vance'), { displayName: 'Ad\u00e8le  Vance' }],
      [
        by('phoneNumbers[type eq "work"].value', '+1 206 555 0101'),
        { phoneNumbers: [{ type: 'work', value: 'tel:+1-206-555-0101' }] },
      ],
      [by('emails[type eq "work"].value', 'a@x'), { emails: [{ ...work('b@x'), primary: true }, work('A@x')] }],
      [by('active', 'true'), { active: true }],
      [by('employeeNumber', '7'), { [enterprise]: { employeeNumber: 7 } }],
      [by('externalId', 'x'), { userName: 'adele' }],
    ] as const) {
      resources = [{ id: 'hit', ...hit }];
      assert.equal(valueOfResult(await target.match(query, [])).total, 1, JSON.stringify(query));
    }
  } finally {
    await odd.close();
  }
});

test('a stall ends with the time that the connection allows', async () => {
  const silent = await startFaultServer(() => undefined);
  try {
    const options = {
      folder: '/',
      signal: new AbortController().signal,
      readText: () => Promise.reject(new Error('no file is read')),
      secret: async () => token,
    };
    const reference = { kind: 'scim', username: null, url: silent.origin, secretEnv: 'T', timeoutMs: 100, range } as const;
    const error = errorOf(await scimTarget(reference, options).match(by('userName', 'x'), []));
    assert.deepEqual([error.kind, error.code], ['timeout', 'Timeout']);
    assert.match(error.message, /did not answer within 0\.1 seconds/);
  } finally {
    await silent.close();
  }
});

test('two servers in one process keep their users apart', async () => {
  const other = await startScimServer({ users: [{ userName: 'only@other.example' }] });
  try {
    const target = open(other.url, undefined, null);
    assert.equal(valueOfResult(await target.match(by('userName', 'only@other.example'), [])).total, 1);
    assert.equal(valueOfResult(await target.match(by('userName', 'adele@corp.example'), [])).total, 0);
    assert.equal(valueOfResult(await open(server.url).match(by('userName', 'only@other.example'), [])).total, 0);
  } finally {
    await other.close();
  }
});
