import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { ldapConnection } from '../../../../src/connectors/ldap/ldapConnection.ts';
import { anyOf, equals, present } from '../../../../src/connectors/ldap/ldapFilters.ts';
import type { LdapConnection, LdapFound } from '../../../../src/connectors/ldap/ldapPort.ts';
import { ldapTarget } from '../../../../src/connectors/ldap/ldapTarget.ts';
import { Sessions } from '../../../../src/connectors/sessions.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import type { DirectoryError, DirectoryResult } from '../../../../src/core/trace/directory.ts';
import {
  type FakeLdapServer,
  type FakeReply,
  type FakeRequest,
  startFakeLdap,
} from '../../../support/directories/fakeLdapServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';

const password = 'pl4nted-S3cret';
const base = 'DC=corp,DC=example';
const sessions = new Sessions();
const servers: FakeLdapServer[] = [];

after(async () => {
  await sessions.close();
  await Promise.all(servers.map((server) => server.stop()));
});

interface Faked {
  readonly server: FakeLdapServer;
  readonly connection: LdapConnection;
  readonly reference: LdapReference;
  again(signal?: AbortSignal): LdapConnection;
}

async function fake(answer: (request: FakeRequest, reply: FakeReply) => boolean, timeoutMs = 5000): Promise<Faked> {
  const server = await startFakeLdap(answer);
  servers.push(server);
  const named = { ldaps: server.url, baseDN: base, readerDN: 'CN=reader', caFile: '' };
  const reference = ldapReferenceTo(named, { caFile: null, timeoutMs, pageSize: 500 });
  const again = (signal = new AbortController().signal): LdapConnection =>
    ldapConnection(reference, ldapOptions({ readerPassword: password }, { sessions, signal }));
  return { server, connection: again(), reference, again };
}

function search(
  connection: LdapConnection,
  limit = 10,
  attributes: readonly string[] = ['cn'],
): Promise<DirectoryResult<LdapFound>> {
  return connection.search({ base, scope: 'sub', filter: present('objectClass'), attributes, limit });
}

function errorOf<T>(result: DirectoryResult<T>): DirectoryError {
  assert.ok(!result.ok, 'it should have failed');
  const text = JSON.stringify(result.error);
  assert.ok(!text.includes(password), `the password stands in ${text}`);
  assert.ok(result.error.advice.length > 10);
  return result.error;
}

const onSearch =
  (act: (request: FakeRequest, reply: FakeReply) => void) =>
  (request: FakeRequest, reply: FakeReply): boolean => {
    if (request.kind !== 'search' || request.base === '') return false;
    act(request, reply);
    return true;
  };

describe('a server that refers elsewhere', () => {
  test('a referral names the other server and is not followed', async () => {
    const referrals = ['ldap://other.example/DC=other,DC=example', 'ldaps://third.example'];
    const { connection, server } = await fake(onSearch((_, reply) => reply.done(10, { referrals })));
    const error = errorOf(await search(connection));
    assert.equal(error.code, 'referral');
    assert.match(
      error.message,
      /does not hold DC=corp,DC=example and refers to ldap:\/\/other\.example, ldaps:\/\/third\.example\./,
    );
    assert.equal(new Set(server.requests.map((request) => request.connection)).size, 1);
  });

  test('the words of Active Directory name it where no address does', async () => {
    const diagnostic = "0000202B: RefErr: DSID-03100781, data 0, 1 access points\n\tref 1: 'child.corp.example'\n";
    const { connection } = await fake(onSearch((_, reply) => reply.done(10, { diagnostic })));
    assert.match(errorOf(await search(connection)).message, /refers to child\.corp\.example\./);
  });
});

