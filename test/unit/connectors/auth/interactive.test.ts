import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { signIn } from '../../../../src/connectors/auth/signIn.ts';
import { signOut } from '../../../../src/connectors/auth/signOut.ts';
import { decodeToken } from '../../../support/entra/openIdTokens.ts';
import { heldAnswer, playBrowser, submit } from '../../../support/entra/playBrowser.ts';
import {
  adele,
  alex,
  application,
  bianca,
  contoso,
  errorOf,
  fabrikam,
  gained,
  graphOrigin,
  SignInWorld,
} from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

test('somebody signs in once; after that nobody is asked, and nothing is sent', async (context) => {
  const world = await SignInWorld.start(context);
  const token = gained(await accessToken(world.reference(), reading, world.options()));
  const claims = decodeToken(token);
  assert.deepEqual(
    [claims?.aud, claims?.tid, claims?.upn, claims?.scp, claims?.appid],
    [graphOrigin, contoso, adele, 'User.Read.All', application],
  );
  const sent = world.server.requests.length;
  assert.equal(gained(await accessToken(world.reference(), reading, world.options())), token);
  assert.equal(world.server.requests.length, sent);
  assert.equal(world.opened.length, 1);

  const page = await world.pages[0];
  assert.ok(page);
  assert.equal(page.status, 200);
  assert.ok(/may close this page/.test(page.text), page.text);
  assert.ok(!/<script|code|state=/i.test(page.text), page.text);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.ok(page.headers.get('content-security-policy')?.includes("default-src 'none'"));
});

test('the page is asked for the least: the permissions of the question, a challenge, and no secret', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  const query = new URL(world.opened[0] ?? '').searchParams;
  assert.deepEqual((query.get('scope') ?? '').split(' ').sort(), [
    `${graphOrigin}/User.Read.All`,
    'offline_access',
    'openid',
    'profile',
  ]);
  assert.equal(query.get('code_challenge_method'), 'S256');
  assert.equal(query.get('response_mode'), 'form_post');
  assert.match(query.get('redirect_uri') ?? '', /^http:\/\/localhost:\d+\/?$/);
  assert.ok(!query.has('client_secret') && !query.has('code_verifier'));
});

test('another window uses what is stored, by its refresh token, and asks nobody', async (context) => {
  const world = await SignInWorld.start(context);
  const first = gained(await accessToken(world.reference(), reading, world.options()));
  await world.sessions.close();
  world.mayAsk = false;
  // The token in the store is still good.
  assert.equal(gained(await accessToken(world.reference(), reading, world.options())), first);
  assert.equal(world.grants('refresh_token'), 0);
  const renewed = gained(await accessToken(world.reference(), { ...reading, renew: true }, world.options()));
  assert.notEqual(renewed, first);
  assert.equal(world.grants('refresh_token'), 1);
  // The renewed one is kept in its place.
  assert.equal(gained(await accessToken(world.reference(), reading, world.options())), renewed);
  assert.equal(world.opened.length, 1);
});

test('a token that expires is renewed before it does, with a refresh token that changes each time', async (context) => {
  const world = await SignInWorld.start(context);
  world.server.authority.tokenLifetime = 120;
  const tokens = new Set<string>();
  for (let round = 0; round < 4; round += 1) tokens.add(gained(await accessToken(world.reference(), reading, world.options())));
  assert.equal(tokens.size, 4);
  assert.equal(world.grants('refresh_token'), 3);
  assert.equal(world.opened.length, 1);
});

test('ten questions at once share one sign-in, and ten more share one renewal', async (context) => {
  const world = await SignInWorld.start(context);
  const ask = (renew: boolean): Promise<string[]> =>
    Promise.all(
      Array.from({ length: 10 }, async () =>
        gained(await accessToken(world.reference(), { ...reading, renew }, world.options())),
      ),
    );
  assert.equal(new Set(await ask(false)).size, 1);
  assert.equal(world.opened.length, 1);
  assert.equal(new Set(await ask(true)).size, 1);
  assert.equal(world.grants('refresh_token'), 1);
  assert.equal(world.opened.length, 1);
});

