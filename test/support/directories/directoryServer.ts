import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';

/** A real directory server that runs for a test. */
export interface DirectoryServer {
  /** Its own address in 127/8, so that test files can run side by side. */
  readonly host: string;
  readonly port: number;
  /** `ldap://127.…`; StartTLS is offered here. */
  readonly url: string;
  readonly ldaps: string;
  /** The authority of its certificate. */
  readonly caFile: string;
  readonly baseDN: string;
  readonly adminDN: string;
  readonly adminPassword: string;
  /** May read, may not write. */
  readonly readerDN: string;
  readonly readerPassword: string;
  stop(): Promise<void>;
}

/** A reason to skip where a tool is missing; in CI nothing is skipped, so that a missing tool fails. */
export function skipWithout(tools: readonly string[], what: string): string | false {
  if (process.env.CI) return false;
  const missing = tools.filter((tool) => !existsSync(tool));
  return missing.length === 0 ? false : `${what} is not installed: ${missing.join(', ')} not found`;
}

/** An address that no other test is likely to have. */
export function ownAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
}

export interface Launched {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it wrote so far. */
  log(): string;
  /** Resolves as soon as it has ended. */
  ended(): Promise<void>;
}

export function launch(command: string, args: readonly string[]): Launched {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  const keep = (data: unknown): void => {
    text += String(data);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      keep(error);
      resolve();
    });
    child.once('exit', () => resolve());
  });
  return { child, log: () => text, ended: () => gone };
}

/** Waits until somebody accepts connections there. Rejects with the log where the server ends before. */
export async function untilUp(host: string, port: number, { child, log }: Launched): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`the server ended: ${log()}`);
    if (await accepts(host, port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the server is not ready: ${log()}`);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

export interface LdapsearchQuestion {
  readonly base?: string;
  readonly scope?: 'base' | 'one' | 'sub';
  readonly filter?: string;
  readonly attributes?: readonly string[];
  /** Tombstones too. */
  readonly deleted?: boolean;
}

/** What the server holds, as `ldapsearch` says it: LDIF without comments, one line a value. Asked as the administrator, over LDAPS. */
export function ldapsearch(server: DirectoryServer, question: LdapsearchQuestion = {}): Promise<string> {
  const { base = server.baseDN, scope = 'sub', filter = '(objectClass=*)', attributes = [], deleted = false } = question;
  const account = ['-x', '-H', server.ldaps, '-D', server.adminDN, '-w', server.adminPassword];
  const how = ['-LLL', '-o', 'ldif-wrap=no', ...(deleted ? ['-E', '!1.2.840.113556.1.4.417'] : [])];
  const paged = ['-E', 'pr=500/noprompt'];
  const args = [...how, ...paged, ...account, '-b', base, '-s', scope, filter, ...attributes];
  const env = { ...process.env, LDAPTLS_CACERT: server.caFile, LDAPTLS_REQCERT: 'demand' };
  return new Promise((resolve, reject) => {
    execFile('ldapsearch', args, { env, maxBuffer: 1 << 28, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) reject(new Error(`ldapsearch: ${stderr}`, { cause: error }));
      // References to other parts of the tree and the cookies of pages are comments, even with -LLL.
      else resolve(stdout.replace(/^#.*\n\n?/gm, ''));
    });
  });
}
