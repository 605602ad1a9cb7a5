import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceDirectory, TargetDirectory } from '../../../src/core/trace/directory.ts';
import type { MatchAttempt, MatchStep, Trace } from '../../../src/core/trace/trace.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runWith, type TestRun } from '../../support/runPreview.ts';
import type { TestAttribute, TestMapping, TestSchema } from '../../support/schemaText.ts';

const person = (id: string, attributes: MemoryPerson['attributes']): MemoryPerson => ({
  id,
  displayName: `Name of ${id}`,
  attributes,
});

interface Run extends Partial<Omit<TestRun, 'text' | 'source' | 'target'>> {
  readonly people?: readonly MemoryPerson[];
  readonly accounts?: readonly MemoryPerson[];
  readonly mappings?: readonly TestMapping[];
  readonly attributes?: readonly TestAttribute[];
  readonly schema?: Partial<TestSchema>;
  readonly source?: SourceDirectory;
  readonly target?: TargetDirectory;
}

const direct: readonly TestMapping[] = [{ target: 'userName', expression: '[upn]', matchingPriority: 1 }];

function run(change: Run): Promise<Trace> {
  const schema = {
    ...change.schema,
    mappings: [...(change.mappings ?? direct), { target: 'title', expression: '[title]' }],
    attributes: change.attributes ?? [{ name: 'userName' }],
  };
  return runWith(schema, {
    user: 'a',
    ...change,
    source: change.source ?? memorySource(change.people ?? [person('a', { upn: 'a@x', title: 'T' })]),
    target: change.target ?? memoryTarget(change.accounts ?? []),
  });
}

const stepOf = (trace: Trace): MatchStep => trace.steps[3];

function attemptsOf(trace: Trace): readonly MatchAttempt[] {
  return stepOf(trace).details.attempts ?? [];
}

const notesOf = (trace: Trace, index = 0): string => attemptsOf(trace)[index]?.notes.join(' ') ?? '';

/** A source that can list its people, as files do. */
function listing(people: readonly MemoryPerson[]): SourceDirectory & { readonly limits: number[] } {
  const limits: number[] = [];
  return {
    ...memorySource(people),
    limits,
    list: async (_names, _objectName, limit) => {
      limits.push(limit);
      if (people.length > limit) return { ok: true, value: null };
      const value = people.map(({ id, displayName, attributes }) => ({
        id,
        displayName: displayName ?? null,
        attributes: new Map(Object.entries(attributes)),
        kind: null,
      }));
      return { ok: true, value };
    },
  };
}

describe('the order of matching attributes', () => {
  const three: readonly TestMapping[] = [
    { target: 'third', expression: '[c]', matchingPriority: 30 },
    { target: 'first', expression: 'ToLower([a])', matchingPriority: 1 },
    { target: 'second', expression: '[b]', matchingPriority: 2 },
  ];

  it('is that of matchingPriority; an empty one is passed over, a hit ends the search', async () => {
    const target = memoryTarget([person('t', { second: 'B', third: 'C' })]);
    const trace = await run({
      mappings: three,
      people: [person('a', { a: 'AA', b: 'B', c: 'C' })],
      target,
    });
    assert.deepEqual(
      attemptsOf(trace).map(({ target: name, verdict, value, asked }) => [name, verdict, value, asked]),
      [
        ['first', 'notFound', 'aa', 'first = aa'],
        ['second', 'matched', 'B', 'second = B'],
        ['third', 'notAsked', null, null],
      ],
    );
    assert.equal(stepOf(trace).details.matched?.id, 't');
    const without = await run({ mappings: three, people: [person('a', { c: 'C' })], target });
    assert.deepEqual(
      attemptsOf(without).map(({ verdict }) => verdict),
      ['noValue', 'noValue', 'matched'],
    );
  });

  it('ends with ImportSkipped where no attribute has a value', async () => {
    const trace = await run({ mappings: three, people: [person('a', { a: '' })] });
    assert.deepEqual([trace.action, trace.code, stepOf(trace).error?.code], ['skip', 'ImportSkipped', 'ImportSkipped']);
    assert.equal(stepOf(trace).status, 'skipped');
  });
});

