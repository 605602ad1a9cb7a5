import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { scimRequests } from '../../../src/connectors/scim/scimRequests.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../../src/core/trace/directory.ts';
import { jsonValuesIn, planned, plannedWrite } from '../../support/plannedWrites.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const base = 'https://app.example/scim';

function requestsOf(write: PlannedWrite, flagged = false): readonly WriteRequest[] {
  return scimRequests(write, { base, flagged, authorization: null });
}

function userWrite(action: PlannedWrite['action'], attributes: readonly PlannedAttribute[]): PlannedWrite {
  return plannedWrite(action, attributes, { objectName: enterprise });
}

function operationsOf(write: PlannedWrite, flagged = false): unknown {
  const [request, ...more] = requestsOf(write, flagged);
  assert.deepEqual(more, []);
  return JSON.parse(request?.body ?? '').Operations;
}

const reference = { type: 'Reference' };
const members = { type: 'Reference', multivalued: true };

test('a created user: schemas, nested objects, typed lists, JSON booleans and numbers, meta', () => {
  const [create, second, ...more] = requestsOf(
    userWrite('create', [
      planned('userName', 'adele@corp.example'),
      planned('active', 'True'),
      planned('name.givenName', 'Adele'),
      planned('name.familyName', 'Vance'),
      planned('emails[type eq "work"].value', 'adele@corp.example'),
      planned('emails[type eq "home"].value', 'adele@home.example'),
      planned('phoneNumbers[type eq "work"].value', '+1'),
      planned('phoneNumbers[type eq "mobile"].value', '+2'),
      planned('addresses[type eq "work"].locality', 'Oslo'),
      planned('addresses[type eq "work"].country', 'NO'),
      planned('roles[primary eq "True"].value', 'Admin'),
      planned(`${core}:nickName`, 'Addy'),
      planned(`${enterprise}:department`, 'Sales'),
      planned('urn:ietf:params:scim:schemas:extension:Custom:2.0:User:level', '7', { type: 'Integer' }),
      planned('title', null),
      planned('userType', ''),
      planned('manager', '42', reference),
      planned('pin', '4711', { redacted: true }),
      planned('password', 'hunter2'),
      planned('tags', ['a', 'b'], { multivalued: true }),
      planned('labels', 'one', { multivalued: true }),
      planned('__proto__', 'x'),
    ]),
  );
  assert.ok(create && second);
  assert.deepEqual(more, []);
  assert.ok(!JSON.stringify([create, second]).includes('hunter2') && !JSON.stringify([create, second]).includes('4711'));
  assert.deepEqual(JSON.parse(create.body ?? ''), {
    schemas: [core, enterprise, 'urn:ietf:params:scim:schemas:extension:Custom:2.0:User'],
    userName: 'adele@corp.example',
    active: true,
    name: { givenName: 'Adele', familyName: 'Vance' },
    emails: [
      { type: 'work', primary: true, value: 'adele@corp.example' },
      { type: 'home', value: 'adele@home.example' },
    ],
    phoneNumbers: [
      { type: 'work', value: '+1' },
      { type: 'mobile', value: '+2' },
    ],
    addresses: [{ type: 'work', locality: 'Oslo', country: 'NO' }],
    roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' }],
    nickName: 'Addy',
    [enterprise]: { department: 'Sales' },
    'urn:ietf:params:scim:schemas:extension:Custom:2.0:User': { level: 7 },
    userType: '',
    pin: '[Redact]',
    password: '[Redact]',
    tags: ['a', 'b'],
    labels: ['one'],
    ['__proto__']: 'x',
    meta: { resourceType: 'User' },
  });
  assert.deepEqual([create.purpose, create.method, create.address], ['Create the user', 'POST', `${base}/Users`]);
  assert.equal(create.notes.length, 1);
  assert.match(create.notes[0] ?? '', /\[Redact\].*pin and password/);
  const values = new Map(jsonValuesIn(create));
  assert.equal(values.get('active'), true);
  assert.equal(values.get('addresses[type eq "work"].country'), 'NO');
  assert.equal(values.get('__proto__'), 'x');
  assert.deepEqual(
    jsonValuesIn(create).filter(([target]) => target === 'tags'),
    [
      ['tags', 'a'],
      ['tags', 'b'],
    ],
  );
  assert.equal(values.has('title'), false);
  assert.deepEqual(
    create.values.map(({ mapping }) => mapping),
    create.values.map(({ target }) => `/${target}`),
  );
  assert.deepEqual([second.purpose, second.method], ['Set the manager, in the second pass', 'PATCH']);
  assert.equal(second.address, `${base}/Users/{id}`);
  assert.ok(second.notes[0]?.startsWith('{id} stands for'));
  assert.deepEqual(jsonValuesIn(second), [['manager', '42']]);
});

