import type { Configuration } from '../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../schema/directoryNames.ts';
import { appliesPlacesOnDemand, type ScopeResult, type ScopeVerdict } from '../scope/gates.ts';
import type { WithSemantics } from '../semantics.ts';

/**
 * How an object stands towards the object mapping. `inactive`: disabled in the source, and in scope but for that; `softDeleted`: deleted there
 * and restorable; `left`: unassigned, or out of the scoping filters; `deleted`: gone from the source for good; `reportedDeleted`: out of the
 * organizational units or groups of a rule whose source is read by an agent, which reports it as deleted (facts/graph-synchronization.md,
 * section 7.6).
 */
export type Standing =
  | 'inScope'
  | 'inactive'
  | 'softDeleted'
  | 'left'
  | 'deleted'
  | 'reportedDeleted'
  | 'notProcessed'
  | 'unknown';

/** The standing of an object for provisioning on demand, by which the trace goes, and in a cycle. */
export interface Standings {
  readonly onDemand: Standing;
  readonly cycle: Standing;
}

export function standingsOf(configuration: Configuration, scope: ScopeResult, semantics: WithSemantics): Standings {
  const byAgent = readByAgent(configuration);
  return {
    onDemand: standingOf(scope, scope.onDemand, byAgent, appliesPlacesOnDemand(configuration, semantics)),
    cycle: standingOf(scope, scope.verdict, byAgent, true),
  };
}

function standingOf(scope: ScopeResult, verdict: ScopeVerdict, byAgent: boolean, placesApply: boolean): Standing {
  if (verdict === 'notProcessed') return verdict;
  if (scope.deletion === 'hard') return 'deleted';
  if (verdict !== 'outOfScope') return verdict;
  const failed = scope.gates.filter((gate) => gate.verdict === 'failed').map(({ gate }) => gate);
  const outside = failed.includes('container') || failed.includes('group');
  if (byAgent && placesApply && outside) return 'reportedDeleted';
  const others = failed.filter((gate) => gate !== 'active' && (placesApply || (gate !== 'container' && gate !== 'group')));
  if (others.length > 0) return 'left';
  return scope.deletion === 'soft' ? 'softDeleted' : 'inactive';
}

/** From Active Directory to Entra, cloud sync reads through its agent, which knows the organizational units and groups. */
function readByAgent({ rule }: Configuration): boolean {
  return rule !== null && isActiveDirectory(rule.sourceDirectoryName) && isEntra(rule.targetDirectoryName);
}

/** Entra to Entra: the target is named after the source, with "(target tenant)" behind it. */
export function isCrossTenant({ rule }: Configuration): boolean {
  if (!rule) return false;
  const target = rule.targetDirectoryName.replace(/\s*\([^)]*\)\s*$/, '');
  return isEntra(rule.sourceDirectoryName) && isEntra(target);
}

/** Whether Entra is known to be where people come from. A mapping file does not say. */
export function comesFromEntra({ rule }: Configuration): boolean {
  return rule !== null && isEntra(rule.sourceDirectoryName);
}
