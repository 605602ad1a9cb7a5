import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { type ParseError, parse } from 'jsonc-parser';
import { bytesOf, type LdifRecord, readLdifRecords, textOf, valuesIn } from './ldifRecords.ts';
import { adToEntra, entraToScim, readJson, readText, root } from './sampleFiles.ts';
import { userMappingOf } from './schemaJson.ts';

interface ConnectionJson {
  readonly configuration: { readonly schema: string; readonly rule: string; readonly objectMapping: string };
  readonly source: { readonly kind: string; readonly path: string };
  readonly target: { readonly kind: string; readonly path?: string; readonly url?: string };
  readonly access: string;
  readonly people: readonly string[];
}

interface Outcome {
  readonly connection: string;
  readonly user: string;
  readonly action: string;
  readonly code: string | null;
  readonly status: string;
  readonly changed: readonly string[];
}

type PersonJson = Readonly<Record<string, unknown>>;

const readConnection = (path: string): ConnectionJson => {
  const errors: ParseError[] = [];
  const value = parse(readText(path), errors, { allowTrailingComma: false }) as ConnectionJson;
  assert.deepEqual(errors, [], path);
  return value;
};

const ldif = readText('samples/ad-to-entra/people.ldif');
const people = readLdifRecords(ldif);
const entraTargets = readJson<PersonJson[]>('samples/ad-to-entra/entra-users.json');
const entraObjects = readJson<PersonJson[]>('samples/entra-to-scim/entra-users.json');
const entraSources = entraObjects.filter((object) => object['@odata.type'] === undefined);
const entraGroups = entraObjects.filter((object) => object['@odata.type'] !== undefined);
const scimTargets = readJson<PersonJson[]>('samples/entra-to-scim/scim-users.json');
const scimGroups = readJson<PersonJson[]>('samples/entra-to-scim/scim-groups.json');
const groupConnection = 'samples/entra-to-scim/groups.provision.json';
const outcomes = readJson<Outcome[]>('test/fixtures/sampleOutcomes.json');

