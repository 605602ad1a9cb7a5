import * as vscode from 'vscode';
import type { Trace } from '../core/trace/trace.ts';
import type { RevealTarget } from '../protocol/messages.ts';
import type { PreparedRun, RunHost, RunRefusal } from '../run/run.ts';
import type { CommandId } from './commands/commandTable.ts';
import type { ConnectionIndex } from './connections/connectionIndex.ts';
import { filesOfConnection } from './connections/connectionLookup.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import type { ChosenUser } from './run/chosenUser.ts';
import { FileWatch } from './run/fileWatch.ts';
import { RunSession, type RunTarget } from './run/runSession.ts';
import { realTimers } from './run/timers.ts';
import { revealSource } from './views/revealSource.ts';
import { TracePanel } from './views/tracePanel.ts';

/** What the controller works with. */
export interface ControllerParts {
  readonly extensionUri: vscode.Uri;
  readonly host: RunHost;
  readonly index: ConnectionIndex;
  readonly memory: Memory;
  readonly log: Log;
}

/** A run that is over sooner shows no notification. */
const slowRunMs = 500;

/** Ties the runs to the window: the view, the watched files, the progress and the log. */
export class RunController implements vscode.Disposable {
  readonly #parts: ControllerParts;
  readonly #session: RunSession;
  readonly #panel: TracePanel;
  readonly #watch: FileWatch;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the connection or the user of the view changes. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#panel = new TracePanel(parts.extensionUri, {
      message: (message) => {
        if (message.type === 'reveal') this.#reveal(message.target);
        else if (message.type === 'cancel') this.#session.cancel();
        else this.#execute(message.type === 'runAgain' ? 'provisionOnDemand.again' : 'provisionOnDemand.chooseUser');
      },
      closed: () => {
        this.#session.stop();
        this.#watch.set([]);
        this.#changed.fire();
      },
      malformed: () => parts.log.info('The trace view sent a message that the protocol does not know; it was ignored.'),
    });
    this.#watch = new FileWatch(
      () => this.#session.textChanged(),
      () => this.#session.saved(),
    );
    this.#session = new RunSession({
      prepare: (target, signal) => this.prepare(target, signal),
      publish: (state) => this.#panel.show(state),
      filesRead: (target, answer) => this.#filesRead(target, answer),
      isUnsaved: () => this.#watch.isUnsaved(),
      finished: (target, user, trace) => this.#finished(target, user, trace),
      recordBug: (error) => parts.log.recordError('A run stopped', error),
      timers: realTimers,
    });
  }

  /** What the open view shows; null while it is closed. */
  get shown(): RunTarget | null {
    return this.#panel.isOpen ? this.#session.target : null;
  }

  /** What was run last, whether or not the view is open. */
  get last(): { readonly target: RunTarget; readonly user: ChosenUser | null } | null {
    return this.#session.target ? { target: this.#session.target, user: this.#session.user } : null;
  }

  get isViewActive(): boolean {
    return this.#panel.isActive;
  }

  /** Reads the files of a connection and opens its directories. Loads the engine and the connectors on first use. */
  async prepare(target: RunTarget, signal: AbortSignal): Promise<PreparedRun | RunRefusal> {
    const { prepareTarget } = await import('./run/prepareTarget.ts');
    return prepareTarget(target, this.#parts.host, signal);
  }

  /** Shows the view and runs; without a user, it shows what keeps the connection from running. */
  async run(target: RunTarget, user: ChosenUser | null): Promise<Trace | null> {
    if (!vscode.workspace.isTrusted) return null;
    this.#panel.open();
    if (user) this.#remember(target, user);
    const trace = this.#session.run(target, user);
    this.#changed.fire();
    this.#showProgress(trace, user).catch(
      (error: unknown) => void this.#parts.log.recordError('The progress could not be shown', error),
    );
    return trace;
  }

  dispose(): void {
    this.#session.stop();
    this.#panel.dispose();
    this.#watch.dispose();
    this.#changed.dispose();
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

  #finished(target: RunTarget, user: ChosenUser, trace: Trace): void {
    const { log } = this.#parts;
    log.info(`${trace.connection}: ${trace.action} for ${trace.subject.displayName}, ${trace.status}`);
    for (const { kind, error } of trace.steps) if (error) log.warn(`${kind}: ${error.code}: ${error.message}`);
    this.#remember(target, user);
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

  async #showProgress(run: Promise<unknown>, user: ChosenUser | null): Promise<void> {
    const over = run.then(
      () => true,
      () => true,
    );
    const slow = new Promise<false>((resolve) => realTimers.after(slowRunMs, () => resolve(false)));
    if (await Promise.race([over, slow])) return;
    const title = user ? `Provisioning ${user.displayName} on demand` : 'Reading the connection';
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_progress, token) => {
        token.onCancellationRequested(() => this.#session.cancel());
        return over;
      },
    );
  }
}
