import * as vscode from 'vscode';
import type { ConnectionChooser } from '../connections/connectionChooser.ts';
import type { Memory } from '../memory.ts';
import type { RunTarget } from '../run/sessionPorts.ts';
import type { RunController } from '../runController.ts';
import type { RunArguments } from './runArguments.ts';

/** What the commands work with. */
export interface CommandParts {
  readonly controller: RunController;
  readonly chooser: ConnectionChooser;
  readonly memory: Memory;
}

/** What a command is for: what it was called with, else the active file, else what the view shows. Asks where several fit. */
export async function targetFor({ controller, chooser }: CommandParts, given: RunArguments): Promise<RunTarget | null> {
  const file = given.file ?? activeFile();
  const { shown, isViewActive } = controller;
  if (file === null && shown && isViewActive) return given.choice ? { ...shown, choice: given.choice } : shown;
  const connectionPath = await chooser.forFile(file);
  return connectionPath === null ? null : { connectionPath, choice: given.choice };
}

export function activeFile(): string | null {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri.fsPath : null;
}
