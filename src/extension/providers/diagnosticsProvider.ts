import * as vscode from 'vscode';
import type { Problem } from '../../core/problem.ts';
import type { ProblemCode } from '../../core/problemCodes.ts';
import { runProblems } from '../../language/runProblems.ts';
import { onSettingChanged, setting } from '../settings.ts';
import type { ProblemLevel } from '../settingsTable.ts';
import type { DocumentProblems } from './documentProblems.ts';
import type { LanguageParts } from './languageParts.ts';

export const diagnosticSource = 'Provision on Demand';

/** From the last keystroke to the check, which takes the longer the larger the document is: typing comes first. */
const shortestDelayMs = 20;
const longestDelayMs = 300;

/** Underlines what is wrong with open configurations, and what the last run found wrong for its user. */
export class DiagnosticsProvider implements vscode.Disposable {
  readonly #parts: LanguageParts;
  readonly #known: DocumentProblems;
  readonly #page: vscode.Uri;
  readonly #problems = vscode.languages.createDiagnosticCollection('provisionOnDemand');
  readonly #runProblems = vscode.languages.createDiagnosticCollection('provisionOnDemand.run');
  readonly #pending = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #lastCostMs = shortestDelayMs;

  constructor(parts: LanguageParts, known: DocumentProblems) {
    this.#parts = parts;
    this.#known = known;
    this.#page = vscode.Uri.joinPath(parts.extensionUri, 'docs', 'problems.md');
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#schedule(document, Math.min(2 * this.#lastCostMs, longestDelayMs));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      onSettingChanged(['problems.severity', 'files'], () => this.#all((document) => this.#check(document))),
      parts.facts.onDidChange(() => this.#all((document) => this.#checkRun(document))),
    ];
    this.#all((document) => this.#schedule(document, 0));
  }

  dispose(): void {
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#problems.dispose();
    this.#runProblems.dispose();
  }

  #all(each: (document: vscode.TextDocument) => void): void {
    for (const document of vscode.workspace.textDocuments) if (isJsonFile(document)) each(document);
  }

  /** Of several keystrokes only the last leads to a check. */
  #schedule(document: vscode.TextDocument, delayMs: number): void {
    if (!isJsonFile(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#pending.get(key));
    const timer = setTimeout(() => {
      this.#pending.delete(key);
      if (!document.isClosed) this.#check(document);
    }, delayMs);
    this.#pending.set(key, timer);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#pending.get(key));
    this.#pending.delete(key);
    this.#problems.delete(document.uri);
    this.#runProblems.delete(document.uri);
  }

  #check(document: vscode.TextDocument): void {
    const started = performance.now();
    try {
      const found = this.#known.of(document);
      if (!found) {
        this.#problems.delete(document.uri);
        this.#runProblems.delete(document.uri);
        return;
      }
      const problems = found.problems.filter(
        (problem) => !isShownByJson(problem, found.analysis.text) && !isShownBySchema(problem, document),
      );
      this.#problems.set(document.uri, this.#shown(document, problems, null));
      this.#lastCostMs = Math.max(performance.now() - started, shortestDelayMs / 2);
    } catch (error) {
      this.#parts.log.recordError('The problems of a document could not be found', error);
    }
    this.#checkRun(document);
  }

  #checkRun(document: vscode.TextDocument): void {
    try {
      const facts = this.#parts.facts.of(document);
      const analysis = facts && this.#parts.analyses.of(document);
      const found = facts && analysis ? runProblems(analysis, facts) : [];
      const [present, stale] = [found.filter((one) => !one.stale), found.filter((one) => one.stale)];
      this.#runProblems.set(document.uri, [
        ...this.#shown(
          document,
          present.map(({ problem }) => problem),
          null,
        ),
        ...this.#shown(
          document,
          stale.map(({ problem }) => ({ ...problem, message: `${problem.message} (of an earlier text)` })),
          vscode.DiagnosticSeverity.Hint,
        ),
      ]);
    } catch (error) {
      this.#parts.log.recordError('The problems of the last run could not be shown', error);
    }
  }

  #shown(
    document: vscode.TextDocument,
    problems: readonly Problem[],
    severity: vscode.DiagnosticSeverity | null,
  ): vscode.Diagnostic[] {
    const levels = setting('problems.severity', document.uri);
    return problems.flatMap((problem) => {
      const level = levels[problem.code] ?? problem.severity;
      if (level === 'off') return [];
      const range = new vscode.Range(document.positionAt(problem.range.start), document.positionAt(problem.range.end));
      const text = problem.fix === null ? problem.message : `${problem.message} ${problem.fix}`;
      const diagnostic = new vscode.Diagnostic(range, text, severity ?? severities[level]);
      diagnostic.source = diagnosticSource;
      diagnostic.code = { value: problem.code, target: this.#page.with({ fragment: problem.code }) };
      return [diagnostic];
    });
  }
}

const severities: Readonly<Record<Exclude<ProblemLevel, 'off'>, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function isJsonFile({ languageId, uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && (languageId === 'json' || languageId === 'jsonc');
}

/**
 * The JSON schema of connection files says these already, at this place or another. The command line and a run that is refused say them in
 * our words.
 */
const shownBySchema: ReadonlySet<ProblemCode> = new Set([
  'connection-missing',
  'connection-unknown-kind',
  'connection-unknown-property',
  'connection-wrong-type',
]);

function isShownBySchema({ code }: Problem, { fileName }: vscode.TextDocument): boolean {
  return shownBySchema.has(code) && fileName.toLowerCase().endsWith('.provision.json');
}

/** VS Code's own support of JSON underlines these at the same place; what it says nothing of is an empty file and one nested too deeply. */
function isShownByJson({ code, range }: Problem, text: string): boolean {
  if (code === 'json-duplicate-key') return true;
  return code === 'json-syntax' && (range.start > 0 || range.end < text.length);
}
