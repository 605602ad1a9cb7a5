import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { adEntries, baseDN, personDN, type SeedEntry, userPassword } from '../../support/directories/adEntries.ts';
import { ldapsearch } from '../../support/directories/directoryServer.ts';
import { ldapInFile } from '../../support/directories/ldapAccess.ts';
import { ldifValues } from '../../support/directories/ldifValues.ts';
import { type SambaServer, skipWithoutSamba, startSamba } from '../../support/directories/sambaServer.ts';
import { type GraphServer, startGraph } from '../../support/entra/graphServer.ts';
import {
  type ConnectionRuns,
  openConnection,
  readBackDifferences,
  verdictOf,
  writtenReport,
} from '../../support/runConnection.ts';
import { schemaText } from '../../support/schemaText.ts';

const staff = `OU=Staff,${baseDN}`;
const graz = `OU=Graz,${staff}`;
const graphToken = 'graph-token-3310';

const schema = schemaText({
  source: 'Microsoft Entra ID',
  target: 'Active Directory',
  mappings: [
    { target: 'employeeID', expression: '[employeeId]', matchingPriority: 1 },
    { target: 'cn', expression: '[displayName]' },
    { target: 'parentDistinguishedName', expression: `Switch([department], "${staff}", "Sales", "${graz}")` },
    { target: 'sAMAccountName', expression: '[mailNickname]' },
    { target: 'userPrincipalName', expression: '[userPrincipalName]' },
    { target: 'displayName', expression: '[displayName]' },
    { target: 'givenName', expression: '[givenName]' },
    { target: 'sn', expression: '[surname]' },
    { target: 'title', expression: '[jobTitle]' },
    { target: 'department', expression: '[department]' },
    { target: 'mail', expression: '[mail]' },
    { target: 'telephoneNumber', expression: '[telephoneNumber]' },
    { target: 'accountDisabled', expression: 'Switch([IsSoftDeleted], , "False", "False", "True", "True")' },
    { target: 'manager', expression: '[manager]' },
  ],
  attributes: [
    { name: 'employeeID' },
    { name: 'cn', required: true },
    { name: 'parentDistinguishedName', type: 'String' },
    { name: 'accountDisabled', type: 'Boolean' },
    { name: 'manager', type: 'Reference' },
  ],
});

interface Person {
  readonly employeeId: string;
  readonly name: string;
  readonly sam: string;
  readonly title: string;
  readonly department: string;
}

/** The same person on both sides; what differs is what a run has to do. */
const amara: Person = { employeeId: '3002', name: 'Amara Nwosu', sam: 'amara.nwosu', title: 'Lead', department: 'Sales' };
const david: Person = { employeeId: '3003', name: 'David Kowalski', sam: 'david.kowalski', title: 'Clerk', department: 'IT' };
const chloe: Person = { employeeId: '3004', name: 'Chloé Martin', sam: 'chloe.martin', title: 'Clerk', department: 'Sales' };
const kaethe = { id: '55555555-aaaa-4bbb-8ccc-000000000001', sam: 'kaethe.kruger' };

function graphUser(person: Person, more: object = {}): Readonly<Record<string, unknown>> {
  const [givenName, surname] = person.name.split(' ');
  return {
    accountEnabled: true,
    employeeId: person.employeeId,
    displayName: person.name,
    ...{ givenName, surname },
    mailNickname: person.sam,
    userPrincipalName: `${person.sam}@corp.example`,
    mail: `${person.sam}@corp.example`,
    jobTitle: person.title,
    department: person.department,
    businessPhones: ['+43 316 4711'],
    manager: kaethe.id,
    ...more,
  };
}

function seed(person: Person, place: string, more: SeedEntry['attrs'] = {}): SeedEntry {
  const [givenName = '', sn = ''] = person.name.split(' ');
  return {
    dn: `CN=${person.name},${place}`,
    attrs: {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      employeeID: person.employeeId,
      displayName: person.name,
      ...{ givenName, sn },
      sAMAccountName: person.sam,
      userPrincipalName: `${person.sam}@corp.example`,
      mail: `${person.sam}@corp.example`,
      title: person.title,
      department: person.department,
      telephoneNumber: '+43 316 4711',
      manager: personDN(kaethe.sam),
      userAccountControl: '512',
      password: userPassword,
      ...more,
    },
  };
}

