import * as vscode from 'vscode';
import { type QuickFix, quickFixes, rewrites } from '../../language/quickFixes.ts';
import { diagnosticSource } from './diagnosticsProvider.ts';
import type { DocumentProblems } from './documentProblems.ts';
import type { LanguageParts } from './languageParts.ts';

/** Offers the edits that mend a problem, and rewrites of the expression at the cursor. */
export class QuickFixProvider implements vscode.CodeActionProvider {
  static readonly kinds: readonly vscode.CodeActionKind[] = [
    vscode.CodeActionKind.QuickFix,
    vscode.CodeActionKind.RefactorRewrite,
  ];
  readonly #parts: LanguageParts;
  readonly #known: DocumentProblems;

  constructor(parts: LanguageParts, known: DocumentProblems) {
    this.#parts = parts;
    this.#known = known;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): vscode.CodeAction[] {
    try {
      if (token.isCancellationRequested) return [];
      const found = this.#known.of(document);
      if (!found) return [];
      const { analysis, problems } = found;
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      const touched = problems.filter((problem) => problem.range.start <= end && problem.range.end >= start);
      const fixes = wants(context, vscode.CodeActionKind.QuickFix)
        ? touched.flatMap((problem) => {
            const shown = context.diagnostics.filter(
              (one) => one.source === diagnosticSource && codeOf(one) === problem.code && one.message.startsWith(problem.message),
            );
            return quickFixes(analysis, problem).map((fix) => this.#action(document, fix, vscode.CodeActionKind.QuickFix, shown));
          })
        : [];
      const others = wants(context, vscode.CodeActionKind.RefactorRewrite)
        ? rewrites(analysis, start).map((fix) => this.#action(document, fix, vscode.CodeActionKind.RefactorRewrite, []))
        : [];
      return [...fixes, ...others];
    } catch (error) {
      this.#parts.log.recordError('Quick fixes could not be made', error);
      return [];
    }
  }

  #action(
    document: vscode.TextDocument,
    { title, edits, preferred }: QuickFix,
    kind: vscode.CodeActionKind,
    diagnostics: readonly vscode.Diagnostic[],
  ): vscode.CodeAction {
    const action = new vscode.CodeAction(title, kind);
    action.edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of edits)
      action.edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
        newText,
      );
    action.isPreferred = preferred;
    action.diagnostics = [...diagnostics];
    return action;
  }
}

function wants({ only }: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return only === undefined || only.contains(kind);
}

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code ?? '');
}
