import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sameDistinguishedName } from '../../../src/core/text/distinguishedName.ts';
import { adEntries, personDN } from '../../support/directories/adEntries.ts';
import type { DirectoryServer } from '../../support/directories/directoryServer.ts';
import { type FakeLdapServer, startFakeLdap } from '../../support/directories/fakeLdapServer.ts';
import { type LdapWatch, watchLdap } from '../../support/directories/ldapWatch.ts';
import { skipWithoutSlapd, startSlapd } from '../../support/directories/slapdServer.ts';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import { type ConnectionRuns, openConnection, verdictOf } from '../../support/runConnection.ts';
import { schemaText, type TestMapping } from '../../support/schemaText.ts';

const firstToken = 'graph-token-one-4417';
const secondToken = 'graph-token-two-4417';
const subjects = ['jo.gross', 'hanako.sato', 'q.quote', 'hash.tag'] as const;

const flows: readonly TestMapping[] = [
  { target: 'UserPrincipalName', expression: '[userPrincipalName]', matchingPriority: 1 },
  { target: 'Alias', expression: '[sAMAccountName]' },
  { target: 'DisplayName', expression: '[displayName]' },
  { target: 'EmployeeId', expression: '[employeeID]' },
];
const toEntra = schemaText({ source: 'Active Directory', target: 'Azure Active Directory', mappings: flows });
const withManager = schemaText({
  source: 'Active Directory',
  target: 'Azure Active Directory',
  mappings: [...flows, { target: 'Manager', expression: '[manager]' }],
  attributes: [{ name: 'Manager', type: 'Reference' }],
});
const toDirectory = schemaText({
  source: 'Microsoft Entra ID',
  target: 'Active Directory',
  mappings: [
    { target: 'employeeID', expression: '[employeeId]', matchingPriority: 1 },
    { target: 'userPrincipalName', expression: '[userPrincipalName]', matchingPriority: 2 },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'title', expression: '[jobTitle]' },
  ],
});

