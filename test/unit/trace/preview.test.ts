import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith } from '../../support/runPreview.ts';
import type { TestSchema } from '../../support/schemaText.ts';

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'title', expression: '[jobTitle]', defaultValue: 'Employee' },
  ],
};

const adele = {
  id: 'adele',
  displayName: 'Adele Vance',
  attributes: {
    userPrincipalName: 'adele@contoso.example',
    displayName: 'Adele Vance',
    accountEnabled: 'True',
    jobTitle: 'Engineer',
  },
};
const account = {
  id: 'a1',
  displayName: 'Adele Vance',
  attributes: { userName: 'ADELE@contoso.example', active: 'True', displayName: 'Adele V.', title: 'Engineer' },
};

function statuses(trace: Trace): readonly string[] {
  return trace.steps.map((step) => step.status);
}

describe('preview', () => {
  it('creates where nobody matches, and writes every value that is not null', async () => {
    const target = memoryTarget([]);
    const trace = await runWith(schema, { source: memorySource([adele]), target, user: 'adele' });
    assert.equal(trace.action, 'create');
    assert.equal(trace.status, 'success');
    assert.equal(trace.code, null);
    assert.deepEqual(statuses(trace), ['success', 'success', 'success', 'success', 'success']);
    assert.deepEqual(trace.subject, { id: 'adele', displayName: 'Adele Vance' });
    assert.deepEqual(
      trace.changes.map((change) => [change.target, change.old, change.new, change.state]),
      [
        ['userName', null, 'adele@contoso.example', 'changed'],
        ['active', null, 'True', 'changed'],
        ['displayName', null, 'Adele Vance', 'changed'],
        ['title', null, 'Engineer', 'changed'],
      ],
    );
    assert.equal(changeOf(trace, 'active').mapping, '/synchronizationRules/0/objectMappings/0/attributeMappings/1');
    assert.equal(target.described[0]?.action, 'create');
  });

  it('updates what differs; a case-only difference is none unless the attribute is caseExact', async () => {
    const target = memoryTarget([account]);
    const trace = await runWith(schema, { source: memorySource([adele]), target, user: 'Adele Vance' });
    assert.equal(trace.action, 'update');
    assert.equal(changeOf(trace, 'userName').state, 'unchanged');
    assert.deepEqual(changeOf(trace, 'displayName'), {
      target: 'displayName',
      old: 'Adele V.',
      new: 'Adele Vance',
      state: 'changed',
      mapping: '/synchronizationRules/0/objectMappings/0/attributeMappings/2',
    });
    assert.deepEqual(
      target.described[0]?.attributes.map((attribute) => attribute.name),
      ['displayName'],
    );
    const exact = { ...schema, attributes: [{ name: 'userName', caseExact: true }] };
    const missed = await runWith(exact, { source: memorySource([adele]), target: memoryTarget([account]), user: 'adele' });
    assert.equal(missed.action, 'create', 'a caseExact matching attribute does not find the other case');
  });

  it('skips as RedundantExport where nothing differs', async () => {
    const equal = { ...account, attributes: { ...account.attributes, displayName: 'Adele Vance' } };
    const trace = await runWith(schema, { source: memorySource([adele]), target: memoryTarget([equal]), user: 'adele' });
    assert.deepEqual([trace.action, trace.code, trace.status], ['skip', 'RedundantExport', 'skipped']);
    assert.ok(trace.changes.every((change) => change.state === 'unchanged'));
    assert.deepEqual(trace.steps[4].details.requests, []);
  });

  it('disables a person who left and has an account, and never creates a disabled one', async () => {
    const leaver = { ...adele, attributes: { ...adele.attributes, accountEnabled: 'False', displayName: 'Adele V.' } };
    const source = memorySource([leaver]);
    const disabled = await runWith(schema, { source, target: memoryTarget([account]), user: 'adele' });
    assert.equal(disabled.action, 'disable');
    assert.equal(disabled.steps[2].details.inScope, false);
    assert.deepEqual([changeOf(disabled, 'active').old, changeOf(disabled, 'active').new], ['True', 'False']);
    const nobody = await runWith(schema, { source, target: memoryTarget([]), user: 'adele' });
    assert.deepEqual([nobody.action, nobody.code], ['skip', 'NotEffectivelyEntitled']);
    assert.ok(nobody.changes.every((change) => change.state === 'ignored'));
    const already = { ...account, attributes: { ...account.attributes, active: 'False' } };
    const again = await runWith(schema, { source, target: memoryTarget([already]), user: 'adele' });
    assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport']);
  });

  it('skips a person out of scope, and says which clause is not true', async () => {
    const scope = {
      groups: [
        {
          name: 'Sales',
          clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }],
        },
      ],
    };
    const trace = await runWith({ ...schema, scope }, { source: memorySource([adele]), target: memoryTarget([]), user: 'adele' });
    assert.deepEqual([trace.action, trace.code, trace.steps[2].status], ['skip', 'NotEffectivelyEntitled', 'skipped']);
    assert.match(trace.steps[2].summary, /department EQUALS "Sales"/);
    const clause = trace.steps[2].details.collections?.groups.groups[0]?.clauses[0];
    assert.deepEqual([clause?.verdict, clause?.actual, clause?.expected], ['failed', null, ['Sales']]);
    assert.equal(clause?.pointer, '/synchronizationRules/0/objectMappings/0/scope/groups/0/clauses/0');
  });

  it('does not predict an action where an operator cannot be evaluated locally', async () => {
    const scope = {
      groups: [
        {
          name: 'G',
          clauses: [{ sourceOperandName: 'displayName', operatorName: 'IS_MEMBER_OF', targetOperand: { values: ['x'] } }],
        },
      ],
    };
    const trace = await runWith(
      { ...schema, scope },
      { source: memorySource([adele]), target: memoryTarget([account]), user: 'adele' },
    );
    assert.deepEqual([trace.action, trace.steps[2].status, trace.steps[2].details.inScope], ['none', 'warning', null]);
    assert.deepEqual(trace.steps[4].details.requests, []);
  });

  it('fails the match where two objects have the value, and plans nothing', async () => {
    const twin = { ...account, id: 'a2' };
    const trace = await runWith(schema, { source: memorySource([adele]), target: memoryTarget([account, twin]), user: 'adele' });
    assert.deepEqual([trace.action, trace.code, trace.status], ['none', 'DuplicateTargetEntries', 'failure']);
    assert.deepEqual(statuses(trace), ['success', 'success', 'success', 'failure', 'notRun']);
    assert.deepEqual(
      trace.steps[3].details.attempts?.[0]?.candidates.map((candidate) => candidate.id),
      ['a1', 'a2'],
    );
    assert.deepEqual(trace.steps[4].details.requests, []);
  });

  it('tries matching attributes in order of priority and stops at the first that finds somebody', async () => {
    const mappings = [
      { target: 'mail', expression: '[mail]', matchingPriority: 3 },
      { target: 'externalId', expression: '[employeeId]', matchingPriority: 1 },
      { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 2 },
    ];
    const target = memoryTarget([account]);
    const trace = await runWith({ mappings }, { source: memorySource([adele]), target, user: 'adele' });
    assert.deepEqual(
      trace.steps[3].details.attempts?.map((attempt) => [attempt.target, attempt.verdict]),
      [
        ['externalId', 'noValue'],
        ['userName', 'matched'],
        ['mail', 'notAsked'],
      ],
    );
    assert.deepEqual(
      target.queries.map((query) => query.attribute),
      ['userName'],
    );
  });

  it('skips as ImportSkipped where no matching attribute has a value', async () => {
    const noName = { ...adele, attributes: { ...adele.attributes, userPrincipalName: null } };
    const trace = await runWith(schema, { source: memorySource([noName]), target: memoryTarget([account]), user: 'adele' });
    assert.deepEqual([trace.action, trace.code, trace.steps[3].status], ['skip', 'ImportSkipped', 'skipped']);
  });

  it('fails where two people in the source share the matching value', async () => {
    const twin = { ...adele, id: 'adele2', displayName: 'Adele Two' };
    const trace = await runWith(schema, { source: memorySource([adele, twin]), target: memoryTarget([account]), user: 'adele' });
    assert.deepEqual([trace.action, trace.code, trace.steps[3].status], ['none', 'DuplicateSourceEntries', 'failure']);
    assert.match(trace.steps[3].summary, /2 people.*Adele Two/);
  });

  it('fails the object for one failing mapping and still shows all the others', async () => {
    const failing = {
      ...schema,
      mappings: [...schema.mappings, { target: 'hired', expression: 'FormatDateTime([jobTitle], , "yyyy-MM-dd", "yyyy")' }],
    };
    const trace = await runWith(failing, { source: memorySource([adele]), target: memoryTarget([account]), user: 'adele' });
    assert.deepEqual([trace.action, trace.status, changeOf(trace, 'hired').state], ['none', 'failure', 'failed']);
    assert.equal(changeOf(trace, 'displayName').state, 'changed');
    assert.deepEqual(trace.steps[4].details.requests, []);
    assert.ok(trace.steps[4].error);
  });

  it('names a user who does not exist or is ambiguous, and lists the candidates', async () => {
    const nobody = await runWith(schema, { source: memorySource([adele]), target: memoryTarget([]), user: 'bob' });
    assert.deepEqual(statuses(nobody), ['success', 'failure', 'notRun', 'notRun', 'notRun']);
    assert.equal(nobody.code, 'SubjectNotFound');
    const twin = { ...adele, id: 'adele2' };
    const several = await runWith(schema, { source: memorySource([adele, twin]), target: memoryTarget([]), user: 'Adele Vance' });
    assert.equal(several.code, 'SubjectAmbiguous');
    assert.deepEqual(
      several.steps[1].details.candidates?.map((candidate) => candidate.id),
      ['adele', 'adele2'],
    );
  });

  it('imports and scopes even while the target is down, and says why the rest did not run', async () => {
    const down = { kind: 'unreachable', code: 'Unreachable', message: 'refused', advice: 'start it' } as const;
    const trace = await runWith(schema, { source: memorySource([adele]), target: memoryTarget([], down), user: 'adele' });
    assert.deepEqual(statuses(trace), ['failure', 'success', 'success', 'notRun', 'notRun']);
    assert.deepEqual([trace.action, trace.code], ['none', 'Unreachable']);
    const blind = await runWith(schema, { source: memorySource([adele], down), target: memoryTarget([]), user: 'adele' });
    assert.deepEqual(statuses(blind), ['failure', 'notRun', 'notRun', 'notRun', 'notRun']);
  });

  it('masks what Redact hides: in the values, the tree, the imported attributes, the target object and the request', async () => {
    const secret = { ...adele, attributes: { ...adele.attributes, initial: 'S3cret!' } };
    const redacting = {
      ...schema,
      mappings: [...schema.mappings, { target: 'password', expression: 'Redact(Append([initial], "x"))' }],
    };
    const held = { ...account, attributes: { ...account.attributes, password: 'S3cret!old' } };
    for (const people of [[held], []]) {
      const trace = await runWith(redacting, { source: memorySource([secret]), target: memoryTarget(people), user: 'adele' });
      assert.equal(changeOf(trace, 'password').new, '[Redact]');
      assert.equal(changeOf(trace, 'password').state, 'changed');
      assert.doesNotMatch(JSON.stringify(trace), /S3cret!/);
    }
  });

  it('gives the same trace for the same input', async () => {
    const run = (): Promise<Trace> =>
      runWith(schema, { source: memorySource([adele]), target: memoryTarget([account]), user: 'adele' });
    assert.deepEqual(await run(), await run());
  });

  it('stops between steps once it is cancelled', async () => {
    const trace = await runWith(schema, {
      source: memorySource([adele]),
      target: memoryTarget([]),
      user: 'adele',
      cancelled: () => true,
    });
    assert.deepEqual(statuses(trace), ['success', 'notRun', 'notRun', 'notRun', 'notRun']);
    assert.equal(trace.action, 'none');
  });
});
