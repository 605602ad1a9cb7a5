import type * as vscode from 'vscode';
import { CheckMemo } from '../../core/flow/check/checkMemo.ts';
import type { Problem } from '../../core/problem.ts';
import type { DocumentAnalysis } from '../../language/analysis.ts';
import { diagnose } from '../../language/diagnostics.ts';
import type { DocumentAnalyses } from './documentAnalyses.ts';

/** A document as it was read, with all that is wrong with it. */
export interface DiagnosedDocument {
  readonly analysis: DocumentAnalysis;
  readonly problems: readonly Problem[];
}

/** What is wrong with documents, checked once for each version; of an earlier version, what did not change is not checked again. */
export class DocumentProblems {
  readonly #analyses: DocumentAnalyses;
  readonly #known = new WeakMap<vscode.TextDocument, { readonly memo: CheckMemo; readonly found: DiagnosedDocument }>();

  constructor(analyses: DocumentAnalyses) {
    this.#analyses = analyses;
  }

  /** Null for documents that are none of ours. */
  of(document: vscode.TextDocument): DiagnosedDocument | null {
    const analysis = this.#analyses.of(document);
    if (!analysis) return null;
    const known = this.#known.get(document);
    if (known?.found.analysis === analysis) return known.found;
    const memo = known?.memo ?? new CheckMemo();
    const found = { analysis, problems: diagnose(analysis, memo) };
    this.#known.set(document, { memo, found });
    return found;
  }
}
