import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { graphRequests } from '../../../src/connectors/graph/graphRequests.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../../src/core/trace/directory.ts';
import { jsonValuesIn, planned, plannedWrite } from '../../support/plannedWrites.ts';

const base = 'https://graph.microsoft.com/v1.0';
const reference = { type: 'Reference' };

function only(write: PlannedWrite): WriteRequest {
  const [request, ...more] = graphRequests(write);
  assert.ok(request);
  assert.deepEqual(more, []);
  return request;
}

test('a new user under the names of cloud sync: Graph names, JSON types, what Graph cannot write left out and named', () => {
  const [create, manager, ...more] = graphRequests(
    plannedWrite('create', [
      planned('AccountEnabled', 'True', { type: 'Boolean' }),
      planned('Alias', 'adele'),
      planned('DisplayName', 'Adele Vance'),
      planned('userprincipalname', 'adele@corp.example'),
      planned('TelephoneNumber', '+1'),
      planned('Mobile', '+2'),
      planned('PhysicalDeliveryOfficeName', 'HQ'),
      planned('Title', 'Lead'),
      planned('ExtensionAttribute7', 'x'),
      planned('extensionAttribute15', 'y'),
      planned('extension_0123456789abcdef0123456789abcdef_skill', 'z'),
      planned('Department', null),
      planned('ProxyAddresses', ['SMTP:a@b'], { multivalued: true }),
      planned('OnPremiseSecurityIdentifier', 'AQ==', { type: 'Binary' }),
      planned('CommonName', 'Adele Vance'),
      planned('__proto__', 'x'),
      planned('Manager', 'm/1', reference),
      planned('Assistant', 'a1', reference),
    ]),
  );
  assert.ok(create && manager);
  assert.deepEqual(more, []);
  assert.deepEqual([create.purpose, create.method, create.address], ['Create the user', 'POST', `${base}/users`]);
  assert.deepEqual(create.headers, [
    ['Content-Type', 'application/json'],
    ['Authorization', 'Bearer ***'],
  ]);
  const body = JSON.parse(create.body ?? '');
  assert.deepEqual(body, {
    accountEnabled: true,
    mailNickname: 'adele',
    displayName: 'Adele Vance',
    userPrincipalName: 'adele@corp.example',
    businessPhones: ['+1'],
    mobilePhone: '+2',
    officeLocation: 'HQ',
    jobTitle: 'Lead',
    onPremisesExtensionAttributes: { extensionAttribute7: 'x', extensionAttribute15: 'y' },
    extension_0123456789abcdef0123456789abcdef_skill: 'z',
    passwordProfile: { password: '[Redact]', forceChangePasswordNextSignIn: true },
  });
  const values = new Map(jsonValuesIn(create));
  assert.equal(values.get('AccountEnabled'), true);
  assert.equal(values.get('TelephoneNumber'), '+1');
  assert.equal(values.size, 11);
  const notes = create.notes.join('\n');
  assert.match(notes, /read-only in Microsoft Graph.*: ProxyAddresses and OnPremiseSecurityIdentifier\./);
  assert.match(notes, /no property of Microsoft Graph is known here for them: CommonName and __proto__\./);
  assert.match(notes, /no reference of Microsoft Graph is known here for them: Assistant\./);
  assert.match(notes, /first password/);
  assert.doesNotMatch(notes, /refuses/);
  assert.deepEqual(
    [manager.purpose, manager.method, manager.address],
    ['Set the manager, in the second pass', 'PUT', `${base}/users/{id}/manager/$ref`],
  );
  assert.deepEqual(JSON.parse(manager.body ?? ''), { '@odata.id': `${base}/users/m%2F1` });
  assert.deepEqual(jsonValuesIn(manager), [['Manager', `${base}/users/m%2F1`]]);
  assert.match(manager.notes[0] ?? '', /^\{id\} stands for/);
});

test('what Graph requires of a new user and no mapping gives is noted', () => {
  const notes = only(plannedWrite('create', [planned('displayName', 'A')])).notes.join('\n');
  assert.match(notes, /refuses a new user without accountEnabled, mailNickname and userPrincipalName/);
});

