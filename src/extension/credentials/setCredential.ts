import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import type { CredentialSide } from './credentialSides.ts';

/** The private key of a certificate has a few thousand characters. */
const maximumKeyBytes = 64 * 1024;

/** Asks for a credential and keeps it, or forgets the one that is kept; false where nothing was changed. It is shown and logged nowhere. */
export async function setCredential(side: CredentialSide, secrets: vscode.SecretStorage, log: Log): Promise<boolean> {
  const { key, title } = side.request;
  const isKept = (await secrets.get(key)) !== undefined;
  const wish = isKept ? await askWhatToDo(title) : 'set';
  if (wish === null) return false;
  if (wish === 'remove') {
    await secrets.delete(key);
    void vscode.window.showInformationMessage(`${upperFirst(title)} is no longer kept.`);
    return true;
  }
  const isKeyFile = side.reference.kind === 'graph' && side.reference.signIn === 'clientCertificate';
  const value = isKeyFile ? await readKeyFile(title) : await askForText(title);
  if (value === null) return false;
  log.keepOut(value);
  await secrets.store(key, value);
  return true;
}

async function askWhatToDo(title: string): Promise<'set' | 'remove' | null> {
  const items = [
    { label: 'Replace…', wish: 'set' },
    { label: 'Remove', wish: 'remove' },
  ] as const;
  const chosen = await vscode.window.showQuickPick(items, { title: upperFirst(title), placeHolder: 'It is kept already.' });
  return chosen?.wish ?? null;
}

async function askForText(title: string): Promise<string | null> {
  const value = await vscode.window.showInputBox({
    title: 'Set credential',
    prompt: `Enter ${title}. VS Code keeps it encrypted; it is never written into a file.`,
    password: true,
    // Whoever fetches it from a password manager leaves the window meanwhile.
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A credential cannot be empty.' : null),
  });
  return value === undefined || value.trim() === '' ? null : value;
}

/** A key has several lines, which an input box cannot hold. */
async function readKeyFile(title: string): Promise<string | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({ title: `Choose the file that holds ${title}`, openLabel: 'Keep this key' })) ?? [];
  if (!uri) return null;
  const { size } = await stat(uri.fsPath);
  const text = size > maximumKeyBytes ? '' : await readFile(uri.fsPath, 'utf8');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return text;
  void vscode.window.showErrorMessage(
    `${uri.fsPath} holds no private key in PEM form, so nothing was kept. Choose the key, not the certificate.`,
  );
  return null;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
