import { dirname, resolve } from 'node:path';
import { readConnection } from '../../core/connection/readConnection.ts';
import { resolveConfiguration } from '../../core/schema/resolveConfiguration.ts';
import type { ObjectMappingChoice } from '../../language/objectMappingLenses.ts';
import { prepareRun } from '../../run/prepareRun.ts';
import { readSchemaOnce } from '../../run/readSchemaOnce.ts';
import type { PreparedRun, RunHost, RunRefusal } from '../../run/run.ts';
import type { RunTarget } from './sessionPorts.ts';

/**
 * Prepares a run for a target. A chosen object mapping is looked up by its name at every run, since its place in the file moves while the
 * file is edited; where it is gone, the run is refused instead of taking the one that stands there now.
 * @param changed the source attributes that are taken as changed; null for a full import.
 */
export async function prepareTarget(
  target: RunTarget,
  host: RunHost,
  signal: AbortSignal,
  changed: readonly string[] | null = null,
): Promise<PreparedRun | RunRefusal> {
  const { connectionPath, choice } = target;
  if (!choice) return prepareRun(connectionPath, host, signal, { changed });
  const chosen = await findChoice(connectionPath, choice, host);
  // What kept it from being looked up keeps the run from starting too, and is said there.
  if (!chosen) return prepareRun(connectionPath, host, signal, { changed });
  return chosen.ok ? prepareRun(connectionPath, host, signal, { objectMappingPointer: chosen.pointer, changed }) : chosen;
}

type Found = { readonly ok: true; readonly pointer: string } | RunRefusal;

/** The place of a chosen mapping in the text as it is now; null where the connection names no schema that can be read. */
async function findChoice(connectionPath: string, choice: ObjectMappingChoice, host: RunHost): Promise<Found | null> {
  const connection = await host.readText(connectionPath).then(
    (text) => readConnection(text).connection,
    () => null,
  );
  if (connection?.configuration.kind !== 'schema') return null;
  const path = resolve(dirname(connectionPath), connection.configuration.schema);
  const schema = await host.readText(path).then(
    (text) => readSchemaOnce(text).schema,
    () => null,
  );
  if (!schema || schema.synchronizationRules.length === 0) return null;
  const found = resolveConfiguration(schema, { ...choice, dialect: null });
  if (found.ok) return { ok: true, pointer: found.configuration.objectMapping.pointer };
  const advice = found.problem.fix ?? 'Run from the object mapping again.';
  return { ok: false, message: `The object mapping of this run is gone. ${found.problem.message}`, advice, problems: [] };
}
