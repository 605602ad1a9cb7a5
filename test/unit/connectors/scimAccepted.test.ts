import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { openTarget } from '../../../src/connectors/openDirectory.ts';
import type { TargetDirectory, WriteRequest } from '../../../src/core/trace/directory.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource } from '../../support/memoryDirectories.ts';
import { plannedWrite } from '../../support/plannedWrites.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';
import { enterprise, scimSchema } from '../../support/scimSchema.ts';

/** What the engine says it would send is sent to a SCIM server that is not ours, as it is described, and read back. */

const schema: TestSchema = {
  ...scimSchema,
  mappings: [
    { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'externalId', expression: '[mailNickname]' },
    { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'name.givenName', expression: '[givenName]' },
    { target: 'name.familyName', expression: '[surname]' },
    { target: 'emails[type eq "work"].value', expression: '[mail]' },
    { target: 'emails[type eq "home"].value', expression: '[otherMail]' },
    { target: 'phoneNumbers[type eq "work"].value', expression: '[telephoneNumber]' },
    { target: 'phoneNumbers[type eq "mobile"].value', expression: '[mobile]' },
    { target: 'addresses[type eq "work"].locality', expression: '[city]' },
    { target: 'addresses[type eq "work"].streetAddress', expression: '[streetAddress]' },
    { target: `${enterprise}:department`, expression: '[department]' },
    { target: `${enterprise}:employeeNumber`, expression: '[employeeId]' },
    { target: `${enterprise}:manager`, expression: '[manager]' },
  ],
};

/** The schema with the enterprise URN as its target object, as the service names users of SCIM applications. */
const text = schemaText(schema)
  .replace('"targetObjectName": "User"', `"targetObjectName": "${enterprise}"`)
  .replace(/("id": "t".*?"name": )"User"/s, `$1"${enterprise}"`);
assert.equal(text.split(`"${enterprise}"`).length, 3);

const adele = {
  userPrincipalName: 'adele@corp.example',
  mailNickname: 'adelev',
  displayName: 'Adèle "Addy" Vance \\ 阿黛尔',
  jobTitle: 'Lead',
  givenName: 'Adele',
  surname: "O'Vance & Søn",
  mail: 'adele@corp.example',
  otherMail: 'adele@home.example',
  telephoneNumber: '+1 206 555 0101',
  mobile: '+1 206 555 0102',
  city: 'Seattle',
  streetAddress: '1420 Harbor Street',
  department: 'Sales',
  employeeId: '40037',
  manager: 'boss',
};

type Person = Readonly<Record<string, AttributeValue>>;

let server: ScimServer;
before(async () => {
  server = await startScimServer({ users: [] });
});
after(() => server.close());

let bosses: readonly string[] = [];
beforeEach(async () => {
  for (const { id } of server.users()) await fetch(`${server.url}/Users/${String(id)}`, { method: 'DELETE' });
  for (const { id } of server.groups()) await fetch(`${server.url}/Groups/${String(id)}`, { method: 'DELETE' });
  bosses = [await created('boss@corp.example'), await created('other@corp.example')];
});

