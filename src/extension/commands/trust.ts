import * as vscode from 'vscode';

const manageTrust = 'Manage workspace trust';

/** A run reads the files and calls the servers that the workspace names, which only a trusted workspace may do. Says so where it is not. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const message =
    'Provision on Demand does not run in a workspace that you do not trust, because its files name the servers to call. Trust the workspace to run.';
  vscode.window.showWarningMessage(message, manageTrust).then(
    (answer) => answer === manageTrust && vscode.commands.executeCommand('workbench.trust.manage'),
    () => false,
  );
  return false;
}
