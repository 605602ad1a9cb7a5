import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ExpressionSituation, looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { problemCodes, problemSource } from '../../../src/core/problemCodes.ts';
import type { AttributeDefinition } from '../../../src/core/schema/model.ts';

const app = looseSituation('app-provisioning');
const cloud = looseSituation('cloud-sync');

/** Problems in short: severity, code and exactly the text that they mark. */
function found(text: string, situation: ExpressionSituation = app): readonly string[] {
  return checkExpression(text, parseExpression(text).root, situation).map(({ code, severity, range, message, fix }) => {
    assert.ok(message.length > 0 && fix !== null && fix.length > 0, `${code} says what to do`);
    return `${severity} ${code} <${text.slice(range.start, range.end)}>`;
  });
}

type Row = readonly [text: string, ...problems: readonly string[]];

function holds(rows: readonly Row[], situation: ExpressionSituation = app): void {
  for (const [text, ...problems] of rows) it(text, () => assert.deepEqual(found(text, situation), problems));
}

describe('constant arguments', () =>
  holds([
    ['Left([a], "3")'],
    ['Left([a], 3)'],
    ['Left([a], [n])'],
    ['Left([a], "three")', 'error argument-invalid <"three">'],
    ['Mid([a], 1, 2.5)', 'error argument-invalid <2.5>'],
    ['Mid([a], True, 2)', 'error argument-invalid <True>'],
    ['BitAnd([a], &HF)'],
    ['DateAdd("d", 1.5, Now())'],
    ['DateAdd("D", 1, Now())', 'error argument-invalid <"D">'],
    ['DateAdd("d", "-10", Now())'],
    ['DateDiff("day", Now(), Now())', 'error argument-invalid <"day">'],
    ['InStr([a], "b", 1, vbTextCompare)'],
    ['InStr([a], "b", 1, UTF8)', 'error argument-invalid <UTF8>'],
    ['Item([a], 0)', 'error argument-invalid <0>'],
    ['Item([a], "-1")', 'error argument-invalid <"-1">'],
    ['Item([a], 1)'],
    ['Split([a], ", ")', 'warning argument-invalid <", ">'],
    ['ToLower([a], "tr-TR")'],
    ['ToLower([a], "Turkish")', 'error argument-invalid <"Turkish">'],
    ['ToUpper([a], [culture])'],
    ['RandomString(6,3,0,0,3)'],
    ['RandomString(257,0,0,0,0)', 'error argument-invalid <257>'],
    ['RandomString(6,3,2,1,3)', 'error argument-invalid <6>'],
    ['RandomString(6,-1,0,0,0)', 'error argument-invalid <-1>'],
    ['RandomString(6,0,0,0)', 'error function-arguments <RandomString>'],
  ]));

describe('dates and their formats', () =>
  holds([
    ['FormatDateTime([a], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")'],
    ['FormatDateTime([a], "AssumeUniversal", "yyyy", "yyyy")'],
    ['FormatDateTime([a], "AssumeUTC", "yyyy", "yyyy")', 'error argument-invalid <"AssumeUTC">'],
    [
      'FormatDateTime([a], "AssumeLocal,AssumeUniversal", "yyyy", "yyyy")',
      'error argument-invalid <"AssumeLocal,AssumeUniversal">',
    ],
    ['FormatDateTime([a], , "", "yyyy")', 'error date-format <"">'],
    ['FormatDateTime([a], , "q", "yyyy")', 'error date-format <"q">'],
    ['FormatDateTime([a], , "yyyy", "yyyy \'year")', 'error date-format <"yyyy \'year">'],
    ['FormatDateTime([a], , "ffffffff", "o")', 'error date-format <"ffffffff">'],
    ['FormatDateTime([a], "yyyy%", "d")', 'error date-format <"yyyy%">'],
    ['CDate("2021-06-30+08:00")'],
    ['CDate("30.02.2021 quarter")', 'error argument-invalid <"30.02.2021 quarter">'],
    ['NumFromDate("soon")', 'error argument-invalid <"soon">'],
    ['DateAdd("d", 1, "1/15/2024 7:00:00 AM")'],
    ['DateAdd("d", 1, "2024-01-15")', 'warning argument-invalid <"2024-01-15">'],
    ['DateDiff("d", "never", Now())', 'error argument-invalid <"never">'],
  ]));

