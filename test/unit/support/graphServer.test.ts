import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import type { GraphServerOptions } from '../../support/entra/runningGraph.ts';

const ada = '11111111-aaaa-4bbb-8ccc-000000000001';
const ben = '11111111-aaaa-4bbb-8ccc-000000000002';
const guest = '11111111-aaaa-4bbb-8ccc-000000000003';
const sales = '22222222-aaaa-4bbb-8ccc-000000000001';
const app = '33333333-aaaa-4bbb-8ccc-000000000001';

const contents: GraphServerOptions = {
  users: [
    {
      id: ada,
      displayName: 'Ada King',
      userPrincipalName: 'ada@corp.example',
      mailNickname: 'ada',
      mail: 'ada@corp.example',
      proxyAddresses: ['SMTP:ada@corp.example', 'smtp:countess@corp.example'],
      accountEnabled: true,
      companyName: 'Corp',
      surname: "O'Neill",
      department: 'Sales',
      manager: ben,
      onPremisesExtensionAttributes: { extensionAttribute3: 'blue' },
      extension_0123456789abcdef0123456789abcdef_team: 'north',
    },
    {
      id: ben,
      displayName: 'Ben Carter',
      userPrincipalName: 'ben@corp.example',
      accountEnabled: false,
      onPremisesSyncEnabled: true,
    },
    { id: guest, displayName: 'Guest', userPrincipalName: 'gus_x.org#EXT#@corp.example', userType: 'Guest' },
  ],
  groups: [{ id: sales, displayName: 'Sales Team', securityEnabled: true, members: [ada, ben] }],
  servicePrincipals: [{ id: app, appId: 'f0f0f0f0-aaaa-4bbb-8ccc-000000000001', displayName: 'App', appRoles: [] }],
  assignments: [{ principalId: ada, resourceId: app }],
  deletedUsers: [{ id: '44444444-aaaa-4bbb-8ccc-000000000001', displayName: 'Gone', userPrincipalName: 'gone@corp.example' }],
};

const advanced = { ConsistencyLevel: 'eventual' };
const newUser = {
  accountEnabled: true,
  displayName: 'Cleo',
  mailNickname: 'cleo',
  userPrincipalName: 'cleo@corp.example',
  passwordProfile: { password: 'Abcdef-12345', forceChangePasswordNextSignIn: true },
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly value?: readonly Record<string, unknown>[];
    readonly error?: { readonly code: string; readonly message: string; readonly innerError: Record<string, string> };
    readonly [name: string]: unknown;
  };
}

let graph: GraphServer;