describe('the notes of an attempt', () => {
  it('say whether case counts, by the definition of the target', async () => {
    const rule = async (attributes: readonly TestAttribute[]): Promise<string> => notesOf(await run({ attributes }));
    assert.equal(await rule([{ name: 'userName' }]), 'Case does not count: the definition of userName has caseExact false.');
    assert.match(await rule([{ name: 'userName', caseExact: true }]), /^Case counts:/);
    assert.match(await rule([{ name: 'userName', type: 'Binary' }]), /byte by byte/);
    assert.match(await rule([]), /no definition of userName/);
  });

  it('name special characters, carefully, and not those of ordinary addresses, letters or bytes', async () => {
    const notes = async (upn: string, attributes?: readonly TestAttribute[]): Promise<string> =>
      notesOf(await run({ people: [person('a', { upn })], ...(attributes && { attributes }) }));
    const odd = await notes("o'neil+x@corp.example");
    assert.match(odd, /The value holds ' \+\. The service cannot use values with special characters to match/);
    assert.match(odd, /documents do not say which characters/);
    assert.match(await notes('a\u00a0b'), /U\+00A0/);
    for (const plain of ['zoë.müller-lüdenscheidt_2@corp.example', '山田 太郎', '4AQlP4lP0xGaDAMF6CwzAQ=='])
      assert.ok(!(await notes(plain)).includes('special'), plain);
    assert.ok(!(await notes('ab+/==', [{ name: 'userName', type: 'Binary' }])).includes('special'));
  });

  it('compare bytes exactly, whatever the definition says of case', async () => {
    const trace = await run({
      attributes: [{ name: 'userName', type: 'Binary' }],
      people: [person('a', { upn: 'QUJD' })],
      accounts: [person('t', { userName: 'qujd' })],
    });
    assert.equal(attemptsOf(trace)[0]?.verdict, 'notFound');
  });
});

describe('a match by extensionAttribute1 to 15', () => {
  const byExtension: readonly TestMapping[] = [{ target: 'extensionAttribute7', expression: '[upn]', matchingPriority: 1 }];

  it('is refused with Entra as the target, without a question to it', async () => {
    const target = memoryTarget([person('t', { extensionAttribute7: 'a@x' })]);
    const trace = await run({
      mappings: byExtension,
      schema: { source: 'Active Directory', target: 'Azure Active Directory' },
      target,
    });
    assert.deepEqual([trace.action, stepOf(trace).error?.code], ['none', 'MatchNotComputed']);
    assert.match(attemptsOf(trace)[0]?.reason ?? '', /cannot match by extensionAttribute7 in Azure Active Directory/);
    assert.deepEqual(target.queries, []);
  });

  it('is as good as any other elsewhere, and so is extensionAttribute16', async () => {
    const account = person('t', { extensionAttribute7: 'a@x', extensionAttribute16: 'a@x' });
    assert.equal(attemptsOf(await run({ mappings: byExtension, accounts: [account] }))[0]?.verdict, 'matched');
    const sixteen = await run({
      mappings: [{ target: 'extensionAttribute16', expression: '[upn]', matchingPriority: 1 }],
      schema: { target: 'Microsoft Entra ID' },
      accounts: [account],
    });
    assert.equal(attemptsOf(sixteen)[0]?.verdict, 'matched');
  });
});

describe('several people of the source with one value', () => {
  const twins = [person('a', { upn: 'a@x', title: 'T' }), person('b', { upn: 'a@x' }), person('c', { upn: 'c@x' })];
  const account = person('t', { userName: 'a@x' });

  it('fail the match with DuplicateSourceEntries and are named, whether or not there is an account', async () => {
    for (const accounts of [[account], []]) {
      const trace = await run({ people: twins, accounts });
      assert.deepEqual([trace.action, trace.code, trace.status], ['none', 'DuplicateSourceEntries', 'failure']);
      assert.equal(stepOf(trace).details.matched, null);
      assert.match(
        stepOf(trace).error?.message ?? '',
        /^2 people in people have the same value for userName, also Name of b \(b\);/,
      );
      assert.ok((stepOf(trace).error?.advice.length ?? 0) > 20);
      const [attempt] = attemptsOf(trace);
      assert.deepEqual([attempt?.sourceCount, attempt?.sourceHolders], [2, [{ id: 'b', displayName: 'Name of b' }]]);
      assert.deepEqual(trace.steps[4].details.requests, []);
    }
  });

  it('are a warning where the reading is "link"', async () => {
    const trace = await run({ people: twins, accounts: [account], semantics: { duplicateSource: 'link' } });
    assert.deepEqual([trace.action, trace.code], ['update', null]);
    assert.equal(stepOf(trace).status, 'warning');
    assert.match(stepOf(trace).summary, /also Name of b \(b\), and would share one account\.$/);
  });

  it('come after the ambiguity of the target', async () => {
    const trace = await run({ people: twins, accounts: [account, person('u', { userName: 'A@X' })] });
    assert.equal(trace.code, 'DuplicateTargetEntries');
    assert.match(stepOf(trace).error?.message ?? '', /2 objects in accounts match by userName/);
  });

  it('do not matter for who is out of scope and has no account', async () => {
    const disabled = twins.map((each) => ({ ...each, attributes: { ...each.attributes, accountEnabled: 'False' } }));
    assert.equal((await run({ people: disabled })).code, 'NotEffectivelyEntitled');
    assert.equal((await run({ people: disabled, accounts: [account] })).code, 'DuplicateSourceEntries');
  });

  it('count for the attribute that decided only', async () => {
    const mappings: readonly TestMapping[] = [
      { target: 'shared', expression: '[s]', matchingPriority: 1 },
      { target: 'own', expression: '[o]', matchingPriority: 2 },
    ];
    const people = [person('a', { s: 'same', o: '1', title: 'T' }), person('b', { s: 'same', o: '2' })];
    const matched = await run({ mappings, people, accounts: [person('t', { own: '1' })] });
    assert.equal(matched.action, 'update');
    const created = await run({ mappings, people });
    assert.equal(created.code, 'DuplicateSourceEntries');
  });

  const expression: readonly TestMapping[] = [
    { target: 'userName', expression: 'ToLower(Append([upn], "!"))', matchingPriority: 1 },
  ];

  it('are found through an expression where the source can list people', async () => {
    const people = [person('a', { upn: 'A@x' }), person('b', { upn: 'a@X' }), person('c', { upn: 'c@x' })];
    const source = listing(people);
    const trace = await run({ mappings: expression, people, source });
    assert.equal(trace.code, 'DuplicateSourceEntries');
    assert.deepEqual(attemptsOf(trace)[0]?.sourceHolders, [{ id: 'b', displayName: 'Name of b' }]);
    assert.deepEqual(source.limits, [1000]);
  });

  it('are said not to be looked up where it cannot, or has too many', async () => {
    const trace = await run({ mappings: expression });
    assert.equal(attemptsOf(trace)[0]?.sourceCount, null);
    assert.match(notesOf(trace), /was not looked up: an expression makes it/);
    const many = Array.from({ length: 1001 }, (_, index) => person(`p${index}`, { upn: 'same' }));
    const crowded = await run({ mappings: expression, source: listing([person('a', { upn: 'same' }), ...many]) });
    assert.match(notesOf(crowded), /was not looked up/);
    assert.notEqual(crowded.code, 'DuplicateSourceEntries');
  });

  it('are told apart by case where the target is caseExact', async () => {
    const people = [person('a', { upn: 'A@x', title: 'T' }), person('b', { upn: 'a@X' })];
    const folding = listing(people);
    const source: SourceDirectory = {
      ...folding,
      holders: async () => ({ ok: true, value: { total: 2, entries: people.map(({ id }) => ({ id, displayName: null })) } }),
    };
    const exact = await run({ source, attributes: [{ name: 'userName', caseExact: true }] });
    assert.deepEqual([exact.action, attemptsOf(exact)[0]?.sourceCount], ['create', 1]);
    assert.equal((await run({ source })).code, 'DuplicateSourceEntries');
  });

  it('of whom the source cannot tell are a note, not a failure', async () => {
    const failing: SourceDirectory = {
      ...memorySource([person('a', { upn: 'a@x' })]),
      holders: async () => ({
        ok: false,
        error: { kind: 'timeout', code: 'Timeout', message: 'Too slow.', advice: 'Wait.' },
      }),
    };
    assert.match(notesOf(await run({ source: failing })), /is not known: Too slow\./);
    const blind: SourceDirectory = { ...failing, holders: async () => ({ ok: true, value: null }) };
    assert.match(notesOf(await run({ source: blind })), /cannot be looked up there/);
  });
});

describe('a redacted matching attribute', () => {
  it('shows neither its value nor its characters', async () => {
    const trace = await run({
      mappings: [{ target: 'userName', expression: 'Redact([upn])', matchingPriority: 1 }],
      people: [person('a', { upn: "se'cret" }), person('b', { upn: 'x' })],
    });
    const [attempt] = attemptsOf(trace);
    assert.deepEqual([attempt?.value, attempt?.asked], ['[Redact]', 'userName = [Redact]']);
    assert.ok(!JSON.stringify(stepOf(trace)).includes("'"), JSON.stringify(stepOf(trace)));
    const failing: TargetDirectory = {
      ...memoryTarget([]),
      match: async ({ value }) => ({
        ok: false,
        error: { kind: 'refused', code: 'X', message: `No "${value}".`, advice: `Ask ${JSON.stringify(value)}.` },
      }),
    };
    const failed = await run({
      mappings: [{ target: 'userName', expression: 'Redact([upn])', matchingPriority: 1 }],
      people: [person('a', { upn: 'se"cret' })],
      target: failing,
    });
    assert.ok(!JSON.stringify(stepOf(failed)).includes('cret'), JSON.stringify(stepOf(failed)));
    // A filter of LDAP has its own way to quote.
    const filtering: TargetDirectory = {
      ...memoryTarget([]),
      match: async () => ({ ok: true, value: { asked: '(cn=\\28se\\2acret\\29)', entries: [], total: 0 } }),
    };
    const filtered = await run({
      mappings: [{ target: 'userName', expression: 'Redact([upn])', matchingPriority: 1 }],
      people: [person('a', { upn: '(se*cret)' })],
      target: filtering,
    });
    assert.equal(attemptsOf(filtered)[0]?.asked, '(cn=[Redact])');
  });
});
