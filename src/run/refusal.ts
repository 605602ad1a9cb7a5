import { basename } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { lineColumnAt } from '../core/text/lineIndex.ts';
import type { FileProblem, RunHost, RunRefusal } from './run.ts';

/** A problem with the file it stands in and its place as an editor counts it. */
export function withPlace(path: string, text: string, problem: Problem): FileProblem {
  return { path, problem, ...lineColumnAt(text, problem.range.start) };
}

export function firstError(problems: readonly Problem[]): Problem | null {
  return problems.find((problem) => problem.severity === 'error') ?? null;
}

/** Refuses a run for what a file says: the first error in words, all problems beside it. */
export function refusal(what: string, error: Problem | null, problems: readonly FileProblem[]): RunRefusal {
  const at = problems.find(({ problem }) => problem === error);
  const place = at ? ` (line ${at.line}, column ${at.column})` : '';
  return {
    ok: false,
    message: error ? `${what}${place}: ${error.message}` : `${what}.`,
    advice: error?.fix ?? 'Correct the file at the marked place and run again.',
    problems,
  };
}

export type FileReading = { readonly ok: true; readonly text: string } | RunRefusal;

/** @param what how the message calls the file: `The connection file` */
export async function readFile(host: RunHost, path: string, what: string): Promise<FileReading> {
  try {
    return { ok: true, text: await host.readText(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const missing = code === 'ENOENT' || code === 'FileNotFound';
    const reason = missing
      ? 'does not exist'
      : `cannot be read (${code || (error instanceof Error ? error.message : String(error))})`;
    return {
      ok: false,
      message: `${what} ${basename(path)} ${reason}: ${path}`,
      advice: missing
        ? 'Check the path; paths in a connection file are relative to that file.'
        : 'Check that it is a file and that you may read it.',
      problems: [],
    };
  }
}
