import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Trace } from '../../src/core/trace/trace.ts';
import { startGraph } from '../support/entra/graphServer.ts';
import { startOpenIdServer } from '../support/entra/openIdServer.ts';
import { permissionsOf } from '../support/entra/openIdTokens.ts';
import { playBrowser } from '../support/entra/playBrowser.ts';
import { test } from './suite.ts';
import { eventually, sample, withWindow } from './support.ts';

const tenant = '0a0a0a0a-1111-4222-8333-444444444444';
const clientId = '0c0c0c0c-1111-4222-8333-444444444444';
const reader = 'reader@contoso.example';
const user = 'amara.nwosu@corp.example';

test('signing in to Entra: the browser opens, the run reads Graph, later runs ask nobody, signing out forgets', async () => {
  const applications = [{ clientId, redirectUris: ['http://localhost'], consented: ['User.Read.All'] }];
  // Tokens are for Graph, whose address is known only once it runs.
  let audience = '';
  const amara = { userPrincipalName: user, displayName: 'Amara Nwosu', accountEnabled: true, jobTitle: 'Sales Director' };
  const graph = await startGraph({ users: [amara], token: (token) => permissionsOf(token, { audience, tenant }) });
  audience = new URL(graph.url).origin;
  const tenants = [{ id: tenant, domains: ['contoso.example'], applications, users: [reader] }];
  const authority = await startOpenIdServer({ audience, tenants });
  const opened: string[] = [];
  const original = Object.getOwnPropertyDescriptor(vscode.env, 'openExternal');
  assert.ok(original);
  Object.defineProperty(vscode.env, 'openExternal', {
    ...original,
    value: async (url: string): Promise<boolean> => {
      opened.push(url);
      // A person takes a while; nobody waits for the browser.
      playBrowser(url, reader).catch((error: unknown) => console.log('The browser failed', error));
      return true;
    },
  });
  try {
    const file = sample('entra-to-scim', 'signed.provision.json');
    const entra = {
      kind: 'graph',
      tenant,
      clientId,
      signIn: 'interactive',
      graphBaseUrl: graph.url,
      authority: authority.origin,
    };
    const configuration = { schema: 'entra-to-scim.syncschema.json', rule: 'USER_OUTBOUND_USER' };
    const target = { kind: 'file', path: 'scim-users.json' };
    await writeFile(file, JSON.stringify({ name: 'signed', configuration, source: entra, target, assignment: 'all' }));
    const said: string[] = [];
    const say = async (message: string): Promise<undefined> => void said.push(message);
    // The news that the file was written may come late, and a newer text overtakes a run.
    const run = (): Promise<Trace> =>
      eventually(() => vscode.commands.executeCommand<Trace | null>('provisionOnDemand.run', { file, user }));
    const tell = { showInformationMessage: say, showWarningMessage: say, showErrorMessage: say };
    await withWindow(tell, async () => {
      assert.equal(await vscode.commands.executeCommand('provisionOnDemand.signIn', { file }), true);
      assert.match(said.join(' '), /Signed in to .* as reader@contoso\.example\./);
      for (let times = 0; times < 2; times += 1) {
        const trace = await run();
        assert.deepEqual([trace.steps[0].status, trace.subject.displayName], ['success', 'Amara Nwosu'], trace.steps[0].summary);
      }
      assert.equal(opened.length, 1, 'the token is kept');
      assert.equal(await vscode.commands.executeCommand('provisionOnDemand.signOut', { file }), true);
      assert.match(said.join(' '), /Signed out of/);
      await run();
      assert.equal(opened.length, 2, 'a run by hand asks again');
    });
    graph.assertClean();
    assert.ok(graph.requests.every(({ method }) => method === 'GET'));
    await vscode.commands.executeCommand('provisionOnDemand.signOut', { file });
  } finally {
    Object.defineProperty(vscode.env, 'openExternal', original);
    await Promise.all([graph.close(), authority.close()]);
  }
});
