import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { signIn } from '../../../../src/connectors/auth/signIn.ts';
import { signOut } from '../../../../src/connectors/auth/signOut.ts';
import type { DirectoryError } from '../../../../src/core/trace/directory.ts';
import { decodeToken, encodeToken } from '../../../support/entra/openIdTokens.ts';
import {
  application,
  contoso,
  errorOf,
  fabrikam,
  gained,
  graphOrigin,
  plantedSecret,
  SignInWorld,
  temporaryFolder,
} from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

test('client secret: an application signs in with what it was granted, and asks for no more', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'clientSecret', secretEnv: 'ENTRA_SECRET' });
  const { signIn: _nobody, ...alone } = world.options();
  const token = gained(await accessToken(reference, reading, alone));
  const claims = decodeToken(token);
  assert.deepEqual([claims?.tid, claims?.appid, claims?.roles], [contoso, application, ['User.Read.All']]);
  assert.equal(world.server.requests.at(-1)?.scope, `${graphOrigin}/.default`);
  // From memory, for other scopes too: they say nothing here.
  assert.equal(gained(await accessToken(reference, { scopes: ['Group.Read.All'] }, alone)), token);
  assert.equal(world.grants('client_credentials'), 1);
  assert.notEqual(gained(await accessToken(reference, { ...reading, renew: true }, alone)), token);
  assert.equal(world.stored.size, 0);
  assert.deepEqual(gained(await signIn(reference, [], alone)), { account: application, tenant: contoso });
  assert.ok(gained(await signOut(reference, alone)).remains.includes('ENTRA_SECRET'));
  // Without a place for tokens each question asks anew.
  const { sessions: _none, ...placeless } = alone;
  const before = world.grants('client_credentials');
  gained(await accessToken(reference, reading, placeless));
  gained(await accessToken(reference, reading, placeless));
  assert.equal(world.grants('client_credentials'), before + 2);
});

test('client secret: ten at once ask once, an expiring token is renewed, a new secret has its own token', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'clientSecret' });
  const ask = (): Promise<string> => accessToken(reference, reading, world.options()).then(gained);
  assert.equal(new Set(await Promise.all(Array.from({ length: 10 }, ask))).size, 1);
  assert.equal(world.grants('client_credentials'), 1);
  world.secret = 'another-secret-that-is-wrong';
  assert.equal(errorOf(await accessToken(reference, reading, world.options())).code, 'AADSTS7000215');
  world.secret = plantedSecret;
  world.server.authority.tokenLifetime = 60;
  assert.notEqual(gained(await accessToken(reference, { ...reading, renew: true }, world.options())), await ask());
});

test('client secret: missing, unreadable, wrong', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'clientSecret', secretEnv: 'ENTRA_SECRET' });
  world.secret = ' ';
  const missing = errorOf(await accessToken(reference, reading, world.options()));
  assert.equal(missing.code, 'SecretMissing');
  assert.ok(missing.message.includes('ENTRA_SECRET'));
  const unreadable = world.options({ secret: () => Promise.reject(new Error(plantedSecret)) });
  const locked = errorOf(await accessToken(reference, reading, unreadable));
  assert.equal(locked.code, 'SecretUnreadable');
  assert.ok(!JSON.stringify(locked).includes(plantedSecret));
  assert.equal(world.server.requests.length, 0);
});

interface Keys {
  readonly key: string;
  readonly certificate: string;
}

