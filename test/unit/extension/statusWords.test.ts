import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConnection } from '../../../src/core/connection/readConnection.ts';
import { statusWords } from '../../../src/extension/statusWords.ts';

const { connection } = readConnection(`{
  "name": "Corp", "configuration": { "schema": "a.syncschema.json" },
  "source": { "kind": "file", "path": "p.ldif" }, "target": { "kind": "file", "path": "t.json" }
}`);
assert.ok(connection);
const corp = { path: '/w/corp.provision.json', name: 'Corp', connection };

describe('the status bar item', () => {
  it('asks for a connection where none can be told', () => {
    const words = statusWords(null, null, true);
    assert.equal(words.text, '$(plug) Choose connection…');
    assert.equal(words.command, 'provisionOnDemand.chooseConnection');
  });

  it('asks for a user where none was chosen', () => {
    const words = statusWords(corp, null, true);
    assert.equal(words.text, '$(person) Choose user… · Corp');
    assert.equal(words.command, 'provisionOnDemand.chooseUser');
    assert.match(words.tooltip, /^Choose the user .* through Corp\.$/);
  });

  it('names the user and the connection', () => {
    const words = statusWords(corp, 'Adele Vance', true);
    assert.equal(words.text, '$(person) Adele Vance · Corp');
    assert.match(words.tooltip, /runs for Adele Vance through Corp\./);
  });

  it('says that the connection file cannot be read', () => {
    const words = statusWords({ ...corp, connection: null }, 'Adele Vance', true);
    assert.equal(words.text, '$(warning) Adele Vance · Corp');
    assert.match(words.tooltip, /cannot be read now/);
  });

  it('says that nothing runs without trust, in every state', () => {
    for (const [known, user] of [
      [null, null],
      [corp, null],
      [corp, 'Adele Vance'],
    ] as const)
      assert.match(statusWords(known, user, false).tooltip, /Nothing runs in a workspace that you do not trust\.$/);
  });

  it('shows a name as it is, though it looks like an icon', () => {
    const words = statusWords({ ...corp, name: 'x $(trash)' }, '$(sync~spin) Eve', true);
    assert.equal(words.text, '$(person) \\$(sync~spin) Eve · x \\$(trash)');
  });
});
