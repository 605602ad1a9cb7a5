import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConnection } from '../../../src/core/connection/readConnection.ts';

const whole = {
  name: 'corp.example to the app',
  configuration: {
    schema: 'app.syncschema.json',
    rule: 'USER_OUTBOUND_USER',
    objectMapping: 'Users',
    dialect: 'app-provisioning',
  },
  source: { kind: 'file', path: 'people.ldif' },
  target: { kind: 'scim', url: 'https://app.example/scim', secretEnv: 'SCIM_TOKEN', timeoutMs: 2500 },
  service: { servicePrincipalId: '1', jobId: '2' },
  assignment: 'assigned',
  access: 'readWrite',
  people: ['adele@corp.example'],
  tenantConstants: { '%DomainFQDN%': 'corp.example', DomainNetBios: 'CORP' },
};

function read(change: Record<string, unknown>): ReturnType<typeof readConnection> {
  return readConnection(JSON.stringify({ ...whole, ...change }));
}

function codes(result: ReturnType<typeof readConnection>): readonly string[] {
  return result.problems.map((problem) => problem.code);
}

test('a whole connection is read without a problem', () => {
  const { connection, problems } = read({});
  assert.deepEqual(problems, []);
  assert.equal(connection?.name, 'corp.example to the app');
  assert.equal(connection.assignment, 'assigned');
  assert.equal(connection.access, 'readWrite');
  assert.deepEqual(connection.people, ['adele@corp.example']);
  assert.deepEqual(
    [...connection.tenantConstants],
    [
      ['DomainFQDN', 'corp.example'],
      ['DomainNetBios', 'CORP'],
    ],
  );
  assert.equal(connection.target.kind === 'scim' && connection.target.timeoutMs, 2500);
  assert.equal(connection.target.kind === 'scim' && connection.target.secretEnv, 'SCIM_TOKEN');
});

test('what may be left out has its default: read only, ten seconds, no assignment', () => {
  const { name, configuration, source } = whole;
  const { connection, problems } = readConnection(
    JSON.stringify({ name, configuration, source, target: { kind: 'scim', url: 'http://127.0.0.1:4100/scim' } }),
  );
  assert.deepEqual(problems, []);
  assert.equal(connection?.access, 'readOnly');
  assert.equal(connection.assignment, null);
  assert.deepEqual(connection.people, []);
  assert.equal(connection.target.kind === 'scim' && connection.target.timeoutMs, 10_000);
  assert.equal(connection.target.kind === 'scim' && connection.target.secretEnv, null);
});

test('comments, a trailing comma and a byte-order mark are tolerated, and ranges count the mark', () => {
  const text = `\ufeff// how we test\n${JSON.stringify(whole, null, 2).replace(/\n\}$/, ',\n}')}`;
  const { connection, problems } = readConnection(text);
  assert.deepEqual(problems, []);
  assert.ok(connection?.configuration.kind === 'schema');
  const { start, end } = connection.configuration.schemaRange;
  assert.equal(text.slice(start, end), '"app.syncschema.json"');
  assert.equal(text.slice(connection.source.range.start, connection.source.range.end), '"people.ldif"');
  assert.equal(text.slice(connection.target.range.start, connection.target.range.end), '"https://app.example/scim"');
});

test('a mapping and a scope file stand for themselves', () => {
  const { connection, problems } = read({
    configuration: { mapping: 'u.mapping.json', scope: 'u.scope.json', dialect: 'cloud-sync' },
  });
  assert.deepEqual(problems, []);
  assert.ok(connection?.configuration.kind === 'mapping');
  assert.equal(connection.configuration.scope, 'u.scope.json');
  assert.equal(connection.configuration.dialect, 'cloud-sync');
});

test('ldap and graph with every documented property are read', () => {
  const result = read({
    source: {
      kind: 'ldap',
      url: 'ldaps://dc1.corp.example',
      baseDN: 'DC=corp,DC=example',
      bindDN: 'CORP\\reader',
      caFile: 'corp-ca.pem',
      secretEnv: 'LDAP_SECRET',
      timeoutMs: 5000,
    },
    target: {
      kind: 'graph',
      tenant: 'contoso.onmicrosoft.com',
      clientId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      signIn: 'clientSecret',
      secretEnv: 'GRAPH_SECRET',
      graphBaseUrl: 'https://graph.microsoft.us',
      authority: 'https://login.microsoftonline.us',
    },
  });
  assert.deepEqual(result.problems, []);
  assert.equal(result.connection?.source.kind, 'ldap');
  assert.equal(result.connection.target.kind, 'graph');
});

