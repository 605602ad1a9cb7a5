/**
 * What a hover or a piece of documentation says, as plain data. Texts are texts and never markup: {@link markdownOf} escapes whatever has a
 * meaning in Markdown, so that a value from a directory is shown as it is.
 */
export type MarkdownBlock =
  | { readonly kind: 'paragraph'; readonly spans: readonly MarkdownSpan[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly MarkdownSpan[])[] }
  /** Shown letter by letter. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** A piece of a line; a text of its own is plain. */
export type MarkdownSpan = string | { readonly style: 'strong' | 'emphasis' | 'code'; readonly text: string };

export function paragraph(...spans: readonly MarkdownSpan[]): MarkdownBlock {
  return { kind: 'paragraph', spans };
}

export function list(items: readonly (readonly MarkdownSpan[])[]): MarkdownBlock {
  return { kind: 'list', items };
}

export function codeBlock(text: string): MarkdownBlock {
  return { kind: 'code', text };
}

export const separator: MarkdownBlock = { kind: 'rule' };

/** For words of ours, which begin and end with a letter or a full stop. */
export function strong(text: string): MarkdownSpan {
  return { style: 'strong', text };
}

/** As {@link strong}. */
export function emphasis(text: string): MarkdownSpan {
  return { style: 'emphasis', text };
}

export function code(text: string): MarkdownSpan {
  return { style: 'code', text };
}

/** The blocks in CommonMark with the tables and links of GitHub's dialect switched off by escapes: no text in them becomes markup. */
export function markdownOf(blocks: readonly MarkdownBlock[]): string {
  return blocks.map(blockText).join('\n\n');
}

function blockText(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return spansText(block.spans);
    case 'list':
      return block.items.map((item) => `- ${spansText(item)}`).join('\n');
    case 'code': {
      const fence = fenceAround(block.text, 3);
      return `${fence}plaintext\n${block.text}\n${fence}`;
    }
    case 'rule':
      return '---';
  }
}

function spansText(spans: readonly MarkdownSpan[]): string {
  return spans.map(spanText).join('');
}

function spanText(span: MarkdownSpan): string {
  if (typeof span === 'string') return escaped(span);
  switch (span.style) {
    case 'strong':
      return `**${escaped(span.text)}**`;
    case 'emphasis':
      return `_${escaped(span.text)}_`;
    case 'code':
      return codeSpan(span.text);
  }
}

/**
 * Every ASCII punctuation mark may be escaped (CommonMark 0.31, section 2.4), which takes the meaning from emphasis, links, entities, HTML
 * and the addresses that GitHub's dialect links by themselves. Line ends would begin a block.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll(/^[ \t]+|[ \t]+$|[ \t]{2,}/g, (blanks) => (blanks === ' ' ? blanks : '&nbsp;'.repeat(blanks.length)));
}

/** Nothing is escaped in a code span, so its fence must be longer than any in the text; line ends count as blanks there. */
function codeSpan(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  if (line === '') return '';
  const fence = fenceAround(line, 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function fenceAround(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
