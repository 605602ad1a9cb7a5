import { spawnSync } from 'node:child_process';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { inRepository } from './repository.ts';

const downloadServer = 'https://update.code.visualstudio.com/api/releases/stable';

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The executable of a desktop VS Code for tests, downloaded where that is possible; null without a display or without the download. */
export async function findDesktopVsCode(): Promise<string | null> {
  if (!hasDisplay()) return null;
  try {
    const answer = await fetch(downloadServer, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    if (!answer.ok) return null;
    return await downloadAndUnzipVSCode({ cachePath: inRepository('.vscode-test') });
  } catch {
    return null;
  }
}

/** True where a person can open a folder with the command `code`. */
export function hasCodeCommand(): boolean {
  return hasDisplay() && spawnSync('code', ['--version'], { shell: process.platform === 'win32' }).status === 0;
}
