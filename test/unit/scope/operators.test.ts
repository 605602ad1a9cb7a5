import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  findScopeOperator,
  findUnevaluatedOperator,
  scopeOperators,
  unevaluatedOperators,
} from '../../../src/core/scope/operators.ts';
import type { ClauseRule, Verdict } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { evaluateOne } from './evaluateText.ts';

type Expected = readonly [actual: AttributeValue, verdict: Verdict, rule: ClauseRule];

/** What an operator gives, written by hand from facts/expression-language.md, section 8.2, and facts/graph-synchronization.md, 3.3. */
interface OperatorRows {
  readonly values: readonly string[];
  readonly hit: string;
  readonly miss: string;
  /** For null, `""`, `[]` and `[""]`. */
  readonly nullInGroups: Verdict;
  readonly nullInInputFilters: Verdict;
  readonly wrongType: Expected;
  /** One list, and what it gives where each and where one value must satisfy the clause. */
  readonly several: { readonly list: readonly string[]; readonly all: Verdict; readonly any: Verdict };
  readonly more?: readonly Expected[];
}

const mask = '566259712';

const table: Readonly<Record<string, OperatorRows>> = {
  EQUALS: {
    values: ['Sales'],
    hit: 'Sales',
    miss: 'sales',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    // Numbers are compared as their text.
    wrongType: ['7', 'failed', 'comparison'],
    several: { list: ['Sales', 'Marketing'], all: 'failed', any: 'passed' },
    more: [
      ['Sales ', 'failed', 'comparison'],
      ['Salesmen', 'failed', 'comparison'],
      [['Sales', 'Sales'], 'passed', 'comparison'],
    ],
  },
  'NOT EQUALS': {
    values: ['Sales'],
    hit: 'sales',
    miss: 'Sales',
    nullInGroups: 'failed',
    nullInInputFilters: 'passed',
    wrongType: ['True', 'passed', 'comparison'],
    several: { list: ['Sales', 'Marketing'], all: 'failed', any: 'passed' },
  },
  'REGEX MATCH': {
    values: ['^[A-Z]al(?!t)'],
    hit: 'Sales and more',
    miss: 'sales',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['True', 'failed', 'comparison'],
    several: { list: ['Sales', 'Salt'], all: 'failed', any: 'passed' },
  },
  'NOT REGEX MATCH': {
    values: ['^[A-Z]al(?!t)'],
    hit: 'sales',
    miss: 'Sales and more',
    nullInGroups: 'failed',
    nullInInputFilters: 'passed',
    wrongType: ['True', 'passed', 'comparison'],
    several: { list: ['Sales', 'Salt'], all: 'failed', any: 'passed' },
  },
  'IS NULL': {
    values: [],
    hit: '',
    miss: 'x',
    nullInGroups: 'passed',
    nullInInputFilters: 'passed',
    wrongType: [' ', 'failed', 'comparison'],
    several: { list: ['a', 'b'], all: 'failed', any: 'failed' },
  },
  'IS NOT NULL': {
    values: [],
    hit: 'x',
    miss: '',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: [' ', 'passed', 'comparison'],
    several: { list: ['a', ''], all: 'passed', any: 'passed' },
  },
  'IS TRUE': {
    values: [],
    hit: 'True',
    miss: 'False',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['yes', 'failed', 'type'],
    several: { list: ['TRUE', 'FALSE'], all: 'failed', any: 'passed' },
    more: [
      ['true', 'passed', 'comparison'],
      ['1', 'failed', 'type'],
      [['yes', 'no'], 'failed', 'type'],
    ],
  },
  'IS FALSE': {
    values: [],
    hit: 'FALSE',
    miss: 'TRUE',
    nullInGroups: 'failed',
    nullInInputFilters: 'passed',
    wrongType: ['no', 'failed', 'type'],
    several: { list: ['True', 'False'], all: 'failed', any: 'passed' },
    more: [['0', 'failed', 'type']],
  },
  GREATER_THAN: {
    values: ['10'],
    hit: '11',
    miss: '10',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['eleven', 'unknown', 'type'],
    several: { list: ['9', '11'], all: 'failed', any: 'passed' },
    more: [
      ['9', 'failed', 'comparison'],
      ['-11', 'failed', 'comparison'],
      ['9223372036854775807', 'passed', 'comparison'],
      ['9223372036854775808', 'unknown', 'type'],
      ['10.5', 'unknown', 'type'],
      ['9'.repeat(100_000), 'unknown', 'type'],
      [['11', 'many'], 'unknown', 'type'],
      [['a', 'b', 'c', 'd', 'e', 'f', '9'], 'failed', 'comparison'],
      [['9', 'many'], 'failed', 'comparison'],
    ],
  },
  GREATER_THAN_OR_EQUALS: {
    values: ['10'],
    hit: '10',
    miss: '9',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['2026-01-01', 'unknown', 'type'],
    several: { list: ['9', '10'], all: 'failed', any: 'passed' },
  },
  INCLUDES: {
    values: ['ale'],
    hit: 'Sales',
    miss: 'SALES',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['100', 'failed', 'comparison'],
    several: { list: ['Sales', 'HR'], all: 'failed', any: 'passed' },
  },
  ENDS_WITH: {
    values: ['OU=Cloud,DC=a'],
    hit: 'CN=x,OU=Cloud,DC=a',
    miss: 'CN=x,ou=Cloud,DC=a',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['100', 'failed', 'comparison'],
    several: { list: ['CN=x,OU=Cloud,DC=a', 'OU=Cloud,DC=a,DC=b'], all: 'failed', any: 'passed' },
  },
  '&': {
    values: [mask],
    hit: String(0x20000000),
    miss: '2147483648',
    nullInGroups: 'failed',
    nullInInputFilters: 'failed',
    wrongType: ['UserMailbox', 'unknown', 'type'],
    several: { list: ['1', mask], all: 'failed', any: 'passed' },
    // groupType of a security group: its bits are those of a negative number.
    more: [
      ['-2147483646', 'failed', 'comparison'],
      ['-1', 'passed', 'comparison'],
    ],
  },
  '!&': {
    values: [mask],
    hit: '2147483648',
    miss: String(0x20000000),
    nullInGroups: 'failed',
    nullInInputFilters: 'passed',
    wrongType: ['UserMailbox', 'unknown', 'type'],
    several: { list: ['1', mask], all: 'failed', any: 'passed' },
  },
};