describe('people.ldif', () => {
  test('is LDIF: ASCII, folded, with each name once', () => {
    assert.ok(people.length >= 24, `${people.length} people`);
    const long = ldif.split('\n').filter((line) => line.length > 76);
    assert.deepEqual(long, []);
    const comments = ldif.replaceAll(/^#.*$/gm, '');
    assert.match(comments, /^[\x20-\x7e\n]*$/);
    assert.equal(new Set(people.map((person) => person.dn.toLowerCase())).size, people.length);
  });

  test('holds readable values', () => {
    for (const person of people) {
      assert.equal(textOf(person, 'distinguishedName'), person.dn);
      assert.match(textOf(person, 'pwdLastSet') ?? '', /^-?\d+$/, person.dn);
      assert.match(textOf(person, 'userAccountControl') ?? '', /^\d+$/, person.dn);
      const sid = bytesOf(person, 'objectSid');
      assert.deepEqual([sid?.length, sid?.[0], sid?.[1]], [28, 1, 5], person.dn);
      const guid = bytesOf(person, 'objectGUID');
      if (guid !== undefined) assert.equal(guid.length, 16, person.dn);
      const photo = bytesOf(person, 'thumbnailPhoto');
      if (photo !== undefined) assert.equal(photo.subarray(1, 4).toString('latin1'), 'PNG', person.dn);
    }
    assert.deepEqual(people.filter((person) => bytesOf(person, 'objectGUID') === undefined).length, 1);
  });

  test('managers are people of the file', () => {
    const names = new Set(people.map((person) => person.dn));
    const managers = people.flatMap((person) => textOf(person, 'manager') ?? []);
    assert.ok(managers.length > 5);
    assert.deepEqual(
      managers.filter((name) => !names.has(name)),
      [],
    );
  });

  test('has the cases that are hard to read', () => {
    const dns = people.map((person) => person.dn);
    assert.ok(dns.some((dn) => dn.startsWith('CN=Müller\\, Anna,')));
    for (const name of ['山田 太郎', 'محمد علي', 'Ольга Смирнова', "Miriam O'Brien", 'Zoë Krüger', 'Łukasz Wójcik']) {
      assert.ok(
        people.some((person) => textOf(person, 'cn') === name),
        name,
      );
    }
    assert.ok(people.some((person) => (textOf(person, 'description')?.length ?? 0) > 448));
    assert.ok(people.some((person) => textOf(person, 'pwdLastSet') === '0'));
    const displayNames = people.map((person) => textOf(person, 'displayName'));
    assert.equal(displayNames.filter((name) => name === 'Chris Green').length, 2);
    const guids = people.flatMap((person) => valuesIn(person, 'objectGUID'));
    assert.equal(guids.length - new Set(guids).size, 1, 'two people with one matching value');
  });
});

describe('directory files', () => {
  test('the Entra accounts use the target names of the schema', () => {
    const definitions = new Map(adToEntra.schema.directories[1]?.objects[0]?.attributes.map((row) => [row.name, row] as const));
    const kinds: Readonly<Record<string, string>> = { Boolean: 'boolean', Integer: 'number' };
    for (const account of entraTargets) {
      for (const [name, value] of Object.entries(account)) {
        if (name === 'id') continue;
        const definition = definitions.get(name) ?? assert.fail(`${name} is not defined`);
        assert.equal(Array.isArray(value), definition.multivalued, name);
        if (!definition.multivalued) assert.equal(typeof value, kinds[definition.type] ?? 'string', name);
      }
    }
    assert.equal(new Set(entraTargets.map((account) => account.id)).size, entraTargets.length);
  });

  test('the Entra accounts belong to people of the LDIF, and managers are accounts', () => {
    const guids = new Set(people.flatMap((person) => valuesIn(person, 'objectGUID')));
    const ids = new Set(entraTargets.map((account) => account.id));
    const linked = entraTargets.flatMap((account) => account.onPremisesObjectIdentifier ?? []);
    assert.ok(linked.length > 10);
    assert.deepEqual(
      linked.filter((guid) => !guids.has(String(guid))),
      [],
    );
    assert.equal(linked.length - new Set(linked).size, 1, 'one ambiguous person');
    assert.deepEqual(
      entraTargets.flatMap((account) => account.Manager ?? []).filter((id) => !ids.has(id)),
      [],
    );
  });

  test('the Entra people use the source names of the schema', () => {
    const names = new Set(entraToScim.schema.directories[0]?.objects[0]?.attributes.map((row) => row.name));
    const unknown = entraSources.flatMap((person) => Object.keys(person).filter((name) => name !== 'id' && !names.has(name)));
    assert.deepEqual(unknown, []);
    const ids = entraSources.map((person) => person.id);
    assert.equal(new Set(ids).size, entraSources.length);
    for (const person of entraSources) if ('manager' in person) assert.ok(ids.includes(person.manager));
  });

  test('the groups use the source names of the schema, and members are objects of the files', () => {
    const names = new Set(entraToScim.schema.directories[0]?.objects[1]?.attributes.map((row) => row.name));
    assert.ok(entraGroups.length >= 4);
    const unknown = entraGroups.flatMap((group) =>
      Object.keys(group).filter((name) => name !== 'id' && !name.startsWith('@') && !names.has(name)),
    );
    assert.deepEqual(unknown, []);
    const ids = new Set(entraObjects.map((object) => object.id));
    assert.equal(ids.size, entraObjects.length);
    for (const { members } of entraGroups) for (const id of members as readonly string[]) assert.ok(ids.has(id), id);
    const accounts = new Set(scimTargets.map((account) => account.id));
    for (const { members } of scimGroups)
      for (const { value } of members as readonly { readonly value: string }[]) assert.ok(accounts.has(value), value);
  });

  test('the SCIM accounts are resources with unique ids and user names', () => {
    for (const account of scimTargets) {
      assert.ok(Array.isArray(account.schemas) && account.schemas.includes('urn:ietf:params:scim:schemas:core:2.0:User'));
      assert.equal(typeof account.active, 'boolean');
      for (const key of Object.keys(account).filter((name) => name.startsWith('urn:'))) assert.ok(account.schemas.includes(key));
    }
    for (const name of ['id', 'userName']) {
      const values = scimTargets.map((account) => String(account[name]).toLowerCase());
      assert.equal(new Set(values).size, scimTargets.length, name);
    }
  });
});

describe('connections and outcomes', () => {
  const identifiers = new Map<string, readonly string[]>([
    [adToEntra.connection, people.map((person) => person.dn)],
    [entraToScim.connection, entraSources.map((person) => String(person.userPrincipalName))],
  ]);

  for (const { connection: path, schema } of [adToEntra, entraToScim]) {
    test(`${path} points at files, a mapping and people that exist`, () => {
      const connection = readConnection(path);
      const folder = join(root, dirname(path));
      const { configuration } = connection;
      for (const file of [configuration.schema, connection.source.path, connection.target.path ?? configuration.schema]) {
        assert.ok(existsSync(join(folder, file)), file);
      }
      const rule = schema.synchronizationRules.find((row) => row.name === configuration.rule);
      assert.ok(rule?.objectMappings.some((row) => row.name === configuration.objectMapping && row.enabled));
      assert.equal(connection.access, 'readOnly');
      assert.ok(connection.people.length > 5);
      for (const person of connection.people) assert.ok(identifiers.get(path)?.includes(person), person);
    });

    test(`${path}: every person has an expected outcome`, () => {
      const rows = outcomes.filter((row) => row.connection === path);
      assert.deepEqual(rows.map((row) => row.user).toSorted(), identifiers.get(path)?.toSorted());
      const targets = new Set(userMappingOf(schema).attributeMappings.map((row) => row.targetAttributeName));
      for (const row of rows) {
        assert.ok(['create', 'update', 'disable', 'skip', 'none'].includes(row.action), row.user);
        assert.equal(row.changed.length > 0, ['create', 'update', 'disable'].includes(row.action), row.user);
        assert.equal(row.code === null, ['create', 'update', 'disable'].includes(row.action), row.user);
        assert.deepEqual(
          row.changed.filter((name) => !targets.has(name)),
          [],
          row.user,
        );
      }
      for (const action of ['create', 'update', 'disable', 'skip', 'none']) {
        assert.ok(
          rows.some((row) => row.action === action),
          action,
        );
      }
    });
  }

  test(`${groupConnection} points at the mapping of groups, and every group has an expected outcome`, () => {
    const { configuration, access, people: named } = readConnection(groupConnection);
    const rule = entraToScim.schema.synchronizationRules.find((row) => row.name === configuration.rule);
    const mapping = rule?.objectMappings.find((row) => row.name === configuration.objectMapping);
    assert.equal(mapping?.sourceObjectName, 'Group');
    assert.ok(mapping.enabled);
    assert.equal(access, 'readOnly');
    const names = entraGroups.map((group) => String(group.displayName));
    assert.deepEqual(named.toSorted(), names.toSorted());
    const rows = outcomes.filter((row) => row.connection === groupConnection);
    assert.deepEqual(rows.map((row) => row.user).toSorted(), names.toSorted());
  });

  test('the README tells what each person and group shows', () => {
    const rows = readText('samples/README.md')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const nameOf = (row: Outcome): string => {
      if (row.connection === groupConnection) return row.user;
      if (row.connection === entraToScim.connection) {
        return String(entraSources.find((person) => person.userPrincipalName === row.user)?.displayName);
      }
      return shownName(people, row.user);
    };
    for (const outcome of outcomes) {
      const code = outcome.code === null ? '–' : `\`${outcome.code}\``;
      const row = rows.find((cells) => cells[1] === nameOf(outcome));
      assert.deepEqual(row?.slice(2, 4), [outcome.action, code], outcome.user);
    }
  });
});

/** The name as the README has it: with the organizational unit where two people share it. */
function shownName(all: readonly LdifRecord[], dn: string): string {
  const name = (person: LdifRecord): string => textOf(person, 'displayName') ?? textOf(person, 'cn') ?? '';
  const person = all.find((row) => row.dn === dn) ?? assert.fail(dn);
  const unit = /,OU=([^,]+)/.exec(dn)?.[1];
  return all.filter((row) => name(row) === name(person)).length === 1 ? name(person) : `${name(person)} (${unit})`;
}
