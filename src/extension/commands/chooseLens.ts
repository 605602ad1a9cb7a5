import * as vscode from 'vscode';
import type { Trace } from '../../core/trace/trace.ts';
import { lensItems } from './lensItems.ts';

/** Asks which source attributes are taken as changed; null where nothing was chosen. */
export async function chooseLens(trace: Trace, current: readonly string[] | null): Promise<readonly string[] | null> {
  const items = lensItems(trace, current);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      'No mapping reads an attribute of this person, so an incremental change cannot make a difference.',
    );
    return null;
  }
  const chosen = await vscode.window.showQuickPick([...items], {
    canPickMany: true,
    matchOnDescription: true,
    title: `Preview as incremental change · ${trace.subject.displayName}`,
    placeHolder: 'Which attributes changed in the source? All others are taken as unchanged.',
  });
  if (!chosen) return null;
  if (chosen.length === 0) {
    void vscode.window.showInformationMessage(
      'No attribute was chosen. A cycle does not look at a person on whom nothing changed, so nothing was run.',
    );
    return null;
  }
  return chosen.map(({ label }) => label);
}
