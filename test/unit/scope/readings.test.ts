import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readScopeFile } from '../../../src/core/schema/readSchema.ts';
import { evaluateFilter } from '../../../src/core/scope/evaluateFilter.ts';
import type { Semantics } from '../../../src/core/semantics.ts';
import type { Verdict } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { type Collection, evaluateOne } from './evaluateText.ts';

type Row = readonly [
  operator: string,
  values: readonly string[],
  actual: AttributeValue,
  semantics: Partial<Semantics>,
  verdict: Verdict,
  collection?: Collection,
];

describe('readings of the doubtful points of filters', () => {
  const rows: readonly Row[] = [
    ['NOT EQUALS', ['x'], null, {}, 'failed'],
    ['NOT EQUALS', ['x'], null, { nullInGroups: 'passNegative' }, 'passed'],
    ['EQUALS', ['x'], null, { nullInGroups: 'passNegative' }, 'failed'],
    ['NOT EQUALS', ['x'], null, { nullInGroups: 'passNegative', nullInInputFilters: 'fail' }, 'failed', 'inputFilterGroups'],
    ['IS FALSE', [], null, {}, 'passed', 'inputFilterGroups'],
    ['IS FALSE', [], null, { nullInInputFilters: 'fail' }, 'failed', 'categoryFilterGroups'],
    ['REGEX MATCH', ['a'], ['a', 'b'], {}, 'failed'],
    ['REGEX MATCH', ['a'], ['a', 'b'], { multivaluedComparison: 'any' }, 'passed'],
    ['EQUALS', ['x', 'y'], 'y', {}, 'passed'],
    ['EQUALS', ['x', 'y'], 'y', { severalFilterValues: 'all' }, 'failed'],
    ['INCLUDES', ['a', 'b'], 'cab', { severalFilterValues: 'all' }, 'passed'],
    ['NOT EQUALS', ['x', 'y'], 'y', {}, 'failed'],
    ['NOT EQUALS', ['x', 'y'], 'y', { severalFilterValues: 'all' }, 'passed'],
    ['NOT REGEX MATCH', ['a', 'b'], 'cab', { severalFilterValues: 'all' }, 'failed'],
    ['REGEX MATCH', ['([1-9][0-9])'], '123', {}, 'passed'],
    ['REGEX MATCH', ['([1-9][0-9])'], '123', { filterRegex: 'whole' }, 'failed'],
    ['REGEX MATCH', ['([1-9][0-9])'], '12', { filterRegex: 'whole' }, 'passed'],
    ['REGEX MATCH', ['a|ab'], 'ab', { filterRegex: 'whole' }, 'passed'],
    ['REGEX MATCH', ['(?x) a b # both'], 'ab', { filterRegex: 'whole' }, 'passed'],
    ['REGEX MATCH', ['a)(b'], 'ab', { filterRegex: 'whole' }, 'unknown'],
    ['NOT REGEX MATCH', ['ab'], 'abc', { filterRegex: 'whole' }, 'passed'],
    ['&', ['Sales, HR'], 'HR', {}, 'unknown'],
    ['&', ['Sales, HR'], 'HR', { ampersandOperator: 'text' }, 'passed'],
    ['!&', ['Sales, HR'], 'HR', { ampersandOperator: 'text' }, 'failed'],
    ['&', ['6'], '2', { ampersandOperator: 'text' }, 'failed'],
  ];
  for (const [operator, values, actual, semantics, verdict, collection] of rows) {
    const title = `${operator} ${values.join(' | ')} on ${JSON.stringify(actual)} in ${collection ?? 'groups'} by ${JSON.stringify(semantics)}: ${verdict}`;
    it(title, () => {
      assert.equal(evaluateOne(operator, values, actual, { semantics, ...(collection && { collection }) }).verdict, verdict);
    });
  }
});

describe('multivaluedComparisonType of a clause', () => {
  const read = (property: string): ReturnType<typeof readScopeFile> =>
    readScopeFile(
      `{"groups":[{"name":"g","clauses":[{"sourceOperandName":"a","operatorName":"EQUALS","targetOperand":{"values":["x"]}${property}}]}]}`,
    );
  const verdictOf = (property: string, semantics: Partial<Semantics>): Verdict => {
    const { filter } = read(property);
    return evaluateFilter(filter, new Map([['a', ['x', 'y']]]), semantics).groups.verdict;
  };

  it('is read in every spelling of its name and its value, and wins over the reading', () => {
    for (const name of ['multivaluedComparisonType', 'MultiValuedComparisonType', 'multiValuedComparisonType']) {
      for (const value of ['"Any"', '"any"', '1', '"1"']) {
        assert.equal(verdictOf(`,"${name}":${value}`, { multivaluedComparison: 'all' }), 'passed', `${name} ${value}`);
      }
      for (const value of ['"All"', '"ALL"', '0']) {
        assert.equal(verdictOf(`,"${name}":${value}`, { multivaluedComparison: 'any' }), 'failed', `${name} ${value}`);
      }
    }
    for (const property of ['', ',"multivaluedComparisonType":null']) {
      assert.equal(verdictOf(property, { multivaluedComparison: 'any' }), 'passed');
      assert.equal(verdictOf(property, {}), 'failed');
    }
  });

  it('is a problem where its value is unknown, and the reading decides', () => {
    for (const value of ['"Some"', '2', 'true', '["Any"]', '{}']) {
      const property = `,"multivaluedComparisonType":${value}`;
      assert.deepEqual(
        read(property).problems.map(({ code }) => code),
        ['schema-unknown-value'],
        value,
      );
      assert.equal(verdictOf(property, { multivaluedComparison: 'any' }), 'passed', value);
    }
  });
});
