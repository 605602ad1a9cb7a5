import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileSource } from '../../../../src/connectors/file/fileSource.ts';
import { guidKey } from '../../../../src/connectors/file/guidKey.ts';
import { ldapConnection } from '../../../../src/connectors/ldap/ldapConnection.ts';
import { equals } from '../../../../src/connectors/ldap/ldapFilters.ts';
import type { LdapConnection, LdapSearch } from '../../../../src/connectors/ldap/ldapPort.ts';
import { ldapSource } from '../../../../src/connectors/ldap/ldapSource.ts';
import { Sessions } from '../../../../src/connectors/sessions.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import { gateAttributes } from '../../../../src/core/scope/gates.ts';
import { sameDistinguishedName } from '../../../../src/core/text/distinguishedName.ts';
import type { Entry, SourceDirectory } from '../../../../src/core/trace/directory.ts';
import type { Step, Trace } from '../../../../src/core/trace/trace.ts';
import { prepareRun } from '../../../../src/run/prepareRun.ts';
import type { RunHost } from '../../../../src/run/run.ts';
import {
  adEntries,
  asciiPhoto,
  baseDN,
  groupDN,
  jpegPhoto,
  personDN,
  userPassword,
} from '../../../support/directories/adEntries.ts';
import { ldapsearch } from '../../../support/directories/directoryServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';
import { type SambaServer, skipWithoutSamba, startSamba } from '../../../support/directories/sambaServer.ts';
import { repository } from '../../../support/runSample.ts';

const reads = [
  ...gateAttributes,
  'displayName',
  'mail',
  'manager',
  'objectGUID',
  'objectSid',
  'thumbnailPhoto',
  'proxyAddresses',
  'title',
];
const people = [
  'kaethe.kruger',
  'hanako.sato',
  'jo.gross',
  'q.quote',
  'b.slash',
  'hash.tag',
  'paul.disabled',
  'nomail',
  'ascii.photo',
  'padded',
  'noel.nfd',
  'ali.farsi',
  'tina.trail',
];

