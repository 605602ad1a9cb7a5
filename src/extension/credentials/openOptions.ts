import { dirname } from 'node:path';
import type { OpenOptions } from '../../connectors/ports.ts';
import type { RunHost } from '../../run/run.ts';

/** What a connector gets when a command asks it outside of a run. */
export function openOptions(host: RunHost, connectionPath: string, signal: AbortSignal): OpenOptions {
  return {
    folder: dirname(connectionPath),
    signal,
    readText: (path) => host.readText(path),
    secret: (request) => host.secret(request),
    ...(host.signIn && { signIn: host.signIn }),
    ...(host.sessions && { sessions: host.sessions }),
  };
}
