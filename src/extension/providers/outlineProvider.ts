import * as vscode from 'vscode';
import { type OutlineItem, type OutlineKind, outline } from '../../language/outline.ts';
import type { LanguageParts } from './languageParts.ts';

/** What the outline is headed with, beside that of the editor's own JSON support. */
export const outlineLabel = 'Provisioning';

const kinds: Readonly<Record<OutlineKind, vscode.SymbolKind>> = {
  rule: vscode.SymbolKind.Module,
  objectMapping: vscode.SymbolKind.Class,
  attributeMapping: vscode.SymbolKind.Field,
  filter: vscode.SymbolKind.Namespace,
  group: vscode.SymbolKind.Interface,
  clause: vscode.SymbolKind.Boolean,
  directory: vscode.SymbolKind.Package,
  object: vscode.SymbolKind.Struct,
  attribute: vscode.SymbolKind.Property,
  connection: vscode.SymbolKind.File,
};

/** Rules, mappings, filters and directories by their names. */
export class OutlineProvider implements vscode.DocumentSymbolProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideDocumentSymbols(document: vscode.TextDocument, token: vscode.CancellationToken): vscode.DocumentSymbol[] {
    try {
      const analysis = token.isCancellationRequested ? null : this.#parts.analyses.of(document);
      return analysis ? outline(analysis).map((item) => symbolOf(document, item)) : [];
    } catch (error) {
      this.#parts.log.recordError('The outline could not be made', error);
      return [];
    }
  }
}

function symbolOf(document: vscode.TextDocument, { kind, name, detail, range, children }: OutlineItem): vscode.DocumentSymbol {
  const start = document.positionAt(range.start);
  const whole = new vscode.Range(start, document.positionAt(range.end));
  const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], whole, new vscode.Range(start, start));
  symbol.children = children.map((child) => symbolOf(document, child));
  return symbol;
}
