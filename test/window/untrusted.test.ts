import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open as openFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { lineWith, selectText, wordIn } from './support/editing.ts';
import { linkedExtension, type OpenSamples, openSamples, schemaName, screenshot } from './support/samples.ts';

/** A named pipe in place of a directory file: whoever reads it waits for a writer, and is still waiting when the test asks. */
async function replaceByPipe(path: string): Promise<void> {
  await rm(path);
  await promisify(execFile)('mkfifo', [path]);
}

/** Whether somebody waits to read from a pipe; who does gets an empty file. */
async function isBeingRead(path: string): Promise<boolean> {
  try {
    const writer = await openFile(path, constants.O_WRONLY | constants.O_NONBLOCK);
    await writer.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') return false;
    throw error;
  }
}

const skip = process.platform === 'win32' ? 'Windows has no named pipes in folders' : false;

describe('a workspace that is not trusted', { timeout: 180_000, skip }, () => {
  let open: OpenSamples;
  const directoryFiles = (): readonly string[] =>
    [
      ['ad-to-entra', 'people.ldif'],
      ['ad-to-entra', 'entra-users.json'],
      ['entra-to-scim', 'entra-users.json'],
    ].map((parts) => join(open.samples.path, ...parts));
  const readOnes = async (): Promise<readonly string[]> => {
    const found = await Promise.all(directoryFiles().map(async (path) => ((await isBeingRead(path)) ? [path] : [])));
    return found.flat();
  };

  before(async () => {
    open = await openSamples(linkedExtension(), {
      workspaceTrust: true,
      settings: { 'workbench.editor.useModal': 'off' },
    });
    for (const path of directoryFiles()) await replaceByPipe(path);
    await open.window.openFile(schemaName);
    await open.window.hideSideBar();
  });
  after(() => open?.close());

  test('VS Code is in restricted mode', async () => {
    await open.window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  });

  for (const title of [
    'Provision on demand…',
    'Choose user…',
    'Choose connection…',
    'Provision…',
    'Set credential…',
    'Sign in…',
    'Sign out…',
    'Show audit log',
  ])
    test(`“${title}” says why it does not run`, async () => {
      const { window } = open;
      await window.runCommand(title);
      const toast = window.page.locator('.notification-toast', { hasText: 'does not run in a workspace that you do not trust' });
      await toast.first().getByText('Manage workspace trust').waitFor();
      await screenshot(window, 'untrusted');
      await window.runCommand('Notifications: Clear All Notifications');
      await toast.first().waitFor({ state: 'detached' });
      await window.quickInput.waitFor({ state: 'hidden' });
    });

  test('problems, their explanation and proposals are there', async () => {
    const { window } = open;
    const { keyboard } = window.page;
    await selectText(window, schemaName, 'Trim([mobile])');
    await keyboard.insertText('Trimm([mobile])');
    await window.editor(schemaName).locator('.squiggly-error').first().waitFor();
    await wordIn(lineWith(window, schemaName, 'Trimm('), /^Trimm$/).hover();
    await window.page.locator('.monaco-hover:visible').getByText('function-unknown').waitFor();
    await screenshot(window, 'untrusted-problem');
    await keyboard.press('Escape');
    await selectText(window, schemaName, 'Trimm([mobile])');
    await keyboard.press('Delete');
    await keyboard.type('Lef');
    await window.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Left' }).first().waitFor();
    await keyboard.press('Escape');
    await window.runCommand('File: Revert File');
    await lineWith(window, schemaName, 'Trim([mobile])').waitFor();
  });

  test('no directory file was read and no request went out', async () => {
    assert.deepEqual(await readOnes(), []);
    assert.deepEqual(open.samples.requests, []);
  });

  test('once it is trusted, the same command reads the directory', async () => {
    const { window } = open;
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
    await window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    await window.runCommand('View: Close Editor');
    await window.editor(schemaName).waitFor();
    await window.runCommand('Provision on demand…');
    const deadline = Date.now() + 20_000;
    let read: readonly string[] = [];
    while (read.length === 0 && Date.now() < deadline) read = await readOnes();
    assert.notDeepEqual(read, [], 'the pipes notice a reader');
  });
});
