import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRegex, type RegexResult } from '../../../src/core/dotnet/regex/regex.ts';

function failure(result: RegexResult<unknown>): { readonly reason: string; readonly offset: number; readonly message: string } {
  assert.ok(!result.ok, 'expected a failure');
  return result;
}

/** Pattern, offset as RegexParseException.Offset counts it, and a word of the message. */
const invalid: readonly (readonly [pattern: string, offset: number, word: RegExp])[] = [
  ['a)b', 2, /closes no group/],
  ['(a', 2, /has no end/],
  ['a(b(c)', 6, /has no end/],
  ['*a', 1, /follows nothing/],
  ['a|+', 3, /follows nothing/],
  ['a**', 3, /follows another quantifier/],
  ['a{2}{3}', 5, /follows another quantifier/],
  ['a{3,2}', 6, /reversed/],
  ['a{2147483648}', 12, /larger than/],
  ['[a-z', 4, /no end/],
  ['[^]', 3, /no end/],
  ['[z-a]', 4, /backwards/],
  ['[a-\\d]', 5, /cannot end a range/],
  ['[a-z-[b]c]', 8, /last/],
  ['\\', 1, /single backslash/],
  ['ab\\y', 4, /not an escape/],
  ['\\x4g', 4, /hexadecimal/],
  ['\\u12', 2, /hexadecimal/],
  ['\\c1', 3, /control character/],
  ['\\p{Greek}', 9, /no Unicode category/],
  ['\\pL', 2, /not finished/],
  ['\\pLab', 3, /in braces/],
  ['\\p{L', 2, /not finished/],
  ['\\p{L x', 5, /Close it/],
  ['(a)\\2', 5, /does not have/],
  ['\\k<n>', 5, /does not have/],
  ['\\k{n}(?<n>a)', 3, /not a finished reference/],
  ['(?<n', 4, /of a kind/],
  ['(?<n!>a)', 4, /group name/],
  ['(?<0>a)', 4, /numbered 0/],
  ['(?<a-b>c)', 6, /takes back/],
  ['(?P<n>a)', 3, /of a kind/],
  ['(?i', 3, /of a kind/],
  ['(?#never', 8, /comment/],
  ['(?(2)a)', 5, /does not have/],
  ['(?(1x)a)', 5, /not a group number/],
  ['(?(?#c)a)', 2, /cannot be a comment/],
  ['(?(?<n>a)b)', 2, /cannot be a named group/],
  ['(?(a)b|c|d)', 11, /more than two branches/],
];

for (const [pattern, offset, word] of invalid) {
  test(`invalid: ${pattern}`, () => {
    const found = failure(compileRegex(pattern));
    assert.equal(found.reason, 'invalid');
    assert.equal(found.offset, offset);
    assert.match(found.message, word);
  });
}

test('what versions of .NET answer differently is not answered', () => {
  assert.equal(failure(compileRegex('\\p{IsCoptic}')).reason, 'unsupported');
  assert.equal(failure(compileRegex('[\\p{_xmlI}]')).reason, 'unsupported');
  const leftward = compileRegex('(?=.*(?<o>x))(?<in-o>y)');
  assert.ok(leftward.ok);
  assert.equal(failure(leftward.value.match('y..x')).reason, 'unsupported');
});

test('a group number in a replacement that no .NET number can hold', () => {
  const compiled = compileRegex('a');
  assert.ok(compiled.ok);
  const found = failure(compiled.value.replace('a', 'x$99999999999'));
  assert.equal(found.reason, 'invalid');
  assert.equal(found.offset, 12);
});

/** Patterns that would take longer than anyone waits. */
const runaway: readonly (readonly [pattern: string, input: string])[] = [
  ['(a+)+$', `${'a'.repeat(40)}!`],
  ['(a|a)*b', 'a'.repeat(60)],
  ['^(\\w+\\s?)*$', `${'word '.repeat(20)}!`],
  ['(?:(?:a?)*)*b', 'a'.repeat(40)],
  ['(x+x+)+y', 'x'.repeat(400)],
  ['(?:){2147483647}', ''],
  ['(?<=x(?:a+)+)', 'a'.repeat(40)],
  ['(.*)(.*)(.*)(.*)(.*)(.*)\\6x', 'a'.repeat(200)],
];

for (const [pattern, input] of runaway) {
  test(`a runaway pattern ends: ${pattern}`, () => {
    const compiled = compileRegex(pattern);
    assert.ok(compiled.ok);
    const found = failure(compiled.value.isMatch(input));
    assert.equal(found.reason, 'limit');
    assert.match(found.message, /1,000,000 steps/);
  });
}

test('the budget is the caller’s, and holds for all matches of a call together', () => {
  const input = 'a'.repeat(1000);
  const narrow = compileRegex('a', { stepBudget: 500 });
  assert.ok(narrow.ok);
  assert.deepEqual(narrow.value.isMatch(input), { ok: true, value: true });
  assert.equal(failure(narrow.value.matches(input)).reason, 'limit');
  assert.equal(failure(narrow.value.replace(input, '')).reason, 'limit');
  assert.equal(failure(narrow.value.split(input)).reason, 'limit');
  const loop = compileRegex('a*', { stepBudget: 500 });
  assert.ok(loop.ok);
  assert.equal(failure(loop.value.isMatch(input)).reason, 'limit', 'each character of a loop is a step');
});

test('long inputs overflow no stack', () => {
  const input = 'ab'.repeat(50_000);
  for (const pattern of ['(?:a|b)*$', '(?:ab)+?$', '^[ab]+$', '.*?b$']) {
    const compiled = compileRegex(pattern);
    assert.ok(compiled.ok);
    assert.deepEqual(compiled.value.isMatch(input), { ok: true, value: true }, pattern);
  }
});

test('an open-ended repeat at the start of a pattern does not make a failing search quadratic', () => {
  const compiled = compileRegex('[\\w.]+@(.*)');
  assert.ok(compiled.ok);
  assert.deepEqual(compiled.value.match('x'.repeat(100_000)), { ok: true, value: null });
  const found = compiled.value.match(`${'x '.repeat(1000)}y@z`);
  assert.equal(found.ok && found.value?.value, 'y@z');
});

test('length and nesting of a pattern are bounded', () => {
  assert.ok(compileRegex('a'.repeat(32_768)).ok);
  assert.equal(failure(compileRegex('a'.repeat(32_769))).reason, 'limit');
  assert.ok(compileRegex(`${'('.repeat(200)}a${')*'.repeat(200)}`).ok);
  assert.equal(failure(compileRegex(`${'('.repeat(201)}a${')'.repeat(201)}`)).reason, 'limit');
  assert.equal(failure(compileRegex('[a-'.repeat(1000) + ']'.repeat(1000))).reason, 'limit');
});

test('the length of a replaced text is bounded', () => {
  const compiled = compileRegex('');
  assert.ok(compiled.ok);
  const found = failure(compiled.value.replace('a'.repeat(20_000), '$_'));
  assert.equal(found.reason, 'limit');
  assert.match(found.message, /longer than/);
});
