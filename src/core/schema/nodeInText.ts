import { nodeOfPointer } from '../text/jsonPointer.ts';
import { mapStringOffset } from '../text/jsonString.ts';
import type { TextRange } from '../text/range.ts';
import { type JsonNode, readJson } from '../text/readJson.ts';
import type { Located } from './model.ts';

/**
 * The range of something inside a node of the model, by a JSON pointer relative to it; the node's first character where it is missing.
 * Only the node's own text is read again, so that this is for the few nodes that have a problem.
 */
export function rangeInNode(text: string, node: Located, pointer: string): TextRange {
  const found = findNode(text, node, pointer);
  if (!found) return { start: node.range.start, end: Math.min(node.range.start + 1, node.range.end) };
  const start = node.range.start + found.offset;
  return { start, end: start + found.length };
}

/** The range of a stretch of a string's value inside a node of the model; the whole literal where it is no string. */
export function rangeInString(text: string, node: Located, pointer: string, start: number, end: number): TextRange {
  const whole = rangeInNode(text, node, pointer);
  return text[whole.start] === '"' ? rangeInLiteral(text, whole, start, end) : whole;
}

/** The range of a stretch of a string's value, by the range of its literal with the quotes. */
export function rangeInLiteral(text: string, literal: TextRange, start: number, end: number): TextRange {
  const raw = text.slice(literal.start, literal.end);
  const from = mapStringOffset(raw, start);
  return { start: literal.start + from, end: literal.start + Math.max(mapStringOffset(raw, end), from) };
}

function findNode(text: string, node: Located, pointer: string): JsonNode | null {
  const { root } = readJson(text.slice(node.range.start, node.range.end));
  return root && nodeOfPointer(root, pointer);
}
