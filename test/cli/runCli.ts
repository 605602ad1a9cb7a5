import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { repository } from '../support/runSample.ts';

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does. Fails the test's patience, not the machine's: a run is ended after 30 s. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<CliResult> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [resolve(repository, 'dist/cli.js'), ...args], {
      cwd: repository,
      env: { ...process.env, ...env },
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
    signal?.addEventListener('abort', () => child.kill('SIGINT'));
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      settle({ code, out, err });
    });
  });
}
