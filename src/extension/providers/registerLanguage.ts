import * as vscode from 'vscode';
import { CompletionProvider, completionCharacters } from './completionProvider.ts';
import { DefinitionProvider } from './definitionProvider.ts';
import { DiagnosticsProvider } from './diagnosticsProvider.ts';
import { DocumentAnalyses } from './documentAnalyses.ts';
import { DocumentProblems } from './documentProblems.ts';
import { FormattingProvider, formatExpressionKind } from './formattingProvider.ts';
import { HoverProvider } from './hoverProvider.ts';
import { InlayHintsProvider } from './inlayHintsProvider.ts';
import type { LanguageParts } from './languageParts.ts';
import { ObjectMappingLensProvider } from './objectMappingLens.ts';
import { OutlineProvider, outlineLabel } from './outlineProvider.ts';
import { QuickFixProvider } from './quickFixProvider.ts';
import { ReferencesProvider } from './referencesProvider.ts';
import { RenameProvider } from './renameProvider.ts';
import { SignatureHelpProvider, signatureHelpCharacters } from './signatureHelpProvider.ts';

/** The documents that the features look at; each provider asks `DocumentAnalyses` whether one is ours. */
const selector: vscode.DocumentSelector = ['json', 'jsonc'].map((language) => ({ language, scheme: 'file' }));

/** Registers every language feature. This module and all that it imports are loaded with the first configuration that is opened. */
export function registerLanguage(given: Omit<LanguageParts, 'analyses'>): vscode.Disposable {
  const parts: LanguageParts = { ...given, analyses: new DocumentAnalyses() };
  const problems = new DocumentProblems(parts.analyses);
  return vscode.Disposable.from(
    parts.analyses,
    new DiagnosticsProvider(parts, problems),
    vscode.languages.registerCodeActionsProvider(selector, new QuickFixProvider(parts, problems), {
      providedCodeActionKinds: QuickFixProvider.kinds,
    }),
    vscode.languages.registerCompletionItemProvider(selector, new CompletionProvider(parts), ...completionCharacters),
    vscode.languages.registerHoverProvider(selector, new HoverProvider(parts)),
    vscode.languages.registerSignatureHelpProvider(selector, new SignatureHelpProvider(parts), signatureHelpCharacters),
    vscode.languages.registerCodeActionsProvider(selector, new FormattingProvider(parts), {
      providedCodeActionKinds: [formatExpressionKind],
    }),
    vscode.languages.registerCodeLensProvider(selector, new ObjectMappingLensProvider(parts)),
    vscode.languages.registerInlayHintsProvider(selector, new InlayHintsProvider(parts)),
    vscode.languages.registerDocumentSymbolProvider(selector, new OutlineProvider(parts), { label: outlineLabel }),
    vscode.languages.registerDefinitionProvider(selector, new DefinitionProvider(parts)),
    vscode.languages.registerReferenceProvider(selector, new ReferencesProvider(parts)),
    vscode.languages.registerRenameProvider(selector, new RenameProvider(parts)),
  );
}
