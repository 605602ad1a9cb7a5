import type * as vscode from 'vscode';
import type { RunFacts } from '../../language/runFacts.ts';
import type { ConnectionChooser } from '../connections/connectionChooser.ts';
import type { Log } from '../log.ts';
import type { Memory } from '../memory.ts';
import type { DocumentAnalyses } from './documentAnalyses.ts';

/** What the language features work with. */
export interface LanguageParts {
  /** Where the extension lies, with the pages that it ships. */
  readonly extensionUri: vscode.Uri;
  readonly analyses: DocumentAnalyses;
  readonly facts: RunFactsSource;
  readonly chooser: ConnectionChooser;
  readonly memory: Memory;
  readonly log: Log;
  /** Fires where another user or connection was chosen. */
  readonly choicesChanged: vscode.Event<void>;
}

/** What the last run found about a document. */
export interface RunFactsSource {
  /** Null where no run read the document. */
  of(document: vscode.TextDocument): RunFacts | null;
  readonly onDidChange: vscode.Event<void>;
}
