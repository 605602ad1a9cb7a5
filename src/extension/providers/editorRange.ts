import * as vscode from 'vscode';
import type { TextRange } from '../../core/text/range.ts';

/** Offsets as the editor's lines and columns. */
export function editorRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
