import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { checkConfiguration } from '../../../src/core/flow/check/checkConfiguration.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { configurationOf } from '../../../src/core/schema/resolveConfiguration.ts';
import { repository } from '../../support/runSample.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

function problemsIn(text: string): readonly Problem[] {
  const { schema } = readSchema(text);
  assert.ok(schema);
  return schema.synchronizationRules.flatMap((rule) =>
    rule.objectMappings.flatMap((objectMapping) => checkConfiguration(configurationOf(schema, rule, objectMapping), { text })),
  );
}

/** Severity, code and exactly what is marked in the document. */
function found(schema: TestSchema): readonly string[] {
  const text = schemaText(schema);
  return problemsIn(text).map(({ severity, code, range, fix }) => {
    assert.ok(fix);
    return `${severity} ${code} <${text.slice(range.start, range.end)}>`;
  });
}

const matching = { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 };

describe('expressions in their place', () => {
  it('are marked in the JSON text, past its escapes', () => {
    const expression = 'Join("\\\\@", Frobnicate("é\t"), Mid([mail], "x", 1))';
    assert.deepEqual(found({ mappings: [matching, { target: 'mail', expression }] }), [
      'error function-unknown <Frobnicate>',
      'error argument-invalid <\\"x\\">',
    ]);
    const pattern = 'Replace([mail], , "\\\\d(", , "", , )';
    assert.deepEqual(found({ mappings: [matching, { target: 'mail', expression: pattern }] }), ['error regex-invalid <(>']);
  });

  it('that cannot be read are reported with the place', () => {
    assert.deepEqual(found({ mappings: [matching, { target: 'mail', expression: 'Append([mail], "x"' }] }), [
      'error expression-syntax <(>',
    ]);
  });

  it('know the mapping around them', () => {
    const unique = { target: 'userName', expression: 'SelectUniqueValue([a], [b])', matchingPriority: 1 };
    assert.deepEqual(found({ mappings: [unique], source: 'Workday', target: 'Active Directory' }), [
      'error function-misplaced <SelectUniqueValue>',
      'warning function-misplaced <SelectUniqueValue>',
    ]);
    assert.deepEqual(found({ mappings: [matching, { target: 'x', expression: 'Switch([a], , "b", "c")' }] }), [
      'warning switch-unchanged-source <Switch>',
    ]);
  });

  it('know the attributes of the source', () => {
    const sourceAttributes = [{ name: 'userPrincipalName' }, { name: 'mail' }];
    assert.deepEqual(
      found({
        sourceAttributes,
        mappings: [
          matching,
          { target: 'a', expression: '[Mail]' },
          { target: 'b', expression: 'Append([mial], "x")' },
          { target: 'c', expression: 'Not([IsSoftDeleted])' },
        ],
      }),
      ['error attribute-unknown <[Mail]>', 'error attribute-unknown <[mial]>'],
    );
  });

  it('leave constants alone, whatever they look like', () => {
    assert.deepEqual(found({ mappings: [matching, { target: 'a', expression: '"Frobnicate("' }] }), []);
  });
});

