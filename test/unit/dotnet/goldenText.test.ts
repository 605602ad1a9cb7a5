import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TextResult, toLower, toLowerInvariant, toUpper } from '../../../src/core/dotnet/casing.ts';
import { capitalizeWords, toTitleCase } from '../../../src/core/dotnet/titleCase.ts';
import { field, type GoldenRow, goldenRows, shown } from './golden.ts';

function culture(row: GoldenRow): string | null {
  return typeof row.culture === 'string' ? row.culture : null;
}

function textOf(result: TextResult): unknown {
  return result.ok ? result.text : { failed: true };
}

const operations: Readonly<Record<string, (row: GoldenRow) => unknown>> = {
  ToUpper: (row) => textOf(toUpper(field(row, 'input'), culture(row))),
  ToLower: (row) => textOf(toLower(field(row, 'input'), culture(row))),
  ToUpperInvariant: (row) => textOf(toUpper(field(row, 'input'), null)),
  ToLowerInvariant: (row) => textOf(toLower(field(row, 'input'), null)),
  ToTitleCase: (row) => toTitleCase(field(row, 'input'), culture(row)),
  PCase: (row) =>
    typeof row.wordSeparators === 'string'
      ? capitalizeWords(field(row, 'input'), row.wordSeparators)
      : toTitleCase(toLowerInvariant(field(row, 'input'))),
};

const casingOperations = new Set(Object.keys(operations));

test('casing: every certain row of the table of .NET results', (context) => {
  const rows = goldenRows('text');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const counts = new Map<string, number>();
  const misses: string[] = [];
  for (const row of rows.filter(({ op, suspect }) => casingOperations.has(op) && !suspect)) {
    counts.set(row.op, (counts.get(row.op) ?? 0) + 1);
    const actual = operations[row.op]?.(row);
    if (actual !== row.expected) {
      misses.push(`${row.id} ${shown(row)} gave ${shown(actual)}`);
    }
  }
  const other = rows.filter(({ op }) => op === 'RemoveDiacritics').length;
  context.diagnostic(`not applicable: RemoveDiacritics ${other}: it drops all marks, the service replaces documented letters`);
  context.diagnostic([...counts].map(([op, count]) => `${op} ${count}`).join(', '));
  assert.deepEqual(misses, []);
});

test('casing: suspect rows follow the hint for current .NET where there is one', (context) => {
  const rows = goldenRows('text');
  if (rows === null) {
    context.skip('the shared data is absent');
    return;
  }
  const hinted = rows.filter((row) => row.suspect && casingOperations.has(row.op) && 'netHint' in row);
  assert.ok(hinted.length > 0);
  for (const row of hinted) {
    assert.equal(operations[row.op]?.(row), row.netHint, row.id);
  }
  context.diagnostic(`${hinted.length} suspect rows with a hint`);
});
