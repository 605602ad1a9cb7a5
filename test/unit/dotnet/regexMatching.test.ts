// biome-ignore-all lint/suspicious/noTemplateCurlyInString: .NET replacement patterns look like placeholders
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRegex, type DotNetRegex } from '../../../src/core/dotnet/regex/regex.ts';

function compile(pattern: string): DotNetRegex {
  const compiled = compileRegex(pattern);
  assert.ok(compiled.ok, compiled.ok ? '' : `${pattern}: ${compiled.message}`);
  return compiled.value;
}

/** `index:value`, then for each further group `name=captures`, or `name!` when it has none; `-` without a match. */
function describe(pattern: string, input: string): string {
  const result = compile(pattern).match(input);
  assert.ok(result.ok, result.ok ? '' : result.message);
  if (result.value === null) return '-';
  const { index, value, groups } = result.value;
  const others = [...groups].slice(1).map(([name, group]) => {
    return group.success ? ` ${name}=${group.captures.map((capture) => capture.value).join(',')}` : ` ${name}!`;
  });
  return `${index}:${value}${others.join('')}`;
}

/** What .NET answers, worked out from its documentation. Each row: what it shows, pattern, input, answer. */
const matching: readonly (readonly [title: string, pattern: string, input: string, answer: string])[] = [
  ['unnamed groups come before named ones', '(?<id>\\d+)-(\\w+)-(?<end>.)', '12-ab-z', '0:12-ab-z 1=ab id=12 end=z'],
  ['a group may number itself', '(?<3>a)(b)(c)(d)', 'abcd', '0:abcd 1=b 2=c 3=a,d'],
  ['two groups of one name share their captures', '(?<v>\\d)x(?<v>\\d)', '1x2', '0:1x2 v=1,2'],
  ['captures of every iteration stay', '(?:(\\w)(\\d)?;)+', 'a1;b;c2;', '0:a1;b;c2; 1=a,b,c 2=1,2'],
  ['captures of a way that was given up are gone', '(?:(a)b|(a)c)', 'ac', '0:ac 1! 2=a'],
  ['captures of an iteration that was given up are gone', '(a)*ab', 'aaab', '0:aaab 1=a,a'],
  ['a lazy loop takes as little as it can', '<(.+?)>', '<a><b>', '0:<a> 1=a'],
  ['a greedy loop takes as much as it can', '<(.+)>', '<a><b>', '0:<a><b> 1=a><b'],
  ['a counted lazy loop of a group', '(ab){1,3}?b?$', 'ababab', '0:ababab 1=ab,ab,ab'],
  ['a counted greedy loop of a group gives iterations back', '(ab){1,3}ab', 'ababab', '0:ababab 1=ab,ab'],
  ['an empty iteration is the last one and counts', '(x?)*', 'xy', '0:x 1=x,'],
  ['required iterations may be empty', '(x?){3}y', 'xy', '0:xy 1=x,,'],
  ['an empty iteration ends a lazy loop too', '(?:x?)*?b', 'xa', '-'],
  ['an atomic group gives nothing back', '(?>a*)ab|aab', 'aab', '0:aab'],
  ['an atomic group keeps its captures', '(?>(a|ab))c?', 'ab', '0:a 1=a'],
  ['a look ahead is atomic and keeps its captures', '(?=(a+))a*b\\1', 'baaabac', '3:aba 1=a'],
  ['a negative look ahead captures nothing', '(?!(a)b)(\\w)', 'abc', '1:b 1! 2=b'],
  ['a look behind reads from right to left', '(?<=(\\d+)(\\d+))x', '1234x', '4:x 1=1 2=234'],
  ['a look behind tries its parts from the last', '(?<=(a|aa)b)c', 'aabc', '3:c 1=a'],
  ['a look behind may be of any length', '(?<=^\\w+:\\s*)\\S+', 'name:  Ann', '7:Ann'],
  ['a reference in a look behind must follow its group there', '(?<=\\1(a))b', 'aab', '2:b 1=a'],
  ['a look ahead within a look behind reads forwards', '(?<=(?=ab)a)b', 'ab', '1:b'],
  ['a reference matches what its group matched last', '(?:(a|b))+\\1', 'abb', '0:abb 1=a,b'],
  ['a reference to a group without capture never matches', '(a)?\\1b', 'b', '-'],
  ['a reference may fit only from the middle of a run', '(a+)-\\1b', 'aa-ab', '1:a-ab 1=a'],
  ['a conditional on a group', '(<)?\\w+(?(1)>|;)', '<ab> ab;', '0:<ab> 1=<'],
  ['a conditional on a named group', '(?<open><)?\\w+(?(open)>|;)', 'ab;', '0:ab; open!'],
  ['a conditional without second branch matches nothing then', '^(a)?(?(1)b)', 'x', '0: 1!'],
  ['a conditional on a test', '(?(\\d)\\d{3}|\\w)', 'x123', '0:x'],
  ['a test does not move, and captures nothing', '(?(\\d+x)(\\w)|(z))', '12x', '0:1 1=1 2!'],
  ['an unknown name in a conditional is a test', '(?(no)no|yes)', 'yes', '0:yes'],
  ['balanced parentheses', '^\\((?>[^()]+|\\((?<d>)|\\)(?<-d>))*(?(d)(?!))\\)$', '(a(b)c)', '0:(a(b)c) d!'],
  ['unbalanced parentheses', '^\\((?>[^()]+|\\((?<d>)|\\)(?<-d>))*(?(d)(?!))\\)$', '(a(b c)', '-'],
  ['a balancing group captures what lies between', '(?<o>\\[)[^\\[\\]]*(?<in-o>\\])', 'x[abc]', '1:[abc] o! in=abc'],
  ['taking back is undone on the way back', '(?<a>x)(?:(?<-a>y)z|y)(?(a)w|v)', 'xyw', '0:xyw a=x'],
  ['\\G is where the search began', '\\Gb', 'ab', '-'],
  ['$ also stands before a final line feed', 'b$', 'ab\n', '1:b'],
  ['$ does not stand before a carriage return', 'b$', 'ab\r\n', '-'],
  ['\\z stands at the very end only', 'b\\z', 'ab\n', '-'],
  ['. matches all but the line feed', '^.+', 'a\r\u2028\u0085\nb', '0:a\r\u2028\u0085'],
  ['. matches one half of a surrogate pair', '^(.)(.)$', '😀', '0:😀 1=\ud83d 2=\ude00'],
  ['(?m) makes ^ and $ stand at lines', '(?m)^b$', 'a\nb\nc', '2:b'],
  ['(?s) makes . match line feeds', '(?s)a.b', 'a\nb', '0:a\nb'],
  ['(?x) skips blanks and comments, not in classes', '(?x) a [ ] b # the end', 'a b', '0:a b'],
  ['(?x) leaves a quantifier with what is before the blanks', '(?x)a (?#one) + ?', 'aaa', '0:a'],
  ['(?n) leaves unnamed groups without capture', '(?n)(a)(?<b>b)(?-n:(c))', 'abc', '0:abc 1=c b=b'],
  ['an option ends with its group', '((?i)a)b', 'Ab', '0:Ab 1=A'],
  ['an option does not go beyond its group', '((?i)a)b', 'AB', '-'],
  ['an option may be switched off again', '(?i)a(?-i)b(?i:C)', 'Abc', '0:Abc'],
  ['IgnoreCase goes by simple lower case', '(?i)^straße ǆ ωσ$', 'STRASSE', '-'],
  ['IgnoreCase knows title case and signs of the same letter', '(?i)^ǆ ω k$', 'ǅ Ω K', '0:ǅ Ω K'],
  ['IgnoreCase leaves the dotless and the dotted i alone', '(?i)^[iıİ]{3}$', 'İıI', '0:İıI'],
  ['IgnoreCase does not join i and dotless i', '(?i)i', 'ıİ', '-'],
  ['IgnoreCase reaches ranges', '(?i)[x-z]+', 'aXyZ', '1:XyZ'],
  ['IgnoreCase reaches negated classes', '(?i)[^x]', 'Xa', '1:a'],
  ['IgnoreCase reaches references', '(?i)(ab)-\\1', 'Ab-aB', '0:Ab-aB 1=Ab'],
  ['\\d is every decimal digit', '\\d+', 'x٣7', '1:٣7'],
  ['\\w is letters, marks, digits and connectors', '\\w+', '-é\u0301ж_٣²', '1:é\u0301ж_٣'],
  ['\\s is white space, without the byte order mark', '\\s+', '\ufeff\u00a0\u0085\t', '1:\u00a0\u0085\t'],
  ['\\b sees letters of every script', '\\bжук\\b', 'жучок жук', '6:жук'],
  ['a joiner is part of a word for \\b', 'a\\b', 'a\u200db', '-'],
  ['a class less a class', '[a-z-[aeiou]]+', 'aeixyz', '3:xyz'],
  ['a single character less a class', '[a-[b]]+', 'xba', '2:a'],
  ['a class less a class less a class', '[\\w-[a-z-[c]]]+', 'abcA1', '2:cA1'],
  ['a negated class less a class', '[^\\d-[x]]+', '1xab', '2:ab'],
  ['] first in a class stands for itself', '[]a]+', 'x]a', '1:]a'],
  ['- at either end of a class stands for itself', '[-a]+[b-]+', 'a-b-', '0:a-b-'],
  ['\\b in a class is backspace', '[\\b]', 'a\bb', '1:\b'],
  ['a category', '\\p{Lu}\\p{Ll}+', 'xÉric', '1:Éric'],
  ['a major class, negated', '\\P{L}+', 'ab12c', '2:12'],
  ['a block', '\\p{IsCyrillic}+', 'ab жук', '3:жук'],
  ['a block, negated', '\\P{IsBasicLatin}+', 'abé', '2:é'],
  ['under IgnoreCase the cased categories are one', '(?i)^\\p{Lu}+$', 'aBǅ', '0:aBǅ'],
  ['an octal escape, of at most three digits', '^\\0101\\101$', '\b1A', '0:\b1A'],
  ['an octal escape keeps eight bits', '^\\777$', 'ÿ', '0:ÿ'],
  ['two digits without such a group are octal', '(a)\\12', 'a\n', '0:a\n 1=a'],
  ['hexadecimal and control escapes', '^\\x41\\u00e9\\cI\\e$', 'Aé\t\u001b', '0:Aé\t\u001b'],
  ['punctuation may always be escaped', '^\\@\\:\\=\\<a\\>$', '@:=<a>', '0:@:=<a>'],
  ['braces that are no quantifier stand for themselves', 'a{,2}{x}', 'a{,2}{x}', '0:a{,2}{x}'],
  ['a loop over an anchor', '^*a', 'ba', '1:a'],
  ['the first branch that fits wins', 'a|ab', 'ab', '0:a'],
  ['a scoping filter of the documentation', '(?:^|\\W)Sales|Marketing|Operations(?:$|\\W)', 'Contoso-Sales-US', '7:-Sales'],
];

