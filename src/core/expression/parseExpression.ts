import { type Problem, problemOf } from '../problem.ts';
import type { TextRange } from '../text/range.ts';
import type { BlankNode, ExpressionNode, InvalidNode } from './ast.ts';
import { type Token, tokenize } from './tokenize.ts';

/** Characters that the service accepts in one expression (facts/expression-language.md, section 2). */
export const maximumExpressionLength = 10_000;

/** Calls and `&` within one another. The service documents no limit; ours keeps every walk over a tree within the stack. */
export const maximumExpressionDepth = 400;

const maximumProblems = 50;

/** A parsed expression: always a tree, with `invalid` nodes where the text could not be read and a problem for each. */
export interface ParsedExpression {
  readonly root: ExpressionNode;
  readonly problems: readonly Problem[];
}

/** Reads an expression by the grammar of facts/expression-language.md, section 2. Ranges are offsets into `text`. Never throws. */
export function parseExpression(text: string): ParsedExpression {
  const whole = { start: 0, end: text.length };
  if (text.length > maximumExpressionLength) {
    const message = `The expression has ${text.length} characters; the service accepts ${maximumExpressionLength}.`;
    const tooLong = problemOf(
      'expression-too-long',
      { start: maximumExpressionLength, end: text.length },
      message,
      'Shorten it, or compute a part in another attribute.',
    );
    return { root: { kind: 'invalid', range: whole }, problems: [tooLong] };
  }
  const parser: Parser = { text, tokens: tokenize(text), at: 0, depth: 0, unclosed: false, problems: [] };
  if (peek(parser).kind === 'end') {
    const fix = 'Write an attribute in brackets, a text in double quotes, or a function call. Empty text is written "".';
    return {
      root: { kind: 'invalid', range: whole },
      problems: [problemOf('expression-syntax', whole, 'The expression is empty.', fix)],
    };
  }
  const root = parseComparison(parser);
  return { root: parseRest(parser, root), problems: parser.problems };
}

interface Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly problems: Problem[];
  at: number;
  depth: number;
  /** True once a call without its closing parenthesis was reported; those around it are then not reported again. */
  unclosed: boolean;
}

/** What stands behind a complete expression makes the whole unreadable, but the tree before it stays for the editor. */
function parseRest(parser: Parser, root: ExpressionNode): ExpressionNode {
  const extra = peek(parser);
  if (extra.kind === 'end') return root;
  if (root.kind !== 'invalid') report(parser, extra.range, ...unexpected(parser, extra, 'after the end of the expression'));
  const range = { start: extra.range.start, end: parser.text.length };
  if (root.kind !== 'call') return { kind: 'invalid', range: { start: root.range.start, end: range.end } };
  return {
    ...root,
    range: { start: root.range.start, end: range.end },
    arguments: [...root.arguments, { kind: 'invalid', range }],
  };
}

function parseComparison(parser: Parser): ExpressionNode {
  const left = parseConcatenation(parser);
  const operator = peek(parser);
  if (operator.kind !== 'operator') return left;
  parser.at++;
  const doubled = peek(parser);
  if (doubled.kind === 'operator' && doubled.range.start === operator.range.end) {
    report(
      parser,
      doubled.range,
      `${operator.value}${doubled.value} is not an operator.`,
      'The operators are =, <>, >, >=, < and <=.',
    );
    return skipArgument(parser, left.range.start);
  }
  const right = parseConcatenation(parser);
  const third = peek(parser);
  if (third.kind === 'operator') {
    report(parser, third.range, 'A comparison has two sides; this is a third.', 'Nest IIF to test two conditions.');
    return skipArgument(parser, left.range.start);
  }
  return { kind: 'comparison', operator: operator.value, left, right, range: { start: left.range.start, end: right.range.end } };
}

