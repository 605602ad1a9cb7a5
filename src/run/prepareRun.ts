import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { openSource, openTarget, openWriter } from '../connectors/openDirectory.ts';
import type { OpenOptions } from '../connectors/ports.ts';
import type { Connection } from '../core/connection/connection.ts';
import { readConnection } from '../core/connection/readConnection.ts';
import type { DirectoryResult, TargetDirectory } from '../core/trace/directory.ts';
import { preview } from '../core/trace/preview.ts';
import type { PreviewInput } from '../core/trace/previewContext.ts';
import { provision } from '../core/trace/provision.ts';
import { loadConfiguration } from './loadConfiguration.ts';
import { firstError, readFile, refusal, withPlace } from './refusal.ts';
import type { PreparedRun, ProvisionRun, RunHost, RunRefusal } from './run.ts';
import { uninterrupted, type WrittenTarget } from './uninterrupted.ts';

/** What a caller may ask for beside what the connection file says. */
export interface RunOptions {
  /** JSON pointer of an object mapping to run instead of the one that the connection names. */
  readonly objectMappingPointer?: string;
  /** The lens of an incremental cycle: the source attributes that changed. Left out or null, a full import. */
  readonly changed?: readonly string[] | null;
}

/**
 * Reads a connection and its configuration and opens the directories. Asks no directory anything yet. Never rejects for what files hold:
 * what keeps the run from starting is a refusal with every problem and its place.
 * @param connectionPath absolute
 * @param signal ends every call to a directory, now and later
 */
export async function prepareRun(
  connectionPath: string,
  host: RunHost,
  signal: AbortSignal,
  options: RunOptions = {},
): Promise<PreparedRun | RunRefusal> {
  const file = await readFile(host, connectionPath, 'The connection file');
  if (!file.ok) return file;
  const { connection, problems } = readConnection(file.text);
  const placed = problems.map((problem) => withPlace(connectionPath, file.text, problem));
  const fatal = firstError(problems);
  if (!connection || fatal) return refusal(`The connection file ${basename(connectionPath)} cannot be used`, fatal, placed);

  const folder = dirname(connectionPath);
  const loaded = await loadConfiguration(connection.configuration, folder, host, options.objectMappingPointer ?? null);
  if (!loaded.ok) return { ...loaded, problems: [...placed, ...loaded.problems] };

  const open: OpenOptions = {
    folder,
    signal,
    readText: (path) => host.readText(path),
    secret: (request) => host.secret(request),
    // Who is assigned takes questions and a permission of their own: they are asked for where the answer counts.
    servicePrincipalId: countsAssignments(connection, loaded.texts) ? connection.service.servicePrincipalId : null,
    ...(host.signIn && { signIn: host.signIn }),
    ...(host.sessions && { sessions: host.sessions }),
  };
  const source = openSource(connection.source, open);
  const target = openTarget(connection.target, open);
  const inputFor = (user: string): PreviewInput => ({
    connectionName: connection.name,
    configuration: loaded.configuration,
    configurationHash: hashOf(loaded.texts, connection),
    source,
    target,
    user,
    assignment: connection.assignment,
    skipOutOfScopeDeletions: connection.skipOutOfScopeDeletions,
    changed: options.changed ?? null,
    related: loaded.related,
    tenantConstants: connection.tenantConstants,
    semantics: connection.semantics,
    clock: { now: () => host.now() },
    random: () => host.random(),
    cancelled: () => signal.aborted,
  });
  return {
    ok: true,
    connection,
    reference: connection.configuration,
    configurationPath: loaded.configurationPath,
    scopePath: loaded.scopePath,
    sourceLabel: source.label,
    targetLabel: target.label,
    source,
    objectName: loaded.configuration.objectMapping.sourceObjectName,
    problems: [...placed, ...loaded.problems],
    start: (user) => preview(inputFor(user)),
    provision: provisionRun(connection, open, target, inputFor),
  };
}

/** A refusal where nothing may be written: then no writer is ever opened. */
function provisionRun(
  connection: Connection,
  open: OpenOptions,
  target: TargetDirectory,
  inputFor: (user: string) => PreviewInput,
): ProvisionRun {
  const opened = openWriter(connection, open);
  if (!opened.ok) return opened;
  // Nobody is there to sign in again once the run is cancelled.
  const { signIn } = open;
  const persistent: OpenOptions = {
    ...open,
    signal: new AbortController().signal,
    ...(signIn && { signIn: { ...signIn, mayAsk: false } }),
  };
  const again = (): DirectoryResult<WrittenTarget> => {
    const writer = openWriter(connection, persistent);
    return writer.ok ? { ok: true, value: { target: openTarget(connection.target, persistent), writer: writer.value } } : writer;
  };
  return {
    ok: true,
    start: (user, ports) => {
      const patient = uninterrupted({ target, writer: opened.value }, again);
      return provision({ ...inputFor(user), target: patient.target }, patient.writer, ports);
    },
  };
}

/** Whether the gates of assignment apply, or an expression reads the roles. */
function countsAssignments({ assignment }: Connection, texts: readonly string[]): boolean {
  return assignment === 'assigned' || texts.some((text) => /appRoleAssignment/i.test(text));
}

/** What the values of a trace depend on beside the people: the configuration's texts, and the settings of the connection. */
function hashOf(texts: readonly string[], connection: Connection): string {
  const { semantics, tenantConstants, assignment, skipOutOfScopeDeletions } = connection;
  const settings = JSON.stringify([
    Object.entries(semantics).sort(),
    [...tenantConstants].sort(),
    assignment,
    skipOutOfScopeDeletions,
  ]);
  return createHash('sha256')
    .update([...texts, settings].join('\0'))
    .digest('hex');
}
