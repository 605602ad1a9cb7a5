import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Configuration } from '../../../src/core/schema/configuration.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import { evaluateScope, type ScopeOptions, type ScopeResult } from '../../../src/core/scope/gates.ts';
import { onDemandNote } from '../../../src/core/scope/onDemandNote.ts';
import type { GateKind, GateResult, Verdict } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

type Held = Readonly<Record<string, AttributeValue>>;

function configurationOf(schema: Omit<TestSchema, 'mappings'>, object = 'User'): Configuration {
  const reading = readSchema(
    schemaText({ mappings: [{ target: 'userName', expression: '[a]', matchingPriority: 1 }], ...schema }),
  );
  assert.ok(reading.schema);
  const resolved = resolveConfiguration(reading.schema, { rule: null, objectMapping: null, dialect: null });
  assert.ok(resolved.ok);
  const { configuration } = resolved;
  return { ...configuration, objectMapping: { ...configuration.objectMapping, sourceObjectName: object } };
}

const toApplication = configurationOf({});
const inbound = { source: 'Active Directory', target: 'Microsoft Entra ID' };

function scopeOf(configuration: Configuration, held: Held, options: Partial<ScopeOptions> = {}): ScopeResult {
  return evaluateScope(configuration, new Map(Object.entries(held)), { assignment: null, ...options });
}

function gateOf(result: ScopeResult, kind: GateKind): GateResult {
  const found = result.gates.filter(({ gate }) => gate === kind);
  assert.equal(found.length, 1, kind);
  assert.ok(found[0]);
  assert.match(found[0].reason, /\.$/);
  return found[0];
}

it('evaluates the gates in the order of the facts, and says of each what it looked at', () => {
  const held = { accountEnabled: 'True', appRoleAssignments: ['User'], a: 'x' };
  const scope = {
    groups: [{ name: 'g', clauses: [{ sourceOperandName: 'a', operatorName: 'EQUALS', targetOperand: { values: ['x'] } }] }],
  };
  const result = scopeOf(configurationOf({ scope }), held, { assignment: 'assigned' });
  assert.equal(result.verdict, 'inScope');
  assert.deepEqual(
    result.gates.map(({ gate, verdict, lookedAt }) => [gate, verdict, lookedAt]),
    [
      [
        'assignment',
        'passed',
        [
          { name: 'assignment', value: 'assigned' },
          { name: 'appRoleAssignments', value: ['User'] },
        ],
      ],
      [
        'role',
        'passed',
        [
          { name: 'assignment', value: 'assigned' },
          { name: 'appRoleAssignments', value: ['User'] },
        ],
      ],
      ['active', 'passed', [{ name: 'accountEnabled', value: 'True' }]],
      ['filter', 'passed', [{ name: 'a', value: 'x' }]],
      ['container', 'passed', []],
      ['group', 'passed', []],
    ],
  );
});

describe('assignment and role', () => {
  const rows: readonly (readonly [
    held: Held,
    assignment: 'assigned' | 'all' | null,
    gates: readonly [Verdict, Verdict],
    verdict: string,
  ])[] = [
    [{ appRoleAssignments: ['User'] }, 'assigned', ['passed', 'passed'], 'inScope'],
    [{ appRoleAssignments: 'Default Access' }, 'assigned', ['passed', 'passed'], 'inScope'],
    [{ appRoleAssignments: [] }, 'assigned', ['failed', 'notEvaluated'], 'outOfScope'],
    [{ appRoleAssignments: '' }, 'assigned', ['failed', 'notEvaluated'], 'outOfScope'],
    [{ appRoleAssignments: null }, 'assigned', ['notEvaluated', 'notEvaluated'], 'inScope'],
    [{}, 'assigned', ['notEvaluated', 'notEvaluated'], 'inScope'],
    [{ appRoleAssignments: [] }, 'all', ['notEvaluated', 'notEvaluated'], 'inScope'],
    [{ appRoleAssignments: [] }, null, ['notEvaluated', 'notEvaluated'], 'inScope'],
  ];
  for (const [held, assignment, [first, second], verdict] of rows) {
    it(`${JSON.stringify(held)} where the job synchronizes ${assignment ?? 'nobody knows whom'}`, () => {
      const result = scopeOf(toApplication, held, { assignment });
      assert.deepEqual([gateOf(result, 'assignment').verdict, gateOf(result, 'role').verdict], [first, second]);
      assert.equal(result.verdict, verdict);
    });
  }

  it('do not apply where Entra is not the source', () => {
    const result = scopeOf(configurationOf(inbound), { appRoleAssignments: [] }, { assignment: 'assigned' });
    assert.equal(result.verdict, 'inScope');
    assert.match(gateOf(result, 'role').reason, /only where Entra is the source/);
  });
});

