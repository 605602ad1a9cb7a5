import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSource, openTarget } from '../../../src/connectors/openDirectory.ts';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import type { DirectoryResult, SourceDirectory, TargetDirectory } from '../../../src/core/trace/directory.ts';

const range = { start: 0, end: 0 };
let reads = 0;

function options(text: string): OpenOptions {
  return {
    folder: '/',
    signal: new AbortController().signal,
    readText: async () => {
      reads += 1;
      return text;
    },
    secret: async () => undefined,
  };
}

const source = (path: string, text: string): SourceDirectory => openSource({ kind: 'file', path, range }, options(text));
const target = (path: string, text: string): TargetDirectory => openTarget({ kind: 'file', path, range }, options(text));

function valueOfResult<T>(result: DirectoryResult<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

const ldif = `dn: CN=Sales,OU=Staff,DC=corp,DC=example
objectClass: top
objectClass: user
sAMAccountName: sales
displayName: Sales

dn: CN=Sales,OU=Groups,DC=corp,DC=example
objectClass: top
objectClass: group
sAMAccountName: sales
displayName: Sales
member: CN=Sales,OU=Staff,DC=corp,DC=example

dn: CN=Ann,OU=Staff,DC=corp,DC=example
objectClass: inetOrgPerson
displayName: Ann

dn: CN=Old,OU=Staff,DC=corp,DC=example
objectClass: contact
displayName: Old
`;

test('users and groups of one name in LDIF are told apart by objectClass', async () => {
  const people = source('people.ldif', ldif);
  const ids = async (objectName: string | null): Promise<readonly string[]> =>
    valueOfResult(await people.resolve('Sales', [], objectName)).map(({ id, kind }) => `${kind} ${id.slice(9, 18)}`);
  assert.deepEqual(await ids('user'), ['user OU=Staff,']);
  assert.deepEqual(await ids('group'), ['group OU=Groups']);
  assert.equal((await ids(null)).length, 2);
  const group = valueOfResult(await people.resolve('CN=Sales,OU=Groups,DC=corp,DC=example', [], 'User'));
  assert.deepEqual(group, [], 'a user mapping does not run for a group, even by its exact name');
  assert.equal(valueOfResult(await people.holders('sAMAccountName', 'sales', 'user'))?.total, 1);
  assert.equal(valueOfResult(await people.holders('sAMAccountName', 'sales'))?.total, 2);
  const names = async (objectName: string): Promise<readonly string[]> =>
    valueOfResult(await people.search('', 10, objectName)).map(({ displayName }) => displayName);
  assert.deepEqual(await names('user'), ['Ann', 'Old', 'Sales']);
  assert.deepEqual(await names('Group'), ['Sales']);
  assert.equal(valueOfResult(await people.testConnection()).answered, '3 people, 1 group');
});

test('objects in JSON are told apart by what they say of themselves, else by what only one kind has', async () => {
  const rows = [
    { id: '1', '@odata.type': '#microsoft.graph.group', displayName: 'A' },
    { id: '2', '@odata.type': '#microsoft.graph.user', displayName: 'A' },
    { id: '3', schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'A' },
    { id: '4', schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], displayName: 'A' },
    { id: '5', meta: { resourceType: 'Group' }, displayName: 'A' },
    { id: '6', groupTypes: [], displayName: 'A' },
    { id: '7', securityEnabled: true, displayName: 'A' },
    { id: '8', members: [{ value: '4' }], displayName: 'A' },
    { id: '9', userPrincipalName: 'a@x', displayName: 'A' },
    { id: '10', displayName: 'A' },
    { id: '11', attributes: { objectClass: ['top', 'group'], displayName: 'A' } },
    { id: '12', '@odata.type': '#microsoft.graph.group', attributes: { displayName: 'A' } },
  ];
  const people = source('all.json', JSON.stringify(rows));
  const found = valueOfResult(await people.resolve('A', [], null));
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['group', 'user', 'group', 'user', 'group', 'group', 'group', 'group', 'user', null, 'group', 'group'],
  );
  const users = valueOfResult(await people.resolve('A', [], 'User')).map(({ id }) => id);
  assert.deepEqual(users, ['2', '4', '9', '10'], 'what nobody tells may be either');
  const accounts = target('all.json', JSON.stringify(rows));
  const query = { attribute: 'displayName', value: 'a', caseExact: false };
  const total = async (objectName: string): Promise<number> =>
    valueOfResult(await accounts.match({ ...query, objectName }, [])).total;
  assert.equal(await total('urn:ietf:params:scim:schemas:core:2.0:Group'), 9);
  assert.equal(await total('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'), 4);
});

test('bytes are compared exactly, texts in their composed form, distinguished names by what they name', async () => {
  const guid = '4AQlP4lP0xGaDAMF6CwzAQ==';
  const otherGuid = '4aQlP4lP0xGaDAMF6CwzAQ==';
  const accounts = target(
    'accounts.json',
    JSON.stringify([
      {
        id: '1',
        onPremisesObjectIdentifier: guid,
        displayName: 'Zoe\u0308',
        manager: 'x',
        onPremisesDistinguishedName: 'CN=Vance\\, A,DC=x',
      },
      { id: '2', onPremisesObjectIdentifier: otherGuid, objectSid: 'AQUAAA==', displayName: 'ZOE' },
    ]),
  );
  const ids = async (attribute: string, value: string, caseExact = false): Promise<readonly string[]> =>
    valueOfResult(await accounts.match({ attribute, value, caseExact, objectName: 'User' }, [])).entries.map(({ id }) => id);
  assert.deepEqual(await ids('onPremisesObjectIdentifier', guid), ['1']);
  assert.deepEqual(await ids('onPremisesObjectIdentifier', otherGuid), ['2']);
  assert.deepEqual(await ids('objectSid', 'aquaaa=='), []);
  assert.deepEqual(await ids('objectSid', 'AQUAAA=='), ['2']);
  assert.deepEqual(await ids('displayName', 'ZO\u00cb'), ['1']);
  assert.deepEqual(await ids('displayName', 'zo\u00eb', true), []);
  assert.deepEqual(await ids('onPremisesDistinguishedName', 'cn=vance\\2c a, dc=X'), ['1']);
});

test('a snapshot answers many questions with one read, and the directory itself reads anew', async () => {
  const people = source('people.ldif', ldif);
  const before = reads;
  const snapshot = valueOfResult((await people.snapshot?.()) ?? assert.fail('files have snapshots'));
  for (let index = 0; index < 100; index += 1) valueOfResult(await snapshot.resolve('Ann', [], 'user'));
  assert.equal(reads - before, 1);
  valueOfResult(await people.resolve('Ann', [], 'user'));
  assert.equal(reads - before, 2);
});

test('people are listed with the asked attributes only, up to a limit', async () => {
  const people = source('people.ldif', ldif);
  const list = people.list ?? assert.fail('files can be listed');
  const listed = valueOfResult(await list(['displayname', 'userPassword'], 'user', 3)) ?? [];
  assert.deepEqual(
    listed.map(({ id, displayName, attributes }) => [id.slice(3, 8), displayName, [...attributes]]),
    [
      [
        'Sales',
        'Sales',
        [
          ['displayname', 'Sales'],
          ['userPassword', null],
        ],
      ],
      [
        'Ann,O',
        'Ann',
        [
          ['displayname', 'Ann'],
          ['userPassword', null],
        ],
      ],
      [
        'Old,O',
        'Old',
        [
          ['displayname', 'Old'],
          ['userPassword', null],
        ],
      ],
    ],
  );
  assert.equal(valueOfResult(await list(['displayname'], 'user', 2)), null);
});
