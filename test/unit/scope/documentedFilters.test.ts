import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { it } from 'node:test';
import type { AttributeValue } from '../../../src/core/value.ts';
import { type Clause, evaluateText } from './evaluateText.ts';

const file = resolve(import.meta.dirname, '../../../../shared/data/fragments/scoping-filters-documented.jsonl');
const absent = existsSync(file) ? false : 'the shared data with the documented filters is absent';

interface DocumentedClause {
  readonly attribute: string;
  readonly operator: string;
  readonly value?: string | null;
}

/** What the documents say of each filter, by its attribute and operator: who is in, and who is out. */
const people: Readonly<Record<string, { readonly within: readonly AttributeValue[]; readonly out: readonly AttributeValue[] }>> =
  {
    'userPrincipalName REGEX MATCH': { within: ['ann@domain.com'], out: ['ann@other.com', null] },
    'userPrincipalName NOT REGEX MATCH': { within: ['ann@other.com'], out: ['ann@domain.com', null] },
    'department EQUALS': { within: ['sales'], out: ['Sales', 'HR', null] },
    'workerID REGEX MATCH': { within: ['1000000', '1999999'], out: ['0999999', '2000000', null] },
    'personIdExternal REGEX Match': { within: ['1000000', '1999999'], out: ['0999999', '2000000', null] },
    'EmployeeID IS NOT NULL': { within: ['7'], out: [null, ''] },
    'description REGEX MATCH': {
      within: ['Contoso-Sales-US', 'Contoso-Marketing-US', 'Contoso-Operations-US'],
      out: ['Contoso-LT-US', null],
    },
    // The value was lost in the page: everything differs from the empty text but an empty attribute.
    'userStatus NOT EQUALS': { within: ['active'], out: [null] },
  };

it('evaluates every documented filter as its page says', { skip: absent }, () => {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): DocumentedClause & { readonly clauses?: readonly DocumentedClause[] } => JSON.parse(line));
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.clauses) {
      const group = row.clauses.map(({ attribute, operator }): Clause => [attribute, operator]);
      const verdict = (attributes: Record<string, AttributeValue>, collection: 'groups' | 'inputFilterGroups'): string =>
        evaluateText([group], attributes, { collection }).verdict;
      const cloud = { securityEnabled: 'True', mailEnabled: 'False', dirSyncEnabled: null };
      assert.equal(verdict(cloud, 'inputFilterGroups'), 'passed', 'a group made in the cloud');
      assert.equal(verdict(cloud, 'groups'), 'failed', 'the rule for filters that people write');
      assert.equal(verdict({ ...cloud, dirSyncEnabled: 'False' }, 'groups'), 'passed');
      assert.equal(verdict({ ...cloud, mailEnabled: 'True' }, 'inputFilterGroups'), 'failed');
      continue;
    }
    const title = `${row.attribute} ${row.operator}`;
    const cases = people[title];
    assert.ok(cases, title);
    seen.add(title);
    const values = row.value === null || row.value === undefined ? [] : [row.value];
    const verdict = (actual: AttributeValue): string =>
      evaluateText([[[row.attribute, row.operator, ...values]]], { [row.attribute]: actual }).verdict;
    for (const actual of cases.within) assert.equal(verdict(actual), 'passed', `${title} on ${actual}`);
    for (const actual of cases.out) assert.equal(verdict(actual), 'failed', `${title} on ${actual}`);
  }
  assert.deepEqual([...seen].sort(), Object.keys(people).sort());
});
