import type { Step, Trace } from '../../core/trace/trace.ts';
import type { ViewState } from '../../protocol/messages.ts';
import type { PreparedRun } from '../../run/run.ts';
import { aborted, orAborted } from './abortable.ts';
import type { ChosenUser } from './chosenUser.ts';
import { LatestRun } from './latestRun.ts';
import { provisionAllowance } from './provisionAllowance.ts';
import { refusalProblem } from './refusalProblem.ts';
import { emptyState, labelsOf } from './runState.ts';
import { isSameTarget, type RunManner, type RunTarget, type SessionPorts } from './sessionPorts.ts';
import { StatePublisher, type When } from './statePublisher.ts';
import { type ProvisionStart, refusals, WriteUnderWay } from './writeUnderWay.ts';

/** From the last keystroke to the run. */
const typingDelayMs = 200;

/**
 * The runs of one view: one target and one user at a time, again whenever the text changes, always the latest. A provision is one of them until
 * it asks; from then on nothing replaces it, and what is wished for meanwhile waits for its end.
 */
export class RunSession {
  readonly #ports: SessionPorts;
  readonly #latest: LatestRun<Trace>;
  readonly #view: StatePublisher;
  #target: RunTarget | null = null;
  #user: ChosenUser | null = null;
  #changed: readonly string[] | null = null;
  #prepared: PreparedRun | null = null;
  /** Whether the text has changed since the last run began. */
  #outdated = false;
  #write: WriteUnderWay | null = null;
  /** Whether what is shown was written: an edit that came meanwhile does not replace it by itself. */
  #showsWrite = false;
  #wishes = 0;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#view = new StatePublisher((state) => ports.publish(state), ports.timers);
    this.#latest = new LatestRun((signal) => this.#run(signal, { byHand: false }), typingDelayMs, ports.timers);
  }

  get target(): RunTarget | null {
    return this.#target;
  }

  get user(): ChosenUser | null {
    return this.#user;
  }

  get state(): ViewState | null {
    return this.#view.state;
  }

  /** The last run that could start; its paths say where the configuration stands. */
  get prepared(): PreparedRun | null {
    return this.#prepared;
  }

  /** The provision under way; null while there is none. */
  get write(): Pick<WriteUnderWay, 'phase' | 'over'> | null {
    return this.#write;
  }

  /** Runs for a user; without one, the files are read and their problems shown. Gives null where no trace came about. */
  run(target: RunTarget, user: ChosenUser | null): Promise<Trace | null> {
    const later = this.#afterWrite(() => this.run(target, user));
    if (later) return later;
    this.#aim(target, user);
    this.#write = null;
    this.#showStart('now', 'preview');
    return this.#latest.start((signal) => this.#run(signal, { byHand: true }));
  }

  again(): Promise<Trace | null> {
    const later = this.#afterWrite(() => this.again());
    if (later) return later;
    return this.#target ? this.run(this.#target, this.#user) : Promise.resolve(null);
  }

  /**
   * Runs the same user as an incremental change of these source attributes, or as a full import again with null. Later runs look through
   * the same lens until the user or the target changes.
   */
  look(changed: readonly string[] | null): Promise<Trace | null> {
    const later = this.#afterWrite(() => this.look(changed));
    if (later) return later;
    this.#changed = changed;
    return this.again();
  }

  /**
   * Runs for a user, asks, and writes if that is agreed to. Gives null where it was refused or where nothing came of it; what was written is in
   * the trace.
   */
  async provision(target: RunTarget, user: ChosenUser): Promise<Trace | null> {
    if (this.#write) {
      this.#ports.refused(target, refusals.busy);
      return null;
    }
    if (this.#changed && isSameTarget(target, this.#target) && user.id === this.#user?.id) {
      this.#ports.refused(target, refusals.incremental);
      return null;
    }
    this.#aim(target, user);
    const write = new WriteUnderWay();
    this.#write = write;
    this.#showStart('now', 'provision');
    try {
      return await this.#latest.start((signal) => this.#run(signal, { byHand: true, write }));
    } finally {
      if (this.#write === write) {
        this.#write = null;
        // What was typed meanwhile is looked at now, except where that would take away what became of the write.
        if (this.#outdated && !this.#showsWrite && this.#runsNow()) this.#latest.request();
      }
      write.end();
    }
  }

  /** A file that the runs read has changed. */
  textChanged(): void {
    if (!this.#target) return;
    this.#outdated = true;
    if (this.#write) return;
    if (this.#runsNow()) this.#latest.request();
    else this.#showText();
  }

  /** A file was saved: the text is the same, but it is no longer unsaved. */
  saved(): void {
    if (this.#write) return;
    // Whoever saves one of several files wants to see it, though others have edits that are not saved.
    if (this.#outdated && this.#ports.runMode() === 'onSave') this.#latest.request();
    else this.#showText();
  }

  /** Another moment for the runs was chosen: what has waited for the old one need not. */
  runModeChanged(): void {
    if (this.#write || this.#showsWrite) return;
    if (this.#target && this.#outdated && this.#runsNow()) this.#latest.request();
  }

  /** Ends the run under way on the user's wish; what has arrived stays on the screen. What was sent to a target is awaited. */
  cancel(): void {
    if (!this.#letGo()) return;
    const state = this.#view.state;
    if (!state?.running) return;
    this.#view.show({ ...state, mode: 'preview', running: false, provision: this.#allowance(state.trace) }, 'now');
  }

  /** The view is gone: nothing runs any more, but target and user are remembered for the next time. What was sent to a target is awaited. */
  stop(): void {
    this.#wishes += 1;
    if (!this.#letGo()) return;
    const { state } = this.#view;
    this.#view.keep(state && { ...state, mode: state.running ? 'preview' : state.mode, running: false });
  }

  /** Aborts what runs; false where it has been sent and cannot be. */
  #letGo(): boolean {
    if (this.#write?.phase === 'writing') return false;
    this.#latest.cancel();
    this.#write = null;
    return true;
  }

  /** Once somebody is asked, other wishes wait until the write is over, and of several only the last is fulfilled. Null where none waits. */
  #afterWrite(wish: () => Promise<Trace | null>): Promise<Trace | null> | null {
    this.#wishes += 1;
    if (!this.#write || this.#write.phase === 'looking') return null;
    const turn = this.#wishes;
    return this.#write.over.then(() => (turn === this.#wishes ? wish() : null));
  }

  #aim(target: RunTarget, user: ChosenUser | null): void {
    if (target.connectionPath !== this.#target?.connectionPath) {
      this.#view.keep(null);
      this.#prepared = null;
    }
    // What changed on one person says nothing of another, nor of another object mapping.
    if (!isSameTarget(target, this.#target) || user?.id !== this.#user?.id) this.#changed = null;
    this.#target = target;
    this.#user = user;
  }

  #runsNow(): boolean {
    const mode = this.#ports.runMode();
    return mode === 'asTyped' || (mode === 'onSave' && !this.#ports.isUnsaved());
  }

  /** Says of a result that stays on the screen how its text stands to the text of now. */
  #showText(): void {
    const state = this.#view.state;
    if (!state || state.running) return;
    const text = { unsaved: this.#ports.isUnsaved(), outdated: this.#isOutdated() };
    if (state.unsaved !== text.unsaved || state.outdated !== text.outdated) this.#view.show({ ...state, ...text }, 'now');
  }

  /** A result that is replaced in a moment anyway is not called old. */
  #isOutdated(): boolean {
    return this.#outdated && (this.#showsWrite || this.#ports.runMode() !== 'asTyped');
  }

  async #run(signal: AbortSignal, how: { readonly byHand: boolean; readonly write?: WriteUnderWay }): Promise<Trace | null> {
    const target = this.#target;
    const user = this.#user;
    const manner: RunManner = { changed: this.#changed, byHand: how.byHand };
    if (!target) return null;
    this.#outdated = false;
    this.#showsWrite = false;
    const mode = how.write ? 'provision' : 'preview';
    try {
      this.#showStart('late', mode);
      const prepared = await orAborted(this.#ports.prepare(target, signal, manner), signal);
      if (prepared === aborted) return null;
      this.#ports.filesRead(target, prepared);
      if (!prepared.ok) {
        this.#showProblem(refusalProblem(prepared));
        return null;
      }
      this.#prepared = prepared;
      const running = user !== null;
      this.#view.show({ ...this.#start(), ...labelsOf(prepared), mode, running }, running ? 'soon' : 'now');
      if (!user) return null;
      const subject = { prepared, target, user, manner };
      if (!how.write) return await this.#steps(subject, signal);
      const { provision } = prepared;
      if (provision.ok) {
        return await this.#writeSteps(subject, (id, ports) => provision.start(id, ports), how.write, signal);
      }
      // What would be written is still worth seeing.
      this.#ports.refused(target, provision.error);
      await this.#steps(subject, signal);
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      const message = `The run stopped on an error of the extension itself: ${this.#ports.recordBug(error)}`;
      this.#showsWrite = how.write?.phase === 'writing';
      const left = this.#showsWrite ? 'It is not known whether the target was changed: look there first. ' : '';
      const details = 'Its details are in the output channel "Provision on Demand". Please report it.';
      this.#showProblem({ message, advice: `${left}${details}` });
      return null;
    }
  }

  async #steps(subject: Subject, signal: AbortSignal): Promise<Trace | null> {
    const run: AsyncIterator<Step, Trace> = subject.prepared.start(subject.user.id);
    const steps: Step[] = [];
    for (;;) {
      const next = await orAborted(run.next(), signal);
      if (next === aborted) {
        this.#abandon(run);
        return null;
      }
      if (next.done) return this.#finish(subject, next.value);
      steps.push(next.value);
      this.#view.show({ ...this.#start(), ...labelsOf(subject.prepared), running: true, steps: [...steps] }, 'soon');
    }
  }

  async #writeSteps(subject: Subject, run: ProvisionStart, write: WriteUnderWay, signal: AbortSignal): Promise<Trace | null> {
    const labels = labelsOf(subject.prepared);
    const trace = await write.run(run, subject.user.id, signal, {
      isOutdated: async () => {
        this.#outdated = await this.#ports.hasOtherText();
        return this.#outdated;
      },
      confirm: (question) => this.#ports.confirm(question),
      audit: (record) => this.#ports.audit(record),
      refused: (why) => this.#ports.refused(subject.target, why),
      abandon: (steps) => this.#abandon(steps),
      show: (shown, when) => this.#view.show({ ...this.#start(), ...labels, ...shown, mode: 'provision', running: true }, when),
    });
    if (!trace) return null;
    // A file that was only written anew does not make the result old.
    if (this.#outdated) this.#outdated = await this.#ports.hasOtherText();
    this.#showsWrite = trace.mode === 'provision' && isWriteTold(trace);
    return this.#finish(subject, trace);
  }

  #finish({ prepared, target, user, manner }: Subject, trace: Trace): Trace {
    const displayName = trace.subject.displayName;
    this.#user = displayName === '' ? user : { id: user.id, displayName };
    const { steps, mode } = trace;
    const shown = { user: this.#user, mode, steps, trace, provision: this.#allowance(trace) };
    this.#view.show({ ...this.#start(), ...labelsOf(prepared), ...shown }, 'now');
    this.#ports.finished(target, this.#user, trace, manner);
    return trace;
  }

  /** Lets go of a run that nobody waits for. */
  #abandon(run: AsyncIterator<Step, Trace>): void {
    run.return?.().catch((error: unknown) => void this.#ports.recordBug(error));
  }

  #allowance(trace: Trace | null): ViewState['provision'] {
    return provisionAllowance(this.#prepared, this.#changed, trace);
  }

  #showStart(when: When, mode: ViewState['mode']): void {
    const isShown = this.#view.state?.running === true && this.#view.state.steps.length === 0;
    if (when === 'now' || !isShown) this.#view.show({ ...this.#start(), mode, running: true }, when);
  }

  #showProblem(problem: NonNullable<ViewState['problem']>): void {
    this.#view.show({ ...this.#start(), problem }, 'now');
  }

  #start(): ViewState {
    return emptyState(this.#view.state, this.#target?.connectionPath ?? '', {
      user: this.#user,
      unsaved: this.#ports.isUnsaved(),
      outdated: this.#isOutdated(),
      incremental: this.#changed,
    });
  }
}

/** What one run is about. */
interface Subject {
  readonly prepared: PreparedRun;
  readonly target: RunTarget;
  readonly user: ChosenUser;
  readonly manner: RunManner;
}

function isWriteTold({ steps }: Trace): boolean {
  const { write } = steps[4].details;
  return write !== undefined && write !== null;
}
