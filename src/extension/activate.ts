import * as vscode from 'vscode';
import { Sessions } from '../connectors/sessions.ts';
import { provisionCommands } from './commands/provisionCommands.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { showAuditLog } from './commands/showAuditLog.ts';
import { isTrusted } from './commands/trust.ts';
import { ConnectionChooser } from './connections/connectionChooser.ts';
import { ConnectionIndex } from './connections/connectionIndex.ts';
import type { CredentialCommand } from './credentials/credentialCommands.ts';
import { Log } from './log.ts';
import { Memory } from './memory.ts';
import { LanguageLoader } from './providers/languageLoader.ts';
import { editorHost } from './run/editorHost.ts';
import { LatestFacts } from './run/latestFacts.ts';
import { RunController } from './runController.ts';
import { UserStatus } from './statusBar.ts';

/**
 * The composition root: makes every part, ties them together and does nothing else. The engine and the connectors are loaded by the first
 * run (`RunController.prepare`), the language features by the first configuration that is opened (`LanguageLoader`), the commands about
 * credentials by the first of them.
 */
export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel('Provision on Demand', { log: true });
  const log = new Log(channel);
  const choicesChanged = new vscode.EventEmitter<void>();
  const memory = new Memory(context.workspaceState, () => choicesChanged.fire());
  const index = new ConnectionIndex();
  const chooser = new ConnectionChooser(index, memory);
  const sessions = new Sessions();
  const host = editorHost(context.secrets, sessions, log);
  const auditFile = vscode.Uri.joinPath(context.globalStorageUri, 'audit.log');
  const controller = new RunController({ extensionUri: context.extensionUri, host, index, memory, log, auditFile });
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
  const parts = { controller, chooser, memory };
  const credential = (id: CredentialCommand) => async (argument: unknown) => {
    const { credentialCommands } = await import('./credentials/credentialCommands.ts');
    return credentialCommands({ ...parts, index, host, secrets: context.secrets, log })[id](argument);
  };
  const commands = {
    ...provisionCommands(parts),
    'provisionOnDemand.setCredential': credential('provisionOnDemand.setCredential'),
    'provisionOnDemand.signIn': credential('provisionOnDemand.signIn'),
    'provisionOnDemand.signOut': credential('provisionOnDemand.signOut'),
    'provisionOnDemand.showAuditLog': async () => (isTrusted() ? showAuditLog(auditFile) : null),
  };
  const refreshStatus = (): void => void status.refresh();

  context.subscriptions.push(
    channel,
    choicesChanged,
    index,
    controller,
    status,
    ...registerCommands(commands, log, () => channel.show(true)),
    facts,
    language,
    index.onDidChange(() => choicesChanged.fire()),
    choicesChanged.event(refreshStatus),
    controller.onDidChange(refreshStatus),
    vscode.window.onDidChangeActiveTextEditor(refreshStatus),
  );
  refreshStatus();

  atTheEnd = async () => {
    // What was sent is read back and told before its connection closes.
    await controller.writeOver;
    await sessions.close();
  };
}

let atTheEnd = async (): Promise<void> => {};

/** VS Code waits for this for a few seconds when the window closes. */
export function deactivate(): Promise<void> {
  return atTheEnd();
}
