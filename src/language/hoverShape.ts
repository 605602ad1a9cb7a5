import type { TextRange } from '../core/text/range.ts';
import type { MarkdownBlock } from './markdownBlocks.ts';

/** What a hover says, and the text that it is about. */
export interface Hover {
  readonly range: TextRange;
  /** At least one. */
  readonly blocks: readonly MarkdownBlock[];
}
