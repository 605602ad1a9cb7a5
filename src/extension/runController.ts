import * as vscode from 'vscode';
import type { Trace } from '../core/trace/trace.ts';
import type { RevealTarget } from '../protocol/messages.ts';
import type { PreparedRun, RunHost, RunRefusal } from '../run/run.ts';
import { type CommandId, hasEditedKey } from './commands/commandTable.ts';
import type { ConnectionIndex } from './connections/connectionIndex.ts';
import { filesOfConnection } from './connections/connectionLookup.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import { pathKey } from './paths.ts';
import type { ChosenUser } from './run/chosenUser.ts';
import { confirmWrite } from './run/confirmWrite.ts';
import { FileWatch } from './run/fileWatch.ts';
import { noticeMissingCredential, noticeRefusal } from './run/runNotices.ts';
import { RunProgress } from './run/runProgress.ts';
import { RunSession } from './run/runSession.ts';
import type { RunManner, RunTarget } from './run/sessionPorts.ts';
import { realTimers } from './run/timers.ts';
import { onSettingChanged, setting } from './settings.ts';
import { revealSource } from './views/revealSource.ts';
import { TracePanel } from './views/tracePanel.ts';

/** What the controller works with. */
export interface ControllerParts {
  readonly extensionUri: vscode.Uri;
  readonly host: RunHost;
  readonly index: ConnectionIndex;
  readonly memory: Memory;
  readonly log: Log;
  /** The audit log of what is written for real. */
  readonly auditFile: vscode.Uri;
}

/** A file that a run read, with the text it had then; null where it is not known any more. */
export interface ReadFile {
  readonly path: string;
  readonly text: string | null;
}

/** A run that ended with a trace. */
export interface FinishedRun {
  readonly target: RunTarget;
  readonly user: ChosenUser;
  readonly trace: Trace;
  /** The schema or mapping file. */
  readonly configuration: ReadFile;
  readonly scope: ReadFile | null;
}

/** What the buttons of the view that have a command lead to. */
const commandOf = {
  runAgain: 'provisionOnDemand.again',
  chooseUser: 'provisionOnDemand.chooseUser',
  chooseLens: 'provisionOnDemand.incremental',
  provision: 'provisionOnDemand.provision',
} as const satisfies Readonly<Record<string, CommandId>>;

