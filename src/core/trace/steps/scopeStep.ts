import { masked, redactedAttributes } from '../../flow/redaction.ts';
import { evaluateScope, type ScopeResult } from '../../scope/gates.ts';
import type { Entry } from '../directory.ts';
import type { PreviewContext } from '../previewContext.ts';
import type { CollectionResult, ScopeDetails, ScopeStep } from '../trace.ts';

export interface ScopeOutcome {
  readonly step: ScopeStep;
  readonly result: ScopeResult;
}

/** Step 3: every gate and every clause with what it expected and what it found. */
export function runScope({ input, compiled }: PreviewContext, entry: Entry): ScopeOutcome {
  const started = input.clock.now();
  const result = evaluateScope(input.configuration, entry.attributes, input.assignment);
  const redacted = redactedAttributes(compiled.mappings);
  const details: ScopeDetails = {
    inScope: result.verdict === 'unknown' ? null : result.verdict === 'inScope',
    gates: result.gates,
    collections: {
      groups: maskedCollection(result.filter.groups, redacted),
      inputFilterGroups: maskedCollection(result.filter.inputFilterGroups, redacted),
      categoryFilterGroups: maskedCollection(result.filter.categoryFilterGroups, redacted),
    },
  };
  const decisive = result.gates.find((gate) => gate.verdict === (result.verdict === 'unknown' ? 'unknown' : 'failed'));
  const sentences: Readonly<Record<ScopeResult['verdict'], string>> = {
    inScope: 'In scope.',
    outOfScope: `Not in scope. ${decisive?.reason ?? ''}`,
    notProcessed: `Filtered out before provisioning. ${decisive?.reason ?? ''}`,
    unknown: `It cannot be told here whether this person is in scope. ${decisive?.reason ?? ''}`,
  };
  const statuses = { inScope: 'success', outOfScope: 'skipped', notProcessed: 'skipped', unknown: 'warning' } as const;
  return {
    result,
    step: {
      kind: 'scope',
      status: statuses[result.verdict],
      summary: sentences[result.verdict].trim(),
      durationMs: input.clock.now() - started,
      details,
      error: null,
    },
  };
}

function maskedCollection(collection: CollectionResult, redacted: ReadonlySet<string>): CollectionResult {
  if (redacted.size === 0) return collection;
  return {
    ...collection,
    groups: collection.groups.map((group) => ({
      ...group,
      clauses: group.clauses.map((clause) => ({ ...clause, actual: masked(clause.actual, redacted.has(clause.attribute)) })),
    })),
  };
}