test('each missing piece is named', () => {
  assert.deepEqual(codes(readConnection('{}')), Array(4).fill('connection-missing'));
  assert.equal(readConnection('{}').connection, null);
  for (const [change, word] of [
    [{ source: undefined }, '"source"'],
    [{ source: { kind: 'file' } }, '"path"'],
    [{ source: { path: 'x.ldif' } }, '"kind"'],
    [{ target: { kind: 'scim' } }, '"url"'],
    [{ source: { kind: 'ldap', url: 'ldaps://dc' } }, '"baseDN"'],
    [{ target: { kind: 'graph' } }, '"tenant"'],
    [{ configuration: {} }, '"schema"'],
    [{ name: '  ' }, '"name"'],
  ] as const) {
    const { problems } = read(change);
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['connection-missing'],
      JSON.stringify(change),
    );
    assert.ok(problems[0]?.message.includes(word), problems[0]?.message);
  }
});

test('an unknown kind, a wrong type and an unknown property are told apart', () => {
  assert.deepEqual(codes(read({ source: { kind: 'sql', table: 'people' } })), ['connection-unknown-kind']);
  assert.deepEqual(codes(read({ source: 'people.ldif' })), ['connection-wrong-type']);
  assert.deepEqual(codes(read({ access: 'write' })), ['connection-wrong-type']);
  assert.deepEqual(codes(read({ people: 'adele' })), ['connection-wrong-type']);
  const unknown = read({ sorce: 1, source: { kind: 'file', path: 'p.json', pth: 2 } });
  assert.deepEqual(codes(unknown).toSorted(), ['connection-unknown-property', 'connection-unknown-property']);
  assert.ok(unknown.problems.every((problem) => problem.severity === 'warning'));
  assert.ok(unknown.connection);
  assert.deepEqual(codes(readConnection('[]')), ['connection-wrong-type']);
  const both = read({ configuration: { schema: 'a', mapping: 'b' } });
  assert.deepEqual(codes(both), ['connection-wrong-type']);
  assert.equal(both.connection, null);
});

test('a time-out out of bounds is an error and is brought within them', () => {
  const { connection, problems } = read({ target: { ...whole.target, timeoutMs: 99_999_999 } });
  assert.deepEqual(
    problems.map((problem) => problem.code),
    ['connection-wrong-type'],
  );
  assert.equal(connection?.target.kind === 'scim' && connection.target.timeoutMs, 120_000);
});

test('a secret in the file is an error wherever it stands, and no message repeats it', () => {
  const secret = 'hunter2-Very/Secret';
  for (const change of [
    { target: { ...whole.target, token: secret } },
    { target: { ...whole.target, clientSecret: secret } },
    { target: { ...whole.target, headers: { Authorization: `Bearer ${secret}` } } },
    { source: { kind: 'ldap', url: 'ldaps://dc', baseDN: 'DC=x', bindPassword: secret } },
    { password: secret },
    { secretEnv: 'X', api_key: secret },
    { target: { ...whole.target, secretEnv: secret } },
    { target: { kind: 'scim', url: `https://user:${secret}@app.example/scim` } },
    { target: { kind: 'scim', url: `https://app.example/scim?access_token=${secret}` } },
    { deep: [{ er: { passphrase: [secret] } }] },
  ]) {
    const { problems } = read(change);
    const found = problems.filter((problem) => problem.code === 'connection-secret-in-file');
    assert.equal(found.length, 1, JSON.stringify(change));
    assert.equal(found[0]?.severity, 'error');
    assert.ok(!JSON.stringify(problems).includes(secret), JSON.stringify(problems));
  }
  assert.deepEqual(codes(read({ target: { ...whole.target, token: null } })), []);
});

test('a SCIM address must be https, or http on this machine', () => {
  const target = (url: string): readonly string[] => codes(read({ target: { kind: 'scim', url } }));
  for (const url of [
    'https://app.example/scim/v2',
    'https://app.example:8443/scim?aadOptscim062020',
    'http://localhost:4100/scim',
    'http://127.0.0.1/scim',
    'http://[::1]:4100/scim',
  ]) {
    assert.deepEqual(target(url), [], url);
  }
  for (const url of [
    'http://app.example/scim',
    'http://127.0.0.1.evil.example/',
    'ftp://x',
    'app.example',
    'https://',
    'https://a b/',
  ]) {
    assert.deepEqual(target(url), ['connection-wrong-type'], url);
    assert.equal(read({ target: { kind: 'scim', url } }).connection, null);
  }
});

