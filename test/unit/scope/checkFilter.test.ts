import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { readScopeFile } from '../../../src/core/schema/readSchema.ts';
import { checkFilter } from '../../../src/core/scope/checkFilter.ts';

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
    .flatMap((row) => ('clauses' in row ? row.clauses : [row]));
  assert.ok(rows.length > 5);
  const clauses = rows.map(({ attribute, operator, value }) => ({
    sourceOperandName: attribute,
    operatorName: operator,
    targetOperand: { values: value === null || value === undefined ? [] : [value] },
  }));
  const text = JSON.stringify({ groups: [{ name: 'documented', clauses }] }, null, 2);
  const { filter, problems } = readScopeFile(text);
  assert.ok(filter);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    checkFilter(text, filter, null).map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`),
    [],
  );
});
