import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import {
  type ConnectionRuns,
  openConnection,
  readBackDifferences,
  type TestConnection,
  verdictOf,
  writtenReport,
} from '../../support/runConnection.ts';
import { repository } from '../../support/runSample.ts';

type Json = Readonly<Record<string, unknown>>;

const read = (file: string): Json[] => JSON.parse(readFileSync(resolve(repository, 'samples/entra-to-scim', file), 'utf8'));
const schema = readFileSync(resolve(repository, 'samples/entra-to-scim/entra-to-scim.syncschema.json'), 'utf8');
const outcomes = (
  JSON.parse(readFileSync(resolve(repository, 'test/fixtures/sampleOutcomes.json'), 'utf8')) as readonly {
    readonly connection: string;
    readonly user: string;
    readonly action: string;
    readonly code: string | null;
    readonly changed: readonly string[];
  }[]
).filter(({ connection }) => connection.startsWith('samples/entra-to-scim/'));

/** What the service calls otherwise than Graph (facts/graph-synchronization.md, section 10.1; Graph's page on the user resource). */
const graphNames: Readonly<Record<string, string>> = {
  telephoneNumber: 'businessPhones',
  mobile: 'mobilePhone',
  facsimileTelephoneNumber: 'faxNumber',
  physicalDeliveryOfficeName: 'officeLocation',
};

/** A person of the sample file as Graph holds them. */
function graphUser(person: Json): Json {
  return Object.fromEntries(
    Object.entries(person).map(([name, value]) => [graphNames[name] ?? name, name === 'telephoneNumber' ? [value] : value]),
  );
}

