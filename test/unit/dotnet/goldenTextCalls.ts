import { toLower, toLowerInvariant, toUpper } from '../../../src/core/dotnet/casing.ts';
import { capitalizeWords, toTitleCase } from '../../../src/core/dotnet/titleCase.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { evaluate } from '../expression/evaluate.ts';
import { accepted, type Calls, field, type GoldenRow, refuse } from './golden.ts';

function culture(row: GoldenRow): string | null {
  return typeof row.culture === 'string' ? row.culture : null;
}

/** Casing, which has functions of its own below the language. */
export const casingCalls: Calls = {
  ToUpper: (row) => accepted(toUpper(field(row, 'input'), culture(row))).text,
  ToLower: (row) => accepted(toLower(field(row, 'input'), culture(row))).text,
  ToUpperInvariant: (row) => accepted(toUpper(field(row, 'input'), null)).text,
  ToLowerInvariant: (row) => accepted(toLower(field(row, 'input'), null)).text,
  ToTitleCase: (row) => toTitleCase(field(row, 'input'), culture(row)),
  PCase: (row) =>
    typeof row.wordSeparators === 'string'
      ? capitalizeWords(field(row, 'input'), row.wordSeparators)
      : toTitleCase(toLowerInvariant(field(row, 'input'))),
};

/** The value of an expression over the members of a row, given as attributes. */
function given(expression: string, row: GoldenRow): Exclude<AttributeValue, null> {
  const texts = Object.entries(row).filter((member): member is [string, AttributeValue] => typeof member[1] === 'string');
  const { outcome } = evaluate(expression, { ...Object.fromEntries(texts), values: (row.values ?? null) as AttributeValue });
  switch (outcome.kind) {
    case 'value':
      return outcome.value;
    case 'error':
      return refuse(outcome.message);
    case 'unsupported':
      return refuse(outcome.message, 'open');
    default:
      throw new Error(`${expression} gave ${outcome.kind} for ${row.id}.`);
  }
}

/** The calls that a function of the language makes as it is, made through an expression. */
export const expressionCalls: Calls = {
  Trim: (row) => given('Trim([input])', row),
  IsWhiteSpace: (row) => {
    const character = String.fromCharCode(Number.parseInt(field(row, 'code').slice(2), 16));
    return given('Trim([input])', { ...row, input: character }) === '';
  },
  Base64Unicode: (row) => given('ConvertToBase64([input])', row),
  Utf8Hex: (row) => given('ConvertToUTF8Hex([input])', row),
  StringReplace: (row) => given('Replace([input], [oldValue], , , [newValue], , )', row),
  Distinct: (row) => given('RemoveDuplicates([values])', row),
  Int64Parse: (row) => given('BitAnd([input], -1)', row),
  IndexOf: (row) => {
    const compare = row.comparison === 'Ordinal' ? 'vbBinaryCompare' : 'vbTextCompare';
    return Number(given(`InStr([input], [value], ${Number(row.start) + 1}, ${compare})`, row)) - 1;
  },
  DecimalCompare: (row) => {
    if (given('CBool([a] < [b])', row) === 'True') return -1;
    return given('CBool([a] > [b])', row) === 'True' ? 1 : 0;
  },
};

/** Rows that say nothing about this project, with the reason. */
export const textRowsApart: ReadonlyMap<string, string> = new Map([
  ['text.search.008', 'IndexOf throws for a start behind the end of the text; InStr gives 0 for what it does not find'],
]);

/** Calls that no function of the language makes as they are, with the reason. */
export const textCallsApart: Readonly<Record<string, string>> = {
  Normalize: 'no function of the language normalizes',
  RemoveDiacritics: 'it drops all marks, NormalizeDiacritics replaces documented letters',
  CompareCulture: 'every row is suspect, and the language compares by code unit',
  CompareOrdinal: 'the language has no order of texts, and equality is in the rows of = of its own tests',
  CompareOrdinalIgnoreCase: 'no function of the language orders texts',
  EqualsOrdinalIgnoreCase: 'comparisons of the language tell case apart',
  BoolParse: 'conditions take True and False, what else they take is not documented',
  Int32Parse: 'whole numbers of the language are 64 bits wide, see Int64Parse',
  DecimalParse: 'no function of the language gives a decimal number',
  DoubleParseToString: 'no function of the language gives a floating-point number',
  Split: 'Split of the language trims its pieces, as documented',
  SplitChars: 'Word of the language skips empty pieces, as documented',
  Substring: 'Mid of the language cuts at the end of the text, as documented, and does not fail',
  TrimChars: 'Trim of the language takes no characters',
};
