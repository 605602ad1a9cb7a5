import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createBody, updateBody } from '../../../src/connectors/scim/scimBody.ts';
import { scimTarget } from '../../../src/connectors/scim/scimTarget.ts';
import type { PlannedAttribute, PlannedWrite } from '../../../src/core/trace/directory.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const base = 'https://app.example/scim';

function planned(name: string, value: AttributeValue, change: Partial<PlannedAttribute> = {}): PlannedAttribute {
  return { name, multivalued: false, type: 'String', old: null, new: value, redacted: false, ...change };
}

function write(action: PlannedWrite['action'], attributes: readonly PlannedAttribute[], objectName = enterprise): PlannedWrite {
  return { action, id: action === 'create' ? null : '26', objectName, attributes };
}

test('a created user: schemas, nested objects, typed lists, JSON booleans and numbers, meta', () => {
  const body = createBody(
    write('create', [
      planned('userName', 'adele@corp.example'),
      planned('active', 'True', { type: 'Boolean' }),
      planned('name.givenName', 'Adele'),
      planned('name.familyName', 'Vance'),
      planned('emails[type eq "work"].value', 'adele@corp.example'),
      planned('phoneNumbers[type eq "work"].value', '+1'),
      planned('phoneNumbers[type eq "mobile"].value', '+2'),
      planned('addresses[type eq "work"].locality', 'Oslo'),
      planned('addresses[type eq "work"].country', 'NO'),
      planned('roles[primary eq "True"].value', 'Admin'),
      planned(`${enterprise}:department`, 'Sales'),
      planned('urn:ietf:params:scim:schemas:extension:Custom:2.0:User:level', '7', { type: 'Integer' }),
      planned('title', null),
      planned('manager', '42', { type: 'Reference' }),
      planned('password', 'hunter2', { redacted: true }),
      planned('tags', ['a', 'b'], { multivalued: true }),
      planned('__proto__', 'x'),
    ]),
  );
  assert.ok(!body.includes('hunter2'));
  assert.deepEqual(JSON.parse(body), {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise, 'urn:ietf:params:scim:schemas:extension:Custom:2.0:User'],
    userName: 'adele@corp.example',
    active: true,
    name: { givenName: 'Adele', familyName: 'Vance' },
    emails: [{ type: 'work', primary: true, value: 'adele@corp.example' }],
    phoneNumbers: [
      { type: 'work', value: '+1' },
      { type: 'mobile', value: '+2' },
    ],
    addresses: [{ type: 'work', locality: 'Oslo', country: 'NO' }],
    roles: [{ primary: true, value: 'Admin' }],
    [enterprise]: { department: 'Sales' },
    'urn:ietf:params:scim:schemas:extension:Custom:2.0:User': { level: 7 },
    password: '[Redact]',
    tags: ['a', 'b'],
    ['__proto__']: 'x',
    meta: { resourceType: 'User' },
  });
});

const changes = [
  planned('displayName', 'B', { old: 'A' }),
  planned('name.givenName', 'D', { old: 'C' }),
  planned('nickName', 'N'),
  planned('emails[type eq "work"].value', 'e2', { old: 'e1' }),
  planned('active', 'False', { old: 'True', type: 'Boolean' }),
];

test('a change as the service sends it by default: one operation each, capitals, booleans as text', () => {
  assert.deepEqual(JSON.parse(updateBody(write('update', changes), base, false)), {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [
      { op: 'Replace', path: 'displayName', value: 'B' },
      { op: 'Replace', path: 'name.givenName', value: 'D' },
      { op: 'Add', path: 'nickName', value: 'N' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'e2' },
      { op: 'Replace', path: 'active', value: 'False' },
    ],
  });
});

test('a change with aadOptscim062020: lower case, JSON booleans, simple attributes together', () => {
  assert.deepEqual(JSON.parse(updateBody(write('update', changes), base, true)), {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'e2' },
      { op: 'replace', value: { displayName: 'B', 'name.givenName': 'D', active: false } },
      { op: 'add', path: 'nickName', value: 'N' },
    ],
  });
});

