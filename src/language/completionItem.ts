import type { Configuration } from '../core/schema/configuration.ts';
import type { SynchronizationSchema } from '../core/schema/model.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import type { MarkdownBlock } from './markdownBlocks.ts';
import type { Place } from './place.ts';
import type { RunFacts } from './runFacts.ts';

export type CompletionKind = 'function' | 'attribute' | 'keyword' | 'value' | 'word' | 'operator' | 'name' | 'snippet';

/** One thing that could stand at an offset. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label; null where there is nothing to say. */
  readonly detail: string | null;
  readonly documentation: readonly MarkdownBlock[];
  /** What replaces {@link range}: text of the document, escaped as JSON wants it. */
  readonly insertText: string;
  /** True where {@link insertText} is a snippet with places to fill in. */
  readonly isSnippet: boolean;
  /** Offsets into the document, on one line, around the offset that was asked for. */
  readonly range: TextRange;
  /** What typed text is compared with. */
  readonly filterText: string;
  readonly sortText: string;
  /** Characters that take the item when they are typed. */
  readonly commitCharacters: readonly string[];
}

/** Where something is to be completed, and what is known of it. */
export interface CompletionSituation {
  readonly analysis: DocumentAnalysis;
  readonly place: Place;
  readonly configuration: Configuration | null;
  readonly facts: RunFacts | null;
  /** The schema that a connection file names; null for other documents, and where it is not known. */
  readonly named: SynchronizationSchema | null;
}

/** The text to replace. */
export interface Slot {
  readonly range: TextRange;
  /** True where no string stands there yet, so that the quotes must be inserted, too. */
  readonly needsQuotes: boolean;
}

/** The slot of a whole value: the string around the offset, or the place where a value is expected. Null where something else stands. */
export function valueSlot({ analysis: { text }, place: { literal, offset } }: CompletionSituation): Slot | null {
  if (literal) {
    if (!isClosed(text, literal)) return { range: { start: literal.start + 1, end: offset }, needsQuotes: false };
    if (offset >= literal.end) return null;
    return { range: { start: literal.start + 1, end: literal.end - 1 }, needsQuotes: false };
  }
  const range = bareWord(text, offset);
  return /[:[,]\s*$/.test(text.slice(Math.max(0, range.start - 200), range.start)) ? { range, needsQuotes: true } : null;
}

/** Whether a string literal has its closing quote. */
export function isClosed(text: string, { start, end }: TextRange): boolean {
  if (end - start < 2 || text[end - 1] !== '"') return false;
  let backslashes = 0;
  while (text[end - 2 - backslashes] === '\\' && end - 2 - backslashes > start) backslashes += 1;
  return backslashes % 2 === 0;
}

/** The letters around an offset outside of a string. */
export function bareWord(text: string, offset: number): TextRange {
  let start = offset;
  let end = offset;
  while (start > 0 && offset - start < 100 && /[\w-]/.test(text[start - 1] ?? '')) start -= 1;
  while (end - offset < 100 && /[\w-]/.test(text[end] ?? '')) end += 1;
  return { start, end };
}

/** A text as it stands in a JSON string, without the quotes. */
export function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A text that a snippet inserts as it is. */
export function snippetEscaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

interface ValueWords {
  readonly kind: CompletionKind;
  readonly detail?: string | null;
  readonly documentation?: readonly MarkdownBlock[];
  /** Items sort by this, then by their label. */
  readonly order: string;
}

/** An item that replaces the whole value by a text. */
export function valueItem(slot: Slot, value: string, words: ValueWords): CompletionItem {
  const escaped = jsonEscaped(value);
  return {
    label: value,
    kind: words.kind,
    detail: words.detail ?? null,
    documentation: words.documentation ?? [],
    insertText: slot.needsQuotes ? `"${escaped}"` : escaped,
    isSnippet: false,
    range: slot.range,
    filterText: escaped,
    sortText: `${words.order} ${value.toLowerCase()}`,
    commitCharacters: [],
  };
}