/** Changes an attribute with the directory's own tool. */
function modify(server: SambaServer, dn: string, name: string, value: string): Promise<void> {
  const account = ['-x', '-H', server.ldaps, '-D', server.adminDN, '-w', server.adminPassword];
  const env = { ...process.env, LDAPTLS_CACERT: server.caFile, LDAPTLS_REQCERT: 'demand' };
  return new Promise((resolve, reject) => {
    const child = execFile('ldapmodify', account, { env }, (error, _stdout, stderr) => {
      if (error) reject(new Error(`ldapmodify: ${stderr}`, { cause: error }));
      else resolve();
    });
    child.stdin?.end(`dn: ${dn}\nchangetype: modify\nreplace: ${name}\n${name}: ${value}\n-\n`);
  });
}

describe('Entra over Graph to Active Directory', { skip: skipWithoutSamba }, () => {
  let graph: GraphServer;
  let samba: SambaServer;
  let runs: ConnectionRuns;

  before(async () => {
    const noor = { employeeId: '3001', name: 'Noor Yılmaz', sam: 'noor.yilmaz', title: 'Analyst', department: 'Sales' };
    graph = await startGraph({
      token: graphToken,
      users: [
        {
          id: kaethe.id,
          displayName: 'Krüger, Käthe',
          employeeId: '2001',
          accountEnabled: true,
          userPrincipalName: 'kaethe.kruger@corp.example',
        },
        graphUser(noor, { displayName: 'Yılmaz, Noor' }),
        graphUser(amara),
        graphUser(david, { accountEnabled: false }),
        graphUser(chloe),
        // The account name of somebody else.
        graphUser(
          { ...chloe, name: 'Toni Third', employeeId: '3005' },
          { userPrincipalName: 'twin@corp.example', mail: 'twin@corp.example' },
        ),
      ],
    });
    samba = await startSamba({
      entries: adEntries({
        extra: [seed(amara, staff, { title: 'Clerk', department: 'IT' }), seed(david, staff), seed(chloe, graz)],
      }),
    });
    runs = await openConnection({
      connection: {
        source: { kind: 'graph', tenant: 'corp.example', signIn: 'token', graphBaseUrl: graph.url, secretEnv: 'GRAPH_TOKEN' },
        target: ldapInFile(samba, samba.adminDN),
        assignment: 'all',
        access: 'readWrite',
      },
      schema,
      configuration: { dialect: 'cloud-sync' },
      secrets: { GRAPH_TOKEN: graphToken, AD_PASSWORD: samba.adminPassword },
    });
  });

  after(async () => {
    await runs?.close();
    await graph?.close();
    await samba?.stop();
  });

  /** What Active Directory's own tool says of the person with this employee id. */
  async function held(employeeId: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const [entry, ...more] = ldifValues(await ldapsearch(samba, { filter: `(employeeID=${employeeId})` }));
    assert.ok(entry, `nobody has the employeeID ${employeeId}`);
    assert.deepEqual(more, []);
    return entry;
  }

  function values(entry: ReadonlyMap<string, readonly string[]>, ...names: readonly string[]): readonly unknown[] {
    return names.map((name) => entry.get(name)?.join('; '));
  }

  /** The agent's own words, which no directory holds under these names. */
  const instructions = new Set(['parentDistinguishedName', 'accountDisabled']);

  /** Every value of the trace stands in Active Directory, by its own tool. */
  async function assertHeld(trace: Trace, employeeId: string): Promise<void> {
    const entry = await held(employeeId);
    const changed = trace.changes.filter(({ state }) => state === 'changed');
    assert.ok(changed.length > 0);
    for (const { target, new: value } of changed) {
      // A reference is the DN that the manager was matched to; the test names it itself.
      if (target === 'manager') assert.deepEqual(entry.get('manager'), [personDN(kaethe.sam)]);
      else if (!instructions.has(target)) assert.deepEqual(entry.get(target), [value], target);
    }
  }

  test('a preview asks and writes nothing', async () => {
    const before = await ldapsearch(samba, { filter: '(objectClass=user)' });
    for (const [user, action] of [
      ['noor.yilmaz@corp.example', 'create'],
      ['amara.nwosu@corp.example', 'update'],
      ['david.kowalski@corp.example', 'disable'],
      ['chloe.martin@corp.example', 'skip'],
    ] as const) {
      const trace = await runs.preview(user);
      assert.equal(trace.action, action, `${user}: ${verdictOf(trace)}`);
    }
    assert.equal(await ldapsearch(samba, { filter: '(objectClass=user)' }), before);
    graph.assertClean();
  });

  test('create: a new entry in its container, with its manager, and enabled', async () => {
    const run = await runs.provision('noor.yilmaz@corp.example');
    assert.equal(run.trace.action, 'create', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    await assertHeld(run.trace, '3001');
    const entry = await held('3001');
    assert.deepEqual(values(entry, 'dn', 'cn', 'sAMAccountName', 'title', 'telephoneNumber', 'manager'), [
      `CN=Yılmaz\\, Noor,${graz}`,
      'Yılmaz, Noor',
      'noor.yilmaz',
      'Analyst',
      '+43 316 4711',
      personDN(kaethe.sam),
    ]);
    assert.equal(Number(entry.get('userAccountControl')?.[0]) & 2, 0);
    const again = await runs.preview('noor.yilmaz@corp.example');
    assert.deepEqual([again.action, again.code], ['skip', 'RedundantExport'], verdictOf(again));
  });

  test('update: the changed attributes, and a move to another container', async () => {
    const run = await runs.provision('amara.nwosu@corp.example');
    assert.equal(run.trace.action, 'update', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    await assertHeld(run.trace, '3002');
    const entry = await held('3002');
    assert.deepEqual(values(entry, 'dn', 'title', 'department', 'sAMAccountName'), [
      `CN=Amara Nwosu,${graz}`,
      'Lead',
      'Sales',
      'amara.nwosu',
    ]);
    const again = await runs.preview('amara.nwosu@corp.example');
    assert.equal(again.code, 'RedundantExport', verdictOf(again));
  });

  test('disable: the bit of the account and nothing else', async () => {
    const before = await held('3003');
    const run = await runs.provision('david.kowalski@corp.example');
    assert.equal(run.trace.action, 'disable', verdictOf(run.trace));
    const write = writtenReport(run);
    assert.deepEqual(readBackDifferences(write), []);
    const entry = await held('3003');
    assert.deepEqual(values(entry, 'userAccountControl'), ['514']);
    const changing = new Set(['userAccountControl', 'whenChanged', 'uSNChanged']);
    for (const [name, value] of before) if (!changing.has(name)) assert.deepEqual(entry.get(name), value, name);
  });

  test('unchanged: nobody is asked and nothing is written', async () => {
    const before = await held('3004');
    const run = await runs.provision('chloe.martin@corp.example');
    assert.deepEqual([run.trace.action, run.trace.code], ['skip', 'RedundantExport'], verdictOf(run.trace));
    assert.deepEqual([run.questions.length, run.audit.length], [0, 0]);
    assert.deepEqual(await held('3004'), before);
  });

  test('a new name: the entry is renamed, and its attributes with it', async () => {
    graph.change('amara.nwosu@corp.example', { displayName: 'Amara "Ama" Nwosu, CPA', surname: 'Nwosu, CPA' });
    const run = await runs.provision('amara.nwosu@corp.example');
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
    assert.deepEqual(values(await held('3002'), 'cn', 'displayName', 'sn'), [
      'Amara "Ama" Nwosu, CPA',
      'Amara "Ama" Nwosu, CPA',
      'Nwosu, CPA',
    ]);
    const again = await runs.preview('amara.nwosu@corp.example');
    assert.equal(again.code, 'RedundantExport', verdictOf(again));
  });

  test('what Active Directory refuses: an account name that is taken; nothing of the new entry is left', async () => {
    const run = await runs.provision('twin@corp.example');
    const { write } = run.trace.steps[4].details;
    assert.equal(write?.state, 'refused', verdictOf(run.trace));
    assert.match(verdictOf(run.trace), /create; failure/);
    assert.deepEqual(ldifValues(await ldapsearch(samba, { filter: '(employeeID=3005)' })), []);
  });

  test('nobody agrees, or the entry changes while somebody reads the question: nothing is written', async () => {
    graph.change('chloe.martin@corp.example', { jobTitle: 'Team lead' });
    const before = await held('3004');
    const declined = await runs.provision('chloe.martin@corp.example', async () => false);
    assert.deepEqual([declined.questions.length, declined.audit.length], [1, 0]);
    assert.deepEqual(await held('3004'), before);
    const run = await runs.provision('chloe.martin@corp.example', async () => {
      await modify(samba, before.get('dn')?.[0] ?? '', 'title', 'Somebody else wrote this');
      return true;
    });
    assert.equal(run.trace.steps[4].details.write?.state, 'notSent', verdictOf(run.trace));
    assert.deepEqual(values(await held('3004'), 'title'), ['Somebody else wrote this']);
  });

  test('a change in Entra arrives, and no secret is in a trace', async () => {
    graph.change('chloe.martin@corp.example', { jobTitle: 'Head of Sales' });
    const run = await runs.provision('chloe.martin@corp.example');
    assert.deepEqual(readBackDifferences(writtenReport(run)), []);
    assert.deepEqual(values(await held('3004'), 'title'), ['Head of Sales']);
    const text = JSON.stringify(run);
    assert.equal(text.includes(graphToken) || text.includes(samba.adminPassword), false);
    graph.assertClean();
  });
});