async function created(userName: string): Promise<string> {
  const response = await fetch(`${server.url}/Users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName }),
  });
  const { id } = (await response.json()) as { readonly id: string };
  return id;
}

function target(flag: '' | '?aadOptscim062020'): TargetDirectory {
  const options = {
    folder: '/',
    signal: new AbortController().signal,
    readText: () => Promise.reject(new Error('no file is read')),
    secret: async () => undefined,
  };
  const range = { start: 0, end: 0 };
  return openTarget(
    { kind: 'scim', username: null, url: `${server.url}${flag}`, secretEnv: null, timeoutMs: 5000, range },
    options,
  );
}

const colleagues = ['boss', 'other', 'third'].map((id) => {
  return { id, kind: 'user' as const, attributes: { userPrincipalName: `${id}@corp.example`, department: 'Sales' } };
});

function previewOf(person: Person, flag: '' | '?aadOptscim062020'): Promise<Trace> {
  const source = memorySource([{ id: 'adele', attributes: person }, ...colleagues]);
  return runPreview({ text, source, target: target(flag), user: 'adele' });
}

function previewOfGroup(displayName: string, members: readonly string[], flag: '' | '?aadOptscim062020'): Promise<Trace> {
  const attributes = { displayName, objectId: 'g-1', members };
  const source = memorySource([{ id: 'g-1', kind: 'group', attributes }, ...colleagues]);
  return runPreview({ text, source, target: target(flag), user: 'g-1', objectMapping: 'Groups' });
}

function requestsOf(trace: Trace): readonly WriteRequest[] {
  const { requests } = trace.steps[4].details;
  assert.ok(requests);
  return requests;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends a request exactly as it is described; the id that the server gave stands in for `{id}`. */
async function send(request: WriteRequest, id = '{id}', body = request.body): Promise<Answer> {
  const response = await fetch(request.address.replace('{id}', id), {
    method: request.method,
    headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    body,
  });
  const answer = await response.text();
  return { status: response.status, body: answer === '' ? {} : JSON.parse(answer) };
}

async function sendAll(trace: Trace): Promise<void> {
  let id = '{id}';
  for (const request of requestsOf(trace)) {
    const { status, body } = await send(request, id);
    assert.ok(status >= 200 && status < 300, `${request.purpose}: ${status} ${JSON.stringify(body)}\n${request.body}`);
    if (typeof body.id === 'string') ({ id } = body as { id: string });
  }
}

async function resourceOf(userName: string): Promise<Readonly<Record<string, unknown>>> {
  const found = server.users().find((user) => user.userName === userName);
  const response = await fetch(`${server.url}/Users/${String(found?.id)}`);
  const { id, meta, schemas, ...resource } = (await response.json()) as Record<string, unknown>;
  assert.ok(id && meta && schemas);
  return resource;
}

const flagged = '?aadOptscim062020';

test('with the flag: created, with its manager in a second request, and read back equal', async () => {
  const trace = await previewOf(adele, flagged);
  assert.equal(trace.action, 'create');
  assert.deepEqual(
    requestsOf(trace).map(({ method, purpose }) => [method, purpose]),
    [
      ['POST', 'Create the user'],
      ['PATCH', 'Set the manager, in the second pass'],
    ],
  );
  await sendAll(trace);
  assert.deepEqual(await resourceOf('adele@corp.example'), {
    externalId: 'adelev',
    userName: 'adele@corp.example',
    active: true,
    displayName: adele.displayName,
    title: 'Lead',
    name: { givenName: 'Adele', familyName: "O'Vance & Søn" },
    emails: [
      { type: 'work', primary: true, value: 'adele@corp.example' },
      { type: 'home', value: 'adele@home.example' },
    ],
    phoneNumbers: [
      { type: 'work', value: '+1 206 555 0101' },
      { type: 'mobile', value: '+1 206 555 0102' },
    ],
    addresses: [{ type: 'work', locality: 'Seattle', streetAddress: '1420 Harbor Street' }],
    [enterprise]: { department: 'Sales', employeeNumber: '40037', manager: { value: bosses[0] } },
  });
  const again = await previewOf(adele, flagged);
  assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport']);
});

const changed: Person = {
  ...adele,
  displayName: 'Adele Vance-Berg',
  surname: 'Vance-Berg',
  mail: 'adele.berg@corp.example',
  otherMail: 'berg@home.example',
  mobile: '+47 22 00 00 00',
  city: 'Oslo',
  employeeId: '40038',
  manager: 'other',
};

test('with the flag: changed in every kind of attribute, and then there is nothing left to do', async () => {
  await sendAll(await previewOf(adele, flagged));
  const without: Person = { ...changed, jobTitle: null };
  const trace = await previewOf(without, flagged);
  assert.equal(trace.action, 'update');
  assert.equal(trace.changes.filter(({ state }) => state === 'changed').length, 9);
  await sendAll(trace);
  const resource = await resourceOf('adele@corp.example');
  assert.deepEqual(resource.emails, [
    { type: 'work', primary: true, value: 'adele.berg@corp.example' },
    { type: 'home', value: 'berg@home.example' },
  ]);
  assert.deepEqual(resource.phoneNumbers, [
    { type: 'work', value: '+1 206 555 0101' },
    { type: 'mobile', value: '+47 22 00 00 00' },
  ]);
  assert.deepEqual(resource[enterprise], { department: 'Sales', employeeNumber: '40038', manager: { value: bosses[1] } });
  assert.deepEqual(resource.name, { givenName: 'Adele', familyName: 'Vance-Berg' });
  assert.equal(resource.title, undefined);
  const again = await previewOf(without, flagged);
  assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport']);

  const alone: Person = { ...without, manager: null };
  const removal = await previewOf(alone, flagged);
  assert.deepEqual(
    requestsOf(removal).map(({ purpose }) => purpose),
    ['Remove the manager, in the second pass'],
  );
  await sendAll(removal);
  assert.deepEqual((await resourceOf('adele@corp.example'))[enterprise], { department: 'Sales', employeeNumber: '40038' });
  assert.equal((await previewOf(alone, flagged)).code, 'RedundantExport');
});

test('with the flag: disabled when it leaves scope, and then there is nothing left to do', async () => {
  await sendAll(await previewOf(adele, flagged));
  const left: Person = { ...adele, department: 'Finance' };
  const trace = await previewOf(left, flagged);
  assert.equal(trace.action, 'disable');
  await sendAll(trace);
  assert.equal((await resourceOf('adele@corp.example')).active, false);
  assert.deepEqual((await previewOf(left, flagged)).code, 'RedundantExport');
});

test('without the flag: strict servers refuse the list of the manager and the text of a boolean, and nothing else', async () => {
  const [create, manager, ...more] = requestsOf(await previewOf(adele, ''));
  assert.ok(create && manager);
  assert.deepEqual(more, []);
  const made = await send(create);
  assert.equal(made.status, 201);
  const refused = await send(manager, String(made.body.id));
  assert.deepEqual([refused.status, refused.body.scimType], [400, 'invalidValue']);
  assert.match(String(refused.body.detail), /'manager' is not multi-valued and must not be a collection/);
  assert.match(manager.notes.join(' '), /which strict servers refuse/);

  const [change] = requestsOf(await previewOf({ ...changed, department: 'Finance' }, ''));
  assert.ok(change?.body);
  const text = await send(change);
  assert.deepEqual([text.status, text.body.scimType], [400, 'invalidValue']);
  assert.match(String(text.body.detail), /'active' expected value type 'boolean' but found type 'string'/);
  assert.match(change.notes.join(' '), /which strict servers refuse/);
  const patch = JSON.parse(change.body);
  const rest = patch.Operations.filter(({ path }: { readonly path: string }) => path !== 'active');
  assert.equal(rest.length, patch.Operations.length - 1);
  assert.equal((await send(change, '', JSON.stringify({ ...patch, Operations: rest }))).status, 200);
  const resource = await resourceOf('adele@corp.example');
  assert.equal(resource.displayName, 'Adele Vance-Berg');
  assert.deepEqual(resource.emails, [
    { type: 'work', primary: true, value: 'adele.berg@corp.example' },
    { type: 'home', value: 'berg@home.example' },
  ]);
  assert.deepEqual(resource[enterprise], { department: 'Finance', employeeNumber: '40038' });
});

test('an element that the server has not: a strict one refuses to make it, as the note says', async () => {
  const { mobile, ...without } = adele;
  assert.ok(mobile);
  await sendAll(await previewOf(without, flagged));
  const [add] = requestsOf(await previewOf(adele, flagged));
  assert.ok(add);
  const refused = await send(add);
  assert.deepEqual([refused.status, refused.body.scimType], [400, 'noTarget']);
  assert.match(add.notes.join(' '), /phoneNumbers\[type eq "mobile"\].*strict servers answer noTarget/);
});

for (const flag of ['', flagged] as const) {
  test(`a group gets its members in a second request, gains and loses some, and is deleted${flag}`, async () => {
    const trace = await previewOfGroup('Sales', ['boss', 'other'], flag);
    assert.equal(trace.action, 'create');
    assert.deepEqual(
      requestsOf(trace).map(({ method, purpose }) => [method, purpose]),
      [
        ['POST', 'Create the group'],
        ['PATCH', 'Add 2 values to members, in the second pass'],
      ],
    );
    await sendAll(trace);
    const groupNow = async (): Promise<readonly unknown[]> => {
      const [known, ...more] = server.groups();
      assert.deepEqual(more, []);
      const response = await fetch(`${server.url}/Groups/${String(known?.id)}`);
      const group = (await response.json()) as {
        readonly displayName: string;
        readonly externalId: string;
        readonly members?: readonly { readonly value: string }[];
      };
      return [group.displayName, group.externalId, (group.members ?? []).map(({ value }) => value)];
    };
    assert.deepEqual(await groupNow(), ['Sales', 'g-1', bosses]);
    assert.equal((await previewOfGroup('Sales', ['other', 'boss'], flag)).code, 'RedundantExport');

    const third = await created('third@corp.example');
    const change = await previewOfGroup('Sales', ['boss', 'third'], flag);
    assert.equal(change.action, 'update');
    const [patch, ...more] = requestsOf(change);
    assert.ok(patch?.body);
    assert.deepEqual(more, []);
    assert.equal(patch.purpose, 'Add 1 value to members and remove 1, in the second pass');
    // The server knows both ways to remove some members; by RFC 7644, section 3.5.2.2, the one without the flag would remove all.
    assert.equal(
      patch.notes.some((note) => note.includes('removes every value')),
      flag === '',
    );
    const answer = await send(patch);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    assert.deepEqual(await groupNow(), ['Sales', 'g-1', [bosses[0], third]]);
    assert.equal((await previewOfGroup('Sales', ['boss', 'third'], flag)).code, 'RedundantExport');

    const id = String(server.groups()[0]?.id);
    for (const request of target(flag).describe(plannedWrite('delete', [], { objectName: 'Group', id })))
      assert.equal((await send(request)).status, 204);
    assert.deepEqual(server.groups(), []);
  });
}

test('a deleted user is gone', async () => {
  const [id = ''] = bosses;
  const [remove] = target('').describe(plannedWrite('delete', [], { objectName: enterprise, id }));
  assert.ok(remove);
  assert.equal((await send(remove)).status, 204);
  assert.equal(
    server.users().some((user) => user.id === id),
    false,
  );
});
