import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, before, beforeEach, test } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import { scimWriter } from '../../../src/connectors/scim/scimWriter.ts';
import { Sessions } from '../../../src/connectors/sessions.ts';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource } from '../../support/memoryDirectories.ts';
import { plannedWrite } from '../../support/plannedWrites.ts';
import { type ProvisionedRun, runProvision } from '../../support/runProvision.ts';
import type { TestSchema } from '../../support/schemaText.ts';
import { enterprise, scimSchema } from '../../support/scimSchema.ts';

/** The whole way into a SCIM server that is not ours, with basic authentication: preview, write, read-back, and what a plain GET shows after it. */

const account = { username: 'prövisioner', password: 'planted-password-57c1 "ü"' };
const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
const flag = '?aadOptscim062020';

const schema: TestSchema = {
  ...scimSchema,
  mappings: [
    { target: 'externalId', expression: '[employeeId]', matchingPriority: 1 },
    { target: 'userName', expression: '[userPrincipalName]' },
    { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'name.familyName', expression: '[surname]' },
    { target: 'emails[type eq "work"].value', expression: '[mail]' },
    { target: `${enterprise}:department`, expression: '[department]' },
    { target: `${enterprise}:manager`, expression: '[manager]' },
  ],
};

const adele = {
  employeeId: '40037',
  userPrincipalName: 'adele@corp.example',
  displayName: 'Adèle "Addy" Vance \\ 阿黛尔',
  jobTitle: 'Lead',
  surname: "O'Vance & Søn",
  mail: 'adele@corp.example',
  department: 'Sales',
  manager: 'boss',
};
const colleagues = ['boss', 'other'].map((id) => {
  const attributes = { employeeId: id, userPrincipalName: `${id}@corp.example`, department: 'Sales' };
  return { id, kind: 'user' as const, attributes };
});

type Person = Readonly<Record<string, AttributeValue>>;

let server: ScimServer;
let bosses: readonly string[] = [];
before(async () => {
  server = await startScimServer({ basic: account, users: [] });
});
after(() => server.close());
beforeEach(async () => {
  for (const { id } of server.users()) await call('DELETE', `/Users/${String(id)}`);
  for (const { id } of server.groups()) await call('DELETE', `/Groups/${String(id)}`);
  bosses = [];
  for (const { attributes } of colleagues) {
    const { employeeId: externalId, userPrincipalName: userName } = attributes;
    const { id } = await call('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      externalId,
    });
    bosses = [...bosses, String(id)];
  }
});

/** As any other client would ask. */
async function call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const headers = { Authorization: authorization, 'Content-Type': 'application/scim+json' };
  const response = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

const options: OpenOptions = {
  folder: '/',
  signal: new AbortController().signal,
  readText: () => Promise.reject(new Error('no file is read')),
  secret: async () => account.password,
  sessions: new Sessions(),
};

function reference(query: string): Parameters<typeof scimTarget>[0] {
  const { username } = account;
  return { kind: 'scim', username, url: server.url + query, secretEnv: 'T', timeoutMs: 5000, range: { start: 0, end: 0 } };
}

async function provisioned(person: Person, query = flag): Promise<ProvisionedRun> {
  const source = memorySource([{ id: 'adele', attributes: person }, ...colleagues]);
  const run = { source, target: scimTarget(reference(query), options), user: 'adele' };
  return noSecretIn(await runProvision(schema, run, scimWriter(reference(query), options)));
}

async function provisionedGroup(members: readonly string[], query: string): Promise<ProvisionedRun> {
  const attributes = { displayName: 'Sales', objectId: 'g-1', members };
  const source = memorySource([{ id: 'g-1', kind: 'group', attributes }, ...colleagues]);
  const run = { source, target: scimTarget(reference(query), options), user: 'g-1', objectMapping: 'Groups' };
  return noSecretIn(await runProvision(schema, run, scimWriter(reference(query), options)));
}

function noSecretIn(run: ProvisionedRun): ProvisionedRun {
  const text = JSON.stringify(run, (_name, value) => (value instanceof Map ? [...value] : value));
  for (const secret of [account.password, JSON.stringify(account.password).slice(1, -1), authorization.slice(6)]) {
    assert.ok(!text.includes(secret) && !text.includes(JSON.stringify(secret).slice(1, -1)));
  }
  return run;
}

function reportOf({ trace }: ProvisionedRun): WriteReport {
  const { write } = trace.steps[4].details;
  assert.ok(write, trace.steps[4].summary);
  return write;
}

function writtenWell(run: ProvisionedRun): WriteReport {
  const report = reportOf(run);
  assert.equal(report.state, 'written', report.sentence);
  assert.deepEqual(
    report.readBack?.attributes.filter(({ state }) => state !== 'equal'),
    [],
  );
  return report;
}

