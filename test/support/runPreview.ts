import assert from 'node:assert/strict';
import { readSchema } from '../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../src/core/schema/resolveConfiguration.ts';
import type { Assignment } from '../../src/core/scope/gates.ts';
import type { Semantics } from '../../src/core/semantics.ts';
import type { SourceDirectory, TargetDirectory } from '../../src/core/trace/directory.ts';
import { preview } from '../../src/core/trace/preview.ts';
import type { PreviewInput } from '../../src/core/trace/previewContext.ts';
import type { Change, Trace } from '../../src/core/trace/trace.ts';
import { schemaText, type TestSchema } from './schemaText.ts';

export interface TestRun {
  readonly text: string;
  readonly source: SourceDirectory;
  readonly target: TargetDirectory;
  readonly user: string;
  /** The name of the object mapping; left out, the one that maps users. */
  readonly objectMapping?: string;
  readonly assignment?: Assignment;
  readonly tenantConstants?: ReadonlyMap<string, string>;
  readonly semantics?: Partial<Semantics>;
  readonly skipOutOfScopeDeletions?: boolean;
  readonly changed?: readonly string[] | null;
  readonly cancelled?: () => boolean;
  readonly random?: () => number;
}

/** What an engine gets in a test: a fixed clock, and nothing from a machine. */
export function inputOf(run: TestRun): PreviewInput {
  const { schema } = readSchema(run.text);
  assert.ok(schema);
  const resolved = resolveConfiguration(schema, { rule: null, objectMapping: run.objectMapping ?? null, dialect: null });
  assert.ok(resolved.ok, resolved.ok ? '' : resolved.problem.message);
  return {
    connectionName: 'test',
    configuration: resolved.configuration,
    configurationHash: 'hash',
    source: run.source,
    target: run.target,
    user: run.user,
    assignment: run.assignment ?? null,
    skipOutOfScopeDeletions: run.skipOutOfScopeDeletions ?? false,
    changed: run.changed ?? null,
    related: resolved.related,
    tenantConstants: run.tenantConstants ?? new Map(),
    semantics: run.semantics ?? {},
    clock: { now: () => Date.UTC(2026, 0, 31, 12) },
    random: run.random ?? (() => 0.5),
    cancelled: run.cancelled ?? (() => false),
  };
}

/** Runs a preview with a fixed clock; checks that the steps arrive in the design's order. */
export async function runPreview(run: TestRun): Promise<Trace> {
  const steps = preview(inputOf(run));
  const seen: string[] = [];
  for (;;) {
    const next = await steps.next();
    if (!next.done) {
      seen.push(next.value.kind);
      continue;
    }
    assert.deepEqual(seen, ['testConnection', 'import', 'scope', 'match', 'action']);
    return next.value;
  }
}

/** The same from a test schema instead of a text. */
export function runWith(schema: TestSchema, run: Omit<TestRun, 'text'>): Promise<Trace> {
  return runPreview({ ...run, text: schemaText(schema) });
}

/** The change of one target attribute. */
export function changeOf(trace: Trace, target: string): Change {
  const change = trace.changes.find((candidate) => candidate.target === target);
  assert.ok(change, `no change for ${target}`);
  return change;
}
