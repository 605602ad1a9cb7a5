import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { seriousViolations } from './support/accessibility.ts';
import { adele, type OpenSamples, openSamples, schemaName, screenshot, themes } from './support/samples.ts';

describe('the view in every kind of theme', { timeout: 180_000 }, () => {
  let open: OpenSamples;
  before(async () => {
    open = await openSamples();
    await open.window.openFile(schemaName);
    await open.window.hideSideBar();
    await open.window.runCommand('Provision on demand…');
    await open.window.pick(adele.name);
    await open.window.waitForTrace(adele.name);
    // Every detail is on the page while it is looked at.
    const closed = open.window.webview.locator('.step-label[aria-expanded=false]');
    while ((await closed.count()) > 0) await closed.first().click();
  });
  after(() => open?.close());

  for (const [name, theme] of Object.entries(themes)) {
    test(`${theme.name}: nothing seriously inaccessible`, async () => {
      await open.window.setTheme(theme);
      await screenshot(open.window, `theme-${name}`);
      assert.deepEqual(await seriousViolations(open.window), []);
    });
  }
});
