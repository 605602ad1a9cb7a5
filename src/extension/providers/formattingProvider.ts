import * as vscode from 'vscode';
import { formatExpressionEdits } from '../../language/formatExpression.ts';
import type { LanguageParts } from './languageParts.ts';

/** A refactoring, not a formatter: the document has VS Code's own formatter for JSON, which leaves strings alone. */
export const formatExpressionKind = vscode.CodeActionKind.RefactorRewrite.append('formatExpression');

/** "Format expression": the expressions of a selection as the service prints them. */
export class FormattingProvider implements vscode.CodeActionProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): vscode.CodeAction[] {
    if (token.isCancellationRequested || (context.only && !context.only.contains(formatExpressionKind))) return [];
    try {
      const analysis = this.#parts.analyses.of(document);
      if (!analysis) return [];
      const selected = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      const edits = formatExpressionEdits(analysis, selected);
      if (edits.length === 0) return [];
      const title = edits.length === 1 ? 'Format expression' : `Format ${edits.length} expressions`;
      const action = new vscode.CodeAction(title, formatExpressionKind);
      action.edit = new vscode.WorkspaceEdit();
      for (const edit of edits) {
        const where = new vscode.Range(document.positionAt(edit.range.start), document.positionAt(edit.range.end));
        action.edit.replace(document.uri, where, edit.newText);
      }
      return [action];
    } catch (error) {
      this.#parts.log.recordError('The expressions could not be formatted', error);
      return [];
    }
  }
}