test('different permissions at once: one page, then the second comes from the first', async (context) => {
  const world = await SignInWorld.start(context);
  const ask = async (scope: string): Promise<string | undefined> =>
    decodeToken(gained(await accessToken(world.reference(), { scopes: [scope] }, world.options())))?.scp;
  assert.deepEqual(await Promise.all([ask('User.Read.All'), ask('Group.Read.All')]), ['User.Read.All', 'Group.Read.All']);
  assert.equal(world.opened.length, 1);
});

test('writing asks for more only when it comes to that', async (context) => {
  const world = await SignInWorld.start(context, { consented: ['User.Read.All'], consentable: ['User.ReadWrite.All'] });
  gained(await accessToken(world.reference(), reading, world.options()));
  assert.ok(!JSON.stringify(world.server.requests).includes('ReadWrite'));
  const writing = { scopes: ['User.ReadWrite.All'] };
  world.mayAsk = false;
  const refused = errorOf(await accessToken(world.reference(), writing, world.options()));
  assert.equal(refused.code, 'ConsentRequired');
  world.mayAsk = true;
  const token = gained(await accessToken(world.reference(), writing, world.options()));
  assert.equal(decodeToken(token)?.scp, 'User.ReadWrite.All');
  assert.equal(world.opened.length, 2);
  // The second page knows who it is.
  assert.equal(new URL(world.opened[1] ?? '').searchParams.get('login_hint'), adele);
});

test('two tenants at once stay apart, in memory and in the store', async (context) => {
  const world = await SignInWorld.start(context);
  world.open = async (url) => {
    world.pages.push(playBrowser(url, url.includes(fabrikam) || url.includes('fabrikam') ? bianca : adele));
  };
  const ask = async (tenant: string): Promise<(string | undefined)[]> => {
    const claims = decodeToken(gained(await accessToken(world.reference({ tenant }), reading, world.options())));
    return [claims?.upn, claims?.tid];
  };
  const both = Promise.all([ask(contoso), ask('fabrikam.example')]);
  assert.deepEqual(await both, [
    [adele, contoso],
    [bianca, fabrikam],
  ]);
  assert.equal(world.stored.size, 2);
  gained(await signOut(world.reference(), world.options()));
  assert.equal(world.stored.size, 1);
  world.mayAsk = false;
  assert.equal(errorOf(await accessToken(world.reference(), reading, world.options())).code, 'SignInRequired');
  assert.deepEqual(await ask('fabrikam.example'), [bianca, fabrikam]);
});

test('nobody is asked where nobody may be: SignInRequired, and no browser', async (context) => {
  const world = await SignInWorld.start(context);
  world.mayAsk = false;
  const error = errorOf(await accessToken(world.reference(), reading, world.options()));
  assert.deepEqual([error.kind, error.code], ['unauthorized', 'SignInRequired']);
  assert.ok(error.advice.includes('Sign in'), error.advice);
  const { signIn: _none, ...alone } = world.options();
  assert.equal(errorOf(await accessToken(world.reference(), reading, alone)).code, 'SignInRequired');
  assert.equal(world.opened.length, 0);
  assert.ok(!world.server.requests.some(({ path }) => path.endsWith('/token')));
});

test('a revoked sign-in is asked for again, and says why where nobody may be asked', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  world.server.authority.revoke();
  world.mayAsk = false;
  const error = errorOf(await accessToken(world.reference(), { ...reading, renew: true }, world.options()));
  assert.equal(error.code, 'SignInRequired');
  assert.ok(error.message.includes('AADSTS50173') && error.message.includes('revoked'), error.message);
  world.mayAsk = true;
  gained(await accessToken(world.reference(), { ...reading, renew: true }, world.options()));
  assert.equal(world.opened.length, 2);
});

