import type { ProvisionPorts } from '../../core/trace/provision.ts';
import type { Step, Trace } from '../../core/trace/trace.ts';
import { aborted, orAborted } from './abortable.ts';
import type { Refused } from './sessionPorts.ts';
import type { When } from './statePublisher.ts';

/**
 * How far a provision has come: the preview; the question; agreed to, while the target is looked at once more; the write. Until `writing` nothing
 * has left.
 */
export type WritePhase = 'looking' | 'asking' | 'agreed' | 'writing';

export type ProvisionStart = (user: string, ports: ProvisionPorts) => AsyncGenerator<Step, Trace>;

/** What a provision needs from the session that it is a run of. */
export interface WritePorts extends ProvisionPorts {
  /** Whether the text is another one than that of the preview. */
  isOutdated(): Promise<boolean>;
  refused(why: Refused): void;
  /** @param shown `trace` is null until the preview is complete. */
  show(shown: { readonly steps: readonly Step[]; readonly trace: Trace | null }, when: When): void;
  /** Lets go of the steps that nobody waits for any more. */
  abandon(steps: AsyncIterator<Step, Trace>): void;
}

/** One provision, from its command to its end. */
export class WriteUnderWay {
  #phase: WritePhase = 'looking';
  #end: () => void = () => {};
  /** Fulfilled when it has ended, whatever came of it. */
  readonly over = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  get phase(): WritePhase {
    return this.#phase;
  }

  end(): void {
    this.#end();
  }

  /**
   * Gives the trace; null where it was aborted, which it can be until the write begins.
   * @param signal must not be aborted while the phase is `writing`: the read-back would end with it.
   */
  async run(start: ProvisionStart, user: string, signal: AbortSignal, ports: WritePorts): Promise<Trace | null> {
    let steps: readonly Step[] = [];
    let preview: Trace | null = null;
    const run = start(user, {
      confirm: async (question) => {
        if (await ports.isOutdated()) {
          ports.refused(refusals.textChanged);
          return false;
        }
        if (signal.aborted) return false;
        this.#phase = 'asking';
        preview = question.trace;
        steps = preview.steps;
        ports.show({ steps, trace: preview }, 'now');
        if ((await orAborted(ports.confirm(question), signal)) !== true || signal.aborted) return false;
        this.#phase = 'agreed';
        return true;
      },
      audit: (record) => ports.audit(record),
    });
    for (;;) {
      // Once it is agreed to, the engine is asked to stop and is awaited: only it knows what has left.
      const next = this.#isAgreed ? await run.next() : await orAborted(run.next(), signal);
      if (next === aborted || signal.aborted) {
        ports.abandon(run);
        return null;
      }
      if (next.done) return next.value;
      const step = next.value;
      if (this.#isAgreed && step.kind === 'action' && step.details.write) this.#phase = 'writing';
      steps = [...steps.filter(({ kind }) => kind !== step.kind), step];
      ports.show({ steps, trace: preview }, this.#isAgreed ? 'now' : 'soon');
    }
  }

  get #isAgreed(): boolean {
    return this.#phase === 'agreed' || this.#phase === 'writing';
  }
}

/** Why a provision does not begin, or ends before it asks. */
export const refusals = {
  busy: {
    message: 'A provision is under way, so no other one was started.',
    advice: 'Wait until it has ended, or cancel it before you agree to it.',
  },
  incremental: {
    message: 'What is shown is an incremental change, which is only a preview.',
    advice: 'Go back to the full import to provision.',
  },
  textChanged: {
    message: 'The configuration changed while the person was looked at, so nothing was written.',
    advice: 'Look at what the new text gives, and provision again.',
  },
} as const satisfies Readonly<Record<string, Refused>>;
