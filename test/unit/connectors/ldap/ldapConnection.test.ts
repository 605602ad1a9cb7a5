import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ldapConnection } from '../../../../src/connectors/ldap/ldapConnection.ts';
import { equals, present } from '../../../../src/connectors/ldap/ldapFilters.ts';
import type { LdapFound } from '../../../../src/connectors/ldap/ldapPort.ts';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import { Sessions } from '../../../../src/connectors/sessions.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import type { DirectoryError, DirectoryResult } from '../../../../src/core/trace/directory.ts';
import { adEntries } from '../../../support/directories/adEntries.ts';
import type { DirectoryServer } from '../../../support/directories/directoryServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';
import { watchLdap } from '../../../support/directories/ldapWatch.ts';
import { type SlapdOptions, skipWithoutSlapd, startSlapd } from '../../../support/directories/slapdServer.ts';

describe('a connection to OpenLDAP', { skip: skipWithoutSlapd }, () => {
  let server: DirectoryServer;
  const others: DirectoryServer[] = [];
  const sessions = new Sessions();
  before(async () => {
    server = await startSlapd({ entries: adEntries({ bulk: 1500 }) });
  });
  after(async () => {
    await sessions.close();
    await Promise.all([server, ...others].map((one) => one?.stop()));
  });

  const other = async (options: SlapdOptions): Promise<DirectoryServer> => {
    const started = await startSlapd(options);
    others.push(started);
    return started;
  };
  const find = (
    reference: Partial<LdapReference> = {},
    options: Partial<OpenOptions> = {},
    limit = 5000,
    asked = server,
  ): Promise<DirectoryResult<LdapFound>> => {
    const connection = ldapConnection(ldapReferenceTo(asked, reference), ldapOptions(asked, { sessions, ...options }));
    const base = reference.baseDN ?? asked.baseDN;
    return connection.search({ base, scope: 'sub', filter: present('sAMAccountName'), attributes: ['sAMAccountName'], limit });
  };
  const failed = async (result: Promise<DirectoryResult<unknown>>): Promise<DirectoryError> => {
    const answer = await result;
    assert.ok(!answer.ok, 'it should have failed');
    const text = JSON.stringify(answer.error);
    for (const secret of [server.readerPassword, 'wr0ng-Passw0rd']) assert.ok(!text.includes(secret), text);
    assert.ok(answer.error.message.endsWith('.') && answer.error.advice.length > 10, text);
    return answer.error;
  };

  test('more than the server gives at once comes in pages, each once', async () => {
    for (const pageSize of [1, 499, 500, 1000]) {
      const found = await find({ pageSize, ...(pageSize === 1 ? { baseDN: 'OU=Graz,OU=Staff,DC=corp,DC=example' } : {}) });
      assert.ok(found.ok);
      const names = found.value.entries.map(({ dn }) => dn);
      assert.equal(new Set(names).size, names.length);
      assert.ok(pageSize === 1 ? names.length >= 4 : names.length > 1500, `${names.length}`);
      assert.equal(found.value.complete, true);
    }
  });

  test('a limit cuts, and the answer says so', async () => {
    for (const limit of [1, 500, 501, 1200]) {
      const found = await find({}, {}, limit);
      assert.ok(found.ok);
      assert.equal(found.value.entries.length, limit);
      assert.equal(found.value.complete, false);
    }
  });

  test('several paged searches at once on one connection do not mix', async () => {
    const all = await Promise.all([
      find({ pageSize: 100 }),
      find({ pageSize: 100 }),
      find({ pageSize: 100 }),
      find({ pageSize: 100 }, {}, 3),
    ]);
    const counts = all.map((found) => (found.ok ? found.value.entries.length : found.error.message));
    assert.equal(new Set(counts.slice(0, 3)).size, 1);
    assert.ok(Number(counts[0]) > 1500, String(counts[0]));
    assert.equal(counts[3], 3);
  });

  test('what a long list took is given back although the connection stays', async () => {
    setFlagsFromString('--expose_gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const used = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed / 1e6;
    };
    assert.ok((await find()).ok);
    const before = used();
    for (let round = 0; round < 8; round += 1) assert.ok((await find()).ok);
    // A list of 1,500 people takes more than one megabyte.
    assert.ok(used() - before < 5, `${used() - before} MB more than before`);
  });

  test("the server's own size limit makes a list that is not complete", async () => {
    const small = await other({ config: 'limits users size.soft=7 size.hard=7 size.pr=7 size.prtotal=7' });
    const found = await find({}, {}, 400, small);
    assert.ok(found.ok);
    assert.equal(found.value.entries.length, 7);
    assert.equal(found.value.complete, false);
  });

  test('a page that is larger than the server allows is a failure with advice', async () => {
    const small = await other({ config: 'limits users size.pr=7' });
    const error = await failed(find({ pageSize: 500 }, {}, 5000, small));
    assert.match(error.advice, /pageSize/);
  });

  test('bytes are told by the schema and by name, text is text', async () => {
    const connection = ldapConnection(ldapReferenceTo(server), ldapOptions(server, { sessions }));
    const filter = equals('sAMAccountName', 'ascii.photo');
    const attributes = ['OBJECTGUID', 'objectSid', 'thumbnailphoto', 'displayName', 'givenName', 'userPassword', 'nothing'];
    const found = await connection.search({ base: server.baseDN, scope: 'sub', filter, attributes, limit: 2 });
    assert.ok(found.ok);
    const values = found.value.entries[0]?.attributes ?? new Map();
    const kinds = [...values].map(([name, [value]]) => `${name.toLowerCase()} ${Buffer.isBuffer(value) ? 'bytes' : 'text'}`);
    const expected = ['displayname text', 'givenname text', 'objectguid bytes', 'objectsid bytes', 'thumbnailphoto bytes'];
    assert.deepEqual(kinds.sort(), expected);
  });

  test('StartTLS', async () => {
    const found = await find({ url: server.url, startTls: true });
    assert.ok(found.ok);
    assert.ok(found.value.entries.length > 1500);
  });

  test('without TLS on this machine', async () => {
    assert.ok((await find({ url: server.url, caFile: null })).ok);
  });

  test('without TLS elsewhere, nothing is sent', async () => {
    const error = await failed(find({ url: 'ldap://192.0.2.1', caFile: null }));
    assert.equal(error.code, 'PlaintextRefused');
  });

  test('nobody, who may not read', async () => {
    const error = await failed(find({ bindDN: null }));
    assert.match(error.message, /has no DC=corp,DC=example|may not read/);
  });

  test('a wrong password', async () => {
    const error = await failed(find({}, { secret: () => Promise.resolve('wr0ng-Passw0rd') }));
    assert.equal(error.kind, 'unauthorized');
    assert.match(error.message, /does not let CN=svc-reader,OU=Service,DC=corp,DC=example in: the name or the password is wrong/);
  });

  test('a wrong password is not tried again and again, which would lock the account', async () => {
    const watch = await watchLdap(server);
    const binds = (): number => watch.operations.filter((operation) => operation === 'bind').length;
    const cache = { read: async () => undefined, write: async () => undefined };
    const signIn = { mayAsk: false, openBrowser: async () => undefined, showDeviceCode: () => undefined, cache };
    const kept = new Sessions();
    try {
      const ask = (password: string, mayAsk: boolean): Promise<DirectoryResult<LdapFound>> =>
        find({ url: watch.url }, { sessions: kept, secret: async () => password, signIn: { ...signIn, mayAsk } });
      const first = await failed(ask('wr0ng-Passw0rd', false));
      for (const byHand of [false, false, true, false]) assert.deepEqual(await failed(ask('wr0ng-Passw0rd', byHand)), first);
      assert.equal(binds(), 1);
      assert.ok((await ask(server.readerPassword, false)).ok, 'another password is another matter');
      assert.equal(binds(), 2);
    } finally {
      await kept.close();
      await watch.close();
    }
  });

  test('an empty password is not sent: a server would take it as nobody and say yes', async () => {
    assert.equal((await failed(find({}, { secret: () => Promise.resolve('') }))).code, 'EmptyPassword');
    const named = await failed(find({ secretEnv: 'AD_PASSWORD' }, { secret: () => Promise.resolve('') }));
    assert.match(named.advice, /, or set AD_PASSWORD\.$/);
  });

  test('no password, and a store that cannot be read', async () => {
    const missing = await failed(find({ secretEnv: 'AD_PASSWORD' }, { secret: () => Promise.resolve(undefined) }));
    assert.match(missing.message, /^The password of CN=svc-reader.* is missing: AD_PASSWORD is not set\.$/);
    assert.equal((await failed(find({}, { secret: () => Promise.reject(new Error('locked')) }))).code, 'SecretUnreadable');
  });

  test('no such base', async () => {
    const error = await failed(find({ baseDN: 'OU=Nowhere,DC=corp,DC=example' }));
    assert.equal(error.kind, 'notFound');
    assert.match(error.message, /has no OU=Nowhere,DC=corp,DC=example\./);
  });

  test('a base that another server holds', async () => {
    const error = await failed(find({ baseDN: 'DC=elsewhere,DC=test' }));
    assert.match(error.message, /does not hold DC=elsewhere,DC=test and refers to ldap:\/\/other\.example\./);
  });

  test('a base that is no distinguished name', async () => {
    assert.equal((await failed(find({ baseDN: 'people' }))).code, 'invalidDNSyntax');
  });

  test('an authority that is not known', async () => {
    const error = await failed(find({ caFile: null }));
    assert.match(error.message, /cannot be trusted: its authority is not known here\./);
    assert.match(error.advice, /caFile/);
  });

  for (const [what, tls, message] of [
    ['a certificate that has expired', { expired: true }, /it has expired\./],
    ['a certificate for another name', { names: ['DNS:other.example'] }, /it is for another name\./],
    ['a certificate that vouches for itself', { selfSigned: true }, /the server signed it itself\./],
  ] as const) {
    test(`${what}, from the start and by StartTLS`, async () => {
      const wrong = await other({ tls });
      assert.match((await failed(find({}, {}, 10, wrong))).message, message);
      assert.match((await failed(find({ url: wrong.url, startTls: true }, {}, 10, wrong))).message, message);
    });
  }

  test('StartTLS that the server refuses', async () => {
    const plain = await other({ withoutTls: true });
    const error = await failed(find({ url: plain.url, startTls: true }, {}, 10, plain));
    assert.equal(error.code, 'StartTlsRefused');
  });

  test('TLS where there is none, and none where there is', async () => {
    const plainPort = server.url.replace('ldap:', 'ldaps:');
    assert.match((await failed(find({ url: plainPort }))).message, /does not speak TLS here/);
    const securePort = server.ldaps.replace('ldaps:', 'ldap:');
    const error = await failed(find({ url: securePort, caFile: null, timeoutMs: 2000 }));
    assert.ok(['TlsExpected', 'ConnectionLost'].includes(error.code), error.code);
  });

  test('nobody listens there, and no such host', async () => {
    assert.match((await failed(find({ url: 'ldaps://127.0.0.1:9' }))).message, /refuses the connection/);
    assert.match((await failed(find({ url: 'ldaps://dc1.invalid' }))).message, /The name dc1\.invalid cannot be resolved/);
  });

  test('an address that is none', async () => {
    for (const url of ['ldaps://dc1.corp.example:99999', 'ldaps://[::1']) {
      assert.equal((await failed(find({ url }))).code, 'InvalidAddress', url);
    }
  });

  test('a file of authorities that is missing or is none', async () => {
    assert.equal((await failed(find({ caFile: 'nowhere.pem' }))).code, 'CaFile');
    const text = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    for (const pem of ['hello', text]) {
      assert.equal((await failed(find({ caFile: 'a.pem' }, { readText: () => Promise.resolve(pem) }))).code, 'CaFile');
    }
  });

  test('a server that has gone is unreachable', async () => {
    const short = await other({});
    const options = ldapOptions(short, { sessions });
    const connection = ldapConnection(ldapReferenceTo(short, { timeoutMs: 2000 }), options);
    assert.ok((await connection.root()).ok);
    await short.stop();
    const search = { base: short.baseDN, scope: 'base', filter: present('objectClass'), attributes: ['dc'], limit: 1 } as const;
    assert.equal((await failed(connection.search(search))).kind, 'unreachable');
  });

  test('an idle connection keeps no process alive', async () => {
    const from = (path: string): string => JSON.stringify(new URL(`../../../../${path}`, import.meta.url).href);
    const reference = { ...ldapReferenceTo(server), url: server.ldaps };
    const script = `
      import { readFile } from 'node:fs/promises';
      import { ldapConnection } from ${from('src/connectors/ldap/ldapConnection.ts')};
      import { Sessions } from ${from('src/connectors/sessions.ts')};
      const options = {
        folder: '/', signal: new AbortController().signal, sessions: new Sessions(),
        readText: (path) => readFile(path, 'utf8'), secret: async () => ${JSON.stringify(server.readerPassword)},
      };
      console.log((await ldapConnection(${JSON.stringify(reference)}, options).root()).ok);
    `;
    const printed = await new Promise<string>((resolve, reject) => {
      const args = ['--input-type=module', '--eval', script];
      execFile(process.execPath, args, { timeout: 20_000 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    assert.equal(printed.trim(), 'true');
  });
});
