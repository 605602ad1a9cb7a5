import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startScimServer } from '../../scripts/scimServer.ts';
import { skipWithoutSlapd } from '../support/directories/slapdServer.ts';
import { startGraph } from '../support/entra/graphServer.ts';
import { startOpenIdServer } from '../support/entra/openIdServer.ts';
import { changedPerson, openThreeTargets, type ThreeTargets } from '../support/threeTargets.ts';
import { startFaultServer } from '../unit/connectors/faultServer.ts';
import { runCli } from './runCli.ts';

/** The title that is written: shows that values are there to be found. */
const marker = 'Chefin';

/** A secret in the forms in which it travels or could be quoted. */
function formsOf(secret: string): readonly string[] {
  const lines = secret.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
  const texts = secret.includes('\n') ? lines : [secret];
  return texts.flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text, 'utf16le').toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
  ]);
}

describe('a secret appears nowhere', { skip: skipWithoutSlapd }, () => {
  let open: ThreeTargets;
  const secrets = new Map<string, string>();
  const closing: (() => Promise<void>)[] = [];
  const printed: string[] = [];

  /** A connection file like one that is there, with another target. */
  function variant(name: string, like: 'ldap' | 'graph' | 'scim', target: Readonly<Record<string, unknown>>): string {
    const connection = JSON.parse(readFileSync(join(open.folder, `${like}.provision.json`), 'utf8')) as Record<string, unknown>;
    const path = join(open.folder, `${name}.provision.json`);
    writeFileSync(path, JSON.stringify({ ...connection, name, target: { ...(connection.target as object), ...target } }));
    return path;
  }

  /** Previews and provisions; with the document on standard output, in words, and in a file. */
  async function runAll(name: string, connection: string, wanted: readonly number[]): Promise<void> {
    const env = { ...Object.fromEntries(secrets), PROVISION_ON_DEMAND_AUDIT_LOG: join(open.folder, 'audit.log') };
    const person = ['trace', '--connection', connection, '--user', changedPerson];
    const out = join(open.folder, `${name}.provtrace.json`);
    for (const more of [[], ['--json', '--out', out], ['--provision', '--yes'], ['--provision', '--yes', '--json']]) {
      const result = await runCli([...person, ...more], env);
      printed.push(result.out, result.err);
      assert.ok(wanted.includes(result.code ?? -1), `${name}: exit ${result.code}\n${result.out}${result.err}`);
    }
  }

  before(async () => {
    open = await openThreeTargets('readWrite');
    for (const [name, value] of Object.entries(open.secrets)) secrets.set(name, value);
    closing.push(() => open.close());
  });
  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  test('where the credential is right', async () => {
    for (const { kind, connection } of open.targets) await runAll(kind, connection, [0]);
  });

  test('where the credential is wrong', async () => {
    for (const { kind } of open.targets) {
      const name = `WRONG_${kind.toUpperCase()}`;
      // A password may hold what no token can.
      secrets.set(name, `planted-wrong-${kind}-6e2d${kind === 'ldap' ? '"\\ü' : ''}`);
      await runAll(`wrong-${kind}`, variant(`wrong-${kind}`, kind, { secretEnv: name }), [1]);
    }
  });

  test('where the server repeats what it was sent', async () => {
    let status = 401;
    const echo = await startFaultServer((request, response) => {
      const said = `${request.headers.authorization} is not welcome at ${request.url}`;
      response.writeHead(status, { 'content-type': 'application/json', 'www-authenticate': said });
      response.end(JSON.stringify({ detail: said, error: { code: said, message: said, innerError: { 'request-id': said } } }));
    });
    closing.push(echo.close);
    secrets.set('PLANTED_BASIC', 'planted:basic pässword 71c0');
    const scim = variant('echo-scim', 'scim', { url: echo.origin });
    const basic = variant('echo-basic', 'scim', { url: echo.origin, username: 'svc', secretEnv: 'PLANTED_BASIC' });
    const graph = variant('echo-graph', 'graph', { graphBaseUrl: echo.origin });
    for (status of [400, 401, 403, 500]) {
      await runAll('echo-scim', scim, [1]);
      await runAll('echo-basic', basic, [1]);
      await runAll('echo-graph', graph, [1]);
    }
  });

  test('basic authentication', async () => {
    const password = 'planted:basic pässword 8a44';
    secrets.set('PLANTED_SVC', password);
    const users = [{ userName: changedPerson, displayName: 'Käthe Krüger', title: 'Leiterin', active: true }];
    const server = await startScimServer({ users, basic: { username: 'svc', password } });
    closing.push(server.close);
    const target = { url: `${server.url}?aadOptscim062020`, username: 'svc', secretEnv: 'PLANTED_SVC' };
    await runAll('basic', variant('basic', 'scim', target), [0]);
    assert.equal(server.users()[0]?.title, marker);
  });

  test('client secret and client certificate', async () => {
    const tenant = '0a0a0a0a-1111-4222-8333-444444444444';
    const clientId = '0c0c0c0c-1111-4222-8333-444444444444';
    const [key, certificate] = [join(open.folder, 'app.key'), join(open.folder, 'app.pem')];
    const form = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=app'];
    execFileSync('openssl', ['req', '-x509', ...form, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    secrets.set('PLANTED_KEY', readFileSync(key, 'utf8'));
    writeFileSync(key, '');
    secrets.set('PLANTED_CLIENT', 'planted~client.secret-4417ab');
    const user = {
      id: '9b1f3c7e-0d52-4a41-9f1e-2f6f0f3a7c11',
      userPrincipalName: changedPerson,
      displayName: 'K',
      jobTitle: 'Leiterin',
    };
    const graph = await startGraph({ users: [{ ...user, mailNickname: 'kaethe', accountEnabled: true }] });
    closing.push(graph.close);
    const roles = ['User.ReadWrite.All'];
    const applications = [
      { clientId, secret: 'planted~client.secret-4417ab', certificate: readFileSync(certificate, 'utf8'), roles },
    ];
    const authority = await startOpenIdServer({
      audience: new URL(graph.url).origin,
      tenants: [{ id: tenant, domains: ['contoso.example'], applications, users: [] }],
    });
    closing.push(authority.close);
    const target = { tenant, clientId, graphBaseUrl: graph.url, authority: authority.origin };
    const bySecret = { ...target, signIn: 'clientSecret', secretEnv: 'PLANTED_CLIENT' };
    await runAll('client-secret', variant('client-secret', 'graph', bySecret), [0]);
    const byCertificate = { ...target, signIn: 'clientCertificate', secretEnv: 'PLANTED_KEY', certificateFile: 'app.pem' };
    await runAll('client-certificate', variant('client-certificate', 'graph', byCertificate), [0]);
    secrets.set('WRONG_CLIENT', 'planted~wrong.secret-90cc');
    await runAll('client-wrong', variant('client-wrong', 'graph', { ...bySecret, secretEnv: 'WRONG_CLIENT' }), [1]);
    assert.equal(graph.user(changedPerson)?.jobTitle, marker);
  });

  test('not in what was printed, not in any file that was written', () => {
    const files = readdirSync(open.folder).filter((name) => statSync(join(open.folder, name)).isFile());
    for (const kind of ['provtrace.json', 'audit.log'])
      assert.ok(
        files.some((name) => name.endsWith(kind)),
        kind,
      );
    const texts = new Map(files.map((name) => [name, readFileSync(join(open.folder, name), 'utf8')]));
    texts.set('what was printed', printed.join('\n'));
    assert.ok(texts.get('what was printed')?.includes(marker), 'values are there to be found');
    assert.ok(secrets.size >= 10);
    for (const [name, secret] of secrets) {
      for (const form of formsOf(secret)) {
        for (const [file, text] of texts) assert.ok(!text.includes(form), `${name} stands in ${file}`);
      }
    }
  });
});