test('signing in by the command lets the account be chosen, and only the last one stays', async (context) => {
  const world = await SignInWorld.start(context);
  assert.deepEqual(gained(await signIn(world.reference(), ['User.Read.All'], world.options())), {
    account: adele,
    tenant: contoso,
  });
  world.user = alex;
  assert.deepEqual(gained(await signIn(world.reference(), ['User.Read.All'], world.options())), {
    account: alex,
    tenant: contoso,
  });
  assert.equal(new URL(world.opened[1] ?? '').searchParams.get('prompt'), 'select_account');
  const token = gained(await accessToken(world.reference(), reading, world.options()));
  assert.equal(decodeToken(token)?.upn, alex);
  assert.ok(![...world.stored.values()].some((text) => text.includes(adele)));
});

test('signing out forgets memory and store, and says what remains', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  assert.equal(world.stored.size, 1);
  const { remains } = gained(await signOut(world.reference(), world.options()));
  assert.ok(remains.includes('browser') && remains.includes(new URL(world.server.origin).host), remains);
  assert.equal(world.stored.size, 0);
  world.mayAsk = false;
  assert.equal(errorOf(await accessToken(world.reference(), reading, world.options())).code, 'SignInRequired');
});

test('signing out while a renewal is under way leaves nothing behind', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  const renewal = accessToken(world.reference(), { ...reading, renew: true }, world.options());
  // The renewal begins once its code is loaded.
  await nextTurn();
  gained(await signOut(world.reference(), world.options()));
  await renewal;
  assert.equal(world.stored.size, 0);
});

test('signing out in another window while this one renews is not undone', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  world.server.authority.takeRefusal = () => world.stored.clear();
  gained(await accessToken(world.reference(), { ...reading, renew: true }, world.options()));
  assert.equal(world.grants('refresh_token'), 1);
  assert.equal(world.stored.size, 0);
});

test('a store that fails in the midst of a renewal loses nothing that it holds', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  const held = new Map(world.stored);
  let failing = false;
  world.server.authority.takeRefusal = () => {
    failing = true;
  };
  const ports = world.ports();
  const read = (key: string): Promise<string | undefined> =>
    failing ? Promise.reject(new Error('locked')) : ports.cache.read(key);
  const signIn = { ...ports, cache: { ...ports.cache, read } };
  gained(await accessToken(world.reference(), { ...reading, renew: true }, world.options({ signIn })));
  assert.equal(world.grants('refresh_token'), 1);
  assert.deepEqual(world.stored, held);
});

test('a store that holds nonsense, and one that fails, count as empty', async (context) => {
  const world = await SignInWorld.start(context);
  gained(await accessToken(world.reference(), reading, world.options()));
  const [key = ''] = world.stored.keys();
  for (const text of [
    '',
    'nonsense',
    '[]',
    '{"Account":null}',
    '{"Account":{"a":null},"RefreshToken":{"b":7}}',
    '{"AccessToken":[1]}',
  ]) {
    world.stored.set(key, text);
    await world.sessions.close();
    gained(await accessToken(world.reference(), reading, world.options()));
    assert.ok((world.stored.get(key) ?? '').includes('refresh-'), text);
  }
  const failing = {
    ...world.ports(),
    cache: { read: () => Promise.reject(new Error('locked')), write: () => Promise.reject(new Error('locked')) },
  };
  await world.sessions.close();
  gained(await accessToken(world.reference(), reading, world.options({ signIn: failing })));
});

test('cancelling in the midst ends at once; one of two who wait does not end it for the other', async (context) => {
  const world = await SignInWorld.start(context);
  const [one, other] = [new AbortController(), new AbortController()];
  let opened: (url: string) => void = () => undefined;
  const page = new Promise<string>((resolve) => {
    opened = resolve;
  });
  world.open = async (url) => opened(url);
  const first = accessToken(world.reference(), reading, world.options({ signal: one.signal }));
  const second = accessToken(world.reference(), reading, world.options({ signal: other.signal }));
  const url = await page;
  one.abort();
  assert.equal(errorOf(await first).kind, 'cancelled');
  const shown = await playBrowser(url, adele);
  assert.equal(shown.status, 200);
  gained(await second);

  await world.sessions.close();
  world.stored.clear();
  const third = new AbortController();
  const address = new Promise<string>((resolve) => {
    world.open = async (next) => resolve(next);
  });
  const waiting = accessToken(world.reference(), reading, world.options({ signal: third.signal }));
  const redirect = new URL(await address).searchParams.get('redirect_uri') ?? '';
  third.abort();
  assert.equal(errorOf(await waiting).kind, 'cancelled');
  // Nobody listens any more.
  await assert.rejects(fetch(redirect));
  assert.equal(world.stored.size, 0);
});

