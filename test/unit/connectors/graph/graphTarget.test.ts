import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { graphTarget } from '../../../../src/connectors/graph/graphTarget.ts';
import type { MatchQuery } from '../../../../src/core/trace/directory.ts';
import { startGraph } from '../../../support/entra/graphServer.ts';
import { planned, plannedWrite } from '../../../support/plannedWrites.ts';
import { answerOf, graphReference, openOptions, testToken } from './openGraph.ts';

const ada = '3ce3f3dc-4224-436d-b32b-32733b1860fa';
const ben = '313ce597-d541-408d-b5e1-69ab24f1f932';
const sales = 'c2f7e6a1-08d4-4b9b-8f53-7d1a9e640c35';

const server = await startGraph({
  token: testToken,
  users: [
    {
      ...{ id: ada, accountEnabled: true, displayName: 'Ada', userPrincipalName: 'ada@corp.example', employeeId: 'E1' },
      ...{ manager: ben, onPremisesImmutableId: '40037', city: 'Paris', businessPhones: ['+1'], mobilePhone: '+2' },
      onPremisesExtensionAttributes: { extensionAttribute3: 'three' },
      proxyAddresses: ['SMTP:ada@corp.example', "smtp:o'ada@corp.example"],
      createdDateTime: '2025-06-01T09:00:00Z',
    },
    {
      ...{
        id: ben,
        accountEnabled: false,
        displayName: "Ben O'Neill & Söhne 100%",
        userPrincipalName: "ben.o'neill@corp.example",
      },
      ...{ city: 'Paris', extension_0123456789abcdef0123456789abcdef_code: '7' },
    },
    { displayName: 'Cleo', userPrincipalName: 'cleo@corp.example', city: 'Paris' },
  ],
  groups: [
    { id: sales, displayName: 'Sales', mailNickname: 'sales', mailEnabled: false, securityEnabled: true, members: [ada, ben] },
  ],
});
after(() => server.close());

const target = graphTarget(graphReference(server.url), openOptions());

function query(attribute: string, value: string, objectName = 'User'): MatchQuery {
  return { attribute, value, caseExact: false, objectName };
}

async function idsFor(attribute: string, value: string, objectName?: string): Promise<readonly string[]> {
  return answerOf(await target.match(query(attribute, value, objectName), [])).entries.map(({ id }) => id);
}

test('one request for a matching attribute: two hits at most, always an advanced query, with what is mapped', async () => {
  const before = server.requests.length;
  const answer = answerOf(
    await target.match(query('UserPrincipalName', 'ADA@corp.example'), [
      'City',
      'TelephoneNumber',
      'Mobile',
      'sourceAnchor',
      'CommonName',
    ]),
  );
  server.assertClean();
  const [request, ...more] = server.requests.slice(before);
  assert.deepEqual(more, []);
  assert.equal(
    decodeURIComponent(request?.target ?? ''),
    "/users?$filter=userPrincipalName eq 'ADA@corp.example'&$select=id,displayName,city,businessPhones,mobilePhone,onPremisesImmutableId&$top=2&$count=true",
  );
  assert.equal(request?.headers.consistencylevel, 'eventual');
  assert.equal(answer.asked, "GET /users?$filter=userPrincipalName eq 'ADA@corp.example'&$top=2&$count=true");
  assert.equal(answer.total, 1);
  const [entry] = answer.entries;
  assert.equal(entry?.id, ada);
  assert.deepEqual(
    ['City', 'TelephoneNumber', 'Mobile', 'sourceAnchor', 'CommonName'].map((name) => entry?.attributes.get(name)),
    ['Paris', '+1', '+2', '40037', undefined],
  );
});

test('quotes, ampersands, per cent and umlauts in values; lists, truth, dates, ids and extensions each in their form', async () => {
  assert.deepEqual(await idsFor('userPrincipalName', "ben.o'neill@corp.example"), [ben]);
  assert.deepEqual(await idsFor('displayName', "Ben O'Neill & Söhne 100%"), [ben]);
  assert.deepEqual(await idsFor('displayName', "x' or displayName eq 'Ada"), []);
  assert.deepEqual(await idsFor('ProxyAddresses', "smtp:o'ada@corp.example"), [ada]);
  assert.deepEqual(await idsFor('AccountEnabled', 'False'), [ben]);
  assert.deepEqual(await idsFor('objectId', ada), [ada]);
  assert.deepEqual(await idsFor('SourceAnchor', '40037'), [ada]);
  assert.deepEqual(await idsFor('ExtensionAttribute3', 'three'), [ada]);
  assert.deepEqual(await idsFor('extension_0123456789abcdef0123456789abcdef_code', '7'), [ben]);
  assert.deepEqual(await idsFor('mailNickname', 'sales', 'Group'), [sales]);
  server.assertClean();
});

