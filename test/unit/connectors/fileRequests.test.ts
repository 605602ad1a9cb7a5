import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileRequests } from '../../../src/connectors/file/fileRequests.ts';
import type { PlannedWrite } from '../../../src/core/trace/directory.ts';
import { jsonValuesIn, planned, plannedWrite } from '../../support/plannedWrites.ts';

const range = { start: 0, end: 0 };
const attributes = [planned('displayName', 'New', { old: 'Old' }), planned('pin', '4711', { redacted: true })];

function formOf(path: string, directoryName: string | null): readonly (readonly [method: string, purpose: string])[] {
  const write: PlannedWrite = plannedWrite('update', attributes, { directoryName, id: 'CN=A,DC=x' });
  const requests = fileRequests({ kind: 'file', path, range }, write);
  assert.ok(!JSON.stringify(requests).includes('4711'));
  return requests.map(({ method, purpose }) => [method, purpose]);
}

test('a file speaks as the directory that it stands in for, and says so', () => {
  assert.deepEqual(formOf('data/users.json', 'Azure Active Directory'), [
    ['PATCH', 'Change the user (users.json stands in for Microsoft Entra ID)'],
  ]);
  assert.deepEqual(formOf('data/users.json', 'Microsoft Entra ID'), formOf('data/users.json', 'Azure Active Directory'));
  assert.deepEqual(formOf('ad.json', 'Active Directory'), [
    ['modify', 'Change the user (ad.json stands in for Active Directory)'],
  ]);
  assert.deepEqual(formOf('people.LDIF', null), [['modify', 'Change the user']]);
  assert.deepEqual(formOf('people.json', null), [['write', 'Change the user']]);
  assert.deepEqual(formOf('people.json', 'customappsso'), [['write', 'Change the user']]);
});

test('without a directory to stand in for, the attributes as they would stand in the file', () => {
  const write = plannedWrite('update', [
    planned('Mail', 'new@x'),
    planned('Pin', '4711', { redacted: true }),
    planned('userPassword', 'hunter2'),
    planned('Fax', null, { redacted: true }),
    planned('Tags', ['a', 'b'], { multivalued: true }),
    planned('__proto__', 'x'),
  ]);
  const [request, ...more] = fileRequests({ kind: 'file', path: 'entra.json', range }, write);
  assert.ok(request?.body);
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(request.body), {
    action: 'update',
    objectName: 'User',
    id: '26',
    attributes: { Mail: 'new@x', Pin: '[Redact]', userPassword: '[Redact]', Fax: null, Tags: ['a', 'b'], ['__proto__']: 'x' },
  });
  assert.deepEqual(jsonValuesIn(request), [
    ['Mail', 'new@x'],
    ['Pin', '[Redact]'],
    ['userPassword', '[Redact]'],
    ['Fax', null],
    ['Tags', 'a'],
    ['Tags', 'b'],
    ['__proto__', 'x'],
  ]);
  assert.match(request.notes.join('\n'), /Pin and userPassword/);
  const [remove] = fileRequests({ kind: 'file', path: 'entra.json', range }, plannedWrite('delete', [planned('a', 'b')]));
  assert.deepEqual(JSON.parse(remove?.body ?? ''), { action: 'delete', objectName: 'User', id: '26' });
  assert.equal(remove?.purpose, 'Delete the user');
});
