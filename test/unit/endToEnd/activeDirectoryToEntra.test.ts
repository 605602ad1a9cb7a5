import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { personDN } from '../../support/directories/adEntries.ts';
import { ldapsearch } from '../../support/directories/directoryServer.ts';
import { ldapInFile } from '../../support/directories/ldapAccess.ts';
import { type SambaServer, skipWithoutSamba, startSamba } from '../../support/directories/sambaServer.ts';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import {
  type ConnectionRuns,
  openConnection,
  readBackDifferences,
  verdictOf,
  writtenReport,
} from '../../support/runConnection.ts';
import { schemaText } from '../../support/schemaText.ts';

const graphToken = 'graph-token-7755';
const kaethe = '66666666-aaaa-4bbb-8ccc-000000000001';

/** A part of the default mappings of cloud sync, matched by what Graph can be asked for: the source anchor, then the principal name. */
const schema = schemaText({
  source: 'Active Directory',
  target: 'Azure Active Directory',
  mappings: [
    { target: 'SourceAnchor', expression: '[objectGUID]', matchingPriority: 1 },
    { target: 'UserPrincipalName', expression: '[userPrincipalName]', matchingPriority: 2 },
    { target: 'AccountEnabled', expression: 'IIF(BitAnd([userAccountControl], 2)="0", "True", "False")' },
    { target: 'Alias', expression: '[sAMAccountName]' },
    { target: 'DisplayName', expression: 'IIF(IsPresent([displayName]), [displayName], [cn])' },
    { target: 'GivenName', expression: 'Trim([givenName])' },
    { target: 'Surname', expression: 'Trim([sn])' },
    { target: 'Title', expression: 'Trim([title])' },
    { target: 'Department', expression: 'Trim([department])' },
    { target: 'EmployeeId', expression: '[employeeID]' },
    { target: 'Mail', expression: 'Trim([mail])' },
    { target: 'ExtensionAttribute1', expression: 'Trim([extensionAttribute1])' },
    { target: 'Manager', expression: '[manager]' },
  ],
  attributes: [
    { name: 'SourceAnchor' },
    { name: 'UserPrincipalName' },
    { name: 'AccountEnabled', type: 'Boolean' },
    { name: 'Manager', type: 'Reference' },
  ],
});

