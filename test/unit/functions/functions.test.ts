import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brief, evaluate, type Given } from '../expression/evaluate.ts';

const unsupported = { unsupported: true };
const error = (code: string): unknown => ({ error: code });

type Case = readonly [text: string, attributes: Given, expected: unknown];

function family(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    for (const [text, attributes, expected] of cases) {
      it(`${text} ${JSON.stringify(attributes)}`, () => assert.deepEqual(brief(evaluate(text, attributes)), expected));
    }
  });
}

family('text', [
  ['Append([a], "x")', {}, null],
  ['Append("x", [a])', {}, 'x'],
  ['Append([a], "x")', { a: ['1', '2'] }, ['1x', '2x']],
  ['Append("x", [a])', { a: ['1', '2'] }, { error: 'InvalidArgument' }],
  ['Prepend("x", [a])', { a: '1' }, 'x1'],
  ['CStr([a])', {}, unsupported],
  ['InStr("abc", "c")', {}, '3'],
  ['InStr("ABC", "c")', {}, '0'],
  ['InStr("ABC", "c", 1, vbTextCompare)', {}, '3'],
  ['InStr("abc", "c", , )', {}, '3'],
  ['InStr("ÄBC", "ä", 1, vbTextCompare)', {}, unsupported],
  ['InStr("abc", "c", 1, vbOtherCompare)', {}, unsupported],
  ['InStr("abc", "c", 1, "other")', {}, error('InvalidArgument')],
  ['InStr("abc", "c", 0)', {}, unsupported],
  ['InStr("abc", "")', {}, unsupported],
  ['InStr([a], "c")', {}, unsupported],
  ['Left([a], 2)', { a: 'abc' }, 'ab'],
  ['Left([a], "2")', { a: ['abc', 'd'] }, ['ab', 'd']],
  ['Left([a], "x")', { a: 'abc' }, error('InvalidNumber')],
  ['Left([a], 99999999999)', { a: 'abc' }, error('Overflow')],
  ['Left([a], "99999999999999999999999999")', { a: 'abc' }, error('Overflow')],
  ['Mid([a], 2, 2)', { a: 'abcd' }, 'bc'],
  ['Mid([a], 2)', { a: 'abcd' }, 'bcd'],
  ['Mid([a], 9, 2)', { a: 'abcd' }, ''],
  ['Mid([a], 2, 0)', { a: 'abcd' }, ''],
  ['Mid([a], 0, 2)', { a: 'abcd' }, unsupported],
  ['Mid([a], 1, -1)', { a: 'abcd' }, unsupported],
  ['Mid([a], 1, 1)', {}, null],
  ['Mid("😀x", 3, 1)', {}, 'x'],
  ['StripSpaces([a])', { a: ' a b\tc\u00a0 ' }, 'ab\tc\u00a0'],
  ['Trim([a])', { a: '\u0085 a\u3000' }, 'a'],
  ['Trim([a])', { a: '\ufeffa' }, '\ufeffa'],
  ['Trim([a])', {}, null],
  ['ToUpper([a])', { a: 'straße' }, 'STRAßE'],
  ['ToUpper([a], "nowhere-XX")', { a: 'a' }, error('InvalidArgument')],
  ['ToLower([a], )', { a: ['A', 'B'] }, ['a', 'b']],
  ['PCase([a])', { a: "O'NEIL MC-DONALD" }, "O'neil Mc-Donald"],
  ['PCase([a], "")', { a: 'x' }, unsupported],
  ['PCase([a])', {}, null],
  ['Word(" a  b ", 2, " ")', {}, 'b'],
  ['Word("a b", 2, "")', {}, unsupported],
  ['Word("ab", 1, " ")', {}, 'ab'],
]);

