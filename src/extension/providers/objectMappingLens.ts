import * as vscode from 'vscode';
import type { ConfigurationReference } from '../../core/connection/connection.ts';
import { readMappingFile, readSchema } from '../../core/schema/readSchema.ts';
import { mappingFileLenses, type ObjectMappingLens, schemaLenses } from '../../language/objectMappingLenses.ts';
import type { CommandId } from '../commands/commandTable.ts';
import type { ConnectionChooser } from '../connections/connectionChooser.ts';
import type { Log } from '../log.ts';
import type { Memory } from '../memory.ts';
import { isConnectionName, isMappingFileName, mentionsRules } from '../paths.ts';

/** Longer documents are no configurations; reading them at every keystroke would only slow the editor down. */
const maximumCharacters = 16 * 1024 * 1024;

type Reading = (reference: ConfigurationReference | null, userName: string | null) => readonly ObjectMappingLens[];

/** "Provision on demand" and "Choose user…" above each object mapping of a schema or mapping file. */
export class ObjectMappingLensProvider implements vscode.CodeLensProvider {
  readonly #chooser: ConnectionChooser;
  readonly #memory: Memory;
  readonly #log: Log;
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  readonly #readings = new WeakMap<vscode.TextDocument, { readonly version: number; readonly reading: Reading }>();

  constructor(chooser: ConnectionChooser, memory: Memory, log: Log, changed: vscode.Event<void>) {
    this.#chooser = chooser;
    this.#memory = memory;
    this.#log = log;
    this.onDidChangeCodeLenses = changed;
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const reading = this.#read(document);
    if (!reading) return [];
    const file = document.uri.fsPath;
    const connection = await this.#chooser.peek(file).catch((error: unknown) => {
      this.#log.recordError('The connections could not be read', error);
      return null;
    });
    if (token.isCancellationRequested) return [];
    const user = connection && this.#memory.lastUser(connection.path);
    return reading(connection?.connection?.configuration ?? null, user?.displayName ?? null).map((lens) => {
      const range = new vscode.Range(document.positionAt(lens.range.start), document.positionAt(lens.range.end));
      const command: CommandId = lens.action === 'run' ? 'provisionOnDemand.run' : 'provisionOnDemand.chooseUser';
      const argument = { file, useLastUser: lens.action === 'run', ...lens.choice };
      return new vscode.CodeLens(range, { title: lens.title, command, arguments: [argument] });
    });
  }

  /** Reads a document once per version; null for documents that hold no object mapping. */
  #read(document: vscode.TextDocument): Reading | null {
    const cached = this.#readings.get(document);
    if (cached?.version === document.version) return cached.reading;
    const path = document.uri.fsPath;
    if (isConnectionName(path)) return null;
    const text = document.getText();
    if (text.length > maximumCharacters) return null;
    const reading = readingOf(path, text);
    if (reading) this.#readings.set(document, { version: document.version, reading });
    return reading;
  }
}

function readingOf(path: string, text: string): Reading | null {
  if (isMappingFileName(path)) {
    const { objectMapping } = readMappingFile(text);
    return objectMapping && ((_reference, userName) => mappingFileLenses(objectMapping, userName));
  }
  if (!mentionsRules(text)) return null;
  const { schema } = readSchema(text);
  return schema && ((reference, userName) => schemaLenses(schema, reference, userName));
}
