import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Configuration } from '../../../src/core/schema/configuration.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { configurationOf } from '../../../src/core/schema/resolveConfiguration.ts';
import { type Assignment, evaluateScope } from '../../../src/core/scope/gates.ts';
import { explainWhyNot } from '../../../src/core/scope/whyNot/whyNot.ts';
import type { ScopeFix, WhyNot } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

type Clause = readonly [attribute: string, operator: string, ...values: readonly string[]];
type Groups = readonly (readonly Clause[])[];
type Person = Readonly<Record<string, AttributeValue>>;
type Filters = Readonly<Partial<Record<'groups' | 'inputFilterGroups' | 'categoryFilterGroups', Groups>>>;

/** `Only sales`, `group 2`, …: the first group has a name, the others have none. */
function scopeOf(filters: Filters): object {
  const collection = (groups: Groups = []): readonly object[] =>
    groups.map((clauses, index) => ({
      name: index === 0 ? 'Only sales' : '',
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: values.length > 0 ? { values } : null,
      })),
    }));
  return {
    groups: collection(filters.groups),
    inputFilterGroups: collection(filters.inputFilterGroups),
    categoryFilterGroups: collection(filters.categoryFilterGroups),
  };
}

function configurationFor(schema: Omit<TestSchema, 'mappings'>): Configuration {
  const { schema: read } = readSchema(schemaText({ mappings: [], ...schema }));
  const rule = read?.synchronizationRules[0];
  const objectMapping = rule?.objectMappings[0];
  assert.ok(read && rule && objectMapping);
  return configurationOf(read, rule, objectMapping);
}

interface Asked {
  readonly assignment?: Assignment;
  readonly redacted?: readonly string[];
}

function ask(configuration: Configuration, person: Person, { assignment = null, redacted = [] }: Asked = {}): WhyNot | null {
  const attributes = new Map(Object.entries(person));
  const result = evaluateScope(configuration, attributes, { assignment });
  return explainWhyNot(configuration, attributes, result, { assignment, isRedacted: (name) => redacted.includes(name) });
}

const why = (filters: Filters, person: Person, asked?: Asked): WhyNot | null =>
  ask(configurationFor({ scope: scopeOf(filters) }), person, asked);

const words = (fixes: readonly ScopeFix[] | undefined): readonly string[] =>
  (fixes ?? []).map(({ changes, sentence }) => `${changes}: ${sentence}`);

function verdictWith(configuration: Configuration, person: Person, changes: Person): string {
  return evaluateScope(configuration, new Map(Object.entries({ ...person, ...changes })), { assignment: null }).verdict;
}

