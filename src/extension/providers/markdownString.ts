import * as vscode from 'vscode';
import { type MarkdownBlock, markdownOf } from '../../language/markdownBlocks.ts';

/** Blocks as VS Code shows them. Nothing in them can run a command, load an image or be HTML: texts are escaped, and neither is allowed. */
export function markdownString(blocks: readonly MarkdownBlock[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(markdownOf(blocks), false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}
