import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readConnection } from '../../../src/core/connection/readConnection.ts';
import {
  connectionsNaming,
  filesOfConnection,
  type KnownConnection,
  lookUpConnection,
} from '../../../src/extension/connections/connectionLookup.ts';
import { newConnectionName, newConnectionText } from '../../../src/extension/connections/newConnectionText.ts';
import { pathKey } from '../../../src/extension/paths.ts';

const folder = resolve('workspace');

function known(name: string, configuration: object): KnownConnection {
  const people = { kind: 'file', path: 'people.ldif' };
  const { connection } = readConnection(
    JSON.stringify({ name, configuration, source: people, target: { kind: 'file', path: '../target.json' } }),
  );
  assert.ok(connection, name);
  return { path: join(folder, 'a', `${name}.provision.json`), name, connection };
}

const users = join(folder, 'a', 'users.syncschema.json');
const split = known('split', { mapping: 'users.mapping.json', scope: '../scopes/users.scope.json' });
const first = known('first', { schema: 'users.syncschema.json' });
const second = known('second', { schema: './../a/users.syncschema.json' });
const broken: KnownConnection = { path: join(folder, 'broken.provision.json'), name: 'broken', connection: null };

describe('connectionsNaming', () => {
  it('resolves the names relative to each connection file', () => {
    const all = [split, first, second, broken];
    assert.deepEqual(connectionsNaming(users, all), [first, second]);
    assert.deepEqual(connectionsNaming(join(folder, 'a', 'users.mapping.json'), all), [split]);
    assert.deepEqual(connectionsNaming(join(folder, 'scopes', 'users.scope.json'), all), [split]);
    assert.deepEqual(connectionsNaming(join(folder, 'users.syncschema.json'), all), []);
  });
});

describe('lookUpConnection', () => {
  it('takes the only connection that names the file', () => {
    assert.deepEqual(lookUpConnection(users, [split, first, broken], null), { kind: 'found', path: first.path });
  });

  it('asks among those that name the file, and remembers', () => {
    assert.deepEqual(lookUpConnection(users, [split, first, second], null), { kind: 'ask', candidates: [first, second] });
    assert.deepEqual(lookUpConnection(users, [split, first, second], second.path), { kind: 'found', path: second.path });
  });

  it('does not take a remembered connection that no longer names the file', () => {
    assert.deepEqual(lookUpConnection(users, [split, first, second], split.path), { kind: 'ask', candidates: [first, second] });
  });

  it('says whether there is no connection at all or none that names the file', () => {
    assert.deepEqual(lookUpConnection(users, [split], null), { kind: 'none', reason: 'notNamed' });
    assert.deepEqual(lookUpConnection(users, [], null), { kind: 'none', reason: 'noConnections' });
    assert.deepEqual(lookUpConnection(null, [], null), { kind: 'none', reason: 'noConnections' });
  });

  it('asks without a file unless there is only one connection', () => {
    assert.deepEqual(lookUpConnection(null, [first], null), { kind: 'found', path: first.path });
    assert.deepEqual(lookUpConnection(null, [first, split], first.path), { kind: 'ask', candidates: [first, split] });
  });
});

describe('filesOfConnection', () => {
  it('lists every file that a run reads', () => {
    assert.deepEqual(filesOfConnection(split.path, split.connection), [
      split.path,
      join(folder, 'a', 'users.mapping.json'),
      join(folder, 'scopes', 'users.scope.json'),
      join(folder, 'a', 'people.ldif'),
      join(folder, 'target.json'),
    ]);
    assert.deepEqual(filesOfConnection(broken.path, null), [broken.path]);
  });
});

describe('pathKey', () => {
  it('tells capitals apart only where the file system does', () => {
    assert.equal(pathKey('/a/./B.json', 'linux'), '/a/B.json');
    assert.equal(pathKey('/a/./B.json', 'darwin'), '/a/b.json');
  });
});

describe('a new connection file', () => {
  it('is named after the configuration and names it', () => {
    assert.equal(newConnectionName(users), 'users.provision.json');
    assert.equal(newConnectionName(join(folder, 'schema.json')), 'schema.provision.json');
    for (const file of [users, join(folder, 'a', 'we"ird.mapping.json')]) {
      const { connection, problems } = readConnection(newConnectionText(file));
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      const path = join(folder, 'a', 'new.provision.json');
      assert.deepEqual(connectionsNaming(file, [{ path, name: 'new', connection }]).length, 1);
    }
    assert.ok(readConnection(newConnectionText(null)).connection);
  });
});
