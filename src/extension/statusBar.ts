import * as vscode from 'vscode';
import type { CommandId } from './commands/commandTable.ts';
import type { ConnectionChooser } from './connections/connectionChooser.ts';
import type { ConnectionIndex } from './connections/connectionIndex.ts';
import type { KnownConnection } from './connections/connectionLookup.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import { isConfigurationName, isConnectionName, mentionsRules } from './paths.ts';
import type { RunController } from './runController.ts';

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
  #turn = 0;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#item = vscode.window.createStatusBarItem('provisionOnDemand.user', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = 'Provision on Demand: user';
    const command: CommandId = 'provisionOnDemand.chooseUser';
    this.#item.command = command;
  }

  /** Shows what holds now. Never rejects. */
  async refresh(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const connection = await this.#current();
      if (turn !== this.#turn) return;
      if (connection) this.#show(connection);
      else this.#item.hide();
    } catch (error) {
      this.#parts.log.recordError('The status bar could not be refreshed', error);
    }
  }

  dispose(): void {
    this.#turn += 1;
    this.#item.dispose();
  }

  async #current(): Promise<KnownConnection | null> {
    const document = vscode.window.activeTextEditor?.document;
    const file = document?.uri.scheme === 'file' ? document.uri.fsPath : null;
    if (document && file !== null && isOurs(document, file)) {
      const connection = await this.#parts.chooser.peek(file);
      if (connection) return connection;
    }
    const { shown } = this.#parts.controller;
    return shown ? this.#parts.index.get(shown.connectionPath) : null;
  }

  #show(connection: KnownConnection): void {
    const user = this.#parts.memory.lastUser(connection.path);
    this.#item.text = `$(person) ${user ? user.displayName : 'Choose user…'} · ${connection.name}`;
    this.#item.tooltip = user
      ? `Provision on Demand runs for ${user.displayName} through ${connection.name}. Click to choose another user.`
      : `Choose the user that Provision on Demand runs for through ${connection.name}.`;
    this.#item.show();
  }
}

function isOurs(document: vscode.TextDocument, file: string): boolean {
  if (isConnectionName(file) || isConfigurationName(file)) return true;
  return ['json', 'jsonc'].includes(document.languageId) && mentionsRules(document.getText());
}
