import { toLower, toUpper } from '../dotnet/casing.ts';
import { normalizeDiacritics } from '../dotnet/diacritics.ts';
import { capitalizeWords, toTitleCase } from '../dotnet/titleCase.ts';
import type { Outcome } from '../expression/outcome.ts';
import { readingOf } from '../semantics.ts';
import type { AttributeValue } from '../value.ts';
import {
  countOf,
  oneText,
  perValue,
  readCount,
  readPresentText,
  readSecondaryText,
  readText,
  readValue,
  shown,
} from './arguments.ts';
import { appReference, cloudSyncReference, define, example, graphReference } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, nullOutcome, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { type QuickArgument, type QuickText, quickSource } from './quickText.ts';
import { trim } from './trim.ts';

const source = parameter('source', 'String', 'The text, usually an attribute.', { key: 'source' });
const culture = parameter('culture', 'String', 'A culture name such as tr-TR; the invariant culture where it is left out.', {
  presence: 'optional',
});

export const textFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'Append',
    family: 'text',
    parameters: [source, parameter('suffix', 'String', 'The text to put behind it.', { key: 'suffix' })],
    summary: 'Puts a suffix behind the source.',
    examples: [
      example('Append([userPrincipalName], ".test")', { userPrincipalName: 'John.Doe@contoso.com' }, 'John.Doe@contoso.com.test'),
    ],
    source: appReference('Append'),
    evaluate: (call) => withSecondary(call, 1, 0, (one, suffix) => text(one + suffix)),
    compile: quickAppend,
  }),
  define({
    name: 'Prepend',
    family: 'text',
    parameters: [parameter('prefix', 'String', 'The text to put before the source.', { key: 'prefix' }), source],
    dialects: [],
    summary: 'Puts a prefix before the source.',
    examples: [example('Prepend("x-", [alias])', { alias: 'adele' }, 'x-adele')],
    source: graphReference('Prepend'),
    evaluate: (call) => withSecondary(call, 0, 1, (one, prefix) => text(prefix + one)),
  }),
  define({
    name: 'CStr',
    family: 'text',
    parameters: [parameter('value', 'Any', 'A number, a reference or a Boolean.')],
    summary: 'Gives the value as text.',
    examples: [example('CStr([dn])', { dn: 'cn=Joe,dc=contoso,dc=com' }, 'cn=Joe,dc=contoso,dc=com')],
    source: appReference('CStr'),
    evaluate: (call) => {
      const value = readPresentText(call, 0);
      return value.ok ? text(value.value) : value.outcome;
    },
  }),
  define({
    name: 'InStr',
    family: 'text',
    parameters: [
      parameter('value1', 'String', 'The text to search in.'),
      parameter('value2', 'String', 'The text to look for.'),
      parameter('start', 'Integer', 'The position to begin at; 1 is the first character.', { presence: 'optional' }),
      parameter('compareType', 'Word', 'Case-sensitive (vbBinaryCompare, the default) or not (vbTextCompare).', {
        presence: 'optional',
        values: ['vbBinaryCompare', 'vbTextCompare'],
      }),
    ],
    summary: 'Gives the position of the first occurrence, counted from 1; 0 where there is none.',
    examples: [
      example('InStr("The quick brown fox","quick")', {}, '5'),
      example('InStr("repEated","e",3,vbBinaryCompare)', {}, '7'),
    ],
    source: appReference('InStr'),
    evaluate: inStr,
  }),
  define({
    name: 'Left',
    family: 'text',
    parameters: [
      parameter('string', 'String', 'The text.', { key: 'source' }),
      parameter('numChars', 'Integer', 'How many characters.', { key: 'length' }),
    ],
    summary: 'Gives the first characters; all of them where the number is negative, empty text where there is no value.',
    examples: [example('Left("John Doe", 3)', {}, 'Joh')],
    source: appReference('Left'),
    evaluate: (call) => {
      const value = readValue(call, 0);
      if (!value.ok) return value.outcome;
      const count = readCount(call, 1);
      if (!count.ok) return count.outcome;
      if (value.value === null) call.explain?.('The text is null, for which Left gives empty text.');
      else if (count.value < 0) call.explain?.('The number is negative, so the text is given whole.');
      else explainCut(call, value.value, 1, count.value);
      return perValue(call, value.value ?? '', (one) => text(left(one, count.value)));
    },
    compile: quickLeft,
  }),
  define({
    name: 'Mid',
    family: 'text',
    parameters: [
      source,
      parameter('start', 'Integer', 'The position of the first character; 1 is the beginning.', { key: 'start' }),
      parameter('length', 'Integer', 'At most how many characters; the rest of the text where it is left out.', {
        key: 'length',
        presence: 'optional',
      }),
    ],
    summary: 'Gives a part of the source.',
    examples: [example('Mid([userPrincipalName], 1, 8)', { userPrincipalName: 'johns@contoso.com' }, 'johns@co')],
    source: appReference('Mid'),
    evaluate: mid,
  }),
  define({
    name: 'NormalizeDiacritics',
    family: 'text',
    parameters: [source],
    summary: 'Replaces letters with diacritics by plain ones, by a fixed table.',
    examples: [example('NormalizeDiacritics([givenName])', { givenName: 'Zoë' }, 'Zoe')],
    source: appReference('NormalizeDiacritics'),
    evaluate: (call) =>
      eachSource(call, (one) => text(normalizeDiacritics(one, readingOf(call.context, 'diacriticsOutsideTable')))),
  }),
  define({
    name: 'PCase',
    family: 'text',
    parameters: [source, parameter('wordSeparators', 'String', 'The characters that separate words.', { presence: 'optional' })],
    dialects: ['app-provisioning'],
    summary: 'Begins each word with a capital and lowers the rest.',
    examples: [
      example('PCase([firstName])', { firstName: 'PABLO GONSALVES (SECOND)' }, 'Pablo Gonsalves (Second)'),
      example('PCase([lastName], " \'-")', { lastName: "PINTO-DE'SILVA" }, "Pinto-De'Silva"),
    ],
    source: appReference('PCase'),
    evaluate: pCase,
  }),
  define({
    name: 'StripSpaces',
    family: 'text',
    parameters: [source],
    summary: 'Removes every blank (U+0020).',
    examples: [example('StripSpaces([displayName])', { displayName: 'Adele  Vance' }, 'AdeleVance')],
    source: appReference('StripSpaces'),
    evaluate: (call) => eachSource(call, (one) => text(one.replaceAll(' ', ''))),
  }),
  define({
    name: 'ToLower',
    family: 'text',
    parameters: [source, culture],
    summary: 'Gives the text in lower case.',
    examples: [example('ToLower([mail])', { mail: 'Adele@Contoso.com' }, 'adele@contoso.com')],
    source: appReference('ToLower'),
    evaluate: (call) => changeCase(call, toLower),
    compile: (given) => quickCase(given, toLower),
  }),
  define({
    name: 'ToUpper',
    family: 'text',
    parameters: [source, culture],
    summary: 'Gives the text in upper case.',
    examples: [example('ToUpper([mailNickname], "tr-TR")', { mailNickname: 'istanbul' }, 'İSTANBUL')],
    source: appReference('ToUpper'),
    evaluate: (call) => changeCase(call, toUpper),
    compile: (given) => quickCase(given, toUpper),
  }),
  define({
    name: 'Trim',
    family: 'text',
    parameters: [parameter('value', 'String', 'The text; each of several.', { key: 'source' })],
    dialects: ['cloud-sync'],
    summary: 'Removes white space at both ends, of each value.',
    examples: [example('Trim([proxyAddresses])', { proxyAddresses: [' a ', 'b '] }, ['a', 'b'])],
    source: cloudSyncReference('Trim'),
    evaluate: (call) => eachSource(call, (one) => text(trim(one))),
    compile: (given) => quickSource(given, trim),
  }),
  define({
    name: 'Word',
    family: 'text',
    parameters: [
      parameter('string', 'String', 'The text.'),
      parameter('wordNumber', 'Integer', 'Which word; 1 is the first.'),
      parameter('delimiters', 'String', 'The characters that separate words.'),
    ],
    summary: 'Gives one word; empty text where there are not so many.',
    examples: [example('Word("This,string!has&many separators",3,",!&#")', {}, 'has')],
    source: appReference('Word'),
    evaluate: word,
  }),
];

