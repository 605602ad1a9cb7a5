import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { seriousViolations } from './support/accessibility.ts';
import { type OpenSamples, openSamples, screenshot } from './support/samples.ts';

const person = 'Amara Nwosu';
const title = 'Sales Director';
const connectionName = 'entra-to-scim.provision.json';

describe('provisioning for real', { timeout: 180_000 }, () => {
  let open: OpenSamples;
  const dialog = (): Locator => open.window.page.locator('.monaco-dialog-box');
  const button = (name: string): Locator => open.window.webview.getByRole('button', { name, exact: true });

  /** How the application itself spells the person's title. */
  async function titleInTarget(): Promise<unknown> {
    const filter = encodeURIComponent('userName eq "amara.nwosu@corp.example"');
    const answer = await fetch(`${open.samples.scimUrl}/Users?filter=${filter}`);
    const { Resources } = (await answer.json()) as { Resources: readonly { title?: unknown }[] };
    return Resources[0]?.title;
  }

  const writes = (): readonly string[] => open.samples.requests.map(({ method }) => method).filter((method) => method !== 'GET');

  before(async () => {
    // VS Code's own dialogs are drawn in the window, where a test can see them.
    open = await openSamples(undefined, { settings: { 'window.dialogStyle': 'custom' } });
    await open.window.openFile(connectionName);
    await open.window.hideSideBar();
    await open.window.runCommand('Provision on demand…');
    await open.window.pick(person);
    await open.window.waitForTrace(person);
  });
  after(() => open?.close());

  test('a read-only connection says in the view why it does not write', async () => {
    await button('Provision…').waitFor();
    assert.equal(await button('Provision…').isDisabled(), true);
    await open.window.webview.locator('.provision-reason', { hasText: '"access": "readWrite"' }).waitFor();
  });

  test('the button asks, with the exact request beneath; Cancel writes nothing', async () => {
    const { window, samples } = open;
    const path = join(samples.path, 'entra-to-scim', connectionName);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"readOnly"', '"readWrite"'));
    await window.webview.locator('.provision-reason').waitFor({ state: 'detached' });
    await button('Provision…').click();
    await dialog()
      .getByText(/^Update Amara Nwosu in http:\/\/127\.0\.0\.1:\d+\/scim: 2 attributes change\.$/)
      .waitFor();
    await window.webview.locator('.requests', { hasText: 'that would be sent' }).waitFor();
    await window.webview.locator('.request-text', { hasText: title }).waitFor();
    await screenshot(window, 'provision-question');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await window.webview.locator('.badge', { hasText: /^Preview$/ }).waitFor();
    assert.notEqual(await titleInTarget(), title);
    assert.deepEqual(writes(), []);
  });

  test('Provision writes, and the view shows what the application holds now', async () => {
    const { window } = open;
    await button('Provision…').click();
    await dialog().getByRole('button', { name: 'Provision', exact: true }).click();
    await window.webview.locator('.badge', { hasText: /^Provisioned$/ }).waitFor();
    const row = window.webview.locator('.read-back tbody tr', { hasText: 'title' });
    await row.getByText('Equal', { exact: true }).waitFor();
    assert.equal(await row.locator('.col-read .cell-value').innerText(), title);
    assert.equal(await titleInTarget(), title);
    assert.deepEqual(writes(), ['PATCH']);
    await screenshot(window, 'provisioned');
    assert.deepEqual(await seriousViolations(window), []);
  });
});
