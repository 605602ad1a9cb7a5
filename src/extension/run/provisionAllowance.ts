import type { Trace } from '../../core/trace/trace.ts';
import type { ViewState } from '../../protocol/messages.ts';
import type { PreparedRun } from '../../run/run.ts';
import { refusals } from './writeUnderWay.ts';

/**
 * Whether the view offers to provision what it shows.
 * @param changed the lens of an incremental change; null for a full import.
 * @param trace null where there is no result.
 */
export function provisionAllowance(
  prepared: PreparedRun | null,
  changed: readonly string[] | null,
  trace: Trace | null,
): ViewState['provision'] {
  if (!prepared || !trace) return { allowed: false, reason: null };
  if (!prepared.provision.ok) return no(prepared.provision.error);
  if (changed) return no(refusals.incremental);
  if (trace.status === 'failure' && trace.mode === 'preview')
    return { allowed: false, reason: 'The run failed, so there is nothing to write.' };
  if (trace.action === 'none' || trace.action === 'skip') return { allowed: false, reason: 'There is nothing to write.' };
  return { allowed: true, reason: null };
}

function no({ message, advice }: { readonly message: string; readonly advice: string }): ViewState['provision'] {
  return { allowed: false, reason: `${message} ${advice}`.trim() };
}