describe('the nearest fix of a clause', () => {
  const rows: readonly (readonly [clause: Clause, value: AttributeValue, fails: string, first: string])[] = [
    [['a', 'EQUALS', 'Sales'], 'Marketing', 'a is "Marketing" where the filter wants exactly "Sales"', 'Set a to "Sales".'],
    [['a', 'EQUALS', 'Sales', 'HR'], null, 'a is empty where the filter wants exactly "Sales" or "HR"', 'Set a to "Sales".'],
    [
      ['a', 'EQUALS', 'sales'],
      'Sales',
      'a is "Sales", which differs from "sales" in upper and lower case only',
      'Set a to "sales".',
    ],
    [['a', 'EQUALS', 'Sales'], 'Sales ', 'a is "Sales ", which differs from "Sales" in blanks or case only', 'Set a to "Sales".'],
    [
      ['a', 'NOT EQUALS', 'Sales'],
      'Sales',
      'a is "Sales" where the filter excludes "Sales"',
      'Give a a value other than "Sales".',
    ],
    [['a', 'NOT EQUALS', 'Sales'], null, 'a is empty, which fails NOT EQUALS too', 'Give a a value other than "Sales".'],
    [['a', 'IS NULL'], 'x', 'a is "x" where the filter wants it empty', 'Clear a.'],
    [['a', 'IS NOT NULL'], null, 'a is empty where the filter wants a value', 'Give a a value.'],
    [['a', 'IS TRUE'], 'False', 'a is "False" where the filter wants True', 'Set a to "True".'],
    [['a', 'IS FALSE'], null, 'a is empty, which fails IS FALSE too', 'Set a to "False".'],
    [
      ['a', 'GREATER_THAN', '10'],
      '5',
      'a is "5" where the filter wants a number greater than "10"',
      'Set a to a number greater than "10", such as "11".',
    ],
    [
      ['a', 'GREATER_THAN_OR_EQUALS', '10'],
      '5',
      'a is "5" where the filter wants "10" or more',
      'Set a to "10" or more, such as "10".',
    ],
    [
      ['a', 'INCLUDES', 'Sales'],
      'HR',
      'a is "HR" where the filter wants a value that contains "Sales"',
      'Set a to a value that contains "Sales", such as "Sales".',
    ],
    [
      ['a', 'ENDS_WITH', '@contoso.com'],
      'adele@fabrikam.com',
      'a is "adele@fabrikam.com" where the filter wants a value that ends with "@contoso.com"',
      'Set a to a value that ends with "@contoso.com", such as "adele@contoso.com".',
    ],
    [
      ['a', '&', '12'],
      '3',
      'a is "3" where the filter wants a number that shares a bit with "12"',
      'Set a to a number that shares a bit with "12", such as "7".',
    ],
    [
      ['a', '!&', '2'],
      '514',
      'a is "514" where the filter wants a number that shares no bit with "2"',
      'Set a to a number that shares no bit with "2", such as "512".',
    ],
    [
      ['a', 'REGEX MATCH', '^(Sales|HR)-[0-9]{3}$'],
      'x',
      'a is "x" where a value must match the pattern "^(Sales|HR)-[0-9]{3}$"',
      'Set a to a value that matches the pattern "^(Sales|HR)-[0-9]{3}$", such as "Sales-111".',
    ],
    [
      ['a', 'NOT REGEX MATCH', '^AAD_'],
      'AAD_1',
      'a is "AAD_1" where a value must not match the pattern "^AAD_"',
      'Give a a value in which the pattern "^AAD_" is not found.',
    ],
  ];
  for (const [clause, value, fails, first] of rows) {
    it(`${clause.join(' ')} on ${JSON.stringify(value)}`, () => {
      const found = why({ groups: [[clause]] }, { a: value });
      assert.equal(found?.sentence, `The scoping group "Only sales" fails because ${fails}.`);
      const [fix] = found?.fixes ?? [];
      assert.equal(fix?.changes, 'user');
      assert.equal(fix?.sentence, first);
    });
  }
  it('names no example where a pattern is not simple enough, and still offers the filter', () => {
    assert.deepEqual(words(why({ groups: [[['a', 'REGEX MATCH', '(?<=x)y']]] }, { a: 'b' })?.fixes), [
      'filter: Add another scoping group with a EQUALS "b". That admits everybody whose a is "b".',
    ]);
  });
  it('takes the value that does not fit out of several', () => {
    const found = why({ inputFilterGroups: [[['p', 'REGEX MATCH', '^SMTP:']]] }, { p: ['SMTP:a', 'X500:b'] });
    assert.deepEqual(words(found?.fixes), ['user: Remove "X500:b" from p.']);
    assert.deepEqual(found?.fixes[0]?.attributes, [{ name: 'p', value: ['SMTP:a'], exact: true }]);
  });
  it('is an empty attribute where the collection lets an empty one pass', () => {
    const found = why({ inputFilterGroups: [[['a', 'NOT REGEX MATCH', '^User_']]] }, { a: 'User_1' });
    assert.match(
      found?.sentence ?? '',
      /What an input filter leaves out is not processed at all: it is not deprovisioned either\.$/,
    );
    assert.equal(found?.fixes[0]?.sentence, 'Clear a.');
  });
  it('keeps to the type of the attribute', () => {
    const configuration = configurationFor({
      scope: scopeOf({ groups: [[['a', 'NOT EQUALS', '7']]] }),
      sourceAttributes: [{ name: 'a', type: 'Integer' }],
    });
    assert.deepEqual(ask(configuration, { a: '7' })?.fixes[0]?.attributes, [{ name: 'a', value: '1', exact: false }]);
  });
  it('moves an entry rather than rename it, and changes no key', () => {
    const moved = why(
      { groups: [[['distinguishedName', 'ENDS_WITH', 'OU=Sales,DC=x']]] },
      { distinguishedName: 'CN=A\\, B,OU=HR,DC=x' },
    );
    assert.equal(moved?.fixes[0]?.sentence, 'Move the person below "OU=Sales,DC=x".');
    assert.deepEqual(moved?.fixes[0]?.attributes, [
      { name: 'distinguishedName', value: 'CN=A\\, B,OU=Sales,DC=x', exact: false },
    ]);
    const key = why({ groups: [[['objectGUID', 'EQUALS', 'x']]] }, { objectGUID: 'y' });
    assert.deepEqual(
      key?.fixes.map(({ changes }) => changes),
      ['filter'],
    );
  });
});

