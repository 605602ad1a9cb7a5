import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

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
export function goldenRows(part: 'dates' | 'text' | 'regex'): readonly GoldenRow[] | null {
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

/** What this project gives for a row. `invalid`: the call is wrong in .NET too; `open`: .NET may well have an answer. */
export type Answer =
  | { readonly value: unknown }
  | { readonly refused: { readonly kind: 'invalid' | 'open'; readonly reason: string } };

/** A call of the table, as this project makes it. */
export type Calls = Readonly<Record<string, (row: GoldenRow) => unknown>>;

/** `differs` is the one that must not be: an answer that .NET does not give. */
export type Verdict = 'agrees' | 'refused' | 'differs';

/** Ends a call that has no answer. */
export function refuse(reason: string, kind: 'invalid' | 'open' = 'invalid'): never {
  throw new Refusal(reason, kind);
}

/** The result of a function of ours, which is refused where it failed. */
export function accepted<
  Result extends { readonly ok: true } | { readonly ok: false; readonly message: string; readonly reason?: string },
>(result: Result): Extract<Result, { readonly ok: true }> {
  if (result.ok) return result as Extract<Result, { readonly ok: true }>;
  return refuse(result.message, (result.reason ?? 'invalid') === 'invalid' ? 'invalid' : 'open');
}

export function answerOf(calls: Calls, row: GoldenRow): Answer {
  const call = calls[row.op];
  if (!call) throw new Error(`No call for ${row.id} ${row.op}.`);
  try {
    return { value: call(row) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: { kind: error.kind, reason: error.message } };
  }
}

export function judge(row: GoldenRow, answer: Answer): Verdict {
  if ('refused' in answer) return row.error && answer.refused.kind === 'invalid' ? 'agrees' : 'refused';
  return !row.error && isDeepStrictEqual(answer.value, row.expected) ? 'agrees' : 'differs';
}

/** A suspect row with what the .NET of today is believed to give; null where the table does not say. */
export function hinted({ expected, error, ...row }: GoldenRow): GoldenRow | null {
  if (row.netHintError) return { ...row, error: true };
  return 'netHint' in row ? { ...row, expected: row.netHint } : null;
}

class Refusal extends Error {
  readonly kind: 'invalid' | 'open';

  constructor(reason: string, kind: 'invalid' | 'open') {
    super(reason);
    this.kind = kind;
  }
}
