import * as vscode from 'vscode';
import type { Trace } from '../../core/trace/trace.ts';
import type { CommandId } from '../commands/commandTable.ts';
import { type CredentialOffer, credentialOffer } from '../credentials/credentialOffer.ts';
import type { Refused, RunTarget } from './sessionPorts.ts';

const openFile = 'Open connection file';

/** Says why a provision was refused; where the connection file can allow it, with the way there. */
export async function noticeRefusal({ connectionPath }: RunTarget, { message, advice, code }: Refused): Promise<void> {
  const ways = code === 'ReadOnly' ? [openFile] : [];
  if ((await vscode.window.showWarningMessage(`${message} ${advice}`.trim(), ...ways)) !== openFile) return;
  await vscode.window.showTextDocument(vscode.Uri.file(connectionPath), { viewColumn: vscode.ViewColumn.One });
}

const offers = {
  signIn: { label: 'Sign in…', command: 'provisionOnDemand.signIn' },
  setCredential: { label: 'Set credential…', command: 'provisionOnDemand.setCredential' },
} as const satisfies Readonly<Record<CredentialOffer, { readonly label: string; readonly command: CommandId }>>;

/** A failure for want of a credential comes with the command that obtains it, which then runs again. */
export async function noticeMissingCredential({ connectionPath }: RunTarget, trace: Trace): Promise<void> {
  const offer = credentialOffer(trace);
  if (!offer) return;
  const { label, command } = offers[offer];
  const message = trace.steps.find(({ error }) => error !== null)?.error?.message;
  const answer = await vscode.window.showWarningMessage(message ?? 'A directory did not accept the credential.', label);
  if (answer === label) await vscode.commands.executeCommand(command, { file: connectionPath });
}
