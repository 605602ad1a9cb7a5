import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { fileSource } from '../../../src/connectors/file/fileSource.ts';
import type { Filter } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import { evaluateFilter, type FilterResult } from '../../../src/core/scope/evaluateFilter.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

const repository = resolve(import.meta.dirname, '../../..');
const schemaFile = resolve(repository, '../shared/data/schemas/ad-to-entra.default.json');
const absent = existsSync(schemaFile) ? false : 'the shared data with the real schema is absent';

/** The last clause of the exported filter is of the tenant that it was exported from: people stand below its container. */
const container = 'OU=Cloud,DC=mydomain,DC=tld';

/** People of the sample that the filter is there for, with the attribute that keeps each of them out. */
const excluded: Readonly<Record<string, string>> = {
  'CN=Administrator,CN=Users,DC=corp,DC=example': 'isCriticalSystemObject',
  'CN=Kim White,OU=Sales,DC=corp,DC=example': 'adminDescription',
  'CN=MSOL_7c1e4fb2a905,CN=Users,DC=corp,DC=example': 'sAMAccountName',
};
const discoveryMailbox = /^CN=DiscoverySearchMailbox\{/;

let read: Filter | null = null;

function realFilter(): Filter {
  if (read) return read;
  const { schema } = readSchema(readFileSync(schemaFile, 'utf8'));
  assert.ok(schema);
  const resolved = resolveConfiguration(schema, { rule: null, objectMapping: null, dialect: null });
  assert.ok(resolved.ok && resolved.configuration.scope);
  read = resolved.configuration.scope;
  return read;
}

interface Person {
  readonly id: string;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

async function samplePeople(): Promise<readonly Person[]> {
  const folder = resolve(repository, 'samples/ad-to-entra');
  const reference = { kind: 'file', path: 'people.ldif', range: { start: 0, end: 0 } } as const;
  const signal = new AbortController().signal;
  const readText = async (path: string): Promise<string> => readFileSync(path, 'utf8');
  const source = fileSource(reference, { folder, signal, readText, secret: async () => undefined });
  const listed = await source.search('', 1000);
  assert.ok(listed.ok);
  const people: Person[] = [];
  for (const { id } of listed.value) {
    const found = await source.resolve(id, [...readByFilter], 'user');
    const entry = found.ok ? found.value[0] : undefined;
    if (!entry) continue;
    people.push({ id: entry.id, attributes: placed(entry.attributes) });
  }
  return people;
}

const readByFilter = [
  'isCriticalSystemObject',
  'adminDescription',
  'sAMAccountName',
  'mailNickname',
  'msExchRecipientTypeDetails',
  'distinguishedName',
];

function placed(attributes: Person['attributes']): Person['attributes'] {
  const dn = String(attributes.get('distinguishedName'));
  return new Map([...attributes, ['distinguishedName', `${dn.slice(0, dn.indexOf(',', dn.indexOf('=')))},${container}`]]);
}

/** The attributes of the clauses that fail; empty where the person passes. */
function failures(result: FilterResult): readonly string[] {
  assert.equal(result.groups.verdict, 'passed');
  const { verdict, groups } = result.inputFilterGroups;
  assert.ok(verdict === 'passed' || verdict === 'failed', 'every clause of the real filter can be evaluated');
  const failed = groups.flatMap(({ clauses }) => clauses.filter((clause) => clause.verdict !== 'passed'));
  assert.equal(failed.length === 0, verdict === 'passed');
  return failed.map(({ attribute }) => attribute);
}

describe('the filter of the real default schema', { skip: absent }, () => {
  it('lets every ordinary person of the sample pass, and nobody whom it is there for', async () => {
    const filter = realFilter();
    const people = await samplePeople();
    const ordinary = people.filter(({ id }) => !(id in excluded) && !discoveryMailbox.test(id));
    assert.ok(ordinary.length >= 30, `${ordinary.length} of ${people.length}`);
    assert.equal(people.length - ordinary.length, Object.keys(excluded).length + 1);
    for (const { id, attributes } of people) {
      const expected = discoveryMailbox.test(id) ? ['msExchRecipientTypeDetails'] : id in excluded ? [excluded[id]] : [];
      assert.deepEqual(failures(evaluateFilter(filter, attributes)), expected, id);
    }
    // Under the blanket rule for empty attributes nobody at all would pass.
    for (const { id, attributes } of people) {
      assert.notDeepEqual(failures(evaluateFilter(filter, attributes, { nullInInputFilters: 'fail' })), [], id);
    }
  });

  const ada = {
    sAMAccountName: 'ada',
    distinguishedName: `CN=Ada,${container}`,
  };
  const rows: readonly (readonly [
    what: string,
    attributes: Readonly<Record<string, AttributeValue>>,
    failing: readonly string[],
  ])[] = [
    ['a person with nothing but a name', {}, []],
    ['a critical system object', { isCriticalSystemObject: 'TRUE' }, ['isCriticalSystemObject']],
    ['an object that is not critical', { isCriticalSystemObject: 'FALSE' }, []],
    ['a CAS_{ mailbox', { mailNickname: 'CAS_{0b1c2d}' }, ['mailNickname']],
    ['a mailbox with CAS_{ elsewhere', { mailNickname: 'xCAS_{0b1c2d}' }, []],
    ['a CAS_ mailbox without a brace', { mailNickname: 'CAS_ada' }, []],
    ['a SystemMailbox{', { mailNickname: 'SystemMailbox{1}' }, ['mailNickname']],
    ['an AAD_ account', { sAMAccountName: 'AAD_0123' }, ['sAMAccountName']],
    ['an aad_ account, in lower case', { sAMAccountName: 'aad_0123' }, []],
    ['an MSOL_ account', { sAMAccountName: 'MSOL_0123' }, ['sAMAccountName']],
    ['no sAMAccountName', { sAMAccountName: null }, ['sAMAccountName']],
    ['a user mailbox, outside the mask', { msExchRecipientTypeDetails: '1' }, []],
    ['a remote mailbox, outside the mask', { msExchRecipientTypeDetails: '2147483648' }, []],
    ['a discovery mailbox, inside the mask', { msExchRecipientTypeDetails: '536870912' }, ['msExchRecipientTypeDetails']],
    ['an arbitration mailbox, inside the mask', { msExchRecipientTypeDetails: '8388608' }, ['msExchRecipientTypeDetails']],
    ['the lowest bit of the mask', { msExchRecipientTypeDetails: '4096' }, ['msExchRecipientTypeDetails']],
    // The filter's \0A is the character NUL and an A to .NET, and not the escape that a distinguished name has there.
    [
      'a conflict object as the pattern spells it',
      { distinguishedName: `CN=Ada\0ACNF:0b1c,${container}` },
      ['distinguishedName'],
    ],
    ['another container', { distinguishedName: 'CN=Ada,OU=Sales,DC=mydomain,DC=tld' }, ['distinguishedName']],
  ];
  for (const [what, attributes, failing] of rows) {
    it(`${failing.length === 0 ? 'passes' : 'excludes'} ${what}`, () => {
      assert.deepEqual(failures(evaluateFilter(realFilter(), new Map(Object.entries({ ...ada, ...attributes })))), failing);
    });
  }
});
