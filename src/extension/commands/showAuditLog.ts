import * as vscode from 'vscode';

/** Opens the audit log of this machine; gives its path, or null where nothing was ever written. */
export async function showAuditLog(file: vscode.Uri): Promise<string | null> {
  const exists = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!exists) {
    void vscode.window.showInformationMessage('The audit log is empty: nothing was provisioned from this machine yet.');
    return null;
  }
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
  return file.fsPath;
}