/** The source mapped value by value (E10), with another argument where null counts as empty (E9). */
function withSecondary(
  call: FunctionCall,
  secondaryIndex: number,
  sourceIndex: number,
  apply: (one: string, secondary: string) => Outcome,
): Outcome {
  const value = readValue(call, sourceIndex);
  if (!value.ok) return value.outcome;
  const secondary = readSecondaryText(call, secondaryIndex);
  if (!secondary.ok) return secondary.outcome;
  return perValue(call, value.value, (one) => apply(one, secondary.value));
}

function eachSource(call: FunctionCall, apply: (one: string) => Outcome): Outcome {
  const given = call.argument(0);
  if (given.kind === 'null') return given;
  const value = readValue(call, 0);
  return value.ok ? perValue(call, value.value, apply) : value.outcome;
}

function changeCase(call: FunctionCall, change: typeof toLower): Outcome {
  const value = readValue(call, 0);
  if (!value.ok) return value.outcome;
  const given = readText(call, 1);
  if (!given.ok) return given.outcome;
  return perValue(call, value.value, (one) => {
    const changed = change(one, given.value);
    return changed.ok ? text(changed.text) : failure('InvalidArgument', changed.message, call.rangeOf(1));
  });
}

function quickCase(given: readonly QuickArgument[], change: typeof toLower): QuickText | null {
  return quickSource(given, (one) => {
    const changed = change(one, null);
    return changed.ok ? changed.text : undefined;
  });
}

