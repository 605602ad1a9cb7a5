import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attributeOf, type FileEntry } from '../../../src/connectors/file/fileEntry.ts';
import { readPeople } from '../../../src/connectors/file/readPeople.ts';

const adele = { id: '1', displayName: 'Adele Vance', userPrincipalName: 'adele@corp.example' };
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function only(value: unknown): FileEntry {
  const { entries, problems } = readPeople(JSON.stringify(value));
  assert.deepEqual(problems, []);
  assert.equal(entries.length, 1);
  const [entry] = entries;
  assert.ok(entry);
  return entry;
}

test('each form of a list of people is read', () => {
  for (const form of [
    [adele],
    { '@odata.context': 'x', value: [adele] },
    { totalResults: 1, Resources: [adele] },
    { users: [adele] },
    adele,
    [{ id: '1', attributes: { displayName: 'Adele Vance', userPrincipalName: 'adele@corp.example' } }],
  ]) {
    const entry = only(form);
    assert.equal(entry.id, '1', JSON.stringify(form));
    assert.equal(attributeOf(entry, 'displayName'), 'Adele Vance');
    assert.equal(attributeOf(entry, 'userPrincipalName'), 'adele@corp.example');
  }
});

test('values become what the service moves: text, lists of text, nothing', () => {
  const entry = only({
    ...adele,
    accountEnabled: false,
    employeeCount: 12,
    manager: null,
    otherMails: ['a', 'b'],
    none: [],
    one: ['x'],
    empty: '',
  });
  assert.equal(attributeOf(entry, 'accountEnabled'), 'False');
  assert.equal(attributeOf(entry, 'employeeCount'), '12');
  assert.equal(attributeOf(entry, 'manager'), null);
  assert.ok(!entry.attributes.has('manager'));
  assert.deepEqual(attributeOf(entry, 'otherMails'), ['a', 'b']);
  assert.equal(attributeOf(entry, 'none'), null);
  assert.deepEqual(attributeOf(entry, 'one'), ['x']);
  assert.equal(attributeOf(entry, 'empty'), '');
});

test('a long number keeps every digit', () => {
  const { entries } = readPeople('[{"id":"1","pwdLastSet":132772253564048004,"small":7}]');
  assert.ok(entries[0]);
  assert.equal(attributeOf(entries[0], 'pwdLastSet'), '132772253564048004');
  assert.equal(attributeOf(entries[0], 'small'), '7');
});

test('nested values are found under the paths that mappings use', () => {
  const entry = only({
    id: '1',
    userName: 'adele',
    name: { givenName: 'Adele', familyName: 'Vance' },
    emails: [
      { type: 'home', value: 'home@x.example' },
      { type: 'work', value: 'work@x.example', primary: true },
    ],
    roles: [{ primary: true, value: 'Admin' }],
    onPremisesExtensionAttributes: { extensionAttribute3: 'three' },
    [enterprise]: { department: 'Sales', manager: { value: '26', displayName: 'Boss' } },
  });
  for (const [path, expected] of [
    ['name.givenName', 'Adele'],
    ['emails[type eq "work"].value', 'work@x.example'],
    ['emails[type eq "home"].value', 'home@x.example'],
    ['emails[primary eq true].value', 'work@x.example'],
    ['emails[type eq "work" and primary eq "True"].value', 'work@x.example'],
    ['emails[type eq "other"].value', null],
    ['roles[primary eq "True"].value', 'Admin'],
    [`${enterprise}:department`, 'Sales'],
    [`${enterprise}:manager`, '26'],
    ['department', 'Sales'],
    ['manager', '26'],
    ['extensionAttribute3', 'three'],
    ['onPremisesExtensionAttributes.extensionAttribute3', 'three'],
    ['objectId', '1'],
    ['NAME.GIVENNAME', 'Adele'],
    ['name.middleName', null],
    ['__proto__', null],
    ['constructor', null],
  ] as const) {
    assert.equal(attributeOf(entry, path), expected, path);
  }
  assert.equal(entry.attributes.get('emails[type eq "work"].value'), 'work@x.example');
  assert.equal(entry.attributes.get(`${enterprise}:department`), 'Sales');
});

test('people with a distinguished name have what the agent adds, and their lists of one are single values', () => {
  const entry = only([
    { dn: 'CN=a,DC=x', attributes: { sAMAccountName: ['a'], userAccountControl: ['514'], proxyAddresses: ['x', 'y'] } },
  ]);
  assert.equal(entry.id, 'CN=a,DC=x');
  assert.equal(attributeOf(entry, 'distinguishedName'), 'CN=a,DC=x');
  assert.equal(attributeOf(entry, 'sAMAccountName'), 'a');
  assert.equal(attributeOf(entry, 'accountDisabled'), 'True');
  assert.deepEqual(attributeOf(entry, 'proxyAddresses'), ['x', 'y']);
});

test('secrets are dropped at every depth, under any path', () => {
  const secret = 'hunter2';
  const entry = only({
    ...adele,
    password: secret,
    passwordProfile: { password: secret },
    name: { userPassword: secret },
    [enterprise]: { password: secret },
  });
  assert.ok(!JSON.stringify([...entry.attributes]).includes(secret));
  for (const path of ['password', 'passwordProfile.password', 'name.userPassword', `${enterprise}:password`, 'PASSWORD']) {
    assert.equal(attributeOf(entry, path), null, path);
  }
});

test('comments and a byte-order mark are tolerated', () => {
  const { entries, problems } = readPeople('\ufeff// people\n[ { "id": "1", }, ]');
  assert.deepEqual(problems, []);
  assert.equal(entries[0]?.id, '1');
});

test('what is not a person is left out with its place; what is no list at all says so', () => {
  const text = '{ "value": [ { "id": "1" }, 7, { "department": "Sales" }, { "id": "2" } ] }';
  const { entries, problems } = readPeople(text);
  assert.deepEqual(
    entries.map((entry) => entry.id),
    ['1', '2'],
  );
  assert.deepEqual(
    problems.map(({ code, range }) => [code, text.slice(range.start, range.end)]),
    [
      ['directory-file-shape', '7'],
      ['directory-file-shape', '{ "department": "Sales" }'],
    ],
  );
  for (const wrong of ['7', '"x"', '{}', 'null', '{"name":"a connection"}']) {
    assert.deepEqual(
      readPeople(wrong).problems.map((problem) => problem.code),
      ['directory-file-shape'],
      wrong,
    );
  }
  assert.deepEqual(
    readPeople('[{"id":')
      .problems.map((problem) => problem.severity)
      .includes('error'),
    true,
  );
});

test('any JSON is read without an exception', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      for (const entry of readPeople(JSON.stringify(value)).entries) assert.equal(typeof entry.id, 'string');
    }),
  );
  assert.ok(readPeople(`${'['.repeat(50_000)}${']'.repeat(50_000)}`).problems.length > 0);
});
