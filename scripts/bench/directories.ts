import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ldapSource } from '../../src/connectors/ldap/ldapSource.ts';
import { Sessions } from '../../src/connectors/sessions.ts';
import { prepareRun } from '../../src/run/prepareRun.ts';
import { adEntries } from '../../test/support/directories/adEntries.ts';
import { type DirectoryServer, ldapsearch } from '../../test/support/directories/directoryServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../test/support/directories/ldapAccess.ts';
import { skipWithoutSlapd, startSlapd } from '../../test/support/directories/slapdServer.ts';
import { inRepository } from '../repository.ts';
import { described, milliseconds, report, time } from './measure.ts';

const people = 10_000;

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are really used. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Real directories on loopback: slapd over LDAPS, with ldapsearch as the rival. */
export async function benchDirectories(): Promise<void> {
  console.log('\nActive Directory over LDAPS (slapd on loopback)');
  if (skipWithoutSlapd) return console.log(`  left out: ${skipWithoutSlapd}`);
  const server = await startSlapd({ entries: adEntries({ bulk: people }) });
  const sessions = new Sessions();
  try {
    await benchPreview(server, sessions);
    await benchList(server, sessions);
  } finally {
    await sessions.close();
    await server.stop();
  }
}

async function benchPreview(server: DirectoryServer, sessions: Sessions): Promise<void> {
  const samples = inRepository('samples', 'ad-to-entra');
  const { url, baseDN, bindDN, caFile } = { ...ldapReferenceTo(server) };
  const connection = JSON.stringify({
    name: 'bench',
    configuration: { schema: 'ad-to-entra.syncschema.json', rule: 'AD2AADProvisioning' },
    source: { kind: 'ldap', url, baseDN, bindDN, caFile },
    target: { kind: 'file', path: 'entra-users.json' },
  });
  const path = join(samples, 'bench.provision.json');
  const host = {
    readText: async (file: string): Promise<string> => (file === path ? connection : readFile(file, 'utf8')),
    secret: async (): Promise<string> => server.readerPassword,
    now: () => Date.now(),
    random: () => Math.random(),
    sessions,
  };
  const preview = async (): Promise<void> => {
    const prepared = await prepareRun(path, host, AbortSignal.timeout(10_000));
    if (!prepared.ok) throw new Error(`${prepared.message} ${prepared.advice}`);
    const run = prepared.start('kaethe.kruger@corp.example');
    let next = await run.next();
    while (!next.done) next = await run.next();
    if (next.value.steps[1].status !== 'success') throw new Error(next.value.steps[1].summary);
  };
  const warm = await time(preview);
  report('one preview, warm connection', described(warm), 'goal 100 ms', warm.median < 100);
}

async function benchList(server: DirectoryServer, sessions: Sessions): Promise<void> {
  const source = ldapSource(ldapReferenceTo(server), ldapOptions(server, { sessions }));
  const names = ['sAMAccountName', 'mail', 'displayName', 'department', 'employeeID'];
  const list = async (): Promise<void> => {
    const found = await source.list?.(names, 'user', 2 * people);
    if (!found?.ok || (found.value?.length ?? 0) < people) throw new Error('Not everybody was read.');
  };
  await list();
  const before = heapUsed();
  const [ours, rival] = [
    await time(list, 3),
    await time(() => ldapsearch(server, { filter: '(objectClass=user)', attributes: names }), 3),
  ];
  const kept = (heapUsed() - before) / 1e6;
  const ratio = `${(ours.median / rival.median).toFixed(1)} × ldapsearch (${milliseconds(rival.median)})`;
  report(
    `${people} people imported`,
    described(ours),
    `goal 3 s; ${ratio}; ${kept.toFixed(1)} MB more in the heap afterwards`,
    ours.median < 3000,
  );
}
