import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { scopeOperators } from '../../../src/core/scope/operators.ts';
import { semanticsTable } from '../../../src/core/semantics.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { findEnumWord, findPropertyWords, propertyWords } from '../../../src/language/enumWords.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { valueInLine } from '../../../src/language/hoverValue.ts';
import { code, markdownOf, paragraph } from '../../../src/language/markdownBlocks.ts';
import type { RunFacts } from '../../../src/language/runFacts.ts';
import { type MemoryPerson, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { plainTextOf } from '../../support/plainText.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';
import { cursor } from './cursor.ts';

const alex: MemoryPerson = {
  id: 'alex',
  displayName: 'Alex Mora',
  attributes: {
    userPrincipalName: 'alex@contoso.example',
    givenName: 'Alexandra',
    department: 'Marketing',
    middleName: '',
    accountEnabled: 'True',
    secret: 'hunter2',
  },
};

const clause = (operatorName: string, sourceOperandName: string, ...values: readonly string[]): object => ({
  sourceOperandName,
  operatorName,
  targetOperand: values.length === 0 ? null : { values },
});

const schema: TestSchema = {
  mappings: [
    { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'nickName', expression: 'Join("-", ToLower([givenName]), Left([department], 3))' },
    { target: 'title', expression: 'IIF([department]="Sales", Error("never"), Coalesce([middleName], "none"))' },
    { target: 'givenName', expression: '[givenName]', flowType: 'ObjectAddOnly' },
    { target: 'date', expression: 'FormatDateTime([givenName], , "yyyy", "MM")' },
    { target: 'role', expression: 'SingleAppRoleAssignment([appRoleAssignments])' },
    { target: 'hidden', expression: 'Redact([secret])' },
  ],
  sourceAttributes: [{ name: 'givenName', type: 'String', multivalued: true }],
  attributes: [{ name: 'userName', required: true, caseExact: true, flowNullValues: true, mutability: 'Immutable' }],
  scope: {
    groups: [{ name: 'Only sales', clauses: [clause('EQUALS', 'department', 'Sales'), clause('NOT EQUALS', 'givenName', 'x')] }],
    inputFilterGroups: [{ name: 'Read', clauses: [clause('NOT REGEX MATCH', 'adminDescription', '^User_')] }],
  },
};

async function factsOf(text: string, person: MemoryPerson = alex): Promise<RunFacts> {
  const account = { id: 't1', attributes: { userName: 'alex@contoso.example', givenName: 'Sandra' } };
  const trace = await runPreview({ text, source: memorySource([person]), target: memoryTarget([account]), user: person.id });
  return { trace, stale: false, holds: 'both' };
}

/** What stands at the cursor, which is marked in a piece of the text that occurs once. */
function hover(text: string, marked: string, facts: RunFacts | null): { readonly words: string; readonly at: string } | null {
  const piece = cursor(marked);
  const start = text.indexOf(piece.text);
  assert.ok(start >= 0 && text.indexOf(piece.text, start + 1) < 0, `${piece.text} stands not exactly once in the text`);
  const found = hoverAt(analyse('schema', text, null), start + piece.offset, facts);
  return found && { words: plainTextOf(found.blocks), at: text.slice(found.range.start, found.range.end) };
}

function told(text: string, marked: string, facts: RunFacts | null): { readonly words: string; readonly at: string } {
  const found = hover(text, marked, facts);
  assert.ok(found, `nothing is said at ${marked}`);
  return found;
}

const text = schemaText(schema);

describe('hover on an expression', () => {
  it('gives a function its signature, meaning, examples, dialects and source', () => {
    const { words, at } = told(text, 'Jo‸in(\\"-\\"', null);
    const row = functionTable.find(({ name }) => name === 'Join');
    assert.ok(row);
    assert.equal(at, 'Join');
    assert.match(words, /^Join\(separator, source1, source2…\)|^Join\(/);
    assert.ok(words.includes(row.summary));
    assert.ok(row.examples.every(({ expression }) => words.includes(expression)));
    assert.ok(words.includes(row.source.document));
    assert.match(words, /App provisioning and cloud sync/);
  });

  it('names the doubtful points of a function', () => {
    const { words } = told(text, 'Coal‸esce(', null);
    assert.ok(words.includes(semanticsTable.coalesceEmptyText.title));
    assert.ok(words.includes(semanticsTable.coalesceEmptyText.values.value));
  });

  it('gives both signatures of FormatDateTime', () => {
    assert.match(told(text, 'Format‸DateTime(', null).words, /^FormatDateTime\(.*\)\nFormatDateTime\(.*\)\n/);
  });

  it('says what is nearest to an unknown function', () => {
    const misspelt = schemaText({ mappings: [{ target: 'a', expression: 'Jion("-", [b])' }] });
    assert.match(told(misspelt, 'Ji‸on(', null).words, /Did you mean Join\?/);
  });

  it('gives the value of the innermost term, and of the whole at the outer function', async () => {
    const facts = await factsOf(text);
    const inner = told(text, 'ToLow‸er([givenName])', facts);
    assert.equal(inner.at, 'ToLower([givenName])');
    assert.match(inner.words, /^Value for Alex Mora\n\n"alexandra"/);
    assert.match(inner.words, /ToLower\(source/);
    const outer = told(text, '"J‸oin(\\"-\\"', facts);
    assert.match(outer.words, /"alexandra-Mar"/);
    assert.equal(outer.at, 'Join(\\"-\\", ToLower([givenName]), Left([department], 3))');
    const constant = told(text, 'Left([department], ‸3)', facts);
    assert.deepEqual(constant, { at: '3', words: 'Value for Alex Mora\n\n"3"' });
    const bracket = told(text, 'Left([department], 3‸)', facts);
    assert.match(bracket.words, /"Mar"/);
  });

  it('gives comparisons their value, and says which branch was not taken', async () => {
    const facts = await factsOf(text);
    const comparison = told(text, '[department]‸=\\"Sales\\"', facts);
    assert.equal(comparison.at, '[department]=\\"Sales\\"');
    assert.match(comparison.words, /"False"/);
    assert.match(told(text, 'Err‸or(\\"never\\")', facts).words, /not evaluated: this branch was not taken/);
  });

  it('tells error, unsupported, null and empty text apart', async () => {
    const facts = await factsOf(text);
    assert.match(told(text, 'FormatDate‸Time(', facts).words, /^Value for Alex Mora\n\nerror: this failed\.\n\n.*date/s);
    assert.match(told(text, 'SingleAppRole‸Assignment([', facts).words, /\n\n(null|cannot be evaluated locally|error)\b/);
    assert.match(told(text, 'Coalesce([middle‸Name]', facts).words, /\n\n""(\n|$)/);
    const unread = schemaText({ mappings: [{ target: 'a', expression: 'Append([nobody], "x")' }] });
    assert.match(told(unread, '[no‸body]', await factsOf(unread)).words, /null: there is no value/);
  });

  it('gives an attribute its definition, its value and its readers', async () => {
    const { words, at } = told(text, 'ToLower([given‸Name])', await factsOf(text));
    assert.equal(at, '[givenName]');
    assert.match(words, /Value for Alex Mora\n\n"Alexandra"/);
    assert.match(words, /givenName of User: String, several values, case does not count/);
    assert.match(
      words,
      /4 places read it:\n\n- nickName ← .*\n- givenName ← \[givenName\]\n- date ← .*\n- the clause givenName NOT EQUALS "x"/,
    );
  });

  it('keeps a redacted value masked', async () => {
    for (const marked of ['Redact([sec‸ret])', 'Red‸act([secret])', '"hid‸den"']) {
      const { words } = told(text, marked, await factsOf(text));
      assert.ok(!words.includes('hunter2'), marked);
      assert.match(words, /\[Redact\]/);
    }
  });

  it('knows the words of the language', () => {
    const flags = schemaText({ mappings: [{ target: 'a', expression: 'IIF([b]="x", True, IgnoreAttributeFlow)' }] });
    assert.match(told(flags, 'IgnoreAttr‸ibuteFlow', null).words, /Leaves the attribute out of the flow/);
  });

  it('says nothing where there is nothing to say', () => {
    assert.equal(hover(text, 'Left([department]‸, 3)', null), null);
    assert.equal(hover(text, '‸{\n  "id": "test"', null), null);
    assert.equal(hover(text, 'Left([department],‸ 3)', null), null);
    assert.equal(hover(text, '"Join(\\"‸-\\", ToLower', null), null);
  });

  it('reads an expression that is still being typed', () => {
    const half = text.replace('Left([department], 3))', 'Left([department');
    assert.match(told(half, 'Le‸ft([department"', null).words, /^Left\(/);
    const unclosed = `${text.slice(0, text.indexOf('Left([department], 3)'))}Left([department`;
    assert.match(told(unclosed, 'ToLow‸er(', null).words, /^ToLower\(/);
  });

  it('does not give a value of an earlier text for another one', async () => {
    const facts = { ...(await factsOf(text)), stale: true };
    assert.match(
      told(text, 'ToLow‸er([givenName])', facts).words,
      /^Value for Alex Mora \(from an earlier text\)\n\n"alexandra"/,
    );
    const changed = text.replace('ToLower([givenName])', 'ToUpper([givenName])');
    const { words } = told(changed, 'ToUp‸per([givenName])', facts);
    assert.match(words, /^The last run was made with an earlier text of this expression\./);
    assert.ok(!words.includes('"alexandra"'));
    // A mapping that was put before the others: the old pointers lead to other mappings by now.
    const moved = text.replace('"attributeMappings": [', '"attributeMappings": [{ "targetAttributeName": "first" },');
    assert.doesNotMatch(told(moved, 'ToLow‸er([givenName])', facts).words, /Value for/);
  });

  it('gives nothing of a run of another object mapping', async () => {
    const both = schemaText({
      ...schema,
      groups: { mappings: [{ target: 'displayName', expression: 'Trim([department])' }] },
    });
    const facts = await factsOf(both);
    assert.match(told(both, 'Left([depart‸ment]', facts).words, /"Marketing"/);
    assert.ok(!told(both, 'Trim([depart‸ment]', facts).words.includes('Marketing'));
  });
});

describe('hover on a target attribute', () => {
  it('gives the definition, the change with its reason, and the match', async () => {
    const { words, at } = told(text, '"user‸Name",\n              "matchingPriority": 1', await factsOf(text));
    assert.equal(at, 'userName');
    assert.match(words, /userName of User: String, required, case counts\. Immutable: /);
    assert.match(words, /Null values are allowed/);
    assert.match(words, /old {2}"alex@contoso\.example"\nnew {2}"alex@contoso\.example"/);
    assert.match(words, /Match: /);
  });

  it('gives old and new value, and why nothing flows', async () => {
    const inScope = { ...schema, scope: null };
    const one = schemaText(inScope);
    const { words } = told(one, '"targetAttributeName": "given‸Name"', await factsOf(one));
    assert.match(
      words,
      /ignored for Alex Mora\n\nold {2}"Sandra"\nnew {2}"Alexandra"\n\nThis mapping applies only when the object is created/,
    );
  });

  it('names other mappings of the same attribute', () => {
    const twice = schemaText({
      mappings: [
        { target: 'mail', expression: '[mail]' },
        { target: 'Mail', expression: '[otherMail]' },
      ],
    });
    assert.match(
      told(twice, '"targetAttributeName": "m‸ail"', null).words,
      /Other mappings write it too.*\n\n- Mail ← \[otherMail\]/s,
    );
  });
});

describe('hover on a scoping clause', () => {
  it('gives verdict, actual value, reason, nearest fix and the rule of the operator', async () => {
    const { words, at } = told(text, '"EQU‸ALS"', await factsOf(text));
    const row = scopeOperators.find(({ name }) => name === 'EQUALS');
    assert.ok(row);
    assert.equal(at, 'EQUALS');
    assert.match(words, /^✗ does not pass for Alex Mora\n\nThe value does not equal "Sales"\./);
    assert.match(words, /Value for Alex Mora\n\n"Marketing"/);
    assert.match(words, /Nearest fix: Set department to "Sales"/);
    assert.ok(words.includes(row.rule));
    assert.match(words, /Empty attribute: fails EQUALS\./);
    assert.ok(words.includes(semanticsTable.multivaluedComparison.values.all));
    assert.match(told(text, '"Sa‸les"\n', await factsOf(text)).words, /✗ does not pass/);
  });

  it('has the rule for empty attributes of the collection', () => {
    assert.ok(told(text, '"NOT EQ‸UALS"', null).words.includes(semanticsTable.nullInGroups.values.fail));
    const input = told(text, '"NOT REGEX MA‸TCH"', null).words;
    assert.ok(input.includes(semanticsTable.nullInInputFilters.values.passNegative));
    assert.ok(input.includes(semanticsTable.filterRegex.values.search));
  });

  it('gives the attribute its definition and value, and the group its verdict', async () => {
    const facts = await factsOf(text);
    const attribute = told(text, '"sourceOperandName": "given‸Name"', facts).words;
    assert.match(attribute, /givenName of User: String/);
    assert.match(attribute, /"Alexandra"/);
    assert.match(attribute, /✓ passes for Alex Mora/);
    assert.match(
      told(text, '"Only sa‸les"', facts).words,
      /✗ does not pass for Alex Mora\n\n1 of 2 clauses pass; every one must\./,
    );
  });

  it('says what is known of an operator that is not evaluated', () => {
    const odd = schemaText({
      mappings: [],
      scope: { groups: [{ name: 'g', clauses: [clause('IS_MEMBER_OF', 'a', 'x'), clause('EQUAL', 'b', 'y')] }] },
    });
    assert.match(told(odd, '"IS_MEM‸BER_OF"', null).words, /not supported.*neither true nor false/s);
    assert.match(told(odd, '"EQU‸AL"', null).words, /No document describes the operator EQUAL\. Did you mean EQUALS\?/);
  });

  it('does not give the verdict of an earlier text for another clause', async () => {
    const facts = { ...(await factsOf(text)), stale: true };
    const changed = text.replace('"Sales"\n', '"Marketing"\n');
    const { words } = told(changed, '"EQU‸ALS"', facts);
    assert.match(words, /^The last run was made with an earlier text of this clause/);
    assert.ok(!words.includes('✗'));
  });

  it('reads a scope file', async () => {
    const facts = await factsOf(text);
    const scopeText = JSON.stringify({ groups: [{ name: 'g', clauses: [clause('EQUALS', 'department', 'Sales')] }] });
    const found = hoverAt(analyse('scope', scopeText, null), scopeText.indexOf('EQUALS') + 1, { ...facts, holds: 'mappings' });
    assert.ok(found);
    // The clauses of that run stand in another document.
    assert.doesNotMatch(plainTextOf(found.blocks), /does not pass/);
  });
});

describe('hover on words of the schema', () => {
  it('has the meaning of every word', () => {
    for (const [marked, meaning] of [
      ['"flowType": "Object‸AddOnly"', /only when the object is created/],
      ['"flowType‸": "ObjectAddOnly"', /To which objects/],
      ['"matchingPriority": ‸1', /lowest number is tried first/],
      ['"flowTypes": "Add, Up‸date, Delete"', /Objects may be deleted/],
      ['"container‸Filter"', /organizational units/],
      ['"mutability": "Immu‸table"', /never changed/],
      ['"required": tr‸ue', /must carry the attribute/],
    ] as const) {
      assert.match(told(text, marked, null).words, meaning, marked);
    }
  });

  it('reads the numbers of embedded documents', () => {
    const words = findPropertyWords('attributeMapping', 'flowType');
    assert.ok(words);
    const numbered = text.replace('"flowType": "ObjectAddOnly"', '"flowType": 1');
    assert.match(told(numbered, '"flowType": ‸1', null).words, /^ObjectAddOnly: /);
    assert.equal(findEnumWord(words, 'objectaddonly')?.name, 'ObjectAddOnly');
  });

  it('names each property and each word once', () => {
    const names = propertyWords.map(({ thing, name }) => `${thing}.${name}`);
    assert.equal(new Set(names).size, names.length);
    for (const { values } of propertyWords) assert.equal(new Set(values.map(({ name }) => name)).size, values.length);
  });

  it('says what the run found about the organizational units of its rule', async () => {
    const limited = schemaText({ ...schema, containerFilter: ['OU=People,DC=contoso,DC=example'] });
    const facts = await factsOf(limited, { ...alex, attributes: { ...alex.attributes, distinguishedName: 'CN=Alex,DC=x' } });
    assert.match(told(limited, '"container‸Filter"', facts).words, /CN=Alex,DC=x is not below OU=People/);
  });

  it('gives a definition the mappings that use it', () => {
    const defined = told(text, '"name": "given‸Name",\n              "type"', null);
    assert.match(defined.words, /Object mapping Users\n\n4 places read it/);
  });
});

describe('hover texts', () => {
  it('shows data letter by letter', async () => {
    const hostile = '[click](command:x) <img src=x> &amp; **b** `c` ![i](http://e.example/x.png) a@b.example\nnext';
    const facts = await factsOf(text, { ...alex, attributes: { ...alex.attributes, givenName: hostile } });
    const found = hoverAt(analyse('schema', text, null), text.indexOf('[givenName]') + 2, facts);
    assert.ok(found);
    const markdown = markdownOf(found.blocks);
    assert.ok(markdown.includes(`\n"${hostile.replace('\n', '⏎')}"\n`), markdown);
    const outside = markdown.replaceAll(/(`{3,})plaintext\n[\s\S]*?\n\1/g, '');
    assert.ok(!outside.includes('command:x'));
    assert.equal(
      markdownOf([paragraph(hostile)]),
      '\\[click\\]\\(command\\:x\\) \\<img src\\=x\\> \\&amp\\; \\*\\*b\\*\\* \\`c\\` \\!\\[i\\]\\(http\\:\\/\\/e\\.example\\/x\\.png\\) a\\@b\\.example next',
    );
  });

  it('closes a code block and a code span only where they end', () => {
    assert.equal(markdownOf([{ kind: 'code', text: 'a\n```\nb' }]), '````plaintext\na\n```\nb\n````');
    assert.equal(markdownOf([paragraph(code('`a``'))]), '``` `a`` ```');
  });

  it('makes invisible characters visible and cuts long values with their length', () => {
    assert.equal(valueInLine('a\u202Eb\u0000\t'), '"a⟨U+202E⟩b⟨U+0000⟩⇥"');
    assert.match(valueInLine('x'.repeat(5000)), /^"x{280}… \(5,000 characters\)"?$/);
    assert.match(valueInLine(Array.from({ length: 40 }, (_, index) => `v${index}`)), /"v11", … 28 more \(40 values\)$/);
    assert.deepEqual([null, '', []].map(valueInLine), ['null', '""', 'no values (an empty list)']);
  });
});

const real = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');

describe('hover on the real schema', {
  skip: existsSync(real) ? false : 'the shared data with the real schema is absent',
}, () => {
  it('throws nowhere, and keeps to the place', () => {
    const whole = readFileSync(real, 'utf8');
    const analysis = analyse('schema', whole, null);
    let said = 0;
    for (let offset = 0; offset < 60_000; offset += 97) {
      const found = hoverAt(analysis, offset, null);
      if (!found) continue;
      said += 1;
      assert.ok(found.blocks.length > 0);
      assert.ok(found.range.start <= offset && offset <= found.range.end, `offset ${offset}`);
    }
    assert.ok(said > 50, `${said}`);
  });
});
