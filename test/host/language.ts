import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { test } from './suite.ts';
import { adConnection, adele, adSchema, eventually, provision, sample, withUnsaved } from './support.ts';

const mobile = 'Trim([mobile])';
const source = 'Provision on Demand';

async function openSchema(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(adSchema());
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** The place that `‸` marks in a text; the first occurrence counts. */
function at(document: vscode.TextDocument, marked: string): vscode.Position {
  const found = document.getText().indexOf(marked.replace('‸', ''));
  assert.ok(found >= 0, `${marked} stands in the document`);
  return document.positionAt(found + marked.indexOf('‸'));
}

async function ask<Answer>(command: string, document: vscode.TextDocument, ...rest: readonly unknown[]): Promise<Answer> {
  return vscode.commands.executeCommand<Answer>(`vscode.${command}`, document.uri, ...rest);
}

/** Our problems of a document, as the editor shows them. */
function problemsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((one) => one.source === source);
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function withCode(document: vscode.TextDocument, code: string): vscode.Diagnostic | null {
  return problemsOf(document).find((one) => codeOf(one) === code) ?? null;
}

async function hoverText(document: vscode.TextDocument, marked: string): Promise<string> {
  const hovers = await ask<vscode.Hover[]>('executeHoverProvider', document, at(document, marked));
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

async function withSetting(name: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const change = (to: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('provisionOnDemand').update(name, to, vscode.ConfigurationTarget.Global);
  await change(value);
  try {
    await body();
  } finally {
    await change(undefined);
  }
}

test('a typo is underlined under the exact word, and the quick fix mends it', async () => {
  await withUnsaved(adSchema(), mobile, 'Trimm([mobile])', async () => {
    const document = await openSchema();
    const problem = await eventually(() => withCode(document, 'function-unknown'));
    assert.equal(document.getText(problem.range), 'Trimm');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    const actions = await ask<vscode.CodeAction[]>('executeCodeActionProvider', document, problem.range, 'quickfix');
    const fix = actions.find(({ title, edit }) => edit && title.includes('Trim'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join('\n'));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes(`"expression": "${mobile}"`));
    await eventually(() => (withCode(document, 'function-unknown') ? null : true));
  });
});

test('no problem of a connection file is said twice', async () => {
  await withUnsaved(adConnection(), '"configuration"', '"configuraton"', async () => {
    const document = await vscode.workspace.openTextDocument(adConnection());
    // Ours come with the same keystroke; those of the JSON schema take longer.
    await eventually(() => (vscode.languages.getDiagnostics(document.uri).length > 1 ? true : null));
    const lines = vscode.languages.getDiagnostics(document.uri).map(({ range, message }) => ({ at: range.start.line, message }));
    assert.equal(new Set(lines.map(({ message }) => message)).size, lines.length);
    assert.deepEqual(problemsOf(document), [], 'the schema says it all');
  });
});

test('the severity of a problem is a setting, and so is whether it shows', async () => {
  await withUnsaved(adSchema(), mobile, 'Trimm([mobile])', async () => {
    const document = await openSchema();
    await eventually(() => withCode(document, 'function-unknown'));
    await withSetting('problems.severity', { 'function-unknown': 'information' }, async () => {
      await eventually(() => withCode(document, 'function-unknown')?.severity === vscode.DiagnosticSeverity.Information || null);
    });
    await withSetting('problems.severity', { 'function-unknown': 'off' }, async () => {
      await eventually(() => (withCode(document, 'function-unknown') ? null : true));
    });
    await eventually(() => withCode(document, 'function-unknown'));
  });
});

test('a hover tells the function, the attribute and its value for the user of the run', async () => {
  const document = await openSchema();
  const trace = await provision(adSchema(), adele.id);
  const value = trace.changes.find(({ target }) => target === 'Mobile')?.new;
  assert.equal(typeof value, 'string');
  assert.match(await hoverText(document, '"Tr‸im([mobile])"'), /Trim\(/);
  const digits = String(value).slice(-4);
  const text = await eventually(async () => {
    const shown = await hoverText(document, '"Trim([mob‸ile])"');
    return shown.includes(digits) ? shown : null;
  });
  assert.match(text, /mobile/);
});

test('functions and attributes are proposed inside an expression', async () => {
  await withUnsaved(adSchema(), mobile, 'Trim([mob', async () => {
    const document = await openSchema();
    const proposed = async (marked: string): Promise<readonly string[]> => {
      const list = await ask<vscode.CompletionList>('executeCompletionItemProvider', document, at(document, marked));
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await proposed('"Tri‸m([mob"')).includes('Trim'));
    const attributes = await proposed('"Trim([mob‸"');
    assert.ok(
      attributes.some((label) => label.replaceAll(/[[\]]/g, '') === 'mobile'),
      attributes.slice(0, 20).join(', '),
    );
  });
});

test('the signature names the argument that is being typed', async () => {
  await withUnsaved(adSchema(), mobile, 'Left([mobile], 3', async () => {
    const document = await openSchema();
    const help = await ask<vscode.SignatureHelp>('executeSignatureHelpProvider', document, at(document, '"Left([mobile], ‸3"'));
    const signature = help.signatures[help.activeSignature];
    assert.ok(signature?.label.startsWith('Left('), signature?.label);
    assert.equal(help.activeParameter, 1);
  });
});

test('the outline has the rules and mappings by their names', async () => {
  const document = await openSchema();
  const symbols = await eventually(async () => {
    const found = await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', document);
    const names = allNames(found);
    return names.includes('Provision Active Directory Users') ? names : null;
  });
  assert.ok(symbols.some((name) => name.includes('AD2AADProvisioning')));
  assert.ok(
    symbols.some((name) => /\bMobile\b/.test(name)),
    symbols.slice(0, 40).join(', '),
  );
});

function allNames(symbols: readonly vscode.DocumentSymbol[]): readonly string[] {
  return symbols.flatMap(({ name, children }) => [name, ...allNames(children)]);
}

test('an attribute leads to its definition, to all that use it, and can be renamed everywhere', async () => {
  const document = await openSchema();
  const place = at(document, '"Trim([mob‸ile])"');
  const definitions = await ask<(vscode.Location | vscode.LocationLink)[]>('executeDefinitionProvider', document, place);
  const [definition] = definitions;
  assert.ok(definition);
  const range = 'targetRange' in definition ? definition.targetRange : definition.range;
  const directories = document.positionAt(document.getText().indexOf('"directories"'));
  assert.ok(range.start.isAfter(directories), 'the definition stands in the directories');
  assert.ok(document.getText(range.with({ end: document.lineAt(range.end.line + 3).range.end })).includes('mobile'));

  const uses = await ask<vscode.Location[]>('executeReferenceProvider', document, place);
  assert.ok(uses.length >= 2);
  for (const use of uses) assert.match(document.getText(use.range), /mobile/i);

  const edit = await ask<vscode.WorkspaceEdit>('executeDocumentRenameProvider', document, place, 'handset');
  const changes = edit.get(document.uri);
  assert.ok(changes.length >= uses.length - 1, `${changes.length} changes, ${uses.length} uses`);
  for (const change of changes) assert.match(document.getText(change.range), /mobile/i);
});

test('behind a mapping stands what it gave, unless the setting says no', async () => {
  const document = await openSchema();
  const trace = await provision(adSchema(), adele.id);
  const value = String(trace.changes.find(({ target }) => target === 'Mobile')?.new);
  const line = at(document, '"‸Trim([mobile])"').line;
  const around = new vscode.Range(Math.max(0, line - 20), 0, line + 30, 0);
  const hints = async (): Promise<readonly string[]> => {
    const found = await ask<vscode.InlayHint[]>('executeInlayHintProvider', document, around);
    return found.map(({ label }) => (typeof label === 'string' ? label : label.map((part) => part.value).join('')));
  };
  const shown = await eventually(async () => {
    const labels = await hints();
    return labels.length > 0 ? labels : null;
  });
  assert.ok(
    shown.some((label) => label.includes(value)),
    shown.join('\n'),
  );
  await withSetting('inlayHints.enabled', false, async () => assert.deepEqual(await hints(), []));
});

test('the lenses can be switched off', async () => {
  const document = await openSchema();
  const ours = async (): Promise<number> => {
    const lenses = await ask<vscode.CodeLens[]>('executeCodeLensProvider', document, 20);
    return lenses.filter((lens) => lens.command?.command.startsWith('provisionOnDemand.')).length;
  };
  await eventually(async () => ((await ours()) > 0 ? true : null));
  await withSetting('codeLens.enabled', false, async () => assert.equal(await ours(), 0));
});

test('a pattern of the settings says what a file is whose content does not', async () => {
  const path = sample('odd.json');
  await writeFile(path, '{ "name": "No rules yet" }');
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  assert.deepEqual(problemsOf(document), []);
  await withSetting('files', { 'odd*.json': 'schema' }, async () => {
    await eventually(() => withCode(document, 'schema-no-rules'));
  });
  await eventually(() => (problemsOf(document).length === 0 ? true : null));
});