function quickAppend([source, suffix]: readonly QuickArgument[]): QuickText | null {
  if (!source || !suffix) return null;
  return (context) => {
    const one = source(context);
    const end = suffix(context);
    if (one === undefined || end === undefined) return undefined;
    return one === null ? null : one + (end ?? '');
  };
}

/** The first characters; all of them for a negative number. */
function left(one: string, count: number): string {
  return count < 0 ? one : one.slice(0, count);
}

function quickLeft([source, length]: readonly QuickArgument[]): QuickText | null {
  if (!source || !length) return null;
  return (context) => {
    const one = source(context);
    const count = countOf(length(context));
    return one === undefined || count === undefined ? undefined : left(one ?? '', count);
  };
}

function inStr(call: FunctionCall): Outcome {
  const value = readPresentText(call, 0);
  if (!value.ok) return value.outcome;
  const wanted = readSecondaryText(call, 1);
  if (!wanted.ok) return wanted.outcome;
  const start = call.isSupplied(2) ? readCount(call, 2) : ({ ok: true, value: 1 } as const);
  if (!start.ok) return start.outcome;
  const compare = call.isSupplied(3) ? readText(call, 3) : ({ ok: true, value: 'vbBinaryCompare' } as const);
  if (!compare.ok) return compare.outcome;
  if (wanted.value === '') return unsupported('It is not documented which position InStr gives for empty text.', call.rangeOf(1));
  if (start.value < 1) return unsupported('It is not documented what InStr does with a start before 1.', call.rangeOf(2));
  if (compare.value === 'vbBinaryCompare') return text(String(value.value.indexOf(wanted.value, start.value - 1) + 1));
  if (compare.value !== 'vbTextCompare') {
    const message = `InStr takes vbBinaryCompare or vbTextCompare for compareType and got ${shown(compare.value ?? '')}.`;
    return failure('InvalidArgument', message, call.rangeOf(3));
  }
  // Beyond ASCII, text comparison depends on culture rules that the reference does not name.
  if (/[^\0-\x7F]/.test(value.value + wanted.value)) {
    return unsupported(
      'It is not documented how vbTextCompare compares letters beyond A to Z. Use ToLower on both and vbBinaryCompare.',
      call.range,
    );
  }
  return text(String(value.value.toLowerCase().indexOf(wanted.value.toLowerCase(), start.value - 1) + 1));
}

