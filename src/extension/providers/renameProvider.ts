import * as vscode from 'vscode';
import type { DocumentAnalysis } from '../../language/analysis.ts';
import { prepareRename, renameAttribute } from '../../language/rename.ts';
import { editorRange } from './editorRange.ts';
import type { LanguageParts } from './languageParts.ts';

/**
 * Renames an attribute across a schema. The editor shows the message of a rejection beside the cursor and has no other way to be told why
 * something cannot be renamed.
 */
export class RenameProvider implements vscode.RenameProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { readonly range: vscode.Range; readonly placeholder: string } | null {
    const target = this.#ask(document, (analysis) => prepareRename(analysis, document.offsetAt(position)));
    if (!target) return null;
    if (!target.ok) throw new Error(target.reason);
    const range = editorRange(document, target.range);
    return { range, placeholder: target.name };
  }

  provideRenameEdits(document: vscode.TextDocument, position: vscode.Position, newName: string): vscode.WorkspaceEdit | null {
    const result = this.#ask(document, (analysis) => renameAttribute(analysis, document.offsetAt(position), newName));
    if (!result) return null;
    if (!result.ok) throw new Error(result.reason);
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of result.edits) edit.replace(document.uri, editorRange(document, range), newText);
    return edit;
  }

  /** Null for documents that are none of ours, which others may rename in, and after a bug. */
  #ask<Answer>(document: vscode.TextDocument, question: (analysis: DocumentAnalysis) => Answer): Answer | null {
    try {
      const analysis = this.#parts.analyses.of(document);
      return analysis && question(analysis);
    } catch (error) {
      this.#parts.log.recordError('The attribute could not be renamed', error);
      return null;
    }
  }
}