describe('many values', () => {
  const members = Array.from({ length: 3400 }, (_, index) => `CN=Member ${index},${base}`);
  /** As Windows does it: 1,500 at a time, the plain name empty beside the range. */
  const ranging = onSearch((request, reply) => {
    const from = Number(/^member;range=(\d+)-/.exec(request.attributes[0] ?? '')?.[1] ?? 0);
    const part = members.slice(from, from + 1500);
    const last = from + part.length >= members.length ? '*' : String(from + part.length - 1);
    const plain = from === 0 ? { member: [] } : {};
    reply.entry('CN=Group,DC=corp,DC=example', { cn: ['Group'], ...plain, [`member;range=${from}-${last}`]: part });
    reply.done();
  });

  test('1,500 at a time are completed', async () => {
    const { connection, server } = await fake(ranging);
    const found = await search(connection, 10, ['member']);
    assert.ok(found.ok);
    const [group] = found.value.entries;
    assert.deepEqual(group?.attributes.get('member'), members);
    assert.deepEqual([...(group?.attributes.keys() ?? [])], ['cn', 'member']);
    const asked = server.requests.filter((request) => request.base !== '').map(({ attributes }) => attributes[0]);
    assert.deepEqual(asked, ['member', 'member;range=1500-*', 'member;range=3000-*']);
  });

  test('a server that never comes to an end is left', async () => {
    const { connection } = await fake(
      onSearch((request, reply) => {
        const from = Number(/range=(\d+)-/.exec(request.attributes[0] ?? '')?.[1] ?? 0);
        reply.entry('CN=Group', { [`member;range=${from}-${from + 9999}`]: Array.from({ length: 10_000 }, () => 'CN=x') });
        reply.done();
      }),
    );
    assert.equal(errorOf(await search(connection, 1, ['member'])).code, 'TooManyValues');
  });

  test('a server that gives the same range again ends it', async () => {
    const { connection, server } = await fake(
      onSearch((_, reply) => {
        reply.entry('CN=Group', { 'member;range=0-1': ['CN=a', 'CN=b'] });
        reply.done();
      }),
    );
    const found = await search(connection, 1, ['member']);
    assert.ok(found.ok);
    assert.equal(server.requests.filter((request) => request.base !== '').length, 2);
  });
});

describe('pages', () => {
  test('an empty page with a cookie is not the end', async () => {
    let page = 0;
    const { connection } = await fake(
      onSearch((_, reply) => {
        page += 1;
        if (page === 3) reply.entry('CN=Late', { cn: ['Late'] });
        reply.done(0, page < 3 ? { cookie: `page ${page}` } : { cookie: '' });
      }),
    );
    const found = await search(connection, 1000);
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.entries.map(({ dn }) => dn),
      ['CN=Late'],
    );
    assert.equal(found.value.complete, true);
  });

  test('a server that finds somebody who cannot exist does not apply the filter, and every match would be wrong', async () => {
    const { connection, reference } = await fake(
      onSearch((_, reply) => {
        reply.entry('CN=Anybody,DC=corp,DC=example', { cn: ['Anybody'], objectClass: ['user'] });
        reply.done();
      }),
    );
    const probe = { attribute: 'mail', value: 'nobody-4711', caseExact: false, objectName: 'user' };
    const tested = await ldapTarget(reference, ldapOptions({ readerPassword: 'x' }), connection).testConnection(probe);
    assert.ok(!tested.ok);
    assert.equal(tested.error.code, 'FilterIgnored');
    assert.match(tested.error.message, /1 object for an object that cannot exist/);
  });

  test('a server that ignores the limit is told to stop, and the list says that it is not complete', async () => {
    const { connection, server } = await fake(
      onSearch((_, reply) => {
        for (let index = 0; index < 10_000; index++) reply.entry(`CN=${index}`, { cn: [String(index)] });
        reply.done();
      }),
    );
    const found = await search(connection, 20);
    assert.ok(found.ok);
    assert.equal(found.value.entries.length, 20);
    assert.equal(found.value.complete, false);
    const after = await connection.search({
      base: '',
      scope: 'base',
      filter: present('objectClass'),
      attributes: ['*'],
      limit: 1,
    });
    assert.ok(after.ok);
    assert.equal(after.value.entries.length, 1, 'what is left of the first search does not mix with the next');
    assert.ok(server.requests.some(({ kind }) => kind === 'abandon'));
  });
});