family('Replace', [
  ['Replace("a.b.c", ".", , , "", , )', {}, 'abc'],
  ['Replace("aAa", "a", , , "$&", , )', {}, '$&A$&'],
  ['Replace([a], "x", , , "y")', {}, null],
  ['Replace([a], "x", , , [b])', { a: 'axa' }, 'aa'],
  ['Replace("a", "", , , "y")', {}, error('InvalidArgument')],
  ['Replace([a], "x", , , "y")', { a: ['x1', '2'] }, ['y1', '2']],
  ['Replace([a], "u", , , , , "u@x")', {}, unsupported],
  ['Replace([a], "u", , , , , "u@u")', { a: 'j' }, 'j@j'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: .NET's form of a group in a replacement.
  ['Replace("abc", , "(?<n>b)", , "<${n}>", , )', {}, 'a<b>c'],
  ['Replace("abc", , "(", , "x", , )', {}, error('InvalidPattern')],
  ['Replace("abc", , [p], , "x", , )', {}, error('InvalidPattern')],
  ['Replace("user@x.com", , "(?<Suffix>@(.)*)", "Suffix", "", , )', {}, 'user'],
  ['Replace("a1b2", , "[a-z](?<d>[0-9])", "d", "$0", , )', {}, 'a$0b$0'],
  ['Replace("a1b2", , "(?:(?<d>[0-9])|x)", "other", "", , )', {}, unsupported],
  ['Replace("ab", , "(?<l>[a-z])+", "l", "x", , )', {}, unsupported],
  ['Replace([a], , "(?<d>[0-9]+)", "d", , [b], )', { a: 'own', b: 'x12' }, 'own'],
  ['Replace([a], , "(?<d>[0-9]+)", "d", , [b], )', { b: 'x12' }, '12'],
  ['Replace([a], , "(?<d>[0-9]+)", "d", , [b], )', { b: 'x' }, unsupported],
  ['Replace([a], , "(?<d>[0-9]+)", "d", , [b], )', { a: ['own', ''], b: 'x12' }, ['own', '12']],
  ['Replace([a], , "(?<d>[0-9]+)", "d", , [b], )', {}, unsupported],
  ['Replace([a], ".", "", "", "", "", "")', { a: 'a.b' }, unsupported],
  ['Replace([a])', { a: 'a' }, unsupported],
]);

family('logic', [
  ['BitAnd("-2147483646", 2)', {}, '2'],
  ['BitAnd(9223372036854775807, &HFF)', {}, '255'],
  ['BitAnd(9223372036854775808, 1)', {}, error('Overflow')],
  ['BitAnd([a], 2)', {}, unsupported],
  ['BitAnd("x", 2)', {}, error('InvalidNumber')],
  ['CBool(0)', {}, 'False'],
  ['CBool("-0.5")', {}, 'True'],
  ['CBool("true")', {}, 'True'],
  ['CBool([a])', {}, 'False'],
  ['CBool("banana")', {}, unsupported],
  ['Coalesce([a], [b])', {}, null],
  ['Coalesce([a], , "x")', {}, 'x'],
  ['IsNull([a])', { a: [] }, 'True'],
  ['IsPresent([a])', { a: ['x', 'y'] }, 'True'],
  ['IsPresent([a])', { a: '' }, 'False'],
  ['IsPresent(Error("x"))', {}, error('CustomError')],
  ['IsString([a])', {}, 'False'],
  ['Not([a])', {}, 'True'],
  ['Not("TRUE")', {}, 'False'],
  ['Switch([a], "d", "", "empty")', {}, 'empty'],
  ['Switch([a], "d", "X", "1")', { a: 'x' }, 'd'],
  ['Switch([a], , "y", "1")', { a: 'x' }, null],
  ['Switch([a], "d", "x", "1", "x", "2")', { a: 'x' }, '1'],
  ['Switch([a], "d", "x", "1", , )', {}, 'd'],
  ['Switch([a], "d", , "1")', {}, unsupported],
  ['Switch([a], "d", "x")', {}, error('ArgumentCount')],
  ['Switch([a], "d", "x", "1")', { a: ['x', 'y'] }, { error: 'InvalidArgument' }],
]);

family('dates', [
  ['CDate([a])', {}, null],
  ['CDate([a])', { a: 'never' }, error('InvalidDate')],
  ['Now()', {}, '7/30/2025 12:00:00 AM'],
  ['DateAdd("m", 1, CDate("2024-01-31"))', {}, '2/29/2024 12:00:00 AM'],
  ['DateAdd("d", "-1.9", CDate("2024-01-31"))', {}, '1/30/2024 12:00:00 AM'],
  ['DateAdd("d", "x", CDate("2024-01-31"))', {}, error('InvalidNumber')],
  ['DateAdd("D", 1, Now())', {}, error('InvalidArgument')],
  ['DateAdd("yyyy", 9000, Now())', {}, error('Overflow')],
  ['DateAdd("d", 1, "2025-01-01")', {}, unsupported],
  ['DateAdd("d", 1, "soon")', {}, error('InvalidDate')],
  ['DateDiff("d", Now(), [a])', {}, unsupported],
  ['DateDiff("h", Now(), CDate("2025-07-30T05:59:59Z"))', {}, '5'],
  ['DateFromNum("9223372036854775807")', {}, error('Overflow')],
  ['DateFromNum(-1)', {}, error('Overflow')],
  ['DateFromNum([a])', {}, unsupported],
  ['FormatDateTime([a], "yyyy-MM-dd", "M/d/yyyy")', {}, null],
  ['FormatDateTime([a], "yyyy-MM-dd", "M/d/yyyy")', { a: '' }, null],
  ['FormatDateTime([a], "yyyy-MM-dd", "M/d/yyyy")', { a: '2025-02-03' }, '2/3/2025'],
  ['FormatDateTime([a], "yyyy-MM-dd", "M/d/yyyy")', { a: '2025-02-30' }, error('InvalidDate')],
  ['FormatDateTime([a], , "yyyy-MM-ddzzz", "yyyy-MM-dd")', { a: '2021-06-30+08:00' }, '2021-06-29'],
  ['FormatDateTime([a], "NoSuchStyle", "yyyy", "yyyy")', { a: '2025' }, error('InvalidDate')],
  ['FormatDateTime([a], , "yyyy", )', { a: '2025' }, error('ArgumentCount')],
  ['NumFromDate("2012-01-01 23:00:00")', {}, '129699324000000000'],
  ['NumFromDate(CDate("2012-01-01 23:00:00"))', {}, '129699324000000000'],
  ['NumFromDate("1 January 2012")', {}, unsupported],
  ['NumFromDate("never")', {}, error('InvalidDate')],
  ['NumFromDate([a])', {}, null],
]);

family('collections', [
  ['Count([a])', {}, '0'],
  ['Count([a])', { a: 'x' }, '1'],
  ['Contains([a], "SMTP:")', { a: ['smtp:x', 'SMTP:y'] }, '2'],
  ['Contains([a], "SMTP:")', {}, '0'],
  ['Item([a], 2)', { a: ['x', 'y'] }, 'y'],
  ['Item([a], 0)', { a: ['x', 'y'] }, error('IndexOutOfRange')],
  ['Item([a], 3)', { a: ['x', 'y'] }, error('IndexOutOfRange')],
  ['Item([a], 1)', {}, error('IndexOutOfRange')],
  ['Item("x", 1)', {}, 'x'],
  ['Join("@", [a], [b])', { a: 'x', b: '' }, 'x'],
  ['Join("@", [a], )', {}, ''],
  ['Join(, "a", "b")', {}, 'ab'],
  ['RemoveDuplicates([a])', { a: ['x', 'X', 'x'] }, ['x', 'X']],
  ['RemoveDuplicates([a])', {}, null],
  ['RemoveDuplicates(Trim([a]))', { a: [' x', 'x '] }, ['x']],
  ['Split([a], ",")', { a: 'x' }, ['x']],
  ['Split([a], ",")', { a: 'x,,y' }, ['x', '', 'y']],
  ['Append(Split([a], ","), "!")', { a: 'x' }, ['x!']],
  ['ToLower(Item(Split([a], "@"), 1))', { a: 'X@y' }, 'x'],
  ['Switch(Split([a], ","), "d", "x", "1")', { a: 'x' }, '1'],
  ['Split([a], ", ")', { a: 'x, y' }, unsupported],
  ['Split([a], ",")', {}, null],
]);

family('encodings', [
  ['ConvertToBase64("é漢")', {}, '6QAibw=='],
  ['ConvertToUTF8Hex("€😀")', {}, 'E282ACF09F9880'],
  ['ConvertToUTF8Hex([a])', { a: '\ud83d' }, 'EFBFBD'],
  ['ConvertToUTF8Hex([a])', {}, null],
  ['ConvertFromBase64(ConvertToBase64([a]))', { a: 'Zoë 😀' }, 'Zoë 😀'],
  ['ConvertFromBase64("Wm/Dqw==", UTF8)', {}, 'Zoë'],
  ['ConvertFromBase64("w6s=", ASCII)', {}, unsupported],
  ['ConvertFromBase64("/w==", UTF8)', {}, unsupported],
  ['ConvertFromBase64("SGVsbG8", UTF8)', {}, error('InvalidArgument')],
  ['ConvertFromBase64("SGVsbG8=", "UTF32")', {}, error('InvalidArgument')],
]);

family('directory', [
  ['DNComponent(CRef([dn]), 2)', { dn: 'cn=Joe\\, Jr,ou=Sales,dc=contoso' }, 'Sales'],
  ['DNComponent(CRef([dn]), 1)', { dn: 'cn=Joe\\, Jr,ou=Sales' }, unsupported],
  ['DNComponent(CRef([dn]), 3)', { dn: 'cn=Joe,ou=Sales' }, unsupported],
  ['StringFromSid([a])', { a: 'AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAA6AMAAA==' }, 'S-1-5-21-1-2-3-1000'],
  ['StringFromSid([a])', { a: 'S-1-5-32-544' }, error('InvalidArgument')],
  ['SingleAppRoleAssignment([a])', {}, null],
  ['SingleAppRoleAssignment([a])', { a: ['x', 'y'] }, unsupported],
  ['DefaultDomain()', {}, unsupported],
]);

describe('unique values', () => {
  const free = (taken: readonly string[]) => ({ isTaken: (candidate: string) => taken.includes(candidate) });

  it('gives the first candidate that is free and evaluates no further', () => {
    const { outcome, tree } = evaluate('SelectUniqueValue([a], Append([a], "1"), Error("no"))', { a: 'x' }, free(['x']));
    assert.deepEqual(outcome, { kind: 'value', value: 'x1' });
    assert.equal(tree.children[2]?.outcome.kind, 'notEvaluated');
  });

  it('skips null and empty candidates', () => {
    assert.equal(brief(evaluate('SelectUniqueValue([a], "", "y")', {}, free([]))), 'y');
  });

  it('is an error when every candidate is taken, and unsupported when nobody looked', () => {
    assert.deepEqual(brief(evaluate('SelectUniqueValue("x", "y")', {}, free(['x', 'y']))), error('NoUniqueValue'));
    assert.deepEqual(brief(evaluate('SelectUniqueValue("x", "y")')), unsupported);
    assert.deepEqual(brief(evaluate('SelectUniqueValue("x", "y")', {}, { isTaken: () => null })), unsupported);
  });

  it('makes version 4 UUIDs', () => {
    assert.match(String(brief(evaluate('Guid()'))), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('makes random texts with the least numbers of each kind', () => {
    const made = String(brief(evaluate('RandomString(40, 5, 4, 3, 2, "aZ9!")')));
    assert.equal(made.length, 40);
    assert.ok((made.match(/[0-9]/g) ?? []).length >= 5);
    assert.ok((made.match(/[^0-9A-Za-z]/g) ?? []).length >= 4);
    assert.ok((made.match(/[A-Z]/g) ?? []).length >= 3);
    assert.ok((made.match(/[a-z]/g) ?? []).length >= 2);
    assert.doesNotMatch(made, /[aZ9!]/);
  });

  it('refuses lengths that cannot be', () => {
    for (const text of [
      'RandomString(3, 2, 2, 0, 0)',
      'RandomString(257, 0, 0, 0, 0)',
      'RandomString(3, -1, 0, 0, 0)',
      'RandomString(1, 1, 0, 0, 0, "0123456789")',
    ]) {
      assert.deepEqual(brief(evaluate(text)), error('InvalidArgument'), text);
    }
  });
});
