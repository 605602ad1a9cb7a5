import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { test } from './suite.ts';
import { eventually, sample, scimConnection, withWindow } from './support.ts';

const secret = 'planted-token-4c1e77';
const nobody = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 0, Resources: [] };

test('a credential that is set is sent by the next run, shown by nothing, and gone once it is removed', async () => {
  const sent: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    sent.push(request.headers.authorization);
    response.writeHead(200, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(nobody));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const file = sample('entra-to-scim', 'guarded.provision.json');
    const text = await readFile(scimConnection(), 'utf8');
    const { port } = server.address() as AddressInfo;
    await writeFile(file, text.replace(/"url": "[^"]+"/, `"url": "http://127.0.0.1:${port}/scim"`));
    // The news that the file was written may come late, and a newer text overtakes a run.
    const run = (): Promise<unknown> =>
      eventually(() =>
        vscode.commands.executeCommand<unknown>('provisionOnDemand.run', { file, user: 'ben.carter@corp.example' }),
      );
    const set = (): Thenable<unknown> => vscode.commands.executeCommand('provisionOnDemand.setCredential', { file });

    const asked: vscode.InputBoxOptions[] = [];
    const answers = ['', undefined, secret];
    const showInputBox = async (options: vscode.InputBoxOptions): Promise<string | undefined> => {
      asked.push(options);
      return answers.shift();
    };
    await withWindow({ showInputBox }, async () => {
      assert.deepEqual([await set(), await set(), await set()], [false, false, true], 'nothing is kept of nothing');
    });
    assert.ok(asked.every(({ password, value }) => password === true && value === undefined));
    assert.ok(asked[0]?.validateInput?.(''), 'an empty one is refused while it is typed');

    sent.length = 0;
    const trace = JSON.stringify(await run());
    assert.ok(sent.length > 0 && sent.every((header) => header === `Bearer ${secret}`));
    assert.ok(trace.includes('Ben Carter'));
    assert.ok(!trace.includes(secret));

    const showQuickPick = async (items: readonly { readonly label: string }[]): Promise<unknown> =>
      items.find(({ label }) => label === 'Remove');
    await withWindow({ showQuickPick }, async () => assert.equal(await set(), true));
    sent.length = 0;
    await run();
    assert.ok(sent.length > 0 && sent.every((header) => header === undefined));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('signing in says where there is nobody to sign in', async () => {
  const said: string[] = [];
  const showInformationMessage = async (message: string): Promise<undefined> => void said.push(message);
  await withWindow({ showInformationMessage }, async () => {
    for (const command of ['provisionOnDemand.signIn', 'provisionOnDemand.signOut'])
      assert.equal(await vscode.commands.executeCommand(command, { file: scimConnection() }), false);
  });
  assert.equal(said.length, 2);
  for (const message of said) assert.match(message, /Neither side of .* is Entra/);
});
