import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, success, timedOut } from '../../../../src/connectors/failure.ts';
import type { LdapChanged, LdapConnection, LdapOperation } from '../../../../src/connectors/ldap/ldapPort.ts';
import { ldapTarget } from '../../../../src/connectors/ldap/ldapTarget.ts';
import { ldapWriter } from '../../../../src/connectors/ldap/ldapWriter.ts';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import { sameDistinguishedName } from '../../../../src/core/text/distinguishedName.ts';
import type { PlannedWrite } from '../../../../src/core/trace/directory.ts';
import type { WriteOutcome } from '../../../../src/core/trace/targetWriter.ts';
import { planned, plannedWrite } from '../../../support/plannedWrites.ts';

const reference: LdapReference = {
  kind: 'ldap',
  url: 'ldaps://dc1.corp.example',
  baseDN: 'DC=corp,DC=example',
  bindDN: 'CORP\\writer',
  secretEnv: null,
  caFile: null,
  startTls: false,
  allowPlaintext: false,
  pageSize: 500,
  timeoutMs: 1000,
  range: { start: 0, end: 0 },
};
const options: OpenOptions = {
  folder: '/',
  signal: new AbortController().signal,
  readText: () => Promise.reject(new Error('no files here')),
  secret: () => Promise.resolve('x'),
};

const accepted: LdapChanged = { state: 'accepted' };
const unknown: LdapChanged = { state: 'unknown', answered: 'no answer within 1 second', error: timedOut('dc1', 1000).error };
const lost: LdapChanged = {
  state: 'notSent',
  answered: 'not sent',
  error: failure('unreachable', 'ECONNREFUSED', 'No.', 'Try.').error,
};

/** A directory of names that answers changes as it is told, and keeps what it got: what no real server does on demand. */
function fake(
  answers: readonly LdapChanged[],
  entries: readonly string[] = [],
): { connection: LdapConnection; got: LdapOperation[] } {
  const got: LdapOperation[] = [];
  const connection: LdapConnection = {
    root: async () => success({ defaultNamingContext: null, isActiveDirectory: true, supported: new Set<string>() }),
    async search({ base }) {
      const dn = entries.find((name) => sameDistinguishedName(name, base));
      if (dn === undefined) return failure('notFound', 'noSuchObject', 'It is not there.', 'Look elsewhere.');
      return success({ entries: [{ dn, attributes: new Map([['objectClass', ['user']]]) }], complete: true, referrals: [] });
    },
    async change(operation) {
      got.push(operation);
      const answer = answers[got.length - 1];
      assert.ok(answer, 'more was sent than was to be sent');
      return answer;
    },
  };
  return { connection, got };
}

async function write(
  one: PlannedWrite,
  answers: readonly LdapChanged[],
  more: { readonly entries?: readonly string[]; readonly cancelledAfter?: number } = {},
): Promise<{ readonly outcome: WriteOutcome; readonly got: readonly LdapOperation[] }> {
  const { connection, got } = fake(answers, more.entries);
  const { cancelledAfter = Number.POSITIVE_INFINITY } = more;
  const writer = ldapWriter(reference, options, connection);
  const outcome = await writer.write(one, () => got.length >= cancelledAfter);
  const shown = ldapTarget(reference, options).describe(one);
  assert.deepEqual(
    outcome.sent.map(({ method, address }) => [method, address]),
    shown.filter(({ method }) => method !== 'none').map(({ method, address }) => [method, address]),
  );
  return { outcome, got };
}

const states = ({ sent }: WriteOutcome): readonly string[] => sent.map(({ state }) => state);
const id = 'CN=Old,OU=One,DC=x';
const moved = 'CN=New,OU=Two,DC=x';
const three = plannedWrite(
  'update',
  [
    planned('title', 'T'),
    planned('cn', 'New'),
    planned('parentDistinguishedName', 'OU=Two,DC=x'),
    planned('manager', 'CN=Boss,DC=x', { type: 'Reference' }),
  ],
  { objectName: 'user', id },
);
const create = plannedWrite(
  'create',
  [
    planned('cn', 'A'),
    planned('parentDistinguishedName', 'DC=x'),
    planned('accountDisabled', 'False'),
    planned('manager', 'CN=B,DC=x', { type: 'Reference' }),
  ],
  { objectName: 'user' },
);

