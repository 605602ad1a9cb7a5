import { basename } from 'node:path';
import * as vscode from 'vscode';
import { readConnection } from '../../core/connection/readConnection.ts';
import { isConnectionName, pathKey } from '../paths.ts';
import { readText } from '../run/editorHost.ts';
import type { KnownConnection } from './connectionLookup.ts';

const connectionGlob = '**/*.provision.json';
/** More connection files than this are no workspace that a person keeps. */
const maximumConnections = 200;

/** The connection files of the workspace, read on first use and again when one of them changes. */
export class ConnectionIndex implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #read = new Map<string, Promise<KnownConnection>>();
  #paths: Promise<readonly string[]> | null = null;
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];

  /** All connection files of the workspace, in the order of their paths. */
  async all(): Promise<readonly KnownConnection[]> {
    this.#paths ??= this.#find();
    const paths = await this.#paths;
    return Promise.all(paths.map((path) => this.get(path)));
  }

  /** One connection file, in the workspace or not. Never rejects: a file that cannot be read has no connection. */
  get(path: string): Promise<KnownConnection> {
    this.#watch();
    const key = pathKey(path);
    const known = this.#read.get(key) ?? readKnown(path);
    this.#read.set(key, known);
    return known;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  async #find(): Promise<readonly string[]> {
    this.#watch();
    const files = await vscode.workspace.findFiles(connectionGlob, '**/node_modules/**', maximumConnections);
    return files
      .filter((uri) => uri.scheme === 'file')
      .map((uri) => uri.fsPath)
      .sort((left, right) => (left < right ? -1 : 1));
  }

  /** From the first question on; a window that never asks pays nothing. */
  #watch(): void {
    if (this.#subscriptions.length > 1) return;
    const watcher = vscode.workspace.createFileSystemWatcher(connectionGlob);
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => this.#forget(uri, true)),
      watcher.onDidDelete((uri) => this.#forget(uri, true)),
      watcher.onDidChange((uri) => this.#forget(uri, false)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#forget(document.uri, false);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri, false)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#paths = null;
        this.#changed.fire();
      }),
    );
  }

  #forget(uri: vscode.Uri, listChanged: boolean): void {
    if (uri.scheme !== 'file' || !isConnectionName(uri.fsPath)) return;
    this.#read.delete(pathKey(uri.fsPath));
    if (listChanged) this.#paths = null;
    this.#changed.fire();
  }
}

async function readKnown(path: string): Promise<KnownConnection> {
  const fallback = basename(path).replace(/\.provision\.json$/i, '');
  const text = await readText(path).catch(() => null);
  const connection = text === null ? null : readConnection(text).connection;
  return { path, name: connection?.name || fallback, connection };
}
