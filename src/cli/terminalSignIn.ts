import { spawn } from 'node:child_process';
import type { SignInPorts } from '../connectors/ports.ts';
import { isLoopback } from '../core/connection/webAddress.ts';
import type { Output } from './output.ts';
import { visible } from './valueText.ts';

/**
 * Signing in from a terminal: addresses and codes go to standard error, tokens live as long as the command.
 * @param open opens an address in the browser, where a person sits at the terminal; the address is printed in any case.
 */
export function terminalSignIn(output: Output, open: (url: string) => void = openInBrowser): SignInPorts {
  const tokens = new Map<string, string>();
  return {
    mayAsk: true,
    openBrowser: (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.host)))) {
        return Promise.reject(new Error('not a web address'));
      }
      output.err('Sign in on this page, in a browser on this machine:');
      output.err(`  ${url.href}`);
      if (url.protocol === 'https:') open(url.href);
      return Promise.resolve();
    },
    showDeviceCode: ({ userCode, verificationUri, expiresAt }) => {
      const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000));
      output.err(`To sign in, open ${visible(verificationUri)} in any browser and enter the code ${visible(userCode)}`);
      output.err(`(within ${minutes === 1 ? '1 minute' : `${minutes} minutes`}).`);
    },
    cache: {
      read: (key) => Promise.resolve(tokens.get(key)),
      write: (key, text) => {
        if (text === undefined) tokens.delete(key);
        else tokens.set(key, text);
        return Promise.resolve();
      },
    },
  };
}

/** Without a shell, which would read the address. Where there is no browser, the printed address remains. */
function openInBrowser(url: string): void {
  if (process.stdout.isTTY !== true) return;
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  try {
    const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore', windowsHide: true });
    child.on('error', () => undefined);
    child.unref();
  } catch {
    // As above.
  }
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
