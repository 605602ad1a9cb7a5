import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSetting } from '../../../src/extension/settingsTable.ts';

describe('readSetting', () => {
  it('takes what the table allows', () => {
    assert.equal(readSetting('run', 'byHand'), 'byHand');
    assert.equal(readSetting('codeLens.enabled', false), false);
    assert.deepEqual(readSetting('problems.severity', { 'function-unknown': 'off' }), { 'function-unknown': 'off' });
    assert.deepEqual(readSetting('files', { 'rules/*.json': 'schema' }), { 'rules/*.json': 'schema' });
  });

  it('gives the default where a value has the wrong type', () => {
    for (const stored of [undefined, null, 7, [], 'sometimes', 'toString', { run: 'onSave' }])
      assert.equal(readSetting('run', stored), 'asTyped');
    for (const stored of [undefined, null, 0, 'false']) assert.equal(readSetting('inlayHints.enabled', stored), true);
    for (const stored of [undefined, null, 'off', ['off']]) assert.deepEqual(readSetting('problems.severity', stored), {});
  });

  it('leaves out the entries that the table does not allow, and keeps the others', () => {
    const stored = { 'json-syntax': 'loud', 'regex-invalid': 'warning', 'date-format': null, 'group-empty': 'toString' };
    assert.deepEqual(readSetting('problems.severity', stored), { 'regex-invalid': 'warning' });
    assert.deepEqual(readSetting('files', { '*.a.json': 'connection', '*.b.json': 'scope' }), { '*.b.json': 'scope' });
  });
});
