import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../scripts/scimServer.ts';
import type { Trace } from '../../src/core/trace/trace.ts';
import { repository, sampleScimUrl } from '../support/runSample.ts';
import { type CliResult, runCli } from './runCli.ts';

const ad = 'samples/ad-to-entra/ad-to-entra.provision.json';

describe('trace', () => {
  const people: readonly (readonly [user: string, action: string, code: string | null, exit: number])[] = [
    ['Noah Fischer', 'create', null, 0],
    ['CN=Adele Vance,OU=Sales,DC=corp,DC=example', 'update', null, 0],
    ['Grace Whitfield', 'skip', 'RedundantExport', 0],
    ['Victor Hale', 'disable', null, 0],
    ['Daniel Cho', 'none', 'DuplicateTargetEntries', 1],
    ['Priya Raman', 'skip', 'NotEffectivelyEntitled', 0],
  ];
  for (const [user, action, code, exit] of people) {
    it(`prints the trace document of ${user}: ${code ?? action}`, async () => {
      const result = await runCli(['trace', '--connection', ad, '--user', user, '--json']);
      const trace = JSON.parse(result.out) as Trace;
      assert.deepEqual(
        [trace.format, trace.mode, trace.action, trace.code, result.code],
        ['provtrace/1', 'preview', action, code, exit],
      );
      assert.deepEqual(
        trace.steps.map((step) => step.kind),
        ['testConnection', 'import', 'scope', 'match', 'action'],
      );
      for (const step of trace.steps) assert.ok(step.summary.length > 0 && step.durationMs >= 0);
      assert.equal(result.err, '');
    });
  }

  it('prints five readable steps without colour codes in a pipe, and writes the document where --out says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'provision-'));
    const file = join(folder, 'adele.provtrace.json');
    const result = await runCli(['trace', '--connection', ad, '--user', 'adele.vance@corp.example', '--out', file]);
    assert.equal(result.code, 0);
    for (const name of ['Test connection', 'Import user', 'Determine scope', 'Match user', 'Perform action'])
      assert.match(result.out, new RegExp(name));
    assert.match(result.out, /Title: "Account Executive" → "Senior Account Executive"/);
    assert.ok(!result.out.includes('\u001b'));
    assert.equal((JSON.parse(await readFile(file, 'utf8')) as Trace).action, 'update');
    await rm(folder, { recursive: true });
  });
});

describe('a SCIM target', () => {
  let folder: string;
  let server: ScimServer;
  const connection = (): string => join(folder, 'entra-to-scim.provision.json');

  /** The sample's connection with another target. */
  const withTarget = async (target: object): Promise<string> => {
    const text = await readFile(resolve(repository, 'samples/entra-to-scim/entra-to-scim.provision.json'), 'utf8');
    const path = join(folder, 'other.provision.json');
    await writeFile(path, text.replace(/"target"\s*:\s*\{[^}]*\}/, `"target": ${JSON.stringify(target)}`));
    return path;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-'));
    await cp(resolve(repository, 'samples/entra-to-scim'), folder, { recursive: true });
    const users = JSON.parse(await readFile(join(folder, 'scim-users.json'), 'utf8'));
    server = await startScimServer({ users, token: 'right-token' });
    const text = (await readFile(connection(), 'utf8')).replace(sampleScimUrl, server.url);
    await writeFile(connection(), text);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('is asked with the token of the named environment variable, which shows nowhere', async () => {
    const path = await withTarget({ kind: 'scim', url: server.url, secretEnv: 'SAMPLE_SCIM_TOKEN' });
    const result = await runCli(['trace', '--connection', path, '--user', 'ben.carter@corp.example', '--json'], {
      SAMPLE_SCIM_TOKEN: 'right-token',
    });
    assert.equal(result.code, 0, result.err + result.out);
    assert.equal((JSON.parse(result.out) as Trace).action, 'create');
    assert.ok(!`${result.out}${result.err}`.includes('right-token'));
  });

  it('that refuses the token fails the first step with 401, and the rest says why it did not run', async () => {
    const path = await withTarget({ kind: 'scim', url: server.url, secretEnv: 'SAMPLE_SCIM_TOKEN' });
    const result = await runCli(['trace', '--connection', path, '--user', 'ben.carter@corp.example', '--json'], {
      SAMPLE_SCIM_TOKEN: 'wrong-token',
    });
    const trace = JSON.parse(result.out) as Trace;
    assert.deepEqual(
      [result.code, trace.status, trace.steps[0].status, trace.steps[3].status],
      [1, 'failure', 'failure', 'notRun'],
    );
    assert.match(trace.steps[0].error?.message ?? '', /401/);
    assert.ok(!`${result.out}${result.err}`.includes('wrong-token'));
  });

  it('that is down is a failed step that names it', async () => {
    const path = await withTarget({ kind: 'scim', url: 'http://127.0.0.1:9/scim' });
    const result = await runCli(['trace', '--connection', path, '--user', 'ben.carter@corp.example', '--json']);
    const trace = JSON.parse(result.out) as Trace;
    assert.equal(result.code, 1);
    assert.match(trace.steps[0].summary, /127\.0\.0\.1:9/);
    assert.equal(trace.steps[1].status, 'success');
  });
});

