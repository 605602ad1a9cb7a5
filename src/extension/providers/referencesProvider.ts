import * as vscode from 'vscode';
import { referencesAt } from '../../language/references.ts';
import { editorRange } from './editorRange.ts';
import type { LanguageParts } from './languageParts.ts';

/** Every mapping and clause that reads or writes an attribute. */
export class ReferencesProvider implements vscode.ReferenceProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
    token: vscode.CancellationToken,
  ): vscode.Location[] {
    try {
      const analysis = token.isCancellationRequested ? null : this.#parts.analyses.of(document);
      if (!analysis) return [];
      return referencesAt(analysis, document.offsetAt(position), includeDeclaration).map(
        (range) => new vscode.Location(document.uri, editorRange(document, range)),
      );
    } catch (error) {
      this.#parts.log.recordError('The references could not be looked up', error);
      return [];
    }
  }
}
