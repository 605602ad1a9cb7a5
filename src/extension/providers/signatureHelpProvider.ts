import * as vscode from 'vscode';
import { type SignatureText, signatureAt } from '../../language/signatureHelp.ts';
import type { LanguageParts } from './languageParts.ts';
import { markdownString } from './markdownString.ts';

/** The characters that open a call, and that go on to its next argument. */
export const signatureHelpCharacters: vscode.SignatureHelpProviderMetadata = {
  triggerCharacters: ['(', ','],
  retriggerCharacters: [',', ')'],
};

/** The signature of the function whose arguments are being typed. */
export class SignatureHelpProvider implements vscode.SignatureHelpProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideSignatureHelp(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): vscode.SignatureHelp | null {
    if (token.isCancellationRequested) return null;
    try {
      const analysis = this.#parts.analyses.of(document);
      const found = analysis && signatureAt(analysis, document.offsetAt(position));
      if (!found) return null;
      const help = new vscode.SignatureHelp();
      help.signatures = found.signatures.map(informationOf);
      help.activeSignature = found.activeSignature;
      help.activeParameter = found.activeParameter;
      return help;
    } catch (error) {
      this.#parts.log.recordError('The signature could not be shown', error);
      return null;
    }
  }
}

function informationOf({ label, documentation, parameters }: SignatureText): vscode.SignatureInformation {
  const information = new vscode.SignatureInformation(label, markdownString(documentation));
  information.parameters = parameters.map(
    (parameter) =>
      new vscode.ParameterInformation([parameter.range.start, parameter.range.end], markdownString(parameter.documentation)),
  );
  return information;
}