describe('fixes of a filter', () => {
  const sales: Groups = [
    [
      ['department', 'EQUALS', 'Sales'],
      ['mail', 'IS NOT NULL'],
    ],
    [['city', 'EQUALS', 'Rome']],
  ];
  it('say whom else they admit, the smallest first', () => {
    const found = why({ groups: sales }, { department: 'Marketing', mail: 'm' });
    assert.equal(
      found?.sentence,
      'No scoping group is satisfied; the nearest, "Only sales", fails because department is "Marketing" where the filter wants exactly "Sales".',
    );
    assert.deepEqual(words(found?.fixes), [
      'user: Set department to "Sales".',
      'user: Set city to "Rome".',
      'filter: Add another scoping group with department EQUALS "Marketing" and otherwise the clauses of "Only sales". That admits everybody whose department is "Marketing" and who satisfies those clauses.',
      'filter: Remove the clause department EQUALS "Sales" from "Only sales". That admits everybody who satisfies its other clauses, whatever their department.',
      'filter: Add another scoping group with city IS NULL. That admits everybody whose city is empty.',
    ]);
  });
  it('point to the clause, the group or the collection', () => {
    const scope = '/synchronizationRules/0/objectMappings/0/scope';
    const found = why({ groups: sales }, { department: 'Marketing', mail: 'm' });
    assert.deepEqual(
      found?.fixes.map(({ pointer }) => pointer),
      [`${scope}/groups/0`, `${scope}/groups/1`, `${scope}/groups`, `${scope}/groups/0/clauses/0`, `${scope}/groups`],
    );
  });
  it('change the spelling where it is all that differs', () => {
    assert.deepEqual(words(why({ groups: [[['d', 'EQUALS', 'sales']]] }, { d: 'Sales' })?.fixes), [
      'user: Set d to "sales".',
      'filter: Write the filter\'s value as "Sales" instead of "sales". Whoever has "sales" as d no longer passes this clause then.',
      'filter: Add another scoping group with d EQUALS "Sales". That admits everybody whose d is "Sales".',
    ]);
  });
  it('are all there is for a group that no value satisfies', () => {
    const contradictory: Groups = [
      [
        ['d', 'EQUALS', 'a'],
        ['d', 'EQUALS', 'b'],
      ],
    ];
    const found = why({ groups: contradictory }, { d: 'c' });
    assert.match(found?.sentence ?? '', /Nobody can satisfy that group, because of d EQUALS "b": it contradicts d EQUALS "a"\.$/);
    assert.deepEqual(words(found?.fixes), [
      'filter: Add another scoping group with d EQUALS "c". That admits everybody whose d is "c".',
    ]);
  });
  it('cover every collection that fails', () => {
    const filters = { groups: [[['d', 'EQUALS', 'x']]], inputFilterGroups: [[['e', 'NOT EQUALS', 'y']]] } as const;
    const found = why(filters, { d: 'z', e: 'y' });
    assert.match(found?.sentence ?? '', /^The scoping group .* The input filter group /);
    assert.deepEqual(words(found?.fixes), [
      'user: Set d to "x" and clear e.',
      'filter: Add another scoping group with d EQUALS "z", and add another input filter group with e EQUALS "y". That admits everybody whose d is "z". That admits everybody whose e is "y".',
    ]);
  });
  it('never show what is redacted, nor what is made from it', () => {
    const filters = {
      groups: [
        [
          ['mail', 'ENDS_WITH', '@contoso.com'],
          ['n', '&', '4'],
        ],
      ],
    } as const;
    const found = why(filters, { mail: 'secret@x.com', n: '3' }, { redacted: ['mail', 'n'] });
    assert.ok((found?.fixes.length ?? 0) > 0);
    assert.doesNotMatch(JSON.stringify(found), /secret|"3"|"7"/);
    assert.equal(
      found?.sentence,
      'The scoping group "Only sales" fails because mail has a redacted value where the filter wants a value that ends with "@contoso.com", and n has a redacted value where the filter wants a number that shares a bit with "4".',
    );
  });
});