function makeCertificate(folder: string, name: string): Keys {
  const [keyFile, certificateFile] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const files = ['-keyout', keyFile, '-out', certificateFile, '-subj', `/CN=${name}`];
  execFileSync('openssl', ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-days', '5', ...files], { stdio: 'ignore' });
  return { key: readFileSync(keyFile, 'utf8'), certificate: readFileSync(certificateFile, 'utf8') };
}

test('client certificate: from a file or beside the key, with a signature that the authority verifies', async (context) => {
  const folder = await temporaryFolder(context);
  const { key, certificate } = makeCertificate(folder, 'app');
  const world = await SignInWorld.start(context, { certificate });
  const files = { folder, readText: (path: string) => readFile(path, 'utf8') };
  const reference = world.reference({ signIn: 'clientCertificate', certificateFile: 'app.pem' });
  for (const [certificateFile, secret] of [
    ['app.pem', key],
    ['app.pem', key.trim().replaceAll('\n', '\\n')],
    [null, `${certificate}\n${key}`],
  ] as const) {
    world.secret = secret;
    const token = gained(await accessToken({ ...reference, certificateFile }, { ...reading, renew: true }, world.options(files)));
    assert.equal(decodeToken(token)?.appid, application);
  }
  assert.equal(world.grants('client_credentials'), 3);
});

test('client certificate: what cannot be used is said, before anything is sent and without the key', async (context) => {
  const folder = await temporaryFolder(context);
  const { key, certificate } = makeCertificate(folder, 'app');
  const other = makeCertificate(folder, 'other');
  const world = await SignInWorld.start(context, { certificate });
  const ask = async (secret: string, certificateFile: string | null): Promise<DirectoryError> => {
    world.secret = secret;
    const files = { folder, readText: (path: string) => readFile(path, 'utf8') };
    const error = errorOf(
      await accessToken(world.reference({ signIn: 'clientCertificate', certificateFile }), reading, world.options(files)),
    );
    for (const line of secret.split('\n').filter((text) => text.length > 20)) assert.ok(!JSON.stringify(error).includes(line));
    return error;
  };
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const sealed = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  assert.equal((await ask('a password instead of a key', 'app.pem')).code, 'PrivateKeyUnusable');
  assert.equal((await ask(curve, 'app.pem')).code, 'PrivateKeyUnusable');
  assert.equal((await ask(small, 'app.pem')).code, 'PrivateKeyUnusable');
  assert.ok((await ask(sealed, 'app.pem')).message.includes('passphrase'));
  assert.equal((await ask(key, null)).code, 'CertificateUnusable');
  assert.equal((await ask(key, 'other.pem')).code, 'CertificateUnusable');
  assert.equal((await ask(key, 'absent.pem')).code, 'FileUnreadable');
  const day = 86_400_000;
  for (const [days, word] of [
    [10, 'has expired'],
    [-10, 'is not valid before'],
  ] as const) {
    const now = Date.now();
    context.mock.timers.enable({ apis: ['Date'], now: now + days * day });
    const error = await ask(key, 'app.pem');
    context.mock.timers.reset();
    assert.equal(error.code, 'CertificateExpired');
    assert.ok(error.message.includes(word) && /20\d\d-\d\d-\d\d/.test(error.message), error.message);
  }
  assert.ok(!world.server.requests.some(({ path }) => path.endsWith('/token')));
  // One that is good in itself, but that the application does not have.
  const unknown = await ask(other.key, 'other.pem');
  assert.equal(unknown.code, 'AADSTS700027');
  assert.ok(unknown.message.includes(application), unknown.message);
});

function tokenFor(changes: object = {}): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return encodeToken({ aud: graphOrigin, tid: contoso, exp, upn: 'somebody@contoso.example', ...changes });
}

test('given token: taken where it fits, refused with the reason where it says that it does not', async (context) => {
  const world = await SignInWorld.start(context);
  const ask = async (secret: string, tenant = contoso): Promise<DirectoryError | string> => {
    world.secret = secret;
    const result = await accessToken(world.reference({ signIn: 'token', clientId: null, tenant }), reading, world.options());
    if (result.ok) return result.value;
    assert.ok(secret.trim() === '' || !JSON.stringify(result).includes(secret));
    return errorOf(result);
  };
  const code = async (secret: string, tenant?: string): Promise<string> => {
    const answer = await ask(secret, tenant);
    return typeof answer === 'string' ? 'taken' : answer.code;
  };
  const good = tokenFor();
  assert.equal(await ask(good), good);
  assert.equal(await ask(` Bearer ${good}\n`), good);
  assert.equal(await code(tokenFor({ aud: '00000003-0000-0000-c000-000000000000' })), 'taken');
  assert.equal(await code(tokenFor({ aud: `${graphOrigin}/` })), 'taken');
  assert.equal(await code('opaque.token-that/says_nothing=='), 'taken');
  assert.equal(await code('a.b.c'), 'taken');
  // A domain cannot be compared with an id.
  assert.equal(await code(tokenFor({ tid: fabrikam }), 'contoso.example'), 'taken');
  assert.equal(await code(tokenFor({ tid: fabrikam })), 'TokenOfAnotherTenant');
  assert.equal(await code(tokenFor({ aud: 'https://management.azure.com' })), 'TokenForAnotherService');
  assert.equal(await code(tokenFor({ exp: 1_700_000_000 })), 'TokenExpired');
  assert.equal(await code('two words'), 'TokenUnusable');
  assert.equal(await code(`"${good}"`), 'TokenUnusable');
  assert.equal(await code(''), 'SecretMissing');
  assert.equal(world.server.requests.length, 0);
});

