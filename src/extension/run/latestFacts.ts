import * as vscode from 'vscode';
import type { RunFacts } from '../../language/runFacts.ts';
import { pathKey } from '../paths.ts';
import type { RunFactsSource } from '../providers/languageParts.ts';
import type { FinishedRun, ReadFile, RunController } from '../runController.ts';

/** What the last run found, for the documents that it read. Forgotten when another user or connection is run. */
export class LatestFacts implements RunFactsSource, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  #run: FinishedRun | null = null;
  #known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly facts: RunFacts }>();

  constructor(controller: Pick<RunController, 'onDidChange' | 'onDidFinish' | 'last'>) {
    this.#subscriptions = [
      controller.onDidFinish((run) => this.#set(run)),
      controller.onDidChange(() => {
        const { last } = controller;
        if (this.#run && !isOf(this.#run, last)) this.#set(null);
      }),
    ];
  }

  of(document: vscode.TextDocument): RunFacts | null {
    const run = this.#run;
    if (!run || document.uri.scheme !== 'file') return null;
    const key = pathKey(document.uri.fsPath);
    const isScope = run.scope !== null && pathKey(run.scope.path) === key;
    if (!isScope && pathKey(run.configuration.path) !== key) return null;
    const known = this.#known.get(document);
    if (known?.version === document.version) return known.facts;
    const holds = isScope ? 'scope' : run.scope ? 'mappings' : 'both';
    const facts = factsOf(document.getText(), isScope ? run.scope : run.configuration, run, holds);
    this.#known.set(document, { version: document.version, facts });
    return facts;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #set(run: FinishedRun | null): void {
    this.#run = run;
    this.#known = new WeakMap();
    this.#changed.fire();
  }
}

function isOf({ target, user }: FinishedRun, last: RunController['last']): boolean {
  return (
    last?.user?.id === user.id &&
    last.target.connectionPath === target.connectionPath &&
    last.target.choice?.rule === target.choice?.rule &&
    last.target.choice?.objectMapping === target.choice?.objectMapping
  );
}

/** A document is compared by its text: undoing an edit makes the facts good again, whatever the version says. */
function factsOf(present: string, file: ReadFile | null, { trace }: FinishedRun, holds: RunFacts['holds']): RunFacts {
  // The text on disk may start with a byte-order mark, which a document never has.
  const text = file?.text?.replace(/^\ufeff/, '') ?? null;
  return text === null ? { trace, stale: true, holds } : { trace, stale: text !== present, holds, text };
}
