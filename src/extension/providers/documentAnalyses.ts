import type * as vscode from 'vscode';
import { analyse, type DocumentAnalysis } from '../../language/analysis.ts';
import { kindOfDocument } from '../kindOfDocument.ts';
import { onSettingChanged } from '../settings.ts';

/** Documents as the language features read them, once for each version. */
export class DocumentAnalyses implements vscode.Disposable {
  // Another pattern of names may make another kind of a text that is the same.
  readonly #settings = onSettingChanged(['files'], () => {
    this.#known = new WeakMap();
  });
  #known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly analysis: DocumentAnalysis | null }>();

  /** Null for documents that are none of ours, which costs one look at the keys of their root. */
  of(document: vscode.TextDocument): DocumentAnalysis | null {
    const known = this.#known.get(document);
    if (known?.version === document.version) return known.analysis;
    const kind = kindOfDocument(document);
    const analysis = kind && analyse(kind, document.getText(), null);
    this.#known.set(document, { version: document.version, analysis });
    return analysis;
  }

  dispose(): void {
    this.#settings.dispose();
  }
}