describe('limits of the server', () => {
  for (const [code, name, kind] of [
    [3, 'timeLimitExceeded', 'timeout'],
    [11, 'adminLimitExceeded', 'refused'],
  ] as const) {
    test(`${name} after some entries is a failure, never a list that looks whole`, async () => {
      const { connection } = await fake(
        onSearch((_, reply) => {
          reply.entry('CN=a', { cn: ['a'] });
          reply.done(code);
        }),
      );
      for (const limit of [10, 1000]) {
        const error = errorOf(await search(connection, limit));
        assert.deepEqual([error.kind, error.code], [kind, name]);
        assert.match(error.advice, /baseDN/);
      }
    });
  }
});

describe('a connection that is lost', () => {
  test('mid-search is a failure with advice', async () => {
    const { connection } = await fake(
      onSearch((_, reply) => {
        reply.entry('CN=a', { cn: ['a'] });
        setImmediate(() => reply.drop());
      }),
    );
    const error = errorOf(await search(connection));
    assert.equal(error.kind, 'unreachable');
    assert.match(error.message, /closed the connection before its answer was complete/);
  });

  test('after it lay idle is opened and signed in anew, once', async () => {
    const { connection, server } = await fake((request, reply) => {
      if (request.kind === 'search' && request.base !== '' && request.connection === 1) {
        reply.drop();
        return true;
      }
      return false;
    });
    const found = await search(connection);
    assert.ok(found.ok);
    const again = server.requests.filter((request) => request.connection === 2).map(({ kind }) => kind);
    assert.deepEqual(again, ['bind', 'search'], 'never as nobody');
  });

  test('a notice of disconnection says why', async () => {
    // RFC 4511, section 4.4.1: an answer to no request, with result code 52.
    const notice = Buffer.from('302302010078 1e0a0134 0400 0400 8a16'.replaceAll(' ', ''), 'hex');
    const name = Buffer.from('1.3.6.1.4.1.1466.20036');
    const { connection } = await fake(onSearch((_, reply) => reply.raw(Buffer.concat([notice, name]))));
    const error = errorOf(await search(connection));
    assert.equal(error.code, 'unavailable');
  });

  test('an answer that does not come ends in time, and the next question gets a new connection', async () => {
    let stalls = true;
    const { connection, server } = await fake(
      onSearch((_, reply) => {
        if (!stalls) reply.done();
      }),
      300,
    );
    const error = errorOf(await search(connection));
    assert.equal(error.kind, 'timeout');
    assert.match(error.message, /did not answer within 0\.3 seconds/);
    stalls = false;
    assert.ok((await search(connection)).ok);
    assert.equal(server.requests.at(-1)?.connection, 2);
  });

  test('a server that accepts and says nothing ends in time', async () => {
    const { connection } = await fake(({ kind }) => kind === 'bind', 200);
    assert.equal(errorOf(await search(connection)).kind, 'timeout');
  });
});

describe('several runs on one connection', () => {
  test('a cancelled one ends at once, the other gets its own answer', async () => {
    const waiting: FakeReply[] = [];
    const { again, server } = await fake(
      onSearch((_, reply) => {
        waiting.push(reply);
        const [first, second] = waiting;
        if (!first || !second) return;
        second.entry('CN=second', { cn: ['second'] });
        second.done();
        first.entry('CN=first', { cn: ['first'] });
        first.done();
      }),
    );
    const abort = new AbortController();
    const cancelled = search(again(abort.signal));
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    assert.equal(errorOf(await cancelled).kind, 'cancelled');
    const found = await search(again());
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.entries.map(({ dn }) => dn),
      ['CN=second'],
    );
    assert.equal(new Set(server.requests.map((request) => request.connection)).size, 1);
  });

  test('a run that is cancelled while the connection opens does not cancel the other', async () => {
    let bind: FakeReply | null = null;
    const { again } = await fake((request, reply) => {
      if (request.kind !== 'bind') return false;
      bind = reply;
      return true;
    });
    const abort = new AbortController();
    const [first, second] = [search(again(abort.signal)), search(again())];
    while (bind === null) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    assert.equal(errorOf(await first).kind, 'cancelled');
    (bind as FakeReply).done();
    assert.ok((await second).ok);
  });

  test('a run that was cancelled before asks nothing', async () => {
    const { again, server } = await fake(() => false);
    assert.equal(errorOf(await search(again(AbortSignal.abort()))).kind, 'cancelled');
    assert.deepEqual(server.requests, []);
  });
});