function parseConcatenation(parser: Parser): ExpressionNode {
  let left = parsePrimary(parser);
  let joined = 0;
  while (peek(parser).kind === 'ampersand') {
    parser.at++;
    joined++;
    if (parser.depth + joined > maximumExpressionDepth) {
      reportTooDeep(parser, left.range);
      return skipArgument(parser, left.range.start);
    }
    const right = parsePrimary(parser);
    left = { kind: 'concatenation', left, right, range: { start: left.range.start, end: right.range.end } };
  }
  return left;
}

function parsePrimary(parser: Parser): ExpressionNode {
  const token = peek(parser);
  const { range } = token;
  switch (token.kind) {
    case 'string':
    case 'number':
    case 'hex':
      parser.at++;
      return { kind: 'constant', value: token.value, form: token.kind, range };
    case 'attribute':
      parser.at++;
      return { kind: 'attribute', name: token.value, range };
    case 'name':
      parser.at++;
      return peek(parser).kind === 'open' ? parseCall(parser, token.value, range) : { kind: 'keyword', name: token.value, range };
    case 'invalid':
      parser.at++;
      report(parser, range, token.message, token.fix);
      return { kind: 'invalid', range };
    case 'open':
      report(
        parser,
        range,
        'A parenthesis stands only after the name of a function.',
        'Remove it, or write the function before it.',
      );
      return skipArgument(parser, range.start);
    default: {
      // A comma, a closing parenthesis, an operator or the end: a value is missing, and the caller goes on from here.
      const at = { start: range.start, end: range.start };
      report(
        parser,
        range,
        `A value is missing ${whereBefore(parser, token)}.`,
        'Write an attribute in brackets, a text in double quotes, or a function call.',
      );
      return { kind: 'invalid', range: at };
    }
  }
}

function parseCall(parser: Parser, name: string, nameRange: TextRange): ExpressionNode {
  const open = peek(parser);
  parser.at++;
  if (parser.depth >= maximumExpressionDepth) {
    reportTooDeep(parser, nameRange);
    return { kind: 'invalid', range: { start: nameRange.start, end: skipUntilClosed(parser).range.end } };
  }
  parser.depth++;
  const { list, end } = parseArguments(parser, name, open.range);
  parser.depth--;
  return { kind: 'call', name, nameRange, arguments: list, range: { start: nameRange.start, end } };
}

function parseArguments(
  parser: Parser,
  name: string,
  open: TextRange,
): { readonly list: readonly ExpressionNode[]; readonly end: number } {
  const list: ExpressionNode[] = [];
  let gapStart = open.end;
  let afterComma = false;
  for (;;) {
    const token = peek(parser);
    if (token.kind === 'end') {
      if (!parser.unclosed) report(parser, open, `The parenthesis of ${name} is never closed.`, 'Add the closing parenthesis.');
      parser.unclosed = true;
      list.push({ kind: 'invalid', range: token.range });
      return { list, end: token.range.end };
    }
    if (token.kind === 'close') {
      parser.at++;
      if (afterComma) list.push(blankNode(gapStart, token.range.start));
      return { list, end: token.range.end };
    }
    if (token.kind === 'comma') {
      list.push(blankNode(gapStart, token.range.start));
    } else {
      list.push(parseArgument(parser));
      if (isMissingComma(parser)) continue;
    }
    const next = peek(parser);
    afterComma = next.kind === 'comma';
    if (afterComma) {
      gapStart = next.range.end;
      parser.at++;
    }
  }
}

/** One argument, up to the comma or parenthesis that ends it; what cannot belong to it makes all of it invalid. */
function parseArgument(parser: Parser): ExpressionNode {
  const argument = parseComparison(parser);
  const next = peek(parser);
  if (next.kind === 'comma' || next.kind === 'close' || next.kind === 'end' || isMissingComma(parser)) return argument;
  if (argument.kind === 'invalid') return skipArgument(parser, argument.range.start);
  report(parser, next.range, ...unexpected(parser, next, 'after this argument'));
  return skipArgument(parser, argument.range.start);
}

