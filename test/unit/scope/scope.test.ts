import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readScopeFile } from '../../../src/core/schema/readSchema.ts';
import { evaluateFilter, type FilterResult } from '../../../src/core/scope/evaluateFilter.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

type Collection = 'groups' | 'inputFilterGroups' | 'categoryFilterGroups';
type Clause = readonly [attribute: string, operator: string, ...values: readonly string[]];

/** Evaluates groups of clauses, read from text as a scope file is. */
function evaluate(
  groups: readonly (readonly Clause[])[],
  attributes: Record<string, AttributeValue>,
  collection: Collection = 'groups',
): FilterResult[Collection] {
  const filter = {
    [collection]: groups.map((clauses, index) => ({
      name: `g${index}`,
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: values.length > 0 ? { values } : null,
      })),
    })),
  };
  const reading = readScopeFile(JSON.stringify(filter));
  assert.deepEqual(reading.problems, []);
  return evaluateFilter(reading.filter, new Map(Object.entries(attributes)))[collection];
}

const verdict = (clause: Clause, value: AttributeValue, collection: Collection = 'groups'): string =>
  evaluate([[clause]], { a: value }, collection).verdict;

describe('scoping operators', () => {
  const rows: readonly (readonly [clause: Clause, value: AttributeValue, expected: string])[] = [
    [['a', 'EQUALS', 'x'], 'x', 'passed'],
    [['a', 'EQUALS', 'x'], 'X', 'failed'],
    [['a', 'EQUALS', 'x', 'y'], 'y', 'passed'],
    [['a', 'NOT EQUALS', 'x'], 'X', 'passed'],
    [['a', 'NOT EQUALS', 'x'], 'x', 'failed'],
    [['a', 'REGEX MATCH', 'ontos'], 'contoso', 'passed'],
    [['a', 'REGEX MATCH', 'Ontos'], 'contoso', 'failed'],
    [['a', 'REGEX MATCH', '(?:^|\\W)Sales|Marketing|Operations(?:$|\\W)'], 'Contoso-Sales-US', 'passed'],
    [['a', 'NOT REGEX MATCH', '.*\\@domain.com'], 'x@domain.com', 'failed'],
    [['a', 'NOT REGEX MATCH', '.*\\@domain.com'], 'x@other.com', 'passed'],
    [['a', 'REGEX MATCH', '('], 'x', 'unknown'],
    [['a', 'NOT REGEX MATCH', '('], 'x', 'unknown'],
    [['a', 'IS NULL'], 'x', 'failed'],
    [['a', 'IS NOT NULL'], 'x', 'passed'],
    [['a', 'IS TRUE'], 'True', 'passed'],
    [['a', 'IS TRUE'], 'False', 'failed'],
    [['a', 'IS FALSE'], 'FALSE', 'passed'],
    [['a', 'GREATER_THAN', '9'], '10', 'passed'],
    [['a', 'Greater_Than', '10'], '10', 'failed'],
    [['a', 'Greater_Than_OR_EQUALS', '10'], '10', 'passed'],
    [['a', 'GREATER_THAN', '9'], 'ten', 'unknown'],
    [['a', 'Includes', 'ale'], 'Sales', 'passed'],
    [['a', 'INCLUDES', 'ALE'], 'Sales', 'failed'],
    [['a', 'ENDS_WITH', 'es'], 'Sales', 'passed'],
    [['a', 'ENDS_WITH', 'Sal'], 'Sales', 'failed'],
    [['a', '&', '566259712'], '2147483648', 'failed'],
    [['a', '!&', '566259712'], '2147483648', 'passed'],
    [['a', '!&', '566259712'], String(0x20000000), 'failed'],
    [['a', '&', '2'], '514', 'passed'],
    [['a', '!&', '2'], 'x', 'unknown'],
    [['a', 'IS_MEMBER_OF', 'g'], 'g', 'unknown'],
    [['a', 'SOUNDS LIKE', 'g'], 'g', 'unknown'],
    [['a', 'EQUALS'], 'x', 'unknown'],
    // All values of a list must satisfy the clause.
    [['a', 'REGEX MATCH', '^smtp:'], ['smtp:a', 'smtp:b'], 'passed'],
    [['a', 'REGEX MATCH', '^smtp:'], ['smtp:a', 'x500:b'], 'failed'],
  ];
  for (const [clause, value, expected] of rows) {
    it(`${clause.join(' ')} on ${JSON.stringify(value)} is ${expected}`, () => assert.equal(verdict(clause, value), expected));
  }
});

describe('an empty attribute', () => {
  const negative: readonly Clause[] = [
    ['a', 'NOT EQUALS', 'x'],
    ['a', 'NOT REGEX MATCH', 'x'],
    ['a', 'IS FALSE'],
    ['a', '!&', '1'],
  ];
  const positive: readonly Clause[] = [
    ['a', 'EQUALS', 'x'],
    ['a', 'REGEX MATCH', 'x'],
    ['a', 'IS TRUE'],
    ['a', '&', '1'],
    ['a', 'IS NOT NULL'],
    ['a', 'INCLUDES', 'x'],
    ['a', 'ENDS_WITH', 'x'],
    ['a', 'GREATER_THAN', '1'],
  ];
  for (const value of [null, '', []]) {
    it(`fails every clause of the ordinary groups but IS NULL (${JSON.stringify(value)})`, () => {
      for (const clause of [...negative, ...positive]) assert.equal(verdict(clause, value), 'failed', clause.join(' '));
      assert.equal(verdict(['a', 'IS NULL'], value), 'passed');
    });
    it(`passes the negative operators of the input filters (${JSON.stringify(value)})`, () => {
      for (const clause of negative) assert.equal(verdict(clause, value, 'inputFilterGroups'), 'passed', clause.join(' '));
      for (const clause of positive) assert.equal(verdict(clause, value, 'inputFilterGroups'), 'failed', clause.join(' '));
    });
  }
});

describe('groups and clauses', () => {
  const yes: Clause = ['a', 'EQUALS', 'x'];
  const no: Clause = ['a', 'EQUALS', 'y'];
  const unknown: Clause = ['a', 'PRESENT', 'z'];
  const value = { a: 'x' };
  it('is an OR of ANDs, in which what cannot be evaluated decides only where nothing else does', () => {
    const rows: readonly (readonly [groups: readonly (readonly Clause[])[], expected: string])[] = [
      [[], 'passed'],
      [[[yes]], 'passed'],
      [[[no]], 'failed'],
      [[[yes, no]], 'failed'],
      [[[no], [yes]], 'passed'],
      [[[unknown]], 'unknown'],
      [[[unknown, no]], 'failed'],
      [[[unknown, yes]], 'unknown'],
      [[[unknown], [yes]], 'passed'],
      [[[unknown], [no]], 'unknown'],
      [[[]], 'passed'],
    ];
    for (const [groups, expected] of rows) assert.equal(evaluate(groups, value).verdict, expected, JSON.stringify(groups));
  });

  it('ends a catastrophic pattern and says so', () => {
    const result = evaluate([[['a', 'REGEX MATCH', '^(a+)+$']]], { a: `${'a'.repeat(60)}!` });
    assert.equal(result.verdict, 'unknown');
  });
});