describe('what is no LDAP', () => {
  for (const [what, bytes, code] of [
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'NotLdap'],
    ['a TLS alert', Buffer.from('15030300020228', 'hex'), 'TlsExpected'],
    ['a message of two gigabytes', Buffer.from('3084 7fffffff'.replace(' ', ''), 'hex'), 'AnswerTooLong'],
    ['a broken entry', Buffer.from('300e020102640904034e6f7030029999', 'hex'), 'NotLdap'],
  ] as const) {
    test(`${what} ends in a failure`, async () => {
      const { connection } = await fake((request, reply) => {
        if (request.kind === 'search') reply.raw(bytes);
        return request.kind === 'search';
      });
      const error = errorOf(await search(connection));
      assert.equal(error.code, code);
    });
  }

  test('whatever byte is wrong, it comes to an end', async () => {
    // An entry with two values, and the end of the search, as answers to the second request.
    const right = Buffer.from(
      '301b0201026416040143301130 0f0402636e310904026131040361323a300c02010265070a010004000400'.replaceAll(' ', ''),
      'hex',
    );
    const runs: Promise<void>[] = [];
    for (let at = 0; at < right.length; at++) {
      for (const byte of [0x00, 0x7f, 0x84, 0xff]) {
        const bytes = Buffer.from(right);
        bytes[at] = byte;
        const wrong = fake((request, reply) => {
          if (request.kind === 'search') reply.raw(bytes);
          return request.kind === 'search';
        }, 150);
        runs.push(wrong.then(async ({ connection }) => void (await connection.root())));
      }
    }
    await Promise.all(runs);
  });

  test('a server that repeats the password does not get it into a message', async () => {
    const { connection } = await fake((request, reply) => {
      if (request.kind !== 'bind') return false;
      reply.done(53, { diagnostic: `refused ${password}\r\n\u202ehidden` });
      return true;
    });
    const error = errorOf(await search(connection));
    assert.match(error.message, /refuses the sign-in: 53 unwillingToPerform\. It says: refused •••/);
  });

  test('bytes that are no text stay bytes, a byte-order mark stays', async () => {
    const { connection } = await fake(
      onSearch((_, reply) => {
        const values = { description: ['\ufefftext'], title: [Buffer.from('ff00', 'hex')], objectGUID: ['0123456789abcdef'] };
        reply.entry('CN=a', values);
        reply.done();
      }),
    );
    const found = await search(connection);
    assert.ok(found.ok);
    const attributes = found.value.entries[0]?.attributes;
    assert.deepEqual(attributes?.get('description'), ['\ufefftext']);
    assert.deepEqual(attributes?.get('title'), [Buffer.from('ff00', 'hex')]);
    assert.deepEqual(attributes?.get('objectGUID'), [Buffer.from('0123456789abcdef')]);
  });
});

