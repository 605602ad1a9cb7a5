import { functionTable } from '../../../src/core/functions/functionTable.ts';

/** Whole forms as people write them: every family of functions, every lexical oddity (facts/expression-language.md, sections 2 and 5). */
export const forms: readonly string[] = [
  '[mail]',
  '""',
  '"True"',
  '[urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCode]',
  '[emails[type eq "work"].value]',
  'Append([userPrincipalName], ".test")',
  'Append ("SMTP:", [mail])',
  'Append(Append(Left(Trim([displayName]),51),"_"),Mid([objectId],25,12))',
  'BitAnd(&HF, &HF7)',
  'IIF(BitAnd([userAccountControl], 2)="0", "True", "False")',
  'CBool([a] = [b])',
  'CDate("2021-06-30+08:00")',
  'Coalesce([mail], [userPrincipalName], "")',
  'ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)',
  'ConvertToBase64([displayName])',
  'Replace(ConvertToUTF8Hex([objectId]), , "[a-zA-Z_]*", , "", , )',
  'Count([proxyAddresses])',
  'DateAdd("ww", -2, CDate([hired]))',
  'DateDiff("d", Now(), CDate([hired])) <= 14',
  'IIF(DateDiff("d", Now(), CDate([hired])) > 5, "False", "True")',
  'DateFromNum(129699324000000000)',
  'DNComponent(CRef([dn]),1)',
  'IIF(IsPresent([accountName]),[accountName],Error("AccountName is required"))',
  'FormatDateTime([hired], , "yyyy-MM-ddzzz", "yyyyMMddHHmmss.0Z")',
  'FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z")',
  'FormatDateTime([hired], "AssumeUniversal, AdjustToUniversal", "M/d/yyyy hh:mm:ss tt", "o")',
  'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443", "Dr.", "3444", "Prof.", "3445", "Prof. Dr."))',
  'IIF([employeeType]="Intern","t-" & [alias],[alias])',
  'InStr("repEated","e",3,vbTextCompare)',
  'Mid(Item([proxyAddresses],Contains([proxyAddresses], "SMTP:")),6)',
  'Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [sn]))), "contoso.com")',
  'ToLower(Join("1@", Left([givenName], 1), [sn]), "tr-TR")',
  'Not([IsSoftDeleted])',
  'NumFromDate(Join("", FormatDateTime([hired], ,"yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
  'PCase(Join(" ",[givenName],[sn]), " \'-")',
  'RandomString(10,2,2,2,1,"?,")',
  'Redact(RandomString(6, 3, 0, 0, 3, ))',
  'RemoveDuplicates(Trim([proxyAddresses]))',
  'Replace([UserID],"<username>", , , , , "<username>@contoso.com")',
  'Replace([telephoneNumber], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})", , "$' + '{phoneNumber}", , )',
  'Replace([telephoneNumber], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", "phoneNumber" , , [mobile], )',
  'Replace([street], ,"(?<streetNumber>^\\\\d*)","streetNumber", "888", , )',
  'Replace([mobile], , "(?i)([()\\\\s-[x]]+|(a+)+$)", , "$1", , )',
  'SelectUniqueValue(Join("", [givenName], [sn]), Join("", [givenName], "2"), Guid())',
  'SingleAppRoleAssignment([appRoleAssignments])',
  'Split([extensionAttribute5], ",")',
  'StringFromSid([objectSid])',
  'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
  'Switch(ToLower([statusFlag]), "0", "true", "1", "false", "0")',
  'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([hired])) > 5, "False", "True"), "0", IgnoreAttributeFlow)',
  'IIF(IsNullOrEmpty([country]), IgnoreObjectFlow, "False")',
  'Word("This,string!has&many separators",3,",!&#")',
  'Join("", [sn], "@", DefaultDomain())',
  'Switch\n(\n  [l],\n\t"OU=Other",\n  "Zürich", Join("", "OU=", [l]),\n  "Bern", "x"\n)',
];

const names = functionTable.map(({ name }) => name);
const tokens: readonly string[] = [
  ...['(', ')', '(', ')', ',', ',', ', ', '"', '""', '\\', '\\\\', '\\"', '[', ']', '[a]', '=', '<>', '>=', '&', ' & ', '&HF'],
  ...['-1', '0', '257', '1.5', '99999999999999999999', 'True', 'UTF8', ' ', '\n', "'", '.', '%', '\u0000', '\ud800', 'é', 'İ'],
  ...['"(a|b"', '"[z-a]"', '"(?<n>"', '"yyyy"', '"%"', '"tr-TR"', '"d"', ...names.map((name) => `${name}(`), ...names],
];

/** Numbers from a seed, so that a failure can be repeated (mulberry32). */
export function numbersOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Numbers = ReturnType<typeof numbersOf>;

/** One of the forms after one to six changes, such as a hasty hand makes: cut, doubled, moved, spliced, wrapped. */
export function mutation(next: Numbers): string {
  let text = pick(forms, next);
  for (let changes = 1 + next(6); changes > 0; changes--) text = changed(text, next);
  return text.length > 2000 ? text.slice(0, 2000) : text;
}

/** Pieces of the language in any order. */
export function soup(next: Numbers): string {
  return Array.from({ length: next(30) }, () => pick(tokens, next)).join('');
}

function changed(text: string, next: Numbers): string {
  const [at, end] = stretch(text, next);
  const [before, cut, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (next(8)) {
    case 0:
      return before + after;
    case 1:
      return before + cut + cut + after;
    case 2:
      return before + pick(tokens, next) + text.slice(at);
    case 3:
      return before + pick(tokens, next) + after;
    case 4:
      return before + after.slice(0, 5) + cut + after.slice(5);
    case 5: {
      const other = pick(forms, next);
      return before + other.slice(...stretch(other, next)) + after;
    }
    case 6:
      return `${pick(names, next)}(${text}${next(2) === 0 ? '' : `, ${pick(forms, next)}`})`;
    default:
      return text.replace(/[A-Za-z]+(?=\s*\()/, pick(names, next));
  }
}

function stretch(text: string, next: Numbers): [start: number, end: number] {
  const start = next(text.length + 1);
  return [start, Math.min(start + 1 + next(12), text.length)];
}

function pick(from: readonly string[], next: Numbers): string {
  return from[next(from.length)] ?? '';
}
