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
unicodePwd: [Redact]
# accountDisabled: False
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
    ['accountDisabled', 'False'],
  ]);
  const notes = add.notes.join('\n');
  assert.match(notes, /userAccountControl/);
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

test('disabling and the scope of a group are left to the agent, and no number is made up', () => {
  const request = only(ldifChange(plannedWrite('disable', [planned('accountDisabled', 'True', { old: 'False' })], { id: dn })));
  assert.equal(request.body, `dn: ${dn}\nchangetype: modify\n# accountDisabled: True\n`);
  assert.deepEqual(valuesIn(request), [['accountDisabled', 'True']]);
  assert.match(request.notes.join('\n'), /userAccountControl/);
  const [group] = ldifChange(
    plannedWrite('create', [planned('cn', 'G'), planned('isSecurityGroup', 'True'), planned('UniversalScope', 'True')], {
      objectName: 'group',
    }),
  );
  assert.doesNotMatch(group?.body ?? '', /^groupType/m);
  assert.match(group?.notes.join('\n') ?? '', /groupType/);
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
      const [add] = ldifChange(plannedWrite('create', attributes, { objectName: 'user' }));
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