const changes = [
  planned('displayName', 'B', { old: 'A' }),
  planned('name.givenName', 'D', { old: 'C' }),
  planned('nickName', 'N'),
  planned('emails[type eq "work"].value', 'e2', { old: 'e1' }),
  planned('active', 'False', { old: 'True', type: 'Boolean' }),
  planned(`${enterprise}:division`, null, { old: 'x' }),
  planned('title', '', { old: 'y' }),
];

test('a change as the service sends it by default: one operation each, capitals, booleans as text', () => {
  const [request] = requestsOf(userWrite('update', changes));
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [
      { op: 'Replace', path: 'displayName', value: 'B' },
      { op: 'Replace', path: 'name.givenName', value: 'D' },
      { op: 'Add', path: 'nickName', value: 'N' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'e2' },
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Remove', path: `${enterprise}:division` },
      { op: 'Replace', path: 'title', value: '' },
    ],
  });
  assert.deepEqual([request?.purpose, request?.method, request?.address], ['Change the user', 'PATCH', `${base}/Users/26`]);
  assert.match(request?.notes[0] ?? '', /"True" and "False" \(active\)/);
  // Each operation links back to its mapping; the one that removes has no value but its path.
  assert.deepEqual(
    jsonValuesIn(request as WriteRequest),
    changes.map((change) => [change.name, change.new ?? change.name]),
  );
});

test('a change with aadOptscim062020: lower case, JSON booleans, simple attributes together', () => {
  const [request] = requestsOf(userWrite('update', changes), true);
  assert.deepEqual(JSON.parse(request?.body ?? '').Operations, [
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'e2' },
    { op: 'remove', path: `${enterprise}:division` },
    { op: 'replace', value: { displayName: 'B', 'name.givenName': 'D', active: false, title: '' } },
    { op: 'add', path: 'nickName', value: 'N' },
  ]);
  assert.deepEqual(request?.notes, []);
  assert.deepEqual(
    new Set(jsonValuesIn(request as WriteRequest).map(([target]) => target)),
    new Set(changes.map(({ name }) => name)),
  );
});

test('an element that may not exist yet, a role and a masked value are noted', () => {
  const notes = requestsOf(
    userWrite('update', [
      planned('phoneNumbers[type eq "mobile"].value', '+1'),
      planned('roles[primary eq "True"].value', 'Admin', { old: 'User' }),
      planned('pin', '1', { redacted: true, old: '2' }),
    ]),
    true,
  )[0]?.notes;
  assert.equal(notes?.length, 3);
  assert.match(notes[0] ?? '', /phoneNumbers\[type eq "mobile"\]\.value.*noTarget/);
  assert.match(notes[1] ?? '', /app role/);
  assert.match(notes[2] ?? '', /pin/);
});

test('a manager is set with its address, replaced, removed, in a request after the others', () => {
  const link = { $ref: `${base}/Users/42`, value: '42' };
  assert.deepEqual(operationsOf(userWrite('update', [planned('manager', '42', reference)])), [
    { op: 'Add', path: 'manager', value: [link] },
  ]);
  const manager = `${enterprise}:manager`;
  assert.deepEqual(operationsOf(userWrite('update', [planned(manager, '42', { ...reference, old: '7' })]), true), [
    { op: 'replace', path: manager, value: { value: '42' } },
  ]);
  assert.deepEqual(operationsOf(userWrite('update', [planned(manager, null, { ...reference, old: '7' })])), [
    { op: 'Remove', path: manager },
  ]);
  const requests = requestsOf(userWrite('update', [planned(manager, '42', reference), planned('title', 'x')]));
  assert.deepEqual(
    requests.map(({ purpose }) => purpose),
    ['Change the user', 'Set the manager, in the second pass'],
  );
  const secret = requestsOf(userWrite('update', [planned(manager, '42', { ...reference, redacted: true })]));
  assert.ok(!secret[0]?.body?.includes('42'));
});

