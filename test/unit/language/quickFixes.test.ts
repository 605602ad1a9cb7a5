import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../../src/core/problem.ts';
import type { ProblemCode } from '../../../src/core/problemCodes.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { diagnose } from '../../../src/language/diagnostics.ts';
import type { DocumentKind } from '../../../src/language/documentKind.ts';
import { type QuickFix, quickFixes, rewrites } from '../../../src/language/quickFixes.ts';
import { applyEdits } from '../../support/applyEdits.ts';
import { schemaText, type TestMapping, type TestSchema } from '../../support/schemaText.ts';

const id: TestMapping = { target: 'id', expression: '[id]', matchingPriority: 1 };
const sourceAttributes = ['id', 'department', 'displayName', 'mail'].map((name) => ({ name }));

function schema(mapping: Partial<TestMapping>, more: Partial<TestSchema> = {}): string {
  return schemaText({ sourceAttributes, mappings: [id, { target: 'a', expression: '[mail]', ...mapping }], ...more });
}

function clauses(...given: readonly object[]): string {
  const scope = { groups: [{ name: 'g', clauses: given }] };
  const enabled = { name: 'enabled', type: 'Boolean' };
  const grade = { name: 'grade', type: 'Integer' };
  return schemaText({ sourceAttributes: [...sourceAttributes, enabled, grade], mappings: [id], scope });
}

function clause(sourceOperandName: string, operatorName: string, ...values: readonly string[]): object {
  return { sourceOperandName, operatorName, targetOperand: { values } };
}

function withoutFlowType(text: string): string {
  return text.replace(/\s*"flowType": "x",/, '');
}

interface Row {
  readonly what: string;
  readonly text: string;
  readonly code: ProblemCode;
  readonly title: string;
  /** What stands in the text afterwards, and did not before. */
  readonly gives?: string;
  /** What stands in the text less often afterwards, and nothing takes its place. */
  readonly gone?: string;
  readonly kind?: DocumentKind;
}

