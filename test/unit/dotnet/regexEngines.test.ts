import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type JavaScriptPattern, javaScriptPattern } from '../../../src/core/dotnet/regex/javascriptPattern.ts';
import { parsePattern } from '../../../src/core/dotnet/regex/parser.ts';
import { compileRegex, type DotNetRegex } from '../../../src/core/dotnet/regex/regex.ts';

const steps = 1_000_000;

function translated(pattern: string): JavaScriptPattern | null {
  const parsed = parsePattern(pattern);
  return parsed.ok ? javaScriptPattern(parsed.value) : null;
}

const perMatch = 100;
// biome-ignore lint/suspicious/noTemplateCurlyInString: .NET's form of a group in a replacement.
const allParts = '<$1|$2|${n}|$&|$`|$+>';

function leastBudget(native: JavaScriptPattern, inputLength: number): number {
  let budget = 1;
  while (!native.endsWithin(budget, inputLength, perMatch)) budget *= 1.2;
  return Math.ceil(budget);
}

/** Each call's answer, as far as it can be told from outside. */
function answers(regex: DotNetRegex, input: string): readonly unknown[] {
  return [
    regex.isMatch(input),
    regex.match(input),
    regex.matches(input),
    regex.replace(input, allParts),
    regex.replace(input, '-'),
    regex.split(input),
  ];
}

const units = [
  'a',
  'b',
  'B',
  'k',
  's',
  '1',
  '٣',
  ' ',
  '-',
  '\n',
  '\r',
  '\u0085',
  '\u2028',
  '\ufeff',
  'é',
  'É',
  'ſ',
  '\u212a',
  'İ',
  '_',
];
const halves = ['\ud83d', '\ude00'];
const small = fc.constantFrom(
  ...[
    'a',
    'b',
    'B',
    'ab',
    'a1',
    'é',
    '-',
    '\\n',
    '\\u2028',
    '\\ud83d',
    '\\ude00',
    '😀',
    ' ',
    '(?i:k)',
    '(?i:sé)',
    '\\x61',
    '\\-',
  ],
  ...['.', '(?s:.)', '\\s', '\\S', '[ab]', '[^a]', '[a-k]', '[^\\s]', '[\\p{IsBasicLatin}]', '[^ab\\n]'],
);
/** Sets of many ranges, seldom, because JavaScript takes long to compile them. */
const large = fc.constantFrom('\\d', '\\D', '\\w', '\\W', '[\\d_]', '[\\w-]', '[^\\W1]', '\\p{Lu}', '\\P{L}');
const atom = fc.oneof({ arbitrary: small, weight: 40 }, { arbitrary: large, weight: 1 });
const anchor = fc.constantFrom('^', '$', '\\A', '\\Z', '\\z', '(?m:^)', '(?m:$)');
const quantifier = fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??', '{0,2}?', '{2,}?');
const pattern = fc.letrec<{ item: string; body: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: atom, weight: 4 },
    { arbitrary: fc.tuple(atom, quantifier).map(([one, count]) => `(?:${one})${count}`), weight: 4 },
    { arbitrary: anchor, weight: 1 },
    { arbitrary: tie('body').map((body) => `(${body})`), weight: 3 },
    { arbitrary: tie('body').map((body) => `(?<n>${body})`), weight: 1 },
    { arbitrary: tie('body').map((body) => `(?:${body})`), weight: 1 },
    { arbitrary: fc.tuple(tie('body'), atom).map(([body, one]) => `(${body}${one})?`), weight: 2 },
    { arbitrary: fc.tuple(tie('body'), atom).map(([body, one]) => `(?:${one}${body})??`), weight: 1 },
    { arbitrary: fc.tuple(atom, atom, quantifier).map(([one, other, count]) => `(?:${one}${other})${count}`), weight: 2 },
  ),
  body: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')), weight: 3 },
    { arbitrary: fc.array(tie('item'), { minLength: 2, maxLength: 3 }).map((items) => items.join('|')), weight: 1 },
  ),
})).body;
const input = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n'), maxLength: 14 }),
  fc.string({ unit: fc.constantFrom(...units, ...halves), maxLength: 14 }),
);

