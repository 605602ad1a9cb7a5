import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import { type CommandId, commandTable } from './commandTable.ts';

/** Registers every command of the table. What a handler throws is a bug: it is logged and said, and never left unhandled. */
export function registerCommands(
  handlers: Readonly<Record<CommandId, (argument: unknown) => Promise<unknown>>>,
  log: Log,
  showLog: () => void,
): readonly vscode.Disposable[] {
  return commandTable.map(({ id, title }) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        return await handlers[id](argument);
      } catch (error) {
        const message = log.recordError(title, error);
        reportError(`“${title}” failed: ${message}`, showLog);
        return null;
      }
    }),
  );
}

const showOutput = 'Show output';

function reportError(message: string, showLog: () => void): void {
  vscode.window.showErrorMessage(message, showOutput).then(
    (answer) => {
      if (answer === showOutput) showLog();
    },
    () => {},
  );
}
