import type { Outcome } from '../expression/outcome.ts';
import { readText, shown } from './arguments.ts';
import { base64Bytes, base64Text } from './base64.ts';
import { appReference, cloudSyncReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, nullOutcome, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { utf8Bytes, utf8Text, utf16Bytes, utf16Text } from './utf8.ts';

const source = parameter('source', 'String', 'The text.', { key: 'source' });

export const encodingFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'ConvertFromBase64',
    family: 'encoding',
    parameters: [
      source,
      parameter('encoding', 'Word', 'Unicode (UTF-16, the default), ASCII or UTF8.', {
        presence: 'optional',
        values: ['Unicode', 'ASCII', 'UTF8'],
      }),
    ],
    dialects: ['cloud-sync'],
    summary: 'Gives the text of base64.',
    examples: [
      example('ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', {}, 'Hello world!'),
      example('ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', {}, 'Hello world!'),
    ],
    source: cloudSyncReference('ConvertFromBase64'),
    evaluate: fromBase64,
  }),
  define({
    name: 'ConvertToBase64',
    family: 'encoding',
    parameters: [source],
    summary: 'Gives the base64 of the text in UTF-16.',
    examples: [example('ConvertToBase64("Hello world!")', {}, 'SABlAGwAbABvACAAdwBvAHIAbABkACEA')],
    source: appReference('ConvertToBase64'),
    evaluate: (call) => convert(call, (one) => base64Text(utf16Bytes(one))),
  }),
  define({
    name: 'ConvertToUTF8Hex',
    family: 'encoding',
    parameters: [source],
    summary: 'Gives the bytes of the text in UTF-8 as hexadecimal digits.',
    examples: [example('ConvertToUTF8Hex("Hello world!")', {}, '48656C6C6F20776F726C6421')],
    source: appReference('ConvertToUTF8Hex'),
    evaluate: (call) => convert(call, (one) => utf8Bytes(one).map(hexByte).join('')),
  }),
];

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

function convert(call: FunctionCall, encode: (one: string) => string): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  return value.value === null ? nullOutcome : text(encode(value.value));
}

function fromBase64(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const encoding = call.isSupplied(1) ? readText(call, 1) : ({ ok: true, value: 'Unicode' } as const);
  if (!encoding.ok) return encoding.outcome;
  const decode = decoders.get(encoding.value ?? '');
  if (!decode) {
    return failure(
      'InvalidArgument',
      `ConvertFromBase64 takes Unicode, ASCII or UTF8 for encoding and got ${shown(encoding.value ?? '')}.`,
      call.rangeOf(1),
    );
  }
  if (value.value === null) return nullOutcome;
  const bytes = base64Bytes(value.value);
  if (!bytes) return failure('InvalidArgument', `${shown(value.value)} is not base64.`, call.rangeOf(0));
  const decoded = decode(bytes);
  if (decoded !== null) return text(decoded);
  return unsupported(
    `The bytes of ${shown(value.value)} are not text in ${encoding.value}; which replacement the service gives is not documented.`,
    call.rangeOf(0),
  );
}

const decoders: ReadonlyMap<string, (bytes: readonly number[]) => string | null> = new Map([
  ['Unicode', utf16Text],
  ['UTF8', utf8Text],
  ['ASCII', (bytes: readonly number[]) => (bytes.every((byte) => byte < 0x80) ? utf8Text(bytes) : null)],
]);
