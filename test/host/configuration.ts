import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './suite.ts';
import { adConnection, adSchema, eventually, replace, sample, withUnsaved } from './support.ts';

test('a lens stands above each object mapping', async () => {
  const document = await vscode.workspace.openTextDocument(adSchema());
  await vscode.window.showTextDocument(document);
  const lenses = await eventually(async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
    const ours = found.filter((lens) => lens.command?.command.startsWith('provisionOnDemand.'));
    return ours.length > 0 ? ours : null;
  });
  const mappings = (JSON.parse(document.getText()).synchronizationRules as { objectMappings: unknown[] }[]).flatMap(
    (rule) => rule.objectMappings,
  );
  const runs = lenses.filter((lens) => lens.command?.command === 'provisionOnDemand.run');
  const choices = lenses.filter((lens) => lens.command?.command === 'provisionOnDemand.chooseUser');
  assert.equal(runs.length, mappings.length);
  assert.equal(choices.length, mappings.length);
});

test('a connection file is checked against its schema', async () => {
  await withUnsaved(adConnection(), '"configuration"', '"configuraton"', async () => {
    const uri = vscode.Uri.file(adConnection());
    const problems = await eventually(() => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length > 0 ? found : null;
    });
    assert.ok(
      problems.some(({ message }) => message.includes('configurat')),
      problems.map(({ message }) => message).join('\n'),
    );
  });
});

test('editing one mapping of a 0.5 MB schema and saving changes only those bytes', async () => {
  const path = sample('large.syncschema.json');
  const generated = await readFile(path, 'utf8');
  assert.ok(generated.length > 490_000);
  // Line ends, a byte-order mark and a property that no model knows must come through.
  const original = `\uFEFF${generated.replace('{', '{ "unknownProperty": { "kept": 1.50 },').replaceAll('\n', '\r\n')}`;
  await writeFile(path, original);
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await replace(document, 'Trim([l])', 'Left([l], 3)');
  assert.ok(await document.save());
  const saved = await readFile(path, 'utf8');
  assert.equal(saved, original.replace('Trim([l])', 'Left([l], 3)'));
});
