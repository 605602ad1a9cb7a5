import { readFile } from 'node:fs/promises';
import { dialects } from '../core/expression/dialect.ts';
import { problemSource, type Severity } from '../core/problemCodes.ts';
import { lineIndex } from '../core/text/lineIndex.ts';
import { analyse } from '../language/analysis.ts';
import { diagnose } from '../language/diagnostics.ts';
import { documentKind } from '../language/documentKind.ts';
import type { CheckedFile } from './checkedFile.ts';
import type { FlagValues } from './commandLine.ts';
import { checkFormats } from './commandTable.ts';
import { type Colour, exitCodes, type Output, painted } from './output.ts';
import { UnusableInput } from './readAttributes.ts';
import { sarifLog } from './sarif.ts';

/** `check FILE…`: exit 0 without errors, 1 where a file has one, 2 for a file that cannot be read or is none of ours. */
export async function checkCommand(values: FlagValues, output: Output, paths: readonly string[]): Promise<number> {
  const format = choice('format', values.format, checkFormats);
  const dialect = choice('dialect', values.dialect, dialects);
  const wrong = !format.ok ? format.message : !dialect.ok ? dialect.message : null;
  if (!format.ok || !dialect.ok || paths.length === 0) {
    output.err(wrong ?? 'check needs at least one FILE. See check --help.');
    return exitCodes.unusable;
  }
  const files: CheckedFile[] = [];
  for (const path of paths) {
    try {
      files.push(await checkFile(path, values.dialect === undefined ? null : dialect.value));
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      output.err(error.message);
    }
  }
  print(format.value, files, output);
  if (files.length < paths.length) return exitCodes.unusable;
  return count(files, 'error') > 0 ? exitCodes.failed : exitCodes.ok;
}

type Choice<Name> = { readonly ok: true; readonly value: Name } | { readonly ok: false; readonly message: string };

/** One of a list of names; the first where none is given. */
function choice<Name extends string>(flag: string, given: string | undefined, names: readonly [Name, ...Name[]]): Choice<Name> {
  const value = given === undefined ? names[0] : names.find((name) => name === given);
  return value === undefined
    ? { ok: false, message: `--${flag} takes ${names.join(', ')}, not "${given}".` }
    : { ok: true, value };
}

/** @throws UnusableInput where the file cannot be read, or is none that the extension knows */
async function checkFile(path: string, dialect: (typeof dialects)[number] | null): Promise<CheckedFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const kind = documentKind(path, text);
  if (kind === null) {
    const known = 'a synchronization schema, a mapping file (*.mapping.json), a scope file (*.scope.json) or a connection file';
    throw new UnusableInput(`${path} is none of the files that check knows: ${known} (*.provision.json).`);
  }
  const place = lineIndex(text);
  const problems = diagnose(analyse(kind, text, dialect)).map((problem) => ({
    problem,
    start: place(problem.range.start),
    end: place(problem.range.end),
  }));
  return { path, kind, problems };
}

function print(format: (typeof checkFormats)[number], files: readonly CheckedFile[], output: Output): void {
  switch (format) {
    case 'human':
      for (const file of files) printFile(file, output);
      output.out(summary(files));
      return;
    case 'json':
      output.out(JSON.stringify(toJson(files), null, 2));
      return;
    case 'sarif':
      output.out(JSON.stringify(sarifLog(files), null, 2));
      return;
  }
}

const colours: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', information: 'grey' };

function printFile({ path, problems }: CheckedFile, output: Output): void {
  for (const { problem, start } of problems) {
    const place = `${path}:${start.line}:${start.column}`;
    output.out(`${place}: ${painted(output, colours[problem.severity], problem.severity)} ${problem.code}: ${problem.message}`);
    if (problem.fix !== null) output.out(`    ${problem.fix}`);
    const source = problemSource(problem.code);
    if (source !== null) output.out(`    Documented in ${source}.`);
  }
}

function summary(files: readonly CheckedFile[]): string {
  const counted = (number: number, name: string): string => `${number} ${name}${number === 1 ? '' : 's'}`;
  return `${counted(count(files, 'error'), 'error')}, ${counted(count(files, 'warning'), 'warning')} in ${counted(files.length, 'file')}`;
}

/** Ranges are UTF-16 offsets, half-open; lines and columns count from 1. */
function toJson(files: readonly CheckedFile[]): object {
  return {
    errors: count(files, 'error'),
    warnings: count(files, 'warning'),
    files: files.map(({ path, kind, problems }) => ({
      path,
      kind,
      problems: problems.map(({ problem: { code, severity, message, fix, range }, start, end }) => ({
        code,
        severity,
        message,
        fix,
        source: problemSource(code),
        range: [range.start, range.end],
        start,
        end,
      })),
    })),
  };
}

function count(files: readonly CheckedFile[], severity: Severity): number {
  return files.reduce((sum, { problems }) => sum + problems.filter(({ problem }) => problem.severity === severity).length, 0);
}