/** Says which characters are kept where not all are. */
function explainCut(call: FunctionCall, value: AttributeValue, start: number, length: number): void {
  if (!call.explain) return;
  if (value !== null && typeof value !== 'string') {
    const cut = value.filter((each) => start > 1 || each.length > length).length;
    if (cut > 0) call.explain(`${cut} of ${value.length} values are cut.`);
    return;
  }
  const one = value;
  if (!one || (start === 1 && one.length <= length)) return;
  const end = Math.min(one.length, start - 1 + length);
  const whole = one.length === 1 ? '1 character' : `${one.length} characters`;
  if (start > one.length) call.explain(`The text has ${whole}, so nothing stands at position ${start}.`);
  else if (end < start) call.explain('The length is 0, so nothing is kept.');
  else
    call.explain(
      start === end ? `Kept: character ${start} of ${one.length}.` : `Kept: characters ${start} to ${end} of ${one.length}.`,
    );
}

function mid(call: FunctionCall): Outcome {
  const value = readValue(call, 0);
  if (!value.ok) return value.outcome;
  const start = readCount(call, 1);
  if (!start.ok) return start.outcome;
  const length = call.isSupplied(2) ? readCount(call, 2) : ({ ok: true, value: Number.POSITIVE_INFINITY } as const);
  if (!length.ok) return length.outcome;
  if (readingOf(call.context, 'midOutOfRange') === 'input') return midOrInput(call, value.value, start.value, length.value);
  if (start.value < 1) return unsupported('It is not documented what Mid gives for a start before 1.', call.rangeOf(1));
  if (length.value < 0) return unsupported('It is not documented what Mid gives for a negative length.', call.rangeOf(2));
  explainCut(call, value.value, start.value, length.value);
  return perValue(call, value.value, (one) => text(one.slice(start.value - 1, start.value - 1 + length.value)));
}

/** Mid as Entra Connect Sync documents it: what lies outside the text leaves it unchanged. */
function midOrInput(call: FunctionCall, value: AttributeValue, start: number, length: number): Outcome {
  const one = oneText(value);
  if (one && (start < 1 || length < 0 || start > one.length))
    call.explain?.('The part lies outside the text, so the text is given as it is.');
  else explainCut(call, value, start, length);
  return perValue(call, value, (one) => {
    const outside = start < 1 || length < 0 || start > one.length;
    return text(outside ? one : one.slice(start - 1, start - 1 + length));
  });
}

function pCase(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const separators = call.isSupplied(1) ? readText(call, 1) : null;
  if (separators && !separators.ok) return separators.outcome;
  if (value.value === null) return nullOutcome;
  const lowered = toLower(value.value, null);
  if (!lowered.ok) return failure('InvalidArgument', lowered.message, call.rangeOf(0));
  if (!separators) return text(toTitleCase(lowered.text));
  if (!separators.value)
    return unsupported(
      'It is not documented what PCase does with an empty list of separators. Leave it out for the usual ones.',
      call.rangeOf(1),
    );
  return text(capitalizeWords(lowered.text, separators.value));
}

function word(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const wanted = readCount(call, 1);
  if (!wanted.ok) return wanted.outcome;
  const delimiters = readText(call, 2);
  if (!delimiters.ok) return delimiters.outcome;
  if (value.value === null || wanted.value < 1) return text('');
  if (!delimiters.value) return unsupported('It is not documented what Word does without a delimiter.', call.rangeOf(2));
  const separators = new Set(delimiters.value.split(''));
  let found = 0;
  let start = 0;
  for (let at = 0; at <= value.value.length; at++) {
    if (at < value.value.length && !separators.has(value.value.charAt(at))) continue;
    if (at > start) found++;
    if (found === wanted.value && at > start) return text(value.value.slice(start, at));
    start = at + 1;
  }
  call.explain?.(`The text has ${found === 1 ? '1 word' : `${found} words`}, so there is no word ${wanted.value}.`);
  return text('');
}
