import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { commandTable } from '../../src/extension/commands/commandTable.ts';
import { test } from './suite.ts';
import { eventually, sample, scimConnection, withWindow } from './support.ts';

const user = 'amara.nwosu@corp.example';
const amara = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: '1',
  userName: user,
  displayName: 'Amara Nwosu',
  title: 'Another title than in the source',
  active: true,
};

test('no command writes on a read-only connection, whatever is answered to whatever is asked', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method ?? '');
    const isHers = decodeURIComponent(request.url ?? '').includes(user);
    const Resources = isHers ? [amara] : [];
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    const list = { schemas, totalResults: Resources.length, Resources };
    response.writeHead(200, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(list));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const text = await readFile(scimConnection(), 'utf8');
    assert.ok(text.includes('"access": "readOnly"'));
    const file = sample('entra-to-scim', 'untouchable.provision.json');
    const { port } = server.address() as AddressInfo;
    await writeFile(file, text.replace(/"url": "[^"]+"/, `"url": "http://127.0.0.1:${port}/scim"`));
    const argument = { file, user, changed: ['jobTitle'] };
    // Somebody who agrees to everything: the first line of every list, the first button of every question, some text in every field.
    const agree = async (_message: string, ...rest: readonly unknown[]): Promise<unknown> =>
      rest.find((one) => typeof one === 'string');
    const pick = async (items: readonly unknown[], options?: vscode.QuickPickOptions): Promise<unknown> =>
      options?.canPickMany ? items.slice(0, 1) : items[0];
    const stands = {
      showWarningMessage: agree,
      showInformationMessage: agree,
      showErrorMessage: agree,
      showQuickPick: pick,
      showInputBox: async (): Promise<string> => 'planted-answer',
    };
    await withWindow(stands, async () => {
      for (const { id } of commandTable) {
        const before = asked.length;
        const call = (): Thenable<unknown> => vscode.commands.executeCommand<unknown>(id, argument);
        if (id !== 'provisionOnDemand.run') {
          await call();
          continue;
        }
        // The news that the file was written may come late, and a newer text overtakes a run.
        const trace = await eventually(call);
        assert.ok(asked.length > before, 'the target was asked, so that its silence about writes means something');
        assert.match(JSON.stringify(trace), /"action":"update"/);
      }
    });
    assert.deepEqual(
      asked.filter((method) => method !== 'GET'),
      [],
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
