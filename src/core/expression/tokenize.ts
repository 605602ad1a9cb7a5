import type { TextRange } from '../text/range.ts';
import type { ComparisonOperator } from './ast.ts';

interface TokenBase {
  readonly range: TextRange;
}

/** A piece of an expression (facts/expression-language.md, section 2). Blanks between tokens are not tokens. */
export type Token =
  | (TokenBase & { readonly kind: 'name' | 'string' | 'number' | 'hex' | 'attribute'; readonly value: string })
  | (TokenBase & { readonly kind: 'operator'; readonly value: ComparisonOperator })
  | (TokenBase & { readonly kind: 'open' | 'close' | 'comma' | 'ampersand' | 'end' })
  | (TokenBase & { readonly kind: 'invalid'; readonly message: string; readonly fix: string | null });

interface Scanner {
  readonly text: string;
  readonly tokens: Token[];
}

const blank = /\s*/uy;
const name = /\p{L}[\p{L}\p{Nd}_]*/uy;
const number = /-?[0-9]+(?:\.[0-9]+)?/uy;
const hex = /&H([0-9A-Fa-f]+)(?![\p{L}\p{Nd}_])/uy;
const operator = /<>|>=|<=|[=<>]/uy;
const wordRest = /[\p{L}\p{Nd}_.]*/uy;
const unknownRun = /[^\s\p{L}0-9"[\](),&=<>-]+|./suy;
const plainText = /[^"\\]*/uy;

/** Cuts an expression into tokens, `end` last. Never fails: what cannot be read becomes an `invalid` token. */
export function tokenize(text: string): readonly Token[] {
  const scanner: Scanner = { text, tokens: [] };
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const token = nextToken(scanner, at);
    scanner.tokens.push(token);
    at = skipBlanks(text, token.range.end);
  }
  scanner.tokens.push({ kind: 'end', range: { start: text.length, end: text.length } });
  return scanner.tokens;
}

function nextToken({ text, tokens }: Scanner, start: number): Token {
  const one = { start, end: start + 1 };
  switch (text[start]) {
    case '(':
      return { kind: 'open', range: one };
    case ')':
      return { kind: 'close', range: one };
    case ',':
      return { kind: 'comma', range: one };
    case '"':
      return readString(text, start);
    case '[':
      return readAttribute(text, start);
    case '&':
      return readAmpersand(text, start, tokens.at(-1));
    default:
      return readWord(text, start);
  }
}

/** `\\` and `\"` are the only escapes; a backslash before anything else is text. */
function readString(text: string, start: number): Token {
  const pieces: string[] = [];
  let at = start + 1;
  for (;;) {
    const plain = match(plainText, text, at);
    pieces.push(plain);
    at += plain.length;
    const next = text[at];
    if (next === undefined) break;
    if (next === '"') return { kind: 'string', value: pieces.join(''), range: { start, end: at + 1 } };
    const escaped = text[at + 1];
    const known = escaped === '\\' || escaped === '"';
    pieces.push(known ? escaped : '\\');
    at += known ? 2 : 1;
  }
  return {
    kind: 'invalid',
    range: { start, end: text.length },
    message: 'The text that begins here has no closing quote.',
    fix: 'Add the closing quote ("). A quote inside a text is written \\" and a backslash at its end \\\\.',
  };
}

/** Taken literally; brackets nest and quoted text inside them is skipped, for paths such as `[emails[type eq "work"].value]`. */
function readAttribute(text: string, start: number): Token {
  let depth = 1;
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '[') depth++;
    else if (character === ']') {
      depth--;
      if (depth === 0) break;
    } else if (depth > 1 && character === '"') {
      const close = text.indexOf('"', at + 1);
      if (close < 0) break;
      at = close;
    } else if (depth === 1 && /[,()"\r\n]/.test(character)) break;
  }
  if (text[at] !== ']' || depth !== 0) {
    const rest = text.slice(start + 1);
    const stop = rest.search(/[,()"\r\n\]]/);
    const end = stop < 0 ? text.length : start + 1 + stop;
    return {
      kind: 'invalid',
      range: { start, end },
      message: `The attribute name that begins here (${shorten(text.slice(start, end))}) has no closing bracket.`,
      fix: 'Add the closing bracket (]) after the name.',
    };
  }
  const range = { start, end: at + 1 };
  const value = text.slice(start + 1, at);
  if (value.trim() !== '') return { kind: 'attribute', value, range };
  return {
    kind: 'invalid',
    range,
    message: 'The brackets hold no attribute name.',
    fix: 'Write the name of a source attribute between them, as in [mail].',
  };
}

/** After an operand `&` joins two texts; elsewhere `&H` begins a hex number. */
function readAmpersand(text: string, start: number, before: Token | undefined): Token {
  const digits = endsOperand(before) ? '' : match(hex, text, start);
  if (digits === '') return { kind: 'ampersand', range: { start, end: start + 1 } };
  return { kind: 'hex', value: BigInt(`0x${digits.slice(2)}`).toString(), range: { start, end: start + digits.length } };
}

function endsOperand(token: Token | undefined): boolean {
  switch (token?.kind) {
    case 'name':
    case 'string':
    case 'number':
    case 'hex':
    case 'attribute':
    case 'close':
      return true;
    default:
      return false;
  }
}

function readWord(text: string, start: number): Token {
  const word = match(name, text, start);
  if (word !== '') return { kind: 'name', value: word, range: { start, end: start + word.length } };
  const symbol = match(operator, text, start);
  if (isOperator(symbol)) return { kind: 'operator', value: symbol, range: { start, end: start + symbol.length } };
  const digits = match(number, text, start);
  if (digits !== '') return readNumber(text, start, digits);
  const run = match(unknownRun, text, start) || (text[start] ?? '');
  return { kind: 'invalid', range: { start, end: start + run.length }, ...explain(run) };
}

function readNumber(text: string, start: number, digits: string): Token {
  const rest = match(wordRest, text, start + digits.length);
  const range = { start, end: start + digits.length + rest.length };
  if (rest === '') return { kind: 'number', value: digits, range };
  return {
    kind: 'invalid',
    range,
    message: `${shorten(digits + rest)} is neither a number nor a name.`,
    fix: 'Put text between double quotes.',
  };
}

function isOperator(symbol: string): symbol is ComparisonOperator {
  return symbol !== '';
}

function explain(run: string): { readonly message: string; readonly fix: string | null } {
  if (/^['‘’“”„«»]/u.test(run)) {
    return { message: `${shorten(run)} does not begin a text.`, fix: 'Put text between straight double quotes (").' };
  }
  if (run.startsWith('!')) return { message: '! is not an operator.', fix: 'Write <> for "not equal", or Not(…).' };
  if (run.startsWith('|'))
    return {
      message: `${run} is not an operator.`,
      fix: 'Nest IIF: the second condition goes in the place of the value if false.',
    };
  if (run.startsWith('+')) return { message: '+ is not an operator.', fix: 'Use Append or Join to put texts together.' };
  return {
    message: `${shorten(run)} cannot stand here.`,
    fix: 'Put text between double quotes and attribute names between brackets.',
  };
}

function skipBlanks(text: string, at: number): number {
  return at + match(blank, text, at).length;
}

/** What the sticky pattern matches at the offset; empty where it does not match. */
function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
