import type { ExpressionNode } from '../core/expression/ast.ts';
import { dialectTitle } from '../core/expression/check/expressionCheck.ts';
import type { Dialect } from '../core/expression/dialect.ts';
import { parseExpression } from '../core/expression/parseExpression.ts';
import { type Token, tokenize } from '../core/expression/tokenize.ts';
import type { FunctionDefinition, FunctionParameter } from '../core/functions/functionDefinition.ts';
import { findFunction, functionTable } from '../core/functions/functionTable.ts';
import { type KeywordDefinition, keywords } from '../core/functions/keywords.ts';
import { parameterAt } from '../core/functions/parameters.ts';
import { rangeInLiteral } from '../core/schema/nodeInText.ts';
import type { TextRange } from '../core/text/range.ts';
import { attributeDetail, attributeDocumentation, type KnownAttribute, sourceAttributes } from './completionAttributes.ts';
import {
  type CompletionItem,
  type CompletionKind,
  type CompletionSituation,
  jsonEscaped,
  snippetEscaped,
  valueSlot,
} from './completionItem.ts';
import { functionBlocks, keywordBlocks, signaturesOf, writtenSignature } from './hoverFunction.ts';
import { type MarkdownBlock, paragraph } from './markdownBlocks.ts';

/** The service takes 10,000 characters; nobody completes in more than twice that. */
const longestExpression = 20_000;

/** What can stand at an offset of an expression, and the part of it that is replaced. */
interface Spot {
  readonly kind: 'word' | 'attribute' | 'text';
  /** In the expression. */
  readonly range: TextRange;
  /** Of an attribute or a text: whether its closing mark stands there. */
  readonly isClosed: boolean;
  /** Of a word: whether its opening bracket stands behind it. */
  readonly isCall: boolean;
}

/** Inside an expression: values of the parameter, functions, attributes and words. */
export function expressionCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  if (!slot) return [];
  const { place, analysis } = situation;
  const text = slot.needsQuotes ? '' : (place.value ?? '');
  const at = slot.needsQuotes ? 0 : (place.valueOffset ?? 0);
  if (text.length > longestExpression) return [];
  const tokens = tokenize(text);
  const spot = spotAt(text, tokens, at);
  if (!spot) return [];
  const range =
    slot.needsQuotes || !place.literal
      ? slot.range
      : rangeInLiteral(analysis.text, place.literal, spot.range.start, spot.range.end);
  const writer = new ItemWriter(range, slot.needsQuotes);
  const parameter = parameterOf(tokens, at);
  if (spot.kind === 'text') return parameter ? textValues(writer, parameter, spot) : [];
  const attributes = sourceAttributes(situation);
  if (spot.kind === 'attribute') return attributes.map((one) => attributeItem(writer, situation, one, spot));
  const dialect = situation.configuration?.dialect ?? null;
  return [
    ...(parameter ? parameterValues(writer, parameter) : []),
    ...functionTable.map((row) => functionItem(writer, row, dialect, spot)),
    ...attributes.map((one) => attributeItem(writer, situation, one, null)),
    ...keywords.filter(({ kind }) => kind !== 'enumeration').map((row) => keywordItem(writer, row, dialect)),
  ];
}

function spotAt(text: string, tokens: readonly Token[], at: number): Spot | null {
  const index = tokens.findIndex(({ kind, range }) => kind !== 'end' && range.start < at && at <= range.end);
  const token = tokens[index];
  const empty: Spot = { kind: 'word', range: { start: at, end: at }, isClosed: false, isCall: false };
  if (!token) {
    const before = tokens.findLast(({ kind, range }) => kind !== 'end' && range.end <= at);
    return before && endsOperand(before, text) ? null : empty;
  }
  const { start, end } = token.range;
  switch (token.kind) {
    case 'name': {
      const isCall = tokens[index + 1]?.kind === 'open';
      return { kind: 'word', range: { start, end }, isClosed: false, isCall };
    }
    case 'string':
      return at < end ? { kind: 'text', range: { start: start + 1, end: end - 1 }, isClosed: true, isCall: false } : null;
    case 'attribute':
      return at < end ? { kind: 'attribute', range: { start: start + 1, end: end - 1 }, isClosed: true, isCall: false } : null;
    case 'invalid':
      return openSpot(text, token.range, at) ?? (/^[\p{L}\p{Nd}]/u.test(text.slice(start, end)) ? null : empty);
    case 'number':
    case 'hex':
    case 'close':
      return null;
    default:
      return empty;
  }
}

