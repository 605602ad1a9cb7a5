import type { Configuration } from '../schema/configuration.ts';
import type { WithSemantics } from '../semantics.ts';
import { appliesPlacesOnDemand, type ScopeResult } from './gates.ts';

/**
 * One sentence where provisioning on demand treats the chosen object differently from a cycle, or where the documents say that it does;
 * null elsewhere (facts/graph-synchronization.md, section 7.6).
 */
export function onDemandNote(configuration: Configuration, scope: ScopeResult, semantics: WithSemantics): string | null {
  if (appliesPlacesOnDemand(configuration, semantics)) return null;
  if (scope.verdict !== scope.onDemand) {
    const cycle =
      scope.verdict === 'unknown'
        ? 'whether a cycle would include this person cannot be told here'
        : 'a cycle would leave this person out of scope';
    return `Provisioning on demand does not apply organizational units and groups to the chosen person; ${cycle}.`;
  }
  const filtered = scope.gates.some(({ gate, verdict }) => gate === 'filter' && verdict === 'failed');
  return filtered
    ? "Microsoft's page on cloud sync says that scoping is not applied on demand, but public runs show that the clauses of scoping filters are; this preview shows what a cycle does."
    : null;
}
