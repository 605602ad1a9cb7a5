import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ldapTarget } from '../../../../src/connectors/ldap/ldapTarget.ts';
import { ldapWriter } from '../../../../src/connectors/ldap/ldapWriter.ts';
import { ldifChange } from '../../../../src/connectors/ldap/ldifChange.ts';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import { Sessions } from '../../../../src/connectors/sessions.ts';
import { unmasked } from '../../../../src/connectors/wire/plannedValues.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import type { Entry, PlannedAttribute, PlannedWrite } from '../../../../src/core/trace/directory.ts';
import type { WriteOutcome } from '../../../../src/core/trace/targetWriter.ts';
import type { AttributeValue } from '../../../../src/core/value.ts';
import { jpegPhoto } from '../../../support/directories/adEntries.ts';
import { ldapsearch } from '../../../support/directories/directoryServer.ts';
import { ldapOptions, ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';
import { type SambaServer, skipWithoutSamba, startSamba } from '../../../support/directories/sambaServer.ts';
import { ldapmodify } from '../../../support/ldapmodify.ts';
import { memorySource } from '../../../support/memoryDirectories.ts';
import { planned, plannedWrite } from '../../../support/plannedWrites.ts';
import { type ProvisionedRun, runProvision } from '../../../support/runProvision.ts';
import type { TestSchema } from '../../../support/schemaText.ts';

/** Each change is made twice: by the writer in `OU=One`, and by ldapmodify, from the LDIF that the screen shows, in `OU=Two`. */
type Side = 'One' | 'Two';

const binary = { type: 'Binary' };
const reference = { type: 'Reference' };
const references = { type: 'Reference', multivalued: true };
const several = { multivalued: true };

describe('writing to Active Directory', { skip: skipWithoutSamba }, () => {
  let samba: SambaServer;
  before(async () => {
    samba = await startSamba({ entries: [] });
    const { baseDN } = samba;
    const containers = [
      'OU=One',
      'OU=Two',
      'OU=Elsewhere,OU=One',
      'OU=Elsewhere,OU=Two',
      'OU=Größe\\, neu,OU=One',
      'OU=Größe\\, neu,OU=Two',
    ];
    for (const container of containers) {
      const dn = Buffer.from(`${container},${baseDN}`).toString('base64');
      await ldapmodify(samba, `dn:: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n`);
    }
    for (const side of ['One', 'Two'] as const) {
      await ldapmodify(samba, `dn: CN=Boss,${ou(side)}\nchangetype: add\nobjectClass: user\nsAMAccountName: boss-${side}\n`);
    }
  });
  const sessions = new Sessions();
  after(async () => {
    await sessions.close();
    await samba.stop();
  });

  const ou = (side: Side): string => `OU=${side},${samba.baseDN}`;
  const options = (password = samba.adminPassword): OpenOptions => ldapOptions({ readerPassword: password }, { sessions });
  const referenceTo = (change: Partial<LdapReference> = {}): LdapReference =>
    ldapReferenceTo(samba, { bindDN: samba.adminDN, ...change });
  const send = (write: PlannedWrite, change: Partial<LdapReference> = {}, password?: string): Promise<WriteOutcome> =>
    ldapWriter(referenceTo(change), options(password)).write(write, () => false);

  /** What the tool of another project sees of an entry, without what no two entries share. */
  async function seen(dn: string, side: Side): Promise<readonly string[]> {
    const text = await ldapsearch(samba, { base: dn, scope: 'base' });
    const volatile = /^(objectGUID|objectSid|when\w+|uSN\w+|pwdLastSet|badPasswordTime|lastLogon|logonCount):/;
    const lines = text
      .split('\n')
      .map(decoded)
      .filter((line) => line !== '' && !volatile.test(line));
    return lines.map((line) => line.replaceAll(`OU=${side},`, 'OU=?,').replaceAll(`-${side}`, '-?')).sort();
  }

  /** `name: text` also where the tool writes base64, of text as of bytes. */
  function decoded(line: string): string {
    const [, name, packed] = /^([^:]+):: (.*)$/.exec(line) ?? [];
    return name === undefined || packed === undefined ? line : `${name}: ${Buffer.from(packed, 'base64').toString('latin1')}`;
  }

  async function find(sam: string, objectName: string, attributes: readonly string[]): Promise<Entry> {
    const query = { attribute: 'sAMAccountName', value: sam, caseExact: false, objectName };
    const found = await ldapTarget(referenceTo(), options()).match(query, attributes);
    assert.ok(found.ok, JSON.stringify(found));
    assert.equal(found.value.total, 1);
    const [entry] = found.value.entries;
    assert.ok(entry);
    return entry;
  }

  interface Wanted {
    readonly name: string;
    readonly value: (side: Side) => AttributeValue;
    readonly more?: Partial<PlannedAttribute>;
  }
  const to = (
    name: string,
    value: AttributeValue | ((side: Side) => AttributeValue),
    more?: Partial<PlannedAttribute>,
  ): Wanted => ({
    name,
    value: typeof value === 'function' ? value : () => value,
    ...(more && { more }),
  });

  /** A change as a run plans it: what is there is read by the match. */
  async function plan(
    action: PlannedWrite['action'],
    sam: string,
    wanted: readonly Wanted[],
    { side, objectName }: { readonly side: Side; readonly objectName: string },
  ): Promise<PlannedWrite> {
    if (action === 'create') {
      const attributes = wanted.map(({ name, value, more }) => planned(name, value(side), more));
      return plannedWrite('create', attributes, { objectName });
    }
    const names = wanted.map(({ name }) => name);
    const entry = await find(`${sam}-${side}`, objectName, names);
    const attributes = wanted.map(({ name, value, more }) =>
      planned(name, value(side), { ...more, old: entry.attributes.get(name) ?? null }),
    );
    return plannedWrite(action, attributes, { objectName, id: entry.id, held: entry.attributes });
  }

  /** Makes the change by both ways and gives what ldapsearch sees of the entry that the writer wrote. */
  async function both(
    action: PlannedWrite['action'],
    sam: string,
    wanted: readonly Wanted[],
    objectName = 'user',
  ): Promise<{ readonly outcome: WriteOutcome; readonly lines: readonly string[]; readonly methods: readonly string[] }> {
    const one = await plan(action, sam, wanted, { side: 'One', objectName });
    const shown = ldapTarget(referenceTo(), options()).describe(one);
    const outcome = await send(one);
    assert.equal(outcome.error, null, JSON.stringify(outcome.error));
    assert.deepEqual(
      outcome.sent.map(({ method, address, state, answered }) => [method, address, state, answered]),
      shown.map(({ method, address }) => [method, address, 'accepted', '0 success']),
    );
    const two = await plan(action, sam, wanted, { side: 'Two', objectName });
    for (const { body } of ldifChange(unmasked(two), { secure: true, password: 'S0me!password-of-forty' })) {
      await ldapmodify(samba, body ?? '');
    }
    if (outcome.id === null) return { outcome, lines: [], methods: outcome.sent.map(({ method }) => method) };
    const lines = await seen(outcome.id, 'One');
    const other = outcome.id.replace('OU=One,', 'OU=Two,');
    assert.deepEqual(lines, await seen(other, 'Two'));
    return { outcome, lines, methods: outcome.sent.map(({ method }) => method) };
  }

  const newUser = (sam: string, cn: string, more: readonly Wanted[] = []): readonly Wanted[] => [
    to('cn', cn),
    to('parentDistinguishedName', ou),
    to('sAMAccountName', (side) => `${sam}-${side}`),
    to('accountDisabled', 'False'),
    ...more,
  ];
  const has = (lines: readonly string[], ...wanted: readonly string[]): void => {
    for (const line of wanted) assert.ok(lines.includes(line), `${line} is missing in\n${lines.join('\n')}`);
  };
  const latin = (text: string): string => Buffer.from(text).toString('latin1');

  test('a new account is enabled, has every kind of value and a manager, and nobody knows its password', async () => {
    const { outcome, lines, methods } = await both('create', 'adele', [
      ...newUser('adele', 'Vance, Adèle "A" <+>;=\\ #1'),
      to('userPrincipalName', (side) => `adele-${side}@corp.example`),
      to('displayName', 'Адель 阿黛尔 😀'),
      to('description', ' leading and trailing '),
      to('otherTelephone', ['+1', '+2'], several),
      to('thumbnailPhoto', jpegPhoto, binary),
      to('manager', (side) => `CN=Boss,${ou(side)}`, reference),
    ]);
    assert.deepEqual(methods, ['add', 'modify']);
    assert.equal(outcome.id, `CN=Vance\\, Adèle \\"A\\" \\<\\+\\>\\;\\=\\\\ #1,${ou('One')}`);
    has(lines, 'userAccountControl: 512', `displayName: ${latin('Адель 阿黛尔 😀')}`, 'otherTelephone: +1', 'otherTelephone: +2');
    has(lines, 'description:  leading and trailing ', `thumbnailPhoto: ${Buffer.from(jpegPhoto, 'base64').toString('latin1')}`);
    has(lines, `manager: CN=Boss,OU=?,${samba.baseDN}`, `cn: ${latin('Vance, Adèle "A" <+>;=\\ #1')}`);
    const when = await ldapsearch(samba, { base: outcome.id ?? '', scope: 'base', attributes: ['pwdLastSet'] });
    assert.match(when, /^pwdLastSet: [1-9]\d+$/m);
  });

  test('an account with a mapped password can sign in, and the LDIF masks it', async () => {
    const password = 'Gr0ße!Pässwörter';
    const write = await plan('create', 'signin', [...newUser('signin', 'Sign In'), to('unicodePwd', password)], {
      side: 'One',
      objectName: 'user',
    });
    const [shown] = ldapTarget(referenceTo(), options()).describe(write);
    assert.match(shown?.body ?? '', /^unicodePwd:: \[Redact\]$/m);
    const outcome = await send(write);
    assert.equal(outcome.error, null);
    const own = ldapTarget(referenceTo({ bindDN: outcome.id }), options(password));
    const answer = await own.testConnection(null);
    assert.ok(answer.ok, JSON.stringify(answer));
  });

  test('without TLS an account is created disabled and without a password', async () => {
    const write = await plan('create', 'plain', newUser('plain', 'Plain'), { side: 'One', objectName: 'user' });
    const outcome = await send(write, { url: samba.url, allowPlaintext: true });
    assert.equal(outcome.error, null, JSON.stringify(outcome.error));
    has(await seen(outcome.id ?? '', 'One'), 'userAccountControl: 514');
    // StartTLS is TLS.
    const started = await plan('create', 'started', newUser('started', 'Started'), { side: 'One', objectName: 'user' });
    const enabled = await send(started, { url: samba.url, startTls: true });
    assert.equal(enabled.error, null, JSON.stringify(enabled.error));
    has(await seen(enabled.id ?? '', 'One'), 'userAccountControl: 512');
  });

  test('values are added, replaced and removed, in one request', async () => {
    await both('create', 'kim', [
      ...newUser('kim', 'Kim'),
      to('title', 'Rep'),
      to('pager', '9'),
      to('otherTelephone', ['+1', '+2', '+3'], several),
      to('thumbnailPhoto', jpegPhoto, binary),
      to('msDS-SupportedEncryptionTypes', '24'),
    ]);
    const other = Buffer.from('GIF89a');
    const { lines, methods } = await both('update', 'kim', [
      to('title', 'Léad: <x> '),
      to('mobile', '+49 1'),
      to('pager', null),
      to('otherTelephone', ['+3', '+4'], several),
      to('thumbnailPhoto', other.toString('base64'), binary),
      // What is not there is removed without an error.
      to('homePhone', null),
    ]);
    assert.deepEqual(methods, ['modify']);
    has(
      lines,
      `title: ${latin('Léad: <x> ')}`,
      'mobile: +49 1',
      'otherTelephone: +3',
      'otherTelephone: +4',
      'thumbnailPhoto: GIF89a',
    );
    assert.ok(!lines.some((line) => /^pager:|Telephone: \+[12]$/.test(line)), lines.join('\n'));
    const cleared = await both('update', 'kim', [to('otherTelephone', null, several), to('thumbnailPhoto', null, binary)]);
    assert.ok(!cleared.lines.some((line) => /^(otherTelephone|thumbnailPhoto):/.test(line)));
  });

  test('an account is renamed, moved, and both at once with its manager', async () => {
    await both('create', 'move', newUser('move', 'Old, Name'));
    const renamed = await both('update', 'move', [to('cn', 'New + Näme')]);
    assert.deepEqual(renamed.methods, ['modrdn']);
    assert.equal(renamed.outcome.id, `CN=New \\+ Näme,${ou('One')}`);
    const moved = await both('update', 'move', [to('parentDistinguishedName', (side) => `ou=elsewhere, ${ou(side)}`)]);
    assert.equal(moved.outcome.id, `CN=New \\+ Näme,ou=elsewhere, ${ou('One')}`);
    // Where it is already is no move, however it is written.
    const entry = await find('move-One', 'user', ['parentDistinguishedName']);
    assert.equal(entry.attributes.get('parentDistinguishedName'), `OU=Elsewhere,${ou('One')}`);
    const all = await both('update', 'move', [
      to('cn', 'Third'),
      to('parentDistinguishedName', (side) => `OU=Größe\\, neu,${ou(side)}`),
      to('title', 'Moved'),
      to('manager', (side) => `CN=Boss,${ou(side)}`, reference),
    ]);
    assert.deepEqual(all.methods, ['modify', 'modrdn', 'modify']);
    assert.equal(all.outcome.id, `CN=Third,OU=Größe\\, neu,${ou('One')}`);
    has(all.lines, 'cn: Third', 'name: Third', 'title: Moved', `manager: CN=Boss,OU=?,${samba.baseDN}`);
    const gone = await both('update', 'move', [to('manager', null, reference)]);
    assert.ok(!gone.lines.some((line) => line.startsWith('manager:')));
  });

  test('disabling and enabling change the one bit', async () => {
    await both('create', 'bits', [...newUser('bits', 'Bits').slice(0, 3), to('userAccountControl', '66048')]);
    const off = await both('disable', 'bits', [to('accountDisabled', 'True')]);
    has(off.lines, 'userAccountControl: 66050');
    const entry = await find('bits-One', 'user', ['AccountDisabled']);
    assert.equal(entry.attributes.get('AccountDisabled'), 'True');
    const on = await both('update', 'bits', [to('accountDisabled', 'False')]);
    has(on.lines, 'userAccountControl: 66048');
  });

  test('a number that nobody has read is read first', async () => {
    await both('create', 'unread', newUser('unread', 'Unread'));
    const { id, attributes } = await plan('disable', 'unread', [to('accountDisabled', 'True')], {
      side: 'One',
      objectName: 'user',
    });
    const write = plannedWrite('disable', attributes, { objectName: 'user', id });
    const [shown] = ldapTarget(referenceTo(), options()).describe(write);
    assert.match(shown?.body ?? '', /^# accountDisabled: True$/m);
    const outcome = await send(write);
    assert.deepEqual([outcome.error, outcome.sent[0]?.answered], [null, '0 success']);
    has(await seen(id ?? '', 'One'), 'userAccountControl: 514');
    // Then there is nothing to change.
    const again = await send(write);
    assert.deepEqual(
      [again.error, again.sent.map(({ state, answered }) => [state, answered])],
      [null, [['accepted', 'nothing to change']]],
    );
    const absent = await send({ ...write, id: `CN=Nobody,${ou('One')}` });
    assert.deepEqual([absent.error?.kind, absent.sent[0]?.state], ['notFound', 'notSent']);
  });

  test('a group gets its type and gains and loses members', async () => {
    const { lines } = await both(
      'create',
      'team',
      [
        to('cn', 'Team'),
        to('parentDistinguishedName', ou),
        to('sAMAccountName', (side) => `team-${side}`),
        to('isSecurityGroup', 'True'),
        to('UniversalScope', 'True'),
        to('member', (side) => [`CN=Boss,${ou(side)}`], references),
      ],
      'group',
    );
    has(lines, 'groupType: -2147483640', `member: CN=Boss,OU=?,${samba.baseDN}`);
    await both('create', 'm1', newUser('m1', 'Member, One'));
    const swapped = await both('update', 'team', [to('member', (side) => [`cn=member\\, one,${ou(side)}`], references)], 'group');
    assert.deepEqual(swapped.methods, ['modify']);
    has(swapped.lines, `member: CN=Member\\, One,OU=?,${samba.baseDN}`);
    assert.ok(!swapped.lines.some((line) => line.startsWith('member: CN=Boss')));
    const entry = await find('team-One', 'group', ['isSecurityGroup', 'UniversalScope', 'member']);
    assert.deepEqual(
      ['isSecurityGroup', 'UniversalScope', 'member'].map((name) => entry.attributes.get(name)),
      ['True', 'True', `CN=Member\\, One,${ou('One')}`],
    );
    const distribution = await both('update', 'team', [to('isSecurityGroup', 'False')], 'group');
    has(distribution.lines, 'groupType: 8');
  });

  test('a deleted entry is gone', async () => {
    await both('create', 'gone', newUser('gone', 'Gone'));
    const writer = ldapWriter(referenceTo(), options());
    const { outcome } = await both('delete', 'gone', []);
    assert.equal(outcome.id, null);
    assert.equal(await ldapsearch(samba, { filter: '(sAMAccountName=gone-*)' }).then((text) => text.includes('gone-')), false);
    const read = await writer.read(`CN=Gone,${ou('One')}`, 'user', []);
    assert.deepEqual(read, { ok: true, value: null });
  });

  test('what was written is read back under the names of the configuration', async () => {
    await both('create', 'back', [...newUser('back', 'Bäck'), to('title', 'T'), to('thumbnailPhoto', 'R0lGODlh', binary)]);
    const names = [
      'TITLE',
      'accountdisabled',
      'ParentDistinguishedName',
      'thumbnailPhoto',
      'CN',
      'unicodePwd',
      'not an attribute',
      'noSuchThing',
    ];
    const read = await ldapWriter(referenceTo(), options()).read(`CN=Bäck,${ou('One')}`, 'user', names);
    assert.ok(read.ok && read.value);
    assert.deepEqual(
      names.map((name) => (read.ok ? (read.value?.attributes.get(name) ?? null) : null)),
      ['T', 'False', ou('One'), 'R0lGODlh', 'Bäck', null, null, null],
    );
    assert.equal(read.value.id, `CN=Bäck,${ou('One')}`);
    assert.equal(read.value.kind, 'user');
  });

  test('each refusal has its cause and what to do, and nothing more is sent', async () => {
    await both('create', 'taken', newUser('taken', 'Taken'));
    const create = async (sam: string, cn: string, more: readonly Wanted[] = []): Promise<PlannedWrite> =>
      plan('create', sam, newUser(sam, cn, more), { side: 'One', objectName: 'user' });
    const boss = to('manager', () => `CN=Boss,${ou('One')}`, reference);
    const id = `CN=Taken,${ou('One')}`;
    const nowhere = `OU=Nowhere,${samba.baseDN}`;
    const change = (attributes: readonly PlannedAttribute[], held = '512'): PlannedWrite =>
      plannedWrite('update', attributes, { objectName: 'user', id, held: new Map([['userAccountControl', held]]) });
    const cases: readonly (readonly [what: string, write: PlannedWrite, answered: RegExp, message: RegExp, advice: RegExp])[] = [
      [
        'name taken',
        await create('other', 'Taken', [boss]),
        /^68 entryAlreadyExists$/,
        /There is an entry CN=Taken/,
        /match did not find it/,
      ],
      ['account name taken', await create('taken', 'Other', [boss]), /^68 /, /sAMAccountName/, /sAMAccountName/],
      [
        'empty text',
        await create('empty', 'Empty', [to('title', ''), boss]),
        /^(19|21) /,
        /title|form|rule/,
        /empty text|names the attribute/,
      ],
      [
        'unknown attribute',
        await create('strange', 'Strange', [to('noSuchThing', 'x'), boss]),
        /^1[67] /,
        /schema/,
        /Remove the mapping/,
      ],
      [
        'no container',
        await create('lost', 'Lost').then((one) => ({
          ...one,
          attributes: one.attributes.map((each) => (each.name === 'parentDistinguishedName' ? { ...each, new: nowhere } : each)),
        })),
        /^32 /,
        /OU=Nowhere.* does not exist/,
        /organizational unit/,
      ],
      [
        'changed in between',
        change([planned('accountDisabled', 'True', { old: 'False' })], '66048'),
        /^16 /,
        /no longer there/,
        /preview again/,
      ],
      ['weak password', await create('weak', 'Weak', [to('unicodePwd', 'a'), boss]), /^(19|53) /, /password/, /password/],
      [
        'no such manager',
        change([planned('manager', `CN=Nobody,${nowhere}`, reference)]),
        /^(19|32) /,
        /does not exist|rule/,
        /preview again|names the attribute/,
      ],
      ['gone', { ...change([planned('title', 'x')]), id: `CN=Nobody,${ou('One')}` }, /^32 /, /does not exist/, /preview again/],
      ['not below it', plannedWrite('delete', [], { id: ou('One'), objectName: 'user' }), /^66 /, /entries below/, /first/],
    ];
    for (const [what, write, answered, message, advice] of cases) {
      const outcome = await send(write);
      const [first, ...rest] = outcome.sent;
      assert.ok(first && outcome.error, what);
      assert.equal(first.state, 'refused', what);
      assert.match(first.answered, answered, `${what}: ${outcome.error.message}`);
      assert.match(outcome.error.message, message, what);
      assert.match(outcome.error.advice, advice, what);
      assert.ok(
        rest.every(({ state }) => state === 'notSent'),
        what,
      );
      assert.equal(outcome.id, write.id, what);
    }
    has(await seen(id, 'One'), 'userAccountControl: 512');
  });

  test('an account without the right is told so', async () => {
    await both('create', 'reader', [...newUser('reader', 'Reader'), to('unicodePwd', 'R3ader!Passw0rd')]);
    const bindDN = `CN=Reader,${ou('One')}`;
    const write = plannedWrite('update', [planned('title', 'x')], { objectName: 'user', id: `CN=Boss,${ou('One')}` });
    const outcome = await send(write, { bindDN }, 'R3ader!Passw0rd');
    assert.match(outcome.sent[0]?.answered ?? '', /^50 insufficientAccessRights( \(\w{8}\))?$/);
    assert.equal(outcome.error?.kind, 'unauthorized');
    assert.match(outcome.error?.advice ?? '', /Delegate the right/);
    const wrong = await send(write, { bindDN }, 'not the password');
    assert.deepEqual([wrong.sent[0]?.state, wrong.error?.kind], ['notSent', 'unauthorized']);
    assert.doesNotMatch(JSON.stringify([outcome, wrong]), /R3ader|not the password/);
  });

  test('a later request that is refused leaves the first done and says under which name', async () => {
    await both('create', 'partly', newUser('partly', 'Partly'));
    const id = `CN=Partly,${ou('One')}`;
    const attributes = [
      planned('cn', 'Partly renamed'),
      planned('title', 'done'),
      planned('manager', `CN=Nobody,${ou('One')}`, reference),
    ];
    const outcome = await send(plannedWrite('update', attributes, { objectName: 'user', id }));
    assert.deepEqual(
      outcome.sent.map(({ method, state }) => [method, state]),
      [
        ['modify', 'accepted'],
        ['modrdn', 'accepted'],
        ['modify', 'refused'],
      ],
    );
    assert.equal(outcome.id, `CN=Partly renamed,${ou('One')}`);
    has(await seen(outcome.id ?? '', 'One'), 'title: done');
  });

  test('a person is provisioned, changed with a move, left alone, disabled, and each time read back', async () => {
    const schema: TestSchema = {
      source: 'Workday',
      target: 'Active Directory',
      mappings: [
        { target: 'employeeID', expression: '[id]', matchingPriority: 1 },
        { target: 'cn', expression: '[name]' },
        { target: 'parentDistinguishedName', expression: '[place]' },
        { target: 'sAMAccountName', expression: '[login]', flowType: 'ObjectAddOnly' },
        { target: 'title', expression: '[title]' },
        { target: 'otherTelephone', expression: '[phones]' },
        { target: 'accountDisabled', expression: 'Switch([active], , "1", "False", "0", "True")' },
        { target: 'description', expression: 'Redact([secret])' },
      ],
      attributes: [{ name: 'otherTelephone', multivalued: true }, { name: 'employeeID' }, { name: 'cn' }],
    };
    const first = {
      id: '777',
      name: 'Dürer, Zoë',
      place: ou('One'),
      login: 'zoe.durer',
      title: 'Painter',
      phones: ['+1', '+2'],
      active: '1',
      secret: 'planted-secret-1',
    };
    const run = async (attributes: Readonly<Record<string, AttributeValue>>): Promise<ProvisionedRun> => {
      const source = memorySource([{ id: '777', attributes }]);
      const target = ldapTarget(referenceTo(), options());
      return runProvision(schema, { source, target, user: '777' }, ldapWriter(referenceTo(), options()));
    };
    const report = ({ trace }: ProvisionedRun): readonly unknown[] => {
      const step = trace.steps.find(({ kind }) => kind === 'action');
      assert.ok(step?.kind === 'action' && step.details, JSON.stringify(step));
      const { write } = step.details;
      const read = write?.readBack?.attributes.filter(({ state }) => state !== 'equal' && state !== 'notRead') ?? null;
      return [step.status, write?.state ?? null, write?.id ?? null, read];
    };
    const created = await run(first);
    assert.deepEqual(
      report(created),
      ['success', 'written', `CN=Dürer\\, Zoë,${ou('One')}`, []],
      JSON.stringify(created.trace.steps.at(-1)),
    );
    assert.doesNotMatch(JSON.stringify(created.trace), /planted-secret-1/);
    has(
      await seen(`CN=Dürer\\, Zoë,${ou('One')}`, 'One'),
      'description: planted-secret-1',
      'userAccountControl: 512',
      'sAMAccountName: zoe.durer',
    );

    const second = { ...first, place: `OU=Elsewhere,${ou('One')}`, name: 'Dürer, Zoe', title: 'Master', phones: ['+2', '+3'] };
    const moved = `CN=Dürer\\, Zoe,OU=Elsewhere,${ou('One')}`;
    const changed = await run(second);
    assert.deepEqual(report(changed), ['success', 'written', moved, []], JSON.stringify(changed.trace.steps.at(-1)));
    has(await seen(moved, 'One'), 'title: Master', 'otherTelephone: +2', 'otherTelephone: +3');

    const again = await run(second);
    assert.deepEqual(report(again).slice(1, 3), [null, null], JSON.stringify(again.trace.steps.at(-1)));

    const disabled = await run({ ...second, active: '0' });
    assert.deepEqual(report(disabled), ['success', 'written', moved, []], JSON.stringify(disabled.trace.steps.at(-1)));
    has(await seen(moved, 'One'), 'userAccountControl: 514');
  });
});
