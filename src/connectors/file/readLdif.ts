import type { Problem } from '../../core/problem.ts';
import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { TextRange } from '../../core/text/range.ts';
import { isBinaryAttribute } from './binaryAttributes.ts';
import { type LogicalLine, ldifRecords } from './ldifLines.ts';

/** One entry of an LDIF file. Attributes are spelled as at their first use; binary values are base64; secrets are dropped. */
export interface LdifEntry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, string | readonly string[]>;
  readonly range: TextRange;
}

/** A record that is not an entry of the result: its name where it has one, and the problem that says why. */
export interface SkippedRecord {
  readonly dn: string | null;
  readonly problem: Problem;
}

export interface LdifFile {
  readonly entries: readonly LdifEntry[];
  readonly skipped: readonly SkippedRecord[];
  readonly problems: readonly Problem[];
}

/** More than this many problems say nothing new. */
const maximumProblems = 100;

/**
 * Reads an LDIF content file (RFC 2849): folded lines, base64, comments, `CRLF`, several values, attribute options. Never throws. An entry
 * with a line that cannot be read is left out whole, since a person without one attribute would be provisioned wrongly; a value that is
 * only a reference to a file or URL (`:<`) is left out alone, with a warning. Records that describe changes are left out, except
 * `changetype: add`, which ldifde writes in every export and which is an entry. Problems have ranges in the text as it was given.
 */
export function readLdif(text: string): LdifFile {
  const entries: LdifEntry[] = [];
  const skipped: SkippedRecord[] = [];
  const problems: Problem[] = [];
  const note = (problem: Problem): void => {
    if (problems.length < maximumProblems) problems.push(problem);
  };
  if (text.includes('\u0000')) {
    const range = { start: 0, end: 1 };
    note(problemAt(range, 'The file is not UTF-8 text; it looks like UTF-16, as "ldifde -u" writes.', 'Save it as UTF-8.'));
    return { entries, skipped, problems };
  }
  const names = new Set<string>();
  for (const [index, record] of ldifRecords(text).entries()) {
    const lines = index === 0 ? withoutVersion(record, note) : record;
    if (lines.length === 0) continue;
    const result = readRecord(lines, note);
    if ('problem' in result) {
      note(result.problem);
      skipped.push(result);
    } else {
      if (names.has(result.dn))
        note({ ...problemAt(rangeOf(lines), `${result.dn} stands twice in the file.`, null), severity: 'warning' });
      names.add(result.dn);
      entries.push(result);
    }
  }
  return { entries, skipped, problems };
}

function withoutVersion(record: readonly LogicalLine[], note: (problem: Problem) => void): readonly LogicalLine[] {
  const first = record[0];
  const version = first && /^version:\s*(.*?)\s*$/i.exec(first.text)?.[1];
  if (!first || version === undefined) return record;
  if (version !== '1') {
    note({ ...problemAt(first, 'The file has an LDIF version that is not known; version 1 is.', null), severity: 'warning' });
  }
  return record.slice(1);
}

function readRecord(lines: readonly LogicalLine[], note: (problem: Problem) => void): LdifEntry | SkippedRecord {
  const [first, ...rest] = lines;
  const name = first && readLine(first);
  if (!first || !name || 'problem' in name || name.name.toLowerCase() !== 'dn' || name.form === 'url') {
    const range = first ?? { start: 0, end: 0 };
    const message = 'An entry must begin with its "dn:" line; the entry that begins here is left out.';
    return { dn: null, problem: problemAt(range, message, 'Begin it with "dn: CN=…", after a blank line.') };
  }
  const dn = name.value;
  const skip = (line: LogicalLine, message: string, fix: string | null): SkippedRecord => {
    return { dn, problem: problemAt(line, `${message} The entry ${dn} is left out.`, fix) };
  };
  const values = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [index, line] of rest.entries()) {
    const read = readLine(line);
    if ('problem' in read) return skip(line, read.problem, read.fix);
    const key = read.name.toLowerCase();
    if (index === 0 && (key === 'changetype' || key === 'control')) {
      if (key === 'changetype' && read.value.trim().toLowerCase() === 'add') continue;
      return skip(line, 'This record describes a change, not an entry.', 'Export the entries themselves.');
    }
    if (read.form === 'url') {
      const message = `The value of ${read.name} of ${dn} stands in another place ("${read.name}:<"), which is not read; it is left out.`;
      note({ ...problemAt(line, message, 'Write the value itself, in base64 after "::".'), severity: 'warning' });
      continue;
    }
    if (read.value.includes('\ufffd') && read.form === 'text') {
      const message = `The value of ${read.name} of ${dn} holds bytes that are not UTF-8.`;
      note({ ...problemAt(line, message, 'Save the file as UTF-8.'), severity: 'warning' });
    }
    if (isSecretAttribute(read.name)) continue;
    const known = values.get(key);
    if (known) known.values.push(read.value);
    else values.set(key, { name: read.name, values: [read.value] });
  }
  const attributes = new Map<string, string | readonly string[]>();
  for (const { name: spelled, values: list } of values.values())
    attributes.set(spelled, list.length === 1 ? (list[0] ?? '') : list);
  return { dn, attributes, range: rangeOf(lines) };
}

type ReadLine =
  | { readonly name: string; readonly form: 'text' | 'base64' | 'url'; readonly value: string }
  | { readonly problem: string; readonly fix: string };

const description = /^([A-Za-z][\w-]*|\d+(?:\.\d+)*)((?:;[\w-]+)*)(::|:<|:)/;

function readLine(line: LogicalLine): ReadLine {
  const found = description.exec(line.text);
  const [whole = '', base = '', options = '', separator] = found ?? [];
  if (!found) {
    return { problem: 'This line is not "name: value".', fix: 'Fold a long value by beginning the next line with one space.' };
  }
  const value = line.text.slice(whole.length).replace(/^ +/, '');
  // `;binary` says how a value was sent, not which attribute it is of.
  const name = base + options.replace(/;binary(?=;|$)/gi, '');
  if (separator === ':<') return { name, form: 'url', value };
  if (separator === ':') return { name, form: 'text', value };
  const packed = value.trim();
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    return {
      problem: `The value of ${name} is not base64, which "::" announces.`,
      fix: 'Write the value after a single colon, or encode it.',
    };
  }
  const bytes = Buffer.from(packed, 'base64');
  const text = isBinaryAttribute(base + options) ? null : utf8Of(bytes);
  return { name, form: 'base64', value: text ?? bytes.toString('base64') };
}

/** Null where the bytes are no text: not valid UTF-8, or with a zero byte. */
function utf8Of(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

function rangeOf(lines: readonly LogicalLine[]): TextRange {
  return { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 };
}

function problemAt({ start, end }: TextRange, message: string, fix: string | null): Problem {
  return { code: 'ldif-syntax', severity: 'error', range: { start, end }, message, fix };
}