test('a change carries the changed properties only; a null clears, a list becomes empty', () => {
  const request = only(
    plannedWrite('update', [
      planned('jobTitle', null, { old: 'Lead' }),
      planned('businessPhones', null, { old: ['+1'], multivalued: true }),
      planned('accountEnabled', 'False', { old: 'True' }),
      planned('extensionAttribute1', 'n', { old: 'o' }),
      planned('displayName', null, { old: 'A' }),
      planned('city', '[x]', { redacted: true }),
    ]),
  );
  assert.deepEqual([request.purpose, request.method, request.address], ['Change the user', 'PATCH', `${base}/users/26`]);
  assert.deepEqual(JSON.parse(request.body ?? ''), {
    jobTitle: null,
    businessPhones: [],
    accountEnabled: false,
    onPremisesExtensionAttributes: { extensionAttribute1: 'n' },
    displayName: null,
    city: '[Redact]',
  });
  assert.equal(new Map(jsonValuesIn(request)).get('jobTitle'), null);
  assert.match(request.notes.join('\n'), /refuses to clear displayName/);
  assert.match(request.notes.join('\n'), /\[Redact\] stands for the real value of city/);
});

test('a user is disabled and deleted; a principal name may stand in the address', () => {
  const disable = only(
    plannedWrite('disable', [planned('AccountEnabled', 'False', { old: 'True' })], { id: 'a#b@corp.example' }),
  );
  assert.deepEqual([disable.purpose, disable.address], ['Disable the user', `${base}/users/a%23b@corp.example`]);
  assert.deepEqual(JSON.parse(disable.body ?? ''), { accountEnabled: false });
  const remove = only(plannedWrite('delete', []));
  assert.deepEqual([remove.method, remove.address, remove.body], ['DELETE', `${base}/users/26`, null]);
  assert.match(remove.notes[0] ?? '', /30 days/);
});

test('a manager that is gone is removed by its reference; an update without anything else has no other request', () => {
  const request = only(plannedWrite('update', [planned('Manager', null, { ...reference, old: 'm1' })]));
  assert.deepEqual([request.method, request.address, request.body], ['DELETE', `${base}/users/26/manager/$ref`, null]);
});

test('a write of which Graph can carry nothing says so instead of an empty request', () => {
  const request = only(plannedWrite('update', [planned('ProxyAddresses', ['a'], { old: ['b'], multivalued: true })]));
  assert.deepEqual([request.method, request.body], ['none', null]);
  assert.match(request.notes.join('\n'), /ProxyAddresses/);
});

test('a group and its members, each by a request', () => {
  const members = { type: 'Reference', multivalued: true };
  const group = (action: PlannedWrite['action'], attributes: readonly PlannedAttribute[]): readonly WriteRequest[] =>
    graphRequests(plannedWrite(action, attributes, { objectName: 'Group' }));
  const [create, add] = group('create', [
    planned('displayName', 'Sales'),
    planned('mailNickname', 'sales'),
    planned('mailEnabled', 'False'),
    planned('members', ['u1'], members),
  ]);
  assert.deepEqual(JSON.parse(create?.body ?? ''), { displayName: 'Sales', mailNickname: 'sales', mailEnabled: false });
  assert.match(create?.notes.join('\n') ?? '', /refuses a new group without securityEnabled/);
  assert.deepEqual([add?.method, add?.address], ['POST', `${base}/groups/{id}/members/$ref`]);
  assert.deepEqual(JSON.parse(add?.body ?? ''), { '@odata.id': `${base}/directoryObjects/u1` });
  assert.deepEqual(
    group('update', [planned('Member', ['u2', 'u3'], { ...members, old: ['u1', 'u2'] })]).map(({ method, address }) => [
      method,
      address,
    ]),
    [
      ['DELETE', `${base}/groups/26/members/u1/$ref`],
      ['POST', `${base}/groups/26/members/$ref`],
    ],
  );
  const everybody = planned(
    'members',
    Array.from({ length: 130 }, (_, index) => `u${index}`),
    members,
  );
  const many = group('update', [everybody]);
  assert.equal(many.length, 100);
  assert.match(many.at(-1)?.notes.at(-1) ?? '', /^30 more requests .* not shown\.$/);
  const sent = graphRequests(plannedWrite('update', [everybody], { objectName: 'Group' }), {
    memberRequests: 110,
    others: 'notSent',
  });
  assert.equal(sent.length, 110);
  assert.match(sent.at(-1)?.notes.at(-1) ?? '', /^20 more requests .* neither shown nor sent/);
});

