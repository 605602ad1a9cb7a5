import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One row of the table of .NET results; which members it has depends on `op`. `error` means that .NET throws. */
export type GoldenRow = {
  readonly id: string;
  readonly op: string;
  readonly expected?: unknown;
  readonly error?: true;
  readonly suspect?: true;
  readonly netHint?: unknown;
  readonly netHintError?: true;
} & Readonly<Record<string, unknown>>;

const path = fileURLToPath(new URL('../../../../shared/data/dotnet-golden.json', import.meta.url));

/** The rows of one part of the shared table, or null where the shared data is absent. */
export function goldenRows(part: 'dates' | 'text'): readonly GoldenRow[] | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  return JSON.parse(text)[part];
}

/** A member of a row that must be text. */
export function field(row: GoldenRow, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') {
    throw new Error(`Row ${row.id} has no text "${name}".`);
  }
  return value;
}

/** Text with everything outside printable ASCII escaped, for messages. */
export function shown(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))?.replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
