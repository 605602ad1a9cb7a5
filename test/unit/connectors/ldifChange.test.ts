import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ldifRecords } from '../../../src/connectors/file/ldifLines.ts';
import { readLdif } from '../../../src/connectors/file/readLdif.ts';
import { ldifChange } from '../../../src/connectors/ldap/ldifChange.ts';
import { escapeNameValue } from '../../../src/connectors/ldap/relativeName.ts';
import { parseDistinguishedName } from '../../../src/core/text/distinguishedName.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../../src/core/trace/directory.ts';
import { planned, plannedWrite, valuesIn } from '../../support/plannedWrites.ts';

const dn = 'CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example';
const reference = { type: 'Reference' };

function update(attributes: readonly PlannedAttribute[], change: Partial<PlannedWrite> = {}): readonly WriteRequest[] {
  return ldifChange(plannedWrite('update', attributes, { objectName: 'user', id: dn, ...change }));
}

function only(requests: readonly WriteRequest[]): WriteRequest {
  const [request, ...more] = requests;
  assert.ok(request);
  assert.deepEqual(more, []);
  return request;
}

test('a new user: name from cn and parent, classes, every value on a line of its own, manager afterwards', () => {
  const [add, manager, ...more] = ldifChange(
    plannedWrite(
      'create',
      [
        planned('cn', 'Vance, Adele'),
        planned('parentDistinguishedName', 'OU=Sales,DC=corp,DC=example'),
        planned('sAMAccountName', 'adele'),
        planned('displayName', 'Adèle'),
        planned('description', ' leading blank'),
        planned('title', ''),
        planned('otherTelephone', ['+1', '+2'], { multivalued: true }),
        planned('msExchHideFromAddressLists', 'True', { type: 'Boolean' }),
        planned('thumbnailPhoto', 'AAEC', { type: 'Binary' }),
        planned('accountDisabled', 'False', { type: 'Boolean' }),
        planned('unicodePwd', 'hunter2'),
        planned('objectGUID', 'AAEC', { type: 'Binary' }),
        planned('evil\nchangetype: delete', 'x'),
        planned('manager', 'CN=Boss,DC=corp,DC=example', reference),
      ],
      { objectName: 'user' },
    ),
  );
  assert.ok(add && manager);
  assert.deepEqual(more, []);
  assert.deepEqual([add.purpose, add.method, add.address], ['Create the user', 'add', dn]);
  assert.equal(
    add.body,
    `dn: ${dn}
changetype: add
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
cn: Vance, Adele
sAMAccountName: adele
displayName:: QWTDqGxl
description:: IGxlYWRpbmcgYmxhbms=
title:
otherTelephone: +1
otherTelephone: +2
msExchHideFromAddressLists: TRUE
thumbnailPhoto:: AAEC
unicodePwd:: [Redact]
userAccountControl: 512
`,
  );
  assert.deepEqual(valuesIn(add), [
    ['cn', 'Vance\\, Adele'],
    ['parentDistinguishedName', 'OU=Sales,DC=corp,DC=example'],
    ['cn', 'Vance, Adele'],
    ['sAMAccountName', 'adele'],
    ['displayName', 'QWTDqGxl'],
    ['description', 'IGxlYWRpbmcgYmxhbms='],
    ['title', ''],
    ['otherTelephone', '+1'],
    ['otherTelephone', '+2'],
    ['msExchHideFromAddressLists', 'TRUE'],
    ['thumbnailPhoto', 'AAEC'],
    ['unicodePwd', '[Redact]'],
    ['accountDisabled', '512'],
  ]);
  const notes = add.notes.join('\n');
  assert.match(notes, /accountDisabled makes userAccountControl: 512 \(NORMAL_ACCOUNT\)\./);
  assert.match(notes, /directory makes them itself: objectGUID/);
  assert.match(notes, /no attributes of such a name: "evil\\nchangetype: delete"/);
  assert.match(notes, /refuses empty text: title/);
  assert.match(notes, /\[Redact\] stands for the real value of unicodePwd/);
  assert.deepEqual([manager.purpose, manager.method], ['Set the manager, in the second pass', 'modify']);
  assert.equal(manager.body, `dn: ${dn}\nchangetype: modify\nadd: manager\nmanager: CN=Boss,DC=corp,DC=example\n-\n`);
});

