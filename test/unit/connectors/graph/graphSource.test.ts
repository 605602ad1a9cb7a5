import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileSource } from '../../../../src/connectors/file/fileSource.ts';
import { graphSource } from '../../../../src/connectors/graph/graphSource.ts';
import type { Entry } from '../../../../src/core/trace/directory.ts';
import { startGraph } from '../../../support/entra/graphServer.ts';
import { answerOf, graphReference, openOptions, testToken } from './openGraph.ts';

const application = '0aa1b2c3-1111-4222-8333-444455556666';
const adminRole = '11111111-aaaa-4bbb-8ccc-000000000001';
const namelessRole = '11111111-aaaa-4bbb-8ccc-000000000002';
const ada = '3ce3f3dc-4224-436d-b32b-32733b1860fa';
const ben = '313ce597-d541-408d-b5e1-69ab24f1f932';
const ivy = 'a56d73ab-b287-4774-b6b7-9f3a6e193a9d';
const guest = '8c2b29dc-700d-4395-b1e4-e92ca78cc139';
const dollar = '800c97d7-0f5d-4ac2-b147-28b6b84c2956';
const gone = '71739b20-3403-41a8-a2fa-dc3ffe871e67';
const sales = 'c2f7e6a1-08d4-4b9b-8f53-7d1a9e640c35';
const extension = 'extension_0123456789abcdef0123456789abcdef_costCenter';

const server = await startGraph({
  token: testToken,
  users: [
    {
      ...{ id: ada, accountEnabled: true, displayName: 'Amara Nwosu', givenName: 'Amara', surname: 'Nwosu' },
      ...{ userPrincipalName: 'amara.nwosu@corp.example', mail: 'amara.nwosu@corp.example', mailNickname: 'amara.nwosu' },
      ...{ jobTitle: 'Sales Director', department: 'Sales', companyName: 'Corp Example', employeeId: 'E1001' },
      ...{ businessPhones: ['+1 206 555 0131'], mobilePhone: '+1 206 555 0190', preferredLanguage: 'en-US' },
      ...{ streetAddress: '1420 Harbor Street', city: 'Seattle', state: 'WA', postalCode: '98101', country: 'United States' },
      ...{ officeLocation: 'HQ/3/3110', onPremisesExtensionAttributes: { extensionAttribute1: 'x1' }, [extension]: '4711' },
    },
    {
      ...{ id: ben, accountEnabled: false, displayName: 'Ben Carter', userPrincipalName: 'ben.carter@corp.example' },
      ...{ mail: 'ben@corp.example', manager: ada, onPremisesSamAccountName: 'ben' },
      proxyAddresses: ['SMTP:ben@corp.example', 'smtp:b.carter@corp.example'],
    },
    { id: ivy, displayName: "Ivy O'Neill", userPrincipalName: "ivy.o'neill@corp.example", department: 'Sales' },
    { id: guest, displayName: 'Guest', userPrincipalName: 'guest_partner.example#EXT#@corp.example' },
    { id: dollar, displayName: 'Guest', userPrincipalName: '$petty.cash@corp.example' },
  ],
  deletedUsers: [{ id: gone, displayName: 'Rosa Diaz', userPrincipalName: `${gone.replaceAll('-', '')}rosa@corp.example` }],
  groups: [
    {
      ...{ id: sales, displayName: 'Sales Team', mailNickname: 'sales-team', mailEnabled: false, securityEnabled: true },
      members: [ada, ben, ivy, guest, dollar],
    },
  ],
  servicePrincipals: [
    {
      id: application,
      displayName: 'App',
      appRoles: [
        { id: adminRole, value: 'Admin', displayName: 'Administrator' },
        { id: namelessRole, value: null, displayName: 'Reader' },
      ],
    },
  ],
  assignments: [
    { principalId: ada, resourceId: application, appRoleId: adminRole },
    { principalId: ada, resourceId: application, appRoleId: namelessRole },
    { principalId: ben, resourceId: application },
    { principalId: ivy, resourceId: '99999999-1111-4222-8333-444455556666', appRoleId: adminRole },
  ],
  paging: { size: 2 },
});
after(() => server.close());

