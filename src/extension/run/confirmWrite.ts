import * as vscode from 'vscode';
import type { WriteQuestion } from '../../core/trace/provision.ts';
import { questionWords } from './questionWords.ts';

const provision = 'Provision';

/** The one question before a write. Whatever is not its button is a no. */
export async function confirmWrite(question: WriteQuestion): Promise<boolean> {
  const { message, detail } = questionWords(question);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, provision)) === provision;
}