describe('changes', () => {
  const change = { kind: 'modify', dn: 'CN=a', changes: [{ how: 'replace', name: 'title', values: ['x'] }] } as const;
  const onChange =
    (act: (reply: FakeReply) => void) =>
    (request: FakeRequest, reply: FakeReply): boolean => {
      if (request.kind !== 'modify') return false;
      act(reply);
      return true;
    };

  test('accepted', async () => {
    const { connection } = await fake(onChange((reply) => reply.done()));
    assert.deepEqual(await connection.change(change), { state: 'accepted' });
  });

  test('refused, with what the server says', async () => {
    const { connection } = await fake(onChange((reply) => reply.done(19, { diagnostic: 'title is too long' })));
    const changed = await connection.change(change);
    assert.ok(changed.state === 'refused');
    assert.equal(changed.answered, '19 constraintViolation');
    assert.match(changed.error.message, /It says: title is too long/);
  });

  test('no answer is unknown, and it is not sent again', async () => {
    const { connection, server } = await fake(
      onChange(() => undefined),
      200,
    );
    const changed = await connection.change(change);
    assert.equal(changed.state, 'unknown');
    assert.ok(changed.state === 'unknown' && /no answer within 0\.2 seconds/.test(changed.answered));
    assert.equal(server.requests.filter(({ kind }) => kind === 'modify').length, 1);
  });

  test('a lost connection is unknown, and it is not sent again', async () => {
    const { connection, server } = await fake(onChange((reply) => reply.drop()));
    assert.ok((await search(connection)).ok, 'the connection is warm');
    assert.equal((await connection.change(change)).state, 'unknown');
    assert.equal(server.requests.filter(({ kind }) => kind === 'modify').length, 1);
  });

  test('cancelled before it left is not sent', async () => {
    const { again, server } = await fake(() => false);
    assert.equal((await again(AbortSignal.abort()).change(change)).state, 'notSent');
    assert.equal(server.requests.length, 0);
  });

  test('cancelled after it left still waits for the answer', async () => {
    const abort = new AbortController();
    const { again } = await fake(
      onChange((reply) => {
        abort.abort();
        setImmediate(() => reply.done());
      }),
    );
    assert.equal((await again(abort.signal).change(change)).state, 'accepted');
  });
});

test('without sessions every question has a connection of its own, which is closed', async () => {
  const server = await startFakeLdap(() => false);
  servers.push(server);
  const named = { ldaps: server.url, baseDN: base, readerDN: 'CN=reader', caFile: '' };
  const connection = ldapConnection(ldapReferenceTo(named, { caFile: null }), ldapOptions({ readerPassword: password }));
  const filter = anyOf(equals('cn', 'a'), equals('cn', 'b'));
  for (let round = 0; round < 2; round++) {
    assert.ok((await connection.search({ base, scope: 'sub', filter, attributes: ['cn'], limit: 1 })).ok);
  }
  while (server.requests.filter(({ kind }) => kind === 'unbind').length < 2)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(new Set(server.requests.map((request) => request.connection)).size, 2);
});

test('a connection that nobody uses is closed after a while, and opened anew when it is needed', async () => {
  const server = await startFakeLdap(() => false);
  servers.push(server);
  const named = { ldaps: server.url, baseDN: base, readerDN: 'CN=reader', caFile: '' };
  const options = ldapOptions({ readerPassword: password }, { sessions });
  const connection = ldapConnection(ldapReferenceTo(named, { caFile: null }), options, { idleMs: 20 });
  assert.ok((await search(connection)).ok);
  while (!server.requests.some(({ kind }) => kind === 'unbind')) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok((await search(connection)).ok);
  const second = server.requests.filter((request) => request.connection === 2).map(({ kind }) => kind);
  assert.deepEqual(second.slice(0, 2), ['bind', 'search']);
});

test('accounts, passwords and authorities do not share a connection', async () => {
  const server = await startFakeLdap(() => false);
  servers.push(server);
  const named = { ldaps: server.url, baseDN: base, readerDN: 'CN=reader', caFile: '' };
  const ask = async (bindDN: string, readerPassword: string): Promise<void> => {
    const reference = ldapReferenceTo(named, { caFile: null, bindDN });
    assert.ok((await search(ldapConnection(reference, ldapOptions({ readerPassword }, { sessions })))).ok);
  };
  await ask('CN=reader', 'one');
  await ask('CN=reader', 'one');
  await ask('CN=reader', 'two');
  await ask('CN=other', 'two');
  assert.equal(server.requests.filter(({ kind }) => kind === 'bind').length, 3);
  await sessions.forget(`ldap ${server.url} CN=reader`);
  await ask('CN=other', 'two');
  assert.equal(server.requests.filter(({ kind }) => kind === 'bind').length, 3);
  await ask('CN=reader', 'one');
  assert.equal(server.requests.filter(({ kind }) => kind === 'bind').length, 4);
});
