import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Locator } from 'playwright-core';
import { stepKinds } from '../../src/core/trace/trace.ts';
import { adele, type OpenSamples, openSamples, schemaName, screenshot } from './support/samples.ts';

describe('the trace beside the editor', { timeout: 180_000 }, () => {
  let open: OpenSamples;
  before(async () => {
    open = await openSamples();
    await open.window.openFile(schemaName);
    await open.window.hideSideBar();
  });
  after(() => open?.close());

  /** The row of an attribute among the changes. */
  const changeOf = (target: string): Locator =>
    open.window.webview.locator('tr.change').filter({ has: open.window.page.locator(`text="${target}"`) });

  test('F1, the command, a name: the five steps appear', async () => {
    const { window } = open;
    await window.runCommand('Provision on demand…');
    await window.pick(adele.name);
    const steps = await window.waitForTrace(adele.name);
    assert.deepEqual(
      steps.map((step) => step.kind),
      stepKinds,
    );
    for (const step of steps) {
      assert.doesNotMatch(step.status, /Waiting|Running|Failed|Not run/, `${step.kind}: ${step.summary}`);
      assert.notEqual(step.summary, '');
    }
    await screenshot(window, 'trace');
  });

  test('the lens names the user', async () => {
    const lens = open.window.page.locator('.codelens-decoration a', { hasText: adele.name });
    await lens.first().waitFor();
  });

  test('the view follows unsaved text', async () => {
    const { window, samples } = open;
    const path = join(samples.path, 'ad-to-entra', schemaName);
    const onDisk = await readFile(path, 'utf8');
    await changeOf('Mobile').filter({ hasText: adele.mobile }).waitFor();
    await window.editor(schemaName).click();
    await window.page.keyboard.press('Control+F');
    await window.page.keyboard.insertText('Trim([mobile])');
    await window.page.locator('.find-widget.visible .matchesCount', { hasText: /^1 of/ }).waitFor();
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.insertText('Left([mobile], 6)');
    const written = changeOf('Mobile').locator('.col-after');
    await written.getByText(adele.mobile.slice(0, 6), { exact: true }).waitFor();
    assert.equal(await readFile(path, 'utf8'), onDisk, 'the file on disk is untouched');
    await window.runCommand('File: Revert File');
    await written.getByText(adele.mobile, { exact: true }).waitFor();
  });

  test('a click on a change selects the text of its mapping', async () => {
    const { window, samples } = open;
    const text = await readFile(join(samples.path, 'ad-to-entra', schemaName), 'utf8');
    await changeOf('Mobile').locator('button.reveal').click();
    const expected = placeOfMapping(text, 'Mobile');
    const selection = window.page.locator('[id="status.editor.selection"]', { hasText: 'selected' });
    await selection.waitFor();
    const shown = /Ln (\d+), Col \d+ \((\d+) selected\)/.exec((await selection.textContent()) ?? '');
    assert.ok(shown, 'the status bar names the selection');
    const line = Number(shown[1]);
    // Without an editing direction the caret may stand at either end of the selection.
    assert.ok(line === expected.firstLine || line === expected.lastLine, `line ${line}, expected ${JSON.stringify(expected)}`);
    assert.equal(Number(shown[2]), expected.length);
  });

  test('the same person as an incremental change, and back', async () => {
    const { window } = open;
    await window.runCommand('Preview as incremental change…');
    await window.pick('mobile');
    await window.page.keyboard.press('Enter');
    const summary = window.webview.locator('.summary');
    await summary.getByText('Incremental: only mobile changed.').waitFor();
    await window.webview.locator('tr.change').filter({ hasText: 'Title' }).waitFor({ state: 'detached' });
    await changeOf('Mobile').filter({ hasText: adele.mobile }).waitFor();
    await screenshot(window, 'incremental');

    await window.webview.getByRole('button', { name: 'Back to the full import' }).click();
    await window.webview.locator('tr.change').filter({ hasText: 'Title' }).waitFor();
    await summary.getByText('Incremental:').waitFor({ state: 'detached' });
  });

  test('the keyboard alone is enough', async () => {
    const { window } = open;
    const { keyboard } = window.page;
    await keyboard.press('F1');
    await window.quickInput.waitFor();
    await keyboard.insertText('Choose user…');
    await window.quickPicks.filter({ hasText: 'Choose user…' }).first().waitFor();
    await keyboard.press('Enter');
    await window.quickPicks.filter({ hasText: adele.name }).first().waitFor();
    await keyboard.insertText('Noah');
    await window.quickPicks.filter({ hasText: 'Noah Fischer' }).first().waitFor();
    await keyboard.press('Enter');
    await window.waitForTrace('Noah Fischer');

    await keyboard.press('Control+2');
    const scope = window.webview.locator('#step-scope');
    const isFocused = (): Promise<boolean> => scope.evaluate((node) => node.matches(':focus'));
    for (let presses = 0; presses < 60 && !(await isFocused()); presses += 1) await keyboard.press('Tab');
    assert.ok(await isFocused(), 'Tab reaches the third step');
    const opened = await scope.getAttribute('aria-expanded');
    await keyboard.press('Enter');
    await window.webview.locator(`#step-scope[aria-expanded=${opened === 'true' ? 'false' : 'true'}]`).waitFor();
  });
});

/** Where the mapping of an attribute stands in the first object mapping: its lines, counted from 1, and its length. */
function placeOfMapping(text: string, target: string): { firstLine: number; lastLine: number; length: number } {
  const root = parseTree(text);
  assert.ok(root);
  const mappings = findNodeAtLocation(root, ['synchronizationRules', 0, 'objectMappings', 0, 'attributeMappings']);
  const found = mappings?.children?.find((node) => findNodeAtLocation(node, ['targetAttributeName'])?.value === target);
  assert.ok(found, `the schema maps ${target}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  return { firstLine: lineAt(found.offset), lastLine: lineAt(found.offset + found.length), length: found.length };
}
