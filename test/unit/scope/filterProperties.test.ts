import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Filter, FilterClause } from '../../../src/core/schema/model.ts';
import { evaluateFilter } from '../../../src/core/scope/evaluateFilter.ts';
import { scopeOperators, unevaluatedOperators } from '../../../src/core/scope/operators.ts';
import { type Semantics, semanticsNames, semanticsTable } from '../../../src/core/semantics.ts';
import { evaluateOne } from './evaluateText.ts';

const value = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('Sales', 'sales', 'True', 'FALSE', '1', '42', '-7', '9223372036854775807', ' ', 'smtp:a@b'),
  fc.integer().map(String),
);
const wanted = fc.oneof(value, fc.constantFrom('^s', '(', '(?i)SALES', '[a-', '', '.*\\@b'));

const filterReadings = [
  'multivaluedComparison',
  'severalFilterValues',
  'filterRegex',
  'ampersandOperator',
  'nullInGroups',
  'nullInInputFilters',
] as const;

/** Any of the readings for each point that filters go by. */
const semantics: fc.Arbitrary<Partial<Semantics>> = fc.record(
  Object.fromEntries(filterReadings.map((name) => [name, fc.constantFrom(...Object.keys(semanticsTable[name].values))])),
  { requiredKeys: [] },
);

it('knows the readings that it chooses from', () => {
  for (const name of filterReadings) assert.ok(semanticsNames.includes(name));
});

const opposites = [
  ['EQUALS', 'NOT EQUALS'],
  ['REGEX MATCH', 'NOT REGEX MATCH'],
  ['&', '!&'],
] as const;

it('NOT X is the negation of X on one value that is not empty, and what cannot be told stays so', () => {
  const opposite = { passed: 'failed', failed: 'passed', unknown: 'unknown', notEvaluated: 'notEvaluated' } as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...opposites),
      fc.array(wanted, { minLength: 1, maxLength: 3 }),
      value,
      semantics,
      (pair, values, actual, readings) => {
        const [positive, negative] = pair.map((operator) => evaluateOne(operator, values, actual, { semantics: readings }));
        assert.ok(positive && negative);
        assert.equal(negative.verdict, opposite[positive.verdict]);
        assert.equal(negative.rule, positive.rule);
      },
    ),
    { numRuns: 500 },
  );
});

it('IS NULL and IS NOT NULL are opposites on everything, IS TRUE and IS FALSE never both hold', () => {
  const actual = fc.oneof(value, fc.constant(null), fc.array(fc.string(), { maxLength: 3 }));
  fc.assert(
    fc.property(actual, semantics, (held, readings) => {
      const verdict = (operator: string): string => evaluateOne(operator, [], held, { semantics: readings }).verdict;
      assert.notEqual(verdict('IS NULL'), verdict('IS NOT NULL'));
      if (typeof held === 'string') assert.ok(verdict('IS TRUE') === 'failed' || verdict('IS FALSE') === 'failed');
    }),
    { numRuns: 300 },
  );
});

it('never throws, and gives every clause a verdict and a sentence', () => {
  const place = { range: { start: 0, end: 0 }, pointer: '' };
  const operatorName = fc.oneof(
    fc.constantFrom(
      ...scopeOperators.flatMap(({ name, aliases }) => [name, ...aliases]),
      ...unevaluatedOperators.map(({ name }) => name),
    ),
    fc.string(),
  );
  const clause: fc.Arbitrary<FilterClause> = fc.record({
    ...{ range: fc.constant(place.range), pointer: fc.constant('') },
    sourceOperandName: fc.constantFrom('a', 'b', 'c', '', '__proto__'),
    operatorName,
    values: fc.array(wanted, { maxLength: 3 }),
    multivaluedComparisonType: fc.constantFrom('All', 'Any', null),
  });
  const group = fc.array(clause, { maxLength: 4 }).map((clauses) => ({ ...place, name: 'g', clauses }));
  const filter: fc.Arbitrary<Filter> = fc.record({
    ...{ range: fc.constant(place.range), pointer: fc.constant('') },
    groups: fc.array(group, { maxLength: 3 }),
    inputFilterGroups: fc.array(group, { maxLength: 3 }),
    categoryFilterGroups: fc.array(group, { maxLength: 3 }),
  });
  const held = fc.oneof(value, fc.constant(null), fc.constant(''), fc.array(value, { maxLength: 4 }));
  fc.assert(
    fc.property(filter, held, held, semantics, (read, a, b, readings) => {
      const result = evaluateFilter(
        read,
        new Map([
          ['a', a],
          ['b', b],
        ]),
        readings,
      );
      for (const [name, collection] of Object.entries(result)) {
        assert.ok(['passed', 'failed', 'unknown'].includes(collection.verdict), name);
        for (const { clauses } of collection.groups) {
          for (const { verdict, rule, reason } of clauses) {
            assert.ok(['passed', 'failed', 'unknown'].includes(verdict));
            assert.ok(verdict !== 'unknown' || rule === 'notLocal' || rule === 'type');
            assert.ok(reason.length > 10);
          }
        }
      }
    }),
    { numRuns: 500 },
  );
});
