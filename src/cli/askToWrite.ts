import { createInterface } from 'node:readline/promises';
import type { WriteQuestion } from '../core/trace/provision.ts';
import { type Output, painted } from './output.ts';
import { visible } from './valueText.ts';

/** Whether somebody sits at a terminal who sees a question and can answer it. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on standard error. Anything but yes is no; so are the end of the input and an interruption. */
export async function askToWrite(output: Output, question: WriteQuestion, interrupt: AbortController): Promise<boolean> {
  const { action, person, target, attributes } = question;
  const count = `${attributes} attribute${attributes === 1 ? '' : 's'}`;
  const words = `${action} ${visible(person)} in ${visible(target)} (${count})`;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  // The line editor takes Ctrl-C for itself.
  terminal.on('SIGINT', () => interrupt.abort());
  try {
    const asked = terminal.question(`${painted(output, 'bold', 'Write for real')}: ${words}? [y/N] `, {
      signal: interrupt.signal,
    });
    // Where the input ends first, nobody hears how the question ended.
    asked.catch(() => undefined);
    return /^y(es)?$/i.test((await Promise.race([asked, closed])).trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
