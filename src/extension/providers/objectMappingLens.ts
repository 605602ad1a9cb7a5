import * as vscode from 'vscode';
import { filterLenses } from '../../language/filterLenses.ts';
import { type ObjectMappingLens, objectMappingLenses } from '../../language/objectMappingLenses.ts';
import type { CommandId } from '../commands/commandTable.ts';
import { setting } from '../settings.ts';
import { anyEvent, settingEvent } from './anyEvent.ts';
import { editorRange } from './editorRange.ts';
import type { LanguageParts } from './languageParts.ts';

const switchedBy = 'codeLens.enabled';

/** "Provision on demand", "Choose user…" and counts above each object mapping; what the last run found above each scoping group. */
export class ObjectMappingLensProvider implements vscode.CodeLensProvider {
  readonly #parts: LanguageParts;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    this.onDidChangeCodeLenses = anyEvent(parts.choicesChanged, parts.facts.onDidChange, settingEvent(switchedBy));
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    try {
      return await this.#lenses(document, token);
    } catch (error) {
      this.#parts.log.recordError('The lines above the mappings could not be made', error);
      return [];
    }
  }

  async #lenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const { analyses, chooser, facts, log, memory } = this.#parts;
    if (!setting(switchedBy, document.uri)) return [];
    const analysis = analyses.of(document);
    if (!analysis || analysis.kind === 'connection') return [];
    const file = document.uri.fsPath;
    const found = facts.of(document);
    const groups = filterLenses(analysis, found).map(({ range, title, tooltip }) => this.#words(document, range, title, tooltip));
    if (analysis.configurations.length === 0) return groups;
    const connection = await chooser.peek(file).catch((error: unknown) => {
      log.recordError('The connections could not be read', error);
      return null;
    });
    if (token.isCancellationRequested) return [];
    const user = connection && memory.lastUser(connection.path);
    const reference = connection?.connection?.configuration ?? null;
    const mappings = objectMappingLenses(analysis, reference, user?.displayName ?? null, found);
    return [...mappings.map((lens) => this.#mappingLens(document, lens)), ...groups];
  }

  #mappingLens(document: vscode.TextDocument, { action, range, title, choice }: ObjectMappingLens): vscode.CodeLens {
    if (action === 'counts') return this.#words(document, range, title, '');
    const command: CommandId = action === 'run' ? 'provisionOnDemand.run' : 'provisionOnDemand.chooseUser';
    const argument = { file: document.uri.fsPath, useLastUser: action === 'run', ...choice };
    return new vscode.CodeLens(editorRange(document, range), { title: plain(title), command, arguments: [argument] });
  }

  /** A lens without a command is text that cannot be clicked. */
  #words(document: vscode.TextDocument, range: ObjectMappingLens['range'], title: string, tooltip: string): vscode.CodeLens {
    return new vscode.CodeLens(editorRange(document, range), { title: plain(title), tooltip, command: '' });
  }
}

/** The editor draws `$(name)` in a title as an icon, which a value from a directory must not do. */
function plain(title: string): string {
  return title.replaceAll(/\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi, '\\$&');
}
