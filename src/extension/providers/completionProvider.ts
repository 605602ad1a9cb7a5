import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { SynchronizationSchema } from '../../core/schema/model.ts';
import type { DocumentAnalysis } from '../../language/analysis.ts';
import { completionsAt } from '../../language/completion.ts';
import type { CompletionItem, CompletionKind } from '../../language/completionItem.ts';
import { schemaPathOf } from '../../language/completionNames.ts';
import type { MarkdownBlock } from '../../language/markdownBlocks.ts';
import { readSchemaOnce } from '../../run/readSchemaOnce.ts';
import type { LanguageParts } from './languageParts.ts';
import { markdownString } from './markdownString.ts';

/** Typed, they ask for proposals. Letters do so by themselves. */
export const completionCharacters: readonly string[] = ['"', '[', '('];

/** Longer files are no schemas. */
const maximumBytes = 16 * 1024 * 1024;

/** Functions, attributes, operators, words, names and whole mappings where they can stand. */
export class CompletionProvider implements vscode.CompletionItemProvider {
  readonly #parts: LanguageParts;
  /** Only the item that somebody looks at gets its documentation as Markdown. */
  readonly #documentation = new WeakMap<vscode.CompletionItem, readonly MarkdownBlock[]>();

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    if (token.isCancellationRequested) return [];
    try {
      const analysis = this.#parts.analyses.of(document);
      if (!analysis) return [];
      const offset = document.offsetAt(position);
      const named = await namedSchema(analysis, document.uri.fsPath);
      if (token.isCancellationRequested) return [];
      const items = completionsAt(analysis, offset, this.#parts.facts.of(document), named);
      return items.map((item) => this.#itemOf(document, item));
    } catch (error) {
      this.#parts.log.recordError('Proposals could not be made', error);
      return [];
    }
  }

  resolveCompletionItem(item: vscode.CompletionItem): vscode.CompletionItem {
    const blocks = this.#documentation.get(item) ?? [];
    if (blocks.length > 0) item.documentation = markdownString(blocks);
    return item;
  }

  #itemOf(document: vscode.TextDocument, item: CompletionItem): vscode.CompletionItem {
    const made = new vscode.CompletionItem(item.label, kinds[item.kind]);
    made.insertText = item.isSnippet ? new vscode.SnippetString(item.insertText) : item.insertText;
    made.range = new vscode.Range(document.positionAt(item.range.start), document.positionAt(item.range.end));
    made.filterText = item.filterText;
    made.sortText = item.sortText;
    if (item.detail !== null) made.detail = item.detail;
    if (item.commitCharacters.length > 0) made.commitCharacters = [...item.commitCharacters];
    this.#documentation.set(made, item.documentation);
    return made;
  }
}

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  function: vscode.CompletionItemKind.Function,
  attribute: vscode.CompletionItemKind.Field,
  keyword: vscode.CompletionItemKind.Keyword,
  value: vscode.CompletionItemKind.Value,
  word: vscode.CompletionItemKind.EnumMember,
  operator: vscode.CompletionItemKind.Operator,
  name: vscode.CompletionItemKind.Reference,
  snippet: vscode.CompletionItemKind.Snippet,
};

/** The schema that a connection file names, as it stands in the editor or else in the file; null where there is none to be read. */
async function namedSchema(analysis: DocumentAnalysis, connectionFile: string): Promise<SynchronizationSchema | null> {
  const path = schemaPathOf(analysis);
  if (path === null) return null;
  const file = resolve(dirname(connectionFile), path);
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
  const text = open?.getText() ?? (mayRead(file) ? await textOf(file) : null);
  return text === null ? null : readSchemaOnce(text).schema;
}

/** Outside of what the window has open, a path that a file names may lead to another machine, which takes trust. */
function mayRead(file: string): boolean {
  return vscode.workspace.isTrusted || vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) !== undefined;
}

async function textOf(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= maximumBytes ? await readFile(file, 'utf8') : null;
  } catch {
    // A path that is being typed leads nowhere yet.
    return null;
  }
}
