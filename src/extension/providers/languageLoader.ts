import * as vscode from 'vscode';
import { kindOfDocument } from '../kindOfDocument.ts';
import type { LanguageParts } from './languageParts.ts';

/** Loads the language features with the first configuration that is opened, so that other JSON files cost one look at the keys of their root. */
export class LanguageLoader implements vscode.Disposable {
  readonly #parts: Omit<LanguageParts, 'analyses'>;
  readonly #subscriptions: readonly vscode.Disposable[];
  #features: vscode.Disposable | null = null;
  #state: 'waiting' | 'loading' | 'disposed' = 'waiting';

  constructor(parts: Omit<LanguageParts, 'analyses'>) {
    this.#parts = parts;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#look(document)),
      // A file that is written from nothing is ours once its content says so.
      vscode.workspace.onDidSaveTextDocument((document) => this.#look(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#look(document);
  }

  dispose(): void {
    this.#state = 'disposed';
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#features?.dispose();
  }

  #look(document: vscode.TextDocument): void {
    if (this.#state !== 'waiting' || !isConfiguration(document)) return;
    this.#state = 'loading';
    this.#load().catch((error: unknown) => {
      this.#parts.log.recordError('The language features could not be loaded', error);
    });
  }

  async #load(): Promise<void> {
    const { loadLanguage } = await import('../engine.ts');
    const registerLanguage = await loadLanguage();
    if (this.#state !== 'disposed') this.#features = registerLanguage(this.#parts);
  }
}

function isConfiguration(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' || !/^jsonc?$/.test(document.languageId)) return false;
  return kindOfDocument(document) !== null;
}
