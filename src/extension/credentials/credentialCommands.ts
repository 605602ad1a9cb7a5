import * as vscode from 'vscode';
import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import type { RunHost } from '../../run/run.ts';
import type { CommandId } from '../commands/commandTable.ts';
import { type CommandParts, targetFor } from '../commands/commandTarget.ts';
import { readRunArguments } from '../commands/runArguments.ts';
import { isTrusted } from '../commands/trust.ts';
import type { ConnectionIndex } from '../connections/connectionIndex.ts';
import type { KnownConnection } from '../connections/connectionLookup.ts';
import type { Log } from '../log.ts';
import { type CredentialSide, credentialSides, entraSides, sessionPrefix } from './credentialSides.ts';
import { openOptions } from './openOptions.ts';
import { setCredential } from './setCredential.ts';

/** What the commands about credentials work with. */
export interface CredentialParts extends CommandParts {
  readonly index: ConnectionIndex;
  readonly host: RunHost;
  readonly secrets: vscode.SecretStorage;
  readonly log: Log;
}

export type CredentialCommand = Extract<
  CommandId,
  'provisionOnDemand.setCredential' | 'provisionOnDemand.signIn' | 'provisionOnDemand.signOut'
>;

/** The least that a run asks of Entra; whatever needs more asks for it when it is needed. */
const firstScopes = ['User.Read.All'];

/** The commands that set, obtain and forget credentials. Each gives true where something was done. */
export function credentialCommands(
  parts: CredentialParts,
): Readonly<Record<CredentialCommand, (argument: unknown) => Promise<boolean>>> {
  return {
    'provisionOnDemand.setCredential': (argument) => set(parts, argument),
    'provisionOnDemand.signIn': (argument) => signInto(parts, argument),
    'provisionOnDemand.signOut': (argument) => signOutOf(parts, argument),
  };
}

async function set(parts: CredentialParts, argument: unknown): Promise<boolean> {
  const known = await connectionFor(parts, argument);
  if (!known) return false;
  const sides = credentialSides(known.connection);
  if (sides.length === 0) {
    const isEntra = entraSides(known.connection).length > 0;
    const advice = isEntra ? ' Use “Sign in…” for Entra.' : '';
    void vscode.window.showInformationMessage(`${known.name} needs no credential that is kept here.${advice}`);
    return false;
  }
  const side = sides.length === 1 ? sides[0] : await pickSide(known.name, sides);
  if (!side || !(await setCredential(side, parts.secrets, parts.log))) return false;
  await startAnew(parts, known.path, [sessionPrefix(side.reference)]);
  return true;
}

async function pickSide(connection: string, sides: readonly CredentialSide[]): Promise<CredentialSide | undefined> {
  const items = sides.map((side) => ({ label: upperFirst(side.request.title), description: side.side, side }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Set credential · ${connection}`,
    placeHolder: 'Which credential?',
  });
  return chosen?.side;
}

async function signInto(parts: CredentialParts, argument: unknown): Promise<boolean> {
  const found = await entraFor(parts, argument);
  if (!found) return false;
  const { path, reference } = found;
  const title = `Signing in to ${reference.tenant}`;
  const answer = await whileShown(title, async (signal) => {
    const { signIn } = await import('../../connectors/auth/signIn.ts');
    return signIn(reference, firstScopes, openOptions(parts.host, path, signal));
  });
  if (!answer.ok) return failed(answer.error);
  const { account, tenant } = answer.value;
  void vscode.window.showInformationMessage(`Signed in to ${tenant}${account === null ? '' : ` as ${account}`}.`);
  await startAnew(parts, path, []);
  return true;
}

async function signOutOf(parts: CredentialParts, argument: unknown): Promise<boolean> {
  const found = await entraFor(parts, argument);
  if (!found) return false;
  const { path, reference } = found;
  const answer = await whileShown(`Signing out of ${reference.tenant}`, async (signal) => {
    // What is being written is written as whoever agreed to it.
    await parts.controller.writeOver;
    const { signOut } = await import('../../connectors/auth/signOut.ts');
    return signOut(reference, openOptions(parts.host, path, signal));
  });
  if (!answer.ok) return failed(answer.error);
  await parts.host.sessions?.forget(sessionPrefix(reference));
  void vscode.window.showInformationMessage(`Signed out of ${reference.tenant}. ${answer.value.remains}`.trim());
  return true;
}

/** With a fresh credential whatever was open with the old one is closed, and the view that waits for it runs again. */
async function startAnew(parts: CredentialParts, path: string, prefixes: readonly string[]): Promise<void> {
  const { controller, host } = parts;
  await controller.writeOver;
  for (const prefix of prefixes) await host.sessions?.forget(prefix);
  const { shown, last } = controller;
  if (shown?.connectionPath === path && last) await controller.run(last.target, last.user);
}

/** The connection of a command as its file says it now; says what keeps it from being read. */
async function connectionFor(
  parts: CredentialParts,
  argument: unknown,
): Promise<(KnownConnection & { readonly connection: NonNullable<KnownConnection['connection']> }) | null> {
  if (!isTrusted()) return null;
  const target = await targetFor(parts, readRunArguments(argument));
  if (!target) return null;
  const known = await parts.index.get(target.connectionPath);
  if (known.connection) return { ...known, connection: known.connection };
  void vscode.window.showErrorMessage(
    `The connection file ${known.name} cannot be read now. Correct the errors in it and try again.`,
  );
  return null;
}

async function entraFor(
  parts: CredentialParts,
  argument: unknown,
): Promise<{ readonly path: string; readonly reference: GraphReference } | null> {
  const known = await connectionFor(parts, argument);
  if (!known) return null;
  const sides = entraSides(known.connection);
  if (sides.length === 0) {
    void vscode.window.showInformationMessage(
      `Neither side of ${known.name} is Entra, so there is nobody to sign in. Use “Set credential…”.`,
    );
    return null;
  }
  const [only] = sides;
  if (sides.length === 1 && only) return { path: known.path, reference: only };
  const items = sides.map((reference) => ({
    label: reference.tenant,
    description: reference.clientId ?? reference.signIn,
    reference,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: known.name, placeHolder: 'Which tenant?' });
  return chosen ? { path: known.path, reference: chosen.reference } : null;
}

function whileShown<Value>(title: string, work: (signal: AbortSignal) => Promise<Value>): Thenable<Value> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    return work(stop.signal);
  });
}

function failed({ kind, message, advice }: Extract<DirectoryResult<never>, { ok: false }>['error']): false {
  // Whoever cancelled knows it.
  if (kind !== 'cancelled') void vscode.window.showErrorMessage(`${message} ${advice}`.trim());
  return false;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
