import * as vscode from 'vscode';
import { hoverAt } from '../../language/hover.ts';
import type { LanguageParts } from './languageParts.ts';
import { markdownString } from './markdownString.ts';

/** What is known of a function, an attribute, an operator or a value, and what it gave in the last run. */
export class HoverProvider implements vscode.HoverProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): vscode.Hover | null {
    if (token.isCancellationRequested) return null;
    try {
      const analysis = this.#parts.analyses.of(document);
      const hover = analysis && hoverAt(analysis, document.offsetAt(position), this.#parts.facts.of(document));
      if (!hover) return null;
      const range = new vscode.Range(document.positionAt(hover.range.start), document.positionAt(hover.range.end));
      return new vscode.Hover(markdownString(hover.blocks), range);
    } catch (error) {
      this.#parts.log.recordError('The hover could not be made', error);
      return null;
    }
  }
}
