import { resolve } from 'node:path';
import type { FileReference } from '../../core/connection/connection.ts';
import type { Problem } from '../../core/problem.ts';
import { lineColumnAt } from '../../core/text/lineIndex.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, failure, success, timedOut } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { EntryIndex } from './entryIndex.ts';
import { type FileEntry, fileEntry } from './fileEntry.ts';
import { readLdif } from './readLdif.ts';
import { readPeople } from './readPeople.ts';

/** A directory file as it was read. */
export interface DirectoryFile {
  readonly entries: readonly FileEntry[];
  readonly index: EntryIndex;
  readonly problems: readonly Problem[];
  /** Entries that were left out: their name where they have one, and why. */
  readonly skipped: readonly { readonly dn: string | null; readonly message: string }[];
  /** `2 entries left out (line 14: …)`, or null where all was read. */
  readonly remark: string | null;
}

type Format = 'ldif' | 'json';

/** In UTF-16 code units. */
const maximumLength = 64_000_000;
const defaultTimeoutMs = 10_000;

/**
 * Files as they were last parsed, by their text: the editor reads the same file again on every key stroke in another one. Few, since
 * each keeps its text.
 */
const recent: { readonly format: Format; readonly text: string; readonly file: DirectoryFile }[] = [];
const maximumRecent = 6;

/** Reads the file of a reference. The answer is an error where it cannot be read at all, or holds nobody because it is broken. */
export async function loadDirectoryFile(reference: FileReference, options: OpenOptions): Promise<DirectoryResult<DirectoryFile>> {
  const format = formatOf(reference.path);
  if (!format) {
    const message = `The file ${reference.path} is neither LDIF nor JSON, by its name.`;
    return failure('unsupported', 'Unsupported', message, 'Use a file that ends with .ldif, .ldf, .json or .jsonc.');
  }
  const read = await readWithin(reference.path, resolve(options.folder, reference.path), options);
  if (!read.ok) return read;
  const text = read.value;
  if (text.length > maximumLength) {
    const message = `The file ${reference.path} is too long: ${text.length} characters, at most ${maximumLength} are read.`;
    return failure('refused', 'FileTooLong', message, 'Export fewer people into it.');
  }
  const file = parsed(format, text);
  const broken = file.entries.length === 0 ? file.problems.find((problem) => problem.severity === 'error') : undefined;
  if (broken) {
    const message = `The file ${reference.path} cannot be read, line ${lineColumnAt(text, broken.range.start).line}: ${broken.message}`;
    return failure('malformed', 'FileMalformed', message, broken.fix ?? 'Correct the file.');
  }
  return success(file);
}

function formatOf(path: string): Format | null {
  if (/\.(ldif|ldf)$/i.test(path)) return 'ldif';
  return /\.jsonc?$/i.test(path) ? 'json' : null;
}

function parsed(format: Format, text: string): DirectoryFile {
  const index = recent.findIndex((item) => item.format === format && item.text === text);
  const known = index === -1 ? undefined : recent.splice(index, 1)[0];
  const item = known ?? { format, text, file: parse(format, text) };
  recent.unshift(item);
  recent.length = Math.min(recent.length, maximumRecent);
  return item.file;
}

function parse(format: Format, text: string): DirectoryFile {
  if (format === 'json') {
    const { entries, problems } = readPeople(text);
    const skipped = problems.filter(isError).map((problem) => ({ dn: null, message: placed(text, problem) }));
    return { entries, index: new EntryIndex(entries), problems, skipped, remark: remarkOf(skipped) };
  }
  const file = readLdif(text);
  const entries = file.entries.map((entry) => fileEntry(entry.dn, entry.dn, entry.attributes, null));
  const skipped = file.skipped.map(({ dn, problem }) => ({ dn, message: placed(text, problem) }));
  return { entries, index: new EntryIndex(entries), problems: file.problems, skipped, remark: remarkOf(skipped) };
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}

function placed(text: string, problem: Problem): string {
  return `line ${lineColumnAt(text, problem.range.start).line}: ${problem.message}`;
}

function remarkOf(skipped: readonly { readonly message: string }[]): string | null {
  const [first] = skipped;
  if (!first) return null;
  return `${skipped.length === 1 ? '1 entry' : `${skipped.length} entries`} left out (${first.message})`;
}

async function readWithin(name: string, path: string, options: OpenOptions): Promise<DirectoryResult<string>> {
  const what = `Reading the file ${name}`;
  if (options.signal.aborted) return cancelled(what);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const ended = new Promise<DirectoryResult<string>>((settle) => {
    timer = setTimeout(() => settle(timedOut(`The file ${name}`, timeoutMs)), timeoutMs);
    onAbort = () => settle(cancelled(what));
    options.signal.addEventListener('abort', onAbort, { once: true });
  });
  const reading = Promise.resolve(options.readText(path)).then(success, (error: unknown) => unreadable(name, error));
  try {
    return await Promise.race([reading, ended]);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
  }
}

function unreadable(name: string, error: unknown): DirectoryResult<never> {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const advice = 'Correct the path in the connection file; it is relative to that file.';
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'FileNotFound') {
    return failure('notFound', 'FileNotFound', `The file ${name} does not exist.`, advice);
  }
  if (code === 'EISDIR' || code === 'FileIsADirectory')
    return failure('refused', 'FileUnreadable', `${name} is a folder, not a file.`, advice);
  if (code === 'EACCES' || code === 'EPERM' || code === 'NoPermissions') {
    return failure('unauthorized', 'FileUnreadable', `The file ${name} may not be read.`, 'Give yourself the right to read it.');
  }
  const cause = error instanceof Error ? error.message : String(error);
  return failure('unreachable', 'FileUnreadable', `The file ${name} cannot be read: ${cause}`, advice);
}
