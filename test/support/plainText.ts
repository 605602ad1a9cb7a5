import type { MarkdownBlock, MarkdownSpan } from '../../src/language/markdownBlocks.ts';

/** The blocks as plain text, for readers that show no Markdown. */
export function plainTextOf(blocks: readonly MarkdownBlock[]): string {
  return blocks.map(plainBlock).join('\n\n');
}

function plainBlock(block: MarkdownBlock): string {
  const plain = (spans: readonly MarkdownSpan[]): string =>
    spans.map((span) => (typeof span === 'string' ? span : span.text)).join('');
  switch (block.kind) {
    case 'paragraph':
      return plain(block.spans);
    case 'list':
      return block.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'code':
      return block.text;
    case 'rule':
      return '---';
  }
}
