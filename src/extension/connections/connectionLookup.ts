import { dirname, resolve } from 'node:path';
import type { Connection } from '../../core/connection/connection.ts';
import { pathKey } from '../paths.ts';

/** A connection file of the workspace; `connection` is null where its text cannot be read. */
export interface KnownConnection {
  readonly path: string;
  readonly name: string;
  readonly connection: Connection | null;
}

/** Which connection a command is for, as far as it can be told without asking. */
export type ConnectionLookup =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'ask'; readonly candidates: readonly KnownConnection[] }
  | { readonly kind: 'none'; readonly reason: 'noConnections' | 'notNamed' };

/** The configuration files that a connection names, as absolute paths. */
export function configurationPaths(connectionPath: string, connection: Connection): readonly string[] {
  const { configuration } = connection;
  const named = configuration.kind === 'schema' ? [configuration.schema] : [configuration.mapping, configuration.scope];
  return named.filter((path) => path !== null).map((path) => resolve(dirname(connectionPath), path));
}

/** Every file that a run of a connection reads, as absolute paths, the connection file first. */
export function filesOfConnection(connectionPath: string, connection: Connection | null): readonly string[] {
  if (!connection) return [connectionPath];
  const directories = [connection.source, connection.target]
    .filter((directory) => directory.kind === 'file')
    .map((directory) => resolve(dirname(connectionPath), directory.path));
  return [connectionPath, ...configurationPaths(connectionPath, connection), ...directories];
}

/** The connections whose configuration names a file. */
export function connectionsNaming(file: string, known: readonly KnownConnection[]): readonly KnownConnection[] {
  const key = pathKey(file);
  return known.filter(
    ({ path, connection }) => connection && configurationPaths(path, connection).some((named) => pathKey(named) === key),
  );
}

/**
 * Finds the connection for a configuration file, or for no file at all (null): the only one that fits, else the remembered one of those that
 * fit.
 */
export function lookUpConnection(
  file: string | null,
  known: readonly KnownConnection[],
  remembered: string | null,
): ConnectionLookup {
  const candidates = file === null ? known : connectionsNaming(file, known);
  const [only] = candidates;
  if (!only) return { kind: 'none', reason: known.length === 0 ? 'noConnections' : 'notNamed' };
  if (candidates.length === 1) return { kind: 'found', path: only.path };
  const chosen = remembered === null ? undefined : candidates.find(({ path }) => pathKey(path) === pathKey(remembered));
  // Without a file nothing says which one is meant, so the last choice is not taken for granted.
  return chosen && file !== null ? { kind: 'found', path: chosen.path } : { kind: 'ask', candidates };
}