describe('target attributes', () => {
  const attributes = [
    { name: 'id', anchor: true, required: true },
    { name: 'userName', required: true },
    { name: 'displayName', required: true },
    { name: 'active', required: true, defaultValue: 'True' },
  ];

  it('must be in the definition, in any case', () => {
    assert.deepEqual(
      found({
        attributes,
        mappings: [matching, { target: 'DISPLAYNAME', expression: '[a]' }, { target: 'nickname', expression: '[a]' }],
      }),
      ['error mapping-target-unknown <"nickname">'],
    );
  });
  it('that are required need a mapping where objects are created', () => {
    assert.deepEqual(found({ attributes, mappings: [matching] }), ['warning mapping-required-target <[>']);
    assert.deepEqual(found({ attributes, mappings: [matching], flowTypes: 'Update' }), []);
  });
  it("must not be the target's own key, and a joining anchor may", () => {
    const none = { target: 'displayName', expression: '[a]' };
    assert.deepEqual(found({ attributes, mappings: [matching, none, { target: 'id', expression: '[objectId]' }] }), [
      'warning mapping-target-anchor <"id">',
    ]);
    const joined = [{ name: 'onPremisesObjectIdentifier', anchor: true, required: true }];
    const mapping = { target: 'onPremisesObjectIdentifier', expression: '[objectGUID]', matchingPriority: 1 };
    assert.deepEqual(found({ attributes: joined, mappings: [mapping] }), []);
  });
  it('that Entra cannot be searched by are no matching attributes', () => {
    const mappings = [{ target: 'extensionAttribute3', expression: '[a]', matchingPriority: 1 }];
    const marked = 'warning mapping-matching-unsupported <"extensionAttribute3">';
    assert.deepEqual(found({ mappings, source: 'Workday', target: 'Azure Active Directory' }), [marked]);
    assert.deepEqual(found({ mappings }), []);
  });
  it('need one to match by', () => {
    assert.deepEqual(found({ mappings: [{ target: 'a', expression: '[b]' }] }), ['warning mapping-no-matching <[>']);
  });
});

describe('what a target attribute takes', () => {
  const attributes = [
    { name: 'userName' },
    { name: 'etag', mutability: 'ReadOnly' },
    { name: 'employeeType', mutability: 'Immutable' },
    { name: 'objectGUID', mutability: 'ReadOnly', anchor: true },
    { name: 'phones', multivalued: true },
    { name: 'city' },
  ];
  const onto = (target: string, more: object = {}): TestSchema => ({
    attributes,
    mappings: [matching, { target, expression: '[a]', ...more }],
  });

  it('nothing, where it is read-only; the anchor by which cloud sync joins may be mapped', () => {
    assert.deepEqual(found(onto('etag')), ['warning mapping-target-read-only <"etag">']);
    assert.deepEqual(found(onto('objectGUID')), []);
  });
  it('a value once, where it is immutable', () => {
    assert.deepEqual(found(onto('employeeType')), ['information mapping-target-immutable <"employeeType">']);
    assert.deepEqual(found(onto('employeeType', { flowType: 'ObjectAddOnly' })), []);
    assert.deepEqual(found({ ...onto('employeeType'), flowTypes: 'Add' }), []);
  });
  it('added values, only where it holds several', () => {
    for (const flowType of ['MultiValueAddOnly', 'ValueAddOnly']) {
      assert.deepEqual(found(onto('city', { flowType })), [`warning mapping-flow-type <"${flowType}">`]);
      assert.deepEqual(found(onto('phones', { flowType })), []);
    }
    assert.deepEqual(found(onto('city', { flowType: 'AttributeAddOnly' })), []);
  });
  it('no default value beside a constant', () => {
    const constant = { target: 'a', expression: '"x"', defaultValue: 'y' };
    assert.deepEqual(found({ mappings: [matching, constant] }), ['information mapping-default-ignored <"y">']);
    assert.deepEqual(found({ mappings: [matching, { ...constant, defaultValue: null }] }), []);
    assert.deepEqual(found({ mappings: [matching, { ...constant, expression: '[x]' }] }), []);
  });
  it('a value at a path that SCIM can read', () => {
    const good = [
      'emails[type eq "work"].value',
      'emails[type eq "work" and primary eq true].value',
      'roles[primary eq "True"]',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
      'urn:x:2.0:User:tags[value eq "a]b"].display',
      'name.givenName',
    ];
    assert.deepEqual(found({ mappings: [matching, ...good.map((target) => ({ target, expression: '[a]' }))] }), []);
    const bad = [
      'emails[type eq work].value',
      'emails[type="work"].value',
      'emails[type eq "work"',
      'emails[].value',
      'emails[type eq "work"]value',
    ];
    for (const target of bad) {
      const marked = JSON.stringify(target);
      assert.deepEqual(found({ mappings: [matching, { target, expression: '[a]' }] }), [
        `warning mapping-target-path <${marked}>`,
      ]);
    }
    assert.deepEqual(found({ mappings: [matching, { target: 'a[', expression: '[a]' }], target: 'Active Directory' }), []);
  });
  it('nothing, where its directory is read-only; that of Entra is defined so and written all the same', () => {
    const schema = { mappings: [matching], readOnlyTarget: true };
    assert.deepEqual(found(schema), ['warning directory-read-only <"User">']);
    assert.deepEqual(found({ ...schema, source: 'Active Directory', target: 'Azure Active Directory' }), []);
  });
});

