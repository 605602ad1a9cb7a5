import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { authFailure } from '../../../../src/connectors/auth/authFailure.ts';
import { readOAuthError } from '../../../../src/connectors/auth/oauthError.ts';
import type { SignInKind } from '../../../../src/core/connection/connection.ts';
import type { DirectoryError } from '../../../../src/core/trace/directory.ts';
import { Refusal } from '../../../support/entra/openIdAuthority.ts';
import {
  application,
  contoso,
  errorOf,
  gained,
  graphOrigin,
  plantedSecret,
  SignInWorld,
} from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

async function refused(world: SignInWorld, signIn: SignInKind, refusal: Refusal): Promise<DirectoryError> {
  world.server.authority.refusals.push({ endpoint: 'token', refusal });
  const error = errorOf(await accessToken(world.reference({ signIn }), { ...reading, renew: true }, world.options()));
  assert.equal(world.server.authority.refusals.length, 0);
  return error;
}

test('each refusal of Entra has its cause, its advice and the ids of the log', async (context) => {
  const world = await SignInWorld.start(context);
  for (const [error, number, cause, advice] of [
    ['invalid_client', 7000215, 'client secret of', 'not the id of the secret'],
    ['invalid_client', 7000222, 'has expired', 'Make a new one'],
    ['invalid_client', 700027, 'certificate', 'Upload the certificate'],
    ['unauthorized_client', 700016, `no application ${application} in ${contoso}`, 'clientId'],
    ['invalid_request', 90002, `no tenant ${contoso}`, 'national clouds'],
    ['invalid_resource', 500011, `no service ${graphOrigin}`, 'same cloud'],
    ['invalid_request', 50011, 'redirect', 'http://localhost'],
    ['invalid_grant', 50057, 'account is disabled', 'enable'],
    ['invalid_grant', 50076, 'second factor', 'Sign in again'],
    ['invalid_grant', 50126, 'password is wrong', 'Sign in again'],
    ['invalid_grant', 53003, 'Conditional Access', 'administrator'],
    ['invalid_grant', 50105, 'not assigned', 'Enterprise applications'],
    ['invalid_client', 7000218, 'needs a secret', 'public client'],
    ['unauthorized_client', 7000112, 'is disabled', 'Enterprise applications'],
  ] as const) {
    const refusal = new Refusal(error, number, 'Words of Entra, for developers.');
    const failure = await refused(world, 'clientSecret', refusal);
    assert.deepEqual([failure.kind, failure.code], ['unauthorized', `AADSTS${number}`], String(number));
    assert.ok(failure.message.includes(cause) && failure.advice.includes(advice), JSON.stringify(failure));
    assert.match(failure.message, /\(AADSTS\d+, trace 11111111-[\w-]+, correlation 22222222-[\w-]+\)$/);
    assert.ok(!failure.message.includes('for developers'));
  }
  const unknown = await refused(world, 'clientSecret', new Refusal('invalid_request', 999999, 'Something quite new happened.'));
  assert.equal(unknown.code, 'AADSTS999999');
  assert.ok(unknown.message.includes('Something quite new happened.') && unknown.message.includes('trace 1111'), unknown.message);
});

test('missing consent names the permissions, who can agree, and where', async (context) => {
  const world = await SignInWorld.start(context, { consented: [] });
  const asked = { scopes: ['User.Read.All', 'Group.Read.All'] };
  const error = errorOf(await accessToken(world.reference(), asked, world.options()));
  assert.deepEqual([error.kind, error.code], ['unauthorized', 'ConsentRequired']);
  assert.ok(error.message.includes('User.Read.All, Group.Read.All') && error.message.includes('AADSTS90094'), error.message);
  assert.ok(error.advice.includes('Administrator'), error.advice);
  assert.ok(error.advice.includes(`${world.server.origin}/${contoso}/adminconsent?client_id=${application}`), error.advice);
  // Not asked twice, and nothing kept.
  assert.deepEqual([world.opened.length, world.stored.size], [1, 0]);
  assert.ok((await world.pages[0])?.text.includes('Not signed in'));
  const bare = authFailure(readOAuthError({ error: 'consent_required' }) ?? assert.fail(), {
    reference: world.reference(),
    scopes: ['User.Read.All'],
  });
  assert.equal(bare.error.code, 'ConsentRequired');
});

test('declining in the browser is no error of the tenant', async (context) => {
  const world = await SignInWorld.start(context);
  world.server.authority.refusals.push({
    endpoint: 'authorize',
    refusal: new Refusal('access_denied', 65004, 'User declined to consent to access the app.'),
  });
  const error = errorOf(await accessToken(world.reference(), reading, world.options()));
  assert.equal(error.code, 'AADSTS65004');
  assert.ok(error.message.includes('declined'), error.message);
});

test('what signing in again cannot mend is not asked for again', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  for (const [number, words] of [
    [50057, 'The user account is disabled.'],
    [53003, 'Access has been blocked by Conditional Access policies.'],
  ] as const) {
    const error = await refused(world, 'interactive', new Refusal('invalid_grant', number, words));
    assert.equal(error.code, `AADSTS${number}`);
  }
  assert.equal(world.opened.length, 1);
});