test('what the name of a new entry lacks is said', () => {
  const [add] = ldifChange(plannedWrite('create', [planned('cn', 'A')], { objectName: 'group' }));
  assert.equal(add?.address, 'CN=A,{parentDistinguishedName}');
  assert.match(add?.notes[0] ?? '', /No mapping gives parentDistinguishedName/);
  assert.match(add?.body ?? '', /objectClass: top\nobjectClass: group\ncn: A/);
});

test('a change replaces, adds and deletes values', () => {
  const request = only(
    update([
      planned('title', 'Lead', { old: 'Rep' }),
      planned('mobile', '+1'),
      planned('pager', null, { old: '9' }),
      planned('otherTelephone', ['+1', '+2'], { old: ['+3'], multivalued: true }),
    ]),
  );
  assert.deepEqual([request.method, request.address], ['modify', dn]);
  assert.equal(
    request.body,
    `dn: ${dn}
changetype: modify
replace: title
title: Lead
-
add: mobile
mobile: +1
-
delete: pager
-
replace: otherTelephone
otherTelephone: +1
otherTelephone: +2
-
`,
  );
  assert.deepEqual(valuesIn(request), [
    ['title', 'Lead'],
    ['mobile', '+1'],
    ['pager', 'pager'],
    ['otherTelephone', '+1'],
    ['otherTelephone', '+2'],
  ]);
});

test('another cn renames, another parent moves, and references come after under the new name', () => {
  const [modify, rename, manager, ...more] = update([
    planned('cn', 'Berg, Adele', { old: 'Vance, Adele' }),
    planned('parentDistinguishedName', 'OU=IT,DC=corp,DC=example'),
    planned('title', 'Lead', { old: 'Rep' }),
    planned('manager', null, { ...reference, old: 'CN=Boss' }),
  ]);
  assert.deepEqual(more, []);
  assert.ok(!modify?.body?.includes('cn:'));
  assert.deepEqual([rename?.purpose, rename?.method, rename?.address], ['Rename and move the entry', 'modrdn', dn]);
  assert.equal(
    rename?.body,
    `dn: ${dn}\nchangetype: modrdn\nnewrdn: CN=Berg\\, Adele\ndeleteoldrdn: 1\nnewsuperior: OU=IT,DC=corp,DC=example\n`,
  );
  assert.deepEqual(valuesIn(rename), [
    ['cn', 'Berg\\, Adele'],
    ['parentDistinguishedName', 'OU=IT,DC=corp,DC=example'],
  ]);
  assert.equal(manager?.address, 'CN=Berg\\, Adele,OU=IT,DC=corp,DC=example');
  assert.match(manager?.body ?? '', /delete: manager\n-\n$/);

  const moved = only(update([planned('parentDistinguishedName', 'OU=IT,DC=corp,DC=example')]));
  assert.equal(moved.purpose, 'Move the entry');
  assert.match(moved.body ?? '', /newrdn: CN=Vance\\, Adele\n/);
  // The target may not give the parent; the same one is no move.
  const same = only(update([planned('parentDistinguishedName', 'ou=sales, dc=corp,dc=example'), planned('title', 'x')]));
  assert.equal(same.method, 'modify');
  // Where something else names the entry, cn is an attribute like any other.
  const uid = only(update([planned('cn', 'New', { old: 'Old' })], { id: 'uid=adele,dc=corp' }));
  assert.match(uid.body ?? '', /replace: cn\ncn: New\n/);
});

test('members are added and removed by their names, however these are written', () => {
  const members = { type: 'Reference', multivalued: true, old: ['CN=A,DC=x', 'CN=B,DC=x'] };
  const request = only(update([planned('member', ['cn=b, dc=x', 'CN=C,DC=x'], members)], { objectName: 'group' }));
  assert.match(request.body ?? '', /delete: member\nmember: CN=A,DC=x\n-\nadd: member\nmember: CN=C,DC=x\n-\n$/);
  assert.equal(request.purpose, 'Add 1 value to member and remove 1, in the second pass');
});

