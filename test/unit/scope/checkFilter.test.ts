import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SourceAttributes } from '../../../src/core/expression/check/situation.ts';
import { sourceAttributes } from '../../../src/core/flow/check/checkConfiguration.ts';
import type { AttributeType, Filter, FilterGroup, Located } from '../../../src/core/schema/model.ts';
import { readSchema, readScopeFile } from '../../../src/core/schema/readSchema.ts';
import { checkFilter } from '../../../src/core/scope/check/checkFilter.ts';
import { evaluateFilter } from '../../../src/core/scope/evaluateFilter.ts';
import type { Semantics } from '../../../src/core/semantics.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { schemaText } from '../../support/schemaText.ts';

const file = new URL('../../../../shared/data/fragments/scoping-filters-documented.jsonl', import.meta.url);

interface Clause {
  readonly attribute: string;
  readonly operator: string;
  readonly value?: string | null;
}

it('raises no false alarm over the filters that the documents show', (context) => {
  if (!existsSync(file)) return context.skip('../shared/data/fragments/scoping-filters-documented.jsonl is not here');
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Clause | { readonly clauses: readonly Clause[] } => JSON.parse(line))
    .map((row) => ('clauses' in row ? row.clauses : [row]));
  assert.ok(rows.length > 5);
  const groups = rows.map((clauses, index) => ({
    name: `documented ${index}`,
    clauses: clauses.map(({ attribute, operator, value }) => ({
      sourceOperandName: attribute,
      operatorName: operator,
      targetOperand: { values: value === null || value === undefined ? [] : [value] },
    })),
  }));
  const text = JSON.stringify({ groups }, null, 2);
  const { filter, problems } = readScopeFile(text);
  assert.ok(filter);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    checkFilter(text, filter, null).map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`),
    [],
  );
});

type Row = readonly [attribute: string, operator: string, ...values: readonly string[]];
type Groups = readonly (readonly Row[])[];
type Collection = 'groups' | 'inputFilterGroups' | 'categoryFilterGroups';

/** `g0`, `g1`, … */
function textOf(groups: Groups, collection: Collection = 'groups'): string {
  const written = groups.map((clauses, index) => ({
    name: `g${index}`,
    clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
      sourceOperandName,
      operatorName,
      targetOperand: values.length > 0 ? { values } : null,
    })),
  }));
  return JSON.stringify({ [collection]: written }, null, 2);
}

function read(text: string): Filter {
  const { filter } = readScopeFile(text);
  assert.ok(filter);
  return filter;
}

/** Severity, code and what is marked. */
function found(groups: Groups, source: SourceAttributes | null = null, collection: Collection = 'groups'): readonly string[] {
  const text = textOf(groups, collection);
  return checkFilter(text, read(text), source).map(({ severity, code, range, fix }) => {
    assert.ok(fix);
    return `${severity} ${code} <${text.slice(range.start, range.end)}>`;
  });
}

function sourceOf(...attributes: readonly (readonly [name: string, type: AttributeType])[]): SourceAttributes {
  const definitions = attributes.map(([name, type]) => ({ name, type: type as string }));
  const { schema } = readSchema(schemaText({ mappings: [], sourceAttributes: definitions }));
  const object = schema?.directories[0]?.objects[0];
  assert.ok(object);
  const known = sourceAttributes(object);
  assert.ok(known);
  return known;
}

describe('clauses that can never be true together', () => {
  const rows: readonly (readonly [string, readonly Row[], marked: string])[] = [
    [
      'two values',
      [
        ['a', 'EQUALS', 'x'],
        ['a', 'EQUALS', 'y'],
      ],
      'EQUALS',
    ],
    [
      'a value and its exclusion',
      [
        ['a', 'NOT EQUALS', 'x'],
        ['a', 'EQUALS', 'x'],
      ],
      'EQUALS',
    ],
    [
      'empty and a value',
      [
        ['a', 'IS NULL'],
        ['a', 'EQUALS', 'x'],
      ],
      'EQUALS',
    ],
    [
      'empty and not',
      [
        ['a', 'IS NULL'],
        ['a', 'IS NOT NULL'],
      ],
      'IS NOT NULL',
    ],
    [
      'true and false',
      [
        ['a', 'IS TRUE'],
        ['a', 'IS FALSE'],
      ],
      'IS FALSE',
    ],
    [
      'a number below the bound',
      [
        ['a', 'GREATER_THAN', '5'],
        ['a', 'EQUALS', '3'],
      ],
      'EQUALS',
    ],
    [
      'a value without the pattern',
      [
        ['a', 'EQUALS', 'x'],
        ['a', 'REGEX MATCH', '^y'],
      ],
      'REGEX MATCH',
    ],
    [
      'a value without the text',
      [
        ['a', 'EQUALS', 'x'],
        ['a', 'INCLUDES', 'y'],
      ],
      'INCLUDES',
    ],
    [
      'a value without the ending',
      [
        ['a', 'EQUALS', 'x'],
        ['a', 'ENDS_WITH', 'y'],
      ],
      'ENDS_WITH',
    ],
    [
      'two endings',
      [
        ['a', 'ENDS_WITH', '@x.com'],
        ['a', 'ENDS_WITH', '@y.com'],
      ],
      'ENDS_WITH',
    ],
    [
      'a pattern and its exclusion',
      [
        ['a', 'REGEX MATCH', 'x'],
        ['a', 'NOT REGEX MATCH', 'x'],
      ],
      'NOT REGEX MATCH',
    ],
    [
      'a bit and its absence',
      [
        ['a', '&', '4'],
        ['a', '!&', '6'],
      ],
      '!&',
    ],
    ['no bit at all', [['a', '&', '0']], '&'],
    ['empty text', [['a', 'EQUALS', '']], 'EQUALS'],
    [
      'all of several values excluded',
      [
        ['a', 'NOT EQUALS', 'x'],
        ['a', 'NOT EQUALS', 'y'],
        ['a', 'EQUALS', 'x', 'y'],
      ],
      'EQUALS',
    ],
  ];
  for (const [what, clauses, marked] of rows) {
    it(what, () => {
      const impossible = [...clauses, ['b', 'IS NOT NULL']] as const;
      const other = [['c', 'EQUALS', 'x']] as const;
      assert.deepEqual(found([impossible, other]), [`warning clause-contradiction <"${marked}">`]);
      assert.deepEqual(found([impossible]), [`warning clause-contradiction <"${marked}">`, 'error filter-nobody <[>']);
    });
  }
  it('are none where something may satisfy them', () => {
    for (const clauses of [
      [
        ['a', 'INCLUDES', 'x'],
        ['a', 'INCLUDES', 'y'],
      ],
      [
        ['a', '&', '6'],
        ['a', '!&', '4'],
      ],
      [
        ['a', 'ENDS_WITH', 'x.com'],
        ['a', 'ENDS_WITH', '@y.x.com'],
      ],
      [
        ['a', 'EQUALS', 'x', 'y'],
        ['a', 'NOT EQUALS', 'x'],
      ],
      [
        ['a', 'EQUALS', 'x'],
        ['b', 'EQUALS', 'y'],
      ],
      [
        ['a', 'IS NULL'],
        ['a', 'NOT EQUALS', 'x'],
      ],
      [
        ['a', 'EQUALS', 'ten'],
        ['a', 'GREATER_THAN', '5'],
      ],
    ] as const) {
      assert.ok(!found([clauses]).some((one) => one.includes('contradiction')), JSON.stringify(clauses));
    }
  });
  it('say in each collection what follows from nobody', () => {
    const impossible: Groups = [
      [
        ['a', 'IS TRUE'],
        ['a', 'IS FALSE'],
      ],
    ];
    const messages = (['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const).map((collection) => {
      const text = textOf(impossible, collection);
      return checkFilter(text, read(text), null).find(({ code }) => code === 'filter-nobody')?.message;
    });
    assert.match(messages[0] ?? '', /nobody is ever in scope/);
    assert.match(messages[1] ?? '', /no object is ever processed/);
    assert.match(messages[2] ?? '', /no object ever belongs to this object mapping/);
  });
  it('are not looked for in attributes with several values, where each value is compared', () => {
    const text = textOf([
      [
        ['a', 'ENDS_WITH', 'x'],
        ['a', 'ENDS_WITH', 'y'],
      ],
    ]);
    const { schema } = readSchema(schemaText({ mappings: [], sourceAttributes: [{ name: 'a', multivalued: true }] }));
    const source = sourceAttributes(schema?.directories[0]?.objects[0] ?? null);
    assert.deepEqual(
      checkFilter(text, read(text), source).map(({ code }) => code),
      ['clause-attribute', 'clause-attribute'],
    );
  });
});

describe('clauses and groups that never count', () => {
  const one = (clause: Row): string => `"${clause[1]}"`;
  const rows: readonly (readonly [Row, Row])[] = [
    [
      ['a', 'EQUALS', 'x'],
      ['a', 'IS NOT NULL'],
    ],
    [
      ['a', 'EQUALS', 'x'],
      ['a', 'NOT EQUALS', 'y'],
    ],
    [
      ['a', 'EQUALS', 'Sales-US'],
      ['a', 'INCLUDES', 'Sales'],
    ],
    [
      ['a', 'GREATER_THAN', '5'],
      ['a', 'GREATER_THAN_OR_EQUALS', '5'],
    ],
    [
      ['a', 'GREATER_THAN', '5'],
      ['a', 'NOT EQUALS', '3'],
    ],
    [
      ['a', 'ENDS_WITH', '@x.com'],
      ['a', 'ENDS_WITH', '.com'],
    ],
    [
      ['a', 'ENDS_WITH', '@x.com'],
      ['a', 'INCLUDES', '@'],
    ],
    [
      ['a', '&', '4'],
      ['a', '&', '12'],
    ],
    [
      ['a', '!&', '12'],
      ['a', '!&', '4'],
    ],
    [
      ['a', 'IS TRUE'],
      ['a', 'IS NOT NULL'],
    ],
  ];
  for (const [narrow, wide] of rows) {
    it(`${narrow.slice(1).join(' ')} makes ${wide.slice(1).join(' ')} idle`, () => {
      assert.deepEqual(found([[narrow, wide]]), [`information clause-always <${one(wide)}>`]);
      assert.deepEqual(found([[wide, narrow]]), [`information clause-always <${one(wide)}>`]);
      // The wide clause in a group of its own admits all whom the narrow one admits.
      assert.deepEqual(found([[narrow, ['b', 'IS NULL']], [wide]]), ['warning group-shadowed <"g0">']);
    });
  }
  it('a clause that stands twice, and a group that does', () => {
    const clause: Row = ['a', 'EQUALS', 'x'];
    assert.deepEqual(found([[clause, clause]]), ['information clause-duplicate <"EQUALS">']);
    assert.deepEqual(found([[clause], [clause]]), ['warning group-shadowed <"g1">']);
  });
  it('an empty group lets everybody pass', () => {
    assert.deepEqual(found([[['a', 'EQUALS', 'x']], []]), ['warning group-empty <[]>']);
  });
  it('what only looks alike is left alone', () => {
    assert.deepEqual(
      found(
        [
          [
            ['a', 'IS NOT NULL'],
            ['a', 'NOT EQUALS', 'x'],
          ],
        ],
        null,
        'inputFilterGroups',
      ),
      [],
    );
    assert.deepEqual(found([[['a', 'EQUALS', 'x']], [['a', 'EQUALS', 'X']], [['b', 'EQUALS', 'x']]]), []);
    assert.deepEqual(
      found([
        [['a', 'EQUALS', 'x']],
        [
          ['a', 'EQUALS', 'x'],
          ['a', 'IS_MEMBER_OF', 'x'],
        ],
      ]).slice(1),
      ['warning group-shadowed <"g1">'],
    );
    assert.deepEqual(
      found([
        [
          ['a', 'EQUALS', 'x'],
          ['a', 'IS_MEMBER_OF', 'x'],
        ],
        [
          ['a', 'EQUALS', 'x'],
          ['b', 'IS NULL'],
        ],
      ]).slice(1),
      [],
    );
  });
});

describe('operators and types', () => {
  const source = sourceOf(
    ['text', 'String'],
    ['number', 'Integer'],
    ['flag', 'Boolean'],
    ['photo', 'Binary'],
    ['friend', 'Reference'],
  );
  it('belong together as the table of operators has it', () => {
    const rows: readonly (readonly [Row, string | null])[] = [
      [['text', 'GREATER_THAN', '5'], 'warning'],
      [['number', 'GREATER_THAN', '5'], null],
      [['text', 'IS TRUE'], 'warning'],
      [['flag', 'IS TRUE'], null],
      [['number', 'INCLUDES', '5'], 'warning'],
      [['number', 'REGEX MATCH', '5'], null],
      [['photo', 'EQUALS', 'x'], 'warning'],
      [['photo', 'IS NULL'], null],
      [['friend', 'EQUALS', 'x'], 'warning'],
      // An old sample of Graph does it.
      [['flag', 'EQUALS', 'True'], 'information'],
      [['flag', 'INCLUDES', 'x'], 'warning'],
    ];
    for (const [clause, severity] of rows) {
      assert.deepEqual(
        found([[clause]], source),
        severity === null ? [] : [`${severity} clause-type <"${clause[1]}">`],
        clause.join(' '),
      );
    }
  });
});

describe('properties', () => {
  const values = ['x', 'y', 'xy', '1', '4', '7', 'True', 'False'] as const;
  const attribute = fc.constantFrom('a', 'b');
  const clause: fc.Arbitrary<Row> = fc.oneof(
    fc.tuple(
      attribute,
      fc.constantFrom('EQUALS', 'NOT EQUALS', 'INCLUDES', 'ENDS_WITH', 'REGEX MATCH', 'NOT REGEX MATCH'),
      fc.constantFrom(...values),
    ),
    fc.tuple(attribute, fc.constant('EQUALS'), fc.constantFrom(...values), fc.constantFrom(...values)),
    fc.tuple(attribute, fc.constantFrom('IS NULL', 'IS NOT NULL', 'IS TRUE', 'IS FALSE')),
    fc.tuple(
      attribute,
      fc.constantFrom('GREATER_THAN', 'GREATER_THAN_OR_EQUALS', '&', '!&'),
      fc.constantFrom('1', '3', '4', '6'),
    ),
  );
  const groups = fc.array(fc.array(clause, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  const domain: readonly AttributeValue[] = [null, ...values, 'z', '0', '2', '5', '12'];
  const people = domain.flatMap((a) => domain.map((b) => new Map([['a', a] as const, ['b', b] as const])));
  const readings: readonly Partial<Semantics>[] = [
    {},
    { nullInGroups: 'passNegative', severalFilterValues: 'all' },
    { filterRegex: 'whole' },
  ];

  it('what is reported as idle or impossible is so for everybody, under every reading', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(groups, fc.constantFrom<Collection>('groups', 'inputFilterGroups'), (written, collection) => {
        const text = textOf(written, collection);
        const filter = read(text);
        const passing = (own: readonly FilterGroup[], semantics: Partial<Semantics>): string =>
          people.map((person) => evaluateFilter({ ...filter, [collection]: own }, person, semantics)[collection].verdict).join();
        for (const { code, range, message } of checkFilter(text, filter, null)) {
          const isAt = (node: Located): boolean => node.range.start <= range.start && range.end <= node.range.end;
          const group = filter[collection].find(isAt);
          seen.add(code);
          for (const semantics of readings) {
            const all = filter[collection];
            if (code === 'clause-contradiction' && group) assert.doesNotMatch(passing([group], semantics), /passed/, message);
            if (code === 'filter-nobody') assert.doesNotMatch(passing(all, semantics), /passed/, message);
            if (code === 'group-shadowed') {
              const without = all.filter((one) => one !== group);
              const passed = (verdicts: string): string => verdicts.replaceAll('unknown', 'failed');
              assert.equal(passed(passing(without, semantics)), passed(passing(all, semantics)), message);
            }
            if ((code === 'clause-always' || code === 'clause-duplicate') && group) {
              const less = { ...group, clauses: group.clauses.filter((one) => !isAt(one)) };
              const passed = (verdicts: string): string => verdicts.replaceAll('unknown', 'failed');
              assert.equal(passed(passing([less], semantics)), passed(passing([group], semantics)), message);
            }
          }
        }
      }),
      { numRuns: 300, seed: 20261122 },
    );
    for (const code of ['clause-contradiction', 'filter-nobody', 'group-shadowed', 'clause-always', 'clause-duplicate'])
      assert.ok(seen.has(code), code);
  });
});
