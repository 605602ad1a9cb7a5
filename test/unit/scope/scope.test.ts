import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Clause, evaluateText } from './evaluateText.ts';

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
    for (const [groups, expected] of rows) assert.equal(evaluateText(groups, value).verdict, expected, JSON.stringify(groups));
  });

  it('ends a catastrophic pattern and says so', () => {
    const result = evaluateText([[['a', 'REGEX MATCH', '^(a+)+$']]], { a: `${'a'.repeat(60)}!` });
    assert.equal(result.verdict, 'unknown');
  });

  it('tries it on a few of many values only', () => {
    const values = Array.from({ length: 500 }, (_, index) => `${'a'.repeat(60)}${index}!`);
    const clause = evaluateText([[['a', 'REGEX MATCH', '^(a+)+$']]], { a: values }).groups[0]?.clauses[0];
    assert.deepEqual([clause?.verdict, clause?.rule], ['unknown', 'notLocal']);
  });
});
