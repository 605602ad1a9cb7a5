import { basename } from 'node:path';
import type { Step, Trace } from '../../core/trace/trace.ts';
import type { ObjectMappingChoice } from '../../language/objectMappingLenses.ts';
import type { ViewState } from '../../protocol/messages.ts';
import type { PreparedRun, RunRefusal } from '../../run/run.ts';
import type { RunMode } from '../settingsTable.ts';
import { aborted, orAborted } from './abortable.ts';
import type { ChosenUser } from './chosenUser.ts';
import { LatestRun } from './latestRun.ts';
import { refusalProblem } from './refusalProblem.ts';
import type { Timers } from './timers.ts';

/** What is run: a connection, and the object mapping where it is not the one that the connection names. */
export interface RunTarget {
  readonly connectionPath: string;
  readonly choice: ObjectMappingChoice | null;
}

/** What a session needs from the window it lives in. */
export interface SessionPorts {
  /** @param changed the source attributes that are taken as changed; null for a full import. */
  prepare(target: RunTarget, signal: AbortSignal, changed: readonly string[] | null): Promise<PreparedRun | RunRefusal>;
  publish(state: ViewState): void;
  /** The files were read, and either the run starts or they keep it from starting. */
  filesRead(target: RunTarget, answer: PreparedRun | RunRefusal): void;
  /** Whether a file that the runs read has unsaved edits. */
  isUnsaved(): boolean;
  /** When an edit makes the session run again. */
  runMode(): RunMode;
  finished(target: RunTarget, user: ChosenUser, trace: Trace): void;
  /** Records an exception, which is a bug, and gives its message without secrets. */
  recordBug(error: unknown): string;
  readonly timers: Timers;
}

/** From the last keystroke to the run. */
const typingDelayMs = 200;
/** A run that is over sooner replaces what is shown at once, without an empty page between. */
const quietStartMs = 120;
/** Steps that arrive closer together are shown together. */
const stepDelayMs = 30;