test('several hits: two are enough, the number is told, and nothing more is asked for them', async () => {
  const before = server.requests.length;
  const answer = answerOf(await target.match(query('city', 'Paris'), ['manager']));
  assert.equal(answer.entries.length, 2);
  assert.equal(answer.total, 3);
  assert.equal(server.requests.length - before, 1);
  server.assertClean();
});

test('the manager and the members of the one hit are read, since a list cannot carry them', async () => {
  const [entry] = answerOf(await target.match(query('employeeId', 'E1'), ['Manager', 'DisplayName'])).entries;
  assert.equal(entry?.attributes.get('Manager'), ben);
  const [alone] = answerOf(await target.match(query('objectId', ben), ['Manager'])).entries;
  assert.equal(alone?.attributes.has('Manager'), false);
  const [group] = answerOf(await target.match(query('displayName', 'sales', 'Group'), ['members'])).entries;
  assert.deepEqual([group?.kind, group?.attributes.get('members')], ['group', [ada, ben]]);
  server.assertClean();
});

test('the matching attribute of cloud sync is asked for by the one that holds the same value, and only a hit says something', async () => {
  const hit = answerOf(await target.match(query('onPremisesObjectIdentifier', '40037'), ['onPremisesObjectIdentifier', 'City']));
  assert.deepEqual(
    hit.entries.map(({ id }) => id),
    [ada],
  );
  assert.match(hit.asked, /onPremisesImmutableId eq '40037'/);
  assert.match(hit.note ?? '', /does not filter by onPremisesObjectIdentifier/);
  // Graph's silence about it must not count as an empty attribute.
  assert.deepEqual([...(hit.entries[0]?.unreadable ?? [])], ['onPremisesObjectIdentifier']);
  const none = await target.match(query('onPremisesObjectIdentifier', 'AQ=='), []);
  assert.ok(!none.ok);
  assert.match(none.error.message, /is not known/);
  const tested = answerOf(await target.testConnection(query('onPremisesObjectIdentifier', 'nobody')));
  assert.match(tested.answered, /0 objects/);
  server.assertClean();
});

test('what Graph cannot filter by is refused here, with advice, and never sent', async () => {
  const before = server.requests.length;
  for (const [attribute, value, reason] of [
    ['onPremisesDistinguishedName', 'CN=x', /does not filter by onPremisesDistinguishedName/],
    ['__proto__', 'x', /no property of a user is known/],
    ['accountEnabled', 'perhaps', /neither/],
    ['createdDateTime', 'yesterday or displayName ne null', /a date/],
    ['displayName', 'x'.repeat(2000), /2000 characters/],
    ['passwordProfile.password', 'x', /does not filter/],
    ["displayName eq 'x' or id", 'x', /no property/],
  ] as const) {
    const failed = await target.match(query(attribute, value), []);
    assert.ok(!failed.ok, attribute);
    assert.equal(failed.error.code, 'Request_UnsupportedQuery');
    assert.match(failed.error.message, reason);
    assert.match(failed.error.advice, /userPrincipalName/);
  }
  const contact = await target.match(query('mail', 'c@corp.example', 'Contact'), []);
  assert.ok(!contact.ok);
  assert.match(contact.error.message, /"Contact"/);
  assert.equal(server.requests.length, before);
});

test('the connection is tested with a user that cannot exist; whoever has it is no answer', async () => {
  const report = answerOf(await target.testConnection(query('userPrincipalName', 'nobody@corp.example')));
  assert.equal(report.answered, '200, 0 objects');
  assert.match(report.asked, /^GET \/users\?\$filter=userPrincipalName eq 'nobody@corp\.example'/);
  assert.equal(answerOf(await target.testConnection(null)).answered, '200, users can be read');
  const failed = await target.testConnection(query('userPrincipalName', 'ada@corp.example'));
  assert.ok(!failed.ok);
  assert.match(failed.error.message, /does not apply the filter/);
});

test('a preview words the requests for the cloud of the connection, and sends none', () => {
  const before = server.requests.length;
  const government = graphTarget(graphReference('https://graph.microsoft.us/v1.0'), openOptions());
  const requests = government.describe(
    plannedWrite('update', [planned('city', 'Rome'), planned('manager', ben, { type: 'Reference' })]),
  );
  assert.deepEqual(
    requests.map(({ method, address }) => `${method} ${address}`),
    ['PATCH https://graph.microsoft.us/v1.0/users/26', 'PUT https://graph.microsoft.us/v1.0/users/26/manager/$ref'],
  );
  assert.deepEqual([...new Set(server.requests.map(({ method }) => method))], ['GET'], 'a target that is previewed only reads');
  assert.match(requests[1]?.body ?? '', /graph\.microsoft\.us\/v1\.0\/users\/313ce597/);
  assert.equal(server.requests.length, before);
});