test('created with its manager, changed, disabled and then left alone, each read back equal', async () => {
  const created = writtenWell(await provisioned(adele));
  assert.deepEqual(
    created.sent.map(({ method, address, state, answered }) => [method, address.slice(server.url.length), state, answered]),
    [
      ['POST', '/Users', 'accepted', '201'],
      ['PATCH', `/Users/${created.id}`, 'accepted', '200'],
    ],
  );
  const { id, meta, schemas, ...resource } = await call('GET', `/Users/${created.id}`);
  assert.ok(id && meta && schemas);
  assert.deepEqual(resource, {
    externalId: '40037',
    userName: 'adele@corp.example',
    active: true,
    displayName: adele.displayName,
    title: 'Lead',
    name: { familyName: "O'Vance & Søn" },
    emails: [{ type: 'work', primary: true, value: 'adele@corp.example' }],
    [enterprise]: { department: 'Sales', manager: { value: bosses[0] } },
  });

  const changed: Person = {
    ...adele,
    displayName: 'Adele Vance-Berg',
    jobTitle: null,
    mail: 'berg@corp.example',
    manager: 'other',
  };
  const update = await provisioned(changed);
  assert.equal(update.trace.action, 'update');
  assert.equal(writtenWell(update).id, created.id);
  const now = await call('GET', `/Users/${created.id}`);
  assert.deepEqual(
    [now.displayName, now.title, now[enterprise]],
    ['Adele Vance-Berg', undefined, { department: 'Sales', manager: { value: bosses[1] } }],
  );

  const left = { ...changed, department: 'Finance' };
  const disabled = await provisioned(left);
  assert.equal(disabled.trace.action, 'disable');
  writtenWell(disabled);
  assert.equal((await call('GET', `/Users/${created.id}`)).active, false);

  const before = server.requests.length;
  const again = await provisioned(left);
  assert.deepEqual([again.trace.action, again.trace.code, again.questions.length], ['skip', 'RedundantExport', 0]);
  assert.ok(server.requests.slice(before).every(({ method }) => method === 'GET'));
});

test('deleted, and then it is not there; deleted again, and the server says so', async () => {
  const [id = ''] = bosses;
  const writer = scimWriter(reference(flag), options);
  const remove = plannedWrite('delete', [], { objectName: enterprise, id });
  const outcome = await writer.write(remove, () => false);
  assert.deepEqual([outcome.error, outcome.id, outcome.sent[0]?.answered], [null, null, '204']);
  assert.deepEqual(await writer.read(id, enterprise, []), { ok: true, value: null });
  const again = await writer.write(remove, () => false);
  assert.deepEqual([again.error?.kind, again.sent[0]?.state, again.sent[0]?.answered], ['notFound', 'refused', '404']);
});

for (const query of ['', flag] as const) {
  test(`a group is created, gets members and loses one${query}`, async () => {
    const created = writtenWell(await provisionedGroup(['boss', 'other'], query));
    const membersNow = async (): Promise<unknown> => (await call('GET', `/Groups/${created.id}`)).members;
    assert.deepEqual(
      ((await membersNow()) as readonly { readonly value: string }[]).map(({ value }) => value),
      bosses,
    );
    const changed = await provisionedGroup(['other'], query);
    assert.equal(changed.trace.action, 'update');
    writtenWell(changed);
    assert.deepEqual(
      ((await membersNow()) as readonly { readonly value: string }[]).map(({ value }) => value),
      [bosses[1]],
    );
  });
}

test('a name that is taken is a conflict, and nothing was created', async () => {
  await call('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: adele.userPrincipalName });
  const count = server.users().length;
  const report = reportOf(await provisioned(adele));
  assert.equal(report.state, 'refused');
  assert.deepEqual(
    report.sent.map(({ state, answered }) => `${state} ${answered}`),
    ['refused 409 uniqueness', 'notSent not sent'],
  );
  assert.equal(server.users().length, count);
});

test('without the flag a strict server refuses the text of a boolean and the list of the manager, and the advice is the flag', async () => {
  const created = await provisioned(adele, '');
  const partly = reportOf(created);
  assert.deepEqual([partly.state, partly.sent.map(({ state }) => state)], ['partly', ['accepted', 'refused']]);
  assert.match(
    JSON.stringify(created.trace.steps[4].error),
    /refused to set the manager.*add \\"\?aadOptscim062020\\" to \\"url\\"/,
  );
  assert.equal((await call('GET', `/Users/${partly.id}`)).displayName, adele.displayName);

  await call('DELETE', `/Users/${partly.id}`);
  const { manager, ...alone } = adele;
  assert.ok(manager);
  const { id } = writtenWell(await provisioned(alone, ''));
  const disabled = await provisioned({ ...alone, department: 'Finance' }, '');
  const refused = reportOf(disabled);
  assert.deepEqual([refused.state, refused.sent[0]?.answered], ['refused', '400 invalidValue']);
  const said = JSON.stringify(disabled.trace.steps[4].error);
  assert.match(said, /'active' expected value type 'boolean' but found type 'string'/);
  assert.match(
    said,
    /the texts \\"True\\" and \\"False\\" \(active\).*add \\"\?aadOptscim062020\\" to \\"url\\" in the connection file, and to the tenant URL/,
  );
  assert.equal((await call('GET', `/Users/${id}`)).active, true);

  writtenWell(await provisioned({ ...alone, department: 'Finance' }));
  assert.equal((await call('GET', `/Users/${id}`)).active, false);
});

test('a wrong password writes nothing and is not shown', async () => {
  const wrong = { ...options, secret: async () => 'planted-wrong-password' };
  const outcome = await scimWriter(reference(flag), wrong).write(
    plannedWrite('delete', [], { id: bosses[0] ?? '' }),
    () => false,
  );
  assert.deepEqual([outcome.error?.kind, outcome.sent[0]?.state, outcome.sent[0]?.answered], ['unauthorized', 'refused', '401']);
  assert.ok(!JSON.stringify(outcome).includes('planted'));
  assert.equal(server.users().length, 2);
});