test('references: a manager is added with its address, members are added and removed by difference', () => {
  const manager = planned('manager', '42', { type: 'Reference' });
  const members = planned('members', ['b', 'c'], { type: 'Reference', multivalued: true, old: ['a', 'b'] });
  const operations = (attribute: PlannedAttribute, flagged: boolean): unknown =>
    JSON.parse(updateBody(write('update', [attribute]), base, flagged)).Operations;
  assert.deepEqual(operations(manager, false), [
    { op: 'Add', path: 'manager', value: [{ $ref: `${base}/Users/42`, value: '42' }] },
  ]);
  assert.deepEqual(operations(members, false), [
    { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] },
    { op: 'Add', path: 'members', value: [{ $ref: null, value: 'c' }] },
  ]);
  assert.deepEqual(operations(members, true), [
    { op: 'remove', path: 'members[value eq "a"]' },
    { op: 'add', path: 'members', value: [{ $ref: null, value: 'c' }] },
  ]);
  assert.deepEqual(operations(planned('title', null, { old: 'x' }), false), [{ op: 'Remove', path: 'title' }]);
});

test('the request has its address and headers, and never the token', () => {
  const options = {
    folder: '/',
    signal: new AbortController().signal,
    readText: async () => '',
    secret: async () => 'very-secret-token',
  };
  const range = { start: 0, end: 0 };
  const target = scimTarget(
    { kind: 'scim', url: `${base}/?aadOptscim062020`, secretEnv: 'SCIM_TOKEN', timeoutMs: 100, range },
    options,
  );
  assert.equal(target.label, base);
  const create = target.describe(write('create', [planned('userName', 'a')]));
  assert.equal(create.method, 'POST');
  assert.equal(create.address, `${base}/Users`);
  assert.deepEqual(create.headers, [
    ['Accept', 'application/scim+json'],
    ['Content-Type', 'application/scim+json'],
    ['Authorization', 'Bearer ***'],
  ]);
  const update = target.describe({
    ...write('disable', [planned('active', 'False', { old: 'True', type: 'Boolean' })]),
    id: 'a/b?c',
  });
  assert.equal(update.method, 'PATCH');
  assert.equal(update.address, `${base}/Users/a%2Fb%3Fc`);
  assert.deepEqual(JSON.parse(update.body ?? '').Operations, [{ op: 'replace', path: 'active', value: false }]);
  const remove = target.describe(write('delete', [], 'urn:ietf:params:scim:schemas:core:2.0:Group'));
  assert.deepEqual([remove.method, remove.address, remove.body], ['DELETE', `${base}/Groups/26`, null]);
  assert.ok(!JSON.stringify([create, update, remove]).includes('very-secret-token'));
});

const documented = '../shared/data/scim/entra-docs-scim-requests.jsonl';
test('documented changes are formed as they are printed', {
  skip: existsSync(documented) ? false : `${documented} is absent`,
}, () => {
  const byTitle = new Map(
    readFileSync(documented, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map(
        (line) =>
          JSON.parse(line) as { title: string; flag?: string | null; body?: { Operations?: readonly Record<string, unknown>[] } },
      )
      .map((row) => [row.title, row]),
  );
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
  ]) {
    const row = byTitle.get(title);
    assert.ok(row?.body?.Operations, title);
    const attributes = row.body.Operations.flatMap(({ op, path, value }) => {
      const old = String(op).toLowerCase() === 'add' ? null : 'before';
      const one = (name: string, text: unknown): PlannedAttribute =>
        name === 'active' ? planned(name, 'False', { old: 'True', type: 'Boolean' }) : planned(name, String(text), { old });
      return typeof path === 'string'
        ? [one(path, value)]
        : Object.entries(value as object).map(([name, text]) => one(name, text));
    });
    const formed = JSON.parse(updateBody(write('update', attributes), base, row.flag === 'aadOptscim062020'));
    assert.deepEqual(formed, row.body, title);
  }
});
