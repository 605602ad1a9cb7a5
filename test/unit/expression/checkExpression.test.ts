import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import type { Dialect } from '../../../src/core/expression/dialect.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';

/** Problems in short: code, severity and the text that they mark. */
function found(text: string, dialect: Dialect = 'app-provisioning'): readonly string[] {
  return checkExpression(text, parseExpression(text).root, looseSituation(dialect)).map(
    ({ code, severity, range }) => `${severity} ${code} <${text.slice(range.start, range.end)}>`,
  );
}

function firstFix(text: string, dialect: Dialect = 'app-provisioning'): string {
  return checkExpression(text, parseExpression(text).root, looseSituation(dialect))[0]?.fix ?? '';
}

describe('what is wrong with a parsed expression', () => {
  const cases: readonly (readonly [text: string, dialect: Dialect, problems: readonly string[]])[] = [
    ['Join("@", [a], "contoso.com")', 'app-provisioning', []],
    ['Replace([mail], "@contoso.com", , ,"", ,)', 'cloud-sync', []],
    ['Replace([userPrincipalName], ".", , ,"")', 'cloud-sync', []],
    ['Switch([Active], , "0", "True", "1",)', 'app-provisioning', []],
    ['Switch([Active], , "0", "True", , )', 'app-provisioning', []],
    ['ToLower([mail], )', 'cloud-sync', []],
    ['toString([a])', 'app-provisioning', ['error function-unknown <toString>']],
    ['constructor()', 'app-provisioning', ['error function-unknown <constructor>']],
    [
      'Join("", Frobnicate(tolower([a])))',
      'app-provisioning',
      ['error function-unknown <Frobnicate>', 'error function-unknown <tolower>'],
    ],
    ['Now()', 'cloud-sync', ['warning function-wrong-dialect <Now>']],
    ['Trim([l])', 'app-provisioning', ['warning function-wrong-dialect <Trim>']],
    ['Prepend("x", [a])', 'cloud-sync', ['warning function-wrong-dialect <Prepend>']],
    ['Append("a" & [b], "c")', 'app-provisioning', ['warning function-wrong-dialect <"a" & [b]>']],
    ['Append("a" & [b], "c")', 'cloud-sync', []],
    ['Append([a])', 'app-provisioning', ['error function-arguments <Append>']],
    ['Append([a], "b", "c")', 'app-provisioning', ['error function-arguments <Append>']],
    ['Append(, "b")', 'app-provisioning', ['error function-arguments <Append>']],
    ['Switch([a], "b", "c")', 'app-provisioning', ['error function-arguments <Switch>']],
    ['SelectUniqueValue([a])', 'app-provisioning', ['error function-arguments <SelectUniqueValue>']],
    ['FormatDateTime([a], "yyyy", "yyyy")', 'cloud-sync', []],
    ['FormatDateTime([a], , "yyyy", "yyyy")', 'app-provisioning', []],
    ['FormatDateTime([a], "yyyy")', 'cloud-sync', ['error function-arguments <FormatDateTime>']],
    ['ToLower(SelectUniqueValue([a], [b]))', 'app-provisioning', ['error function-misplaced <SelectUniqueValue>']],
    ['Append([a]="b", "c")', 'app-provisioning', ['warning function-misplaced <[a]="b">']],
    ['CBool([a]=[b])', 'app-provisioning', []],
    [
      'AppRoleAssignmentsComplex([appRoleAssignments])',
      'app-provisioning',
      ['information function-not-local <AppRoleAssignmentsComplex>'],
    ],
    ['IsPresent(mail)', 'cloud-sync', ['error expression-syntax <mail>']],
    ['IIF(IsPresent([a]), [a], "b")', 'app-provisioning', ['warning function-empty-source <IsPresent([a])>']],
    ['IIF([a]="", "x", [a])', 'app-provisioning', ['warning function-empty-source <[a]="">']],
    ['IIF(IsPresent([a]), [a], "b")', 'cloud-sync', []],
    ['Switch(IsPresent([a]), "x", "True", [a])', 'app-provisioning', ['warning function-empty-source <IsPresent([a])>']],
    ['IIF([a]="b", [c], IgnoreAttributeFlow)', 'cloud-sync', ['warning function-wrong-dialect <IgnoreAttributeFlow>']],
    ['Join("a", [b', 'cloud-sync', []],
  ];
  for (const [text, dialect, problems] of cases)
    it(`${dialect}: ${text}`, () => assert.deepEqual(found(text, dialect), problems));

  it('proposes the name that was meant', () => {
    for (const [written, meant] of [
      ['switch', 'Switch'],
      ['iif', 'IIF'],
      ['IFF', 'IIF'],
      ['IsNullorEmpty', 'IsNullOrEmpty'],
      ['GUID', 'Guid'],
      ['Cstr', 'CStr'],
      ['Instr', 'InStr'],
      ['StringFromSID', 'StringFromSid'],
      ['Apend', 'Append'],
    ]) {
      assert.match(firstFix(`${written}([a], "b", "c")`), new RegExp(`Did you mean ${meant}\\?`));
    }
    assert.doesNotMatch(firstFix('Frobnicate([a])'), /Did you mean/);
  });

  it('finds nothing in the default schema of cloud sync', (context) => {
    const file = new URL('../../../../shared/data/schemas/ad-to-entra.default.json', import.meta.url);
    if (!existsSync(file)) return context.skip('../shared/data/schemas/ad-to-entra.default.json is not here');
    const texts = [...readFileSync(file, 'utf8').matchAll(/"expression": ("(?:[^"\\]|\\.)*")/g)].map(([, quoted]): string =>
      JSON.parse(quoted ?? '""'),
    );
    assert.ok(texts.length > 130);
    for (const text of texts) if (text !== '') assert.deepEqual(found(text, 'cloud-sync'), [], text);
  });
});