describe('whole previews over LDAP', { skip: skipWithoutSlapd }, () => {
  let slapd: DirectoryServer;
  let watch: LdapWatch;
  const opened: ConnectionRuns[] = [];

  before(async () => {
    slapd = await startSlapd({ entries: adEntries() });
    watch = await watchLdap(slapd);
  });

  after(async () => {
    await Promise.all(opened.map((runs) => runs.close()));
    await watch?.close();
    await slapd?.stop();
  });

  const ldap = (): object => ({
    kind: 'ldap',
    url: watch.url,
    baseDN: slapd.baseDN,
    bindDN: slapd.readerDN,
    secretEnv: 'AD_PASSWORD',
  });

  async function open(
    connection: object,
    schema: string,
    more: { readonly files?: Readonly<Record<string, string>>; readonly secrets?: Record<string, string> } = {},
  ): Promise<ConnectionRuns> {
    const runs = await openConnection({
      connection: { assignment: 'all', ...connection },
      schema,
      secrets: more.secrets ?? { AD_PASSWORD: slapd.readerPassword },
      ...(more.files && { files: more.files }),
    });
    opened.push(runs);
    return runs;
  }

  /** The operations of one preview through a connection that is already open. */
  async function operationsOf(runs: ConnectionRuns, user: string, action: string): Promise<readonly string[]> {
    const before = watch.operations.length;
    const trace = await runs.preview(user);
    assert.equal(trace.action, action, `${user}: ${verdictOf(trace)}`);
    return watch.operations.slice(before);
  }

  // What step 1 asks to try the connection is a search too: of the base alone at a source, for a value that nobody has at a target.
  const tried = ['search'];
  /** Once for each connection that is opened: the root and the schema are read. */
  const opening = ['bind', 'search', 'search'];
  const searches = (count: number): readonly string[] => Array.from({ length: count }, () => 'search');

  test('as a source: one search for the subject, one for each matching attribute (who shares it), one for who is referred to', async () => {
    const files = { 'entra.json': '[]' };
    const target = { kind: 'file', path: 'entra.json' };
    const [subject, matching, reference] = [1, 1, 1];
    const plain = await open({ source: ldap(), target }, toEntra, { files });
    const warm = [...tried, ...searches(subject + matching)];
    assert.deepEqual(await operationsOf(plain, 'jo.gross', 'create'), [...opening, ...warm]);
    for (const user of [...subjects, personDN('jo.gross'), 'jo.gross@corp.example']) {
      assert.deepEqual(await operationsOf(plain, user, 'create'), warm, user);
    }
    const referring = await open({ source: ldap(), target }, withManager, { files });
    await referring.preview('jo.gross');
    assert.deepEqual(await operationsOf(referring, 'hanako.sato', 'create'), [...warm, ...searches(reference)]);
  });

  test('as a target: one search for each matching attribute that is asked, and none after a hit', async () => {
    const people = [
      { id: '1', userPrincipalName: 'jo.gross@corp.example', displayName: 'Jo', employeeId: '2004', jobTitle: 'Chief' },
      { id: '2', userPrincipalName: 'hanako.sato@corp.example', displayName: 'Hanako', employeeId: '999999', jobTitle: 'Chief' },
      { id: '3', userPrincipalName: 'nobody@corp.example', displayName: 'Nobody', employeeId: '999998', jobTitle: 'Chief' },
    ];
    const files = { 'entra.json': JSON.stringify(people) };
    const runs = await open({ source: { kind: 'file', path: 'entra.json' }, target: ldap() }, toDirectory, { files });
    assert.deepEqual(await operationsOf(runs, '1', 'update'), [...opening, ...tried, ...searches(1)]);
    assert.deepEqual(await operationsOf(runs, '1', 'update'), [...tried, ...searches(1)], 'the first one hits');
    assert.deepEqual(await operationsOf(runs, '2', 'update'), [...tried, ...searches(2)], 'the second one hits');
    assert.deepEqual(await operationsOf(runs, '3', 'create'), [...tried, ...searches(2)], 'neither hits');
    assert.deepEqual(watch.writes(), []);
  });

  describe('into Entra', () => {
    let graph: GraphServer;
    before(async () => {
      const users = subjects.map((sam) => ({ displayName: `${sam} in Entra`, userPrincipalName: `${sam}@corp.example` }));
      graph = await startGraph({ users });
    });
    after(() => graph?.close());

    const entra = (): object => ({
      kind: 'graph',
      tenant: 'corp.example',
      signIn: 'token',
      graphBaseUrl: graph.url,
      secretEnv: 'GRAPH_TOKEN',
    });

    test('two people at once, twenty times through the same sessions: each run has its own person on both sides', async () => {
      const secrets = { AD_PASSWORD: slapd.readerPassword, GRAPH_TOKEN: firstToken };
      const runs = await open({ source: ldap(), target: entra() }, toEntra, { secrets });
      for (let round = 0; round < 20; round += 1) {
        const pair = [subjects[round % 4], subjects[(round + 1 + (round % 3)) % 4]].map(String);
        const traces = await Promise.all(pair.map((user) => runs.preview(user)));
        for (const [index, trace] of traces.entries()) {
          const sam = pair[index];
          assert.equal(trace.action, 'update', `${sam}: ${verdictOf(trace)}`);
          assert.ok(sameDistinguishedName(trace.subject?.id ?? '', personDN(String(sam))), trace.subject?.id);
          const name = trace.changes.find(({ target }) => target === 'DisplayName');
          assert.equal(name?.old, `${sam} in Entra`, `round ${round}`);
          const alias = trace.changes.find(({ target }) => target === 'Alias');
          assert.equal(alias?.new, sam, `round ${round}`);
        }
      }
      graph.assertClean();
    });

    test('a token that expires within a preview is renewed, and the preview is whole', async () => {
      const refused = (): boolean => graph.requests.some(({ status }) => status === 401);
      const secrets = {
        AD_PASSWORD: slapd.readerPassword,
        get GRAPH_TOKEN(): string {
          return refused() ? secondToken : firstToken;
        },
      };
      const runs = await open({ source: ldap(), target: entra() }, toEntra, { secrets });
      assert.equal((await runs.preview('jo.gross')).action, 'update', 'the first token is good');
      graph.on({ after: 1, does: { kind: 'expired' } });
      const before = graph.requests.length;
      const trace = await runs.preview('hanako.sato');
      assert.equal(trace.action, 'update', verdictOf(trace));
      assert.deepEqual(
        graph.requests.slice(before).map(({ status }) => status),
        [200, 401, 200],
      );
      assert.equal(
        [firstToken, secondToken].some((token) => JSON.stringify(trace).includes(token)),
        false,
      );
    });
  });
});