describe('patterns of Replace, marked at the character', () =>
  holds([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: .NET's form of a group in a replacement.
    ['Replace([a], , "\\\\+(?<isd>\\\\d*)(?<rest>.*)", , "${rest}", , )'],
    ['Replace([a], , "(a", , "", , )', 'error regex-invalid <a>'],
    ['Replace([a], , "\\\\d\\\\d[z-a]x", , "", , )', 'error regex-invalid <a>'],
    ['Replace([a], , "(?<x>a)", "y", "", , )', 'warning regex-group-unknown <"y">'],
    ['Replace([a], , "(?<x>a)", "x", "", , )'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: .NET's form of a group in a replacement.
    ['Replace([a], , "(?<x>a)", , "\\"${y}$$${x}", , )', 'warning regex-group-unknown <${y}>'],
    ['Replace([a], "", , , "b")', 'error argument-invalid <"">'],
    ['Replace([a], "x", "y", , "b")', 'warning argument-invalid <Replace>'],
    ['Replace([a])', 'warning argument-invalid <Replace>'],
  ]));

describe('keys of Switch', () =>
  holds([
    ['Switch([a], , "x", "1", "X", "2", "", "3")'],
    ['Switch([a], , "x", "1", "y", "2", "x", "3")', 'warning switch-duplicate-key <"x">'],
    ['Switch([a], , 1, "1", "1", "2")', 'warning switch-duplicate-key <"1">'],
    ['Switch([a], , "x", "1", "y")', 'error function-arguments <Switch>'],
    ['Switch(ToLower([a]), , "Sales", "1", "it", "2")', 'warning switch-key-unmatchable <"Sales">'],
    ['Switch(ToUpper([a]), , "Sales", "1", "", "2")', 'warning switch-key-unmatchable <"Sales">'],
    ['Switch(ToLower([a], "tr-TR"), , "I", "1", "ı", "2")', 'warning switch-key-unmatchable <"I">'],
    ['Switch(ToLower([a], [c]), , "Sales", "1")'],
    ['Switch(StripSpaces([a]), , "New York", "1")', 'warning switch-key-unmatchable <"New York">'],
    ['Switch(Not([a]), , "true", "1", "False", "2")', 'warning switch-key-unmatchable <"true">'],
    ['Switch("a", "x", "b", "y")', 'warning branch-unreachable <"a">'],
    ['Switch([manager], , "", "x")', 'warning attribute-reference-switch <[manager]>'],
    ['Switch(IsPresent([a]),[a],IsPresent([b]),[b],IsPresent([c]),[c])', 'warning switch-condition-pairs <Switch>'],
  ]));

describe('arguments of Coalesce', () =>
  holds([
    ['Coalesce([a], [b], "x", , )'],
    ['Coalesce([a], "", [b])'],
    ['Coalesce([a], "x", , [b], [c])', 'warning branch-unreachable <[b]>'],
  ]));

describe('conditions of IIF', () =>
  holds(
    [
      ['IIF([a]="x", "1", "2")'],
      ['IIF("a"="b", "1", "2")', 'warning branch-unreachable <"1">'],
      ['IIF("2"=2.0, "1", "2")', 'warning branch-unreachable <"2">'],
      ['IIF(True, "1", )', 'warning branch-unreachable <True>'],
      ['IIF(IsPresent("mail"), [mail], "none")', 'warning branch-unreachable <"none">'],
      ['IIF(IsNull("mail"), [mail], "none")', 'warning branch-unreachable <[mail]>'],
      ['IIF("yes", "1", "2")', 'warning argument-invalid <"yes">'],
      ['IIF(1 < "x", "1", "2")'],
    ],
    cloud,
  ));

describe('where a function may stand', () => {
  holds([
    ['IgnoreFlowIfNullOrEmpty([a])'],
    ['IIF([a]="b", IgnoreFlowIfNullOrEmpty([c]), "d")'],
    ['Join("", IgnoreFlowIfNullOrEmpty([c]), "d")', 'warning function-misplaced <IgnoreFlowIfNullOrEmpty>'],
    ['SingleAppRoleAssignment([roles])', 'error argument-invalid <[roles]>'],
    ['SingleAppRoleAssignment([appRoleAssignments])'],
    ['SelectUniqueValue([a], )', 'error function-arguments <SelectUniqueValue>'],
    ['IIF([x]="1", SelectUniqueValue([a], [b]), "c")', 'error function-misplaced <SelectUniqueValue>'],
  ]);

  const unique = 'SelectUniqueValue([a], [b])';
  const onMapping = (more: Partial<NonNullable<ExpressionSituation['mapping']>>): ExpressionSituation => ({
    ...app,
    mapping: { targetAttributeName: 'x', flowType: 'ObjectAddOnly', isMatching: false, toActiveDirectory: true, ...more },
  });
  it('SelectUniqueValue wants creation only, no matching attribute and Active Directory', () => {
    assert.deepEqual(found(unique, onMapping({})), []);
    assert.deepEqual(found(unique, onMapping({ toActiveDirectory: null })), []);
    assert.deepEqual(found(unique, onMapping({ isMatching: true })), ['error function-misplaced <SelectUniqueValue>']);
    assert.deepEqual(found(unique, onMapping({ flowType: 'Always' })), ['warning function-misplaced <SelectUniqueValue>']);
    assert.deepEqual(found(unique, onMapping({ toActiveDirectory: false })), ['warning function-misplaced <SelectUniqueValue>']);
  });
  it('role objects go to roles, IgnoreObjectFlow to objectFilter', () => {
    const complex = 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])';
    assert.equal(found(complex, onMapping({ targetAttributeName: 'roles' })).length, 1);
    assert.ok(
      found(complex, onMapping({ targetAttributeName: 'title' })).includes(
        'warning function-misplaced <AssertiveAppRoleAssignmentsComplex>',
      ),
    );
    const ignore = 'IIF([a]="b", IgnoreObjectFlow, "False")';
    assert.deepEqual(found(ignore, onMapping({ targetAttributeName: 'objectFilter' })), []);
    assert.deepEqual(found(ignore, onMapping({})), ['warning function-misplaced <IgnoreObjectFlow>']);
  });
});