test('20,000 patterns given to JavaScript are answered as by the own matcher', (context) => {
  const counts = { taken: 0, matched: 0, captured: 0 };
  fc.assert(
    fc.property(pattern, input, (source, text) => {
      const native = translated(source);
      if (native === null) return;
      // The least budget with which JavaScript takes the input, so that a bound that is too low shows as a limit of the own matcher.
      const budget = leastBudget(native, text.length);
      const own = compileRegex(source, { stepBudget: budget }, 'own');
      const other = compileRegex(source, { stepBudget: budget }, 'javascript');
      assert.ok(own.ok && other.ok);
      assert.deepEqual(answers(other.value, text), answers(own.value, text), JSON.stringify([source, text]));
      counts.taken++;
      const found = own.value.match(text);
      if (!found.ok || found.value === null) return;
      counts.matched++;
      if ([...found.value.groups.values()].slice(1).some(({ success }) => success)) counts.captured++;
    }),
    { numRuns: 24_000 },
  );
  context.diagnostic(`${counts.taken} patterns, ${counts.matched} with a match, ${counts.captured} with captures`);
  assert.ok(counts.taken >= 20_000 && counts.matched > 8000 && counts.captured > 2000, JSON.stringify(counts));
});

for (const source of [
  '^[A-Za-z]+$',
  '\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})',
  '(?<streetNumber>^\\d*)',
  '[()\\s-]+',
  '^(?<first>[^.]+)\\.(?<last>[^@]+)@.*$',
  '@.*',
  '^(?:AAD|MSOL)_',
  '(a)?b',
]) {
  test(`given to JavaScript: ${source}`, () => {
    assert.ok(translated(source)?.endsWithin(steps, 60, 2));
  });
}

/** What differs between the engines, or may run for long. */
for (const source of [
  '(a+)+',
  '(?:a|b)*',
  '(?:a*b)*',
  '(a*)?',
  '(a)*',
  '(?:a?)?',
  '\\bword',
  'a\\B',
  '\\Ga',
  '(a)\\1',
  '(?=a)',
  '(?<!a)b',
  '(?>a+)b',
  '(?(1)a|b)(c)',
  '(?<n>a)(?<n>b)',
  '(?<o>a)(?<-o>b)',
  '(?i)[a-z]',
  '[a-z-[aeiou]]',
  'a{1001}',
]) {
  test(`not given to JavaScript: ${source}`, () => {
    assert.equal(translated(source), null);
  });
}

test('the longest patterns that are given to JavaScript are not too much for it', () => {
  const nested = (depth: number): string => `${'(?:'.repeat(depth)}a${')?b'.repeat(depth)}`;
  for (const source of [
    'a'.repeat(6000),
    '\\w'.repeat(4),
    '(a)?'.repeat(900),
    Array.from({ length: 1500 }, (_, index) => `a${index}`).join('|'),
    nested(100),
    nested(400),
    'a{0,1000}'.repeat(900),
  ]) {
    const native = translated(source);
    if (native === null) continue;
    for (const withIndices of [true, false])
      assert.doesNotThrow(() => native.regExp(withIndices).exec('aaaab'), source.slice(0, 40));
  }
});

test('an input that could take long goes to the own matcher, which stops at its limit', () => {
  const source = '.*.*.*=';
  const native = translated(source);
  assert.ok(native);
  assert.ok(native.endsWithin(steps, 10, 1));
  assert.ok(!native.endsWithin(steps, 100, 1));
  const compiled = compileRegex(source);
  assert.ok(compiled.ok);
  const stopped = compiled.value.isMatch('a'.repeat(3000));
  assert.ok(!stopped.ok && stopped.reason === 'limit');
});
