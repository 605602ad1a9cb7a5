import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { WriteReport } from '../../../src/core/trace/writeReport.ts';
import type { GraphFault } from '../../support/entra/graphFaults.ts';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import {
  type ConnectionRuns,
  openConnection,
  type ProvisionedConnection,
  readBackDifferences,
  verdictOf,
  writtenReport,
} from '../../support/runConnection.ts';
import { schemaText } from '../../support/schemaText.ts';

const graphToken = 'graph-token-2093';
const boss = '77777777-aaaa-4bbb-8ccc-000000000001';
const ida = '77777777-aaaa-4bbb-8ccc-000000000002';

const schema = schemaText({
  source: 'Active Directory',
  target: 'Azure Active Directory',
  mappings: [
    { target: 'UserPrincipalName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'AccountEnabled', expression: '"True"' },
    { target: 'Alias', expression: '[sAMAccountName]' },
    { target: 'DisplayName', expression: '[displayName]' },
    { target: 'Title', expression: '[title]' },
    { target: 'Mail', expression: '[mail]' },
    { target: 'Manager', expression: '[manager]' },
  ],
  attributes: [
    { name: 'AccountEnabled', type: 'Boolean' },
    { name: 'Manager', type: 'Reference' },
  ],
});

function record(sam: string, more = ''): string {
  const lines = [
    `dn: CN=${sam},OU=Staff,DC=corp,DC=example`,
    'objectClass: user',
    `sAMAccountName: ${sam}`,
    `userPrincipalName: ${sam}@corp.example`,
    `displayName: ${sam}`,
    `mail: ${sam}@corp.example`,
  ];
  return `${lines.join('\n')}\n${more}\n`;
}

const manager = 'manager: CN=boss,OU=Staff,DC=corp,DC=example\n';
const ldif = [record('boss'), record('ida', `title: Lead\n${manager}`), record('new', `title: Clerk\n${manager}`)].join('\n');

function account(sam: string, id: string, more: object = {}): Readonly<Record<string, unknown>> {
  const address = `${sam}@corp.example`;
  const names = { displayName: sam, mailNickname: sam, userPrincipalName: address, mail: address };
  return { id, ...names, accountEnabled: true, ...more };
}

describe('Entra in trouble while it is written to', () => {
  let graph: GraphServer;
  let runs: ConnectionRuns;
  /** Another server, which must not hear of the token. */
  let elsewhere: GraphServer;

  before(async () => {
    elsewhere = await startGraph();
  });

  after(() => elsewhere.close());

  beforeEach(async () => {
    graph = await startGraph({
      token: graphToken,
      users: [account('boss', boss), account('ida', ida, { jobTitle: 'Clerk', manager: boss })],
    });
    runs = await openConnection({
      connection: {
        source: { kind: 'file', path: 'people.ldif' },
        target: {
          kind: 'graph',
          tenant: 'corp.example',
          signIn: 'token',
          graphBaseUrl: graph.url,
          secretEnv: 'GRAPH_TOKEN',
          timeoutMs: 2000,
        },
        access: 'readWrite',
      },
      schema,
      configuration: { dialect: 'cloud-sync' },
      secrets: { GRAPH_TOKEN: graphToken },
      files: { 'people.ldif': ldif },
    });
  });

  afterEach(async () => {
    await runs.close();
    await graph.close();
  });

  function sent(method: string): number {
    return graph.requests.filter((request) => request.method === method).length;
  }

  /** Provisions somebody while Graph misbehaves; the token shows nowhere, and no call is one that Graph does not document. */
  async function provision(user: string, fault: GraphFault): Promise<ProvisionedConnection> {
    graph.on(fault);
    const run = await runs.provision(user);
    assert.equal(JSON.stringify(run).includes(graphToken), false);
    graph.assertClean();
    return run;
  }

  function reportOf({ trace }: ProvisionedConnection): WriteReport {
    const { write } = trace.steps[4].details;
    assert.ok(write, verdictOf(trace));
    return write;
  }

  test('429 on a create says that nothing was done: it is sent again, and the user is made once', async () => {
    const run = await provision('new', { method: 'POST', does: { kind: 'throttled', retryAfter: 0 } });
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
    assert.equal(sent('POST'), 2);
    assert.equal(graph.users().filter(({ displayName }) => displayName === 'new').length, 1);
  });

  test('a storm of 429 ends', async () => {
    const run = await provision('ida', { method: 'PATCH', times: 50, does: { kind: 'throttled', retryAfter: 0 } });
    assert.equal(reportOf(run).state, 'refused');
    assert.ok(sent('PATCH') < 10);
    assert.equal(graph.user(ida)?.jobTitle, 'Clerk');
  });

  for (const [what, does] of [
    ['503', { kind: 'unavailable', retryAfter: 0 }],
    ['503 of something that was done', { kind: 'status', status: 503, code: 'ServiceUnavailable', handled: true }],
    ['504', { kind: 'status', status: 504, code: 'GatewayTimeout' }],
    ['504 of something that was done', { kind: 'status', status: 504, code: 'GatewayTimeout', handled: true }],
    ['500', { kind: 'status', status: 500 }],
    ['404', { kind: 'status', status: 404, code: 'Request_ResourceNotFound' }],
    ['a page of HTML', { kind: 'html', status: 200 }],
    ['a cut connection', { kind: 'cut' }],
    ['a torn answer', { kind: 'torn' }],
    ['silence', { kind: 'stall' }],
  ] as const satisfies readonly (readonly [string, GraphFault['does']])[]) {
    test(`${what} after a write: sent once, and never said to be written unless it is`, async () => {
      const run = await provision('ida', { method: 'PATCH', does });
      const { state, readBack, sentence } = reportOf(run);
      assert.equal(sent('PATCH'), 1);
      const arrived = graph.user(ida)?.jobTitle === 'Lead';
      assert.notEqual(state, 'written', 'no answer said so');
      if (arrived) assert.equal(state, 'unknown', sentence);
      assert.ok(readBack, 'it is read back');
      assert.equal(readBack.attributes.find(({ target }) => target === 'Title')?.state, arrived ? 'equal' : 'refused');
    });
  }

  test('403: refused in plain words, with the id of the request', async () => {
    const fault = {
      kind: 'status',
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges.',
    } as const;
    const run = await provision('ida', { method: 'PATCH', does: fault });
    const { state, sent: requests } = reportOf(run);
    const { requestId, status } = graph.requests.find(({ method }) => method === 'PATCH') ?? {};
    assert.deepEqual([state, status, requests[0]?.state, requests[0]?.requestId], ['refused', 403, 'refused', requestId]);
    assert.equal(graph.user(ida)?.jobTitle, 'Clerk');
  });

  test('409: the address belongs to somebody else', async () => {
    graph.change('boss@corp.example', { proxyAddresses: ['SMTP:boss@corp.example', 'smtp:new@corp.example'] });
    const run = await runs.provision('new');
    assert.equal(reportOf(run).state, 'refused', verdictOf(run.trace));
    assert.match(verdictOf(run.trace), /Request_MultipleObjectsWithSameKeyValue/);
    assert.equal(graph.user('new@corp.example'), undefined);
    graph.assertClean();
  });

  test('a create that is done and not answered: unknown, not sent again', async () => {
    const run = await provision('new', { method: 'POST', does: { kind: 'cut', handled: true } });
    assert.equal(reportOf(run).state, 'unknown', verdictOf(run.trace));
    assert.equal(sent('POST'), 1);
    assert.equal(graph.users().filter(({ displayName }) => displayName === 'new').length, 1);
  });

  test('the manager is refused after the user was made: partly', async () => {
    const run = await provision('new', { method: 'PUT', does: { kind: 'status', status: 400, code: 'Request_BadRequest' } });
    const { state, sent: requests } = reportOf(run);
    assert.deepEqual([state, requests.map((request) => request.state)], ['partly', ['accepted', 'refused']]);
  });

  test('a new user that reading does not show at once is waited for', async () => {
    const run = await provision('new', { method: 'POST', does: { kind: 'replication', reads: 1 } });
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
  });

  test('a new user that reading does not show at all: made, and not said to be as intended', async () => {
    const run = await provision('new', { method: 'POST', does: { kind: 'replication', reads: 1000 } });
    const write = reportOf(run);
    assert.deepEqual([write.state, write.readBack?.found], ['written', false]);
    assert.notEqual(run.trace.status, 'success', write.sentence);
    assert.ok(graph.user('new@corp.example'));
    assert.equal(sent('POST'), 1);
  });

  test('404 on reading back: written, and not said to be as intended', async () => {
    const settled = writtenReport(await runs.provision('ida'));
    assert.deepEqual(readBackDifferences(settled), []);
    const reads = graph.requests.slice(
      0,
      graph.requests.findIndex(({ method }) => method === 'PATCH'),
    );
    graph.change('ida@corp.example', { jobTitle: 'Clerk' });
    const does = { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } as const;
    const run = await provision('ida', { method: 'GET', after: reads.length, times: 100, does });
    const { state, readBack, sentence } = reportOf(run);
    assert.equal(state, 'written', verdictOf(run.trace));
    assert.notEqual(run.trace.status, 'success', sentence);
    assert.ok(readBack?.found !== true, sentence);
    assert.equal(readBack?.attributes.some((attribute) => attribute.state === 'equal') ?? false, false);
    assert.deepEqual([sent('PATCH'), graph.user(ida)?.jobTitle], [2, 'Lead']);
  });

  test('nobody agrees, or Entra changes while somebody reads the question: nothing is sent', async () => {
    const declined = await runs.provision('ida', async () => false);
    assert.deepEqual([declined.questions.length, declined.audit.length, sent('PATCH')], [1, 0, 0]);
    const { questions } = declined;
    assert.deepEqual(
      questions.map(({ action, person, attributes }) => [action, person, attributes]),
      [['update', 'ida', 1]],
    );
    const run = await runs.provision('ida', async () => {
      graph.change('ida@corp.example', { jobTitle: 'Chief' });
      return true;
    });
    assert.equal(reportOf(run).state, 'notSent', verdictOf(run.trace));
    const taken = await runs.provision('new', async () => {
      const boss = graph.user('boss@corp.example') ?? {};
      graph.change('boss@corp.example', { ...boss, userPrincipalName: 'new@corp.example' });
      return true;
    });
    assert.equal(reportOf(taken).state, 'notSent', verdictOf(taken.trace));
    assert.deepEqual([sent('PATCH'), sent('POST'), graph.user(ida)?.jobTitle], [0, 0, 'Chief']);
    graph.assertClean();
  });

  /** Waits until so many calls of a method have arrived. */
  async function arrived(method: string, count: number): Promise<void> {
    for (let tries = 0; sent(method) < count; tries += 1) {
      assert.ok(tries < 2000, `no ${method} arrived`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  test('cancelled while Graph is silent: the run ends, and nothing is written', async () => {
    graph.on({ method: 'GET', after: 1, times: 100, does: { kind: 'stall' } });
    const running = runs.provision('ida');
    await arrived('GET', 2);
    runs.cancel();
    const { trace, questions } = await running;
    assert.match(verdictOf(trace), /Cancelled/);
    assert.deepEqual([questions.length, sent('PATCH')], [0, 0]);
  });

  test('cancelled while a write is under way: what became of it is told all the same', async () => {
    graph.on({ method: 'PATCH', does: { kind: 'stall', handled: true } });
    const running = runs.provision('ida');
    await arrived('PATCH', 1);
    runs.cancel();
    const run = await running;
    const { state, readBack } = reportOf(run);
    assert.deepEqual([state, readBack?.attributes.map((attribute) => attribute.state)], ['unknown', ['equal']]);
    assert.deepEqual(
      run.audit.map(({ event, outcome }) => [event, outcome]),
      [
        ['asked', null],
        ['done', 'unknown'],
      ],
    );
  });

  test('another host is never followed', async () => {
    const run = await provision('ida', { method: 'PATCH', does: { kind: 'redirect', to: `${elsewhere.url}/users/${ida}` } });
    assert.notEqual(reportOf(run).state, 'written');
    const read = await runs.preview('ida');
    assert.equal(read.action, 'update', verdictOf(read));
    graph.on({ method: 'GET', does: { kind: 'redirect', to: `${elsewhere.url}/users` } });
    assert.equal((await runs.preview('ida')).status, 'failure');
    assert.deepEqual(elsewhere.requests, []);
  });

  test('a token that runs out while it is used, and one that the server repeats', async () => {
    const run = await provision('ida', { after: 2, does: { kind: 'expired' } });
    assert.notEqual(run.trace.status, 'success');
    assert.equal(graph.user(ida)?.jobTitle, 'Clerk');
    graph.on({ does: { kind: 'tokenEchoed' } });
    const trace = await runs.preview('ida');
    assert.equal(trace.status, 'failure');
    assert.equal(JSON.stringify(trace).includes(graphToken), false);
  });
});