const graphToken = 'graph-token-4471';
const scimToken = 'scim-token-8842';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('Entra over Graph to a SCIM application', () => {
  let graph: GraphServer;
  let scim: ScimServer;
  let users: ConnectionRuns;
  let groups: ConnectionRuns;
  let connectionOf: (objectMapping: string) => TestConnection;

  before(async () => {
    const people = read('entra-users.json');
    const isGroup = (one: Json): boolean => one.securityEnabled !== undefined;
    graph = await startGraph({
      token: graphToken,
      users: people.filter((one) => !isGroup(one)).map(graphUser),
      groups: people.filter(isGroup),
    });
    scim = await startScimServer({ users: read('scim-users.json'), groups: read('scim-groups.json'), token: scimToken });
    const connection = {
      source: {
        kind: 'graph',
        tenant: 'corp.example',
        signIn: 'token',
        graphBaseUrl: graph.url,
        secretEnv: 'GRAPH_TOKEN',
      },
      target: { kind: 'scim', url: `${scim.url}?aadOptscim062020`, secretEnv: 'SCIM_TOKEN' },
      assignment: 'all',
      access: 'readWrite',
    };
    const secrets = { GRAPH_TOKEN: graphToken, SCIM_TOKEN: scimToken };
    connectionOf = (objectMapping) => ({
      ...{ connection, schema, secrets },
      configuration: { rule: 'USER_OUTBOUND_USER', objectMapping, dialect: 'app-provisioning' },
    });
    users = await openConnection(connectionOf('Provision Microsoft Entra ID Users'));
    groups = await openConnection(connectionOf('Provision Microsoft Entra ID Groups'));
  });

  after(async () => {
    await users?.close();
    await groups?.close();
    await graph?.close();
    await scim?.close();
  });

  /** What the application itself says of a user. */
  async function scimGet(id: string | null | undefined): Promise<Json> {
    const response = await fetch(`${scim.url}/Users/${id}`, { headers: { authorization: `Bearer ${scimToken}` } });
    assert.equal(response.status, 200);
    return (await response.json()) as Json;
  }

  test('everybody gets the outcome that the sample has from its file', async () => {
    for (const { connection, user, action, code, changed } of outcomes) {
      const runs = connection.includes('groups') ? groups : users;
      const trace = await runs.preview(user);
      assert.deepEqual([trace.action, trace.code], [action, code], `${user}: ${verdictOf(trace)}`);
      const names = trace.changes.filter(({ state }) => state === 'changed').map(({ target }) => target);
      assert.deepEqual(names.sort(), [...changed].sort(), user);
    }
    assert.deepEqual([...new Set(graph.requests.map(({ method }) => method))], ['GET']);
    assert.deepEqual([...new Set(scim.requests.map(({ method }) => method))], ['GET']);
    graph.assertClean();
  });

  test('many runs at once do not mix', async () => {
    const chosen = outcomes.filter(({ connection }) => !connection.includes('groups'));
    const traces = await Promise.all(chosen.map(({ user }) => users.preview(user)));
    assert.deepEqual(
      traces.map(({ action, code }) => [action, code]),
      chosen.map(({ action, code }) => [action, code]),
    );
    graph.assertClean();
  });

  test('a connection that is read-only cannot be provisioned', async () => {
    const of = connectionOf('Provision Microsoft Entra ID Users');
    const readOnly = await openConnection({ ...of, connection: { ...of.connection, access: 'readOnly' } });
    const { provision } = readOnly.prepared;
    assert.deepEqual([provision.ok, provision.ok ? null : provision.error.code], [false, 'ReadOnly']);
    await readOnly.close();
  });

  test('create: a joiner with a manager', async () => {
    const run = await users.provision('ben.carter@corp.example');
    assert.equal(run.trace.action, 'create', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    const { meta: _, schemas, ...held } = await scimGet(write.id);
    const amara = scim.users().find(({ userName }) => userName === 'amara.nwosu@corp.example');
    assert.deepEqual((schemas as string[]).sort(), ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise]);
    const { [enterprise]: extension, ...core } = held;
    const { manager, ...plain } = extension as Json;
    assert.equal((manager as Json).value, amara?.id);
    assert.deepEqual(plain, { employeeNumber: 'E1042', department: 'Sales' });
    assert.deepEqual(core, {
      id: write.id,
      externalId: 'ben.carter',
      userName: 'ben.carter@corp.example',
      name: { formatted: 'Ben Carter', familyName: 'Carter', givenName: 'Ben' },
      displayName: 'Ben Carter',
      title: 'Account Executive',
      userType: 'Employee',
      preferredLanguage: 'en-US',
      active: true,
      emails: [{ type: 'work', primary: true, value: 'ben.carter@corp.example' }],
      phoneNumbers: [{ type: 'work', value: '+1 206 555 0133' }],
      addresses: [
        {
          type: 'work',
          formatted: 'HQ/3/3110',
          streetAddress: '1420 Harbor Street',
          locality: 'Seattle',
          region: 'WA',
          postalCode: '98101',
          country: 'United States',
        },
      ],
    });
    const again = await users.preview('ben.carter@corp.example');
    assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport'], verdictOf(again));
  });

  test('update: the changed attributes and nothing else', async () => {
    const { id } = scim.users().find(({ userName }) => userName === 'amara.nwosu@corp.example') ?? {};
    const before = await scimGet(String(id));
    const run = await users.provision('Amara Nwosu');
    assert.equal(run.trace.action, 'update', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    assert.deepEqual(write.readBack?.attributes.map(({ target }) => target).sort(), [
      'phoneNumbers[type eq "mobile"].value',
      'title',
    ]);
    const after = await scimGet(String(before.id));
    const phones = (user: Json): readonly string[] =>
      (user.phoneNumbers as Json[]).map(({ type, value }) => `${String(type)} ${String(value)}`).sort();
    assert.deepEqual(phones(after), ['mobile +1 206 555 0190', 'work +1 206 555 0131']);
    const rest = ({ meta: _, phoneNumbers: __, title: ___, ...others }: Json): Json => others;
    assert.equal(after.title, 'Sales Director');
    assert.deepEqual(rest(after), rest(before));
  });

  test('disable: who is disabled in Entra is disabled in the application', async () => {
    const run = await users.provision('david.kowalski@corp.example');
    assert.equal(run.trace.action, 'disable', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    assert.equal((await scimGet(write.id)).active, false);
    const again = await users.provision('david.kowalski@corp.example');
    assert.deepEqual([again.trace.code, again.questions.length], ['RedundantExport', 0], verdictOf(again.trace));
  });

  test('unchanged: nobody is asked and nothing is sent', async () => {
    const sent = (): number => scim.requests.filter(({ method }) => method !== 'GET').length;
    const before = sent();
    const run = await users.provision('chloe.martin@corp.example');
    assert.deepEqual([run.trace.action, run.trace.code], ['skip', 'RedundantExport'], verdictOf(run.trace));
    assert.deepEqual([run.questions.length, run.audit.length, run.trace.steps[4].details.write], [0, 0, null]);
    assert.equal(sent(), before);
  });

  test('a change in Entra arrives', async () => {
    graph.change('chloe.martin@corp.example', { jobTitle: 'Sales Lead' });
    const run = await users.provision('chloe.martin@corp.example');
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    assert.equal((await scimGet(write.id)).title, 'Sales Lead');
  });

  test('a group with its members', async () => {
    const run = await groups.provision('Sales Leads');
    assert.equal(run.trace.action, 'create', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    const held = scim.groups().find(({ displayName }) => displayName === 'Sales Leads') as Json;
    const wanted = run.trace.steps[4].details.references?.flatMap(({ references }) => references.map(({ targetId }) => targetId));
    assert.deepEqual((held.members as Json[]).map(({ value }) => value).sort(), wanted?.filter((id) => id !== null).sort());
  });

  test('every call was one that Graph documents, and no token is anywhere in a trace', async () => {
    graph.assertClean();
    const run = await users.provision('farid.haddad@corp.example');
    const text = JSON.stringify(run);
    assert.equal(text.includes(graphToken) || text.includes(scimToken), false);
  });
});
