import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { commandDefinitions } from '../../src/cli/commandTable.ts';
import { skipWithoutSlapd } from '../support/directories/slapdServer.ts';
import { changedPerson, openThreeTargets, type ThreeTargets, type WatchedTarget } from '../support/threeTargets.ts';
import { type CliResult, runCli } from './runCli.ts';

/** Every way to call every command on a connection. A command that is missing here fails a test below. */
function callsOf(connection: string, folder: string): Readonly<Record<string, readonly (readonly string[])[]>> {
  const schema = connection.replace('.provision.', '.syncschema.');
  const person = ['--connection', connection, '--user', changedPerson];
  const attributes = join(folder, 'people.json');
  return {
    trace: [
      [...person],
      [...person, '--json'],
      [...person, '--changed', 'jobTitle'],
      [...person, '--out', join(folder, 'out.provtrace.json')],
      [...person, '--provision'],
      [...person, '--provision', '--yes', '--json'],
    ],
    eval: [['--expression', '[jobTitle]', '--attributes', attributes]],
    scope: [['--filter', schema, '--attributes', attributes]],
    check: [[connection, schema]],
  };
}

describe('a read-only connection', { skip: skipWithoutSlapd }, () => {
  let open: ThreeTargets;
  const run = (target: WatchedTarget, args: readonly string[]): Promise<CliResult> => {
    assert.ok(open.targets.includes(target));
    return runCli(args, { ...open.secrets, PROVISION_ON_DEMAND_AUDIT_LOG: join(open.folder, 'audit.log') });
  };
  before(async () => {
    open = await openThreeTargets('readOnly');
  });
  after(() => open?.close());

  test('every command is tried', () => {
    const tried = Object.keys(callsOf('a.provision.json', ''));
    assert.deepEqual(tried.toSorted(), commandDefinitions.map(({ name }) => name).toSorted());
  });

  for (const kind of ['ldap', 'graph', 'scim'] as const) {
    test(`no command writes to a target of the kind ${kind}`, async () => {
      const target = open.targets.find((one) => one.kind === kind);
      assert.ok(target);
      for (const [command, calls] of Object.entries(callsOf(target.connection, open.folder))) {
        for (const call of calls) {
          const result = await run(target, [command, ...call]);
          if (call.includes('--provision')) {
            assert.equal(result.code, 2, result.err);
            assert.match(result.err, /read-only/);
          } else if (command === 'trace') {
            assert.equal(result.code, 0, result.out + result.err);
          }
        }
      }
      assert.ok(target.asked().length > 0, 'the target was asked, so that its silence about writes means something');
      assert.deepEqual(target.writes(), []);
      await assert.rejects(readFile(join(open.folder, 'audit.log')), { code: 'ENOENT' });
    });
  }
});

describe('the same connections with readWrite', { skip: skipWithoutSlapd }, () => {
  let open: ThreeTargets;
  before(async () => {
    open = await openThreeTargets('readWrite');
  });
  after(() => open?.close());

  for (const kind of ['ldap', 'graph', 'scim'] as const) {
    test(`${kind}: only --provision writes, which shows that a write would have been seen`, async () => {
      const target = open.targets.find((one) => one.kind === kind);
      assert.ok(target);
      const env = { ...open.secrets, PROVISION_ON_DEMAND_AUDIT_LOG: join(open.folder, 'audit.log') };
      const person = ['trace', '--connection', target.connection, '--user', changedPerson, '--json'];
      const preview = await runCli(person, env);
      assert.equal(preview.code, 0, preview.out + preview.err);
      assert.deepEqual(target.writes(), []);
      const provisioned = await runCli([...person, '--provision', '--yes'], env);
      assert.equal(provisioned.code, 0, provisioned.out + provisioned.err);
      assert.equal(target.writes().length, 1);
    });
  }
});
