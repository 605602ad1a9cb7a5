import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Memory } from '../memory.ts';
import { isConfigurationName, isConnectionName, mentionsRules, pathKey } from '../paths.ts';
import { openDocument } from '../run/editorHost.ts';
import type { ConnectionIndex } from './connectionIndex.ts';
import { connectionsNaming, type KnownConnection, lookUpConnection } from './connectionLookup.ts';
import { newConnectionName, newConnectionText } from './newConnectionText.ts';

/** Finds the connection that a command is for, and asks where that cannot be told. */
export class ConnectionChooser {
  readonly #index: ConnectionIndex;
  readonly #memory: Memory;

  constructor(index: ConnectionIndex, memory: Memory) {
    this.#index = index;
    this.#memory = memory;
  }

  /** The connection of a file as far as it can be told without asking; null for files that are none of ours, too. */
  async peek(file: string): Promise<KnownConnection | null> {
    if (isConnectionName(file)) return this.#index.get(file);
    const lookup = lookUpConnection(file, await this.#index.all(), this.#memory.connectionFor(file));
    return lookup.kind === 'found' ? this.#index.get(lookup.path) : null;
  }

  /** The connection file for a configuration or connection file; asks where several fit. Null where there is none or nobody chose. */
  async forFile(file: string | null): Promise<string | null> {
    if (file !== null && isConnectionName(file)) return file;
    const known = await this.#index.all();
    const relevant = file !== null && isRelevant(file, known) ? file : null;
    const lookup = lookUpConnection(relevant, known, this.#memory.connectionFor(relevant));
    if (lookup.kind === 'found') return lookup.path;
    if (lookup.kind === 'ask') return this.#ask(relevant, lookup.candidates);
    await offerNewConnection(relevant, lookup.reason);
    return null;
  }

  /** Asks for a connection, whether or not one was chosen before. */
  async choose(file: string | null): Promise<string | null> {
    const known = await this.#index.all();
    const relevant = file !== null && isRelevant(file, known) ? file : null;
    if (known.length === 0) {
      await offerNewConnection(relevant, 'noConnections');
      return null;
    }
    const naming = relevant === null ? [] : connectionsNaming(relevant, known);
    return this.#ask(naming.length === 0 ? null : relevant, naming.length === 0 ? known : naming);
  }

  async #ask(file: string | null, candidates: readonly KnownConnection[]): Promise<string | null> {
    const remembered = this.#memory.connectionFor(file);
    const items = candidates
      .map((candidate) => ({ candidate, isLast: remembered !== null && pathKey(candidate.path) === pathKey(remembered) }))
      .sort((left, right) => Number(right.isLast) - Number(left.isLast))
      .map(({ candidate, isLast }) => ({
        label: candidate.name,
        description: isLast ? 'last used' : '',
        detail: `${vscode.workspace.asRelativePath(candidate.path)}${candidate.connection ? '' : ' — cannot be read'}`,
        path: candidate.path,
      }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Choose connection',
      placeHolder: 'The source and the target that the configuration is tried with',
      matchOnDetail: true,
    });
    if (!chosen) return null;
    await this.#memory.rememberConnection(file, chosen.path);
    return chosen.path;
  }
}

/** Whether a file is a configuration; other files say nothing about the connection that is meant. */
export function isRelevant(file: string, known: readonly KnownConnection[]): boolean {
  return (
    isConfigurationName(file) || connectionsNaming(file, known).length > 0 || mentionsRules(openDocument(file)?.getText() ?? '')
  );
}

const createLabel = 'New connection file';

async function offerNewConnection(file: string | null, reason: 'noConnections' | 'notNamed'): Promise<void> {
  const folder = file === null ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(file);
  if (folder === undefined) {
    void vscode.window.showWarningMessage(
      'No folder is open, so there is no connection to run with. Open the folder that holds your configuration and its connection file (*.provision.json).',
    );
    return;
  }
  const name = file === null ? null : vscode.workspace.asRelativePath(file);
  const message =
    name === null || reason === 'noConnections'
      ? 'This workspace has no connection file (*.provision.json). It names the source, the target and the configuration of a run.'
      : `No connection file (*.provision.json) names ${name}. Name it in the "configuration" of one, or make a new one.`;
  if ((await vscode.window.showWarningMessage(message, createLabel)) !== createLabel) return;
  const path = join(folder, file === null ? 'new.provision.json' : newConnectionName(file));
  await vscode.window.showTextDocument(await newDocument(path, newConnectionText(file)));
}

/** An unsaved document that will be saved under a path; where a file stands there already, one without a path. */
async function newDocument(path: string, content: string): Promise<vscode.TextDocument> {
  const exists = await vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
  if (exists) return vscode.workspace.openTextDocument({ language: 'jsonc', content });
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path).with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), content);
  if (document.getText() === '') await vscode.workspace.applyEdit(edit);
  return document;
}
