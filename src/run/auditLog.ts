import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { AuditRecord } from '../core/trace/provision.ts';

/** A file beyond this size becomes `<file>.1`, in the place of the one before. */
const maximumBytes = 4 * 1024 * 1024;
/** Nobody rotates for longer: a lock that is older was left behind. */
const staleLockMs = 60_000;
/** Longer texts and lists are cut. */
const maximumText = 500;
const maximumNames = 200;

/** A line of the log. */
export interface AuditLine extends AuditRecord {
  /** The account of the operating system. */
  readonly who: string;
}

export interface AuditLog {
  /** Absolute path. */
  readonly file: string;
  /** Appends a line and waits until it is on the disk. Rejects where it cannot. */
  record(record: AuditRecord): Promise<void>;
}

/**
 * A log of what was written for real: one JSON object a line, no values of attributes. Each line is appended at once, so that several windows
 * and commands may share the file, which only its owner can read.
 * @param file absolute; its folder is made
 */
export function auditLog(file: string, { who = accountName(), bytes = maximumBytes } = {}): AuditLog {
  return {
    file,
    async record(record) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await rotate(file, bytes);
      const line = Buffer.from(`${JSON.stringify(lineOf(record, who))}\n`);
      const handle = await open(file, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY, 0o600);
      try {
        // One write, so that lines of several writers do not mix.
        const { bytesWritten } = await handle.write(line);
        if (bytesWritten !== line.length) throw new Error(`${file} took only a part of the line`);
        await handle.datasync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** `$PROVISION_ON_DEMAND_AUDIT_LOG`, else a file among the user's own (XDG Base Directory Specification, by which a relative `$XDG_STATE_HOME` does not count). */
export function auditLogPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { PROVISION_ON_DEMAND_AUDIT_LOG: named, XDG_STATE_HOME: state } = env;
  if (named) return resolve(named);
  const home = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(home, 'provision-on-demand', 'audit.log');
}

function lineOf(record: AuditRecord, who: string): AuditLine {
  const { at, event, action, subject, object, target, connection, attributes, outcome, code, requestIds } = record;
  const names = (list: readonly string[]): readonly string[] => list.slice(0, maximumNames).map(cut);
  return {
    at,
    who: cut(who),
    event,
    action,
    subject: cut(subject),
    object: object === null ? null : cut(object),
    target: cut(target),
    connection: cut(connection),
    attributes: names(attributes),
    outcome: outcome === null ? null : cut(outcome),
    code: code === null ? null : cut(code),
    requestIds: names(requestIds),
  };
}

function cut(text: string): string {
  return text.length > maximumText ? `${text.slice(0, maximumText)}…` : text;
}

/** One writer at a time moves the full file away; the others go on meanwhile, and none of their lines is lost. */
async function rotate(file: string, bytes: number): Promise<void> {
  if ((await sizeOf(file)) < bytes) return;
  const lock = `${file}.lock`;
  try {
    await (await open(lock, 'wx', 0o600)).close();
  } catch {
    const held = await stat(lock).catch(() => null);
    if (held && Date.now() - held.mtimeMs > staleLockMs) await rm(lock, { force: true });
    return;
  }
  try {
    // Another writer may have been here in between.
    if ((await sizeOf(file)) >= bytes) await rename(file, `${file}.1`);
  } finally {
    await rm(lock, { force: true });
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.size ?? 0;
}

/** Accounts without an entry in the machine's list have a number only. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
