#!/usr/bin/env node
// A stand-in for the executable of desktop VS Code, for @vscode/test-electron on machines without a display or without the download: it
// takes the same command line (`--extensionDevelopmentPath=`, `--extensionTestsPath=`, a folder), runs the tests in the extension host
// of the VS Code server, and ends with their exit code.
import { join } from 'node:path';
import { format } from 'node:util';
import { temporaryFolder } from './temporaryFolder.ts';
import { startVsCodeServer } from './vscodeHost.ts';
import { launchChromium } from './vscodeWindow.ts';

const testTimeoutMs = 180_000;

/** What the workbench itself says, of no use beside test results; the bindings are the native parts that were not compiled. */
const workbenchNoise =
  /^(\[|%c|Ignoring fetch|Creation of workbench|Aborted onWillSave|Creating a socket|Resolv|Canceled|Updating additional|Timed out waiting for authentication)|Could not locate the bindings file|build\/Release\/watchdog/;

const options = process.argv.slice(2);
const option = (name: string): string | undefined =>
  options.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = options.find((argument) => !argument.startsWith('-'));
const development = option('extensionDevelopmentPath');
const tests = option('extensionTestsPath');

async function run(): Promise<number> {
  if (!development || !tests) {
    console.error('Expected --extensionDevelopmentPath=FOLDER and --extensionTestsPath=FILE.');
    return 2;
  }
  const data = temporaryFolder('provision-host-');
  const server = await startVsCodeServer({ directory: data.path, extension: { kind: 'none' }, smokeTestDriver: true });
  const context = await launchChromium(join(data.path, 'chromium'));
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const exitCode = new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error(`The tests did not end within ${testTimeoutMs / 1000} s.`)), testTimeoutMs).unref();
      page.on('crash', () => reject(new Error('The page crashed.')));
      page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
    });
    await page.exposeFunction('codeAutomationLog', (type: string, values: readonly unknown[]) => {
      if (type !== 'debug' && typeof values[0] === 'string' && !workbenchNoise.test(values[0])) console.log(format(...values));
    });
    const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(development)],
      ['extensionTestsPath', remote(tests)],
    ];
    const place = folder ? `folder=${encodeURIComponent(folder)}` : 'ew=true';
    await page.goto(`${server.url}/?${place}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    return await exitCode;
  } finally {
    await context.close().catch(() => undefined);
    await server.stop();
    data.remove();
  }
}

process.exitCode = await run();
