import type * as vscode from 'vscode';
import { definitionAt } from '../../language/definition.ts';
import { editorRange } from './editorRange.ts';
import type { LanguageParts } from './languageParts.ts';

/** From the name of an attribute, object or directory to its definition in `directories`. */
export class DefinitionProvider implements vscode.DefinitionProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): vscode.LocationLink[] {
    try {
      const analysis = token.isCancellationRequested ? null : this.#parts.analyses.of(document);
      const link = analysis && definitionAt(analysis, document.offsetAt(position));
      if (!link) return [];
      return [
        {
          originSelectionRange: editorRange(document, link.origin),
          targetUri: document.uri,
          targetRange: editorRange(document, link.target),
          targetSelectionRange: editorRange(document, link.targetName),
        },
      ];
    } catch (error) {
      this.#parts.log.recordError('The definition could not be looked up', error);
      return [];
    }
  }
}
