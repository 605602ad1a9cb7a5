import * as vscode from 'vscode';
import type { DeviceCode, SignInPorts } from '../../connectors/ports.ts';
import type { Log } from '../log.ts';

const copyAndOpen = 'Copy code & open';

/** Signing in to Entra by the window: the page in the browser, the device code in a notification, the tokens in SecretStorage. */
export function signInWindow(secrets: vscode.SecretStorage, log: Log): SignInPorts {
  return {
    mayAsk: true,
    openBrowser: openPage,
    showDeviceCode(code) {
      offerCode(code).catch((error: unknown) => void log.recordError('The sign-in page could not be opened', error));
    },
    cache: {
      async read(key) {
        return secrets.get(key);
      },
      async write(key, text) {
        if (text === undefined) await secrets.delete(key);
        else await secrets.store(key, text);
      },
    },
  };
}

/** Opens a page in the browser of whoever sits before the window. In a remote window VS Code itself forwards the port of the redirect. */
async function openPage(url: string): Promise<void> {
  const { protocol, hostname } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))
    throw new Error('The sign-in page is not an https address.');
  // VS Code opens a text as it is. A Uri, which its typings ask for, it decodes and encodes anew, and a plus sign or an ampersand in a parameter
  // becomes something else (microsoft/vscode#85930).
  const asText = url as unknown as vscode.Uri;
  if (!(await vscode.env.openExternal(asText))) throw new Error('No browser was opened.');
}

async function offerCode({ userCode, verificationUri }: DeviceCode): Promise<void> {
  const message = `To sign in, open ${verificationUri} and enter the code ${userCode}.`;
  if ((await vscode.window.showInformationMessage(message, copyAndOpen)) !== copyAndOpen) return;
  await vscode.env.clipboard.writeText(userCode);
  await openPage(verificationUri);
}
