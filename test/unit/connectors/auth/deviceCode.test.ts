import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { AuthNetwork } from '../../../../src/connectors/auth/authNetwork.ts';
import { deviceCodeNetwork } from '../../../../src/connectors/auth/deviceCodeNetwork.ts';
import { Refusal } from '../../../support/entra/openIdAuthority.ts';
import { decodeToken } from '../../../support/entra/openIdTokens.ts';
import { adele, application, contoso, errorOf, gained, SignInWorld } from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

test('device code: shown, waited for, stored; afterwards nobody is asked', async (context) => {
  const world = await SignInWorld.start(context);
  world.server.authority.devicePolls = ['authorization_pending', 'authorization_pending'];
  const reference = world.reference({ signIn: 'deviceCode' });
  const token = gained(await accessToken(reference, reading, world.options()));
  assert.equal(decodeToken(token)?.upn, adele);
  const [code] = world.codes;
  assert.equal(code?.verificationUri, 'https://microsoft.com/devicelogin');
  assert.ok(code.expiresAt > Date.now() && code.expiresAt <= Date.now() + 900_000);
  assert.deepEqual([world.codes.length, world.opened.length, world.stored.size], [1, 0, 1]);
  await world.sessions.close();
  world.mayAsk = false;
  gained(await accessToken(reference, { ...reading, renew: true }, world.options()));
  assert.equal(world.grants('refresh_token'), 1);
});

test('device code: declined, expired, and a code that never comes', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'deviceCode' });
  const ports = world.ports();
  const decline = {
    ...ports,
    showDeviceCode: ({ userCode }: { readonly userCode: string }) => world.server.authority.enterCode(userCode, null),
  };
  const declined = errorOf(await accessToken(reference, reading, world.options({ signIn: decline })));
  assert.ok(declined.message.includes('70019') || declined.message.includes('declined'), declined.message);
  world.user = null;
  world.server.authority.deviceLifetime = 0;
  const expired = errorOf(await accessToken(reference, reading, world.options()));
  assert.equal(expired.kind, 'timeout');
  for (const body of [
    '{}',
    '{"user_code":"A","device_code":7}',
    '[]',
    'null',
    '{"user_code":"A","device_code":"B","expires_in":"x"}',
  ]) {
    world.server.intercept(
      (_request, response) => response.setHeader('Content-Type', 'application/json').end(body),
      '/devicecode',
    );
    const started = world.server.requests.length;
    const error = errorOf(await accessToken(reference, reading, world.options()));
    assert.ok(['DeviceCodeRefused', 'AuthorityIncompatible'].includes(error.code), error.code);
    // Nothing is polled for.
    assert.ok(world.server.requests.length <= started + 1);
  }
});

test('device code: an application that may not is told so', async (context) => {
  const world = await SignInWorld.start(context);
  const refusal = new Refusal('invalid_client', 7000218, 'The request body must contain client_assertion or client_secret.');
  world.server.authority.refusals.push({ endpoint: 'devicecode', refusal });
  const error = errorOf(await accessToken(world.reference({ signIn: 'deviceCode' }), reading, world.options()));
  assert.equal(error.code, 'AADSTS7000218');
  assert.ok(error.advice.includes('public client'), error.advice);
});

test('device code: cancelling ends it at once, between two questions', async (context) => {
  const world = await SignInWorld.start(context);
  world.user = null;
  world.server.authority.deviceInterval = 60;
  const controller = new AbortController();
  const shown = new Promise<void>((resolve) => {
    const ports = world.ports();
    const signIn = { ...ports, showDeviceCode: () => resolve() };
    const waiting = accessToken(
      world.reference({ signIn: 'deviceCode' }),
      reading,
      world.options({ signal: controller.signal, signIn }),
    );
    world.pages.push(waiting.then((result) => ({ status: 0, headers: new Headers(), text: JSON.stringify(result) })));
  });
  await shown;
  controller.abort();
  assert.ok((await world.pages[0])?.text.includes('"cancelled"'));
});

test('device code: waits as told, five seconds more at each slow_down, and survives a lost answer', async (context) => {
  const world = await SignInWorld.start(context);
  const { origin, authority } = world.server;
  const waits: number[] = [];
  const steps: (() => void)[] = [
    () => undefined,
    () => undefined,
    () => undefined,
    () => world.server.intercept((request) => request.socket.destroy()),
    () => authority.enterCode(userCode, adele),
  ];
  let userCode = '';
  authority.deviceInterval = undefined;
  authority.devicePolls = ['authorization_pending', 'slow_down', 'slow_down'];
  const network = deviceCodeNetwork(new AuthNetwork(world.reference(), new AbortController().signal), async (milliseconds) => {
    waits.push(milliseconds);
    steps.shift()?.();
  });
  const post = async (path: string, fields: Record<string, string>): Promise<Record<string, unknown>> => {
    const body = new URLSearchParams({ client_id: application, ...fields }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const url = `${origin}/${contoso}/oauth2/v2.0/${path}`;
    return (await network.sendPostRequestAsync<Record<string, unknown>>(url, { headers, body })).body;
  };
  const code = await post('devicecode', { scope: 'openid offline_access' });
  userCode = String(code.user_code);
  assert.equal(code.interval, 0);
  const poll = { grant_type: 'device_code', device_code: String(code.device_code) };
  const answers: unknown[] = [];
  for (let round = 0; round < 5; round += 1) answers.push((await post('token', poll)).error ?? 'token');
  const pending = 'authorization_pending';
  assert.deepEqual(answers, [pending, pending, pending, pending, 'token']);
  assert.deepEqual(waits, [5000, 5000, 10_000, 15_000, 20_000]);
});
