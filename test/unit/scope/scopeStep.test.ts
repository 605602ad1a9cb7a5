import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileConfiguration } from '../../../src/core/flow/compileConfiguration.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import type { Semantics } from '../../../src/core/semantics.ts';
import { runScope, type ScopeOutcome } from '../../../src/core/trace/steps/scopeStep.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

function run(
  schema: Partial<TestSchema>,
  held: Readonly<Record<string, AttributeValue>>,
  semantics: Partial<Semantics> = {},
  sourceObjectName = 'User',
): ScopeOutcome {
  const reading = readSchema(
    schemaText({ mappings: [{ target: 'userName', expression: '[a]', matchingPriority: 1 }], ...schema }),
  );
  assert.ok(reading.schema);
  const resolved = resolveConfiguration(reading.schema, { rule: null, objectMapping: null, dialect: null });
  assert.ok(resolved.ok);
  const { related } = resolved;
  const { objectMapping } = resolved.configuration;
  const configuration = { ...resolved.configuration, objectMapping: { ...objectMapping, sourceObjectName } };
  const input = {
    connectionName: 'test',
    configuration,
    configurationHash: 'hash',
    source: memorySource([]),
    target: memoryTarget([]),
    user: 'ann',
    assignment: null,
    skipOutOfScopeDeletions: false,
    changed: null,
    related,
    tenantConstants: new Map<string, string>(),
    semantics,
    clock: { now: () => 0 },
    random: () => 0.5,
    cancelled: () => false,
  };
  const entry = { id: 'ann', displayName: 'Ann', attributes: new Map(Object.entries(held)), kind: null };
  return runScope({ input, compiled: compileConfiguration(configuration) }, entry);
}

const clause = (attribute: string, operator: string, ...values: readonly string[]): object => ({
  sourceOperandName: attribute,
  operatorName: operator,
  targetOperand: { values },
});
const onlyX = { groups: [{ name: 'g', clauses: [clause('a', 'EQUALS', 'x')] }] };

describe('the scope step', () => {
  it('says what decides', () => {
    const rows: readonly (readonly [
      schema: Partial<TestSchema>,
      held: Record<string, AttributeValue>,
      status: string,
      inScope: boolean | null,
      summary: RegExp,
    ])[] = [
      [{ scope: onlyX }, { a: 'x' }, 'success', true, /^In scope\.$/],
      [
        { scope: onlyX },
        { a: 'y' },
        'skipped',
        false,
        /^Not in scope\. No group of the scoping filters is satisfied\. Not true: a EQUALS "x"\.$/,
      ],
      [{ scope: onlyX }, { a: 'x', accountEnabled: 'False' }, 'skipped', false, /^Not in scope\. accountEnabled is False\.$/],
      [
        { scope: { inputFilterGroups: onlyX.groups } },
        { a: 'y', accountEnabled: 'False' },
        'skipped',
        false,
        /^Filtered out before provisioning\. No group of the input filters is satisfied/,
      ],
      [
        { scope: { groups: [{ name: 'g', clauses: [clause('a', 'PRESENT')] }] } },
        { a: 'x' },
        'warning',
        null,
        /^It cannot be told here/,
      ],
    ];
    for (const [schema, held, status, inScope, summary] of rows) {
      const { step } = run(schema, held);
      assert.deepEqual([step.status, step.details.inScope, step.details.onDemand], [status, inScope, null]);
      assert.match(step.summary, summary);
    }
  });

  it('shows the verdict of a cycle beside that of provisioning on demand', () => {
    const schema = { source: 'Active Directory', target: 'Microsoft Entra ID', containerFilter: ['OU=Sales,DC=a'], scope: onlyX };
    const held = { a: 'x', distinguishedName: 'CN=Ann,OU=HR,DC=a' };
    const { step, result } = run(schema, held);
    assert.deepEqual([step.status, step.details.inScope, result.onDemand], ['warning', false, 'inScope']);
    assert.equal(
      step.summary,
      'In scope on demand. Not in scope in a cycle. CN=Ann,OU=HR,DC=a is not below OU=Sales,DC=a, the only organizational unit of the rule.',
    );
    assert.match(step.details.onDemand ?? '', /a cycle would leave this person out of scope\.$/);
    assert.ok(step.details.whyNot, 'what would let the person into a cycle');

    const filtered = run(schema, { ...held, a: 'y' }).step;
    assert.equal(filtered.status, 'skipped');
    assert.match(filtered.details.onDemand ?? '', /^Microsoft's page/);

    const applied = run(schema, held, { onDemandScope: 'applied' }).step;
    assert.deepEqual([applied.status, applied.details.onDemand], ['skipped', null]);
  });

  it('says why a group from Entra to Active Directory is out by the clauses of the service', () => {
    const { step } = run({ target: 'Active Directory' }, { securityEnabled: 'False', a: 'x' }, {}, 'Group');
    assert.equal(step.status, 'skipped');
    assert.match(
      step.summary,
      /^Not in scope\. From Entra to Active Directory only security groups .* securityEnabled must be true\.$/,
    );
    assert.match(step.details.whyNot?.sentence ?? '', /securityEnabled must be true/);
  });

  it('never shows what a mapping redacts', () => {
    const secret = 'Hidden-Value';
    const schema: Partial<TestSchema> = {
      mappings: [
        { target: 'userName', expression: '[id]', matchingPriority: 1 },
        { target: 'x', expression: 'Redact([a])' },
        { target: 'y', expression: 'Redact([distinguishedName])' },
      ],
      source: 'Active Directory',
      target: 'Microsoft Entra ID',
      containerFilter: ['OU=Sales,DC=a'],
      scope: {
        groups: [
          {
            name: 'g',
            clauses: [
              clause('a', 'EQUALS', 'hidden-value'),
              clause('a', 'GREATER_THAN', '1'),
              clause('a', 'REGEX MATCH', '^x'),
              clause('a', 'IS TRUE'),
              clause('a', 'NOT EQUALS', 'x'),
              clause('b', 'EQUALS', 'x'),
            ],
          },
        ],
      },
    };
    for (const held of [secret, [secret, `${secret}2`]]) {
      const { step } = run(schema, { id: 'ann', a: held, b: 'shown', distinguishedName: `CN=${secret},DC=a` });
      const text = JSON.stringify(step);
      assert.ok(!text.includes(secret), text);
      assert.ok(text.includes('shown') && text.includes('[Redact]'));
      const clauses = step.details.collections?.groups.groups[0]?.clauses ?? [];
      assert.ok(clauses.every(({ reason }) => /\.$/.test(reason) && !/only upper and lower case differ/.test(reason)));
    }
  });
});
