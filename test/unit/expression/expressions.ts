import fc from 'fast-check';
import { quoteText } from '../../../src/core/expression/printExpression.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';

/** Texts that mean something to one function or another. */
export const meaningfulText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '',
    '1',
    '-3',
    '0',
    'True',
    'd',
    'yyyy-MM-dd',
    '1/1/2012 11:00:00 PM',
    '2025-01-01',
    '(a)(?<b>.)',
    'b',
    '$1',
    'tr-TR',
    'SGVsbG8=',
  ),
);

const names = functionTable.map(({ name }) => name);

/** Expressions that read without an error, with any function, any arguments and some `Redact`. */
export const anyExpression: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string; call: string; operation: string }>(
  (tie) => ({
    leaf: fc.oneof(
      meaningfulText.map(quoteText),
      fc.constantFrom('[a]', '[b]', '[list]', '[none]', '[one]', '5', '-1', '&HF', 'UTF8', 'True', 'IgnoreAttributeFlow', 'word'),
    ),
    call: fc
      .tuple(
        fc.oneof(fc.constantFrom(...names), fc.constantFrom('IIF', 'Switch', 'Join', 'Redact', 'Replace', 'Trim', 'Nothing')),
        fc.array(fc.oneof({ arbitrary: tie('node'), weight: 6 }, fc.constant('')), { maxLength: 7 }),
      )
      .map(([name, given]) => `${name}(${given.join(', ')})`),
    operation: fc
      .tuple(tie('leaf'), fc.constantFrom('=', '<>', '<', '>=', ' & '), fc.oneof(tie('leaf'), tie('call')))
      .map((parts) => parts.join('')),
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'node' },
      { arbitrary: tie('leaf'), weight: 2 },
      { arbitrary: tie('call'), weight: 4 },
      { arbitrary: tie('operation'), weight: 1 },
      fc.tuple(fc.constantFrom('Redact', 'IsPresent', 'Count', 'ToLower'), tie('node')).map(([name, one]) => `${name}(${one})`),
    ),
  }),
).node;

const plainTerm = fc.oneof(
  meaningfulText.map(quoteText),
  fc.constantFrom('[a]', '[b]', '[list]', '[none]', '[one]', '%DomainFQDN%', 'True'),
);

/** Calls with the arguments that they are made for, of the functions that a compiled expression evaluates on plain texts. */
export const plainExpression: fc.Arbitrary<string> = fc.letrec<{ node: string; condition: string }>((tie) => {
  const node = tie('node');
  const call = (form: string, ...given: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...given).map((terms) =>
      form
        .split('?')
        .map((piece, index) => piece + (terms[index] ?? ''))
        .join(''),
    );
  return {
    condition: fc.oneof(
      call('?=?', plainTerm, plainTerm),
      call('?<>?', plainTerm, node),
      call('?>=?', plainTerm, plainTerm),
      call('IsPresent(?)', node),
    ),
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'plain' },
      { arbitrary: plainTerm, weight: 3 },
      {
        arbitrary: call('IIF(?, ?, ?)', tie('condition'), node, fc.oneof(node, fc.constantFrom('', 'IgnoreAttributeFlow'))),
        weight: 2,
      },
      call('Join(?, ?, ?)', plainTerm, node, fc.oneof(node, fc.constant(''))),
      call('Append(?, ?)', node, node),
      call('Left(?, ?)', node, fc.oneof(plainTerm, fc.constantFrom('0', '2', '3', '-1'))),
      call('Replace(?, ?, , , ?, , )', node, plainTerm, node),
      call('Switch(?, ?, ?, ?)', node, fc.oneof(node, fc.constant('')), fc.oneof(plainTerm, fc.constant('')), node),
      call('?(?)', fc.constantFrom('ToLower', 'ToUpper', 'Trim', 'Redact', 'Count'), node),
    ),
  };
}).node;