it('a removed clause frees only what no other clause tests', () => {
  const group: Groups = [
    [
      ['d', 'NOT EQUALS', 'x'],
      ['d', 'IS NOT NULL'],
    ],
  ];
  assert.ok(
    words(why({ groups: group }, { d: 'x' })?.fixes).includes(
      'filter: Remove the clause d NOT EQUALS "x" from "Only sales". That admits everybody who satisfies its other clauses.',
    ),
  );
});

describe('fixes of the other gates', () => {
  it('enable or restore the account', () => {
    assert.deepEqual(words(why({}, { accountEnabled: 'False' })?.fixes), [
      'user: Enable the account: set accountEnabled to "True".',
    ]);
    const control = why({}, { userAccountControl: '514' });
    assert.deepEqual(words(control?.fixes), ['user: Enable the account: clear bit 2 of userAccountControl, which gives "512".']);
    assert.deepEqual(control?.fixes[0]?.attributes, [{ name: 'userAccountControl', value: '512', exact: true }]);
  });
  it('assign the person, or all', () => {
    const found = why({}, { appRoleAssignments: [] }, { assignment: 'assigned' });
    assert.deepEqual(words(found?.fixes), [
      'job: Assign the person to the application.',
      'job: Let the job synchronize all users and groups. That admits everybody who passes the other gates, assigned or not.',
    ]);
  });
  it('move the person, or add the place', () => {
    const configuration = configurationFor({ containerFilter: ['OU=Sales,DC=x'], groupFilter: ['CN=Pilot,DC=x'] });
    const inGroup = { distinguishedName: 'CN=A,OU=HR,DC=x', memberOf: ['CN=Pilot,DC=x'] };
    assert.deepEqual(words(ask(configuration, inGroup)?.fixes), [
      'user: Move the person below "OU=Sales,DC=x".',
      'job: Add "OU=HR,DC=x" to the organizational units of the rule. That admits everybody below it who passes the other gates.',
    ]);
    const inUnit = { distinguishedName: 'CN=A,OU=Sales,DC=x', memberOf: ['CN=Other,DC=x'] };
    assert.deepEqual(words(ask(configuration, inUnit)?.fixes), [
      'user: Make the person a direct member of "CN=Pilot,DC=x".',
      'job: Add "CN=Other,DC=x", of which the person is a direct member, to the groups of the rule. That admits all its direct members who pass the other gates.',
    ]);
  });
  it('are combined with those of the filter', () => {
    assert.deepEqual(words(why({ groups: [[['d', 'EQUALS', 'x']]] }, { accountEnabled: 'False', d: 'y' })?.fixes), [
      'user: Enable the account: set accountEnabled to "True", and set d to "x".',
      'filter: Enable the account: set accountEnabled to "True", and add another scoping group with d EQUALS "y". That admits everybody whose d is "y".',
    ]);
  });
  it('restore what is deleted and can be', () => {
    const found = why({}, { deletedDateTime: '2026-01-01T00:00:00Z', accountEnabled: 'false' });
    assert.deepEqual(words(found?.fixes), [
      'user: Restore the account from the recycle bin, and enable the account: set accountEnabled to "True".',
    ]);
  });
  it('cannot be made where a value is redacted', () => {
    const found = why({}, { userAccountControl: '514' }, { redacted: ['userAccountControl'] });
    assert.equal(
      found?.sentence,
      'The gate "active" fails by userAccountControl, which is redacted. No change of one or a few values was found that lets this person in.',
    );
  });
  it('name the clauses that the service puts in front of the filters of groups', () => {
    const { schema: read } = readSchema(
      schemaText({
        mappings: [],
        groups: { mappings: [], scope: scopeOf({ groups: [[['displayName', 'EQUALS', 'x']]] }) },
        target: 'Active Directory',
      }),
    );
    const rule = read?.synchronizationRules[0];
    const objectMapping = rule?.objectMappings[1];
    assert.ok(read && rule && objectMapping);
    const found = ask(configurationOf(read, rule, objectMapping), {
      securityEnabled: 'true',
      mailEnabled: 'true',
      displayName: 'y',
    });
    assert.match(
      found?.sentence ?? '',
      /mailEnabled must be false\. The scoping group "Only sales" fails because displayName is "y"/,
    );
    assert.match(found?.sentence ?? '', /lets this group in\.$/);
    assert.deepEqual(found?.fixes, []);
  });
  it('do not exist for what is deleted for good', () => {
    const found = why({ groups: [[['d', 'EQUALS', 'x']]] }, { isDeleted: 'TRUE', d: 'y' });
    assert.match(found?.sentence ?? '', /deleted for good/);
    assert.deepEqual(found?.fixes, []);
  });
  it('promise nothing where another part cannot be told', () => {
    const found = ask(
      configurationFor({ containerFilter: ['OU=Sales,DC=x'], scope: scopeOf({ groups: [[['d', 'EQUALS', 'x']]] }) }),
      { d: 'y' },
    );
    assert.match(found?.sentence ?? '', /cannot be told here, so that no change can be promised/);
    assert.deepEqual(found?.fixes, []);
  });
});