async function call(target: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { authorization: 'Bearer good', ...(init.headers as Record<string, string>) };
  const response = await fetch(target.startsWith('http') ? target : `${graph.url}${target}`, {
    redirect: 'manual',
    ...init,
    headers,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

function send(method: string, target: string, body: unknown): Promise<Answer> {
  return call(target, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

function filter(text: string, headers: Record<string, string> = {}, more = ''): Promise<Answer> {
  return call(`/users?$filter=${encodeURIComponent(text)}&$select=id,displayName${more}`, { headers });
}

async function names(answer: Promise<Answer>): Promise<readonly unknown[]> {
  const { status, body } = await answer;
  assert.equal(status, 200, JSON.stringify(body));
  return (body.value ?? []).map(({ displayName }) => displayName);
}

/** The call is refused with this status, and the test that made it would fail. */
async function breaks(answer: Promise<Answer>, status: number, message: RegExp): Promise<void> {
  const before = graph.violations.length;
  const refused = await answer;
  assert.equal(refused.status, status, JSON.stringify(refused.body));
  assert.match(refused.body.error?.message ?? '', message);
  assert.equal(graph.violations.length, before + 1);
  assert.throws(() => graph.assertClean(), /does not document/);
}

/** The call is refused for what the data hold: a client has to live with it. */
async function refuses(answer: Promise<Answer>, status: number, code: string): Promise<void> {
  const refused = await answer;
  assert.deepEqual([refused.status, refused.body.error?.code], [status, code]);
  graph.assertClean();
}

async function fresh(options: GraphServerOptions = contents): Promise<void> {
  await graph?.close();
  graph = await startGraph(options);
}

describe('the loopback Graph', () => {
  beforeEach(() => fresh());
  after(() => graph.close());

  test('a user by id, by principal name, by key in parentheses; properties by default and by $select', async () => {
    const plain = await call(`/users/${ada}`);
    assert.deepEqual(Object.keys(plain.body).sort(), [
      ...['@odata.context', 'businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone'],
      ...['officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'],
    ]);
    assert.equal((await call('/users/ADA%40corp.example?$select=id')).body.id, ada);
    assert.equal((await call("/users('ada@corp.example')?$select=id")).body.id, ada);
    const selected = await call(`/users/${ada}?$select=department,onPremisesExtensionAttributes,city,proxyAddresses`);
    assert.deepEqual([selected.body.department, selected.body.city, selected.body.id], ['Sales', null, undefined]);
    assert.equal((selected.body.onPremisesExtensionAttributes as Record<string, unknown>).extensionAttribute3, 'blue');
    const expanded = await call(`/users/${ada}?$select=id&$expand=manager($select=id)`);
    assert.deepEqual(expanded.body.manager, { '@odata.type': '#microsoft.graph.user', id: ben });
    await refuses(call('/users/nobody@corp.example'), 404, 'Request_ResourceNotFound');
    await refuses(call(`/users/${ben}/manager`), 404, 'Request_ResourceNotFound');
    assert.equal((await call('/users/gus_x.org%23EXT%23@corp.example?$select=id')).body.id, guest);
  });

  test('what stands wrongly in a path or among the options', async () => {
    await breaks(call('/people'), 404, /not found/);
    await breaks(call(`/users/${ada}/photo`), 404, /not found/);
    await breaks(send('PUT', '/users', {}), 405, /not allowed/);
    await breaks(call(graph.url.replace('v1.0', 'beta/users')), 404, /v1\.0/);
    await breaks(call('/users/$ada@corp.example'), 400, /begins with \$/);
    await breaks(call('/users(ada)'), 400, /not in quotes/);
    await breaks(call('/users?$skip=2'), 400, /\$skip is not supported/);
    await breaks(call('/users?select=id'), 400, /'select' is not documented/);
    await breaks(call('/users?$format=json'), 400, /not documented/);
    await breaks(call('/users?$top=2&$top=3'), 400, /stands twice/);
    await breaks(call('/users?$top=0'), 400, /between 1 and 999/);
    await breaks(call('/users?$top=1000'), 400, /between 1 and 999/);
    await breaks(call('/users?$select=DisplayName'), 400, /'DisplayName'/);
    await breaks(call('/users?$select=manager'), 400, /'manager'/);
    await breaks(call('/users?$select=id,aboutMe'), 501, /list/);
    await breaks(call(`/users/${ada}?$filter=id%20eq%20'x'`), 400, /not documented/);
    await breaks(call('/users?$select=%E0'), 400, /percent-encoding/);
    await breaks(call(`/users?$filter=displayName%20eq%20'A'&B'`), 400, /unterminated|not documented/);
  });

  test('filters are read for real', async () => {
    assert.deepEqual(await names(filter("displayName eq 'ADA KING'")), ['Ada King']);
    assert.deepEqual(await names(filter("surname eq 'O''Neill'")), ['Ada King']);
    assert.deepEqual(await names(filter("accountEnabled eq false or (department eq 'Sales' and startswith(mail,'ADA'))")), [
      'Ada King',
      'Ben Carter',
    ]);
    assert.deepEqual(await names(filter("proxyAddresses/any(p:p eq 'smtp:countess@corp.example')")), ['Ada King']);
    assert.deepEqual(await names(filter(`id in ('${ada}','${guest}')`)), ['Ada King', 'Guest']);
    assert.deepEqual(await names(filter(`id eq ${ben}`)), ['Ben Carter']);
    assert.deepEqual(await names(filter("createdDateTime ge 2025-01-01T00:00:00Z and userType eq 'Guest'")), ['Guest']);
    assert.deepEqual(await names(filter("extension_0123456789abcdef0123456789abcdef_team eq 'north'")), ['Ada King']);
    const more = '&$count=true';
    assert.deepEqual(await names(filter("companyName eq 'corp'", advanced, more)), ['Ada King']);
    assert.deepEqual(await names(filter("onPremisesExtensionAttributes/extensionAttribute3 eq 'Blue'", advanced, more)), [
      'Ada King',
    ]);
    assert.deepEqual(
      await names(filter("endswith(userPrincipalName,'corp.example') and not(accountEnabled eq false)", advanced, more)),
      ['Ada King', 'Guest'],
    );
    assert.deepEqual(await names(filter('mail eq null', advanced, more)), ['Ben Carter', 'Guest']);
    assert.deepEqual(await names(filter("userType ne 'Guest'", advanced, more)), ['Ada King', 'Ben Carter']);
    graph.assertClean();
  });

  test('filters that need an advanced query, and those that Graph does not read', async () => {
    for (const text of [
      "companyName eq 'x'",
      "userType ne 'x'",
      "not(displayName eq 'x')",
      'mail eq null',
      "endswith(mail,'x')",
    ]) {
      await breaks(filter(text), 400, /advanced query/);
      await breaks(filter(text, advanced), 400, /advanced query/);
      await breaks(filter(text, {}, '&$count=true'), 400, /ConsistencyLevel/);
    }
    const level = { ConsistencyLevel: 'Eventual' };
    await breaks(filter("companyName eq 'x'", level, '&$count=true'), 400, /'eventual'/);
    await breaks(filter("onPremisesDistinguishedName eq 'x'"), 400, /cannot be filtered/);
    await breaks(filter("manager eq 'x'"), 400, /'manager'/);
    await breaks(filter("displayname eq 'x'"), 400, /'displayname'/);
    await breaks(filter("displayName eq 'O'Neill'"), 400, /Invalid filter/);
    await breaks(filter('displayName eq x'), 400, /no literal/);
    await breaks(filter(`displayName eq ${ada}`), 400, /type guid/);
    await breaks(filter("accountEnabled eq 'true'"), 400, /type text/);
    await breaks(filter("createdDateTime ge '2025-01-01T00:00:00Z'"), 400, /type text/);
    await breaks(filter("proxyAddresses eq 'x'"), 400, /any\(\)/);
    await breaks(filter("proxyAddresses/all(p:p eq 'x')"), 400, /all\(\)/);
    await breaks(filter("proxyAddresses/any(p:q eq 'x')"), 400, /variable/);
    await breaks(filter("endswith(surname,'x')", advanced, '&$count=true'), 400, /endsWith/);
    await breaks(filter("displayName like 'x'"), 400, /no operator/);
    await breaks(filter("displayName eq 'x')"), 400, /left over/);
  });

  test('$search wants its header and its form; $orderby and $expand have their rules', async () => {
    const search = (text: string, headers: Record<string, string> = advanced): Promise<Answer> =>
      call(`/users?$search=${encodeURIComponent(text)}&$select=displayName`, { headers });
    assert.deepEqual(await names(search('"displayName:kin"')), ['Ada King']);
    assert.deepEqual(await names(search('"displayName:ing"')), []);
    assert.deepEqual(await names(search('"displayName:cart" OR "mail:ada"')), ['Ada King', 'Ben Carter']);
    assert.deepEqual(await names(search('"displayName:ada" AND "mail:ben"')), []);
    graph.assertClean();
    await breaks(search('"displayName:ada"', {}), 400, /\$search needs the header/);
    await breaks(search('displayName:ada'), 400, /double quotes/);
    await breaks(search('"ada"'), 400, /no property/);
    await breaks(search('"city:ada"'), 400, /'city'/);
    await breaks(call('/users?$filter=accountEnabled%20eq%20true&$orderby=displayName'), 400, /\$orderby/);
    await breaks(call('/users?$expand=manager&$count=true', { headers: advanced }), 400, /\$expand/);
    await breaks(call('/users?$expand=memberOf'), 400, /\$expand/);
  });

  test('pages are followed verbatim, with the header again; a page may be empty; the count stands on the first', async () => {
    const users = Array.from({ length: 5 }, (_, index) => ({
      displayName: `U${index}`,
      userPrincipalName: `u${index}@corp.example`,
    }));
    await fresh({ users, paging: { size: 2, emptyPage: 2 } });
    const pages: (readonly unknown[])[] = [];
    let next: string | undefined = '/users?$select=displayName&$count=true';
    const counts: unknown[] = [];
    while (next !== undefined) {
      const page: Answer = await call(next, { headers: advanced });
      counts.push(page.body['@odata.count']);
      pages.push((page.body.value ?? []).map(({ displayName }) => displayName));
      next = page.body['@odata.nextLink'] as string | undefined;
    }
    assert.deepEqual(pages, [['U0', 'U1'], [], ['U2', 'U3'], ['U4']]);
    assert.deepEqual(counts, [5, undefined, undefined, undefined]);
    graph.assertClean();
    const { body } = await call('/users?$top=1&$count=true', { headers: advanced });
    const link = String(body['@odata.nextLink']);
    await breaks(call(link), 400, /ConsistencyLevel was not sent again/);
    await breaks(call(link.replace('%3d', '%3D'), { headers: advanced }), 400, /verbatim/);
    await breaks(call(`${link}&$select=id`, { headers: advanced }), 400, /verbatim/);
  });

  test('who is asked for, and what the token allows', async () => {
    await breaks(call('/users', { headers: { authorization: '' } }), 401, /empty/);
    await breaks(call('/users', { headers: { authorization: 'Basic good' } }), 401, /empty/);
    await breaks(call("/users?$filter=displayName%20eq%20'good'"), 400, /outside the header/);
    await fresh({ ...contents, token: 'good' });
    await refuses(call('/users', { headers: { authorization: 'Bearer bad' } }), 401, 'InvalidAuthenticationToken');
    const permissions = (...scopes: string[]): Promise<void> => fresh({ ...contents, token: () => ({ scopes }) });
    const denied = (answer: Promise<Answer>): Promise<void> => refuses(answer, 403, 'Authorization_RequestDenied');
    await permissions('User.Read.All');
    assert.equal((await call('/users')).status, 200);
    await denied(send('POST', '/users', newUser));
    await denied(send('PATCH', `/users/${ada}`, { accountEnabled: false }));
    await denied(call('/groups'));
    await denied(call(`/servicePrincipals/${app}/appRoleAssignedTo`));
    await permissions('User.Read.All', 'User.EnableDisableAccount.All');
    assert.equal((await send('PATCH', `/users/${ada}`, { accountEnabled: false })).status, 204);
    await denied(send('PATCH', `/users/${ada}`, { accountEnabled: false, jobTitle: 'x' }));
    await permissions('User.ReadWrite.All');
    assert.equal((await send('POST', '/users', newUser)).status, 201);
    await denied(send('PATCH', `/users/${ada}`, { passwordProfile: { password: 'Abcdef-12345' } }));
    await permissions('Directory.ReadWrite.All');
    assert.equal((await call('/groups')).status, 200);
    assert.equal((await send('POST', '/users', newUser)).status, 201);
    await fresh({ ...contents, token: () => ({ roles: ['User.ReadWrite.All'] }) });
    await denied(call(`/users/${ada}/appRoleAssignments`));
    await denied(send('PATCH', `/users/${ada}`, { aboutMe: 'x' }));
  });

  test('a new user, and everything that keeps one from being made', async () => {
    const made = await send('POST', '/users', { ...newUser, mail: 'cleo@corp.example', city: 'Berlin' });
    assert.equal(made.status, 201);
    const id = String(made.body.id);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(made.body.city, undefined);
    const kept = graph.user(id);
    assert.deepEqual(
      [kept?.city, kept?.passwordProfile, kept?.proxyAddresses],
      ['Berlin', undefined, ['SMTP:cleo@corp.example']],
    );
    const post = (change: object): Promise<Answer> =>
      send('POST', '/users', { ...newUser, userPrincipalName: 'dora@corp.example', ...change });
    for (const name of ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'])
      await refuses(post({ [name]: undefined }), 400, 'Request_BadRequest');
    await refuses(post({ userPrincipalName: 'dörthe@corp.example' }), 400, 'Request_BadRequest');
    await refuses(post({ userPrincipalName: 'a b@corp.example' }), 400, 'Request_BadRequest');
    await refuses(post({ userPrincipalName: 'dora@elsewhere.example' }), 400, 'Request_BadRequest');
    await refuses(post({ userPrincipalName: 'ADA@corp.example' }), 409, 'Request_MultipleObjectsWithSameKeyValue');
    await refuses(post({ mail: 'Countess@corp.example' }), 409, 'Request_MultipleObjectsWithSameKeyValue');
    await refuses(post({ employeeId: '12345678901234567' }), 400, 'Request_BadRequest');
    await refuses(post({ passwordProfile: { password: 'short' } }), 400, 'Request_BadRequest');
    assert.equal((await post({ userPrincipalName: "d'.-_!#^~1@corp.example" })).status, 201);
    await breaks(post({ passwordProfile: undefined }), 400, /passwordProfile/);
    await breaks(post({ passwordProfile: { secret: 'x' } }), 400, /passwordProfile/);
    await breaks(post({ Department: 'x' }), 400, /'Department'/);
    await breaks(post({ proxyAddresses: ['x'] }), 400, /read-only/);
    await breaks(post({ accountEnabled: 'True' }), 400, /true or false/);
    await breaks(post({ businessPhones: '+1' }), 400, /list/);
    await breaks(post({ employeeHireDate: '2026-01-01' }), 400, /date/);
    await breaks(post({ onPremisesExtensionAttributes: { extensionAttribute16: 'x' } }), 400, /extensionAttribute16/);
    const notJson = call('/users', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
    await breaks(notJson, 400, /application\/json/);
    await breaks(call('/users', { method: 'POST' }), 400, /needs body/);
    await breaks(send('POST', '/users?$select=id', newUser), 400, /query option/);
  });

  test('changes, and those that Graph refuses', async () => {
    const patch = (body: object, id = ada): Promise<Answer> => send('PATCH', `/users/${id}`, body);
    const change = {
      jobTitle: 'Lead',
      department: null,
      onPremisesExtensionAttributes: { extensionAttribute4: 'red' },
      mail: 'a.k@corp.example',
    };
    assert.equal((await patch(change)).status, 204);
    const kept = graph.user(ada);
    assert.deepEqual([kept?.jobTitle, kept?.department, kept?.surname], ['Lead', null, "O'Neill"]);
    assert.deepEqual(kept?.onPremisesExtensionAttributes, { extensionAttribute3: 'blue', extensionAttribute4: 'red' });
    assert.deepEqual(kept?.proxyAddresses, ['SMTP:a.k@corp.example', 'smtp:countess@corp.example']);
    await refuses(patch({ displayName: null }), 400, 'Request_BadRequest');
    await refuses(patch({ jobTitle: '' }), 400, 'Request_BadRequest');
    await refuses(patch({ userPrincipalName: 'ben@corp.example' }), 409, 'Request_MultipleObjectsWithSameKeyValue');
    await refuses(patch({ jobTitle: 'x' }, ben), 400, 'Request_BadRequest');
    await refuses(patch({ onPremisesExtensionAttributes: { extensionAttribute1: 'x' } }, ben), 400, 'Request_BadRequest');
    await refuses(patch({ jobTitle: 'x' }, '99999999-aaaa-4bbb-8ccc-000000000001'), 404, 'Request_ResourceNotFound');
    await breaks(patch({}), 400, /changes nothing/);
    await breaks(patch({ id: ada }), 400, /read-only/);
    await breaks(patch({ manager: ben }), 400, /'manager'/);
    await breaks(patch({ 'onPremisesExtensionAttributes.extensionAttribute1': 'x' }), 400, /Invalid property/);
  });

  test('the manager is a reference', async () => {
    const put = (body: object): Promise<Answer> => send('PUT', `/users/${guest}/manager/$ref`, body);
    assert.equal((await put({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${ada}` })).status, 204);
    assert.equal(graph.user(guest)?.manager, ada);
    assert.equal((await put({ '@odata.id': `${graph.url}/users/${ben}` })).status, 204);
    assert.equal((await call(`/users/${guest}/manager?$select=id`)).body.id, ben);
    assert.equal((await call(`/users/${guest}/manager/$ref`, { method: 'DELETE' })).status, 204);
    assert.equal(graph.user(guest)?.manager, null);
    await refuses(call(`/users/${guest}/manager/$ref`, { method: 'DELETE' }), 404, 'Request_ResourceNotFound');
    await refuses(
      put({ '@odata.id': `${graph.url}/users/99999999-aaaa-4bbb-8ccc-000000000001` }),
      404,
      'Request_ResourceNotFound',
    );
    await breaks(put({ '@odata.id': ada }), 400, /no address/);
    await breaks(put({ '@odata.id': `https://elsewhere.example/v1.0/users/${ada}` }), 400, /no address/);
    await breaks(put({ manager: ada }), 400, /A reference is/);
    await breaks(put({ '@odata.id': `${graph.url}/users/${ada}`, id: ada }), 400, /A reference is/);
  });

  test('a deleted user goes into the deleted items', async () => {
    assert.equal((await call(`/users/${ben}`, { method: 'DELETE' })).status, 204);
    assert.equal(graph.user(ben), undefined);
    assert.equal(graph.user(ada)?.manager, null);
    const deleted = await call('/directory/deletedItems/microsoft.graph.user?$select=displayName,deletedDateTime');
    assert.deepEqual(
      (deleted.body.value ?? []).map(({ displayName }) => displayName),
      ['Gone', 'Ben Carter'],
    );
    assert.equal((await call(`/directory/deletedItems/${ben}`)).body['@odata.type'], '#microsoft.graph.user');
    assert.equal(
      (await call(`/directory/deletedItems/microsoft.graph.user/${ben}?$select=displayName`)).body.displayName,
      'Ben Carter',
    );
    await refuses(call(`/directory/deletedItems/${ada}`), 404, 'Request_ResourceNotFound');
    await refuses(call(`/users/${ben}`, { method: 'DELETE' }), 404, 'Request_ResourceNotFound');
    graph.assertClean();
    await breaks(
      call(`/users/${ada}`, { method: 'DELETE', body: '{}', headers: { 'content-type': 'application/json' } }),
      400,
      /no body/,
    );
  });

  test('groups, members, applications and who is assigned to them', async () => {
    assert.deepEqual(await names(call("/groups?$filter=displayName%20eq%20'sales%20team'")), ['Sales Team']);
    assert.deepEqual(await names(call(`/users/${ada}/transitiveMemberOf?$select=id,displayName`)), ['Sales Team']);
    assert.equal((await call(`/groups/${sales}/members/${ben}/$ref`, { method: 'DELETE' })).status, 204);
    const add = (): Promise<Answer> =>
      send('POST', `/groups/${sales}/members/$ref`, {
        '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${guest}`,
      });
    assert.equal((await add()).status, 204);
    await refuses(add(), 400, 'Request_BadRequest');
    assert.deepEqual(await names(call(`/groups/${sales}/members?$select=id,displayName`)), ['Ada King', 'Guest']);
    const group = { displayName: 'New', mailEnabled: false, mailNickname: 'new', securityEnabled: true };
    assert.equal((await send('POST', '/groups', group)).status, 201);
    await refuses(send('POST', '/groups', { displayName: 'New' }), 400, 'Request_BadRequest');
    const assigned = await call(`/servicePrincipals/${app}/appRoleAssignedTo`);
    assert.deepEqual(
      (assigned.body.value ?? []).map(({ principalId }) => principalId),
      [ada],
    );
    const found = await call(`/servicePrincipals(appId='f0f0f0f0-aaaa-4bbb-8ccc-000000000001')?$select=id`);
    assert.equal(found.body.id, app);
    const own = await call(`/users/${ada}/appRoleAssignments?$filter=resourceId%20eq%20${app}`);
    assert.equal(own.body.value?.length, 1);
    graph.assertClean();
    await breaks(
      call(`/servicePrincipals/${app}/appRoleAssignedTo?$filter=principalId%20eq%20${ada}`),
      400,
      /cannot be filtered/,
    );
  });

  test('errors have the form and the ids of Graph', async () => {
    const id = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    const { headers, body } = await call('/users/nobody', { headers: { 'client-request-id': id } });
    assert.equal(headers.get('client-request-id'), id);
    assert.deepEqual(Object.keys(body.error ?? {}), ['code', 'message', 'innerError']);
    assert.equal(body.error?.innerError['client-request-id'], id);
    assert.equal(body.error?.innerError['request-id'], headers.get('request-id'));
    assert.equal(graph.requests.at(-1)?.requestId, headers.get('request-id'));
    assert.equal(JSON.stringify(graph.requests).includes('good'), false);
  });

  test('a batch is answered item by item, in another order', async () => {
    const item = (id: string, url: string, more: object = {}): object => ({ id, method: 'GET', url, ...more });
    graph.on({ target: /Guest/, does: { kind: 'throttled', retryAfter: 3 } });
    const { body } = await send('POST', '/$batch', {
      requests: [
        item('1', `/users/${ada}?$select=id`),
        item('2', '/users/nobody'),
        item('3', "/users?$filter=companyName%20eq%20'corp'&$count=true&$select=id", { headers: advanced }),
        item('4', '/users', { dependsOn: ['2'] }),
        item('5', "/users?$filter=userType%20eq%20'Guest'"),
      ],
    });
    const responses = body.responses as readonly {
      readonly id: string;
      readonly status: number;
      readonly headers: Record<string, string>;
    }[];
    assert.deepEqual(
      responses.map(({ id, status }) => [id, status]),
      [
        ['5', 429],
        ['4', 424],
        ['3', 200],
        ['2', 404],
        ['1', 200],
      ],
    );
    assert.equal(responses[0]?.headers['retry-after'], '3');
    graph.assertClean();
    const many = Array.from({ length: 21 }, (_, index) => item(String(index), '/users'));
    await breaks(send('POST', '/$batch', { requests: many }), 400, /1 to 20/);
    await breaks(send('POST', '/$batch', { requests: [item('1', '/users'), item('1', '/users')] }), 400, /one id/);
    const noType = { id: '1', method: 'PATCH', url: `/users/${ada}`, body: { jobTitle: 'x' } };
    await breaks(send('POST', '/$batch', { requests: [noType] }), 400, /Content-Type/);
    const inner = await send('POST', '/$batch', { requests: [item('1', "/users?$filter=companyName%20eq%20'x'")] });
    assert.equal((inner.body.responses as readonly { readonly status: number }[])[0]?.status, 400);
    assert.match(graph.violations.at(-1) ?? '', /advanced query/);
  });

  test('faults: throttled, unavailable, failing, nested, redirected, of another type', async () => {
    graph.on({ method: 'GET', target: /^\/users/, after: 1, times: 2, does: { kind: 'throttled', retryAfter: 7 } });
    assert.equal((await call('/users')).status, 200);
    assert.equal((await call('/groups')).status, 200);
    const first = await call('/users');
    assert.deepEqual([first.status, first.headers.get('retry-after')], [429, '7']);
    assert.equal((await call('/users')).status, 429);
    assert.equal((await call('/users')).status, 200);
    graph.on({ does: { kind: 'throttled' } });
    assert.equal((await call('/users')).headers.get('retry-after'), null);
    graph.on({ does: { kind: 'unavailable', retryAfter: 1 } });
    assert.equal((await call('/users')).status, 503);
    graph.on({ does: { kind: 'status', status: 504, code: 'GatewayTimeout' } });
    assert.equal((await call('/users')).body.error?.code, 'GatewayTimeout');
    graph.on({ does: { kind: 'nestedJson' } });
    const nested = await call('/users');
    assert.equal(typeof JSON.parse(nested.body.error?.message ?? ''), 'object');
    graph.on({ does: { kind: 'tokenEchoed' } });
    assert.match((await call('/users')).body.error?.message ?? '', /Bearer good/);
    graph.on({ does: { kind: 'redirect', to: 'http://127.0.0.1:1/v1.0/users' } });
    const moved = await call('/users');
    assert.deepEqual([moved.status, moved.headers.get('location')], [302, 'http://127.0.0.1:1/v1.0/users']);
    graph.on({ does: { kind: 'html', status: 200 } });
    await assert.rejects(call('/users'), SyntaxError);
    graph.on({ does: { kind: 'body', text: '{"value":[' } });
    await assert.rejects(call('/users'), SyntaxError);
    graph.assertClean();
  });

  test('faults: a token that has run out, a cut after the write, an answer that tears, silence, a write that is not seen yet', async () => {
    graph.on({ after: 1, does: { kind: 'expired' } });
    assert.equal((await call('/users')).status, 200);
    assert.equal((await call('/users')).status, 401);
    assert.equal((await call('/users')).status, 401);
    const renewed = { headers: { authorization: 'Bearer renewed' } };
    assert.equal((await call('/users', renewed)).status, 200);
    await fresh();
    graph.on({ method: 'PATCH', does: { kind: 'cut', handled: true } });
    await assert.rejects(send('PATCH', `/users/${ada}`, { jobTitle: 'Lead' }), TypeError);
    assert.equal(graph.user(ada)?.jobTitle, 'Lead');
    graph.on({ method: 'PATCH', does: { kind: 'cut' } });
    await assert.rejects(send('PATCH', `/users/${ada}`, { jobTitle: 'Chief' }), TypeError);
    assert.equal(graph.user(ada)?.jobTitle, 'Lead');
    graph.on({ does: { kind: 'torn' } });
    await assert.rejects(call('/users'));
    graph.on({ does: { kind: 'stall' } });
    const abort = new AbortController();
    const stalled = call('/users', { signal: abort.signal });
    for (let tries = 0; graph.requests.at(-1)?.status !== 0 || graph.requests.length < 4; tries += 1) {
      assert.ok(tries < 2000, 'the call has not arrived');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    abort.abort();
    await assert.rejects(stalled, { name: 'AbortError' });
    graph.on({ method: 'POST', does: { kind: 'replication', reads: 2 } });
    const { body } = await send('POST', '/users', newUser);
    assert.equal((await call(`/users/${String(body.id)}`)).status, 404);
    assert.deepEqual(await names(filter("userPrincipalName eq 'cleo@corp.example'")), []);
    assert.deepEqual(await names(filter("userPrincipalName eq 'cleo@corp.example'")), ['Cleo']);
    graph.assertClean();
  });
});
