import type { ValueTree } from '../core/trace/trace.ts';
import type { AttributeValue } from '../core/value.ts';
import { codeBlock, type MarkdownBlock, paragraph, strong } from './markdownBlocks.ts';

/** Longer texts are cut; a hover is no place to read them. */
const textLimit = 280;
const listLimit = 12;

/** Reasons are sentences around values; only what a directory said can be longer. */
const sentenceLimit = 600;

/**
 * Control, format and separator characters other than the plain blank, and lone surrogates: a direction mark or a zero-width character makes
 * a value look like another one. A joiner after a pictograph holds an emoji together and stays.
 */
const unseen =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D|(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const marks: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥' };

/** A text in which every character can be seen. */
export function visible(text: string): string {
  return text.replaceAll(
    unseen,
    (found) => marks[found] ?? `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** A sentence that may quote values. */
export function sentence(text: string): string {
  return visible(text.length > sentenceLimit ? `${cut(text, sentenceLimit)}…` : text);
}

/** A name that somebody chose, as it fits into a sentence. */
export function shownName(name: string): string {
  return visible(name.length > 80 ? `${cut(name, 79)}…` : name);
}

/** A value as lines of code: null, empty text and an empty list can be told apart, and a cut says how long the value is. */
export function valueLines(value: AttributeValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (value.length === 0) return 'no values (an empty list)';
  const shown = value.slice(0, listLimit).map(quoted);
  const rest = value.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… ${rest} more (${value.length} values)`] : [])].join('\n');
}

/** The same in one line, for sentences and lists. */
export function valueInLine(value: AttributeValue): string {
  return valueLines(value).split('\n').join(', ');
}

function quoted(text: string): string {
  if (text.length <= textLimit) return `"${visible(text)}"`;
  return `"${visible(cut(text, textLimit))}… (${text.length.toLocaleString('en-US')} characters)`;
}

/** Does not tear a pair of surrogates apart. */
function cut(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

const outcomeWords: Readonly<Record<Exclude<ValueTree['outcome'], 'value'>, readonly [word: string, meaning: string]>> = {
  null: ['null', ': there is no value.'],
  ignored: ['ignored', ': the expression leaves this out of the flow.'],
  error: ['error', ': this failed.'],
  unsupported: ['cannot be evaluated locally', ': only the service can tell.'],
  notEvaluated: ['not evaluated', ': this branch was not taken.'],
};

/** What a term gave, each outcome in its own words. */
export function outcomeBlocks(
  outcome: ValueTree['outcome'],
  value: AttributeValue,
  reason: string | null,
): readonly MarkdownBlock[] {
  const why = reason === null ? [] : [paragraph(sentence(reason))];
  if (outcome === 'value') return [codeBlock(valueLines(value)), ...why];
  const [word, meaning] = outcomeWords[outcome];
  return [paragraph(strong(word), meaning), ...why];
}