describe('active', () => {
  const rows: readonly (readonly [held: Held, active: Verdict, deletion: ScopeResult['deletion']])[] = [
    [{}, 'notEvaluated', 'none'],
    [{ accountEnabled: 'True' }, 'passed', 'none'],
    [{ accountEnabled: 'false' }, 'failed', 'none'],
    [{ accountEnabled: 'maybe' }, 'unknown', 'none'],
    [{ userAccountControl: '512' }, 'passed', 'none'],
    [{ userAccountControl: '66050' }, 'failed', 'none'],
    [{ userAccountControl: 'x' }, 'unknown', 'none'],
    [{ accountDisabled: 'True' }, 'failed', 'none'],
    [{ accountDisabled: 'False' }, 'passed', 'none'],
    [{ accountEnabled: 'True', IsSoftDeleted: 'True' }, 'failed', 'soft'],
    [{ accountEnabled: 'True', IsSoftDeleted: 'False' }, 'passed', 'none'],
    [{ accountEnabled: 'True', deletedDateTime: '2026-01-01T00:00:00Z' }, 'failed', 'soft'],
    [{ userAccountControl: '512', isDeleted: 'TRUE' }, 'failed', 'hard'],
    [{ userAccountControl: '512', isDeleted: 'FALSE' }, 'passed', 'none'],
  ];
  for (const [held, active, deletion] of rows) {
    it(JSON.stringify(held), () => {
      const result = scopeOf(toApplication, held);
      assert.deepEqual([gateOf(result, 'active').verdict, result.deletion], [active, deletion]);
      const verdict = active === 'failed' ? 'outOfScope' : active === 'unknown' ? 'unknown' : 'inScope';
      assert.deepEqual([result.verdict, result.onDemand], [verdict, verdict]);
    });
  }

  it('does not apply to a group, which can be deleted all the same', () => {
    const groups = configurationOf({}, 'Group');
    assert.equal(gateOf(scopeOf(groups, { accountEnabled: 'False' }), 'active').verdict, 'notEvaluated');
    assert.equal(scopeOf(groups, { isDeleted: 'TRUE' }).verdict, 'outOfScope');
  });

  it('a deleted object is out of scope although little is left of it for the filters', () => {
    const clauses = [{ sourceOperandName: 'a', operatorName: 'IS NOT NULL' }];
    const filtered = configurationOf({ ...inbound, scope: { inputFilterGroups: [{ name: 'g', clauses }] } });
    assert.equal(scopeOf(filtered, {}).verdict, 'notProcessed');
    assert.deepEqual(
      [scopeOf(filtered, { isDeleted: 'TRUE' }).verdict, scopeOf(filtered, { isDeleted: 'TRUE' }).deletion],
      ['outOfScope', 'hard'],
    );
  });
});

