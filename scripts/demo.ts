// `npm run demo`: the five steps for one person in the terminal, then VS Code on a copy of the samples. With `-- --headless`, everything in
// Chromium without a window, as a person would do it; saves out/demo.png and ends.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, howToGetChromium } from './chromium.ts';
import { hasCodeCommand } from './desktopVsCode.ts';
import { inRepository, mustRun, readManifest, runCommand } from './repository.ts';
import { openSampleWorkspace, type SampleWorkspace } from './sampleWorkspace.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { ensureVsCodeServer, startVsCodeServer } from './vscodeHost.ts';
import { openVsCodeWindow, workbenchAddress } from './vscodeWindow.ts';

const { values: flags } = parseArgs({ options: { headless: { type: 'boolean', default: false } } });

/** Whom the demo shows: one of the samples' people with something to change. */
const person = 'adele.vance@corp.example';
const personName = 'Adele Vance';
const schemaName = 'ad-to-entra.syncschema.json';
const connectionName = 'ad-to-entra.provision.json';

const say = (line: string): void => console.log(line);

/** The person's five steps, as the command line prints them. */
async function showInTerminal(samples: SampleWorkspace): Promise<void> {
  const connection = join('ad-to-entra', connectionName);
  say(`\n$ provision-on-demand trace --connection ${connection} --user ${person}\n`);
  const args = ['trace', '--connection', join(samples.path, connection), '--user', person];
  const run = await runCommand(process.execPath, [inRepository('dist', 'cli.js'), ...args], { inherit: true });
  if (run.code !== 0) throw new Error(`The command line ended with code ${run.code}.`);
}

/** Waits for Ctrl+C; what was started is undone at exit. */
function untilInterrupted(): Promise<never> {
  // A pending promise alone does not keep a process alive.
  return new Promise(() => setInterval(() => undefined, 2 ** 30));
}

async function showInDesktop(samples: SampleWorkspace): Promise<void> {
  say(`\nOpening VS Code on ${samples.path}. Run "Provision on demand…" from the command palette (F1).`);
  const profile = temporaryFolder('provision-demo-');
  const code = spawn(
    'code',
    [
      '--new-window',
      '--wait',
      `--user-data-dir=${join(profile.path, 'data')}`,
      `--extensionDevelopmentPath=${inRepository()}`,
      '--disable-workspace-trust',
      samples.path,
      join(samples.path, 'ad-to-entra', schemaName),
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  await new Promise((resolve) => code.once('exit', resolve));
}

async function showInServer(samples: SampleWorkspace): Promise<void> {
  await ensureVsCodeServer(say);
  const data = temporaryFolder('provision-demo-');
  const server = await startVsCodeServer({ directory: data.path, extension: linkedExtension() });
  say(
    '\nThere is no desktop VS Code (`code`) here, so the real VS Code server was started. Open in a browser on this machine:\n',
  );
  say(`  ${workbenchAddress(server, samples.path, join(samples.path, 'ad-to-entra', schemaName))}\n`);
  say('Then F1 and "Provision on demand…". Ctrl+C here ends the server.');
  await untilInterrupted();
}

async function showHeadless(samples: SampleWorkspace): Promise<void> {
  await ensureVsCodeServer(say);
  if (!(await ensureChromium(say))) throw new Error(`No Chromium was found. ${howToGetChromium}`);
  say('\nOpening VS Code in Chromium, running "Provision on demand…" …');
  const window = await openVsCodeWindow({ folder: samples.path, extension: linkedExtension() });
  try {
    await window.openFile(schemaName);
    await window.hideSideBar();
    await window.runCommand('Provision on demand…');
    await window.pick(personName);
    await window.waitForTrace(personName);
    // The first change, as a click shows it: its mapping, selected in the file.
    await window.webview.locator('tr.change button.reveal').first().click();
    await window.page.locator('[id="status.editor.selection"]', { hasText: 'selected' }).waitFor();
    const picture = inRepository('out', 'demo.png');
    await mkdir(inRepository('out'), { recursive: true });
    await window.page.screenshot({ path: picture });
    say(`The five steps of ${personName} are on the screen: out/demo.png`);
  } finally {
    await window.close();
  }
}

/** This repository, as VS Code loads it. */
function linkedExtension(): { readonly kind: 'folder'; readonly path: string; readonly id: string } {
  const manifest = readManifest();
  return { kind: 'folder', path: inRepository(), id: `${manifest.publisher}.${manifest.name}` };
}

async function demo(): Promise<void> {
  say('Building …');
  await mustRun(process.execPath, [inRepository('esbuild.mjs'), '--production']);
  const samples = await openSampleWorkspace();
  say(`A SCIM server with the sample's users answers at ${samples.scimUrl}; the samples were copied to ${samples.path}.`);
  try {
    await showInTerminal(samples);
    if (flags.headless) await showHeadless(samples);
    else if (hasCodeCommand()) await showInDesktop(samples);
    else await showInServer(samples);
  } finally {
    await samples.stop();
  }
}

try {
  await demo();
  process.exit(0);
} catch (error) {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