/** The runs of one view: one target and one user at a time, again whenever the text changes, always the latest. */
export class RunSession {
  readonly #ports: SessionPorts;
  readonly #latest: LatestRun<Trace>;
  #target: RunTarget | null = null;
  #user: ChosenUser | null = null;
  #changed: readonly string[] | null = null;
  #state: ViewState | null = null;
  #prepared: PreparedRun | null = null;
  /** Whether the text has changed since the last run began. */
  #outdated = false;
  #takeBack: (() => void) | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#latest = new LatestRun((signal) => this.#run(signal), typingDelayMs, ports.timers);
  }

  get target(): RunTarget | null {
    return this.#target;
  }

  get user(): ChosenUser | null {
    return this.#user;
  }

  get state(): ViewState | null {
    return this.#state;
  }

  /** The last run that could start; its paths say where the configuration stands. */
  get prepared(): PreparedRun | null {
    return this.#prepared;
  }

  /** Runs for a user; without one, the files are read and their problems shown. Gives null where no trace came about. */
  run(target: RunTarget, user: ChosenUser | null): Promise<Trace | null> {
    if (target.connectionPath !== this.#target?.connectionPath) {
      this.#state = null;
      this.#prepared = null;
    }
    // What changed on one person says nothing of another, nor of another object mapping.
    if (!isSameTarget(target, this.#target) || user?.id !== this.#user?.id) this.#changed = null;
    this.#target = target;
    this.#user = user;
    this.#showStart('now');
    return this.#latest.start();
  }

  again(): Promise<Trace | null> {
    return this.#target ? this.run(this.#target, this.#user) : Promise.resolve(null);
  }

  /**
   * Runs the same user as an incremental change of these source attributes, or as a full import again with null. Later runs look through
   * the same lens until the user or the target changes.
   */
  look(changed: readonly string[] | null): Promise<Trace | null> {
    this.#changed = changed;
    return this.again();
  }

  /** A file that the runs read has changed. */
  textChanged(): void {
    if (!this.#target) return;
    this.#outdated = true;
    if (this.#runsNow()) this.#latest.request();
    else this.#showText();
  }

  /** A file was saved: the text is the same, but it is no longer unsaved. */
  saved(): void {
    // Whoever saves one of several files wants to see it, though others have edits that are not saved.
    if (this.#outdated && this.#ports.runMode() === 'onSave') this.#latest.request();
    else this.#showText();
  }

  /** Another moment for the runs was chosen: what has waited for the old one need not. */
  runModeChanged(): void {
    if (this.#target && this.#outdated && this.#runsNow()) this.#latest.request();
  }

  /** Ends the run under way on the user's wish; what has arrived stays on the screen. */
  cancel(): void {
    this.#latest.cancel();
    const state = this.#state;
    if (!state?.running) return;
    this.#show({ ...state, running: false }, 'now');
  }

  /** The view is gone: nothing runs any more, but target and user are remembered for the next time. */
  stop(): void {
    this.#latest.cancel();
    this.#takeBack?.();
    this.#takeBack = null;
    if (this.#state?.running) this.#state = { ...this.#state, running: false };
  }

  #runsNow(): boolean {
    const mode = this.#ports.runMode();
    return mode === 'asTyped' || (mode === 'onSave' && !this.#ports.isUnsaved());
  }

  /** Says of a result that stays on the screen how its text stands to the text of now. */
  #showText(): void {
    const state = this.#state;
    if (!state || state.running) return;
    const text = { unsaved: this.#ports.isUnsaved(), outdated: this.#isOutdated() };
    if (state.unsaved !== text.unsaved || state.outdated !== text.outdated) this.#show({ ...state, ...text }, 'now');
  }

  /** A result that is replaced in a moment anyway is not called old. */
  #isOutdated(): boolean {
    return this.#outdated && this.#ports.runMode() !== 'asTyped';
  }

  async #run(signal: AbortSignal): Promise<Trace | null> {
    const target = this.#target;
    const user = this.#user;
    const changed = this.#changed;
    if (!target) return null;
    this.#outdated = false;
    try {
      this.#showStart('late');
      const prepared = await orAborted(this.#ports.prepare(target, signal, changed), signal);
      if (prepared === aborted) return null;
      this.#ports.filesRead(target, prepared);
      if (!prepared.ok) {
        this.#showProblem(refusalProblem(prepared));
        return null;
      }
      this.#prepared = prepared;
      this.#show({ ...this.#start(), ...labelsOf(prepared), running: user !== null }, user === null ? 'now' : 'soon');
      return user === null ? null : await this.#steps(prepared, target, user, signal);
    } catch (error) {
      if (signal.aborted) return null;
      const message = `The run stopped on an error of the extension itself: ${this.#ports.recordBug(error)}`;
      this.#showProblem({ message, advice: 'Its details are in the output channel "Provision on Demand". Please report it.' });
      return null;
    }
  }

  async #steps(prepared: PreparedRun, target: RunTarget, user: ChosenUser, signal: AbortSignal): Promise<Trace | null> {
    const run: AsyncIterator<Step, Trace> = prepared.start(user.id);
    const steps: Step[] = [];
    for (;;) {
      const next = await orAborted(run.next(), signal);
      if (next === aborted) {
        run.return?.().catch((error: unknown) => void this.#ports.recordBug(error));
        return null;
      }
      const state = { ...this.#start(), ...labelsOf(prepared) };
      if (next.done) {
        const displayName = next.value.subject.displayName;
        this.#user = displayName === '' ? user : { id: user.id, displayName };
        this.#show({ ...state, user: this.#user, running: false, steps: next.value.steps, trace: next.value }, 'now');
        this.#ports.finished(target, this.#user, next.value);
        return next.value;
      }
      steps.push(next.value);
      this.#show({ ...state, running: true, steps: [...steps] }, 'soon');
    }
  }

  #showStart(when: When): void {
    const isShown = this.#state?.running === true && this.#state.steps.length === 0;
    if (when === 'now' || !isShown) this.#show({ ...this.#start(), running: true }, when);
  }

  #showProblem(problem: NonNullable<ViewState['problem']>): void {
    this.#show({ ...this.#start(), problem }, 'now');
  }

  /** A state without results: what was shown of an earlier text must not stand beside the present one. */
  #start(): ViewState {
    const labels = this.#state ?? {
      connectionName: basename(this.#target?.connectionPath ?? '').replace(/\.provision\.json$/, ''),
      configurationLabel: '',
      sourceLabel: '',
      targetLabel: '',
    };
    return {
      connectionName: labels.connectionName,
      configurationLabel: labels.configurationLabel,
      sourceLabel: labels.sourceLabel,
      targetLabel: labels.targetLabel,
      user: this.#user,
      mode: 'preview',
      running: false,
      unsaved: this.#ports.isUnsaved(),
      outdated: this.#isOutdated(),
      incremental: this.#changed,
      steps: [],
      trace: null,
      problem: null,
    };
  }

  #show(state: ViewState, when: When): void {
    this.#state = state;
    if (when === 'now') {
      this.#takeBack?.();
      this.#takeBack = null;
      this.#ports.publish(state);
      return;
    }
    if (this.#takeBack) return;
    this.#takeBack = this.#ports.timers.after(when === 'late' ? quietStartMs : stepDelayMs, () => {
      this.#takeBack = null;
      if (this.#state) this.#ports.publish(this.#state);
    });
  }
}

function isSameTarget(target: RunTarget, other: RunTarget | null): boolean {
  return (
    target.connectionPath === other?.connectionPath &&
    target.choice?.rule === other.choice?.rule &&
    target.choice?.objectMapping === other.choice?.objectMapping
  );
}

type When = 'now' | 'soon' | 'late';

function labelsOf(
  prepared: PreparedRun,
): Pick<ViewState, 'connectionName' | 'configurationLabel' | 'sourceLabel' | 'targetLabel'> {
  return {
    connectionName: prepared.connection.name,
    configurationLabel: basename(prepared.configurationPath),
    sourceLabel: prepared.sourceLabel,
    targetLabel: prepared.targetLabel,
  };
}
