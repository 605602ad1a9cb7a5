import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphTarget } from '../../../../src/connectors/graph/graphTarget.ts';
import { graphWriter } from '../../../../src/connectors/graph/graphWriter.ts';
import type { PlannedAttribute, PlannedWrite } from '../../../../src/core/trace/directory.ts';
import type { TargetWriter } from '../../../../src/core/trace/targetWriter.ts';
import type { GraphFault } from '../../../support/entra/graphFaults.ts';
import { type GraphServer, startGraph } from '../../../support/entra/graphServer.ts';
import { planned, plannedWrite } from '../../../support/plannedWrites.ts';
import { answerOf, graphReference, openOptions, testToken } from './openGraph.ts';

const ada = '3ce3f3dc-4224-436d-b32b-32733b1860fa';
const ben = '313ce597-d541-408d-b5e1-69ab24f1f932';
const sales = 'c2f7e6a1-08d4-4b9b-8f53-7d1a9e640c35';
const reference = { type: 'Reference' };
const never = (): boolean => false;

interface Scene {
  readonly server: GraphServer;
  readonly writer: TargetWriter;
}

async function scene(t: { after(done: () => Promise<void>): void }, ...faults: readonly GraphFault[]): Promise<Scene> {
  const server = await startGraph({
    token: testToken,
    users: [
      { id: ada, accountEnabled: true, displayName: 'Ada', userPrincipalName: 'ada@corp.example', city: 'Paris', manager: ben },
      { id: ben, accountEnabled: true, displayName: 'Ben', userPrincipalName: 'ben@corp.example' },
    ],
    groups: [{ id: sales, displayName: 'Sales', mailNickname: 's', mailEnabled: false, securityEnabled: true, members: [ada] }],
  });
  t.after(() => server.close());
  for (const fault of faults) server.on(fault);
  return { server, writer: graphWriter(graphReference(server.url, { timeoutMs: 400 }), openOptions()) };
}

function newUser(...more: readonly PlannedAttribute[]): PlannedWrite {
  return plannedWrite('create', [
    planned('accountEnabled', 'True'),
    planned('displayName', 'Cleo'),
    planned('mailNickname', 'cleo'),
    planned('userPrincipalName', 'cleo@corp.example'),
    ...more,
  ]);
}

