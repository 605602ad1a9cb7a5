import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DispositionInput, disposition } from '../../../src/core/flow/disposition.ts';
import { type Standing, standingsOf } from '../../../src/core/flow/standing.ts';
import type { Configuration } from '../../../src/core/schema/configuration.ts';
import type { ObjectFlow } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import type { GateKind, Verdict } from '../../../src/core/trace/trace.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

function configurationOf(schema: Partial<TestSchema> = {}): Configuration {
  const mappings = [{ target: 'id', expression: '[id]', matchingPriority: 1 }];
  const read = readSchema(schemaText({ mappings, ...schema }));
  assert.ok(read.schema);
  const resolved = resolveConfiguration(read.schema, { rule: null, objectMapping: null, dialect: null });
  assert.ok(resolved.ok);
  return resolved.configuration;
}

const app = configurationOf();
const inbound = configurationOf({ source: 'Active Directory', target: 'Microsoft Entra ID' });
const crossTenant = configurationOf({ source: 'Azure Active Directory', target: 'Azure Active Directory (target tenant)' });

const standings: readonly Standing[] = [
  'inScope',
  'inactive',
  'softDeleted',
  'left',
  'deleted',
  'reportedDeleted',
  'notProcessed',
  'unknown',
];

/** The rules as questions asked one after the other, instead of a table. */
function rules(
  { configuration, standing, matched, run, skipOutOfScopeDeletions, semantics }: DispositionInput,
  honours: boolean,
): string {
  const { enabled, flowTypes } = configuration.objectMapping;
  const may = (flow: ObjectFlow): boolean => flowTypes.includes(flow);
  if (!enabled) return 'skip null';
  if (standing === 'unknown') return 'none null';
  if (standing === 'notProcessed') return 'skip NotEffectivelyEntitled';
  if (standing === 'inScope') {
    if (matched) return may('Update') ? 'update' : 'skip EntrySynchronizationSkipped';
    return may('Add') ? 'create' : 'skip JoinNotFound';
  }
  if (!matched) {
    if (standing === 'inactive' && semantics?.disabledPeople === 'created') return may('Add') ? 'create' : 'skip JoinNotFound';
    return standing === 'reportedDeleted' && run === 'onDemand' ? 'skip JoinNotFound' : 'skip NotEffectivelyEntitled';
  }
  const leftScope = standing === 'left' || standing === 'reportedDeleted';
  if (leftScope && skipOutOfScopeDeletions && honours) return 'skip NotEffectivelyEntitled';
  if (standing === 'deleted' || standing === 'reportedDeleted')
    return may('Delete') ? 'delete null' : 'skip NotEffectivelyEntitled';
  return 'deprovision';
}

describe('disposition', () => {
  it('decides every combination as the rules say', () => {
    let count = 0;
    const seen = new Set<string>();
    for (const base of [app, inbound, crossTenant])
      for (const enabled of [true, false])
        for (let flows = 0; flows < 8; flows++)
          for (const standing of standings)
            for (const matched of [true, false])
              for (const skipOutOfScopeDeletions of [true, false])
                for (const disabledPeople of ['neverCreated', 'created'] as const)
                  for (const run of ['onDemand', 'cycle'] as const) {
                    const flowTypes = (['Add', 'Update', 'Delete'] as const).filter((_, bit) => flows & (1 << bit));
                    const objectMapping = { ...base.objectMapping, enabled, flowTypes };
                    const configuration = { ...base, objectMapping };
                    const settings = { standing, matched, skipOutOfScopeDeletions, run, semantics: { disabledPeople } };
                    const input: DispositionInput = { ...settings, configuration };
                    const decided = disposition(input);
                    const actual = decided.kind === 'none' ? `${decided.plan.action} ${decided.plan.code}` : decided.kind;
                    const expected = rules(input, base !== crossTenant);
                    assert.equal(actual, expected, JSON.stringify({ enabled, flowTypes, ...settings }));
                    if (decided.kind === 'none') assert.match(decided.plan.sentence, /^[A-Z][^{}]*\.$/);
                    seen.add(actual);
                    count++;
                  }
    assert.ok(count > 3000);
    assert.ok(seen.size >= 9, [...seen].join(', '));
  });

  it('says that SkipOutOfScopeDeletions does not cover those who were disabled or deleted, nor cross-tenant synchronization', () => {
    const common = { matched: true, skipOutOfScopeDeletions: true, run: 'onDemand' } as const;
    const remark = (configuration: Configuration, standing: Standing): string | null => {
      const decided = disposition({ ...common, configuration, standing });
      return decided.kind === 'deprovision' ? decided.remark : decided.kind === 'none' ? decided.plan.sentence : null;
    };
    assert.match(remark(app, 'inactive') ?? '', /about leaving scope, not about being disabled/);
    assert.match(remark(app, 'softDeleted') ?? '', /not about being deleted/);
    assert.match(remark(app, 'deleted') ?? '', /is deleted\. SkipOutOfScopeDeletions is about leaving scope/);
    assert.match(remark(crossTenant, 'left') ?? '', /does not honour/);
    assert.match(remark(app, 'left') ?? '', /keeps the account from being disabled or deleted/);
  });
});

describe('the standing of an object', () => {
  const empty = { verdict: 'passed', groups: [] } as const;
  const filter = { groups: empty, inputFilterGroups: empty, categoryFilterGroups: empty };
  const scope = (
    failed: readonly GateKind[],
    verdict: 'inScope' | 'outOfScope' | 'unknown' | 'notProcessed',
    onDemand = verdict,
    deletion: 'none' | 'soft' | 'hard' = 'none',
  ) => ({
    verdict,
    onDemand,
    deletion,
    filter,
    gates: (['active', 'assignment', 'role', 'filter', 'container', 'group'] as const).map((gate) => ({
      gate,
      verdict: (failed.includes(gate) ? 'failed' : 'passed') as Verdict,
      reason: '',
      lookedAt: [],
    })),
  });

  it('tells who is only disabled from who left scope, and both from who is gone', () => {
    assert.equal(standingsOf(app, scope(['active'], 'outOfScope'), {}).onDemand, 'inactive');
    assert.equal(standingsOf(app, scope(['active'], 'outOfScope', 'outOfScope', 'soft'), {}).onDemand, 'softDeleted');
    assert.equal(standingsOf(app, scope(['active', 'filter'], 'outOfScope'), {}).onDemand, 'left');
    assert.equal(standingsOf(app, scope(['assignment'], 'outOfScope'), {}).onDemand, 'left');
    assert.equal(standingsOf(app, scope([], 'outOfScope', 'outOfScope', 'hard'), {}).onDemand, 'deleted');
    assert.equal(standingsOf(app, scope(['container'], 'outOfScope'), {}).onDemand, 'left');
    assert.equal(standingsOf(app, scope([], 'unknown'), {}).onDemand, 'unknown');
  });

  it('leaves organizational units and groups to the cycle from Active Directory to Entra, unless the reading says otherwise', () => {
    assert.deepEqual(standingsOf(inbound, scope(['container'], 'outOfScope', 'inScope'), {}), {
      onDemand: 'inScope',
      cycle: 'reportedDeleted',
    });
    assert.deepEqual(standingsOf(inbound, scope(['group', 'active'], 'outOfScope'), {}), {
      onDemand: 'inactive',
      cycle: 'reportedDeleted',
    });
    const applied = { semantics: { onDemandScope: 'applied' } } as const;
    assert.deepEqual(standingsOf(inbound, scope(['container'], 'outOfScope'), applied), {
      onDemand: 'reportedDeleted',
      cycle: 'reportedDeleted',
    });
  });
});
