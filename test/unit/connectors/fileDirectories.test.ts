import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSource, openTarget } from '../../../src/connectors/openDirectory.ts';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import type {
  DirectoryError,
  DirectoryResult,
  PlannedAttribute,
  SourceDirectory,
  TargetDirectory,
} from '../../../src/core/trace/directory.ts';

/** 3f2504e0-4f89-11d3-9a0c-0305e82c3301 as Active Directory stores it. */
const guidBytes = Buffer.from('e004253f894fd3119a0c0305e82c3301', 'hex').toString('base64');

const people = `version: 1

dn: OU=Sales,DC=corp,DC=example
objectClass: organizationalUnit
ou: Sales

dn: CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example
objectClass: user
cn: Vance, Adele
displayName: Adele Vance
givenName: Adelheid
sn: Vance-Only
sAMAccountName: adelev
userPrincipalName: adele@corp.example
mail: adele.vance@corp.example
objectGUID:: ${guidBytes}
userAccountControl: 512
department: Sales
userPassword: hunter2

dn: CN=Zoe,OU=Staff,DC=corp,DC=example
objectClass: user
displayName: Zoë Müller
sAMAccountName: zoe
userPrincipalName: zoe@corp.example
mail: shared@corp.example
userAccountControl: 514

dn: CN=Other Zoe,OU=Staff,DC=corp,DC=example
objectClass: user
displayName: Zoë Müller
sAMAccountName: zoe2
mail: SHARED@corp.example

dn: CN=Broken,OU=Staff,DC=corp,DC=example
displayName: Broken
a line without a colon

dn: CN=shared,OU=Staff,DC=corp,DC=example
objectClass: user
displayName: zoe@corp.example
sAMAccountName: shared
`;

const entra = JSON.stringify([
  { id: 'e1', UserPrincipalName: 'adele@corp.example', DisplayName: 'Adele', Mail: 'shared@corp.example' },
  { id: 'e2', UserPrincipalName: 'Zoe@corp.example', DisplayName: 'Zoe', Mail: 'shared@corp.example' },
]);

let folder = '';
let reads = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'directories-'));
  await writeFile(join(folder, 'people.ldif'), people);
  await writeFile(join(folder, 'entra.json'), entra);
  await writeFile(join(folder, 'broken.json'), '[{"id":');
  await writeFile(join(folder, 'people.csv'), 'a;b');
});
after(() => rm(folder, { recursive: true }));

function options(change: Partial<OpenOptions> = {}): OpenOptions {
  return {
    folder,
    signal: new AbortController().signal,
    readText: (path) => {
      reads += 1;
      return readFile(path, 'utf8');
    },
    secret: async () => undefined,
    ...change,
  };
}

const range = { start: 0, end: 0 };
const source = (path = 'people.ldif', change: Partial<OpenOptions> = {}): SourceDirectory =>
  openSource({ kind: 'file', path, range }, options(change));
const target = (path = 'entra.json', change: Partial<OpenOptions> = {}): TargetDirectory =>
  openTarget({ kind: 'file', path, range }, options(change));