describe('attributes of the source object', () => {
  const definition = (name: string, type: AttributeDefinition['type'] = 'String'): readonly [string, AttributeDefinition] => [
    name,
    {
      name,
      type,
      multivalued: false,
      anchor: false,
      required: false,
      caseExact: false,
      mutability: 'ReadWrite',
      defaultValue: null,
      flowNullValues: false,
      range: { start: 0, end: 0 },
      pointer: '',
    },
  ];
  const attributes = new Map([definition('description'), definition('head', 'Reference'), definition('manager')]);
  const known: ExpressionSituation = { ...app, source: { objectName: 'User', attributes } };

  it('are known in exactly their case', () => {
    assert.deepEqual(found('Append([description], [Description])', known), ['error attribute-unknown <[Description]>']);
    const [problem] = checkExpression('[Description]', parseExpression('[Description]').root, known);
    assert.match(problem?.fix ?? '', /Did you mean description\?/);
    assert.deepEqual(found('Not([IsSoftDeleted])', known), []);
    assert.deepEqual(found('[anything]', { ...app, source: null }), []);
  });
  it('that are references do not go through Switch', () => {
    assert.deepEqual(found('Switch([description], [head], "x", [manager])', known), [
      'warning attribute-reference-switch <[head]>',
    ]);
  });
});

describe('the documented hazards', () => {
  const fromEntra: ExpressionSituation = { ...app, fromEntra: true };
  it('warn of Switch on an unchanged source, where Entra is the source and updates flow', () => {
    assert.deepEqual(found('Switch([a], , "x", "y")', fromEntra), ['warning switch-unchanged-source <Switch>']);
    assert.deepEqual(found('Switch([IsSoftDeleted], , "False", "True", "True", "False")', fromEntra), []);
    assert.deepEqual(found('Switch([a], , "x", "y")', { ...app, fromEntra: false }), []);
    const mapping = { targetAttributeName: 'x', flowType: 'ObjectAddOnly', isMatching: false, toActiveDirectory: null } as const;
    assert.deepEqual(found('Switch([a], , "x", "y")', { ...fromEntra, mapping }), []);
  });
  it('name the page that documents them', () => {
    const hazards = [
      'switch-unchanged-source',
      'function-empty-source',
      'switch-condition-pairs',
      'attribute-reference-switch',
    ] as const;
    for (const code of hazards)
      assert.match(problemSource(code) ?? '', /functions-for-customizing-application-data\.md, section /);
    assert.equal(problemSource('json-syntax'), null);
  });
  it('have titles without a full stop, which reports add', () => {
    for (const { title } of Object.values(problemCodes)) assert.match(title, /[^.\s]$/);
  });
});