describe('Active Directory to Entra over Graph', { skip: skipWithoutSamba }, () => {
  let graph: GraphServer;
  let samba: SambaServer;
  let runs: ConnectionRuns;

  /** Base64, as the service makes the source anchor of it. */
  async function guidOf(sam: string): Promise<string> {
    const text = await ldapsearch(samba, { filter: `(sAMAccountName=${sam})`, attributes: ['objectGUID'] });
    const [, guid] = /^objectGUID:: (.+)$/m.exec(text) ?? [];
    assert.ok(guid, text);
    return guid;
  }

  before(async () => {
    samba = await startSamba();
    const known = async (sam: string, more: object): Promise<Readonly<Record<string, unknown>>> => ({
      userPrincipalName: `${sam}@corp.example`,
      mail: `${sam}@corp.example`,
      mailNickname: sam,
      accountEnabled: true,
      onPremisesImmutableId: await guidOf(sam),
      manager: kaethe,
      ...more,
    });
    graph = await startGraph({
      token: (token) => (token === graphToken ? { roles: ['User.ReadWrite.All'] } : null),
      users: [
        await known('kaethe.kruger', { id: kaethe, displayName: 'Krüger, Käthe', manager: undefined }),
        await known('jo.gross', {
          displayName: 'Groß (Jo) *ext*',
          givenName: 'Jo',
          surname: 'Gross',
          department: 'Strasse',
          employeeId: '2004',
          manager: undefined,
          onPremisesExtensionAttributes: { extensionAttribute2: 'stays' },
        }),
        // Without an anchor: the second matching attribute finds him.
        await known('paul.disabled', {
          displayName: 'Paul Disabled',
          givenName: 'Paul',
          surname: 'Disabled',
          onPremisesImmutableId: null,
        }),
        await known('hanako.sato', {
          displayName: '佐藤 花子',
          givenName: '花子',
          surname: '佐藤',
          department: '経理部',
          employeeId: '2003',
        }),
      ],
    });
    runs = await openConnection({
      connection: {
        source: ldapInFile(samba, samba.readerUpn),
        target: { kind: 'graph', tenant: 'corp.example', signIn: 'token', graphBaseUrl: graph.url, secretEnv: 'GRAPH_TOKEN' },
        access: 'readWrite',
      },
      schema,
      configuration: { dialect: 'cloud-sync' },
      secrets: { GRAPH_TOKEN: graphToken, AD_PASSWORD: samba.readerPassword },
    });
  });

  after(async () => {
    await runs?.close();
    await graph?.close();
    await samba?.stop();
  });

  const writes = (): readonly string[] =>
    graph.requests.filter(({ method }) => method !== 'GET').map(({ method, target }) => `${method} ${target}`);

  test('a preview only reads', async () => {
    for (const [user, action] of [
      [personDN('siobhan.oneill'), 'create'],
      ['jo.gross', 'update'],
      ['paul.disabled@corp.example', 'disable'],
      ['CORP\\hanako.sato', 'skip'],
    ] as const) {
      const trace = await runs.preview(user);
      assert.equal(trace.action, action, `${user}: ${verdictOf(trace)}`);
    }
    assert.deepEqual(writes(), []);
    graph.assertClean();
  });

  test('create: the account as it was shown, with a password that nobody sees, then its manager', async () => {
    const run = await runs.provision(personDN('siobhan.oneill'));
    assert.equal(run.trace.action, 'create', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    const user = graph.user('siobhan.oneill@corp.example');
    assert.deepEqual(
      [user?.id, user?.displayName, user?.surname, user?.accountEnabled, user?.manager, user?.onPremisesImmutableId],
      [write.id, "O'Neill, Siobhán", "O'Neill", true, kaethe, await guidOf('siobhan.oneill')],
    );
    assert.deepEqual(writes(), ['POST /users', `PUT /users/${write.id}/manager/$ref`]);
    const [shown, shownManager] = run.trace.steps[4].details.requests ?? [];
    const [sent, sentManager] = graph.requests.filter(({ method }) => method !== 'GET');
    assert.ok(sent && sentManager);
    const { passwordProfile, ...body } = sent.body as Readonly<Record<string, unknown>>;
    const { passwordProfile: masked, ...shownBody } = JSON.parse(shown?.body ?? '');
    assert.deepEqual(body, shownBody);
    assert.deepEqual(sentManager.body, JSON.parse(shownManager?.body ?? ''));
    assert.equal(masked.password, '[Redact]');
    const { password } = passwordProfile as { readonly password: string };
    assert.equal(JSON.stringify(run).includes(password), false);
    assert.deepEqual(
      write.sent.map(({ state, requestId }) => [state, requestId]),
      [sent, sentManager].map((request) => ['accepted', request.requestId]),
    );
    const again = await runs.preview(personDN('siobhan.oneill'));
    assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport'], verdictOf(again));
  });

  test('update: the changed properties and the missing manager, nothing else', async () => {
    const before = graph.user('jo.gross@corp.example');
    const count = writes().length;
    const run = await runs.provision('jo.gross');
    assert.equal(run.trace.action, 'update', verdictOf(run.trace));
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
    assert.deepEqual(graph.user('jo.gross@corp.example'), { ...before, department: 'Straße', surname: 'Groß', manager: kaethe });
    assert.equal(writes().length, count + 2);
    assert.equal((await runs.preview('jo.gross')).code, 'RedundantExport');
  });

  test('disable: who is disabled in Active Directory is disabled in Entra', async () => {
    const run = await runs.provision('paul.disabled@corp.example');
    assert.equal(run.trace.action, 'disable', verdictOf(run.trace));
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
    assert.equal(graph.user('paul.disabled@corp.example')?.accountEnabled, false);
  });

  test('unchanged: nobody is asked and nothing is sent', async () => {
    const count = writes().length;
    const run = await runs.provision('hanako.sato');
    assert.deepEqual([run.trace.action, run.trace.code], ['skip', 'RedundantExport'], verdictOf(run.trace));
    assert.deepEqual([run.questions.length, run.audit.length, writes().length], [0, 0, count]);
  });

  test('a lost answer: unknown, read back, and not sent twice', async () => {
    graph.change('hanako.sato@corp.example', { department: 'old' });
    const count = writes().length;
    graph.on({ method: 'PATCH', does: { kind: 'cut', handled: true } });
    const run = await runs.provision('hanako.sato');
    const { write } = run.trace.steps[4].details;
    assert.equal(write?.state, 'unknown', verdictOf(run.trace));
    assert.deepEqual(
      write.readBack?.attributes.map(({ target, state }) => [target, state]),
      [['Department', 'equal']],
    );
    assert.equal(writes().length, count + 1);
    assert.equal(graph.user('hanako.sato@corp.example')?.department, '経理部');
  });

  test('every call was one that Graph documents; no secret is in a trace', async () => {
    graph.assertClean();
    const text = JSON.stringify(await runs.provision('jo.gross'));
    assert.equal(text.includes(graphToken) || text.includes(samba.readerPassword), false);
  });
});
