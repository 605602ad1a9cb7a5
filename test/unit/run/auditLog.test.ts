import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { AuditRecord } from '../../../src/core/trace/provision.ts';
import { type AuditLine, auditLog, auditLogPath } from '../../../src/run/auditLog.ts';
import { repository } from '../../support/runSample.ts';

const line: AuditRecord = {
  event: 'done',
  at: '2026-01-31T12:00:00.000Z',
  connection: 'Entra to application',
  target: 'http://127.0.0.1:1/scim',
  action: 'update',
  subject: 'adele',
  object: 'a1',
  attributes: ['displayName', 'title'],
  outcome: 'written',
  code: null,
  requestIds: ['r-1'],
};

/** A process of its own that appends so many lines. */
const writer = `
  import { auditLog } from ${JSON.stringify(resolve(repository, 'src/run/auditLog.ts'))};
  const [file, name, count, bytes] = process.argv.slice(1);
  const log = auditLog(file, { who: name, bytes: Number(bytes) });
  for (let index = 0; index < Number(count); index++) await log.record({ ...${JSON.stringify(line)}, subject: String(index) });
`;

async function append(file: string, name: string, count: number, bytes: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, file, name, String(count), String(bytes)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
}

async function linesOf(file: string): Promise<readonly AuditLine[]> {
  const text = await readFile(file, 'utf8');
  assert.ok(text.endsWith('\n'));
  return text
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one) as AuditLine);
}

describe('the audit log', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-audit-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('keeps a line of JSON for each record, with the account, in a file that only its owner reads', async () => {
    const file = join(folder, 'deep', 'er', 'audit.log');
    const log = auditLog(file);
    await log.record({ ...line, event: 'asked', outcome: null });
    await log.record(line);
    const [asked, done] = await linesOf(file);
    assert.deepEqual([asked?.event, asked?.outcome, done?.outcome], ['asked', null, 'written']);
    assert.deepEqual(done, { ...line, who: userInfo().username });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'deep'))).mode & 0o777, 0o700);
  });

  it('loses and mixes no line of several processes', async () => {
    const file = join(folder, 'shared.log');
    const names = ['one', 'two', 'three'];
    await Promise.all(names.map((name) => append(file, name, 40, 1_000_000)));
    const lines = await linesOf(file);
    for (const name of names) {
      const own = lines.filter(({ who }) => who === name).map(({ subject }) => subject);
      assert.deepEqual(
        own,
        Array.from({ length: 40 }, (_, index) => String(index)),
        `${name} in its own order`,
      );
    }
    assert.equal(lines.length, 120);
  });

  it('becomes ".1" when it is full, and neither file grows on', async () => {
    const file = join(folder, 'full.log');
    await Promise.all(['one', 'two'].map((name) => append(file, name, 60, 4000)));
    const sizes = await Promise.all([file, `${file}.1`].map(async (path) => (await stat(path)).size));
    for (const size of sizes) assert.ok(size < 8000, `${size} bytes`);
    // The newest lines are those that are left, whole.
    const kept = [...(await linesOf(`${file}.1`)), ...(await linesOf(file))];
    assert.ok(kept.some(({ subject }) => subject === '59'));
  });

  it('goes on where a rotation was broken off', async () => {
    const file = join(folder, 'broken.log');
    await writeFile(file, `${JSON.stringify(line)}\n`);
    await writeFile(`${file}.lock`, '');
    await auditLog(file, { bytes: 10 }).record(line);
    assert.equal((await linesOf(file)).length, 2);
  });

  it('stays one line, whatever a directory calls things', async () => {
    const file = join(folder, 'hostile.log');
    await auditLog(file).record({
      ...line,
      subject: 'a\n{"event":"done"}',
      target: 'x'.repeat(100_000),
      requestIds: Array(5000).fill('y'),
    });
    const [only, ...more] = await linesOf(file);
    assert.equal(more.length, 0);
    assert.equal(only?.subject, 'a\n{"event":"done"}');
    assert.ok((await stat(file)).size < 5000);
  });

  it('rejects where it cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await assert.rejects(auditLog(join(file, 'audit.log')).record(line));
  });

  it('stands where the environment says, else among the user’s own files', () => {
    assert.equal(auditLogPath({ PROVISION_ON_DEMAND_AUDIT_LOG: '/var/log/p.log', XDG_STATE_HOME: '/s' }), '/var/log/p.log');
    assert.equal(auditLogPath({ XDG_STATE_HOME: '/s' }), '/s/provision-on-demand/audit.log');
    const home = join(homedir(), '.local', 'state', 'provision-on-demand', 'audit.log');
    for (const env of [{}, { XDG_STATE_HOME: 'relative' }, { PROVISION_ON_DEMAND_AUDIT_LOG: '' }])
      assert.equal(auditLogPath(env), home);
  });
});