for (const [title, pattern, input, answer] of matching) {
  test(`${title}: ${JSON.stringify(pattern)}`, () => {
    assert.equal(describe(pattern, input), answer);
  });
}

test('all matches, with what \\G means behind each', () => {
  const found = (pattern: string, input: string): string[] => {
    const result = compile(pattern).matches(input);
    assert.ok(result.ok);
    return result.value.map(({ index, value }) => `${index}:${value}`);
  };
  assert.deepEqual(found('\\d+', 'a1b22'), ['1:1', '3:22']);
  assert.deepEqual(found('x*', 'axb'), ['0:', '1:x', '2:', '3:']);
  assert.deepEqual(found('\\G\\d', '12a3'), ['0:1', '1:2']);
  assert.deepEqual(found('\\Ga?', 'aab'), ['0:a', '1:a', '2:'], 'behind an empty match \\G stays at its end');
  assert.deepEqual(found('^a', 'aaa'), ['0:a']);
  assert.deepEqual(found('.*b', 'ab\nc\nab'), ['0:ab', '5:ab']);
  assert.deepEqual(found('z', 'abc'), []);
});

test('a group without capture is at 0 with an empty value', () => {
  const result = compile('(?<a>x)|y').match('y');
  assert.ok(result.ok);
  assert.deepEqual(result.value?.groups.get('a'), { index: 0, length: 0, value: '', success: false, captures: [] });
});