test('a change without an answer is unknown, nothing follows it and nothing is repeated', async () => {
  const created = await write(create, [unknown]);
  assert.deepEqual(states(created.outcome), ['unknown', 'notSent']);
  assert.deepEqual([created.outcome.id, created.outcome.error?.kind], ['CN=A,DC=x', 'timeout']);
  assert.equal(created.got.length, 1);

  // Where the entry is after it is looked up, so that it can be read back.
  const stayed = await write(three, [accepted, unknown], { entries: [id] });
  assert.deepEqual([states(stayed.outcome), stayed.outcome.id], [['accepted', 'unknown', 'notSent'], id]);
  const went = await write(three, [accepted, unknown], { entries: [moved] });
  assert.deepEqual([states(went.outcome), went.outcome.id], [['accepted', 'unknown', 'notSent'], moved]);
  const deleted = await write(plannedWrite('delete', [], { objectName: 'user', id }), [unknown]);
  assert.deepEqual([states(deleted.outcome), deleted.outcome.id], [['unknown'], id]);
});

test('each request goes to the name that the one before it left', async () => {
  const { outcome, got } = await write(three, [accepted, accepted, accepted]);
  assert.deepEqual(
    got.map(({ kind, dn }) => [kind, dn]),
    [
      ['modify', id],
      ['modrdn', id],
      ['modify', moved],
    ],
  );
  assert.deepEqual([outcome.id, outcome.error], [moved, null]);
  assert.ok(outcome.sent.every(({ answered }) => answered === '0 success'));
});

test('what is cancelled is not sent', async () => {
  const before = await write(three, [], { cancelledAfter: 0 });
  assert.deepEqual([states(before.outcome), before.outcome.error?.kind], [['notSent', 'notSent', 'notSent'], 'cancelled']);
  const between = await write(three, [accepted], { cancelledAfter: 1 });
  assert.deepEqual([states(between.outcome), between.outcome.error?.kind], [['accepted', 'notSent', 'notSent'], 'cancelled']);
  assert.equal(between.outcome.id, id);
});

test('where there is no connection nothing is sent', async () => {
  const { outcome } = await write(create, [lost]);
  assert.deepEqual([states(outcome), outcome.id, outcome.error?.code], [['notSent', 'notSent'], null, 'ECONNREFUSED']);
});

test('a name with a gap is not sent', async () => {
  for (const [attributes, code] of [
    [[planned('cn', 'A')], 'NameUnknown'],
    [[planned('parentDistinguishedName', 'DC=x')], 'NameUnknown'],
    [[planned('cn', ''), planned('parentDistinguishedName', 'DC=x')], 'NameUnknown'],
    [[planned('cn', 'A'), planned('parentDistinguishedName', 'Staff')], 'NameInvalid'],
  ] as const) {
    const { outcome } = await write(plannedWrite('create', attributes, { objectName: 'user' }), []);
    assert.deepEqual([states(outcome), outcome.error?.code, outcome.id], [['notSent'], code, null]);
    assert.match(outcome.error?.message ?? '', /Nothing is sent/);
  }
  const unnamed = await write(plannedWrite('update', [planned('title', 'x')], { objectName: 'user', id: '47ba20ef' }), []);
  assert.deepEqual([states(unnamed.outcome), unnamed.outcome.error?.code], [['notSent'], 'NameUnknown']);
  const astray = await write(plannedWrite('update', [planned('parentDistinguishedName', 'IT')], { objectName: 'user', id }), []);
  assert.deepEqual([states(astray.outcome), astray.outcome.error?.code], [['notSent'], 'NameInvalid']);
  const worker = plannedWrite('create', [planned('cn', 'A'), planned('parentDistinguishedName', 'DC=x')], {
    objectName: 'Worker',
  });
  assert.equal((await write(worker, [])).outcome.error?.code, 'ObjectClassUnknown');
});

test('where nothing can be written nothing is sent, and that is no failure', async () => {
  const { outcome } = await write(plannedWrite('update', [planned('objectGUID', 'AAEC')], { objectName: 'user', id }), []);
  assert.deepEqual(outcome, { id, sent: [], error: null });
});

test('the password of a new account is long, of all kinds, never the same and in no answer', async () => {
  const passwords = new Set<string>();
  for (let count = 0; count < 50; count++) {
    const { outcome, got } = await write(create, [accepted, accepted]);
    const [add] = got;
    assert.ok(add?.kind === 'add');
    const value = add.attributes.find(({ name }) => name === 'unicodePwd')?.values[0];
    assert.ok(Buffer.isBuffer(value));
    const password = value.toString('utf16le');
    assert.match(password, /^"(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9"])[!-~]{40}"$/);
    passwords.add(password);
    assert.ok(!JSON.stringify(outcome).includes(password.slice(1, -1)));
  }
  assert.equal(passwords.size, 50);
});

