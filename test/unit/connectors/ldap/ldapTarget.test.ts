import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { filterValue } from '../../../../src/connectors/ldap/filterValue.ts';
import { ldapConnection } from '../../../../src/connectors/ldap/ldapConnection.ts';
import type { LdapSearch } from '../../../../src/connectors/ldap/ldapPort.ts';
import { ldapTarget } from '../../../../src/connectors/ldap/ldapTarget.ts';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import { Sessions } from '../../../../src/connectors/sessions.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import { distinguishedNameKey } from '../../../../src/core/text/distinguishedName.ts';
import type { DirectoryError, MatchAnswer, MatchQuery } from '../../../../src/core/trace/directory.ts';
import { adEntries, groupDN, jpegPhoto, personDN } from '../../../support/directories/adEntries.ts';
import { ldapsearch } from '../../../support/directories/directoryServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';
import { type SambaServer, skipWithoutSamba, startSamba } from '../../../support/directories/sambaServer.ts';

describe('matching in Active Directory', { skip: skipWithoutSamba }, () => {
  let samba: SambaServer;
  const sessions = new Sessions();
  const searches: LdapSearch[] = [];
  before(async () => {
    const shared = 'shared@corp.example';
    const extra = [
      {
        dn: 'CN=Contact,OU=Staff,DC=corp,DC=example',
        attrs: { objectClass: ['top', 'person', 'organizationalPerson', 'contact'], mail: shared },
      },
      {
        dn: 'CN=PC,OU=Staff,DC=corp,DC=example',
        attrs: {
          objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
          sAMAccountName: 'PC$',
          mail: shared,
        },
      },
      { dn: groupDN('Shared'), attrs: { objectClass: ['top', 'group'], sAMAccountName: 'shared', mail: shared } },
    ];
    samba = await startSamba({ entries: adEntries({ bulk: 120, extra }) });
  });
  after(async () => {
    await sessions.close();
    await samba.stop();
  });

  const reference = (change: Partial<LdapReference> = {}): LdapReference => ldapReferenceTo(samba, change);
  const options = (readerPassword = samba.readerPassword): OpenOptions => ldapOptions({ readerPassword }, { sessions });
  const target = (change: Partial<LdapReference> = {}, password?: string): ReturnType<typeof ldapTarget> => {
    const connection = ldapConnection(reference(change), options(password));
    const search: typeof connection.search = (question) => {
      searches.push(question);
      return connection.search(question);
    };
    return ldapTarget(reference(change), options(password), { ...connection, search });
  };
  const query = (attribute: string, value: string, objectName = 'user'): MatchQuery => ({
    attribute,
    value,
    caseExact: false,
    objectName,
  });
  async function match(
    attribute: string,
    value: string,
    objectName?: string,
    names: readonly string[] = [],
  ): Promise<MatchAnswer> {
    const answer = await target().match(query(attribute, value, objectName), names);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  }
  async function hits(attribute: string, value: string, objectName?: string): Promise<readonly string[]> {
    const { entries, total } = await match(attribute, value, objectName);
    assert.equal(entries.length, total);
    return entries.map(({ id }) => distinguishedNameKey(id) ?? id);
  }
  /** Escaping and case differ from server to server. */
  const names = (...all: readonly string[]): readonly string[] => all.map((dn) => distinguishedNameKey(dn) ?? dn).sort();

  async function refused(change: Partial<LdapReference>, probe: MatchQuery | null, password?: string): Promise<DirectoryError> {
    const answer = await target(change, password).testConnection(probe);
    assert.ok(!answer.ok);
    return answer.error;
  }

  test('the connection is tested by a question that nobody answers', async () => {
    const probed = await target().testConnection(query('userPrincipalName', '0123456789abcdef'));
    assert.ok(probed.ok, JSON.stringify(probed));
    const label = `${samba.ldaps}/${samba.baseDN}`;
    assert.equal(target().label, label);
    assert.deepEqual(probed.value, {
      address: label,
      asked: `(&(objectCategory=person)(objectClass=user)(userPrincipalName=0123456789abcdef)) below ${samba.baseDN}`,
      answered: '0 objects',
      warning: null,
    });
    // The probe is no GUID and is asked for all the same.
    const guid = await target().testConnection(query('objectGUID', '0123456789abcdef0123456789abcdef'));
    assert.ok(guid.ok && guid.value.answered === '0 objects', JSON.stringify(guid));
    const bare = await target().testConnection(null);
    assert.ok(bare.ok && bare.value.asked === `read ${samba.baseDN}` && bare.value.answered === '1 object', JSON.stringify(bare));
    assert.equal((await refused({ baseDN: `OU=Nowhere,${samba.baseDN}` }, null)).kind, 'notFound');
    assert.equal((await refused({}, null, 'wrong')).kind, 'unauthorized');
    for (const name of ['parentDistinguishedName', 'accountDisabled', 'unicodePwd', 'mail)(cn=*', '']) {
      const error = await refused({}, query(name, 'x'));
      assert.deepEqual([error.kind, error.code], ['refused', 'InvalidFilter'], name);
      assert.match(error.advice, /Match on/);
    }
  });

  test('every matching attribute finds its person, and one search is made for it', async () => {
    const kaethe = personDN('kaethe.kruger');
    const raw = await ldapsearch(samba, {
      base: kaethe,
      scope: 'base',
      attributes: ['objectGUID', 'objectSid', 'mS-DS-ConsistencyGuid'],
    });
    const guid = /^objectGUID:: (.*)$/m.exec(raw)?.[1] ?? '';
    const sid = /^objectSid:: (.*)$/m.exec(raw)?.[1] ?? '';
    assert.equal(Buffer.from(guid, 'base64').length, 16);
    const hex = Buffer.from(guid, 'base64').swap16().toString('hex');
    const plain = Buffer.from(guid, 'base64').toString('hex');
    // The first group is reversed as a whole, the next two pair by pair (MS-DTYP, 2.3.4.2).
    const text = `${hex.slice(4, 8)}${hex.slice(0, 4)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${plain.slice(16, 20)}-${plain.slice(20)}`;
    const subAuthorities = Buffer.from(sid, 'base64').subarray(8);
    const parts = Array.from({ length: subAuthorities.length / 4 }, (_, index) => subAuthorities.readUInt32LE(4 * index));
    for (const [attribute, value] of [
      ['userPrincipalName', 'Kaethe.Kruger@CORP.example'],
      ['sAMAccountName', 'kaethe.kruger'],
      ['employeeID', '2001'],
      ['mail', 'kaethe.kruger@corp.example'],
      ['proxyAddresses', 'smtp:kk@corp.example'],
      ['extensionAttribute1', 'ea-1'],
      ['displayName', 'Krüger, Käthe'],
      ['cn', 'krüger, käthe'],
      ['distinguishedName', kaethe],
      ['objectGUID', guid],
      ['objectGUID', text],
      ['objectGUID', `{${text.toUpperCase()}}`],
      ['objectSid', sid],
      ['objectSid', `S-1-5-${parts.join('-')}`],
      ['thumbnailPhoto', jpegPhoto],
    ] as const) {
      searches.length = 0;
      assert.deepEqual(await hits(attribute, value), names(kaethe), `${attribute} = ${value}`);
      assert.equal(searches.length, 1);
    }
  });

  test('characters that mean something in a filter are only characters', async () => {
    assert.deepEqual(await hits('cn', 'Groß (Jo) *ext*'), names(personDN('jo.gross')));
    assert.deepEqual(await hits('displayName', 'Bea\\Slash + Plus = Eq; semi'), names(personDN('b.slash')));
    assert.deepEqual(await hits('displayName', 'Quote, Quentin "Q" <q>'), names(personDN('q.quote')));
    assert.deepEqual(await hits('department', 'Einkauf & Logistik'), names(personDN('kaethe.kruger')));
    assert.deepEqual(await hits('displayName', '佐藤 花子'), names(personDN('hanako.sato')));
    assert.deepEqual(await hits('displayName', 'محمد علي'), names(personDN('ali.farsi')));
    for (const value of ['*', 'Groß*', 'x)(objectClass=*', '\\2a', 'a\0b', '😀'])
      assert.deepEqual(await hits('cn', value), [], value);
    const { asked } = await match('cn', '(*)\\');
    assert.match(asked, /\(cn=\\28\\2a\\29\\5c\)/);
  });

  test('two people with one value are two hits, nobody is none, many are counted to a hundred', async () => {
    assert.deepEqual([...(await hits('employeeID', '2010'))].sort(), names(personDN('twin.two'), personDN('twin.one')));
    assert.deepEqual(await hits('employeeID', 'nobody'), []);
    const many = await match('givenName', 'Bulk');
    assert.deepEqual([many.entries.length, many.total], [10, 100]);
    assert.match(many.asked, /no more than 100 counted$/);
  });

  test('contacts, computers and groups are no users', async () => {
    const shared = 'shared@corp.example';
    assert.deepEqual(await hits('mail', shared, 'user'), []);
    assert.deepEqual(await hits('mail', shared, 'User'), []);
    assert.deepEqual(await hits('mail', shared, 'group'), names(groupDN('Shared')));
    assert.deepEqual(await hits('mail', shared, 'contact'), names('CN=Contact,OU=Staff,DC=corp,DC=example'));
    assert.equal((await match('mail', shared, '')).total, 3);
    assert.deepEqual(await hits('sAMAccountName', 'kaethe.kruger', 'group'), []);
  });

  test('an entry answers under the names of the configuration, with what the agent derives', async () => {
    const names = [
      'EMPLOYEEID',
      'Manager',
      'parentDistinguishedName',
      'accountDisabled',
      'thumbnailPhoto',
      'otherTelephone',
      'unicodePwd',
    ];
    searches.length = 0;
    const { entries } = await match('sAMAccountName', 'kaethe.kruger', 'user', names);
    const [entry] = entries;
    assert.ok(entry);
    assert.deepEqual(
      names.map((name) => entry.attributes.get(name) ?? null),
      ['2001', null, 'OU=Graz,OU=Staff,DC=corp,DC=example', 'False', jpegPhoto, ['+43 316 1', '+43 316 2'], null],
    );
    assert.deepEqual([entry.id, entry.displayName, entry.kind], [personDN('kaethe.kruger'), 'Krüger, Käthe', 'user']);
    assert.equal(entry.attributes.get('userAccountControl'), '512');
    const asked = (searches[0]?.attributes ?? []).map((name) => name.toLowerCase());
    assert.ok(!asked.some((name) => ['unicodepwd', 'accountdisabled', 'parentdistinguishedname'].includes(name)));
    const [paul] = (await match('sAMAccountName', 'paul.disabled', 'user', ['accountDisabled', 'manager'])).entries;
    assert.equal(paul?.attributes.get('accountDisabled'), 'True');
    assert.equal(paul?.attributes.get('manager'), personDN('kaethe.kruger'));
    const [group] = (await match('cn', 'VPN Users', 'group', ['member', 'isSecurityGroup', 'UniversalScope'])).entries;
    assert.deepEqual(group?.attributes.get('isSecurityGroup'), 'True');
    assert.deepEqual(group?.attributes.get('UniversalScope'), 'False');
    assert.equal((group?.attributes.get('member') ?? []).length, 3);
    assert.equal(group?.kind, 'group');
  });

  test('what a change would be is said with the numbers that were matched', async () => {
    const [entry] = (await match('sAMAccountName', 'kaethe.kruger', 'user', ['accountDisabled'])).entries;
    assert.ok(entry);
    const attribute = {
      name: 'accountDisabled',
      multivalued: false,
      type: 'Boolean',
      old: 'False',
      new: 'True',
      redacted: false,
      mapping: '/m',
    };
    const write = { action: 'disable', id: entry.id, objectName: 'user', directoryName: null, attributes: [attribute] } as const;
    const [request] = target().describe({ ...write, held: entry.attributes });
    assert.match(
      request?.body ?? '',
      /delete: userAccountControl\nuserAccountControl: 512\n-\nadd: userAccountControl\nuserAccountControl: 514\n/,
    );
  });
});

test('a value of bytes is asked for as bytes, and any other as it is', () => {
  const guid = 'ABEiM0RVZneImaq7zN3u/w==';
  const bytes = Buffer.from(guid, 'base64');
  assert.deepEqual(filterValue('objectGUID', guid), bytes);
  assert.deepEqual(filterValue('objectGUID', '33221100-5544-7766-8899-aabbccddeeff'), bytes);
  assert.deepEqual(filterValue('mS-DS-ConsistencyGuid', '{33221100-5544-7766-8899-AABBCCDDEEFF}'), bytes);
  assert.equal(filterValue('employeeID', guid), guid);
  assert.equal(filterValue('objectGUID', 'no guid!'), 'no guid!');
  const sid = Buffer.from('010500000000000515000000a065cf7e784b9b5fe77c8770091c0100', 'hex');
  assert.deepEqual(filterValue('objectSid', 'S-1-5-21-2127521184-1604012920-1887927527-72713'), sid);
  assert.deepEqual(filterValue('objectSid', sid.toString('base64')), sid);
  assert.equal(filterValue('objectSid', 'S-1-5-99999999999'), 'S-1-5-99999999999');
});
