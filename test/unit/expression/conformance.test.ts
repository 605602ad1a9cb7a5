import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { Outcome } from '../../../src/core/expression/outcome.ts';
import type { Semantics } from '../../../src/core/semantics.ts';
import { evaluate, type Given } from './evaluate.ts';

/** A row of `expression-conformance.json` (facts/expression-language.md, section 12). */
interface Row {
  readonly id: string;
  readonly dialect: string;
  readonly status: string;
  readonly expression: string;
  readonly inputs: Given;
  readonly expected: unknown;
  readonly computed?: unknown;
  readonly now?: string;
  readonly taken?: readonly string[];
  readonly guid?: string;
  readonly domain?: string;
}

const file = new URL('../../../../shared/data/expression-conformance.json', import.meta.url);

/**
 * The reference lists IIF over an empty attribute as unsupported, and other pages of Microsoft use it: it is evaluated, and the checker
 * warns (E7).
 */
const evaluatedAllTheSame: ReadonlySet<string> = new Set(['app-iif-null-01', 'app-iif-null-02', 'app-iif-null-03']);

function run(row: Row, semantics: Partial<Semantics> = {}): Outcome {
  const taken = new Set(row.taken?.map((value) => value.toLowerCase()));
  const { guid } = row;
  return evaluate(row.expression, row.inputs, {
    dialect: row.dialect === 'cloud-sync' ? 'cloud-sync' : 'app-provisioning',
    clock: { now: () => Date.parse(row.now ?? '2025-01-01T00:00:00Z') },
    defaultDomain: row.domain ?? null,
    semantics,
    isTaken: (candidate) => taken.has(candidate.toLowerCase()),
    ...(guid === undefined ? {} : { newGuid: () => guid }),
  }).outcome;
}

function fits(outcome: Outcome, expected: unknown): boolean {
  const mark =
    expected !== null && typeof expected === 'object' && !Array.isArray(expected) ? new Map(Object.entries(expected)) : null;
  switch (outcome.kind) {
    case 'null':
      return expected === null;
    case 'value': {
      const pattern = mark?.get('$pattern');
      if (pattern) return typeof outcome.value === 'string' && new RegExp(pattern).test(outcome.value);
      return JSON.stringify(outcome.value) === JSON.stringify(expected);
    }
    case 'ignored':
      return mark?.get(outcome.what === 'attribute' ? '$ignored' : '$ignoredObject') === true;
    case 'error':
      return mark?.has('$error') === true && (outcome.code !== 'CustomError' || outcome.message === mark.get('$error'));
    case 'unsupported':
      return mark?.has('$unsupported') === true;
  }
}

it('gives what Microsoft documents', (context) => {
  if (!existsSync(file)) return context.skip('../shared/data/expression-conformance.json is not here');
  const rows: readonly Row[] = JSON.parse(readFileSync(file, 'utf8'));
  const misses: string[] = [];
  for (const row of rows) {
    const outcome = run(row);
    const expected = row.status === 'documented-inconsistent' ? row.computed : row.expected;
    if (fits(outcome, expected)) continue;
    const got = outcome.kind === 'value' ? JSON.stringify(outcome.value) : outcome.kind;
    misses.push(row.id);
    context.diagnostic(`miss ${row.id} (${row.status}): ${got} for ${JSON.stringify(expected)}`);
  }
  context.diagnostic(`${rows.length - misses.length} of ${rows.length} conformance cases`);
  assert.deepEqual(
    misses.filter((id) => !evaluatedAllTheSame.has(id)),
    [],
  );
});

it('gives what the reference says of IIF over an empty attribute where a connection asks for its words', (context) => {
  if (!existsSync(file)) return context.skip('../shared/data/expression-conformance.json is not here');
  const rows: readonly Row[] = JSON.parse(readFileSync(file, 'utf8'));
  const asked = rows.filter(({ id }) => evaluatedAllTheSame.has(id));
  assert.equal(asked.length, 3);
  for (const row of asked) assert.ok(fits(run(row, { iifEmptySource: 'unsupported' }), row.expected), row.id);
});
