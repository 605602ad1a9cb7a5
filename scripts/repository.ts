import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const repositoryRoot: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file of the repository. */
export function inRepository(...parts: readonly string[]): string {
  return join(repositoryRoot, ...parts);
}

export interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly publisher: string;
  readonly version: string;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as Manifest;
}

/** Environment in which `node` and the tools are those of this repository. */
export function toolEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [inRepository('node_modules', '.bin'), process.env.PATH].join(delimiter), ...extra };
}

export interface CommandResult {
  readonly code: number;
  /** Standard output and standard error as they came; empty where the command wrote to the terminal itself. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Write to the terminal instead of collecting. */
  readonly inherit?: boolean;
}

/** Runs a command with the repository's tools first on the path. Never rejects: a command that cannot be started has code 127. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? repositoryRoot,
      env: options.env ?? toolEnvironment(),
      stdio: options.inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** As {@link runCommand}, for commands that must succeed: throws with what they printed. */
export async function mustRun(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(command, args, options);
  if (result.code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${result.code}.\n${result.output}`);
  return result.output;
}