describe('a preview whose LDAP server is silent', () => {
  let server: FakeLdapServer;
  const waits = (): boolean => server.requests.some(({ kind, base }) => kind === 'search' && base !== '');
  before(async () => {
    server = await startFakeLdap(({ kind, base }) => kind === 'search' && base !== '');
  });
  after(() => server.stop());

  test('ends when it is cancelled, as a closed panel does, and the server is told to stop', async () => {
    const runs = await openConnection({
      connection: {
        source: { kind: 'ldap', url: server.url, baseDN: 'DC=corp,DC=example', bindDN: 'CN=reader', secretEnv: 'AD_PASSWORD' },
        target: { kind: 'file', path: 'entra.json' },
      },
      schema: toEntra,
      secrets: { AD_PASSWORD: 'pl4nted' },
      files: { 'entra.json': '[]' },
    });
    const running = runs.preview('jo.gross');
    while (!waits()) await new Promise((resolve) => setImmediate(resolve));
    runs.cancel();
    assert.match(verdictOf(await running), /Cancelled/);
    while (!server.requests.some(({ kind }) => kind === 'abandon')) await new Promise((resolve) => setImmediate(resolve));
    await runs.close();
  });
});

describe('a server that answers every search with ten thousand people', () => {
  let server: FakeLdapServer;
  const openings: ConnectionRuns[] = [];
  before(async () => {
    server = await startFakeLdap(({ kind, base }, reply) => {
      if (kind !== 'search' || base === '') return false;
      for (let index = 0; index < 10_000; index++) {
        const dn = `CN=Jo ${index},DC=corp,DC=example`;
        reply.entry(dn, { objectClass: ['person', 'user'], displayName: ['Jo'], employeeID: ['7'] });
      }
      reply.done();
      return true;
    });
  });
  after(async () => {
    await Promise.all(openings.map((runs) => runs.close()));
    await server.stop();
  });

  const ldap = (): object => ({
    kind: 'ldap',
    url: server.url,
    baseDN: 'DC=corp,DC=example',
    bindDN: 'CN=reader',
    secretEnv: 'P',
  });
  const file = { kind: 'file', path: 'people.json' };
  const files = { 'people.json': '[{"id":"1","userPrincipalName":"jo@corp.example","displayName":"Jo","employeeId":"7"}]' };

  test('nobody is picked for the run, and the failed step says what to do', async () => {
    const runs = await openConnection({
      connection: { source: ldap(), target: file },
      schema: toEntra,
      secrets: { P: 'x' },
      files,
    });
    openings.push(runs);
    const trace = await runs.preview('Jo');
    const { error } = trace.steps[1];
    assert.deepEqual([trace.status, trace.action, error?.code], ['failure', 'none', 'TooManyHits'], verdictOf(trace));
    assert.match(error?.advice ?? '', /distinguished name/);
    const listed = await runs.prepared.source.search('Jo', 20, 'user');
    assert.ok(listed.ok);
    assert.equal(listed.value.length, 20);
  });

  test('no object is matched, so nothing would be written', async () => {
    const connection = { source: file, target: ldap(), assignment: 'all' };
    const runs = await openConnection({ connection, schema: toDirectory, secrets: { P: 'x' }, files });
    openings.push(runs);
    const trace = await runs.preview('1');
    // It also finds everybody for somebody who cannot exist, which says that it does not apply the filter.
    assert.deepEqual([trace.status, trace.action, trace.code], ['failure', 'none', 'FilterIgnored'], verdictOf(trace));
    assert.match(trace.steps[0].error?.message ?? '', /100 objects/);
    assert.deepEqual(trace.steps[4].details.requests ?? [], []);
  });
});
