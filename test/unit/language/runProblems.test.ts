import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { runProblems } from '../../../src/language/runProblems.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText, type TestMapping, type TestSchema } from '../../support/schemaText.ts';

const ada: MemoryPerson = { id: 'ada', displayName: 'Ada', attributes: { upn: 'ada@x', department: 'Sales', note: 'a\\"b' } };
const matching: TestMapping = { target: 'userName', expression: '[upn]', matchingPriority: 1 };

async function run(
  schema: TestSchema,
  people = [ada],
  accounts: readonly MemoryPerson[] = [],
): Promise<{ text: string; trace: Trace }> {
  const text = schemaText({ source: 'Workday', ...schema });
  return { text, trace: await runPreview({ text, source: memorySource(people), target: memoryTarget(accounts), user: 'ada' }) };
}

/** Each problem with the text that it marks. */
function marked({ text, trace }: { readonly text: string; readonly trace: Trace }): readonly string[] {
  return runProblems(analyse('schema', text, null), { trace, stale: false, holds: 'both', text }).map(
    ({ problem }) => `${problem.severity} ${problem.code} ${text.slice(problem.range.start, problem.range.end)}`,
  );
}

const scope = {
  groups: [
    {
      name: 'g',
      clauses: [
        { sourceOperandName: 'upn', operatorName: 'IS NOT NULL' },
        { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['IT'] } },
      ],
    },
  ],
};

describe('the problems of the last run', () => {
  it('are none where all is well', async () => {
    assert.deepEqual(marked(await run({ mappings: [matching] })), []);
  });
  it('mark the clause that was false and no other, with the value and the nearest fix', async () => {
    const given = await run({ mappings: [matching], scope });
    assert.deepEqual(marked(given), ['warning run-clause-false "department"']);
    const [first] = runProblems(analyse('schema', given.text, null), { trace: given.trace, stale: false, holds: 'both' });
    assert.match(first?.problem.message ?? '', /^Ada is kept out of scope by this clause: department is "Sales"\./);
    assert.match(first?.problem.fix ?? '', /^Nearest fix: Set department to "IT"\.$/);
  });
  it('do not mark false clauses of a filter that another group satisfies', async () => {
    const other = { name: 'h', clauses: [{ sourceOperandName: 'upn', operatorName: 'IS NOT NULL' }] };
    assert.deepEqual(marked(await run({ mappings: [matching], scope: { groups: [...scope.groups, other] } })), []);
  });
  it('mark the matching attribute that fits several accounts', async () => {
    const accounts = ['1', '2'].map((id) => ({ id, attributes: { userName: 'ada@x' } }));
    assert.deepEqual(marked(await run({ mappings: [matching] }, [ada], accounts)), ['error run-match-several "userName"']);
  });
  it('mark the matching attribute whose value two people have', async () => {
    const twin = { ...ada, id: 'twin' };
    assert.deepEqual(marked(await run({ mappings: [matching] }, [ada, twin])), ['error run-match-several "userName"']);
  });
  it('mark the matching attribute without a value, only where nobody can be matched by another', async () => {
    const none: TestMapping = { target: 'mail', expression: '[mail]', matchingPriority: 1 };
    assert.deepEqual(marked(await run({ mappings: [none] })), ['warning run-match-no-value "mail"']);
    assert.deepEqual(marked(await run({ mappings: [none, { ...matching, matchingPriority: 2 }] })), []);
  });
  it('mark the very term that failed, behind escapes', async () => {
    const given = await run({ mappings: [matching, { target: 'day', expression: 'Join("\\"", [note], CDate([department]))' }] });
    assert.deepEqual(marked(given), ['error run-mapping-failed [department]']);
  });
  it('mark a required attribute without a value', async () => {
    const attributes = [{ name: 'userName' }, { name: 'title', required: true }];
    const given = await run({ mappings: [matching, { target: 'title', expression: '[jobTitle]' }], attributes });
    assert.deepEqual(marked(given), ['error run-required-empty "title"']);
  });

  it('of an earlier text stay where that text still stands, and go where it was changed', async () => {
    const mappings = [matching, { target: 'day', expression: 'CDate([department])' }];
    const { text, trace } = await run({ mappings, flowTypes: 'Add, Update' });
    const facts = { trace, stale: true, holds: 'both', text } as const;
    const above = text.replace('"Add, Update"', '"Add, Update, Delete"');
    const [moved, ...others] = runProblems(analyse('schema', above, null), facts);
    assert.ok(moved);
    assert.equal(others.length, 0);
    assert.equal(moved.stale, true);
    assert.equal(above.slice(moved.problem.range.start, moved.problem.range.end), '[department]');
    const edited = text.replace('CDate([department])', 'CDate([departmen])');
    assert.deepEqual(runProblems(analyse('schema', edited, null), facts), []);
    const sameRule = text.replace('"targetAttributeName": "day"', '"targetAttributeName": "date"');
    assert.deepEqual(runProblems(analyse('schema', sameRule, null), facts), []);
    assert.deepEqual(runProblems(analyse('schema', above, null), { trace, stale: true, holds: 'both' }), []);
  });
  it('of a schema mark the object mapping that was run, not one of the same name elsewhere', async () => {
    const given = await run({
      mappings: [{ ...matching, expression: 'CDate([upn])' }],
      groups: { mappings: [{ ...matching, expression: 'CDate([upn])' }] },
    });
    assert.equal(marked(given).length, 1);
  });
});