test('members are added and removed by difference, in a second request for a new group', () => {
  const change = planned('members', ['b', 'c'], { ...members, old: ['a', 'b'] });
  const group = (attribute: PlannedAttribute): PlannedWrite => plannedWrite('update', [attribute], { objectName: coreGroup });
  assert.deepEqual(operationsOf(group(change)), [
    { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] },
    { op: 'Add', path: 'members', value: [{ $ref: null, value: 'c' }] },
  ]);
  assert.deepEqual(operationsOf(group(change), true), [
    { op: 'remove', path: 'members[value eq "a"]' },
    { op: 'add', path: 'members', value: [{ $ref: null, value: 'c' }] },
  ]);
  assert.equal(requestsOf(group(change))[0]?.purpose, 'Add 1 value to members and remove 1, in the second pass');
  const created = requestsOf(
    plannedWrite('create', [planned('displayName', 'G'), planned('members', ['a', 'b'], members)], { objectName: coreGroup }),
  );
  assert.deepEqual(
    created.map(({ purpose, method, address }) => [purpose, method, address]),
    [
      ['Create the group', 'POST', `${base}/Groups`],
      ['Add 2 values to members, in the second pass', 'PATCH', `${base}/Groups/{id}`],
    ],
  );
  assert.deepEqual(JSON.parse(created[0]?.body ?? ''), {
    schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    displayName: 'G',
    meta: { resourceType: 'Group' },
  });
  assert.deepEqual(jsonValuesIn(created[1] as WriteRequest), [
    ['members', 'a'],
    ['members', 'b'],
  ]);
});

test('the requests have their address and headers, and never the token', () => {
  const options = {
    folder: '/',
    signal: new AbortController().signal,
    readText: async () => '',
    secret: async () => 'very-secret-token',
  };
  const range = { start: 0, end: 0 };
  const target = scimTarget(
    { kind: 'scim', username: null, url: `${base}/?aadOptscim062020`, secretEnv: 'SCIM_TOKEN', timeoutMs: 100, range },
    options,
  );
  assert.equal(target.label, base);
  const [create] = target.describe(userWrite('create', [planned('userName', 'a')]));
  assert.equal(create?.method, 'POST');
  assert.equal(create.address, `${base}/Users`);
  assert.deepEqual(create.headers, [
    ['Accept', 'application/scim+json'],
    ['Content-Type', 'application/scim+json'],
    ['Authorization', 'Bearer ***'],
  ]);
  const [disable] = target.describe({
    ...userWrite('disable', [planned('active', 'False', { old: 'True', type: 'Boolean' })]),
    id: 'a/b?c',
  });
  assert.deepEqual([disable?.purpose, disable?.method], ['Disable the user', 'PATCH']);
  assert.equal(disable?.address, `${base}/Users/a%2Fb%3Fc`);
  assert.deepEqual(JSON.parse(disable.body ?? '').Operations, [{ op: 'replace', path: 'active', value: false }]);
  const [remove] = target.describe(plannedWrite('delete', [], { objectName: coreGroup }));
  assert.deepEqual(
    [remove?.purpose, remove?.method, remove?.address, remove?.body, remove?.values],
    ['Delete the group', 'DELETE', `${base}/Groups/26`, null, []],
  );
  assert.ok(!JSON.stringify([create, disable, remove]).includes('very-secret-token'));
});

const data = resolve(import.meta.dirname, '../../../../shared/data/scim');
const documented = resolve(data, 'entra-docs-scim-requests.jsonl');
const observed = resolve(data, 'entra-requests/create_user.json');
const absent = existsSync(documented) && existsSync(observed) ? false : 'the shared data with the documented requests is absent';

interface Documented {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly flag?: string | null;
  readonly body?: Readonly<Record<string, unknown>> & { readonly Operations?: readonly Record<string, unknown>[] };
}

function documentedRows(): ReadonlyMap<string, Documented> {
  const lines = readFileSync(documented, 'utf8').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Documented)
      .map((row) => [row.title, row] as const),
  );
}

