import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { signIn } from '../../../../src/connectors/auth/signIn.ts';
import { signOut } from '../../../../src/connectors/auth/signOut.ts';
import type { SignInKind } from '../../../../src/core/connection/connection.ts';
import { startGraph } from '../../../support/entra/graphServer.ts';
import { startOpenIdServer } from '../../../support/entra/openIdServer.ts';
import { encodeToken, permissionsOf } from '../../../support/entra/openIdTokens.ts';
import { application, contoso, gained, graphOrigin, plantedSecret, SignInWorld } from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

/** Everything that is written to standard error or the console from now on. */
function listen(context: TestContext): string[] {
  const heard: string[] = [];
  const note = (...values: unknown[]): void => void heard.push(values.map(String).join(' '));
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) context.mock.method(console, name, note);
  context.mock.method(process.stderr, 'write', (chunk: unknown) => {
    heard.push(String(chunk));
    return true;
  });
  return heard;
}

test('a secret planted in each credential is in no message, no log and no key of the store', async (context) => {
  const world = await SignInWorld.start(context);
  const heard = listen(context);
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const expired = encodeToken({ aud: graphOrigin, tid: contoso, exp: 1, upn: plantedSecret });
  const planted: readonly (readonly [SignInKind, string])[] = [
    ['clientSecret', plantedSecret],
    ['clientSecret', `${plantedSecret}-wrong`],
    ['clientCertificate', pem],
    ['clientCertificate', `-----BEGIN PRIVATE KEY-----\n${plantedSecret}\n-----END PRIVATE KEY-----`],
    ['token', expired],
    ['token', `${plantedSecret} with a blank`],
    ['interactive', plantedSecret],
    ['deviceCode', plantedSecret],
  ];
  const said: string[] = [];
  for (const [kind, secret] of planted) {
    world.secret = secret;
    const reference = world.reference({ signIn: kind, secretEnv: 'ENTRA_SECRET' });
    const token = await accessToken(reference, reading, world.options());
    // The token itself is the answer; what else is said is for the screen.
    said.push(JSON.stringify(token.ok ? 'a token' : token.error));
    said.push(JSON.stringify(await signIn(reference, reading.scopes, world.options())));
    said.push(JSON.stringify(await signOut(reference, world.options())));
  }
  assert.equal(said.length, planted.length * 3);
  const everything = [...said, ...heard, ...world.stored.keys(), ...world.stored.values()].join('\n');
  const lines = pem.split('\n').filter((line) => line.length > 40);
  for (const secret of [plantedSecret, expired, ...lines]) assert.ok(!everything.includes(secret), secret.slice(0, 12));
});

test('what is kept for a person is in the store only, and nothing of it in a message', async (context) => {
  const world = await SignInWorld.start(context);
  const heard = listen(context);
  const token = gained(await accessToken(world.reference(), reading, world.options()));
  const [key = '', text = ''] = [...world.stored][0] ?? [];
  assert.ok(text.includes(token) && /refresh-[\w-]{40}/.test(text));
  assert.equal(key, `graph-tokens ${world.server.origin} ${contoso} ${application}`);
  const refreshToken = /refresh-[\w-]{40}/.exec(text)?.[0] ?? assert.fail();
  world.server.authority.revoke();
  world.mayAsk = false;
  const refused = await accessToken(world.reference(), { ...reading, renew: true }, world.options());
  const page = await world.pages[0];
  const elsewhere = [JSON.stringify(refused), ...heard, page?.text ?? '', ...world.opened].join('\n');
  for (const secret of [token, refreshToken]) assert.ok(!elsewhere.includes(secret));
});

test('the token opens a loopback Graph as far as its permissions go', async (context) => {
  let audience = '';
  const users = [
    { id: '11111111-2222-4333-8444-555555555555', userPrincipalName: 'adele@contoso.example', displayName: 'Adele' },
  ];
  const graph = await startGraph({ users, token: (token) => permissionsOf(token, { audience, tenant: contoso }) });
  context.after(() => graph.close());
  audience = new URL(graph.url).origin;
  const world = await SignInWorld.start(context);
  const ask = async (roles: readonly string[]): Promise<number> => {
    const registration = { clientId: application, secret: plantedSecret, roles };
    const server = await startOpenIdServer({
      audience,
      tenants: [{ id: contoso, domains: [], applications: [registration], users: [] }],
    });
    context.after(() => server.close());
    const reference = world.reference({ signIn: 'clientSecret', authority: server.origin, graphBaseUrl: graph.url });
    const token = gained(await accessToken(reference, reading, world.options()));
    const answer = await fetch(`${graph.url}/users?$select=id&$top=1`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.status;
  };
  assert.equal(await ask(['User.Read.All']), 200);
  assert.equal(await ask([]), 403);
});
