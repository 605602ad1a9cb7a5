import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './suite.ts';
import { adConnection, extensionUnderTest } from './support.ts';

test('the extension activates', async () => {
  const extension = extensionUnderTest();
  await extension.activate();
  assert.equal(extension.isActive, true);
});

test('every command of the manifest is registered', async () => {
  const manifest = extensionUnderTest().packageJSON as { contributes: { commands: readonly { command: string }[] } };
  const registered = await vscode.commands.getCommands(true);
  const missing = manifest.contributes.commands.map(({ command }) => command).filter((command) => !registered.includes(command));
  assert.deepEqual(missing, []);
  assert.ok(manifest.contributes.commands.length >= 4);
});

test('a connection file may hold comments', async () => {
  const document = await vscode.workspace.openTextDocument(adConnection());
  assert.equal(document.languageId, 'jsonc');
});
