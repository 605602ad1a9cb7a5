import * as vscode from 'vscode';
import { provisionCommands } from './commands/provisionCommands.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { ConnectionChooser } from './connections/connectionChooser.ts';
import { ConnectionIndex } from './connections/connectionIndex.ts';
import { Log } from './log.ts';
import { Memory } from './memory.ts';
import { LanguageLoader } from './providers/languageLoader.ts';
import { editorHost } from './run/editorHost.ts';
import { LatestFacts } from './run/latestFacts.ts';
import { RunController } from './runController.ts';
import { UserStatus } from './statusBar.ts';

/**
 * The composition root: makes every part, ties them together and does nothing else. The engine and the connectors are loaded by the first
 * run (`RunController.prepare`), the language features by the first configuration that is opened (`LanguageLoader`).
 */
export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel('Provision on Demand', { log: true });
  const log = new Log(channel);
  const choicesChanged = new vscode.EventEmitter<void>();
  const memory = new Memory(context.workspaceState, () => choicesChanged.fire());
  const index = new ConnectionIndex();
  const chooser = new ConnectionChooser(index, memory);
  const host = editorHost(context.secrets, log);
  const controller = new RunController({ extensionUri: context.extensionUri, host, index, memory, log });
  const status = new UserStatus({ chooser, index, controller, memory, log });
  const facts = new LatestFacts(controller);
  const language = new LanguageLoader({
    extensionUri: context.extensionUri,
    facts,
    chooser,
    memory,
    log,
    choicesChanged: choicesChanged.event,
  });
  const refreshStatus = (): void => void status.refresh();

  context.subscriptions.push(
    channel,
    choicesChanged,
    index,
    controller,
    status,
    ...registerCommands(provisionCommands({ controller, chooser, memory }), log, () => channel.show(true)),
    facts,
    language,
    index.onDidChange(() => choicesChanged.fire()),
    choicesChanged.event(refreshStatus),
    controller.onDidChange(refreshStatus),
    vscode.window.onDidChangeActiveTextEditor(refreshStatus),
  );
  refreshStatus();
}
