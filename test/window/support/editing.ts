import type { Locator } from 'playwright-core';
import type { VsCodeWindow } from '../../../scripts/vscodeWindow.ts';

/** Selects the first occurrence of a text in a file that is shown, as a person does: with the search. */
export async function selectText(window: VsCodeWindow, file: string, text: string): Promise<void> {
  const { keyboard } = window.page;
  await window.editor(file).click();
  // The search begins at the cursor.
  await keyboard.press('Control+Home');
  await keyboard.press('Control+F');
  await keyboard.press('Control+A');
  // The same words again would not be searched for again.
  await keyboard.press('Delete');
  await keyboard.insertText(text);
  await window.page.locator('.find-widget.visible .matchesCount', { hasText: /^1 of/ }).waitFor();
  await keyboard.press('Escape');
}

/** The first line shown that holds a text. */
export function lineWith(window: VsCodeWindow, file: string, text: string): Locator {
  return window.editor(file).locator('.view-line', { hasText: text }).first();
}

/** A word of such a line, coloured as one. */
export function wordIn(line: Locator, word: RegExp): Locator {
  return line.locator('span span', { hasText: word }).first();
}