test('given token: after a 401 it is not offered again, but a new one is', async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'token', clientId: null });
  world.secret = tokenFor();
  assert.equal(gained(await accessToken(reference, reading, world.options())), world.secret);
  assert.equal(errorOf(await accessToken(reference, { ...reading, renew: true }, world.options())).code, 'TokenRefused');
  world.secret = tokenFor();
  assert.equal(gained(await accessToken(reference, { ...reading, renew: true }, world.options())), world.secret);
  assert.deepEqual(gained(await signIn(reference, [], world.options())), {
    account: 'somebody@contoso.example',
    tenant: contoso,
  });
});

/** An `az` that notes its arguments and answers as told. */
async function fakeAz(context: TestContext, body: string): Promise<string> {
  const folder = await temporaryFolder(context);
  writeFileSync(join(folder, 'az'), `#!/bin/sh\necho "$@" >> "${folder}/calls"\necho "$PWD" > "${folder}/where"\n${body}\n`, {
    mode: 0o755,
  });
  const path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  context.after(() => {
    process.env.PATH = path;
  });
  return folder;
}

const posix = process.platform === 'win32' ? 'the Azure CLI is a batch file there' : false;

test('Azure CLI: its token, asked for once, without a shell and not in the workspace', { skip: posix }, async (context) => {
  const world = await SignInWorld.start(context);
  const token = tokenFor();
  const folder = await fakeAz(context, `echo '${JSON.stringify({ accessToken: token, tokenType: 'Bearer', tenant: contoso })}'`);
  const reference = world.reference({ signIn: 'azureCli', clientId: null });
  const asked = await Promise.all([1, 2, 3].map(() => accessToken(reference, reading, world.options())));
  assert.deepEqual(asked.map(gained), [token, token, token]);
  assert.equal(gained(await accessToken(reference, reading, world.options())), token);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  assert.deepEqual(calls, [`account get-access-token --resource ${graphOrigin} --tenant ${contoso} --output json`]);
  assert.equal(readFileSync(join(folder, 'where'), 'utf8').trim(), '/');
  assert.ok(gained(await signOut(reference, world.options())).remains.includes('az logout'));
});

test('Azure CLI: missing, not signed in, refused by Entra, nonsense, the token of another tenant', {
  skip: posix,
}, async (context) => {
  const world = await SignInWorld.start(context);
  const reference = world.reference({ signIn: 'azureCli', clientId: null });
  const ask = async (): Promise<DirectoryError> =>
    errorOf(await accessToken(reference, { ...reading, renew: true }, world.options()));
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  assert.equal((await ask()).code, 'AzureCliMissing');
  process.env.PATH = path;
  const folder = await fakeAz(context, 'exit 1');
  const answer = (body: string): void => writeFileSync(join(folder, 'az'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  assert.equal((await ask()).code, 'AzureCliFailed');
  answer(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
  const out = await ask();
  assert.equal(out.code, 'SignInRequired');
  assert.ok(out.advice.includes(`az login --tenant ${contoso}`), out.advice);
  answer(
    'echo "ERROR: AADSTS50076: Due to a configuration change you must use multi-factor authentication. Trace ID: t-1" >&2; exit 1',
  );
  const factor = await ask();
  assert.equal(factor.code, 'AADSTS50076');
  assert.ok(factor.message.includes('second factor') && factor.message.includes('t-1'), factor.message);
  answer(`echo "ERROR: could not parse ${tokenFor()}" >&2; exit 1`);
  assert.ok(!(await ask()).message.includes('eyJ'));
  answer('echo "{"');
  assert.equal((await ask()).code, 'AzureCliIncompatible');
  answer(`echo '${JSON.stringify({ accessToken: tokenFor({ tid: fabrikam }) })}'`);
  assert.equal((await ask()).code, 'TokenOfAnotherTenant');
  answer('head -c 3000000 /dev/zero');
  assert.equal((await ask()).code, 'AzureCliFailed');
});

test('Azure CLI: one that hangs is ended by cancelling', { skip: posix }, async (context) => {
  const world = await SignInWorld.start(context);
  const folder = await fakeAz(context, `echo $$ > "$(dirname "$0")/pid"; exec sleep 60`);
  const controller = new AbortController();
  const reference = world.reference({ signIn: 'azureCli', clientId: null });
  const waiting = accessToken(reference, reading, world.options({ signal: controller.signal }));
  let pid = '';
  for (let tries = 0; pid === '' && tries < 500; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    pid = await readFile(join(folder, 'pid'), 'utf8').catch(() => '');
  }
  controller.abort();
  assert.equal(errorOf(await waiting).kind, 'cancelled');
  await assert.doesNotReject(async () => {
    for (let tries = 0; tries < 500; tries += 1) {
      try {
        process.kill(Number(pid), 0);
      } catch {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('az is still there');
  });
});
