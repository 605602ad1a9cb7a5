import * as vscode from 'vscode';
import type { ConnectionChooser } from './connections/connectionChooser.ts';
import type { ConnectionIndex } from './connections/connectionIndex.ts';
import type { KnownConnection } from './connections/connectionLookup.ts';
import { kindOfDocument } from './kindOfDocument.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import type { RunController } from './runController.ts';
import { statusWords } from './statusWords.ts';

/** What the status bar item is made from. */
export interface StatusParts {
  readonly chooser: ConnectionChooser;
  readonly index: ConnectionIndex;
  readonly controller: RunController;
  readonly memory: Memory;
  readonly log: Log;
}

/** The current user and connection, in the status bar: of the active configuration, else of the open view. */
export class UserStatus implements vscode.Disposable {
  readonly #parts: StatusParts;
  readonly #item: vscode.StatusBarItem;
  readonly #trusted: vscode.Disposable;
  #turn = 0;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#item = vscode.window.createStatusBarItem('provisionOnDemand.user', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = 'Provision on Demand: user';
    this.#trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh());
  }

  /** Shows what holds now. Never rejects. */
  async refresh(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const current = await this.#current();
      if (turn !== this.#turn) return;
      if (current) this.#show(current.connection);
      else this.#item.hide();
    } catch (error) {
      this.#parts.log.recordError('The status bar could not be refreshed', error);
    }
  }

  dispose(): void {
    this.#turn += 1;
    this.#trusted.dispose();
    this.#item.dispose();
  }

  /** Null where nothing is to be shown; without a connection where one is still to be chosen. */
  async #current(): Promise<{ readonly connection: KnownConnection | null } | null> {
    const document = vscode.window.activeTextEditor?.document;
    const file = document?.uri.scheme === 'file' ? document.uri.fsPath : null;
    const { shown } = this.#parts.controller;
    if (document && file !== null && isOurs(document)) {
      const connection = await this.#parts.chooser.peek(file);
      if (connection || !shown) return { connection };
    }
    return shown && { connection: await this.#parts.index.get(shown.connectionPath) };
  }

  #show(connection: KnownConnection | null): void {
    const user = connection && this.#parts.memory.lastUser(connection.path);
    const { text, tooltip, command } = statusWords(connection, user?.displayName ?? null, vscode.workspace.isTrusted);
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.command = command;
    this.#item.show();
  }
}

function isOurs(document: vscode.TextDocument): boolean {
  return ['json', 'jsonc'].includes(document.languageId) && kindOfDocument(document) !== null;
}