describe('matching attributes', () => {
  it('always flow', () => {
    assert.deepEqual(found({ mappings: [{ ...matching, flowType: 'ObjectAddOnly' }] }), [
      'warning mapping-matching-flow <"ObjectAddOnly">',
    ]);
  });
  it('have a priority each', () => {
    const other = { target: 'externalId', expression: '[objectId]', matchingPriority: 1 };
    assert.deepEqual(found({ mappings: [matching, other] }), ['warning mapping-matching-priority <1>']);
    assert.deepEqual(found({ mappings: [matching, { ...other, matchingPriority: 2 }] }), []);
  });
  it('hold one value that can be asked for', () => {
    for (const what of [{ multivalued: true }, { type: 'Reference' }, { mutability: 'WriteOnly' }]) {
      assert.deepEqual(found({ mappings: [matching], attributes: [{ name: 'userName', ...what }] }), [
        'warning mapping-matching-type <"userName">',
      ]);
    }
    assert.deepEqual(found({ mappings: [matching], attributes: [{ name: 'userName', type: 'Binary' }] }), []);
  });
  it('are read from attributes that the source has', () => {
    assert.deepEqual(found({ mappings: [matching], sourceAttributes: [{ name: 'mail' }] }), [
      'error attribute-unknown <[userPrincipalName]>',
    ]);
  });
});

describe('object mappings', () => {
  it('that are disabled say so, and nothing of what they lack', () => {
    assert.deepEqual(found({ mappings: [{ target: 'a', expression: '[b]' }], enabled: false }), [
      'information object-mapping-disabled <false>',
    ]);
  });
  it('may do something', () => {
    assert.deepEqual(found({ mappings: [matching], flowTypes: 'None' }), ['warning object-mapping-no-flow <"None">']);
    assert.deepEqual(found({ mappings: [matching], flowTypes: '' }), ['warning object-mapping-no-flow <"">']);
  });
  it('are read with enumerations in any casing, and what is none of their values is reported', () => {
    const text = schemaText({
      mappings: [{ ...matching, flowType: 'always', flowBehavior: 'FLOWALWAYS' }],
      flowTypes: 'add,UPDATE',
      attributes: [{ name: 'userName', type: 'string', mutability: 'readWrite' }],
    });
    assert.deepEqual(readSchema(text).problems, []);
    assert.deepEqual(problemsIn(text), []);
    const wrong = schemaText({
      mappings: [{ ...matching, flowType: 'Sometimes' }],
      flowTypes: 'Add, Replace',
      attributes: [{ name: 'userName', type: 'Text' }],
    });
    assert.deepEqual(
      readSchema(wrong)
        .problems.map(({ severity, code, range }) => `${severity} ${code} <${wrong.slice(range.start, range.end)}>`)
        .sort(),
      [
        'warning schema-unknown-value <"Add, Replace">',
        'warning schema-unknown-value <"Sometimes">',
        'warning schema-unknown-value <"Text">',
      ],
    );
  });
});