test('a value that must not be shown is sent, and masked in what comes back', async () => {
  const secret = 'Adele, the "real" one';
  const attributes = [
    planned('description', secret, { redacted: true }),
    planned('cn', secret, { redacted: true }),
    planned('parentDistinguishedName', 'DC=x'),
  ];
  const said = `dc1 refuses the change: 19 constraintViolation. It says: description '${secret}' of CN=Adele\\, the \\"real\\" one,DC=x`;
  const refused: LdapChanged = {
    state: 'refused',
    answered: '19 constraintViolation',
    error: failure('refused', 'constraintViolation', said, 'Look.').error,
  };
  const { outcome, got } = await write(plannedWrite('create', attributes, { objectName: 'contact' }), [refused]);
  const [add] = got;
  assert.ok(add?.kind === 'add');
  assert.equal(add.dn, 'CN=Adele\\, the \\"real\\" one,DC=x');
  assert.deepEqual(add.attributes.find(({ name }) => name === 'description')?.values, [secret]);
  assert.doesNotMatch(JSON.stringify(outcome), /real/);
  assert.match(outcome.error?.message ?? '', /nothing of CN=\[Redact\],DC=x\. What it says is left out/);
  assert.equal(outcome.sent[0]?.address, 'CN=[Redact],DC=x');
});

test('every refusal that a change is known to meet has a cause and an advice of its own', async () => {
  const general = 'dc1 refuses the change.';
  for (const [answered, said, message, advice] of [
    ['16 noSuchAttribute', '', /no longer there/, /preview again/],
    ['17 undefinedAttributeType', '', /schema/, /extend the schema/],
    ['19 constraintViolation', '', /breaks a rule/, /names the attribute/],
    ['19 constraintViolation', '0000052D: AtrErr: DSID-03190FCA', /password policy/, /fits the policy/],
    ['19 constraintViolation', '000021C8: AtrErr: DSID-03200EA5', /userPrincipalName/, /SelectUniqueValue/],
    ['20 attributeOrValueExists', '', /there already/, /preview again/],
    ['21 invalidAttributeSyntax', '', /form/, /empty text/],
    ['32 noSuchObject', '', /does not exist/, /preview again/],
    ['50 insufficientAccessRights', '00000005: SecErr: DSID-03152E13', /may not do this to CN=Old/, /Delegate/],
    ['53 unwillingToPerform', '0000052D: SvcErr: DSID-031A12D2', /password policy/, /reset the one/],
    ['53 unwillingToPerform', '0000001F: SvcErr: DSID-031A12D2', /unwilling/, /password/],
    ['65 objectClassViolation', '', /object classes/, /mapping/],
    ['68 entryAlreadyExists', '00000524: UpdErr: DSID-031A11E2', /sAMAccountName/, /SelectUniqueValue/],
  ] as const) {
    const words = said === '' ? general : `${general} It says: ${said}`;
    const refused: LdapChanged = { state: 'refused', answered, error: failure('refused', 'code', words, 'Look it up.').error };
    const { outcome } = await write(plannedWrite('update', [planned('title', 'T')], { objectName: 'user', id }), [refused]);
    const shown = said === '' ? answered : `${answered} (${said.slice(0, 8)})`;
    assert.deepEqual([states(outcome), outcome.sent[0]?.answered, outcome.id], [['refused'], shown, id]);
    assert.match(outcome.error?.message ?? '', message, answered);
    assert.match(outcome.error?.advice ?? '', advice, answered);
    // What the server says stays, for whoever must look further.
    assert.ok((outcome.error?.message ?? '').endsWith(said));
  }
  const strange: LdapChanged = {
    state: 'refused',
    answered: '80 other',
    error: failure('refused', 'other', general, 'Look it up.').error,
  };
  const { outcome } = await write(plannedWrite('update', [planned('title', 'T')], { objectName: 'user', id }), [strange]);
  assert.deepEqual([outcome.error?.message, outcome.error?.advice], [general, 'Look it up.']);
});

test('a move into a place that does not exist, or where the name is taken, says so', async () => {
  const move = plannedWrite('update', [planned('parentDistinguishedName', 'OU=Two,DC=x')], { objectName: 'user', id });
  for (const [answered, message] of [
    ['32 noSuchObject', /container OU=Two,DC=x does not exist/],
    ['68 entryAlreadyExists', /Another entry has this name in OU=Two,DC=x/],
    ['66 notAllowedOnNonLeaf', /entries below/],
    ['71 affectsMultipleDSAs', /another domain/],
    ['64 namingViolation', /name of an entry/],
  ] as const) {
    const error = failure('refused', 'code', 'No.', 'Look it up.').error;
    const { outcome } = await write(move, [{ state: 'refused', answered, error }]);
    assert.match(outcome.error?.message ?? '', message);
    assert.equal(outcome.id, id);
  }
});