it('has rows for every operator', () => {
  assert.deepEqual(Object.keys(table).sort(), scopeOperators.map(({ name }) => name).sort());
});

for (const operator of scopeOperators) {
  describe(operator.name, () => {
    const rows = table[operator.name];
    assert.ok(rows);
    const { values } = rows;
    const check = (actual: AttributeValue, verdict: Verdict, rule: ClauseRule | null, spelling = operator.name): void => {
      const result = evaluateOne(spelling, values, actual);
      assert.equal(result.verdict, verdict, JSON.stringify(actual));
      if (rule !== null) assert.equal(result.rule, rule, JSON.stringify(actual));
      assert.match(result.reason, /\.$/);
      assert.deepEqual([result.attribute, result.expected, result.actual], ['a', values, actual]);
    };

    it('hits and misses, in every documented spelling', () => {
      const isNullTest = operator.name.endsWith('NULL');
      for (const spelling of [
        operator.name,
        ...operator.aliases,
        operator.name.toLowerCase(),
        ` ${operator.name.replaceAll(' ', '_')} `,
      ]) {
        assert.equal(findScopeOperator(spelling), operator, spelling);
        check(rows.hit, 'passed', isNullTest ? null : 'comparison', spelling);
        check(rows.miss, 'failed', isNullTest ? null : 'comparison', spelling);
      }
    });

    it('goes by the rule of each collection where the attribute is empty', () => {
      for (const empty of [null, '', [], ['']]) {
        for (const [collection, verdict] of [
          ['groups', rows.nullInGroups],
          ['inputFilterGroups', rows.nullInInputFilters],
          ['categoryFilterGroups', rows.nullInInputFilters],
        ] as const) {
          const result = evaluateOne(operator.name, values, empty, { collection });
          assert.deepEqual([result.verdict, result.rule], [verdict, 'null'], `${collection} ${JSON.stringify(empty)}`);
        }
      }
    });

    it('says so where the value has another type', () => check(...rows.wrongType));

    it('takes each or one of several values', () => {
      const { list, all, any } = rows.several;
      assert.equal(evaluateOne(operator.name, values, list).verdict, all, 'the default');
      for (const [comparison, word, verdict] of [
        ['All', 'all', all],
        ['Any', 'any', any],
      ] as const) {
        const own = evaluateOne(operator.name, values, list, { comparison, semantics: { multivaluedComparison: 'any' } });
        assert.equal(own.verdict, verdict, comparison);
        const read = evaluateOne(operator.name, values, list, { semantics: { multivaluedComparison: word } });
        assert.equal(read.verdict, verdict, word);
        assert.match(read.reason, list.filter((value) => value !== '').length > 1 ? /of 2|2 values/ : /./);
      }
    });

    it('gives what else is known of it', () => {
      for (const row of rows.more ?? []) check(...row);
    });

    if (operator.arity === 'binary') {
      it('cannot be evaluated without a value', () => {
        const result = evaluateOne(operator.name, [], 'x');
        assert.deepEqual([result.verdict, result.rule], ['unknown', 'notLocal']);
        assert.match(result.reason, /targetOperand/);
      });
    }
  });
}

it('a boolean in another casing may be equal to the service, which writes True and False', () => {
  for (const operator of ['EQUALS', 'NOT EQUALS']) {
    for (const [wanted, actual, verdict] of [
      ['True', 'True', operator === 'EQUALS' ? 'passed' : 'failed'],
      ['True', 'False', operator === 'EQUALS' ? 'failed' : 'passed'],
      ['True', 'TRUE', 'unknown'],
      ['false', 'False', 'unknown'],
    ] as const) {
      const result = evaluateOne(operator, [wanted], actual);
      assert.deepEqual(
        [result.verdict, result.rule],
        [verdict, verdict === 'unknown' ? 'type' : 'comparison'],
        `${wanted} ${actual}`,
      );
    }
  }
});