describe('the filter', () => {
  const clause = (attribute: string, operator: string, ...values: readonly string[]): object => ({
    sourceOperandName: attribute,
    operatorName: operator,
    targetOperand: { values },
  });
  const verdictOf = (scope: object, held: Held): string => scopeOf(configurationOf({ scope }), held).verdict;
  const group = (...clauses: readonly object[]): readonly object[] => [{ name: 'g', clauses }];

  it('deprovisions by groups only', () => {
    const fails = group(clause('a', 'EQUALS', 'x'));
    assert.equal(verdictOf({ groups: fails }, {}), 'outOfScope');
    assert.equal(verdictOf({ inputFilterGroups: fails }, {}), 'notProcessed');
    assert.equal(verdictOf({ categoryFilterGroups: fails }, {}), 'notProcessed');
    assert.equal(verdictOf({ groups: fails, inputFilterGroups: fails }, {}), 'notProcessed');
    assert.equal(verdictOf({ groups: fails }, { a: 'x' }), 'inScope');
    assert.equal(verdictOf({ groups: group(clause('a', 'PRESENT')) }, { a: 'x' }), 'unknown');
    assert.equal(verdictOf({ groups: group(clause('a', 'PRESENT')), inputFilterGroups: fails }, {}), 'notProcessed');
  });

  it('goes by the readings', () => {
    const configuration = configurationOf({ scope: { groups: group(clause('a', 'NOT EQUALS', 'x')) } });
    assert.equal(scopeOf(configuration, {}).verdict, 'outOfScope');
    assert.equal(scopeOf(configuration, {}, { semantics: { nullInGroups: 'passNegative' } }).verdict, 'inScope');
  });

  it('has clauses of the service in front, for groups from Entra to Active Directory', () => {
    const groups = configurationOf({ source: 'Microsoft Entra ID', target: 'Active Directory' }, 'Group');
    const rows: readonly (readonly [held: Held, verdict: Verdict, reason: RegExp])[] = [
      [
        { securityEnabled: 'True', mailEnabled: 'False', dirSyncEnabled: null },
        'passed',
        /^A security group .* The mapping has no/,
      ],
      [{ securityEnabled: 'True', mailEnabled: 'False', dirSyncEnabled: 'False' }, 'passed', /^A security group/],
      [{}, 'passed', /does not give securityEnabled and mailEnabled/],
      [{ securityEnabled: 'False' }, 'failed', /securityEnabled must be true/],
      [{ securityEnabled: 'True', mailEnabled: 'True' }, 'failed', /mailEnabled must be false/],
      [{ securityEnabled: 'True', dirSyncEnabled: 'True' }, 'failed', /dirSyncEnabled must be false/],
      [{ securityEnabled: 'True', onPremisesSyncEnabled: 'True' }, 'failed', /onPremisesSyncEnabled must be false/],
      [{ securityEnabled: 'perhaps' }, 'failed', /securityEnabled must be true/],
    ];
    for (const [held, verdict, reason] of rows) {
      const result = scopeOf(groups, held);
      const gate = gateOf(result, 'filter');
      assert.equal(gate.verdict, verdict, JSON.stringify(held));
      assert.match(gate.reason, reason);
      assert.deepEqual(gate.lookedAt.map(({ name }) => name).sort(), Object.keys(held).sort());
      assert.equal(result.verdict, verdict === 'passed' ? 'inScope' : 'outOfScope');
    }
    for (const other of [toApplication, configurationOf(inbound, 'group'), configurationOf({ target: 'Active Directory' })]) {
      assert.equal(scopeOf(other, { securityEnabled: 'False' }).verdict, 'inScope');
    }
  });
});

describe('organizational units and groups', () => {
  const containers = configurationOf({ containerFilter: ['OU=Sales,DC=a', 'OU=HR,DC=a'] });
  const groups = (object?: string): Configuration => configurationOf({ groupFilter: ['CN=Pilot,DC=a', '0b1c-22'] }, object);
  const rows: readonly (readonly [configuration: Configuration, kind: GateKind, held: Held, verdict: Verdict])[] = [
    [containers, 'container', { distinguishedName: 'CN=Ann,ou=hr, dc=A' }, 'passed'],
    [containers, 'container', { distinguishedName: 'CN=Ann,OU=Berlin,OU=HR,DC=a' }, 'passed'],
    [containers, 'container', { distinguishedName: 'CN=Ann,OU=IT,DC=a' }, 'failed'],
    [containers, 'container', { distinguishedName: 'OU=HR,DC=a' }, 'failed'],
    [containers, 'container', { distinguishedName: 'Ann' }, 'unknown'],
    [containers, 'container', {}, 'unknown'],
    [configurationOf({ containerFilter: ['Sales'] }), 'container', { distinguishedName: 'CN=Ann,OU=IT,DC=a' }, 'unknown'],
    [groups(), 'group', { memberOf: ['CN=Other,DC=a', 'cn=pilot,DC=A'] }, 'passed'],
    [groups(), 'group', { memberOf: '0B1C-22' }, 'passed'],
    [groups(), 'group', { memberOf: ['CN=Other,DC=a'] }, 'failed'],
    [groups(), 'group', { memberOf: null }, 'failed'],
    [groups(), 'group', {}, 'unknown'],
    [groups(), 'group', { distinguishedName: 'CN=Pilot,DC=a', memberOf: [] }, 'failed'],
    [groups('group'), 'group', { distinguishedName: 'CN=Pilot,DC=a' }, 'passed'],
    [groups('group'), 'group', { distinguishedName: 'CN=Nested,DC=a', memberOf: 'CN=Pilot,DC=a' }, 'passed'],
  ];
  for (const [configuration, kind, held, verdict] of rows) {
    it(`${kind} ${configuration.objectMapping.sourceObjectName} ${JSON.stringify(held)}`, () => {
      const gate = gateOf(scopeOf(configuration, held), kind);
      assert.equal(gate.verdict, verdict);
      assert.deepEqual(
        gate.lookedAt,
        gate.lookedAt.map(({ name }) => ({ name, value: held[name] })),
      );
    });
  }
});