const rows: readonly Row[] = [
  {
    what: 'a misspelt function, in an expression with escapes',
    text: schema({ expression: 'Join("\\\\", Tolower([mail]), "x")' }),
    code: 'function-unknown',
    title: 'Change to ToLower',
    gives: String.raw`Join(\"\\\\\", ToLower([mail]), \"x\")`,
  },
  {
    what: 'an attribute in another case',
    text: schema({ expression: 'Trim([Department])' }),
    code: 'attribute-unknown',
    title: 'Change to department',
    gives: 'Trim([department])',
  },
  {
    what: 'a misspelt plain attribute, which stands in the source twice',
    text: schema({ expression: '[depatment]' }),
    code: 'attribute-unknown',
    title: 'Change to department',
    gives: '"name": "department",\n                "expression": "[department]"',
  },
  {
    what: 'an attribute source without an expression',
    text: schema({ expression: '[x]' }).replace('"name": "x",\n                "expression": "[x]"', '"name": "maill"'),
    code: 'attribute-unknown',
    title: 'Change to mail',
    gives: '"type": "Attribute",\n                "name": "mail"',
  },
  {
    what: 'a missing argument',
    text: schema({ expression: 'Left([mail])' }),
    code: 'function-arguments',
    title: 'Add numChars',
    gives: 'Left([mail], 1)',
  },
  {
    what: 'a call without any',
    text: schema({ expression: 'ToUpper( )' }),
    code: 'function-arguments',
    title: 'Add source',
    gives: String.raw`ToUpper(\"\")`,
  },
  {
    what: 'a key of Switch without its value',
    text: schema({ expression: 'Switch([mail], "x", "a")' }, { source: 'Workday' }),
    code: 'function-arguments',
    title: 'Add value1',
    gives: String.raw`Switch([mail], \"x\", \"a\", \"\")`,
  },
  {
    what: 'an argument too many',
    text: schema({ expression: 'ToUpper([mail], "tr-TR", "x")' }),
    code: 'function-arguments',
    title: 'Remove what ToUpper does not take: "x"',
    gives: String.raw`ToUpper([mail], \"tr-TR\")`,
  },
  {
    what: 'a word of an enumeration in another case',
    text: schema({ expression: 'InStr([mail], "x", 1, vbtextcompare)' }),
    code: 'argument-invalid',
    title: 'Change to vbTextCompare',
    gives: 'vbTextCompare)',
  },
  {
    what: 'a bare word that is an attribute',
    text: schema({ expression: 'Trim(mail)' }),
    code: 'expression-syntax',
    title: 'Read the attribute [mail]',
    gives: 'Trim([mail])',
  },
  {
    what: 'a bare word that is a text',
    text: schema({ expression: 'Trim(hello)' }),
    code: 'expression-syntax',
    title: 'Write it as the text "hello"',
    gives: String.raw`Trim(\"hello\")`,
  },
  {
    what: 'IgnoreFlowIfNullOrEmpty inside another function',
    text: schema({ expression: 'ToUpper(IgnoreFlowIfNullOrEmpty([mail]))' }),
    code: 'function-misplaced',
    title: 'Wrap the whole expression in IgnoreFlowIfNullOrEmpty instead',
    gives: 'IgnoreFlowIfNullOrEmpty(ToUpper([mail]))',
  },
  {
    what: 'a comparison as a value',
    text: schema({ expression: 'Trim([mail] = "x")' }),
    code: 'function-misplaced',
    title: 'Put IIF(…, "True", "False") around it',
    gives: String.raw`Trim(IIF([mail] = \"x\", \"True\", \"False\"))`,
  },
  {
    what: 'SelectUniqueValue in a mapping that flows on updates',
    text: schema({ expression: 'SelectUniqueValue([mail])' }, { target: 'Active Directory' }),
    code: 'function-misplaced',
    title: 'Set "flowType" to "ObjectAddOnly"',
    gives: '"flowType": "ObjectAddOnly"',
  },
  {
    what: 'the same where the mapping has no flow type yet',
    text: withoutFlowType(schema({ expression: 'SelectUniqueValue([mail])', flowType: 'x' }, { target: 'Active Directory' })),
    code: 'function-misplaced',
    title: 'Set "flowType" to "ObjectAddOnly"',
    gives: '},\n              "flowType": "ObjectAddOnly"\n            }',
  },
  {
    what: 'a key of Switch that stands twice',
    text: schema({ expression: 'Switch([mail], "x", "a", "b", "a", "c")' }),
    code: 'switch-duplicate-key',
    title: 'Remove the key and its value',
    gives: String.raw`Switch([mail], \"x\", \"a\", \"b\")`,
  },
  {
    what: 'a second mapping of one target',
    text: schemaText({
      sourceAttributes,
      mappings: [id, { target: 'a', expression: '[mail]' }, { target: 'a', expression: '[department]' }],
    }),
    code: 'mapping-duplicate-target',
    title: 'Remove the mapping of a',
    gone: '"targetAttributeName": "a"',
  },
  {
    what: 'a misspelt target attribute',
    text: schema({ target: 'dispalyName' }, { attributes: [{ name: 'id' }, { name: 'displayName' }] }),
    code: 'mapping-target-unknown',
    title: 'Change to displayName',
    gives: '"targetAttributeName": "displayName"',
  },
  {
    what: 'a read-only target',
    text: schema({}, { attributes: [{ name: 'id' }, { name: 'a', mutability: 'ReadOnly' }] }),
    code: 'mapping-target-read-only',
    title: 'Remove the mapping of a',
    gone: '"targetAttributeName": "a"',
  },
  {
    what: 'an immutable target',
    text: schema({}, { attributes: [{ name: 'id' }, { name: 'a', mutability: 'Immutable' }] }),
    code: 'mapping-target-immutable',
    title: 'Set "flowType" to "ObjectAddOnly"',
    gives: '"flowType": "ObjectAddOnly"',
  },
  {
    what: 'a matching attribute that does not always flow',
    text: schemaText({ mappings: [{ ...id, flowType: 'ObjectAddOnly' }] }),
    code: 'mapping-matching-flow',
    title: 'Set "flowType" to "Always"',
    gives: '"flowType": "Always"',
  },
  {
    what: 'two matching attributes of one priority',
    text: schema({ matchingPriority: 1 }),
    code: 'mapping-matching-priority',
    title: 'Set "matchingPriority" to 2',
    gives: '"matchingPriority": 2',
  },
  {
    what: 'a default of a constant',
    text: schema({ expression: '"x"', defaultValue: 'y' }),
    code: 'mapping-default-ignored',
    title: 'Set "defaultValue" to null',
    gives:
      '"matchingPriority": 0,\n              "flowType": "Always",\n              "flowBehavior": "FlowWhenChanged",\n              "defaultValue": null',
  },
  {
    what: 'an unknown flow type',
    text: schema({ flowType: 'ObjectAddsOnly' }),
    code: 'schema-unknown-value',
    title: 'Change to "ObjectAddOnly"',
    gives: '"flowType": "ObjectAddOnly"',
  },
  {
    what: 'an unknown object action',
    text: schema({}, { flowTypes: 'Add, Updat' }),
    code: 'schema-unknown-value',
    title: 'Change to "Add, Update"',
    gives: '"flowTypes": "Add, Update"',
  },
  {
    what: 'an unknown attribute type',
    text: schema({}, { attributes: [{ name: 'id' }, { name: 'a', type: 'Strin' }] }),
    code: 'schema-unknown-value',
    title: 'Change to "String"',
    gives: '"type": "String"',
  },
  {
    what: 'a disabled object mapping',
    text: schema({}, { enabled: false }),
    code: 'object-mapping-disabled',
    title: 'Set "enabled" to true',
    gives: '"enabled": true',
  },
  {
    what: 'an object mapping that may do nothing',
    text: schema({}, { flowTypes: 'None' }),
    code: 'object-mapping-no-flow',
    title: 'Set "flowTypes" to "Add, Update, Delete"',
    gives: '"flowTypes": "Add, Update, Delete"',
  },
  {
    what: 'a misspelt operator',
    text: clauses(clause('mail', 'EQUAL', 'x')),
    code: 'clause-operator-unknown',
    title: 'Change to EQUALS',
    gives: '"operatorName": "EQUALS"',
  },
  {
    what: 'a misspelt attribute of a clause',
    text: clauses(clause('Mail', 'EQUALS', 'x')),
    code: 'attribute-unknown',
    title: 'Change to mail',
    gives: '"sourceOperandName": "mail"',
  },
  {
    what: 'an operator for another type',
    text: clauses(clause('enabled', 'EQUALS', 'True')),
    code: 'clause-type',
    title: 'Change the operator to IS TRUE',
    gives: '"operatorName": "IS TRUE"',
  },
  {
    what: 'an operator without operand where the type wants one',
    text: clauses({ sourceOperandName: 'mail', operatorName: 'IS TRUE' }),
    code: 'clause-type',
    title: 'Change the operator to EQUALS',
    gives: '"operatorName": "EQUALS",\n                    "targetOperand": { "values": ["True"] }',
  },
  {
    what: 'an operator that lacks its value',
    text: clauses({ sourceOperandName: 'mail', operatorName: 'EQUALS' }),
    code: 'clause-operand',
    title: 'Add "targetOperand" with a value to replace',
    gives: '"targetOperand": { "values": ["value"] }',
  },
  {
    what: 'a number that is missing',
    text: clauses({ sourceOperandName: 'grade', operatorName: 'GREATER_THAN', targetOperand: null }),
    code: 'clause-operand',
    title: 'Add "targetOperand" with a value to replace',
    gives: '"targetOperand": { "values": ["1"] }',
  },
  {
    what: 'a clause that stands twice',
    text: clauses(clause('mail', 'EQUALS', 'x'), clause('mail', 'EQUALS', 'x')),
    code: 'clause-duplicate',
    title: 'Remove the clause',
    gone: '"operatorName": "EQUALS"',
  },
  {
    what: 'a clause that is always true, first of its group',
    text: clauses(clause('mail', 'IS NOT NULL'), clause('mail', 'EQUALS', 'x')),
    code: 'clause-always',
    title: 'Remove the clause',
    gives:
      '"clauses": [\n                  {\n                    "sourceOperandName": "mail",\n                    "operatorName": "EQUALS"',
  },
  {
    what: 'two clauses that exclude each other',
    text: clauses(clause('mail', 'IS NULL'), clause('mail', 'EQUALS', 'x')),
    code: 'clause-contradiction',
    title: 'Remove the clause',
    gone: '"operatorName": "EQUALS"',
  },
  {
    what: 'a group that never counts, in a scope file with comments and a trailing comma',
    kind: 'scope',
    text: `{ "groups": [
  // all of Sales
  { "name": "wide", "clauses": [{ "sourceOperandName": "d", "operatorName": "IS NOT NULL" }] }, // kept
  { "name": "narrow", "clauses": [{ "sourceOperandName": "d", "operatorName": "EQUALS", "targetOperand": { "values": ["x"] } }] },
] }`,
    code: 'group-shadowed',
    title: 'Remove the group',
    gives: '}, // kept\n] }',
  },
  {
    what: 'a group without clauses',
    kind: 'scope',
    text: '{"groups":[{"name":"a","clauses":[]},{"name":"b","clauses":[{"sourceOperandName":"d","operatorName":"IS NULL"}]}]}',
    code: 'group-empty',
    title: 'Remove the group',
    gives: '{"groups":[{"name":"b"',
  },
];