const held = (values: Readonly<Record<string, string>>): Partial<PlannedWrite> => ({
  id: dn,
  held: new Map(Object.entries(values)),
});

test('disabling changes one bit of the number that was read, and only that number', () => {
  const disable = [planned('accountDisabled', 'True', { old: 'False' })];
  const request = only(ldifChange(plannedWrite('disable', disable, held({ UserAccountControl: '66048' }))));
  assert.equal(
    request.body,
    `dn: ${dn}
changetype: modify
delete: userAccountControl
userAccountControl: 66048
-
add: userAccountControl
userAccountControl: 66050
-
`,
  );
  assert.deepEqual(valuesIn(request), [['accountDisabled', '66050']]);
  assert.match(request.notes.join('\n'), /no longer 66048, the server refuses/);
  const enable = [planned('accountDisabled', 'False', { old: 'True' })];
  assert.match(
    only(update(enable, held({ userAccountControl: '514' }))).body ?? '',
    /add: userAccountControl\nuserAccountControl: 512\n/,
  );
  // Nothing to change is no request, and no number is made up.
  const already = only(update(disable, held({ userAccountControl: '514' })));
  assert.deepEqual([already.method, already.body], ['none', null]);
  assert.match(already.notes.join('\n'), /514 already/);
  for (const strange of [{}, { userAccountControl: 'x' }, { userAccountControl: '' }]) {
    const unknown = only(update(disable, held(strange)));
    assert.equal(unknown.body, `dn: ${dn}\nchangetype: modify\n# accountDisabled: True\n`);
    assert.deepEqual(valuesIn(unknown), [['accountDisabled', 'True']]);
    assert.match(unknown.notes.join('\n'), /read right before the change/);
  }
  // What is neither True nor False is no instruction.
  const vague = only(update([planned('accountDisabled', 'maybe')], held({ userAccountControl: '512' })));
  assert.deepEqual([vague.method, vague.body], ['none', null]);
  // Where a mapping writes the number itself, its other bits count.
  const both = only(
    update([...disable, planned('userAccountControl', '66048', { old: '512' })], held({ userAccountControl: '512' })),
  );
  assert.match(both.body ?? '', /^dn: .*\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 66050\n-\n$/);
});

test('the scope of a group is a bit of groupType', () => {
  const words = (security: string, universal: string): PlannedAttribute[] => [
    planned('isSecurityGroup', security),
    planned('UniversalScope', universal),
  ];
  const created = (security: string, universal: string): string | null | undefined =>
    ldifChange(plannedWrite('create', [planned('cn', 'G'), ...words(security, universal)], { objectName: 'group' }))[0]?.body;
  // MS-ADTS, 2.2.12: 2 is global, 8 universal, the highest bit security.
  for (const [security, universal, type] of [
    ['True', 'True', -2147483640],
    ['True', 'False', -2147483646],
    ['False', 'True', 8],
    ['False', 'False', 2],
  ] as const) {
    assert.match(created(security, universal) ?? '', new RegExp(`^groupType: ${type}$`, 'm'));
  }
  const changed = only(update(words('True', 'True'), { objectName: 'group', ...held({ groupType: '2' }) }));
  assert.match(changed.body ?? '', /delete: groupType\ngroupType: 2\n-\nadd: groupType\ngroupType: -2147483640\n-\n$/);
  const local = only(update(words('True', 'False'), { objectName: 'group', ...held({ groupType: '-2147483644' }) }));
  assert.equal(local.method, 'none');
  const person = ldifChange(plannedWrite('create', [planned('cn', 'P'), ...words('True', 'True')], { objectName: 'user' }))[0];
  assert.doesNotMatch(person?.body ?? '', /groupType/);
  assert.match(person?.notes.join('\n') ?? '', /a user has no isSecurityGroup and UniversalScope/);
});

