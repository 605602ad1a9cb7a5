import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapePattern } from '../../../src/core/dotnet/regex/escape.ts';
import { compileRegex } from '../../../src/core/dotnet/regex/regex.ts';

/** Pieces of syntax that, put together at random, are now valid and now not. */
const pieces = [
  ...[
    'a',
    'b',
    'A',
    '1',
    ' ',
    '\n',
    'é',
    '\ud83d',
    '(',
    ')',
    '(?:',
    '(?<n>',
    "(?'m'",
    '(?<2>',
    '(?<n-m>',
    '(?<-n>',
    '(?>',
    '(?=',
    '(?!',
  ],
  ...[
    '(?<=',
    '(?<!',
    '(?(1)',
    '(?(n)',
    '(?(a)',
    '(?(',
    '(?i)',
    '(?x-i:',
    '(?n)',
    '(?#',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{1,3}',
    '{0,',
    '??',
  ],
  ...[
    '[',
    ']',
    '[^',
    '[a-',
    '-[',
    '-',
    '\\',
    '\\d',
    '\\W',
    '\\b',
    '\\G',
    '\\Z',
    '\\1',
    '\\2',
    '\\k<n>',
    '\\p{L}',
    '\\P{IsGreek}',
    '\\u00e9',
  ],
  ...['^', '$', '.', '#', '.*', '(a*)*', '(?:)+'],
];

const anyPattern = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((chosen) => chosen.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const anyInput = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ' ', '\n', 'é'), maxLength: 30 }),
  fc.string({ unit: 'binary' }),
);

test('no pattern and no input makes the engine throw, and every answer is consistent', () => {
  let compiledCount = 0;
  fc.assert(
    fc.property(anyPattern, anyInput, anyInput, (pattern, input, replacement) => {
      const compiled = compileRegex(pattern, { stepBudget: 20_000 });
      if (!compiled.ok) {
        assert.ok(compiled.offset >= 0 && compiled.offset <= pattern.length);
        assert.notEqual(compiled.message, '');
        return;
      }
      compiledCount++;
      const regex = compiled.value;
      const all = regex.matches(input);
      const first = regex.match(input);
      const is = regex.isMatch(input);
      regex.replace(input, replacement);
      regex.split(input);
      if (!all.ok || !first.ok || !is.ok) return;
      assert.equal(is.value, first.value !== null);
      assert.deepEqual(first.value, all.value[0] ?? null);
      let end = 0;
      for (const match of all.value) {
        assert.ok(match.index >= end);
        end = match.index + match.length;
        assert.deepEqual([...match.groups.keys()], regex.groupNames);
        for (const { captures } of match.groups.values()) {
          for (const { index, length, value } of captures) assert.equal(value, input.slice(index, index + length));
        }
      }
      assert.deepEqual(regex.replace(input, '$&'), { ok: true, value: input });
    }),
    { numRuns: 4000 },
  );
  assert.ok(compiledCount > 400, `only ${compiledCount} random patterns were valid`);
});

test('an escaped text matches itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
      const compiled = compileRegex(`^(?:${escapePattern(text)})\\z`);
      assert.ok(compiled.ok);
      assert.deepEqual(compiled.value.isMatch(text), { ok: true, value: true });
      assert.deepEqual(compiled.value.isMatch(other), { ok: true, value: text === other });
    }),
  );
});

/**
 * Patterns that mean the same in .NET and in JavaScript: no empty iterations, no captures in loops, no references to groups that may be
 * without capture.
 */
const shared = fc.letrec<{ item: string; solid: string; body: string }>((tie) => ({
  solid: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 'c', 'ab', '[ab]', '[^a]', '\\x61', 'a{2}', 'b{1,2}', 'c+', '[bc]+?'),
    tie('body').map((body) => `(?:(?:${body})a)`),
    fc.tuple(tie('solid'), tie('solid')).map(([one, other]) => `(?:${one}|${other})`),
  ),
  item: fc.oneof(
    { maxDepth: 3 },
    tie('solid'),
    fc
      .tuple(tie('solid'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??', '{0,2}?', '{1,}?'))
      .map(([solid, quantifier]) => `(?:${solid})${quantifier}`),
    fc.constantFrom('^', 'a*', 'b??', '[^c]*', '(?:)'),
    fc.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('body')).map(([kind, body]) => `(${kind}${body})`),
  ),
  body: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
    fc.array(tie('item'), { minLength: 2, maxLength: 3 }).map((items) => items.join('|')),
  ),
})).body;

test('what JavaScript and .NET have in common is found alike', () => {
  let answered = 0;
  let matched = 0;
  const captures = fc.array(shared, { minLength: 1, maxLength: 3 }).map((bodies) => bodies.map((body) => `(${body})`).join(''));
  const input = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
  fc.assert(
    fc.property(captures, input, (pattern, text) => {
      const compiled = compileRegex(pattern, { stepBudget: 200_000 });
      assert.ok(compiled.ok, pattern);
      const result = compiled.value.matches(text);
      if (!result.ok) return;
      const expected = [...text.matchAll(new RegExp(pattern, 'g'))].map((match) => [match.index, ...match]);
      const actual = result.value.map((match) => [match.index, ...[...match.groups.values()].map(({ value }) => value)]);
      assert.deepEqual(actual, expected);
      answered++;
      if (actual.length > 0) matched++;
    }),
    { numRuns: 3000 },
  );
  assert.ok(answered > 2900, `only ${answered} patterns ended within the budget`);
  assert.ok(matched > 1000, `only ${matched} patterns matched`);
});