/**
 * A call on a new line right behind a call: the comma between two lines was forgotten, as in Microsoft's own Workday tutorial. Both are
 * read; the service may refuse it, so it is a warning.
 */
function isMissingComma(parser: Parser): boolean {
  const before = parser.tokens[parser.at - 1];
  const token = peek(parser);
  if (before?.kind !== 'close' || token.kind !== 'name' || parser.tokens[parser.at + 1]?.kind !== 'open') return false;
  if (parser.depth === 0 || !/[\r\n]/.test(parser.text.slice(before.range.end, token.range.start))) return false;
  const range = { start: before.range.end, end: token.range.start };
  const known = parser.problems.some((one) => one.range.start === range.start && one.severity === 'warning');
  if (!known && parser.problems.length < maximumProblems) {
    const message = `A comma is missing before ${token.value}; the two lines are read as two arguments.`;
    parser.problems.push({
      code: 'expression-syntax',
      severity: 'warning',
      range,
      message,
      fix: 'Add the comma: the service may refuse the expression without it.',
    });
  }
  return true;
}

/** Skips to the comma or parenthesis that ends the argument, past nested parentheses. */
function skipArgument(parser: Parser, start: number): InvalidNode {
  let end = start;
  for (let nested = 0; ; parser.at++) {
    const token = peek(parser);
    if (token.kind === 'end') break;
    if (nested === 0 && (token.kind === 'comma' || token.kind === 'close')) break;
    if (token.kind === 'open') nested++;
    if (token.kind === 'close') nested--;
    end = token.range.end;
  }
  return { kind: 'invalid', range: { start, end } };
}

/** Skips past the parenthesis that closes the one just read, and answers it, or the end. */
function skipUntilClosed(parser: Parser): Token {
  for (let nested = 1; ; parser.at++) {
    const token = peek(parser);
    if (token.kind === 'end') return token;
    if (token.kind === 'open') nested++;
    if (token.kind === 'close') nested--;
    if (nested === 0) {
      parser.at++;
      return token;
    }
  }
}

function blankNode(start: number, end: number): BlankNode {
  return { kind: 'blank', range: { start, end } };
}

function peek(parser: Parser): Token {
  const token = parser.tokens[parser.at];
  if (!token) throw new Error('The parser went past the end token.');
  return token;
}

function whereBefore(parser: Parser, token: Token): string {
  if (token.kind === 'end') return 'at the end of the expression';
  return `before ${parser.text.slice(token.range.start, token.range.end)}`;
}

function unexpected(parser: Parser, token: Token, where: string): readonly [message: string, fix: string | null] {
  const text = parser.text.slice(token.range.start, token.range.end);
  if (token.kind === 'invalid') return [token.message, token.fix];
  if (token.kind === 'name' && /^(and|or|not|xor)$/i.test(text)) {
    return [`There is no ${text} operator.`, 'Nest IIF: along the value if true for "and", along the value if false for "or".'];
  }
  if (token.kind === 'close')
    return [`There is one closing parenthesis too many ${where}.`, 'Remove it, or add the opening one.'];
  if (token.kind === 'comma') return [`A comma stands ${where}.`, 'Arguments stand between the parentheses of a function.'];
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return [`${shown} stands ${where}, where nothing more is expected.`, 'A comma or an operator may be missing before it.'];
}

function reportTooDeep(parser: Parser, range: TextRange): void {
  if (parser.problems.some(({ code }) => code === 'expression-too-deep')) return;
  const message = `Functions are nested more than ${maximumExpressionDepth} deep here.`;
  parser.problems.push(problemOf('expression-too-deep', range, message, 'Use Switch, or compute a part in another attribute.'));
}

function report(parser: Parser, range: TextRange, message: string, fix: string | null): void {
  if (parser.problems.length < maximumProblems) parser.problems.push(problemOf('expression-syntax', range, message, fix));
}