test('names and numbers of the groups', () => {
  const regex = compile('(?<b>x)(y)(?<a>z)(?<9>w)');
  assert.deepEqual(regex.groupNames, ['0', '1', 'b', 'a', '9']);
  assert.deepEqual(regex.groupNumbers, [0, 1, 2, 3, 9]);
});

test('replacement patterns', () => {
  const replace = (pattern: string, input: string, replacement: string): string => {
    const result = compile(pattern).replace(input, replacement);
    assert.ok(result.ok, result.ok ? '' : result.message);
    return result.value;
  };
  assert.equal(replace('(?<first>\\w+) (?<last>\\w+)', 'Ada Lovelace', '${last}, ${first}'), 'Lovelace, Ada');
  assert.equal(replace('(a)(b)', 'xaby', '[$2$1|${1}0|$0|$&]'), 'x[ba|a0|ab|ab]y');
  assert.equal(replace('b', 'abc', "<$`|$'|$_|$$>"), 'a<a|c|abc|$>c');
  assert.equal(replace('(a)|(b)', 'ab', '<$+>'), '<><b>', '$+ is the group with the highest number, captured or not');
  assert.equal(replace('(a)', 'a', '$10|$2|${2}|${x}|${1|$x|$'), '$10|$2|${2}|${x}|${1|$x|$', 'what is unknown stays');
  assert.equal(replace('(?<12>a)', 'a', '$12|$1'), 'a|$1');
  assert.equal(replace('(a)?b', 'b', '[$1]'), '[]', 'a group without capture gives nothing');
  assert.equal(replace('', 'ab', '-'), '-a-b-');
  assert.equal(replace('z', 'abc', '$&'), 'abc');
});

test('split', () => {
  const split = (pattern: string, input: string): readonly string[] => {
    const result = compile(pattern).split(input);
    assert.ok(result.ok);
    return result.value;
  };
  assert.deepEqual(split('\\s*;\\s*', 'a ; b;c'), ['a', 'b', 'c']);
  assert.deepEqual(split('(-)|(,)', 'a-b,c'), ['a', '-', 'b', ',', 'c']);
  assert.deepEqual(split('x', ''), ['']);
});
