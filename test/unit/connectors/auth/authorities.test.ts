import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { accessToken } from '../../../../src/connectors/auth/accessToken.ts';
import { AuthNetwork, msalAuthority } from '../../../../src/connectors/auth/authNetwork.ts';
import { confidentialClient } from '../../../../src/connectors/auth/msalClient.ts';
import { makeTls } from '../../../support/directories/testTls.ts';
import { playBrowser } from '../../../support/entra/playBrowser.ts';
import { adele, contoso, errorOf, gained, SignInWorld, temporaryFolder } from '../../../support/entra/signInWorld.ts';

const reading = { scopes: ['User.Read.All'] };

test('TLS is verified: an unknown authority of certificates ends it, a trusted one does not', async (context) => {
  const files = makeTls(await temporaryFolder(context), { names: ['IP:127.0.0.1'] });
  const world = await SignInWorld.start(context, {}, files);
  assert.ok(world.server.origin.startsWith('https:'));
  for (const signIn of ['clientSecret', 'interactive', 'deviceCode'] as const) {
    const error = errorOf(await accessToken(world.reference({ signIn }), reading, world.options()));
    assert.equal(error.kind, 'unreachable');
    assert.ok(error.message.includes('cannot be trusted'), error.message);
  }
  assert.equal(world.server.requests.length, 0);
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, readFileSync(files.caFile, 'utf8')]);
  context.after(() => setDefaultCACertificates(before));
  gained(await accessToken(world.reference({ signIn: 'clientSecret' }), reading, world.options()));
  world.open = async (url) => void world.pages.push(playBrowser(url, adele));
  gained(await accessToken(world.reference(), reading, world.options()));
});

test('a certificate for another name, and an expired one', async (context) => {
  for (const [tls, word] of [
    [{ names: ['DNS:login.contoso.example'] }, 'another name'],
    [{ names: ['IP:127.0.0.1'], expired: true }, 'expired'],
  ] as const) {
    const files = makeTls(await temporaryFolder(context), tls);
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, readFileSync(files.caFile, 'utf8')]);
    try {
      const world = await SignInWorld.start(context, {}, files);
      const error = errorOf(await accessToken(world.reference({ signIn: 'clientSecret' }), reading, world.options()));
      assert.ok(error.message.includes(word), error.message);
    } finally {
      setDefaultCACertificates(before);
    }
  }
});

test('national clouds: only the addresses of the connection are asked, never those of the public cloud', async (context) => {
  const world = await SignInWorld.start(context);
  for (const authority of [
    'https://login.microsoftonline.com',
    'https://login.microsoftonline.us',
    'https://login.partner.microsoftonline.cn',
    'https://login.contoso.example:8443',
  ]) {
    const reference = world.reference({ authority, signIn: 'clientSecret' });
    const asked: string[] = [];
    const network = new AuthNetwork(reference, new AbortController().signal);
    const recorder = {
      sendGetRequestAsync: (url: string) => {
        asked.push(url);
        return Promise.reject(new Error('not sent'));
      },
      sendPostRequestAsync: (url: string) => {
        asked.push(url);
        return Promise.reject(new Error('not sent'));
      },
    };
    const client = confidentialClient(
      { authority: msalAuthority(reference), clientId: reference.clientId ?? '', network: recorder },
      { clientSecret: 'x' },
    );
    await assert.rejects(client.acquireTokenByClientCredential({ scopes: ['https://graph.example/.default'], skipCache: true }));
    assert.ok(asked.length === 1 && asked[0]?.startsWith(`${authority}/${contoso}/`), JSON.stringify(asked));
    assert.equal(network.failure, null);
  }
});