test('documented changes are formed as they are printed', { skip: absent }, () => {
  const rows = documentedRows();
  for (const title of [
    'Update User multi-valued',
    'Update User single-valued',
    'Disable user, default (no flag): string "False"',
    'Disable user, aadOptscim062020',
    'Add single-value string, default',
    'Add single-value string, aadOptscim062020',
    'Replace multiple attributes, default',
    'Replace multiple attributes, aadOptscim062020 (pathless, dotted keys)',
    'Update Group non-member',
    'As received: typed addresses/emails filters + enterprise department',
    'As received: Replace displayName with leading space',
  ]) {
    const row = rows.get(title);
    assert.ok(row?.body?.Operations, title);
    const attributes = row.body.Operations.flatMap(({ op, path, value }) => {
      const old = String(op).toLowerCase() === 'add' ? null : 'before';
      const one = (name: string, text: unknown): PlannedAttribute =>
        name === 'active' ? planned(name, 'False', { old: 'True', type: 'Boolean' }) : planned(name, String(text), { old });
      return typeof path === 'string'
        ? [one(path, value)]
        : Object.entries(value as object).map(([name, text]) => one(name, text));
    });
    const objectName = row.path.startsWith('/Groups') ? coreGroup : enterprise;
    const flagged = row.flag === 'aadOptscim062020';
    const [formed, ...more] = requestsOf(plannedWrite('update', attributes, { objectName }), flagged);
    assert.deepEqual(more, []);
    assert.equal(formed?.method, row.method);
    assert.deepEqual(JSON.parse(formed.body ?? ''), row.body, title);
  }
});

test('documented references are formed as they are printed', { skip: absent }, () => {
  const rows = documentedRows();
  const cases: readonly (readonly [title: string, attribute: PlannedAttribute, flagged: boolean])[] = [
    ['Update Group add members', planned('members', ['f648f8d5ea4e4cd38e9c'], members), false],
    ['Update Group remove members', planned('members', null, { ...members, old: ['f648f8d5ea4e4cd38e9c'] }), false],
    [
      'Remove group member, aadOptscim062020',
      planned('members', ['x'], { ...members, old: ['x', '7f4bc1a3-285e-48ae-8202-5accb43efb0e'] }),
      true,
    ],
    ['Add manager', planned('manager', '00aa00aa-bb11-cc22-dd33-44ee44ee44ee', reference), false],
  ];
  for (const [title, attribute, flagged] of cases) {
    const objectName = attribute.name === 'manager' ? enterprise : coreGroup;
    const write = plannedWrite('update', [attribute], { objectName });
    const [formed] = scimRequests(write, { base: 'http://.../scim', flagged, authorization: null });
    assert.deepEqual(JSON.parse(formed?.body ?? ''), rows.get(title)?.body, title);
  }
});

test('documented and observed creations are formed as they are printed', { skip: absent }, () => {
  const rows = documentedRows();
  const create = rows.get('Create User')?.body as Record<string, never> | undefined;
  assert.ok(create);
  const seen = JSON.parse(readFileSync(observed, 'utf8')).request as Record<string, never>;
  for (const printed of [create, seen]) {
    const { emails, name, roles, ...rest } = printed as Record<string, Record<string, string>[] & Record<string, string>>;
    const attributes = [
      planned('externalId', String(rest.externalId)),
      planned('userName', String(rest.userName)),
      planned('active', 'True', { type: 'Boolean' }),
      planned('emails[type eq "work"].value', emails?.[0]?.value ?? ''),
      ...['formatted', 'familyName', 'givenName'].map((part) => planned(`name.${part}`, name?.[part] ?? '')),
    ];
    // An application whose schema maps roles gets an empty list where nobody has one.
    assert.deepEqual(roles, []);
    assert.deepEqual(JSON.parse(requestsOf(userWrite('create', attributes))[0]?.body ?? ''), { ...rest, emails, name });
  }
  const role = rows.get('SingleAppRoleAssignment POST')?.body;
  const single = plannedWrite(
    'create',
    [
      planned('externalId', 'alias'),
      planned('userName', 'alias@contoso.OnMicrosoft.com'),
      planned('active', 'True', { type: 'Boolean' }),
      planned('displayName', 'First Name Last Name'),
      planned('roles[primary eq "True"].value', 'Admin'),
    ],
    { objectName: 'User' },
  );
  assert.deepEqual(JSON.parse(requestsOf(single)[0]?.body ?? ''), role);
  const group = plannedWrite(
    'create',
    [planned('externalId', '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159'), planned('displayName', 'displayName')],
    { objectName: coreGroup },
  );
  assert.deepEqual(JSON.parse(requestsOf(group)[0]?.body ?? ''), rows.get('Create Group')?.body);
});
