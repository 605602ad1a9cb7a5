import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './repository.ts';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** What to do where no Chromium was found. */
export const howToGetChromium =
  'Install Chromium or Chrome (Debian and Ubuntu: `sudo apt-get install chromium`) or name its executable in the environment variable CHROMIUM.';

/** The executable of a Chromium, Chrome or Edge: the one named by CHROMIUM, else the first in a usual place; null where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  return usualPaths.find((path) => existsSync(path)) ?? null;
}

/** Finds Chromium, and installs Debian's package where that is possible without asking: as root on Debian or Ubuntu. */
export async function ensureChromium(say: (line: string) => void): Promise<string | null> {
  const found = findChromium();
  // A browser that was named and is not there is a mistake to show, not a package to install.
  if (found || process.env.CHROMIUM || !isRootOnDebian()) return found;
  say('Chromium is missing: installing the Debian package (apt-get install chromium) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { env });
  const installed = await runCommand(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    { env },
  );
  if (installed.code !== 0)
    say(`apt-get could not install Chromium:\n${installed.output.trim().split('\n').slice(-5).join('\n')}`);
  return findChromium();
}

function isRootOnDebian(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}
