import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startScimServer } from '../../scripts/scimServer.ts';
import { type OpenSamples, openSamples, screenshot } from './support/samples.ts';

const secret = 'planted-window-token-b1c94e';
const person = 'Amara Nwosu';
const connectionName = 'guarded.provision.json';

describe('a credential that is set in the window', { timeout: 180_000 }, () => {
  let open: OpenSamples;
  const closing: (() => Promise<void>)[] = [];
  /** All that stands in the window and in the view, titles and visible fields too; VS Code's own closed input box keeps what was typed last. */
  async function shownText(): Promise<string> {
    const { window } = open;
    const fields = await window.page
      .locator('input:visible')
      .evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value));
    return [await window.page.content(), await window.webview.locator('html').innerHTML(), ...fields].join('\n');
  }

  before(async () => {
    open = await openSamples();
    closing.push(() => open.close());
    const users = [{ userName: 'amara.nwosu@corp.example', displayName: person, title: 'Another title', active: true }];
    const server = await startScimServer({ users, token: secret });
    closing.push(server.close);
    const folder = join(open.samples.path, 'entra-to-scim');
    const text = await readFile(join(folder, 'entra-to-scim.provision.json'), 'utf8');
    await writeFile(join(folder, connectionName), text.replace(/"url": "[^"]+"/, `"url": "${server.url}"`));
  });
  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  test('is typed behind dots, opens the target, and stands nowhere on the screen', async () => {
    const { window } = open;
    await window.openFile(connectionName);
    await window.runCommand('Provision on demand…');
    await window.pick(person);
    const refused = await window.waitForTrace(person);
    assert.match(refused[0]?.status ?? '', /Failed/);
    await window.openFile(connectionName);
    await window.runCommand('Set credential…');
    const field = window.page.locator('.quick-input-widget:visible input[type=password]');
    await field.waitFor();
    await field.fill(secret);
    await screenshot(window, 'credential-typed');
    await field.press('Enter');
    await window.webview.locator('.step', { hasText: 'answer.' }).first().waitFor();
    const steps = await window.waitForTrace(person);
    assert.match(steps[0]?.status ?? '', /Succeeded|Success|Warning/i, steps[0]?.summary);
    const text = await shownText();
    assert.ok(text.includes(person), 'what is looked through is what is shown');
    assert.ok(!text.includes(secret));
    await screenshot(window, 'credential-used');
  });

  test('stands in no file: not of the workspace, not of VS Code, not in a log', async () => {
    const { window, samples } = open;
    const folders = [samples.path, join(window.extensionsFolder, '..')];
    const found = await new Promise<string>((resolve, reject) => {
      execFile('grep', ['-rlF', '--exclude-dir=node_modules', secret, ...folders], (error, stdout) => {
        // 1 is "nowhere".
        if (error && error.code !== 1) reject(error);
        else resolve(stdout);
      });
    });
    assert.equal(found, '');
  });
});