const problemsOf = (kind: DocumentKind, text: string): readonly Problem[] => diagnose(analyse(kind, text, null));

function fixesOf(kind: DocumentKind, text: string, code: ProblemCode): readonly QuickFix[] {
  const analysis = analyse(kind, text, null);
  return diagnose(analysis)
    .filter((problem) => problem.code === code)
    .flatMap((problem) => quickFixes(analysis, problem));
}

describe('quick fixes', () => {
  for (const { what, text, code, title, gives, gone, kind = 'schema' } of rows)
    it(`${code}: ${what}`, () => {
      const before = problemsOf(kind, text);
      const fixes = fixesOf(kind, text, code);
      const fix = fixes.find((one) => one.title === title);
      assert.ok(
        fix,
        `"${title}" is none of: ${fixes.map((one) => one.title).join(' | ')}; ${before.map((one) => one.message).join(' | ')}`,
      );
      const after = applyEdits(text, fix.edits);
      const times = (where: string, what: string): number => where.split(what).length;
      if (gives !== undefined) assert.ok(times(after, gives) > times(text, gives), after);
      if (gone !== undefined) assert.ok(times(after, gone) < times(text, gone), after);
      assert.ok((gives ?? gone) !== undefined);
      const left = problemsOf(kind, after);
      const ofCode = (problems: readonly Problem[]): number => problems.filter((one) => one.code === code).length;
      assert.ok(ofCode(left) < ofCode(before), left.map((one) => one.message).join('\n'));
      assert.ok(!left.some((one) => one.code === 'json-syntax'));
      assert.ok(left.length < before.length, `New: ${left.map((one) => one.message).join('\n')}`);
    });

  it('keep the line ends and the indentation of the file', () => {
    const text = withoutFlowType(
      schema({ expression: 'SelectUniqueValue([mail])', flowType: 'x' }, { target: 'Active Directory' }),
    )
      .replaceAll('\n', '\r\n')
      .replaceAll('  ', '\t');
    const [fix] = fixesOf('schema', text, 'function-misplaced');
    assert.ok(fix);
    assert.match(applyEdits(text, fix.edits), /\},\r\n\t+"flowType": "ObjectAddOnly"\r\n/);
  });
  it('are none where only the user can know', () => {
    assert.deepEqual(fixesOf('schema', schema({ expression: 'Frobnicate([mail])' }), 'function-unknown'), []);
    assert.deepEqual(fixesOf('schema', schema({ expression: '[zzzzzz]' }), 'attribute-unknown'), []);
  });
  it('do not offer the flow type for the other conditions of SelectUniqueValue', () => {
    const text = schema({ expression: 'SelectUniqueValue([mail])', flowType: 'ObjectAddOnly' }, { target: 'customappsso' });
    assert.deepEqual(fixesOf('schema', text, 'function-misplaced'), []);
  });
});

describe('rewrites', () => {
  it('wrap an expression, and what the source says of it', () => {
    const text = schema({ expression: '[mail]' });
    const analysis = analyse('schema', text, null);
    const [rewrite] = rewrites(analysis, text.indexOf('[mail]') + 2);
    assert.ok(rewrite);
    const after = applyEdits(text, rewrite.edits);
    assert.match(
      after,
      /"type": "Function",\s+"name": "IgnoreFlowIfNullOrEmpty",\s+"expression": "IgnoreFlowIfNullOrEmpty\(\[mail\]\)"/,
    );
    assert.deepEqual(rewrites(analyse('schema', after, null), after.indexOf('IfNullOrEmpty([mail]') + 2), []);
    assert.deepEqual(rewrites(analysis, text.indexOf('"targetAttributeName"')), []);
  });
});
