import * as vscode from 'vscode';
import { setting } from './settings.ts';
import type { NamedKind } from './settingsTable.ts';

/** What a document is by the patterns of the settings; of several that fit, the last counts, so that one's own come over the usual ones. */
export function namedKind(document: vscode.TextDocument): NamedKind | null {
  const fitting = Object.entries(setting('files', document.uri)).filter(([pattern]) => {
    // As elsewhere in VS Code, a pattern without a folder is for every folder.
    const everywhere = pattern.includes('/') ? pattern : `**/${pattern}`;
    return vscode.languages.match({ pattern: everywhere }, document) > 0;
  });
  return fitting.at(-1)?.[1] ?? null;
}