describe('scoping clauses', () => {
  const clause = (sourceOperandName: string, operatorName: string, ...values: readonly string[]): object => ({
    sourceOperandName,
    operatorName,
    targetOperand: { values },
  });
  const inGroups = (...clauses: readonly object[]): TestSchema => ({
    mappings: [matching],
    scope: { groups: [{ name: 'g', clauses }], inputFilterGroups: [], categoryFilterGroups: [] },
  });

  it('have a known operator with the value that it needs', () => {
    assert.deepEqual(
      found(
        inGroups(
          clause('a', 'EQUALS', 'x'),
          clause('b', 'Is_Not_Null'),
          clause('a', 'EQUAL', 'x'),
          clause('a', 'IS_MEMBER_OF', 'x'),
          clause('a', 'INCLUDES'),
          clause('c', 'GREATER_THAN', '1', 'ten'),
        ),
      ),
      [
        'warning clause-operator-unknown <"EQUAL">',
        'warning clause-operator-unknown <"IS_MEMBER_OF">',
        'error clause-operand <"INCLUDES">',
        'error clause-operand <"ten">',
      ],
    );
  });
  it('have patterns that .NET accepts, marked at the character', () => {
    assert.deepEqual(found(inGroups(clause('a', 'REGEX MATCH', '^\\d+$'), clause('a', 'NOT REGEX MATCH', '\\d', 'a\t[z-b]'))), [
      'error regex-invalid <b>',
    ]);
  });
  it('test attributes that scoping supports, in the groups that users write', () => {
    assert.deepEqual(found(inGroups(clause('manager', 'IS NOT NULL'))), ['warning clause-attribute <"manager">']);
    const scope = { groups: [], inputFilterGroups: [{ name: 'g', clauses: [clause('manager', 'IS NOT NULL')] }] };
    assert.deepEqual(found({ mappings: [matching], scope }), []);
    const sourceAttributes = [
      { name: 'userPrincipalName' },
      { name: 'hired', type: 'DateTime' },
      { name: 'otherMails', multivalued: true },
    ];
    assert.deepEqual(
      found({
        ...inGroups(clause('hired', 'IS NOT NULL'), clause('otherMails', 'EQUALS', 'x'), clause('Hired', 'IS NULL')),
        sourceAttributes,
      }),
      ['warning clause-attribute <"hired">', 'warning clause-attribute <"otherMails">', 'warning attribute-unknown <"Hired">'],
    );
  });
});

describe('real configurations', () => {
  const shared = resolve(repository, '../shared/data/schemas');
  const rows: readonly (readonly [file: string, expected: readonly string[]])[] = [
    [resolve(repository, 'samples/ad-to-entra/ad-to-entra.syncschema.json'), []],
    [resolve(repository, 'samples/entra-to-scim/entra-to-scim.syncschema.json'), []],
    [resolve(shared, 'ad-to-entra.default.json'), []],
    [
      resolve(shared, 'entra-to-salesforce.json'),
      // Its definitions require them, and no mapping writes them: the enabled mappings of Salesforce users and of service principals.
      // The six others have "enabled": false.
      [
        'warning mapping-required-target "ProfileId"',
        'warning mapping-required-target "FederationIdentifier"',
        ...['UserRole', 'PermissionSet', 'PermissionSetAssignment', 'Group', 'User', 'AppRoleAssignment'].map(
          (name) => `information object-mapping-disabled "${name}"`,
        ),
        'warning mapping-required-target "displayName"',
      ],
    ],
  ];
  for (const [file, expected] of rows) {
    it(`${file.slice(file.lastIndexOf('/') + 1)} has no errors and ${expected.length} notes`, (context) => {
      if (!existsSync(file)) return context.skip(`${file} is not here`);
      const problems = problemsIn(readFileSync(file, 'utf8'));
      assert.deepEqual(
        problems.map(({ severity, code, message }) => `${severity} ${code} ${/"[^"]*"/.exec(message)?.[0] ?? message}`),
        expected,
      );
    });
  }
});