test('a property named __proto__ is only an unknown property', () => {
  const text = JSON.stringify(whole).replace('{', '{"__proto__":{"access":"readWrite","polluted":1},"constructor":1,');
  const { connection, problems } = readConnection(text);
  assert.ok(connection);
  assert.deepEqual(
    problems.map((problem) => problem.code),
    ['connection-unknown-property', 'connection-unknown-property'],
  );
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test('a property that stands twice is a warning, and the last one counts', () => {
  const { connection, problems } = readConnection(JSON.stringify(whole).replace('{', '{"name":"first",'));
  assert.equal(connection?.name, whole.name);
  assert.deepEqual(
    problems.map((problem) => problem.code),
    ['json-duplicate-key'],
  );
});

test('broken text gives problems inside the text and never throws', () => {
  const sound = JSON.stringify(whole, null, 1);
  fc.assert(
    fc.property(fc.nat(sound.length), fc.nat(40), fc.string({ maxLength: 8 }), (at, length, replacement) => {
      const text = sound.slice(0, at) + replacement + sound.slice(at + length);
      for (const { range } of readConnection(text).problems) {
        assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length + 1, JSON.stringify(range));
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(readConnection('').problems.length > 0);
  assert.ok(readConnection('['.repeat(200_000)).problems.length > 0);
  assert.ok(readConnection(' '.repeat(1_100_000)).problems.length > 0);
});

const ldap = { kind: 'ldap', url: 'ldaps://dc1.corp.example', baseDN: 'DC=corp,DC=example' };

test('an LDAP directory is read with its defaults', () => {
  const { connection, problems } = read({
    source: { ...ldap, bindDN: 'CORP\\reader', secretEnv: 'AD_PASSWORD', caFile: 'ca.pem' },
  });
  assert.deepEqual(problems, []);
  assert.ok(connection?.source.kind === 'ldap');
  const { range: _range, ...rest } = connection.source;
  assert.deepEqual(rest, {
    kind: 'ldap',
    url: 'ldaps://dc1.corp.example',
    baseDN: 'DC=corp,DC=example',
    bindDN: 'CORP\\reader',
    secretEnv: 'AD_PASSWORD',
    caFile: 'ca.pem',
    startTls: false,
    allowPlaintext: false,
    pageSize: 500,
    timeoutMs: 10_000,
  });
});

test('a password never goes out in the clear unless the file says so or it stays on this machine', () => {
  const withUrl = (url: string, more: Record<string, unknown> = {}): readonly string[] =>
    codes(read({ source: { ...ldap, url, ...more } }));
  assert.deepEqual(withUrl('ldap://dc1.corp.example'), ['connection-wrong-type']);
  assert.equal(read({ source: { ...ldap, url: 'ldap://dc1.corp.example' } }).connection, null);
  for (const url of ['ldap://127.0.0.1:1389', 'ldap://localhost', 'ldap://[::1]:389']) assert.deepEqual(withUrl(url), [], url);
  assert.deepEqual(withUrl('ldap://127.0.0.1.evil.example'), ['connection-wrong-type']);
  assert.deepEqual(withUrl('ldap://dc1.corp.example', { startTls: true }), []);
  assert.deepEqual(withUrl('ldap://dc1.corp.example', { allowPlaintext: true }), []);
  assert.deepEqual(withUrl('ldaps://dc1.corp.example', { startTls: true }), ['connection-wrong-type']);
  assert.deepEqual(withUrl('ldaps://reader:pw@dc1.corp.example'), ['connection-secret-in-file']);
  assert.deepEqual(withUrl('http://dc1.corp.example'), ['connection-wrong-type']);
});

test('Graph is read with the addresses of the public cloud, and says which sign-in needs an application', () => {
  const graph = { kind: 'graph', tenant: 'contoso.onmicrosoft.com' };
  const { connection, problems } = read({ target: { ...graph, clientId: 'an-id' } });
  assert.deepEqual(problems, []);
  assert.ok(connection?.target.kind === 'graph');
  assert.equal(connection.target.signIn, 'interactive');
  assert.equal(connection.target.graphBaseUrl, 'https://graph.microsoft.com/v1.0');
  assert.equal(connection.target.authority, 'https://login.microsoftonline.com');
  for (const signIn of ['interactive', 'deviceCode', 'clientSecret', 'clientCertificate']) {
    assert.deepEqual(codes(read({ target: { ...graph, signIn } })), ['connection-missing'], signIn);
  }
  for (const signIn of ['azureCli', 'token']) assert.deepEqual(codes(read({ target: { ...graph, signIn } })), [], signIn);
  const national = read({ target: { ...graph, signIn: 'azureCli', graphBaseUrl: 'https://graph.microsoft.us/' } }).connection;
  assert.equal(national?.target.kind === 'graph' && national.target.graphBaseUrl, 'https://graph.microsoft.us/v1.0');
  assert.deepEqual(codes(read({ target: { ...graph, signIn: 'azureCli', authority: 'http://login.example' } })), [
    'connection-wrong-type',
  ]);
  assert.deepEqual(codes(read({ target: { ...graph, signIn: 'azureCli', tenant: 'a/../b' } })), ['connection-wrong-type']);
});

test('the account of basic authentication is read, and what could not be told from its password is refused', () => {
  const scim = { kind: 'scim', url: 'https://app.example/scim', secretEnv: 'SCIM_PASSWORD' };
  const { connection } = read({ target: { ...scim, username: 'svc' } });
  assert.equal(connection?.target.kind === 'scim' && connection.target.username, 'svc');
  assert.deepEqual(codes(read({ target: { ...scim, username: 'svc:pw' } })), ['connection-wrong-type']);
});

test('the job and its application are read', () => {
  assert.deepEqual(read({}).connection?.service, { servicePrincipalId: '1', jobId: '2' });
  assert.deepEqual(read({ service: undefined }).connection?.service, { servicePrincipalId: null, jobId: null });
});