test('a wrong tenant and a wrong application end before anybody waits, where the authority says so', async (context) => {
  const world = await SignInWorld.start(context);
  const tenant = errorOf(await accessToken(world.reference({ tenant: 'nobody.example' }), reading, world.options()));
  assert.equal(tenant.code, 'AADSTS90002');
  const client = world.reference({ signIn: 'deviceCode', clientId: '0e0e0e0e-0000-4000-8000-000000000000' });
  assert.equal(errorOf(await accessToken(client, reading, world.options())).code, 'AADSTS700016');
});

test('an authority that is down, slow, overloaded, or something else', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'clientSecret', timeoutMs: 200 });
  const ask = async (): Promise<DirectoryError> => errorOf(await accessToken(reference, reading, world.options()));
  const { server } = world;
  const discovery = '/openid-configuration';
  server.intercept(
    (_request, response) => response.setHeader('Content-Type', 'text/html').end('<html><title>Portal</title>'),
    discovery,
  );
  assert.ok((await ask()).message.includes('web page ("Portal")'));
  server.intercept(() => undefined, '/token');
  assert.equal((await ask()).kind, 'timeout');
  server.intercept((request) => request.socket.destroy(), '/token');
  assert.equal((await ask()).kind, 'unreachable');
  server.intercept((_request, response) => response.writeHead(429, { 'Retry-After': '17' }).end('{}'), '/token');
  const throttled = await ask();
  assert.equal(throttled.kind, 'throttled');
  assert.ok(throttled.message.includes('17 seconds'), throttled.message);
  server.intercept((_request, response) => response.writeHead(503).end('busy'), '/token');
  assert.equal((await ask()).code, 'InternalServerError');
  for (const body of [
    '',
    '[]',
    'null',
    '7',
    '"text"',
    '{}',
    '{"access_token":7}',
    '{"error":{}}',
    `{"x":"${'y'.repeat(2_000_000)}"}`,
  ]) {
    server.intercept((_request, response) => response.setHeader('Content-Type', 'application/json').end(body), '/token');
    assert.ok((await ask()).kind === 'malformed', body.slice(0, 40));
  }
  for (const body of [
    '{}',
    '[]',
    '{"issuer":7}',
    JSON.stringify({
      issuer: 'https://evil.example',
      token_endpoint: 'http://evil.example/',
      authorization_endpoint: 'x',
      jwks_uri: 'y',
    }),
  ]) {
    server.intercept((_request, response) => response.setHeader('Content-Type', 'application/json').end(body), discovery);
    assert.ok((await ask()).kind === 'malformed', body);
  }
  await server.close();
  server.close = () => Promise.resolve();
  assert.equal((await ask()).kind, 'unreachable');
});

test('an authority that names an address without TLS gets no secret there', async (context) => {
  const world = await SignInWorld.start(context);
  const { origin } = world.server;
  const document = {
    issuer: `${origin}/${contoso}/v2.0`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: 'http://login.contoso.example/token',
    jwks_uri: `${origin}/keys`,
  };
  world.server.intercept((_request, response) =>
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document)),
  );
  const error = errorOf(await accessToken(world.reference({ signIn: 'clientSecret' }), reading, world.options()));
  assert.equal(error.code, 'AuthorityIncompatible');
});

test('an authority that repeats what was sent to it brings no secret into a message', async (context) => {
  const world = await SignInWorld.start(context);
  const secrets: string[] = [];
  const echo = async (signIn: SignInKind): Promise<void> => {
    world.server.intercept(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const fields = new URLSearchParams(body);
      for (const name of ['client_secret', 'code', 'code_verifier', 'refresh_token', 'device_code'])
        secrets.push(...fields.getAll(name));
      const description = `AADSTS999: you sent ${body} that is ${[...fields.values()].join(' ')}`;
      response.writeHead(400, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ error: `odd ${fields.get('client_secret') ?? ''}`, error_description: description }));
    }, '/token');
    const error = errorOf(await accessToken(world.reference({ signIn }), { ...reading, renew: true }, world.options()));
    for (const secret of secrets) {
      assert.ok(secret.length > 20 && !JSON.stringify(error).includes(secret), JSON.stringify(error));
    }
  };
  await echo('clientSecret');
  await echo('interactive');
  await echo('deviceCode');
  gained(await accessToken(world.reference(), reading, world.options()));
  await echo('interactive');
  assert.ok(secrets.includes(plantedSecret) && secrets.length >= 5, String(secrets.length));
});

test('an error is read whatever its shape', () => {
  assert.equal(readOAuthError(null), null);
  assert.equal(readOAuthError({ error: 7 }), null);
  assert.equal(readOAuthError({ error: '' }), null);
  const odd = readOAuthError({
    error: 'x'.repeat(9000),
    error_description: 7,
    error_codes: ['7'],
    trace_id: 'a b',
    suberror: {},
  });
  assert.deepEqual([odd?.number, odd?.traceId, odd?.description, odd?.suberror], [null, null, '', null]);
  const said = readOAuthError({
    error: 'e',
    error_description: 'AADSTS50105: Not assigned.\r\nTrace ID: t-1\r\nCorrelation ID: c-2\r\nTimestamp: now',
  });
  assert.deepEqual(
    [said?.number, said?.traceId, said?.correlationId, said?.description],
    [50105, 't-1', 'c-2', 'AADSTS50105: Not assigned.'],
  );
});
