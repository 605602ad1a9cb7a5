import * as vscode from 'vscode';
import { inlayHints } from '../../language/inlayHints.ts';
import { setting } from '../settings.ts';
import { anyEvent, settingEvent } from './anyEvent.ts';
import type { LanguageParts } from './languageParts.ts';

const switchedBy = 'inlayHints.enabled';

/** What the last run gave, behind each mapping and clause. */
export class InlayHintsProvider implements vscode.InlayHintsProvider {
  readonly #parts: LanguageParts;
  readonly onDidChangeInlayHints: vscode.Event<void>;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    this.onDidChangeInlayHints = anyEvent(parts.facts.onDidChange, settingEvent(switchedBy));
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range, token: vscode.CancellationToken): vscode.InlayHint[] {
    try {
      if (token.isCancellationRequested || !setting(switchedBy, document.uri)) return [];
      const facts = this.#parts.facts.of(document);
      const analysis = facts && this.#parts.analyses.of(document);
      if (!analysis) return [];
      const visible = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return inlayHints(analysis, visible, facts).map(({ offset, label, tooltip }) => {
        const hint = new vscode.InlayHint(document.positionAt(offset), label);
        hint.tooltip = tooltip;
        hint.paddingLeft = true;
        return hint;
      });
    } catch (error) {
      this.#parts.log.recordError('The values behind the mappings could not be made', error);
      return [];
    }
  }
}