/** Ties the runs to the window: the view, the watched files, the progress and the log. */
export class RunController implements vscode.Disposable {
  readonly #parts: ControllerParts;
  readonly #session: RunSession;
  readonly #panel: TracePanel;
  readonly #watch: FileWatch;
  readonly #settings: vscode.Disposable;
  readonly #progress = new RunProgress();
  #hasEdited = false;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the connection or the user of the view changes. */
  readonly onDidChange = this.#changed.event;
  readonly #ended = new vscode.EventEmitter<FinishedRun>();
  /** Fires when a run has ended with a trace. */
  readonly onDidFinish = this.#ended.event;
  #texts: ReadonlyMap<string, { readonly path: string; readonly text: string }> = new Map();

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#panel = new TracePanel(parts.extensionUri, {
      message: (message) => {
        if (message.type === 'reveal') this.#reveal(message.target);
        else if (message.type === 'cancel') this.#session.cancel();
        else if (message.type === 'fullImport') this.#look(null);
        else this.#execute(commandOf[message.type]);
      },
      closed: () => {
        this.#session.stop();
        this.#watch.set([]);
        this.#changed.fire();
      },
      malformed: () => parts.log.info('The trace view sent a message that the protocol does not know; it was ignored.'),
    });
    this.#watch = new FileWatch(
      () => this.#textChanged(),
      () => this.#session.saved(),
    );
    this.#session = new RunSession({
      prepare: (target, signal, manner) => this.#prepareRun(target, signal, manner),
      publish: (state) => {
        this.#panel.show(state);
        this.#progress.update(state);
      },
      filesRead: (target, answer) => this.#filesRead(target, answer),
      isUnsaved: () => this.#watch.isUnsaved(),
      hasOtherText: () => this.#hasOtherText(),
      runMode: () => setting('run'),
      confirm: confirmWrite,
      audit: async (record) => {
        const { auditLog } = await import('../run/auditLog.ts');
        await auditLog(parts.auditFile.fsPath).record(record);
      },
      refused: (target, why) => this.#notice(noticeRefusal(target, why)),
      finished: (target, user, trace, manner) => this.#finished(target, user, trace, manner),
      recordBug: (error) => parts.log.recordError('A run stopped', error),
      timers: realTimers,
    });
    this.#settings = onSettingChanged(['run'], () => this.#session.runModeChanged());
  }

  /** What the open view shows; null while it is closed. */
  get shown(): RunTarget | null {
    return this.#panel.isOpen ? this.#session.target : null;
  }

  /** What was run last, whether or not the view is open. */
  get last(): { readonly target: RunTarget; readonly user: ChosenUser | null } | null {
    return this.#session.target ? { target: this.#session.target, user: this.#session.user } : null;
  }

  /** The trace of the last run; null while there is none. */
  get trace(): Trace | null {
    return this.#session.state?.trace ?? null;
  }

  /** The source attributes that the last run takes as changed; null for a full import. */
  get changed(): readonly string[] | null {
    return this.#session.state?.incremental ?? null;
  }

  get isViewActive(): boolean {
    return this.#panel.isActive;
  }

  /** Reads the files of a connection and opens its directories. Loads the engine and the connectors on first use. */
  async prepare(
    target: RunTarget,
    signal: AbortSignal,
    changed: readonly string[] | null = null,
  ): Promise<PreparedRun | RunRefusal> {
    return this.#prepareWith(this.#parts.host, target, signal, { changed, byHand: true });
  }

  /** Shows the view and runs; without a user, it shows what keeps the connection from running. */
  async run(target: RunTarget, user: ChosenUser | null): Promise<Trace | null> {
    if (!vscode.workspace.isTrusted) return null;
    this.#panel.open();
    if (user) this.#remember(target, user);
    return this.#follow(this.#session.run(target, user), lookingAt(user));
  }

  /** Shows the view, runs, asks, and writes if that is agreed to; null where it was not, or where it was refused. */
  async provision(target: RunTarget, user: ChosenUser): Promise<Trace | null> {
    if (!vscode.workspace.isTrusted) return null;
    this.#panel.open();
    this.#remember(target, user);
    const isBusy = this.#session.write !== null;
    const run = this.#session.provision(target, user);
    return isBusy ? run : this.#follow(run, `Provisioning ${user.displayName}`);
  }

  /** Fulfilled when no write is under way any more. */
  get writeOver(): Promise<void> {
    return this.#session.write?.over ?? Promise.resolve();
  }

  /** Runs the last target and user as an incremental change of these source attributes; with null, as a full import again. */
  async look(changed: readonly string[] | null): Promise<Trace | null> {
    if (!vscode.workspace.isTrusted || !this.#session.target) return null;
    this.#panel.open();
    return this.#follow(this.#session.look(changed), lookingAt(this.#session.user));
  }

  dispose(): void {
    this.#session.stop();
    this.#panel.dispose();
    this.#watch.dispose();
    this.#settings.dispose();
    this.#ended.dispose();
    this.#changed.dispose();
  }

  #look(changed: readonly string[] | null): void {
    this.look(changed).catch((error: unknown) => void this.#parts.log.recordError('The run could not be repeated', error));
  }

  #textChanged(): void {
    this.#session.textChanged();
    if (this.#hasEdited) return;
    this.#hasEdited = true;
    void vscode.commands.executeCommand('setContext', hasEditedKey, true);
  }

  #follow(run: Promise<Trace | null>, title: string): Promise<Trace | null> {
    this.#changed.fire();
    const { log } = this.#parts;
    this.#progress
      .follow(
        run,
        title,
        () => this.#session.state,
        () => this.#session.cancel(),
      )
      .catch((error: unknown) => void log.recordError('The progress could not be shown', error));
    return run;
  }

  async #prepareWith(
    host: RunHost,
    target: RunTarget,
    signal: AbortSignal,
    { changed, byHand }: RunManner,
  ): Promise<PreparedRun | RunRefusal> {
    const { loadRuns } = await import('./engine.ts');
    const prepareTarget = await loadRuns();
    const asked = host.signIn && { ...host, signIn: { ...host.signIn, mayAsk: byHand } };
    return prepareTarget(target, asked ?? host, signal, changed);
  }

  /** Keeps the texts that a run reads, so that it can be told later whether a document still is what the trace was made from. */
  #prepareRun(target: RunTarget, signal: AbortSignal, manner: RunManner): Promise<PreparedRun | RunRefusal> {
    const texts = new Map<string, { readonly path: string; readonly text: string }>();
    this.#texts = texts;
    const { host } = this.#parts;
    const readText = async (path: string): Promise<string> => {
      const text = await host.readText(path);
      texts.set(pathKey(path), { path, text });
      return text;
    };
    return this.#prepareWith({ ...host, readText }, target, signal, manner);
  }

  async #hasOtherText(): Promise<boolean> {
    const { host } = this.#parts;
    for (const { path, text } of this.#texts.values()) {
      const now = await host.readText(path).catch(() => null);
      if (now?.replace(/^\ufeff/, '') !== text.replace(/^\ufeff/, '')) return true;
    }
    return false;
  }

  #filesRead(target: RunTarget, answer: PreparedRun | RunRefusal): void {
    if (answer.ok) {
      this.#watch.set(filesOfConnection(target.connectionPath, answer.connection));
      return;
    }
    this.#parts.log.warn(answer.message);
    const isShown = (): boolean => this.shown?.connectionPath === target.connectionPath;
    this.#parts.index.get(target.connectionPath).then(
      ({ connection }) => {
        // While the connection file itself is broken, the files that it named before are watched on.
        if (isShown() && (connection || this.#watch.paths.size === 0))
          this.#watch.set(filesOfConnection(target.connectionPath, connection));
      },
      (error: unknown) => void this.#parts.log.recordError('The files of a connection could not be watched', error),
    );
  }

  #finished(target: RunTarget, user: ChosenUser, trace: Trace, { byHand }: RunManner): void {
    const { log } = this.#parts;
    const { write } = trace.steps[4].details;
    const written = write ? `, ${write.state}` : '';
    log.info(`${trace.connection}: ${trace.mode} of ${trace.action} for ${trace.subject.displayName}, ${trace.status}${written}`);
    // Without the view nothing else would say what became of it.
    if (write && !this.#panel.isOpen) void vscode.window.showInformationMessage(write.sentence);
    if (byHand) this.#notice(noticeMissingCredential(target, trace));
    for (const { kind, error } of trace.steps) if (error) log.warn(`${kind}: ${error.code}: ${error.message}`);
    this.#remember(target, user);
    const { prepared } = this.#session;
    if (!prepared) return;
    const { configurationPath, scopePath } = prepared;
    const textOf = (path: string): string | null => this.#texts.get(pathKey(path))?.text ?? null;
    this.#ended.fire({
      target,
      user,
      trace,
      configuration: { path: configurationPath, text: textOf(configurationPath) },
      scope: scopePath === null ? null : { path: scopePath, text: textOf(scopePath) },
    });
  }

  #notice(shown: Promise<void>): void {
    shown.catch((error: unknown) => void this.#parts.log.recordError('A message could not be answered', error));
  }

  #remember(target: RunTarget, user: ChosenUser): void {
    this.#parts.memory.rememberUser(target.connectionPath, user).catch((error: unknown) => {
      this.#parts.log.recordError('The user could not be remembered', error);
    });
  }

  #reveal(target: RevealTarget): void {
    const prepared = this.#session.prepared;
    if (!prepared) return;
    revealSource(target, prepared, this.#panel.viewColumn).catch((error: unknown) => {
      const message = this.#parts.log.recordError('A place could not be shown', error);
      void vscode.window.showErrorMessage(`The place in the configuration could not be shown: ${message}`);
    });
  }

  #execute(command: CommandId): void {
    vscode.commands.executeCommand(command).then(undefined, (error: unknown) => {
      this.#parts.log.recordError(command, error);
    });
  }
}

function lookingAt(user: ChosenUser | null): string {
  return user ? `Looking at ${user.displayName}` : 'Reading the connection';
}
