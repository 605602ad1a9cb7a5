import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { stepKinds, type Trace } from '../../src/core/trace/trace.ts';
import { test } from './suite.ts';
import { adConnection, adele, adSchema, eventually, provision, sample, scimConnection, withUnsaved } from './support.ts';

const kindsOf = (trace: { readonly steps: readonly { readonly kind: string }[] }): readonly string[] =>
  trace.steps.map((step) => step.kind);

test('Active Directory to Entra: the five steps of one person, beside the editor', async () => {
  const document = await vscode.workspace.openTextDocument(adSchema());
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const trace = await provision(adSchema(), adele.id);
  assert.deepEqual(kindsOf(trace), stepKinds);
  assert.equal(trace.format, 'provtrace/1');
  assert.equal(trace.mode, 'preview');
  assert.equal(trace.subject.displayName, adele.name);
  assert.deepEqual(
    trace.steps.slice(0, 4).map((step) => step.status),
    ['success', 'success', 'success', 'success'],
  );
  const view = await eventually(() => traceTab());
  assert.equal(view.group.viewColumn, vscode.ViewColumn.Two);
  assert.equal(vscode.window.activeTextEditor?.document.fileName, adSchema(), 'the editor keeps the focus');
});

test('Entra to SCIM: the server of the samples answers', async () => {
  const trace = await provision(scimConnection(), adele.name);
  assert.deepEqual(kindsOf(trace), stepKinds);
  assert.equal(trace.steps[0]?.status, 'success', trace.steps[0]?.summary);
});

test('a run reads the unsaved text', async () => {
  const city = async (): Promise<unknown> =>
    (await provision(adSchema(), adele.id)).changes.find((change) => change.target === 'City')?.new;
  const before = await city();
  assert.equal(before, 'Seattle');
  await withUnsaved(adSchema(), 'Trim([l])', 'Left([l], 3)', async () => assert.equal(await city(), 'Sea'));
  assert.equal(await city(), before);
});

test('broken text gives no trace, throws nothing, and stays as it is', async () => {
  await withUnsaved(adSchema(), '"synchronizationRules"', '"synchronizationRules" oops', async () => {
    const argument = { file: adSchema(), user: adele.id };
    const trace = await vscode.commands.executeCommand<unknown>('provisionOnDemand.run', argument);
    const text = (await vscode.workspace.openTextDocument(adSchema())).getText();
    assert.ok(text.includes('"synchronizationRules" oops'));
    // Either the reader recovers and says so in a full trace, or the run is refused; half a trace is neither.
    if (trace !== null) assert.deepEqual(kindsOf(trace as never), stepKinds);
  });
});

test('a user that does not exist fails the import, and the later steps say why they did not run', async () => {
  const trace = await provision(adConnection(), 'nobody.at.all@corp.example');
  assert.deepEqual(kindsOf(trace), stepKinds);
  const statuses = trace.steps.map((step) => step.status);
  assert.equal(statuses[1], 'failure');
  assert.equal(statuses[4], 'notRun');
  assert.notEqual(trace.steps[4]?.summary, '');
});

test('the person of the last run as an incremental change, and as a full import again for another person', async () => {
  await provision(adSchema(), adele.id);
  const lens = await vscode.commands.executeCommand<Trace>('provisionOnDemand.incremental', { changed: ['mobile'] });
  assert.deepEqual(lens.steps[1].details.incremental, { changed: ['mobile'] });
  assert.equal(lens.subject.displayName, adele.name);
  const other = await provision(adSchema(), 'Noah Fischer');
  assert.equal(other.steps[1].details.incremental, undefined);
});

test('a connection that names a missing file refuses to run', async () => {
  const path = sample('ad-to-entra', 'astray.provision.json');
  const connection = {
    name: 'Astray',
    configuration: { schema: 'no-such.syncschema.json' },
    source: { kind: 'file', path: 'people.ldif' },
    target: { kind: 'file', path: 'entra-users.json' },
  };
  await writeFile(path, JSON.stringify(connection));
  const argument = { file: path, user: adele.id };
  assert.equal(await vscode.commands.executeCommand('provisionOnDemand.run', argument), null);
});

/** The tab of the trace view, and null while it is not there. */
function traceTab(): vscode.Tab | null {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const isTrace = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith('provisionOnDemand.trace');
  return tabs.find(isTrace) ?? null;
}