const source = graphSource(graphReference(server.url), openOptions());

async function one(text: string, names: readonly string[], objectName: string | null = 'User'): Promise<Entry> {
  const [entry, ...more] = answerOf(await source.resolve(text, names, objectName));
  assert.ok(entry, text);
  assert.deepEqual(more, []);
  return entry;
}

/** The targets of the calls that a question makes. */
async function targetsOf(question: () => Promise<unknown>): Promise<readonly string[]> {
  const before = server.requests.length;
  await question();
  server.assertClean();
  const asked = server.requests.slice(before);
  assert.deepEqual([...new Set(asked.map(({ method }) => method))], ['GET'], 'a source only reads');
  return asked.map(({ target }) => decodeURIComponent(target));
}

test('an ordinary subject is one request for exactly what is read, under the names of the configuration', async () => {
  const names = [
    'userPrincipalName',
    'physicalDeliveryOfficeName',
    'telephoneNumber',
    'mobile',
    'extensionAttribute1',
    extension,
  ];
  let entry: Entry | null = null;
  const asked = await targetsOf(async () => {
    entry = await one('amara.nwosu@corp.example', [
      ...names,
      'isDeleted',
      'userAccountControl',
      'passwordProfile',
      'IsSoftDeleted',
    ]);
  });
  const properties = `id,displayName,userPrincipalName,officeLocation,businessPhones,mobilePhone,onPremisesExtensionAttributes,${extension}`;
  assert.deepEqual(asked, [`/users/amara.nwosu@corp.example?$select=${properties}`]);
  const held = new Map((entry as unknown as Entry).attributes);
  assert.deepEqual(
    names.map((name) => held.get(name)),
    ['amara.nwosu@corp.example', 'HQ/3/3110', '+1 206 555 0131', '+1 206 555 0190', 'x1', '4711'],
  );
  assert.equal((entry as unknown as Entry).kind, 'user');
  const { headers } = server.requests.at(-1) ?? {};
  assert.match(headers?.['client-request-id'] ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(headers?.consistencylevel, undefined);
});

test('the same person from Graph and from the sample file gives the same attributes', async () => {
  const folder = resolve(import.meta.dirname, '../../../../samples/entra-to-scim');
  const file = fileSource({ kind: 'file', path: 'entra-users.json', range: { start: 0, end: 0 } }, openOptions({ folder }));
  const names = (
    'id objectId accountEnabled displayName givenName surname userPrincipalName mail mailNickname jobTitle department companyName ' +
    'employeeId telephoneNumber mobile preferredLanguage streetAddress city state postalCode country physicalDeliveryOfficeName ' +
    'facsimileTelephoneNumber manager IsSoftDeleted extensionAttribute2'
  ).split(' ');
  const [held] = answerOf(await file.resolve(ada, names, 'User'));
  const read = await one(ada, names);
  const picked = (entry: Entry | undefined): unknown => [
    entry?.id,
    entry?.displayName,
    entry?.kind,
    names.map((name) => [name, entry?.attributes.get(name) ?? null]),
  ];
  assert.deepEqual(picked(read), picked(held));
  assert.equal(read.attributes.get('accountEnabled'), 'True');
});

test('principal names with a quote, a dollar at the beginning and #EXT# reach their owner', async () => {
  for (const [name, id] of [
    ["ivy.o'neill@corp.example", ivy],
    ['$petty.cash@corp.example', dollar],
    ['guest_partner.example#EXT#@corp.example', guest],
  ] as const)
    assert.equal((await one(name, [])).id, id, name);
  assert.equal(
    (await one(guest, ['originalUserPrincipalName'])).attributes.get('originalUserPrincipalName'),
    'guest_partner.example#EXT#@corp.example',
  );
  server.assertClean();
});

test('mappings get the principal name of a guest without #EXT#, and who shares it is found all the same', async () => {
  const entry = await one(guest, ['userPrincipalName', 'originalUserPrincipalName']);
  assert.equal(entry.attributes.get('userPrincipalName'), 'guest_partner.example@corp.example');
  assert.equal(entry.attributes.get('originalUserPrincipalName'), 'guest_partner.example#EXT#@corp.example');
  const holders = answerOf(await source.holders('userPrincipalName', 'guest_partner.example@corp.example', 'User'));
  assert.deepEqual(holders, { total: 1, entries: [{ id: guest, displayName: 'Guest' }] });
  const original = await source.holders('originalUserPrincipalName', 'guest_partner.example#EXT#@corp.example', 'User');
  assert.equal(answerOf(original)?.total, 1);
  assert.equal(answerOf(await source.holders('userPrincipalName', 'amara.nwosu@corp.example', 'User'))?.total, 1);
  server.assertClean();
});

test('the manager comes with the person, and a reference is followed by its id whatever it is', async () => {
  const asked = await targetsOf(async () => {
    assert.equal((await one(ben, ['manager'])).attributes.get('manager'), ada);
  });
  assert.deepEqual(asked, [`/users/${ben}?$select=id,displayName&$expand=manager($select=id)`]);
  assert.equal((await one(ada, ['manager'])).attributes.has('manager'), false);
  assert.equal((await one(sales, ['displayName'], null)).kind, 'group');
  assert.deepEqual(answerOf(await source.resolve('99999999-9999-4999-8999-999999999999', [], null)), []);
  server.assertClean();
});

test('mail, proxy address, account name with a domain, display, first and last name name somebody; the more particular name decides', async () => {
  for (const text of ['ben@corp.example', 'B.Carter@corp.example', 'CORP\\ben', 'ben carter'])
    assert.equal((await one(text, ['displayName'])).id, ben, text);
  for (const text of ['Amara', 'nwosu']) assert.equal((await one(text, ['displayName'])).id, ada, text);
  const several = answerOf(await source.resolve('guest', [], 'User'));
  assert.deepEqual(several.map(({ id }) => id).sort(), [dollar, guest].sort());
  assert.deepEqual(answerOf(await source.resolve("nobody's", [], 'User')), []);
  for (const nothing of ['', '   ', 'x'.repeat(5000)]) assert.deepEqual(await targetsOf0(nothing), []);
  server.assertClean();
});

async function targetsOf0(text: string): Promise<readonly string[]> {
  const before = server.requests.length;
  assert.deepEqual(answerOf(await source.resolve(text, [], 'User')), []);
  return server.requests.slice(before).map(({ target }) => target);
}

test('a deleted user is found by the id, with what says that it is deleted', async () => {
  const entry = await one(gone, ['displayName', 'deletedDateTime', 'manager']);
  assert.equal(entry.attributes.get('deletedDateTime'), '2026-01-15T08:00:00Z');
  assert.equal(entry.displayName, 'Rosa Diaz');
  assert.deepEqual(answerOf(await source.resolve(gone, [], 'Group')), []);
  const named = await one('rosa diaz', ['displayName', 'deletedDateTime']);
  assert.deepEqual([named.id, named.attributes.get('deletedDateTime')], [gone, '2026-01-15T08:00:00Z']);
  server.assertClean();
});

test('roles by their values, else their names; default access counts; nobody assigned is an empty list; not asked is absent', async () => {
  const assigned = graphSource(graphReference(server.url), openOptions({ servicePrincipalId: application }));
  const rolesOf = async (id: string): Promise<unknown> =>
    answerOf(await assigned.resolve(id, ['appRoleAssignments'], 'User'))[0]?.attributes.get('appRoleAssignments');
  const asked = await targetsOf(async () => {
    assert.deepEqual(await rolesOf(ada), ['Admin', 'Reader']);
    assert.deepEqual(await rolesOf(ben), ['Default Access']);
    assert.deepEqual(await rolesOf(ivy), []);
  });
  assert.equal(asked.filter((target) => target.startsWith('/servicePrincipals/')).length, 1, 'the roles are read once');
  assert.equal((await one(ada, ['appRoleAssignments'])).attributes.has('appRoleAssignments'), false);
  const wrong = graphSource(graphReference(server.url), openOptions({ servicePrincipalId: ada }));
  const failed = await wrong.resolve(ada, ['appRoleAssignments'], 'User');
  assert.ok(!failed.ok);
  assert.match(failed.error.advice, /servicePrincipalId/);
});

test('a group with members over several pages', async () => {
  const asked = await targetsOf(async () => {
    const group = await one('Sales Team', ['displayName', 'members', 'securityEnabled', 'mailNickname'], 'Group');
    assert.deepEqual(group.attributes.get('members'), [ada, ben, ivy, guest, dollar]);
    assert.equal(group.attributes.get('securityEnabled'), 'True');
    assert.equal(group.kind, 'group');
  });
  assert.equal(asked.filter((target) => target.includes('/members?')).length, 3);
});

test('search as people type, bounded, for users, groups and both; nothing typed lists the first ones', async () => {
  const names = async (text: string, limit: number, objectName?: string | null): Promise<readonly string[]> =>
    answerOf(await source.search(text, limit, objectName)).map(({ displayName }) => displayName);
  assert.deepEqual(await names('nwo', 10, 'User'), ['Amara Nwosu']);
  assert.deepEqual(await names('ben.car', 10, 'User'), ['Ben Carter']);
  assert.deepEqual(await names("o'ne", 10, 'User'), ["Ivy O'Neill"]);
  assert.deepEqual(await names('sales', 10, 'Group'), ['Sales Team']);
  assert.deepEqual(await names('sal', 10), ['Sales Team']);
  assert.deepEqual(await names('', 3, 'User'), ['Amara Nwosu', 'Ben Carter', 'Guest']);
  assert.deepEqual(await names('"\\', 1, 'User'), ['Amara Nwosu'], 'nothing that could be a word');
  assert.deepEqual(await names('nwosu"', 5, 'User'), ['Amara Nwosu']);
  assert.deepEqual(await names('ada', 0, 'User'), []);
  const [summary] = answerOf(await source.search('amara', 1, 'User'));
  assert.deepEqual(summary, {
    id: ada,
    displayName: 'Amara Nwosu',
    principalName: 'amara.nwosu@corp.example',
    detail: 'Sales · Sales Director',
  });
  server.assertClean();
});

test('who holds a value: how many and the first few; what Graph cannot filter by it cannot tell', async () => {
  assert.deepEqual(answerOf(await source.holders('department', 'Sales', 'User')), {
    total: 2,
    entries: [
      { id: ada, displayName: 'Amara Nwosu' },
      { id: ivy, displayName: "Ivy O'Neill" },
    ],
  });
  assert.equal(answerOf(await source.holders('ProxyAddresses', 'smtp:b.carter@corp.example', 'User'))?.total, 1);
  assert.equal(answerOf(await source.holders('accountEnabled', 'False', 'User'))?.total, 1);
  assert.equal(answerOf(await source.holders('displayName', 'Sales Team'))?.total, 1);
  for (const name of ['onPremisesDistinguishedName', 'notThere', 'members', 'passwordProfile'])
    assert.equal(answerOf(await source.holders(name, 'x', 'User')), null, name);
  server.assertClean();
});

test('the connection is tested by one small question', async () => {
  const asked = await targetsOf(async () => {
    const report = answerOf(await source.testConnection());
    assert.deepEqual(report, {
      address: server.url,
      asked: 'GET /users?$top=1&$select=id',
      answered: '200, users can be read',
      warning: null,
    });
  });
  assert.deepEqual(asked, ['/users?$top=1&$select=id']);
  assert.equal(source.label, 'Microsoft Entra ID (corp.example)');
});