/** In a text or attribute whose closing mark is missing, or between brackets that hold nothing yet. */
function openSpot(text: string, { start, end }: TextRange, at: number): Spot | null {
  if (text[start] === '"') return { kind: 'text', range: { start: start + 1, end: at }, isClosed: false, isCall: false };
  if (text[start] !== '[') return null;
  if (end - start > 1 && text[end - 1] === ']')
    return at < end ? { kind: 'attribute', range: { start: start + 1, end: end - 1 }, isClosed: true, isCall: false } : null;
  const rest = /^[\p{L}\p{Nd}_.:-]*/u.exec(text.slice(at, end))?.[0] ?? '';
  return { kind: 'attribute', range: { start: start + 1, end: at + rest.length }, isClosed: false, isCall: false };
}

function endsOperand({ kind, range }: Token, text: string): boolean {
  return ['name', 'string', 'attribute', 'number', 'hex', 'close'].includes(kind) || text[range.start] === '"';
}

/** The parameter that the innermost open call takes at an offset; null outside of calls and of known functions. */
function parameterOf(tokens: readonly Token[], at: number): FunctionParameter | null {
  const open: { readonly name: string; argument: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'end' || token.range.end > at) break;
    const before = tokens[index - 1];
    if (token.kind === 'open') open.push({ name: before?.kind === 'name' ? before.value : '', argument: 0 });
    else if (token.kind === 'close') open.pop();
    else if (token.kind === 'comma') {
      const call = open.at(-1);
      if (call) call.argument += 1;
    }
  }
  const call = open.at(-1);
  const definition = call ? findFunction(call.name) : null;
  return call && definition ? parameterAt(definition.parameters, call.argument) : null;
}

interface ItemWords {
  readonly kind: CompletionKind;
  readonly detail: string | null;
  readonly documentation: readonly MarkdownBlock[];
  readonly order: string;
  readonly filterText?: string;
  readonly commitCharacters?: readonly string[];
}

/** Writes items that replace one range, with the quotes of the JSON string where they do not stand there yet. */
class ItemWriter {
  readonly #range: TextRange;
  readonly #quote: string;

  constructor(range: TextRange, needsQuotes: boolean) {
    this.#range = range;
    this.#quote = needsQuotes ? '"' : '';
  }

  /** @param written text of the expression, or a snippet of it that is escaped already. */
  item(label: string, written: string | { readonly snippet: string }, words: ItemWords): CompletionItem {
    const isSnippet = typeof written !== 'string';
    const inner = isSnippet ? written.snippet : jsonEscaped(written);
    return {
      label,
      kind: words.kind,
      detail: words.detail,
      documentation: words.documentation,
      insertText: this.#quote + inner + this.#quote,
      isSnippet,
      range: this.#range,
      filterText: jsonEscaped(words.filterText ?? label),
      sortText: `${words.order} ${label.toLowerCase()}`,
      commitCharacters: words.commitCharacters ?? [],
    };
  }
}

/** Inside of a quoted text: the texts that the parameter takes. Words without quotes do not stand there. */
function textValues(writer: ItemWriter, parameter: FunctionParameter, spot: Spot): readonly CompletionItem[] {
  if (parameter.type === 'Word') return [];
  return parameter.values.map((value, index) =>
    writer.item(value, spot.isClosed ? value : `${value}"`, { ...valueWords(parameter, index), commitCharacters: [] }),
  );
}

function parameterValues(writer: ItemWriter, parameter: FunctionParameter): readonly CompletionItem[] {
  return parameter.values.map((value, index) => {
    const isWord = parameter.type === 'Word';
    return writer.item(isWord ? value : `"${value}"`, isWord ? value : `"${value}"`, {
      ...valueWords(parameter, index),
      filterText: value,
    });
  });
}

