import { basename } from 'node:path';
import * as vscode from 'vscode';
import { revealRange } from '../../language/revealRange.ts';
import type { RevealTarget } from '../../protocol/messages.ts';
import type { PreparedRun } from '../../run/run.ts';
import { pathKey } from '../paths.ts';

/** Selects the text of a mapping or clause in its file, in the editor beside the view. */
export async function revealSource(
  target: RevealTarget,
  run: Pick<PreparedRun, 'configurationPath' | 'scopePath'>,
  viewColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const path = target.kind === 'scope' ? (run.scopePath ?? run.configurationPath) : run.configurationPath;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const range = revealRange(document.getText(), target.pointer, target.kind === 'mapping' ? target.range : null);
  const editor = await vscode.window.showTextDocument(document, { viewColumn: columnFor(path, viewColumn), preview: false });
  if (!range) {
    void vscode.window.showWarningMessage(`${basename(path)} no longer has ${target.pointer}. Run again to see what it has now.`);
    return;
  }
  const selected = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  editor.selection = new vscode.Selection(selected.start, selected.end);
  editor.revealRange(selected, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the file is shown already, else left of the view, else beside it. */
function columnFor(path: string, viewColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const key = pathKey(path);
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.scheme === 'file' && pathKey(document.uri.fsPath) === key,
  );
  if (shown?.viewColumn !== undefined) return shown.viewColumn;
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'file' && pathKey(input.uri.fsPath) === key,
    ),
  );
  if (group) return group.viewColumn;
  if (viewColumn === undefined) return vscode.ViewColumn.One;
  return viewColumn > vscode.ViewColumn.One ? viewColumn - 1 : vscode.ViewColumn.Beside;
}
