import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { printOutcome, printStep } from '../../../src/cli/printTrace.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import * as rules from '../../fixtures/traces/rules.ts';

/** What `trace` prints, line by line. */
function linesOf(trace: Trace, colour = false): readonly string[] {
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(text);
  const output = { out: write, err: write, colour };
  for (const step of trace.steps) printStep(output, step);
  printOutcome(output, trace);
  return lines.map((line) => line.trim());
}

/** Every line given, in this order, among the others. */
function assertLines(trace: Trace, expected: readonly string[]): void {
  const lines = linesOf(trace);
  let from = 0;
  for (const line of expected) {
    const at = lines.indexOf(line, from);
    assert.ok(at >= 0, `${line}\nis not in\n${lines.slice(from).join('\n')}`);
    from = at + 1;
  }
}

describe('the terminal shows', () => {
  it('each gate with what it looked at, each clause with its rule, why not, and what would help', () => {
    assertLines(rules.whyNotTrace, [
      '✓ assignment: The person is assigned.  (assignment = "assigned")',
      '✓ role: The assignment has a role other than Default Access.  (appRoleAssignments = ["User","msiam_access"])',
      '✗ filters: No scoping filter group passes.',
      '✗ Sales: department EQUALS "Sales" — is "Finance". [comparison] “Finance” is not “Sales”; upper and lower case count.',
      '✗ Sales: extensionAttribute1 NOT EQUALS "blocked" — is null. [empty attribute] The attribute has no value, and without one every clause of a scoping filter is false.',
      '✗ Sales: badge GREATER_THAN "100" — is "12a". [type] “12a” is no whole number, so it cannot be compared.',
      '? Sales: memberOf IS_MEMBER_OF "CN=Pilot,OU=Groups,DC=corp,DC=example" — is null. [not evaluated here] Only the service knows who is a member.',
      'why not: The filter group “Sales” is not satisfied: department is “Finance”.',
      'Any one of these would let the person in; nothing is changed by itself:',
      'person: Set department to “Sales”.',
      'filter: Add “Finance” to the clause on department.',
      'person: Give extensionAttribute1 the value “pilot”.',
      'job: Sync all users instead of assigned ones only.',
      'on demand: Cloud sync does not apply organizational units and groups to a person chosen on demand: a cycle does, and would skip this person.',
      'skip (NotEffectivelyEntitled) for Adele Vance — preview, nothing was written',
    ]);
  });

  it('the notes of a match and who else has the value', () => {
    assertLines(rules.sharedTrace, [
      '1. mail = "adele.vance@corp.example": mail eq "adele.vance@corp.example" → ambiguous (0)',
      'also held in the source by Adele Vance (old) (CN=Adele Vance (old),OU=Leavers,DC=corp,DC=example); CN=Service 7,OU=Services,DC=corp,DC=example and 1 more',
      'note: The target compares mail without regard to upper and lower case.',
      'DuplicateSourceEntries  Give each person a value of their own, or match by an attribute that is unique.',
    ]);
  });

  it('what a cycle would do, the references, each request with its body, and the other lens', () => {
    assertLines(rules.explainedTrace, [
      'department: "Marketing" → "Sales"',
      'cycle: A cycle would disable this person: the organizational unit is not in the scope of the job. (NotEffectivelyEntitled)',
      'references of manager: 1 written',
      'request: Update the user',
      'PATCH https://graph.microsoft.com/v1.0/users/7a1c3c52-6f4d-4e1b-9f0e-1c2d3e4f5a6b',
      'Content-Type: application/json',
      '"department": "Sales",',
      'note: Graph takes an update of a synchronized user from the service alone.',
      'request: Set the manager, in the second pass',
      'as an incremental change of department, title: update. With only department and title changed, 2 of 13 attributes come out otherwise.',
      'companyName: changed "Corp Ltd." → null. Switch over an attribute that did not change gives null (documented defect); write it as IIF.',
      'usageLocation: ignored "DE" → ignored. The mapping flows when one of its source attributes changes, and none did.',
    ]);
  });

  it('that a run is incremental', () => {
    assertLines(rules.incrementalTrace, [
      'incremental: only department, title changed',
      'update for Adele Vance — preview of an incremental change of department, title, nothing was written',
    ]);
  });

  it('who is left out of a group by name, the first few, and the body in part', () => {
    const lines = linesOf(rules.groupTrace(5_000));
    assert.ok(lines.includes('references of members: 4900 written, 100 left out'));
    assert.ok(
      lines.includes('left out: Member 50 (CN=Member 50,OU=People,DC=corp,DC=example). Out of scope: department is “Finance”.'),
    );
    assert.ok(lines.includes('and 80 more left out'));
    assert.ok(lines.some((line) => /^… \d+ more lines$/.test(line)));
    assert.ok(lines.length < 150, `${lines.length} lines`);
  });

  it('no control characters of anybody else', () => {
    const bell = 'red \u001b[31m bell \u0007 line\nend';
    const swapped = JSON.parse(
      JSON.stringify(rules.hostileRulesTrace).replaceAll(
        JSON.stringify(rules.hostileMark).slice(1, -1),
        JSON.stringify(bell).slice(1, -1),
      ),
    ) as Trace;
    const text = linesOf({ ...swapped, code: bell }).join('\n');
    assert.ok(text.includes('red \\u001b[31m bell \\u0007 line'));
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
  });

  it('colours where the output has them, and only then', () => {
    for (const trace of [rules.whyNotTrace, rules.sharedTrace, rules.explainedTrace, rules.incrementalTrace]) {
      const plain = linesOf(trace);
      assert.ok(plain.every((line) => !line.includes('\u001b')));
      const coloured = linesOf(trace, true).map((line) => stripVTControlCharacters(line).trim());
      assert.deepEqual(coloured, plain);
      assert.ok(linesOf(trace, true).some((line) => line.includes('\u001b[')));
    }
  });
});