test('a new account gets a password over TLS only, and is disabled without', () => {
  const attributes = [planned('cn', 'A'), planned('parentDistinguishedName', 'DC=x'), planned('accountDisabled', 'False')];
  const write = plannedWrite('create', attributes, { objectName: 'user' });
  const secret = only(ldifChange(write, { secure: true, password: 'kept from the screen' }));
  assert.match(secret.body ?? '', /unicodePwd:: IgBrAGUAcAB0/);
  const shown = only(ldifChange(write));
  assert.match(shown.body ?? '', /userAccountControl: 512\nunicodePwd:: \[Redact\]\n$/);
  assert.match(shown.notes.join('\n'), /random password/);
  const plain = only(ldifChange(write, { secure: false, password: null }));
  assert.match(plain.body ?? '', /userAccountControl: 514\n$/);
  assert.doesNotMatch(plain.body ?? '', /unicodePwd/);
  assert.match(plain.notes.join('\n'), /created disabled/);
  const mapped = plannedWrite('create', [...attributes, planned('unicodePwd', 'pw')], { objectName: 'user' });
  assert.doesNotMatch(only(ldifChange(mapped, { secure: false, password: null })).body ?? '', /unicodePwd/);
  // Somebody else's password is not overwritten by one of ours.
  assert.equal(only(ldifChange(mapped)).body?.match(/unicodePwd/g)?.length, 1);
  const contact = only(ldifChange({ ...write, objectName: 'contact' }));
  assert.doesNotMatch(contact.body ?? '', /unicodePwd|userAccountControl/);
  assert.match(contact.notes.join('\n'), /a contact has no accountDisabled/);
});

test('a deletion, and an object whose name is not known', () => {
  const request = only(ldifChange(plannedWrite('delete', [], { id: dn })));
  assert.deepEqual([request.method, request.body], ['delete', `dn: ${dn}\nchangetype: delete\n`]);
  const unnamed = only(update([planned('title', 'x')], { id: '47ba20ef' }));
  assert.equal(unnamed.address, '47ba20ef');
  assert.match(unnamed.notes[0] ?? '', /does not give the distinguished name/);
});

const hostile = fc.constantFrom(
  '\n',
  '\r\n',
  ' ',
  ':',
  '<',
  '-',
  '#',
  '\\',
  ',',
  '+',
  '=',
  '"',
  ';',
  '\t',
  'é',
  '😀',
  '阿',
  '\u0001',
);
const value = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.array(fc.oneof(hostile, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
);
const usable = value.filter((text) => !/[\0\p{Cs}]/u.test(text));

test('any values come back from the LDIF, no line is too long, and each place holds its value', () => {
  fc.assert(
    fc.property(fc.uniqueArray(usable, { minLength: 1, maxLength: 4 }), usable, (texts, cn) => {
      const attributes = [planned('description', texts, { multivalued: true }), planned('cn', cn)];
      const [add] = ldifChange(plannedWrite('create', attributes, { objectName: 'contact' }));
      assert.ok(add?.body);
      assert.ok(
        add.body.split('\n').every((line) => line.length <= 76 && /^[ -~]*$/.test(line)),
        add.body,
      );
      assert.equal(ldifRecords(add.body).length, 1);
      const { entries, problems } = readLdif(add.body);
      assert.deepEqual(problems, []);
      const read = entries[0]?.attributes.get('description');
      assert.deepEqual(typeof read === 'string' ? [read] : read, texts);
      assert.equal(entries[0]?.attributes.get('cn'), cn);
      assert.equal(entries[0]?.dn, add.address);
      const places = valuesIn(add).filter(([target]) => target === 'description');
      assert.equal(places.length, texts.length);
      for (const [index, [, folded]] of places.entries()) {
        const plain = folded.replaceAll('\n ', '');
        const text = texts[index] ?? '';
        assert.ok(plain === text || Buffer.from(plain, 'base64').toString('utf8') === text, JSON.stringify([plain, text]));
      }
    }),
    { numRuns: 400, seed: 4 },
  );
});

test('any value can name an entry', () => {
  fc.assert(
    fc.property(
      usable.filter((text) => text !== ''),
      (text) => {
        const levels = parseDistinguishedName(`CN=${escapeNameValue(text)},DC=x`);
        assert.deepEqual(levels, [[{ type: 'CN', value: text }], [{ type: 'DC', value: 'x' }]]);
      },
    ),
    { numRuns: 400, seed: 4 },
  );
});
