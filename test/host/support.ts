import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Trace } from '../../src/core/trace/trace.ts';

/** Someone whom the samples' source holds under this identifier. */
export const adele = { id: 'adele.vance@corp.example', name: 'Adele Vance' };

/** The extension under test. */
export function extensionUnderTest(): vscode.Extension<unknown> {
  const found = vscode.extensions.all.filter((extension) => extension.id.endsWith('.provision-on-demand'));
  assert.equal(found.length, 1, 'VS Code holds the extension once');
  return found[0] as vscode.Extension<unknown>;
}

/** Absolute path of a file of the opened copy of the samples. */
export function sample(...parts: readonly string[]): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return join(folder.uri.fsPath, ...parts);
}

export const adSchema = (): string => sample('ad-to-entra', 'ad-to-entra.syncschema.json');
export const adConnection = (): string => sample('ad-to-entra', 'ad-to-entra.provision.json');
export const scimConnection = (): string => sample('entra-to-scim', 'entra-to-scim.provision.json');

/** Runs the main command as a lens does, and gives the trace. */
export async function provision(file: string, user: string): Promise<Trace> {
  const trace = await vscode.commands.executeCommand<Trace | null>('provisionOnDemand.run', { file, user });
  assert.ok(trace, `the run for ${user} gives a trace`);
  return trace;
}

/** Replaces the first occurrence of a text in an open editor, leaves it unsaved, runs the body, and reverts the file. */
export async function withUnsaved(path: string, from: string, to: string, body: () => Promise<void>): Promise<void> {
  const before = readFileSync(path);
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  try {
    await replace(document, from, to);
    await body();
    assert.deepEqual(readFileSync(path), before, 'the file on disk is untouched');
  } finally {
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}

/** Replaces the first occurrence of a text, as typing does. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} stands in ${document.fileName}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(document.isDirty);
}

/** Replaces functions of the window while the body runs. */
export async function withWindow(stands: Readonly<Record<string, unknown>>, body: () => Promise<void>): Promise<void> {
  const originals = Object.keys(stands).map((name) => [name, Object.getOwnPropertyDescriptor(vscode.window, name)] as const);
  for (const [name, original] of originals) {
    assert.ok(original, name);
    Object.defineProperty(vscode.window, name, { ...original, value: stands[name] });
  }
  try {
    await body();
  } finally {
    for (const [name, original] of originals) if (original) Object.defineProperty(vscode.window, name, original);
  }
}

/** Asks again until the answer is not null. The time-out is the test's. */
export async function eventually<T>(ask: () => PromiseLike<T | null> | T | null): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
