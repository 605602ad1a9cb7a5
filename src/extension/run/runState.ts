import { basename } from 'node:path';
import type { ViewState } from '../../protocol/messages.ts';
import type { PreparedRun } from '../../run/run.ts';

/** What the view calls the parts of a connection. */
type Labels = Pick<ViewState, 'connectionName' | 'configurationLabel' | 'sourceLabel' | 'targetLabel'>;

export function labelsOf(prepared: PreparedRun): Labels {
  return {
    connectionName: prepared.connection.name,
    configurationLabel: basename(prepared.configurationPath),
    sourceLabel: prepared.sourceLabel,
    targetLabel: prepared.targetLabel,
  };
}

/**
 * A state without results: what was shown of an earlier text must not stand beside the present one.
 * @param known the state before, whose labels still hold; null where the connection was not read yet.
 */
export function emptyState(
  known: Labels | null,
  connectionPath: string,
  now: Pick<ViewState, 'user' | 'unsaved' | 'outdated' | 'incremental'>,
): ViewState {
  return {
    connectionName: known?.connectionName ?? basename(connectionPath).replace(/\.provision\.json$/, ''),
    configurationLabel: known?.configurationLabel ?? '',
    sourceLabel: known?.sourceLabel ?? '',
    targetLabel: known?.targetLabel ?? '',
    ...now,
    mode: 'preview',
    running: false,
    steps: [],
    trace: null,
    provision: { allowed: false, reason: null },
    problem: null,
  };
}
