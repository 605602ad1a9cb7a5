import * as vscode from 'vscode';
import type { Trace } from '../../core/trace/trace.ts';
import type { ViewState } from '../../protocol/messages.ts';
import { progressWords } from './progressWords.ts';
import { realTimers } from './timers.ts';

/** A run that is over sooner shows no notification. */
const slowRunMs = 500;

/** Says of a run that takes its time how far it is, and lets it be cancelled. */
export class RunProgress {
  #report: ((state: ViewState) => void) | null = null;

  /** The state of the run that is followed. */
  update(state: ViewState): void {
    this.#report?.(state);
  }

  async follow(run: Promise<Trace | null>, title: string, state: () => ViewState | null, cancel: () => void): Promise<void> {
    const over = run.then(
      () => true,
      () => true,
    );
    const slow = new Promise<false>((resolve) => realTimers.after(slowRunMs, () => resolve(false)));
    if (await Promise.race([over, slow])) return;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(options, async (progress, token) => {
      const report = (now: ViewState): void => progress.report({ message: progressWords(now) });
      this.#report = report;
      token.onCancellationRequested(cancel);
      const now = state();
      if (now) report(now);
      await over;
      if (this.#report === report) this.#report = null;
    });
  }
}