function valueOfResult<T>(result: DirectoryResult<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

function errorOf(result: DirectoryResult<unknown>): DirectoryError {
  assert.ok(!result.ok);
  return result.error;
}

async function idsOf(user: string): Promise<readonly string[]> {
  return valueOfResult(await source().resolve(user, [], null)).map((entry) => entry.id);
}

test('nothing is read before it is asked for', () => {
  const before = reads;
  source();
  target();
  assert.equal(reads, before);
});

test('a person is found by every identifier', async () => {
  const adele = ['CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example'];
  for (const user of [
    'CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example',
    'cn=vance\\2c adele, ou=sales, dc=CORP, dc=example',
    'adelev',
    'ADELEV',
    'CORP\\adelev',
    'adele@corp.example',
    'adele.vance@corp.example',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '{3F2504E0-4F89-11D3-9A0C-0305E82C3301}',
    guidBytes,
    'Adele Vance',
    ' adele vance ',
    'Vance, Adele',
    'adelheid',
    'Vance-Only',
  ]) {
    assert.deepEqual(await idsOf(user), adele, user);
  }
  for (const user of ['', 'Adele', 'nobody@corp.example', 'OU=Sales,DC=corp,DC=example', 'hunter2'])
    assert.deepEqual(await idsOf(user), [], user);
});

test('several are found only where nothing more exact fits', async () => {
  assert.deepEqual(await idsOf('Zoë Müller'), ['CN=Zoe,OU=Staff,DC=corp,DC=example', 'CN=Other Zoe,OU=Staff,DC=corp,DC=example']);
  assert.deepEqual(await idsOf('shared@corp.example'), [
    'CN=Zoe,OU=Staff,DC=corp,DC=example',
    'CN=Other Zoe,OU=Staff,DC=corp,DC=example',
  ]);
  // A display name that is another person's UPN does not count.
  assert.deepEqual(await idsOf('zoe@corp.example'), ['CN=Zoe,OU=Staff,DC=corp,DC=example']);
});

test('an entry answers under the spelling that was asked for, with what the agent adds and without secrets', async () => {
  const [entry] = valueOfResult(
    await source().resolve('zoe', ['SAMACCOUNTNAME', 'accountDisabled', 'distinguishedName', 'userPassword', 'absent'], 'user'),
  );
  assert.deepEqual([...(entry?.attributes.keys() ?? [])].slice(0, 3), ['SAMACCOUNTNAME', 'accountDisabled', 'distinguishedName']);
  assert.equal(entry?.attributes.get('SAMACCOUNTNAME'), 'zoe');
  assert.equal(entry.attributes.get('accountDisabled'), 'True');
  assert.equal(entry.attributes.get('distinguishedName'), entry.id);
  assert.equal(entry.attributes.has('sAMAccountName'), false);
  assert.equal(entry.attributes.has('absent'), false);
  assert.ok(![...entry.attributes.keys()].some((name) => /password/i.test(name)));
});

test('the search finds what people type, the best first', async () => {
  const names = async (text: string, limit = 10): Promise<readonly string[]> =>
    valueOfResult(await source().search(text, limit)).map((person) => person.id.slice(0, person.id.indexOf(',OU')));
  assert.deepEqual(await names('muller'), ['CN=Other Zoe', 'CN=Zoe']);
  assert.deepEqual(await names('ADELE'), ['CN=Vance\\, Adele']);
  assert.deepEqual(await names('vance sales'), ['CN=Vance\\, Adele']);
  assert.deepEqual((await names('zoe'))[0], 'CN=Zoe');
  assert.equal((await names('')).length, 4);
  assert.equal((await names('', 2)).length, 2);
  assert.deepEqual(await names('hunter2'), []);
  assert.deepEqual(await names('.*'), []);
  const [adele] = valueOfResult(await source().search('adelev', 1));
  assert.deepEqual(adele, {
    id: 'CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example',
    displayName: 'Adele Vance',
    principalName: 'adele@corp.example',
    detail: 'Sales',
  });
});

test('who holds a value is counted without case, and named', async () => {
  const holders = async (attribute: string, value: string): Promise<unknown> =>
    valueOfResult(await source().holders(attribute, value, 'user'));
  assert.deepEqual(await holders('mail', 'Shared@corp.example'), {
    total: 2,
    entries: [
      { id: 'CN=Zoe,OU=Staff,DC=corp,DC=example', displayName: 'Zoë Müller' },
      { id: 'CN=Other Zoe,OU=Staff,DC=corp,DC=example', displayName: 'Zoë Müller' },
    ],
  });
  assert.deepEqual(await holders('mail', 'nobody'), { total: 0, entries: [] });
  assert.deepEqual(await holders('userPassword', 'hunter2'), { total: 0, entries: [] });
});

test('the test of a source counts people and says which entry was left out, and asking for it says why', async () => {
  const report = valueOfResult(await source().testConnection());
  assert.equal(report.address, 'people.ldif');
  assert.equal(report.answered, '4 people');
  assert.ok(report.warning?.startsWith('1 entry left out (line '), String(report.warning));
  const error = errorOf(await source().resolve('CN=Broken,OU=Staff,DC=corp,DC=example', [], null));
  assert.equal(error.kind, 'malformed');
  const line = people.slice(0, people.indexOf('a line without')).split('\n').length;
  assert.ok(error.message.includes(`line ${line}:`), error.message);
});

test('a target file is matched with and without case', async () => {
  const asked = { attribute: 'userPrincipalName', value: 'ZOE@corp.example', caseExact: false, objectName: 'User' };
  const answer = valueOfResult(await target().match(asked, ['userPrincipalName', 'displayName']));
  assert.equal(answer.total, 1);
  assert.equal(answer.asked, 'userPrincipalName = "ZOE@corp.example"');
  assert.equal(answer.entries[0]?.id, 'e2');
  assert.equal(answer.entries[0].attributes.get('displayName'), 'Zoe');
  assert.equal(valueOfResult(await target().match({ ...asked, caseExact: true }, [])).total, 0);
  assert.equal(valueOfResult(await target().match({ ...asked, attribute: 'Mail', value: 'shared@corp.example' }, [])).total, 2);
  const report = valueOfResult(await target().testConnection({ ...asked, attribute: 'Mail', value: 'cannot exist' }));
  assert.deepEqual(report, {
    address: 'entra.json',
    asked: 'read file, Mail = "cannot exist"',
    answered: '2 objects, 0 with this value',
    warning: null,
  });
});

test('a planned write is shown, not made, and a redacted value is not shown', async () => {
  const attribute = (name: string, value: string | null, redacted = false): PlannedAttribute => {
    return { name, multivalued: false, type: 'String', old: null, new: value, redacted, mapping: `/${name}` };
  };
  const write = {
    action: 'update',
    id: 'e1',
    objectName: 'User',
    directoryName: null,
    attributes: [attribute('Mail', 'new@x'), attribute('Pin', '4711', true), attribute('Fax', null)],
  } as const;
  const requests = target().describe(write);
  assert.equal(requests.length, 1);
  const [request] = requests;
  assert.equal(request?.method, 'write');
  assert.equal(request.address, 'entra.json');
  assert.deepEqual(JSON.parse(request.body ?? ''), {
    action: 'update',
    objectName: 'User',
    id: 'e1',
    attributes: { Mail: 'new@x', Pin: '[Redact]', Fax: null },
  });
  assert.equal(await readFile(join(folder, 'entra.json'), 'utf8'), entra);
  assert.equal(JSON.parse(target().describe({ ...write, action: 'delete' })[0]?.body ?? '').attributes, undefined);
});

test('files that are absent, folders, broken or of another kind are errors that name the file', async () => {
  for (const [path, kind] of [
    ['absent.ldif', 'notFound'],
    ['broken.json', 'malformed'],
    ['people.csv', 'unsupported'],
    ['people', 'unsupported'],
  ] as const) {
    for (const result of [await source(path).testConnection(), await target(path).testConnection(null)]) {
      const error = errorOf(result);
      assert.equal(error.kind, kind, path);
      assert.ok(error.message.includes(path), error.message);
      assert.ok(error.advice.length > 0);
    }
  }
});

test('a file that does not answer ends at its time-out, and on cancel', async () => {
  const never = (): Promise<string> => new Promise(() => undefined);
  const late = errorOf(await source('people.ldif', { readText: never, timeoutMs: 50 }).search('a', 1));
  assert.equal(late.kind, 'timeout');
  const controller = new AbortController();
  const pending = source('people.ldif', { readText: never, signal: controller.signal }).search('a', 1);
  controller.abort();
  assert.equal(errorOf(await pending).kind, 'cancelled');
  assert.equal(errorOf(await source('people.ldif', { signal: controller.signal }).search('a', 1)).kind, 'cancelled');
});

test('an edited file is answered with its new text', async () => {
  let text = '[{"id":"1","mail":"a@x"}]';
  const edited = source('people.json', { readText: async () => text });
  assert.equal(valueOfResult(await edited.holders('mail', 'b@x'))?.total, 0);
  text = text.replace('a@x', 'b@x');
  assert.equal(valueOfResult(await edited.holders('mail', 'b@x'))?.total, 1);
});

test('a SCIM application cannot be a source, and says so', async () => {
  const scim = openSource(
    { kind: 'scim', username: null, url: 'https://x.example', secretEnv: null, timeoutMs: 100, range },
    options(),
  );
  assert.equal(errorOf(await scim.testConnection()).kind, 'unsupported');
});