test('another cloud, a password for the wire, and a password that a mapping gives', () => {
  const wording = { base: 'https://graph.microsoft.us/v1.0', password: 'for the wire' };
  const [create, manager] = graphRequests(
    plannedWrite('create', [planned('displayName', 'A'), planned('SourceAnchor', 'x'), planned('manager', 'm', reference)]),
    wording,
  );
  assert.equal(create?.address, 'https://graph.microsoft.us/v1.0/users');
  assert.deepEqual(JSON.parse(create?.body ?? ''), {
    displayName: 'A',
    onPremisesImmutableId: 'x',
    passwordProfile: { password: 'for the wire', forceChangePasswordNextSignIn: true },
  });
  assert.deepEqual(JSON.parse(manager?.body ?? ''), { '@odata.id': 'https://graph.microsoft.us/v1.0/users/m' });
  const [mapped] = graphRequests(plannedWrite('create', [planned('passwordProfile.password', 'p', { redacted: true })]), wording);
  assert.deepEqual(JSON.parse(mapped?.body ?? '').passwordProfile, { password: '[Redact]', forceChangePasswordNextSignIn: true });
  assert.match(mapped?.notes.join(' ') ?? '', /a mapping gives it/);
});

test('a user whose principal name begins with a dollar stands in brackets', () => {
  const [request] = graphRequests(plannedWrite('delete', [], { id: "$petty'cash@corp.example" }));
  assert.equal(request?.address, `${base}/users('%24petty''cash@corp.example')`);
});

test('a contact is nothing that Graph can write', () => {
  const request = only(plannedWrite('create', [planned('displayName', 'C')], { objectName: 'Contact' }));
  assert.deepEqual([request.method, request.body], ['none', null]);
  assert.match(request.notes[0] ?? '', /"Contact"/);
});

const runFile = resolve(import.meta.dirname, '../../../../shared/data/service-run-ad-to-entra.json');

test('what the real service wrote: each attribute is in the request or named in a note', {
  skip: existsSync(runFile) ? false : 'the shared data with the real run is absent',
}, () => {
  const { written } = JSON.parse(readFileSync(runFile, 'utf8')) as { readonly written: Readonly<Record<string, string>> };
  const attributes = Object.entries(written).map(([name, value]) => planned(name, value, { old: 'before' }));
  const request = only(plannedWrite('update', attributes));
  assert.deepEqual(JSON.parse(request.body ?? ''), {
    accountEnabled: true,
    mailNickname: 'adelev',
    city: 'Chicago',
    country: 'United States',
    displayName: 'Adele Vest',
    onPremisesExtensionAttributes: {
      extensionAttribute10: '100200300',
      extensionAttribute14: 'E00012345',
      extensionAttribute15: '0123456789ABCDEF0123456789ABCDEF',
      extensionAttribute5: '11',
      extensionAttribute6: 'A5',
    },
    givenName: 'Adele',
    mail: 'adelev@chicago.com',
    postalCode: '13210',
    state: 'NY',
    streetAddress: 'One Microsoft Way',
    surname: 'AdeleV',
    userPrincipalName: 'adelev@chicago.com',
  });
  const carried = new Set(request.values.map(({ target }) => target));
  const noted = request.notes.join(' ');
  for (const name of Object.keys(written)) {
    const named = new RegExp(`[ ,]${name}[,. ]`).test(noted);
    assert.equal(carried.has(name), !named, name);
  }
});