test('a new user with a manager: what was shown is what is sent, with the real values and a password that nobody sees', async (t) => {
  const { server, writer } = await scene(t);
  const write = newUser(planned('city', 'top secret town', { redacted: true }), planned('manager', ada, reference));
  const shown = graphTarget(graphReference(server.url), openOptions()).describe(write);
  const outcome = await writer.write(write, never);
  server.assertClean();
  assert.equal(outcome.error, null);
  assert.match(outcome.id ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(
    outcome.sent.map(({ method, address, state, answered }) => [method, address, state, answered]),
    [
      ['POST', `${server.url}/users`, 'accepted', '201'],
      ['PUT', `${server.url}/users/${outcome.id}/manager/$ref`, 'accepted', '204'],
    ],
  );
  const writes = server.requests.filter(({ method }) => method !== 'GET');
  assert.deepEqual(
    outcome.sent.map(({ requestId }) => requestId),
    writes.map(({ requestId }) => requestId),
  );
  const body = writes[0]?.body as Record<string, unknown>;
  const { password, ...profile } = body.passwordProfile as Record<string, unknown>;
  assert.deepEqual(profile, { forceChangePasswordNextSignIn: true });
  assert.ok(typeof password === 'string' && password.length >= 32);
  assert.equal(body.city, 'top secret town');
  // The same but for the password and the redacted value.
  const described = JSON.parse(shown[0]?.body ?? '');
  assert.deepEqual({ ...described, city: 'top secret town', passwordProfile: { ...described.passwordProfile, password } }, body);
  assert.deepEqual(JSON.parse(shown[1]?.body ?? ''), writes[1]?.body);
  assert.equal(JSON.stringify([outcome, shown]).includes(password), false);
  assert.equal(JSON.stringify([outcome, shown]).includes('top secret'), false);
  const read = answerOf(
    await writer.read(outcome.id ?? '', 'User', ['City', 'Manager', 'userPrincipalName', 'passwordProfile.password']),
  );
  assert.deepEqual(
    ['City', 'Manager', 'userPrincipalName'].map((name) => read?.attributes.get(name)),
    ['top secret town', ada, 'cleo@corp.example'],
  );
  assert.equal(server.user('cleo@corp.example')?.manager, ada);
  const again = await writer.write(newUser(), never);
  assert.equal(JSON.stringify(server.requests.at(-1)?.body).includes(password), false, 'another password each time');
  assert.deepEqual([again.error?.code, again.sent[0]?.state], ['Request_MultipleObjectsWithSameKeyValue', 'refused']);
  assert.match(again.error?.message ?? '', /Request id: [0-9a-f-]{36}\./);
  assert.match(again.error?.advice ?? '', /unique/);
});

test('a change carries the changed properties only; the manager is set and removed; a user is disabled and deleted', async (t) => {
  const { server, writer } = await scene(t);
  const changed = await writer.write(
    plannedWrite('update', [planned('city', 'Rome', { old: 'Paris' }), planned('manager', null, { ...reference, old: ben })], {
      id: ada,
    }),
    never,
  );
  assert.deepEqual([changed.id, changed.error, changed.sent.map(({ answered }) => answered)], [ada, null, ['204', '204']]);
  assert.deepEqual(server.requests[0]?.body, { city: 'Rome' });
  assert.deepEqual([server.user(ada)?.city, server.user(ada)?.manager], ['Rome', null]);
  const disabled = await writer.write(
    plannedWrite('disable', [planned('accountEnabled', 'False', { old: 'True' })], { id: ada }),
    never,
  );
  assert.deepEqual([disabled.error, server.user(ada)?.accountEnabled], [null, false]);
  const gone = await writer.write(plannedWrite('delete', [], { id: ada }), never);
  assert.deepEqual([gone.id, gone.error, gone.sent[0]?.answered], [null, null, '204']);
  assert.equal(answerOf(await writer.read(ada, 'User', ['city'])), null);
  assert.equal(server.deletedUsers().length, 1);
  server.assertClean();
});

test('members of a group are added and removed one by one; the first refusal ends it, and the rest is told as not sent', async (t) => {
  const { server, writer } = await scene(t, {
    method: 'POST',
    target: /members/,
    after: 1,
    does: { kind: 'status', status: 400 },
  });
  const members = { ...reference, multivalued: true };
  const others = ['77777777-1111-4222-8333-444455556666', '88888888-1111-4222-8333-444455556666'];
  const write = plannedWrite('update', [planned('members', [ben, ...others], { ...members, old: [ada] })], {
    id: sales,
    objectName: 'Group',
  });
  const outcome = await writer.write(write, never);
  assert.deepEqual(
    outcome.sent.map(({ method, state, answered }) => [method, state, answered]),
    [
      ['DELETE', 'accepted', '204'],
      ['POST', 'accepted', '204'],
      ['POST', 'refused', '400'],
      ['POST', 'notSent', 'not sent'],
    ],
  );
  assert.equal(outcome.error?.code, 'UnknownError');
  assert.deepEqual(server.groups()[0]?.members, [ben]);
});

test('no answer after sending: unknown, and nothing is sent again, though it may have been done', async (t) => {
  for (const does of [{ kind: 'stall', handled: true }, { kind: 'cut', handled: true }, { kind: 'torn' }] as const) {
    const { server, writer } = await scene(t, { method: 'POST', does, times: 5 });
    const outcome = await writer.write(newUser(planned('manager', ada, reference)), never);
    assert.deepEqual(
      outcome.sent.map(({ state }) => state),
      ['unknown', 'notSent'],
      does.kind,
    );
    assert.equal(server.requests.length, 1, does.kind);
    assert.equal(outcome.id, null);
    assert.equal(outcome.sent[0]?.answered, does.kind === 'stall' ? 'no answer within 0.4 seconds' : 'no complete answer');
    assert.ok(outcome.error);
    assert.equal(server.users().length, 3, 'done all the same');
  }
});

test('a gateway that gives up or says that nobody is there: unknown, and never sent again', async (t) => {
  for (const [status, state] of [
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
    [503, 'unknown'],
    [403, 'refused'],
    [404, 'refused'],
  ] as const) {
    const { server, writer } = await scene(t, { method: 'PATCH', does: { kind: 'status', status }, times: 5 });
    const outcome = await writer.write(plannedWrite('update', [planned('city', 'Rome')], { id: ada }), never);
    assert.deepEqual([outcome.sent[0]?.state, outcome.sent[0]?.answered, outcome.id], [state, String(status), ada]);
    assert.equal(server.requests.length, 1, String(status));
  }
});

test('429 says that nothing was done: the write is made again, not for ever; 401 once, with a new token', async (t) => {
  const { server, writer } = await scene(t, { method: 'PATCH', times: 2, does: { kind: 'throttled', retryAfter: 0 } });
  const write = plannedWrite('update', [planned('city', 'Rome')], { id: ada });
  assert.equal((await writer.write(write, never)).sent[0]?.state, 'accepted');
  assert.equal(server.requests.length, 3);
  server.on({ times: 10, does: { kind: 'throttled', retryAfter: 0 } });
  const storm = await writer.write(write, never);
  assert.deepEqual([storm.sent[0]?.state, storm.error?.kind, server.requests.length], ['refused', 'throttled', 6]);
});

test('a longer wait than is sensible is not begun, and cancelling ends one that has', async (t) => {
  const { server, writer } = await scene(t, { method: 'PATCH', does: { kind: 'throttled', retryAfter: 3600 } });
  const write = plannedWrite('update', [planned('city', 'Rome')], { id: ada });
  const outcome = await writer.write(write, never);
  assert.deepEqual([outcome.sent[0]?.state, server.requests.length], ['refused', 1]);
  assert.match(outcome.error?.message ?? '', /wait 3600 seconds/);
  server.on({ method: 'PATCH', does: { kind: 'throttled', retryAfter: 20 } });
  const stopped = await writer.write(write, () => server.requests.length > 1);
  assert.deepEqual([stopped.sent[0]?.state, server.requests.length, server.user(ada)?.city], ['refused', 2, 'Paris']);
});

test('cancelled before it begins and between two requests: what has not left is told', async (t) => {
  const { server, writer } = await scene(t);
  const write = newUser(planned('manager', ada, reference));
  const before = await writer.write(write, () => true);
  assert.deepEqual(
    [before.sent.map(({ state }) => state), before.error?.code, before.id],
    [['notSent', 'notSent'], 'Cancelled', null],
  );
  assert.equal(server.requests.length, 0);
  const between = await writer.write(write, () => server.requests.length > 0);
  assert.deepEqual([between.sent.map(({ state }) => state), between.error?.code], [['accepted', 'notSent'], 'Cancelled']);
  assert.equal(between.id, server.user('cleo@corp.example')?.id);
});

test('a new object that a copy does not know yet is read again, not written again', async (t) => {
  const { server, writer } = await scene(t, { method: 'POST', does: { kind: 'replication', reads: 2 } });
  const outcome = await writer.write(newUser(planned('manager', ada, reference)), never);
  assert.equal(outcome.error, null);
  assert.deepEqual(
    server.requests.map(({ method, status }) => `${method} ${status}`),
    ['POST 201', 'GET 404', 'GET 404', 'GET 200', 'PUT 204'],
  );
  server.assertClean();
});

test('a server that is not there, a sign-in page and an answer without an id', async (t) => {
  const closed = await startGraph();
  await closed.close();
  const write = newUser(planned('manager', ada, reference));
  const nobody = await graphWriter(graphReference(closed.url), openOptions()).write(write, never);
  assert.deepEqual(
    nobody.sent.map(({ state }) => state),
    ['notSent', 'notSent'],
  );
  assert.equal(nobody.error?.kind, 'unreachable');
  const { writer } = await scene(t, { method: 'POST', does: { kind: 'html', status: 200 } });
  const page = await writer.write(write, never);
  assert.deepEqual([page.sent[0]?.state, page.sent[0]?.answered], ['unknown', '200, a web page']);
  const { writer: nameless } = await scene(t, { method: 'POST', does: { kind: 'body', text: '{"displayName":"Cleo"}' } });
  const made = await nameless.write(write, never);
  assert.deepEqual(
    [made.sent.map(({ state }) => state), made.id, made.error?.kind],
    [['accepted', 'notSent'], null, 'malformed'],
  );
});

test('no sign-in: nothing leaves', async (t) => {
  const { server } = await scene(t);
  const writer = graphWriter(graphReference(server.url), openOptions({ secret: () => Promise.resolve(undefined) }));
  const outcome = await writer.write(newUser(), never);
  assert.deepEqual([outcome.sent[0]?.state, outcome.error?.kind, server.requests.length], ['notSent', 'unauthorized', 0]);
});

test('a server that repeats the token, the password and redacted values brings none of them onto the screen', async (t) => {
  const echoing = await (await import('../faultServer.ts')).startFaultServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      response.writeHead(400, { 'content-type': 'application/json', 'request-id': String(request.headers.authorization) });
      response.end(
        JSON.stringify({ error: { code: 'Request_BadRequest', message: `${request.headers.authorization} ${text}` } }),
      );
    });
  });
  t.after(() => echoing.close());
  const writer = graphWriter(graphReference(`${echoing.origin}/v1.0`), openOptions());
  const outcome = await writer.write(newUser(planned('city', 'planted "value"', { redacted: true })), never);
  const text = JSON.stringify(outcome);
  for (const secret of [testToken, 'planted', 'aA1!']) assert.equal(text.includes(secret), false, secret);
  assert.equal(outcome.sent[0]?.state, 'refused');
  for (const value of ['xyz', 'a-b', '(?)', '[.', '\\p{', '$&']) {
    const spoken = await writer.write(plannedWrite('update', [planned('city', value, { redacted: true })], { id: ada }), never);
    assert.equal(spoken.error?.message.includes(value), false, value);
  }
  const short = await writer.write(plannedWrite('update', [planned('city', 'xyz', { redacted: true })], { id: ada }), never);
  assert.match(short.error?.message ?? '', /Request_BadRequest, Bearer \*\*\*.*city.*\*\*\*/);
});