test('a closed browser ends after five minutes', async (context) => {
  const world = await SignInWorld.start(context);
  let shown: () => void = () => undefined;
  const page = new Promise<void>((resolve) => {
    shown = resolve;
  });
  world.open = async () => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    setImmediate(shown);
  };
  const waiting = accessToken(world.reference(), reading, world.options());
  await page;
  context.mock.timers.tick(299_000);
  context.mock.timers.tick(2000);
  const error = errorOf(await waiting);
  assert.deepEqual([error.kind, error.code], ['timeout', 'SignInTimeout']);
  assert.ok(error.advice.includes('AADSTS50011'), error.advice);
});

test('who does not know the state is turned away, and the sign-in goes on', async (context) => {
  const world = await SignInWorld.start(context);
  const address = new Promise<string>((resolve) => {
    world.open = async (url) => resolve(url);
  });
  const waiting = accessToken(world.reference(), reading, world.options());
  const url = await address;
  const { action, fields } = await heldAnswer(url, adele);
  const forged = [
    { ...fields, state: 'x'.repeat(43) },
    { code: 'code-of-somebody-else' },
    { error: 'access_denied', state: '' },
    { ...fields, state: `${fields.state} ` },
  ];
  for (const answer of forged) {
    const page = await submit(action, answer);
    assert.equal(page.status, 400);
    assert.ok(!page.text.includes('code-'), page.text);
  }
  const twice = await fetch(action, {
    method: 'POST',
    body: new URLSearchParams([...Object.entries(fields), ['state', fields.state ?? '']]),
  });
  assert.equal(twice.status, 400);
  // In the address, where it would stay in the history; too long; of another type; under another name.
  assert.equal((await fetch(`${action}/?${new URLSearchParams(fields)}`)).status, 404);
  assert.equal((await submit(action, { ...fields, pad: 'x'.repeat(100_000) })).status, 413);
  assert.equal((await fetch(action, { method: 'POST', body: JSON.stringify(fields) })).status, 415);
  assert.equal((await submit(action.replace('localhost', '127.0.0.1'), fields)).status, 400);
  assert.equal((await submit(action, fields)).status, 200);
  assert.equal(decodeToken(gained(await waiting))?.upn, adele);
});

test('the code of somebody else does not sign them in: the verifier does not fit', async (context) => {
  const world = await SignInWorld.start(context);
  const stolen = new Promise<string>((resolve) => {
    world.open = async (url) => resolve(url);
  });
  const cancel = new AbortController();
  const abandoned = accessToken(world.reference(), { scopes: ['Group.Read.All'] }, world.options({ signal: cancel.signal }));
  const { fields: theirs } = await heldAnswer(await stolen, alex);
  cancel.abort();
  await abandoned;
  world.open = async (url) => {
    const { action, fields } = await heldAnswer(url, adele);
    await submit(action, { ...fields, code: theirs.code ?? '' });
  };
  const error = errorOf(await accessToken(world.reference(), reading, world.options()));
  assert.equal(error.kind, 'unauthorized');
  assert.equal(world.stored.size, 0);
});

test('no browser, a redirect that is not registered, and an answer without a code', async (context) => {
  const world = await SignInWorld.start(context);
  world.open = () => Promise.reject(new Error('no display'));
  const none = errorOf(await accessToken(world.reference(), reading, world.options()));
  assert.equal(none.code, 'BrowserFailed');
  assert.ok(none.advice.includes('deviceCode'));
  world.open = async (url) => {
    const { action, fields } = await heldAnswer(url, adele);
    await submit(action, { state: fields.state ?? '' });
  };
  assert.equal(errorOf(await accessToken(world.reference(), reading, world.options())).kind, 'malformed');
});