describe('people of Active Directory (Samba)', { skip: skipWithoutSamba }, () => {
  let server: SambaServer;
  let ldif: string;
  const sessions = new Sessions();
  before(async () => {
    const lockout = { dn: baseDN, op: 'replace', attrs: { lockoutThreshold: '3' } } as const;
    server = await startSamba({ entries: adEntries({ bulk: 120, extra: [lockout] }) });
    ldif = await ldapsearch(server);
  });
  after(async () => {
    await sessions.close();
    await server?.stop();
  });

  const asAdmin = (): Partial<LdapReference> => ({ bindDN: server.adminDN });
  const connectionAs = (reference: Partial<LdapReference> = {}, password = server.readerPassword): LdapConnection =>
    ldapConnection(ldapReferenceTo(server, reference), ldapOptions({ readerPassword: password }, { sessions }));
  const sourceAs = (reference: Partial<LdapReference> = {}, password = server.readerPassword): SourceDirectory =>
    ldapSource(ldapReferenceTo(server, reference), ldapOptions({ readerPassword: password }, { sessions }));
  const fromLdif = (): SourceDirectory => {
    const reference = { kind: 'file', path: 'export.ldif', range: { start: 0, end: 0 } } as const;
    return fileSource(reference, ldapOptions(server, { readText: () => Promise.resolve(ldif) }));
  };
  const found = async (source: SourceDirectory, user: string, objectName: string | null = 'user'): Promise<readonly Entry[]> => {
    const result = await source.resolve(user, reads, objectName);
    assert.ok(result.ok, result.ok ? '' : result.error.message);
    return result.value;
  };
  const names = async (user: string, objectName: string | null = 'user'): Promise<readonly (string | null)[]> =>
    (await found(sourceAs(), user, objectName)).map(({ displayName }) => displayName);

  describe('who is found', () => {
    test('by every identifier, one and the same', async () => {
      const [entry] = await found(sourceAs(), 'kaethe.kruger');
      assert.equal(entry?.id, personDN('kaethe.kruger'));
      const base64 = String(entry?.attributes.get('objectGUID'));
      const hex = guidKey(base64) ?? '';
      const guid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
      const bytes = Buffer.from(String(entry?.attributes.get('objectSid')), 'base64');
      const sid = `S-1-5-${Array.from({ length: 5 }, (_, index) => bytes.readUInt32LE(8 + 4 * index)).join('-')}`;
      const identifiers = [base64, guid, `{${guid.toUpperCase()}}`, `<GUID=${guid}>`, bytes.toString('base64'), sid];
      const accounts = [
        'KAETHE.kruger',
        'CORP\\kaethe.kruger',
        'corp\\Kaethe.Kruger',
        'kaethe.kruger@CORP.example',
        'kk@corp.example',
      ];
      const dns = [personDN('kaethe.kruger'), 'cn=krüger\\2C  käthe, ou=GRAZ,ou=Staff,dc=corp,dc=example'];
      for (const user of [...identifiers, ...accounts, ...dns, 'Krüger, Käthe', ' kaethe.kruger ']) {
        assert.deepEqual(await names(user), ['Krüger, Käthe'], user);
      }
    });

    test('everybody by distinguished name, account name and display name', async () => {
      for (const sam of people) {
        const [entry, second] = await found(sourceAs(), sam);
        assert.ok(sameDistinguishedName(entry?.id ?? '', personDN(sam)), `${entry?.id}`);
        assert.equal(second, undefined);
        assert.deepEqual(
          (await found(sourceAs(), personDN(sam))).map(({ id }) => id),
          [entry?.id],
        );
        assert.ok(
          (await found(sourceAs(), entry?.displayName ?? '')).some(({ id }) => id === entry?.id),
          sam,
        );
      }
    });

    test('by the beginning of a name, where somebody is typed and not referred to', async () => {
      assert.deepEqual(await names('Käthe Krü'), ['Krüger, Käthe']);
      assert.deepEqual(await names('Käthe Krü', null), []);
      assert.deepEqual(await names('佐'), ['佐藤 花子']);
    });

    test('two of one name are two, an identifier is one', async () => {
      assert.equal((await found(sourceAs(), 'Toni Twin')).length, 2);
      assert.deepEqual(
        (await found(sourceAs(), 'twin.one')).map(({ id }) => id),
        [personDN('twin.one')],
      );
    });

    test('computers, containers and characters of filters are nobody', async () => {
      for (const user of [
        'DC1',
        'DC1$',
        'Staff',
        'OU=Staff,DC=corp,DC=example',
        baseDN,
        '*',
        'kaethe*',
        '(cn=*)',
        '\\2a',
        'x)(cn=*',
        '',
        '  ',
        '\u0000',
      ]) {
        assert.deepEqual(await found(sourceAs(), user), [], user);
      }
    });

    test('a name that is too common says so instead of guessing', async () => {
      const result = await sourceAs().resolve('Bulk User', ['mail'], 'user');
      assert.ok(!result.ok && result.error.code === 'TooManyHits');
      assert.match(result.error.message, /More than 50/);
      assert.deepEqual(await names('Bulk User 7'), ['Bulk User 7'], 'one is named exactly');
      assert.deepEqual(await names('bulk00007'), ['Bulk User 7']);
    });

    test('groups as subjects, and only as such', async () => {
      const [group] = await found(sourceAs(), 'Büro, Graz', 'group');
      assert.equal(group?.id, groupDN('Büro, Graz'));
      assert.equal(group?.kind, 'group');
      assert.deepEqual(await found(sourceAs(), 'Büro, Graz', 'user'), []);
      const [vpn] = await found(sourceAs(), groupDN('VPN Users'), 'group');
      assert.equal(vpn?.attributes.get('memberOf'), groupDN('Nested'), 'direct membership');
    });

    test('a base below the domain leaves out who stands elsewhere', async () => {
      const below = sourceAs({ baseDN: 'OU=Graz,OU=Staff,DC=corp,DC=example' });
      assert.equal((await found(below, 'jo.gross')).length, 1);
      assert.equal((await found(below, 'hanako.sato')).length, 0);
    });

    test('who is disabled, with what the agent derives', async () => {
      const [entry] = await found(sourceAs(), 'paul.disabled');
      const result = await sourceAs().resolve('paul.disabled', ['accountDisabled', 'distinguishedName'], 'user');
      assert.ok(result.ok);
      assert.equal(entry?.attributes.get('userAccountControl'), '514');
      assert.equal(result.value[0]?.attributes.get('accountDisabled'), 'True');
      assert.equal(result.value[0]?.attributes.get('distinguishedName'), personDN('paul.disabled'));
    });

    test('who was deleted, by account name and object id, for those who may see it', async () => {
      const admin = sourceAs(asAdmin(), server.adminPassword);
      const [entry, second] = await found(admin, 'removed');
      assert.equal(second, undefined);
      assert.equal(entry?.attributes.get('isDeleted'), 'TRUE');
      assert.equal(entry?.attributes.get('lastKnownParent'), 'OU=Leavers,DC=corp,DC=example');
      const again = await found(admin, String(entry?.attributes.get('objectGUID')));
      assert.deepEqual(
        again.map(({ id }) => id),
        [entry?.id],
      );
      assert.equal((await found(admin, entry?.id ?? '')).length, 1, 'by the name it has now');
      assert.deepEqual(await found(sourceAs(), 'removed'), [], 'the reader may not see it');
      const base = { ...asAdmin(), baseDN: 'OU=Leavers,DC=corp,DC=example' };
      assert.equal((await found(sourceAs(base, server.adminPassword), 'removed')).length, 1, 'from where it stood');
      const elsewhere = { ...asAdmin(), baseDN: 'OU=Staff,DC=corp,DC=example' };
      assert.equal((await found(sourceAs(elsewhere, server.adminPassword), 'removed')).length, 0);
    });

    test('who was moved and renamed, by object id', async () => {
      const [before] = await found(sourceAs(), 'gone.person');
      const dn = personDN('gone.person');
      const move = { kind: 'modrdn', dn, newRdn: 'CN=Geist\\, Neu', newSuperior: 'OU=Graz,OU=Staff,DC=corp,DC=example' } as const;
      const changed = await connectionAs(asAdmin(), server.adminPassword).change(move);
      assert.deepEqual(changed, { state: 'accepted' });
      const guid = String(before?.attributes.get('objectGUID'));
      const [after] = await found(sourceAs(), guid);
      assert.equal(after?.id, 'CN=Geist\\, Neu,OU=Graz,OU=Staff,DC=corp,DC=example');
      assert.deepEqual(await found(sourceAs(), dn), []);
      ldif = await ldapsearch(server);
    });
  });

  describe('what is read', () => {
    test('the same as from an LDIF export', async () => {
      const file = fromLdif();
      for (const user of [...people, 'Toni Twin', personDN('must.change')]) {
        const [live, exported] = [await found(sourceAs(), user), await found(file, user)];
        assert.equal(live.length, exported.length, user);
        for (const [index, entry] of live.entries()) {
          const other = exported[index];
          assert.deepEqual([entry.id, entry.displayName, entry.kind], [other?.id, other?.displayName, other?.kind]);
          for (const name of [...reads, 'accountDisabled']) {
            // ldapsearch writes a picture that happens to be ASCII as text, after one colon.
            if (name === 'thumbnailPhoto' && user === 'ascii.photo') continue;
            assert.deepEqual(entry.attributes.get(name), other?.attributes.get(name), `${name} of ${user}`);
          }
        }
      }
    });

    test('bytes as base64, even where they are ASCII', async () => {
      const photo = async (user: string): Promise<unknown> =>
        (await found(sourceAs(), user))[0]?.attributes.get('thumbnailPhoto');
      assert.equal(await photo('kaethe.kruger'), jpegPhoto);
      assert.equal(await photo('ascii.photo'), asciiPhoto);
    });

    test('bytes that only the schema tells', async () => {
      const admin = connectionAs(asAdmin(), server.adminPassword);
      const change = { how: 'replace', name: 'terminalServer', values: ['only ascii'] } as const;
      const changed = await admin.change({ kind: 'modify', dn: personDN('padded'), changes: [change] });
      assert.deepEqual(changed, { state: 'accepted' });
      const result = await sourceAs().resolve('padded', ['terminalServer'], 'user');
      assert.ok(result.ok);
      assert.equal(result.value[0]?.attributes.get('terminalServer'), Buffer.from('only ascii').toString('base64'));
    });

    test('blanks around a value stay', async () => {
      assert.equal((await found(sourceAs(), 'padded'))[0]?.attributes.get('title'), ' lead and trail ');
    });

    test('a password attribute is neither asked for nor given', async () => {
      const asked: string[] = [];
      const source = ldapSource(
        ldapReferenceTo(server),
        ldapOptions(server),
        watched(connectionAs(), (search) => asked.push(...search.attributes)),
      );
      const result = await source.resolve(
        'kaethe.kruger',
        ['unicodePwd', 'userPassword', 'mail', 'emails[type eq "work"].value'],
        'user',
      );
      assert.ok(result.ok);
      assert.ok(asked.includes('mail'));
      assert.deepEqual(
        asked.filter((name) => /pwd|password|\[/i.test(name)),
        [],
      );
      assert.equal(result.value[0]?.attributes.has('unicodePwd'), false);
    });

    test('values that come in ranges, whole', async () => {
      const reference = ldapReferenceTo(server);
      const connection = ldapConnection(reference, ldapOptions(server, { sessions }), { rangeStep: 50 });
      const filter = equals('cn', 'All Bulk');
      const answer = await connection.search({ base: baseDN, scope: 'sub', filter, attributes: ['cn', 'member'], limit: 2 });
      assert.ok(answer.ok);
      const members = answer.value.entries[0]?.attributes.get('member') ?? [];
      assert.equal(new Set(members).size, 120);
      assert.equal(members.length, 120);
    });
  });

  describe('how it is asked', () => {
    test('one search for an ordinary person, by whatever is typed', async () => {
      let searches = 0;
      const source = ldapSource(
        ldapReferenceTo(server),
        ldapOptions(server),
        watched(connectionAs(), () => (searches += 1)),
      );
      for (const user of ['kaethe.kruger', personDN('jo.gross'), 'q.quote@corp.example', 'Krüger, Käthe', 'CORP\\hash.tag']) {
        searches = 0;
        assert.equal((await found(source, user)).length, 1);
        assert.equal(searches, 1, user);
      }
    });

    test('who shares a value: how many, and the first', async () => {
      const shared = await sourceAs().holders('employeeID', '2010', 'user');
      assert.ok(shared.ok);
      assert.equal(shared.value?.total, 2);
      const bulk = await sourceAs().holders('department', 'Dept 3', 'user');
      assert.ok(bulk.ok && bulk.value);
      assert.deepEqual([bulk.value.total, bulk.value.entries.length], [7, 5]);
      const [entry] = await found(sourceAs(), 'kaethe.kruger');
      const own = await sourceAs().holders('objectGUID', String(entry?.attributes.get('objectGUID')), 'user');
      assert.ok(own.ok && own.value?.total === 1, 'bytes are asked for as bytes');
      for (const name of ['accountDisabled', 'noSuchAttribute', 'unicodePwd']) {
        const unknown = await sourceAs().holders(name, 'x', 'user');
        assert.ok(unknown.ok && unknown.value === null, name);
      }
    });

    test('everybody, or null where there are too many', async () => {
      const all = await sourceAs().list?.(['employeeID', 'accountDisabled'], 'user', 1000);
      assert.ok(all?.ok && all.value);
      assert.ok(all.value.length > 120 + people.length);
      const jo = all.value.find(({ id }) => id === personDN('jo.gross'));
      assert.deepEqual(
        [...(jo?.attributes ?? [])],
        [
          ['employeeID', '2004'],
          ['accountDisabled', 'False'],
        ],
      );
      const few = await sourceAs().list?.(['employeeID'], 'user', 100);
      assert.ok(few?.ok && few.value === null);
    });

    test('the picker finds by beginnings and inside, the best first', async () => {
      const pick = async (text: string, objectName: string | null = 'user'): Promise<readonly string[]> => {
        const result = await sourceAs().search(text, 5, objectName);
        assert.ok(result.ok, result.ok ? '' : result.error.message);
        return result.value.map(({ displayName }) => displayName);
      };
      assert.deepEqual(await pick('krü'), ['Krüger, Käthe']);
      assert.deepEqual(await pick('jo.gr'), ['Groß (Jo) *ext*']);
      assert.deepEqual(await pick('uote'), ['Quote, Quentin "Q" <q>']);
      assert.deepEqual(await pick('花子'), ['佐藤 花子']);
      assert.deepEqual(await pick('büro', 'group'), ['Büro, Graz']);
      assert.deepEqual(await pick('büro'), []);
      assert.deepEqual(await pick(personDN('b.slash')), ['Bea\\Slash + Plus = Eq; semi']);
      assert.equal((await pick('')).length, 5);
      assert.deepEqual(await pick('*'), ['Groß (Jo) *ext*'], 'no wildcard');
    });

    test('the connection test says what it found', async () => {
      const secure = await sourceAs({ bindDN: server.readerDownLevel }).testConnection();
      assert.ok(secure.ok);
      assert.deepEqual(secure.value, {
        address: `${server.ldaps}/${baseDN}`,
        asked: `bind as CORP\\svc-reader, read ${baseDN}`,
        answered: `Active Directory, ${baseDN} is there`,
        warning: null,
      });
      const plain = await sourceAs({ url: server.url, caFile: null }).testConnection();
      assert.ok(plain.ok);
      assert.equal(plain.value.warning, null, 'nothing leaves this machine');
      assert.equal(sourceAs().label, `${server.ldaps}/${baseDN}`);
    });
  });

  describe('signing in', () => {
    const refusal = async (bindDN: string, password: string): Promise<string> => {
      const result = await connectionAs({ bindDN }, password).root();
      assert.ok(!result.ok);
      assert.ok(!JSON.stringify(result.error).includes(password));
      return result.error.code;
    };

    test('by distinguished name, user principal name and DOMAIN\\user, over LDAPS and StartTLS', async () => {
      for (const bindDN of [server.readerDN, server.readerUpn, server.readerDownLevel]) {
        for (const transport of [{}, { url: server.url, startTls: true }]) {
          assert.equal((await found(sourceAs({ bindDN, ...transport }), 'jo.gross')).length, 1);
        }
      }
    });

    test('the reasons of Active Directory', async () => {
      assert.equal(await refusal('CORP\\svc-reader', 'n0t-th1s-one'), 'invalidCredentials-52e');
      assert.equal(await refusal(personDN('paul.disabled'), userPassword), 'invalidCredentials-533');
      assert.equal(await refusal('eve.expired@corp.example', userPassword), 'invalidCredentials-701');
      assert.equal(await refusal('CORP\\must.change', userPassword), 'invalidCredentials-773');
      // The same wrong password again is not tried again, and locks nobody out: four different ones do.
      for (let tries = 0; tries < 6; tries++) await refusal('CORP\\twin.one', 'n0t-th1s-one');
      assert.equal((await connectionAs({ bindDN: 'CORP\\twin.one' }, userPassword).root()).ok, true);
      for (let tries = 0; tries < 4; tries++) await refusal('CORP\\twin.two', `n0t-th1s-one-${tries}`);
      assert.equal(await refusal('CORP\\twin.two', userPassword), 'invalidCredentials-775');
    });
  });

  test('a preview says the same from the directory as from its LDIF export', async () => {
    const source = { kind: 'ldap', url: server.ldaps, baseDN, bindDN: server.readerUpn, caFile: server.caFile };
    for (const user of ['jo.gross', 'kaethe.kruger', 'paul.disabled', 'q.quote', 'nobody.here']) {
      const live = await preview({ source }, user, ldif, server.readerPassword, sessions);
      const exported = await preview({ source: { kind: 'file', path: 'export.ldif' } }, user, ldif, '', sessions);
      assert.equal(live.steps.length, 5);
      assert.deepEqual(said(live), said(exported), user);
    }
  });
});

describe('a domain that wants TLS (Samba)', { skip: skipWithoutSamba }, () => {
  test('strong-auth-required is said in words', async () => {
    const server = await startSamba({ strongAuth: true, entries: adEntries() });
    try {
      const plain = ldapSource(ldapReferenceTo(server, { url: server.url, caFile: null }), ldapOptions(server));
      const result = await plain.testConnection();
      assert.ok(!result.ok && result.error.code === 'strongerAuthRequired');
      assert.match(result.error.message, /refuses a password that is sent without TLS/);
      assert.ok((await ldapSource(ldapReferenceTo(server), ldapOptions(server)).testConnection()).ok);
    } finally {
      await server.stop();
    }
  });
});

function watched(connection: LdapConnection, saw: (search: LdapSearch) => unknown): LdapConnection {
  return {
    ...connection,
    search: (search) => {
      saw(search);
      return connection.search(search);
    },
  };
}

async function preview(
  side: { readonly source: object },
  user: string,
  ldif: string,
  password: string,
  sessions: Sessions,
): Promise<Trace> {
  const sample = (name: string): Promise<string> => readFile(join(repository, 'samples/ad-to-entra', name), 'utf8');
  const connection = {
    name: 'live',
    configuration: {
      schema: 'ad-to-entra.syncschema.json',
      rule: 'AD2AADProvisioning',
      objectMapping: 'Provision Active Directory Users',
    },
    target: { kind: 'file', path: 'entra-users.json' },
    tenantConstants: { DomainFQDN: 'corp.example', DomainNetBios: 'CORP' },
    ...side,
  };
  const texts: Readonly<Record<string, string>> = {
    'connection.provision.json': JSON.stringify(connection),
    'export.ldif': ldif,
  };
  const host: RunHost = {
    readText: async (path) => {
      const name = path.replace(/^\/run\//, '');
      return texts[name] ?? (await (name === path ? readFile(path, 'utf8') : sample(name)));
    },
    secret: () => Promise.resolve(password),
    sessions,
    now: () => Date.UTC(2026, 1, 10),
    random: () => 0.25,
  };
  const prepared = await prepareRun('/run/connection.provision.json', host, new AbortController().signal);
  assert.ok(prepared.ok, prepared.ok ? '' : prepared.message);
  const steps = prepared.start(user);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/** What a trace says of a person, but for the name of the source and attributes that nothing reads. */
function said(trace: Trace): unknown {
  const names = [trace.steps[0], trace.steps[1]];
  assert.deepEqual(
    names.map((step) => step?.kind),
    ['testConnection', 'import'],
  );
  const about = trace.steps.slice(1).map((step: Step) => {
    if (step.kind !== 'import') return step;
    const attributes = step.details.attributes?.filter(({ usedBy }) => usedBy.length > 0);
    const { error } = step;
    return { status: step.status, attributes, absent: step.details.absent, error: error?.code };
  });
  return JSON.parse(JSON.stringify(about).replaceAll(/ldaps:\/\/[\d.]+\/DC=corp,DC=example|export\.ldif/g, 'SOURCE'));
}
