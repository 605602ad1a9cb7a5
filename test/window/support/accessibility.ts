import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import { inRepository } from '../../../scripts/repository.ts';
import type { VsCodeWindow } from '../../../scripts/vscodeWindow.ts';

/** What axe-core finds wrong with the page inside the webview, the serious and the critical, one line for each element. */
export async function seriousViolations(window: VsCodeWindow): Promise<readonly string[]> {
  const body = await window.webview.locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  assert.ok(frame, 'the webview has a document');
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await frame.evaluate(await readFile(inRepository('node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
  const results = (await frame.evaluate('axe.run(document)')) as AxeResults;
  assert.ok(results.passes.length > 5, 'axe-core had something to look at');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    );
}