it('knows the other spellings that the documents have', () => {
  const spellings = {
    Includes: 'INCLUDES',
    Greater_Than: 'GREATER_THAN',
    Greater_Than_OR_EQUALS: 'GREATER_THAN_OR_EQUALS',
    "isn't NULL": 'IS NOT NULL',
    'isn’t NULL': 'IS NOT NULL',
    'REGEX Match': 'REGEX MATCH',
    '!&L': '!&',
  };
  for (const [spelling, name] of Object.entries(spellings)) assert.equal(findScopeOperator(spelling)?.name, name, spelling);
  assert.equal(findUnevaluatedOperator('IsMemberOf')?.name, 'IS_MEMBER_OF');
});

describe('operators that are not evaluated here', () => {
  it('are unknown, with what is known of them', () => {
    for (const operator of unevaluatedOperators) {
      for (const spelling of [operator.name, ...operator.aliases]) {
        for (const actual of ['x', null, ['x', 'y']]) {
          const result = evaluateOne(spelling, ['x'], actual);
          assert.deepEqual([result.verdict, result.rule], ['unknown', 'notLocal'], spelling);
          assert.ok(result.reason.includes(spelling) && result.reason.endsWith(operator.known), result.reason);
        }
        assert.equal(findScopeOperator(spelling), null);
        assert.equal(findUnevaluatedOperator(spelling), operator);
      }
    }
    assert.deepEqual(
      unevaluatedOperators.map(({ name }) => name),
      ['IS_MEMBER_OF', 'PRESENT', 'VALID CERT MATCH'],
    );
  });

  it('are unknown where nobody has heard of them, whatever the attribute holds', () => {
    for (const name of ['SOUNDS LIKE', 'LESS_THAN', '', 'constructor', '__proto__']) {
      const result = evaluateOne(name, ['x'], null);
      assert.deepEqual([result.verdict, result.rule], ['unknown', 'notLocal'], name);
      assert.match(result.reason, /Evaluated here are: EQUALS, /);
    }
  });
});

describe('reasons', () => {
  const rows: readonly (readonly [operator: string, wanted: string, actual: AttributeValue, reason: RegExp])[] = [
    ['EQUALS', 'sales', 'Sales', /^The value does not equal "sales": only upper and lower case differ, and case counts\.$/],
    ['EQUALS', 'Sales', 'Sales ', /only blanks at the beginning or the end differ/],
    ['EQUALS', 'Zoë', 'Zoe\u0308', /only the way in which accented letters are composed differs/],
    ['EQUALS', 'zoë', ' ZOE\u0308', /only case, blanks around it or the composition of accents differ/],
    ['EQUALS', 'Sales', 'HR', /^The value does not equal "Sales"\.$/],
    ['NOT EQUALS', 'sales', 'Sales', /only upper and lower case differ/],
    ['INCLUDES', 'ALE', 'Sales', /^The value does not contain "ALE": only upper and lower case differ/],
    ['ENDS_WITH', 'es', 'Sales ', /only blanks at the beginning or the end differ/],
    ['REGEX MATCH', '^x', 'Sales', /no match of "\^x": the pattern is searched for anywhere in the value, and case counts/],
    ['REGEX MATCH', '^sal', 'Sales', /it would without regard to case, and case counts/],
    ['REGEX MATCH', '(', 'Sales', /^The pattern cannot be used: /],
    ['&', '6', '3', /^The value shares bits with the mask "6": 0x2 is set in both\.$/],
    ['!&', '4', '3', /^The value shares no bit with the mask "4"\.$/],
    ['GREATER_THAN', 'ten', '3', /^"ten" in the clause is not a whole number of at most 64 bits, and GREATER_THAN is documented/],
    ['IS TRUE', '', 'yes', /^The value is neither true nor false, and IS TRUE is documented for booleans only\.$/],
    ['IS TRUE', '', ['True', 'yes'], /^The value "yes" is neither true nor false, .* It is one of 2; each must satisfy/],
    ['GREATER_THAN', '1', ['2', '$&'], /^The value "\$&" is not a whole number of at most 64 bits, .* It is one of 2; each/],
    ['REGEX MATCH', '^smtp:', ['smtp:a', 'x500:b'], /^The value "x500:b" contains no match .* It is one of 2; each must satisfy/],
    [
      'REGEX MATCH',
      '^smtp:',
      ['smtp:a', 'smtp:b'],
      /^Each of the 2 values satisfies it; each must satisfy the clause \(All\)\.$/,
    ],
  ];
  for (const [operator, wanted, actual, reason] of rows) {
    it(`${operator} "${wanted}" on ${JSON.stringify(actual)}`, () => {
      assert.match(evaluateOne(operator, [wanted], actual).reason, reason);
    });
  }
});
