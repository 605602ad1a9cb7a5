import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Sessions } from '../../connectors/sessions.ts';
import type { RunHost } from '../../run/run.ts';
import { signInWindow } from '../credentials/signInWindow.ts';
import type { Log } from '../log.ts';
import { pathKey } from '../paths.ts';

/** Larger files are not configurations or lists of test people. */
const maximumBytes = 64 * 1024 * 1024;

/** The document of a file that is open in the window; what is open counts, saved or not. */
export function openDocument(path: string): vscode.TextDocument | undefined {
  const key = pathKey(path);
  return vscode.workspace.textDocuments.find(
    ({ uri, isClosed }) => !isClosed && uri.scheme === 'file' && pathKey(uri.fsPath) === key,
  );
}

/** The text of a file: the unsaved text where it is open, else the text on disk, a byte-order mark included. */
export async function readText(path: string): Promise<string> {
  const document = openDocument(path);
  if (document) return document.getText();
  const { size } = await stat(path);
  if (size > maximumBytes) throw new Error(`${path} has ${Math.ceil(size / 1024 / 1024)} MB; at most 64 MB are read.`);
  return readFile(path, 'utf8');
}

/** What a run needs, given by the window: open texts, SecretStorage and, after it, the environment; the browser to sign in with. */
export function editorHost(secrets: vscode.SecretStorage, sessions: Sessions, log: Log): RunHost {
  return {
    readText,
    async secret({ key, env }) {
      const value = (await secrets.get(key)) ?? (env === null ? undefined : process.env[env]);
      if (value !== undefined) log.keepOut(value);
      return value;
    },
    signIn: signInWindow(secrets, log),
    sessions,
    now: () => Date.now(),
    random: () => Math.random(),
  };
}