describe('on demand', () => {
  const limits = { containerFilter: ['OU=Sales,DC=a'], groupFilter: ['CN=Pilot,DC=a'] };
  const clauses = [{ sourceOperandName: 'a', operatorName: 'EQUALS', targetOperand: { values: ['x'] } }];
  const scope = { groups: [{ name: 'g', clauses }] };
  const toEntra = configurationOf({ ...inbound, ...limits, scope });
  const elsewhere = { distinguishedName: 'CN=Ann,OU=IT,DC=a', memberOf: [], a: 'x' };

  it('from Active Directory to Entra, organizational units and groups decide over a cycle only', () => {
    const result = scopeOf(toEntra, elsewhere);
    assert.deepEqual([result.verdict, result.onDemand], ['outOfScope', 'inScope']);
    assert.deepEqual([gateOf(result, 'container').verdict, gateOf(result, 'group').verdict], ['failed', 'failed']);
    assert.equal(
      onDemandNote(toEntra, result, {}),
      'Provisioning on demand does not apply organizational units and groups to the chosen person; a cycle would leave this person out of scope.',
    );
    const untold = scopeOf(toEntra, { a: 'x' });
    assert.deepEqual([untold.verdict, untold.onDemand], ['unknown', 'inScope']);
    assert.match(onDemandNote(toEntra, untold, {}) ?? '', /whether a cycle would include this person cannot be told here\.$/);
  });

  it('the clauses of filters are always applied, and the note says what Microsoft writes', () => {
    for (const held of [
      { ...elsewhere, a: 'y' },
      { a: 'y', distinguishedName: 'CN=Ann,OU=Sales,DC=a', memberOf: 'CN=Pilot,DC=a' },
    ]) {
      const result = scopeOf(toEntra, held);
      assert.deepEqual([result.verdict, result.onDemand], ['outOfScope', 'outOfScope']);
      assert.match(
        onDemandNote(toEntra, result, {}) ?? '',
        /^Microsoft's page on cloud sync says .* this preview shows what a cycle does\.$/,
      );
    }
    const disabled = scopeOf(toEntra, { ...elsewhere, userAccountControl: '514' });
    assert.deepEqual(
      [disabled.verdict, disabled.onDemand, onDemandNote(toEntra, disabled, {})],
      ['outOfScope', 'outOfScope', null],
    );
    const within = scopeOf(toEntra, { a: 'x', distinguishedName: 'CN=Ann,OU=Sales,DC=a', memberOf: 'CN=Pilot,DC=a' });
    assert.deepEqual([within.verdict, within.onDemand, onDemandNote(toEntra, within, {})], ['inScope', 'inScope', null]);
  });

  it('by the other reading, and in every other direction, all gates decide and nothing is to be said', () => {
    const applied = { onDemandScope: 'applied' } as const;
    const outbound = configurationOf({ source: 'Microsoft Entra ID', target: 'Active Directory', ...limits, scope });
    for (const [configuration, semantics] of [
      [toEntra, applied],
      [outbound, {}],
      [configurationOf({ ...limits, scope }), {}],
    ] as const) {
      for (const held of [elsewhere, { ...elsewhere, a: 'y' }]) {
        const result = scopeOf(configuration, held, { semantics });
        assert.deepEqual([result.verdict, result.onDemand], ['outOfScope', 'outOfScope']);
        assert.equal(onDemandNote(configuration, result, { semantics }), null);
      }
    }
  });
});