it('says nothing of people who are in scope, and of those of whom it cannot be told', () => {
  assert.equal(why({ groups: [[['a', 'EQUALS', 'x']]] }, { a: 'x' }), null);
  assert.equal(why({ groups: [[['a', 'IS_MEMBER_OF', 'x']]] }, { a: 'x' }), null);
});

it('stays short with a thousand groups', () => {
  const groups: Groups = Array.from({ length: 1000 }, (_, index) => [
    ['department', 'EQUALS', `D${index}`],
    ['city', 'EQUALS', `C${index}`],
    ['mail', 'ENDS_WITH', '@contoso.com'],
  ]);
  const configuration = configurationFor({ scope: scopeOf({ groups }) });
  const found = ask(configuration, { department: 'd700', city: 'C1', mail: 'x@contoso.com' });
  assert.equal(found?.fixes.length, 5);
  assert.match(found?.sentence ?? '', /the nearest, group 2, fails because department is "d700"/);
});

describe('properties', () => {
  const values = ['x', 'y', 'xy', '1', '4', '7', 'True', 'False'] as const;
  const domain: readonly AttributeValue[] = [null, ...values];
  const attribute = fc.constantFrom('a', 'b', 'c');
  const text = fc.constantFrom(...values);
  const number = fc.constantFrom('1', '4', '6');
  const clause: fc.Arbitrary<Clause> = fc.oneof(
    fc.tuple(attribute, fc.constantFrom('EQUALS', 'NOT EQUALS', 'INCLUDES', 'ENDS_WITH', 'REGEX MATCH', 'NOT REGEX MATCH'), text),
    fc.tuple(attribute, fc.constantFrom('IS NULL', 'IS NOT NULL', 'IS TRUE', 'IS FALSE')),
    fc.tuple(attribute, fc.constantFrom('GREATER_THAN', 'GREATER_THAN_OR_EQUALS', '&', '!&'), number),
  );
  const groups = fc.array(fc.array(clause, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 });
  const filters = fc.record({
    groups,
    inputFilterGroups: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: groups }),
  });
  const person = fc.record({ a: fc.constantFrom(...domain), b: fc.constantFrom(...domain), c: fc.constantFrom(...domain) });

  /** Whether some values of these attributes, tried one by one, let the person in. */
  const canPass = (configuration: Configuration, given: Person, [first, ...rest]: readonly string[]): boolean =>
    first === undefined
      ? verdictWith(configuration, given, {}) === 'inScope'
      : domain.some((value) => canPass(configuration, { ...given, [first]: value }, rest));

  const subsets = (names: readonly string[]): readonly (readonly string[])[] =>
    names.reduce<readonly (readonly string[])[]>((found, name) => found.flatMap((one) => [one, [...one, name]]), [[]]);

  it('every change of the person lets them in, and none changes an attribute too many', () => {
    let seen = 0;
    fc.assert(
      fc.property(filters, person, (filter, given) => {
        const configuration = configurationFor({ scope: scopeOf(filter) });
        const found = ask(configuration, given);
        if (!found) return;
        const offered = found.fixes.filter(({ changes }) => changes === 'user').map(({ attributes }) => attributes);
        for (const attributes of offered) {
          seen++;
          const changes = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
          assert.equal(verdictWith(configuration, given, changes), 'inScope');
          const names = Object.keys(changes);
          for (const fewer of subsets(names))
            if (fewer.length < names.length) assert.ok(!canPass(configuration, given, fewer), `${fewer} is enough`);
        }
        const possible = subsets(['a', 'b', 'c']).filter((names) => canPass(configuration, given, names));
        const least = Math.min(...possible.map((names) => names.length));
        // A value outside the domain may need fewer attributes still: `7x` for two clauses on one.
        if (possible.length > 0) assert.ok((offered[0]?.length ?? 99) <= least, JSON.stringify(found));
      }),
      { numRuns: 250, seed: 20261122 },
    );
    assert.ok(seen > 100, `only ${seen} changes were seen`);
  });
});