test('a redacted value that occurs in the id of a new object does not spoil the id', async (t) => {
  const id = '3ce3f3dc-4224-436d-b32b-32733b1860fa';
  const { server, writer } = await scene(t, { method: 'POST', does: { kind: 'body', text: JSON.stringify({ id }) } });
  const outcome = await writer.write(
    newUser(planned('city', '3ce3f3dc', { redacted: true }), planned('manager', ben, reference)),
    never,
  );
  assert.deepEqual([outcome.id, outcome.error], [id, null]);
  assert.equal(server.requests.at(-1)?.target, `/users/${id}/manager/$ref`);
});

test('the least permission is named for what was tried', async (t) => {
  const server = await startGraph({
    token: () => ({ scopes: ['User.Read.All', 'User.EnableDisableAccount.All'] }),
    users: [{ id: ada, displayName: 'Ada' }],
  });
  t.after(() => server.close());
  const writer = graphWriter(graphReference(server.url), openOptions());
  const disable = plannedWrite('disable', [planned('accountEnabled', 'False')], { id: ada });
  assert.equal((await writer.write(disable, never)).error, null);
  const change = await writer.write(plannedWrite('update', [planned('city', 'Rome')], { id: ada }), never);
  assert.equal(change.error?.code, 'Authorization_RequestDenied');
  assert.match(change.error?.advice ?? '', /User\.ReadWrite\.All/);
  const group = await writer.write(
    plannedWrite('update', [planned('description', 'x')], { id: sales, objectName: 'Group' }),
    never,
  );
  assert.match(group.error?.advice ?? '', /Group\.ReadWrite\.All/);
});
