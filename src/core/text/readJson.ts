import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../problem.ts';
import { parsePlainJson } from './plainJson.ts';

/** A node of a JSON text with its offset and length, as the parser makes it. */
export type JsonNode = Node;

/** A JSON text as a tree with a range for every node. `root` is null where nothing at all could be read. */
export interface JsonTree {
  readonly root: Node | null;
  readonly problems: readonly Problem[];
}

/** More than this many syntax problems say nothing new. */
const maximumProblems = 20;

/**
 * Reads JSON with a range for every node. Comments, trailing commas and a byte-order mark are tolerated; broken text gives what could
 * be read beside the problems. Never throws.
 */
export function readJson(text: string): JsonTree {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    // The scanner does not know the byte-order mark; a blank in its place keeps every offset.
    const source = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
    root =
      parsePlainJson(source) ??
      parseTree(source, errors, { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true });
  } catch (error) {
    // The parser is recursive: brackets nested some thousands deep exhaust the stack, which no real configuration does.
    if (!(error instanceof RangeError)) throw error;
    const message = 'The brackets are nested too deeply to be read.';
    return { root: null, problems: [{ ...problemAt(0, text.length, message), fix: 'Write it with fewer levels.' }] };
  }
  const problems = errors
    .slice(0, maximumProblems)
    .map((error) => problemAt(error.offset, error.length, syntaxMessage(printParseErrorCode(error.error))));
  if (!root && problems.length === 0) problems.push({ ...problemAt(0, text.length, 'The file is empty.'), fix: null });
  return { root: root ?? null, problems };
}

function problemAt(start: number, length: number, message: string): Problem {
  return {
    code: 'json-syntax',
    severity: 'error',
    range: { start, end: start + length },
    message,
    fix: 'Correct the text at this place; everything before it is still read.',
  };
}

function syntaxMessage(name: string): string {
  const messages: Readonly<Record<string, string>> = {
    InvalidSymbol: 'This is not a JSON value: text must stand in double quotes.',
    InvalidNumberFormat: 'This number is not written as JSON writes numbers.',
    PropertyNameExpected: 'A property name in double quotes is expected here.',
    ValueExpected: 'A value is expected here.',
    ColonExpected: 'A colon is expected here.',
    CommaExpected: 'A comma is expected here.',
    CloseBraceExpected: 'A closing brace "}" is missing.',
    CloseBracketExpected: 'A closing bracket "]" is missing.',
    EndOfFileExpected: 'The document ends before this place; nothing may follow it.',
    InvalidCommentToken: 'A comment is not allowed here.',
    UnexpectedEndOfComment: 'This comment is not closed.',
    UnexpectedEndOfString: 'This text has no closing quote.',
    UnexpectedEndOfNumber: 'This number is not finished.',
    InvalidUnicode: 'This \\u escape needs four hexadecimal digits.',
    InvalidEscapeCharacter: 'This backslash escape does not exist in JSON; a backslash itself is written "\\\\".',
    InvalidCharacter: 'A control character must be escaped in JSON text.',
  };
  return messages[name] ?? 'The text is not valid JSON here.';
}

/**
 * The value node of a property; undefined where it is missing. Where a property stands twice the last one counts, as in `JSON.parse`.
 */
export function propertyOf(node: Node | undefined | null, name: string): Node | undefined {
  if (node?.type !== 'object' || !node.children) return undefined;
  for (let index = node.children.length - 1; index >= 0; index -= 1) {
    const pair = node.children[index]?.children;
    if (pair?.[0]?.value === name) return pair[1];
  }
  return undefined;
}
