import type { Outcome } from '../expression/outcome.ts';
import { readingOf } from '../semantics.ts';
import type { AttributeValue } from '../value.ts';
import { readCount, readSecondaryText, readText, readValue } from './arguments.ts';
import { appReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { maximumTextLength, tooLong } from './limits.ts';
import { failure, list, nullOutcome, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import type { QuickArgument, QuickText } from './quickText.ts';
import { trim } from './trim.ts';

const attribute = parameter('attribute', 'Any', 'A multi-valued attribute.', { key: 'source' });

export const collectionFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'Contains',
    family: 'collection',
    parameters: [attribute, parameter('search', 'String', 'The text to look for.')],
    dialects: ['cloud-sync'],
    summary:
      'Gives the position of the first value that contains the text, counted from 1; 0 where none does. It stands in an example only.',
    examples: [
      example(
        'Contains([proxyAddresses], "SMTP:")',
        { proxyAddresses: ['smtp:jd@contoso.com', 'SMTP:john.doe@contoso.com'] },
        '2',
      ),
    ],
    source: { document: 'docs/identity/hybrid/cloud-sync/reference-expressions.md', section: 'Item', mark: 'S' },
    evaluate: (call) => {
      const value = readValue(call, 0);
      if (!value.ok) return value.outcome;
      const search = readSecondaryText(call, 1);
      if (!search.ok) return search.outcome;
      return text(String(valuesOf(value.value).findIndex((one) => one.includes(search.value)) + 1));
    },
  }),
  define({
    name: 'Count',
    family: 'collection',
    parameters: [attribute],
    summary: 'Counts the values.',
    examples: [example('Count([proxyAddresses])', { proxyAddresses: ['a', 'b', 'c'] }, '3')],
    source: appReference('Count'),
    evaluate: (call) => {
      const value = readValue(call, 0);
      return value.ok ? text(String(valuesOf(value.value).length)) : value.outcome;
    },
  }),
  define({
    name: 'Item',
    family: 'collection',
    parameters: [attribute, parameter('index', 'Integer', 'Which value; 1 is the first.', { key: 'index' })],
    summary: 'Gives one of several values. A position that has none is an error.',
    examples: [
      example(
        'Item([proxyAddresses], 1)',
        { proxyAddresses: ['SMTP:a@contoso.com', 'smtp:b@contoso.com'] },
        'SMTP:a@contoso.com',
      ),
    ],
    source: appReference('Item'),
    evaluate: item,
  }),
  define({
    name: 'Join',
    family: 'collection',
    parameters: [
      parameter('separator', 'String', 'What to put between the values.', { key: 'separator', presence: 'blank' }),
      parameter('source', 'Any', 'A value; each of several.', { key: 'source', presence: 'blank', repeating: true }),
    ],
    summary: 'Puts values together. Null and empty ones are left out, with their separator.',
    examples: [
      example('Join(", ", "", [surname], [givenName])', { givenName: 'John', surname: 'Doe' }, 'Doe, John'),
      example('Join("-", [otherTelephone], "z")', { otherTelephone: ['a', 'b'] }, 'a-b-z'),
    ],
    source: appReference('Join'),
    evaluate: join,
    compile: quickJoin,
  }),
  define({
    name: 'RemoveDuplicates',
    family: 'collection',
    parameters: [attribute],
    summary: 'Keeps the first of equal values; upper and lower case differ.',
    examples: [
      example('RemoveDuplicates([proxyAddresses])', { proxyAddresses: ['a@x.com', 'b@x.com', 'a@x.com'] }, [
        'a@x.com',
        'b@x.com',
      ]),
    ],
    source: appReference('RemoveDuplicates'),
    evaluate: (call) => {
      const value = readValue(call, 0);
      if (!value.ok) return value.outcome;
      if (value.value === null) return nullOutcome;
      if (typeof value.value === 'string') return text(value.value);
      const distinct = [...new Set(value.value)];
      const removed = value.value.length - distinct.length;
      if (removed > 0) call.explain?.(removed === 1 ? '1 repeated value is removed.' : `${removed} repeated values are removed.`);
      return list(distinct);
    },
  }),
  define({
    name: 'Split',
    family: 'collection',
    parameters: [
      parameter('source', 'String', 'The text.', { key: 'source' }),
      parameter('delimiter', 'String', 'One character.', { key: 'delimiter' }),
    ],
    summary: 'Cuts a text into several values and trims each.',
    examples: [
      example('Split([extensionAttribute5], ",")', { extensionAttribute5: 'PermissionSetOne, PermissionSetTwo' }, [
        'PermissionSetOne',
        'PermissionSetTwo',
      ]),
    ],
    source: appReference('Split'),
    evaluate: split,
  }),
];

function valuesOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

function item(call: FunctionCall): Outcome {
  const value = readValue(call, 0);
  if (!value.ok) return value.outcome;
  const index = readCount(call, 1);
  if (!index.ok) return index.outcome;
  const values = valuesOf(value.value);
  const found = index.value < 1 ? undefined : values[index.value - 1];
  if (found !== undefined) return text(found);
  const has = values.length === 1 ? 'is 1 value' : `are ${values.length} values`;
  const message = `Item asks for value ${index.value} and there ${has}; the first is 1. Test with IsPresent or Count first.`;
  return failure('IndexOutOfRange', message, call.rangeOf(1));
}

function join(call: FunctionCall): Outcome {
  const separator = readSecondaryText(call, 0);
  if (!separator.ok) return separator.outcome;
  let joined: string | null = null;
  const add = (one: string): void => {
    // The arguments behind a text that is too long are still read, since one of them may be an error.
    if (joined === null || joined.length <= maximumTextLength) joined = joinTo(joined, separator.value, one);
  };
  const leftOut: string[] = [];
  for (let index = 1; index < call.count; index++) {
    const value = readValue(call, index);
    if (!value.ok) return value.outcome;
    const given = valuesIn(value.value);
    if (typeof given === 'string') add(given);
    else given.forEach(add);
    if (given.length === 0 && call.explain && call.isSupplied(index)) leftOut.push(call.nameOf(index));
  }
  if (leftOut.length > 0) call.explain?.(`Left out, being null or empty: ${named(leftOut)}.`);
  const whole: string = joined ?? '';
  return whole.length > maximumTextLength ? tooLong(call) : text(whole);
}

function joinTo(joined: string | null, separator: string, one: string): string {
  return joined === null ? one : joined + separator + one;
}

function quickJoin([separator, ...sources]: readonly QuickArgument[]): QuickText | null {
  const given = sources.filter((one) => one !== null);
  if (!separator || given.length < sources.length) return null;
  return (context) => {
    const between = separator(context);
    if (between === undefined) return undefined;
    let joined: string | null = null;
    for (const source of given) {
      const one = source(context);
      if (one === undefined) return undefined;
      if (!isLeftOut(one)) joined = joinTo(joined, between ?? '', one);
    }
    return joined ?? '';
  };
}

/** Join leaves out what is null or empty. */
function isLeftOut(one: string | null): one is null | '' {
  return one === null || one === '';
}

/** What Join takes of a value: a text, or those of several that are not empty. */
function valuesIn(value: AttributeValue): string | readonly string[] {
  if (typeof value === 'string') return isLeftOut(value) ? [] : value;
  return value?.filter((one) => !isLeftOut(one)) ?? [];
}

/** A few names, and how many more there are. */
function named(names: readonly string[]): string {
  const most = 8;
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return names.slice(0, most).join(', ') + more;
}

function split(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const delimiter = readSecondaryText(call, 1);
  if (!delimiter.ok) return delimiter.outcome;
  if (value.value === null) return nullOutcome;
  if (delimiter.value.length !== 1) {
    return unsupported(
      'Split takes one character as its delimiter; what the service does with none or several is not documented.',
      call.rangeOf(1),
    );
  }
  const pieces = value.value.split(delimiter.value);
  return list(readingOf(call.context, 'splitPieces') === 'trim' ? pieces.map(trim) : pieces);
}
