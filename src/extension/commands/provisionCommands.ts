import * as vscode from 'vscode';
import type { Trace } from '../../core/trace/trace.ts';
import type { ChosenUser } from '../run/chosenUser.ts';
import type { RunTarget } from '../run/sessionPorts.ts';
import { pickUser } from '../userPicker.ts';
import { chooseLens } from './chooseLens.ts';
import { type CommandId, hasRunKey } from './commandTable.ts';
import { activeFile, type CommandParts, targetFor } from './commandTarget.ts';
import { type RunArguments, readChanged, readRunArguments } from './runArguments.ts';
import { isTrusted } from './trust.ts';

type RunCommand = Extract<
  CommandId,
  `provisionOnDemand.${'run' | 'again' | 'chooseUser' | 'chooseConnection' | 'incremental' | 'provision'}`
>;

/** What the commands do that run. The results serve other extensions and tests: the trace, the user or the connection; null where nothing came. */
export function provisionCommands(parts: CommandParts): Readonly<Record<RunCommand, (argument: unknown) => Promise<unknown>>> {
  return {
    'provisionOnDemand.run': (argument) => run(parts, readRunArguments(argument)),
    'provisionOnDemand.again': () => again(parts),
    'provisionOnDemand.chooseUser': (argument) => chooseUser(parts, readRunArguments(argument)),
    'provisionOnDemand.chooseConnection': (argument) => chooseConnection(parts, readRunArguments(argument)),
    'provisionOnDemand.incremental': (argument) => incremental(parts, readChanged(argument)),
    'provisionOnDemand.provision': (argument) => provision(parts, readRunArguments(argument)),
  };
}

async function run(parts: CommandParts, given: RunArguments): Promise<Trace | null> {
  if (!isTrusted()) return null;
  const target = await targetFor(parts, given);
  if (!target) return null;
  const known = given.user ?? (given.useLastUser ? parts.memory.lastUser(target.connectionPath) : null);
  const user = known ?? (await askForUser(parts, target));
  if (!user) return null;
  return start(parts, target, user);
}

async function again(parts: CommandParts): Promise<Trace | null> {
  const { last } = parts.controller;
  if (!last) return run(parts, { ...readRunArguments(null), useLastUser: true });
  if (!isTrusted()) return null;
  const user = last.user ?? (await askForUser(parts, last.target));
  return user ? start(parts, last.target, user) : null;
}

async function chooseUser(parts: CommandParts, given: RunArguments): Promise<ChosenUser | null> {
  if (!isTrusted()) return null;
  const target = await targetFor(parts, given);
  if (!target) return null;
  const user = given.user ?? (await askForUser(parts, target));
  if (!user) return null;
  await parts.memory.rememberUser(target.connectionPath, user);
  const { shown } = parts.controller;
  // An open view shows the new user at once; without one nothing was asked to run.
  if (shown?.connectionPath === target.connectionPath) await start(parts, given.choice ? target : shown, user);
  return user;
}

async function chooseConnection(parts: CommandParts, given: RunArguments): Promise<string | null> {
  if (!isTrusted()) return null;
  const connectionPath = await parts.chooser.choose(given.file ?? activeFile());
  if (connectionPath === null) return null;
  const { shown } = parts.controller;
  if (shown && shown.connectionPath !== connectionPath) {
    await start(parts, { connectionPath, choice: null }, parts.memory.lastUser(connectionPath));
  }
  return connectionPath;
}

async function incremental(parts: CommandParts, given: readonly string[] | null): Promise<Trace | null> {
  if (!isTrusted()) return null;
  const { controller } = parts;
  const trace = controller.trace ?? (await again(parts));
  if (!trace) return null;
  const changed = given ?? (await chooseLens(trace, controller.changed));
  return changed && controller.look(changed);
}

/** Provisions for real: whoever the view shows, unless it was called for somebody else. The question cannot be answered by an argument. */
async function provision(parts: CommandParts, given: RunArguments): Promise<Trace | null> {
  if (!isTrusted()) return null;
  const { shown, last } = parts.controller;
  const isGiven = given.file !== null || given.choice !== null || given.user !== null;
  const target = shown && !isGiven ? shown : await targetFor(parts, given);
  if (!target) return null;
  const user = given.user ?? (target === shown ? last?.user : null) ?? (await askForUser(parts, target));
  if (!user) return null;
  void vscode.commands.executeCommand('setContext', hasRunKey, true);
  return parts.controller.provision(target, user);
}

async function start(parts: CommandParts, target: RunTarget, user: ChosenUser | null): Promise<Trace | null> {
  void vscode.commands.executeCommand('setContext', hasRunKey, true);
  return parts.controller.run(target, user);
}

/** Asks for a user. Where the connection cannot run, the view says why instead. */
async function askForUser(parts: CommandParts, target: RunTarget): Promise<ChosenUser | null> {
  const opening = new AbortController();
  try {
    const prepared = await parts.controller.prepare(target, opening.signal);
    if (!prepared.ok) {
      await start(parts, target, null);
      return null;
    }
    return await pickUser({
      connectionName: prepared.connection.name,
      sourceLabel: prepared.sourceLabel,
      source: prepared.source,
      objectName: prepared.objectName,
      people: prepared.connection.people,
      last: parts.memory.lastUser(target.connectionPath),
    });
  } finally {
    // Searches that nobody waits for any more end here.
    opening.abort();
  }
}
