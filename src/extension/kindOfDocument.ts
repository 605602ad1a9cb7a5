import * as vscode from 'vscode';
import { type DocumentKind, documentKind } from '../language/documentKind.ts';
import { setting } from './settings.ts';
import type { NamedKind } from './settingsTable.ts';

/** Longer documents are no configurations; reading them at every keystroke would only slow the editor down. */
const maximumCharacters = 16 * 1024 * 1024;

/** What an open document is, at the cost of one look at the keys of its root; null for documents that are none of ours. */
export function kindOfDocument(document: vscode.TextDocument): DocumentKind | null {
  const text = document.getText();
  return text.length > maximumCharacters ? null : documentKind(document.fileName, text, () => namedKind(document));
}

/** What a document is by the patterns of the settings; of several that fit, the last counts, so that one's own come over the usual ones. */
function namedKind(document: vscode.TextDocument): NamedKind | null {
  const fitting = Object.entries(setting('files', document.uri)).filter(([pattern]) => {
    // As elsewhere in VS Code, a pattern without a folder is for every folder.
    const everywhere = pattern.includes('/') ? pattern : `**/${pattern}`;
    return vscode.languages.match({ pattern: everywhere }, document) > 0;
  });
  return fitting.at(-1)?.[1] ?? null;
}