function valueWords({ name, summary }: FunctionParameter, index: number): ItemWords {
  const order = `0${String(index).padStart(3, '0')}`;
  return { kind: 'value', detail: name, documentation: [paragraph(summary)], order, commitCharacters: [',', ')'] };
}

function functionItem(writer: ItemWriter, row: FunctionDefinition, dialect: Dialect | null, spot: Spot): CompletionItem {
  const isOther = dialect !== null && !row.dialects.includes(dialect);
  const remark = isOther ? remarkOf(row.dialects) : row.notLocal === null ? null : 'not evaluated locally';
  const signature = writtenSignature(row.name, signaturesOf(row)[0] ?? []).label;
  return writer.item(row.name, spot.isCall ? row.name : { snippet: snippetOf(row) }, {
    kind: 'function',
    detail: remark === null ? signature : `${signature} · ${remark}`,
    documentation: functionBlocks(row),
    order: isOther ? '4' : '1',
  });
}

const snippets = new Map<FunctionDefinition, string>();

/** Each is made once. */
function snippetOf(row: FunctionDefinition): string {
  const snippet = snippets.get(row) ?? callSnippet(row);
  snippets.set(row, snippet);
  return snippet;
}

/** What to say of something that the dialect at hand does not have. */
function remarkOf(dialects: readonly Dialect[]): string {
  const [first] = dialects;
  return first ? `documented for ${dialectTitle(first)} only` : "in Graph's list only";
}

/**
 * `Join(${1:separator}, ${2:source})`: a place for what must be given and for one round of what repeats. Where the first example of the
 * reference leaves arguments blank, it shows which ones go together, so its form is taken: `Replace(${1:source}, ${2:oldValue}, , , …)`.
 */
function callSnippet(definition: FunctionDefinition): string {
  const { name, parameters } = definition;
  const example = exampleArguments(definition);
  const isGiven = ({ presence, repeating }: FunctionParameter, index: number): boolean =>
    example ? example[index]?.kind !== 'blank' : presence !== 'optional' || repeating;
  const count = example?.length ?? parameters.findLastIndex(isGiven) + 1;
  let number = 0;
  const places = parameters.slice(0, count).map((one, index) => {
    if (!isGiven(one, index)) return '';
    number += 1;
    return `\${${number}:${snippetEscaped(jsonEscaped(one.name))}}`;
  });
  return `${snippetEscaped(name)}(${places.join(', ')})`;
}

/** The arguments of the first example, where it is a call of the function with blank arguments; else null. */
function exampleArguments({ name, examples, parameters }: FunctionDefinition): readonly ExpressionNode[] | null {
  const { root } = parseExpression(examples[0]?.expression ?? '');
  if (root.kind !== 'call' || root.name !== name || !root.arguments.some(({ kind }) => kind === 'blank')) return null;
  return root.arguments.slice(0, parameters.length);
}

/** @param spot where the brackets stand already; null where they are inserted, too. */
function attributeItem(
  writer: ItemWriter,
  situation: CompletionSituation,
  attribute: KnownAttribute,
  spot: Spot | null,
): CompletionItem {
  const { name, remark } = attribute;
  const written = spot === null ? `[${name}]` : spot.isClosed ? name : `${name}]`;
  return writer.item(spot === null ? `[${name}]` : name, written, {
    kind: 'attribute',
    detail: attributeDetail(attribute),
    documentation: attributeDocumentation(situation.facts, attribute),
    order: remark === null ? '2' : '3',
    filterText: name,
  });
}

function keywordItem(writer: ItemWriter, { name, dialects }: KeywordDefinition, dialect: Dialect | null): CompletionItem {
  const isOther = dialect !== null && !dialects.includes(dialect);
  return writer.item(name, name, {
    kind: 'keyword',
    detail: isOther ? remarkOf(dialects) : null,
    documentation: keywordBlocks(name) ?? [],
    order: isOther ? '5' : '3',
    commitCharacters: [',', ')'],
  });
}
