import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { pathKey } from '../paths.ts';
import { openDocument } from './editorHost.ts';

/** Watches a set of files, in the workspace or not, for edits in the window and changes on disk. */
export class FileWatch implements vscode.Disposable {
  readonly #changed: () => void;
  readonly #saved: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #keys: ReadonlySet<string> = new Set();
  #dirty = new Set<string>();

  constructor(changed: () => void, saved: () => void) {
    this.#changed = changed;
    this.#saved = saved;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#edited(document, contentChanges.length > 0),
      ),
      vscode.workspace.onDidSaveTextDocument((document) => this.#edited(document, false)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
    ];
  }

  /** The files to watch from now on; none ends the watching. */
  set(paths: readonly string[]): void {
    this.#keys = new Set(paths.map((path) => pathKey(path)));
    const folders = new Map(paths.map((path) => [pathKey(dirname(path)), dirname(path)]));
    for (const [key, watcher] of this.#watchers) {
      if (folders.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
    }
    for (const [key, folder] of folders) {
      if (!this.#watchers.has(key)) this.#watchers.set(key, this.#watchFolder(folder));
    }
    this.#dirty = new Set(this.#unsavedKeys());
  }

  get paths(): ReadonlySet<string> {
    return this.#keys;
  }

  /** Whether one of the files has unsaved edits. */
  isUnsaved(): boolean {
    return this.#unsavedKeys().length > 0;
  }

  dispose(): void {
    this.set([]);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #unsavedKeys(): readonly string[] {
    return vscode.workspace.textDocuments
      .filter(({ isDirty, isClosed, uri }) => isDirty && !isClosed && uri.scheme === 'file')
      .map(({ uri }) => pathKey(uri.fsPath))
      .filter((key) => this.#keys.has(key));
  }

  /** File names may hold what a glob would read as a pattern, so the folder is watched and the names are compared. */
  #watchFolder(folder: string): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '*'));
    const onDisk = (uri: vscode.Uri): void => {
      // What is open is read from the window, which tells of its changes itself.
      if (this.#keys.has(pathKey(uri.fsPath)) && !openDocument(uri.fsPath)) this.#changed();
    };
    return vscode.Disposable.from(watcher, watcher.onDidCreate(onDisk), watcher.onDidChange(onDisk), watcher.onDidDelete(onDisk));
  }

  #edited(document: vscode.TextDocument, hasNewText: boolean): void {
    const key = this.#keyOf(document);
    if (key === null) return;
    if (document.isDirty) this.#dirty.add(key);
    else this.#dirty.delete(key);
    if (hasNewText) this.#changed();
    // Becoming unsaved comes with new text, which is still to be run.
    else if (!document.isDirty) this.#saved();
  }

  /** Closing without saving brings the text on disk back. */
  #closed(document: vscode.TextDocument): void {
    const key = this.#keyOf(document);
    if (key !== null && this.#dirty.delete(key)) this.#changed();
  }

  #keyOf({ uri }: vscode.TextDocument): string | null {
    const key = uri.scheme === 'file' ? pathKey(uri.fsPath) : '';
    return this.#keys.has(key) ? key : null;
  }
}