describe('unusable input', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-'));
    await cp(resolve(repository, 'samples/ad-to-entra'), folder, { recursive: true });
  });
  after(() => rm(folder, { recursive: true }));

  const refused = async (args: readonly string[], ...said: readonly RegExp[]): Promise<CliResult> => {
    const result = await runCli(args);
    assert.equal(result.code, 2, result.out + result.err);
    assert.equal(result.out, '');
    for (const pattern of said) assert.match(result.err, pattern);
    assert.doesNotMatch(result.err, /\n\s+at /, 'no stack trace');
    return result;
  };

  /** The sample connection after a replacement. */
  const changed = async (from: string | RegExp, to: string): Promise<string> => {
    const path = join(folder, 'changed.provision.json');
    const text = await readFile(join(folder, 'ad-to-entra.provision.json'), 'utf8');
    const next = text.replace(from, to);
    assert.notEqual(next, text);
    await writeFile(path, next);
    return path;
  };

  it('says what is missing and where help is', async () => {
    await refused(['tracee'], /no command "tracee"/, /trace/);
    await refused(['trace'], /--connection/);
    await refused(['trace', '--connection', ad], /--user/);
    await refused(['trace', '--conection', ad], /--conection/);
  });

  it('names a connection file that does not exist, is broken, or points nowhere', async () => {
    await refused(['trace', '--connection', 'nowhere.provision.json', '--user', 'x'], /nowhere\.provision\.json does not exist/);
    await refused(
      ['trace', '--connection', await changed('"source"', 'source"'), '--user', 'x'],
      /changed\.provision\.json/,
      /line \d+/,
    );
    await refused(
      ['trace', '--connection', await changed('ad-to-entra.syncschema.json', 'gone.json'), '--user', 'x'],
      /gone\.json does not exist/,
    );
    await refused(
      ['trace', '--connection', await changed('"AD2AADProvisioning"', '"Nope"'), '--user', 'x'],
      /"Nope"/,
      /"AD2AADProvisioning"/,
    );
    await refused(
      ['trace', '--connection', await changed('"Provision Active Directory Users"', '"Nope"'), '--user', 'x'],
      /"Nope"/,
      /"Provision Active Directory Users"/,
    );
    await refused(
      ['trace', '--connection', await changed('"kind": "file"', '"kind": "fax"'), '--user', 'x'],
      /"file", "ldap", "graph", "scim"/,
    );
  });

  it('names the place in a broken schema and in one without rules', async () => {
    const schema = join(folder, 'broken.json');
    const connection = await changed('ad-to-entra.syncschema.json', 'broken.json');
    await writeFile(schema, '{ "synchronizationRules": [ { "name": } ] }');
    await refused(['trace', '--connection', connection, '--user', 'x'], /broken\.json/, /line 1, column 39/);
    await writeFile(schema, '{}');
    await refused(['trace', '--connection', connection, '--user', 'x'], /no synchronization rules/);
    await writeFile(schema, '');
    await refused(['trace', '--connection', connection, '--user', 'x'], /empty/);
  });

  it('fails a step, not the program, for directory files that are missing or broken', async () => {
    const run = async (path: string): Promise<Trace> => {
      const result = await runCli(['trace', '--connection', path, '--user', 'Adele Vance', '--json']);
      assert.equal(result.code, 1, result.err);
      return JSON.parse(result.out) as Trace;
    };
    const missing = await run(await changed('people.ldif', 'gone.ldif'));
    assert.match(missing.steps[0].error?.message ?? '', /gone\.ldif/);
    await writeFile(join(folder, 'bad.json'), '{"nonsense": ');
    const broken = await run(await changed('entra-users.json', 'bad.json'));
    assert.match(broken.steps[0].error?.message ?? '', /bad\.json/);
    assert.equal(broken.steps[3].status, 'notRun');
  });

  it('fails the import for a user that nobody is', async () => {
    const result = await runCli(['trace', '--connection', ad, '--user', 'Nobody Atall']);
    assert.equal(result.code, 1);
    assert.match(result.out, /Nobody Atall/);
    const several = await runCli(['trace', '--connection', ad, '--user', 'Chris Green', '--json']);
    const trace = JSON.parse(several.out) as Trace;
    assert.deepEqual([several.code, trace.code, trace.steps[1].details.candidates?.length], [1, 'SubjectAmbiguous', 2]);
  });
});
