import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLdif } from '../../../src/connectors/file/readLdif.ts';

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

test('folded lines, comments, base64, several values and CRLF', () => {
  const text = [
    'version: 1',
    '# a comment that is',
    ' folded: too',
    'dn: CN=Adele Vance,OU=Sales,',
    ' DC=corp,DC=example',
    'objectClass: top',
    'objectClass: user',
    'ObjectClass: person',
    `displayName:: ${encode('Adèle Vancé')}`,
    'description: one ',
    '  and two',
    'mail:adele@corp.example',
    '',
    '',
    `dn:: ${encode('CN=Ōta 太田,DC=corp,DC=example')}`,
    'cn;lang-ja: 太田',
    '',
  ].join('\r\n');
  const { entries, problems, skipped } = readLdif(`\ufeff${text}`);
  assert.deepEqual(problems, []);
  assert.deepEqual(skipped, []);
  assert.equal(entries[0]?.dn, 'CN=Adele Vance,OU=Sales,DC=corp,DC=example');
  assert.deepEqual(Object.fromEntries(entries[0].attributes), {
    objectClass: ['top', 'user', 'person'],
    displayName: 'Adèle Vancé',
    description: 'one  and two',
    mail: 'adele@corp.example',
  });
  assert.equal(entries[1]?.dn, 'CN=Ōta 太田,DC=corp,DC=example');
  assert.equal(entries[1].attributes.get('cn;lang-ja'), '太田');
});

test('binary attributes stay base64 even where their bytes are text; other bytes only where they are not', () => {
  const sixteen = encode('0123456789abcdef');
  const broken = Buffer.from([0xff, 0xfe, 0x01]).toString('base64');
  const text = `dn: CN=a,DC=x\nobjectGUID:: ${sixteen}\nuserCertificate;binary:: ${encode('DER')}\nnote:: ${broken}\ninfo:: ${encode('plain')}\n`;
  const { entries } = readLdif(text);
  assert.deepEqual(Object.fromEntries(entries[0]?.attributes ?? []), {
    objectGUID: sixteen,
    userCertificate: encode('DER'),
    note: broken,
    info: 'plain',
  });
});

test('a bad line leaves its entry out, says where, and spares the others', () => {
  const text = 'dn: CN=a,DC=x\nmail: a@x\nthis is no line\n\ndn: CN=b,DC=x\nmail: b@x\n\ndn: CN=c,DC=x\ncn:: not base64!\n';
  const { entries, problems, skipped } = readLdif(text);
  assert.deepEqual(
    entries.map((entry) => entry.dn),
    ['CN=b,DC=x'],
  );
  assert.deepEqual(
    skipped.map((record) => record.dn),
    ['CN=a,DC=x', 'CN=c,DC=x'],
  );
  assert.deepEqual(
    problems.map(({ code, severity, range }) => [code, severity, text.slice(range.start, range.end)]),
    [
      ['ldif-syntax', 'error', 'this is no line'],
      ['ldif-syntax', 'error', 'cn:: not base64!'],
    ],
  );
  assert.ok(problems[0]?.message.includes('CN=a,DC=x is left out'));
});

test('a value in another place is left out alone, a change record as a whole, an added entry is an entry', () => {
  const text = [
    'dn: CN=a,DC=x\njpegPhoto:< file:///etc/passwd\nmail: a@x',
    'dn: CN=b,DC=x\nchangetype: modify\nreplace: mail\nmail: b@x\n-',
    'dn: CN=c,DC=x\nchangetype: add\nmail: c@x',
    'dn: CN=d,DC=x\nchangetype: delete',
  ].join('\n\n');
  const { entries, problems, skipped } = readLdif(text);
  assert.deepEqual(
    entries.map((entry) => [entry.dn, Object.fromEntries(entry.attributes)]),
    [
      ['CN=a,DC=x', { mail: 'a@x' }],
      ['CN=c,DC=x', { mail: 'c@x' }],
    ],
  );
  assert.deepEqual(
    skipped.map((record) => record.dn),
    ['CN=b,DC=x', 'CN=d,DC=x'],
  );
  assert.deepEqual(
    problems.map((problem) => problem.severity),
    ['warning', 'error', 'error'],
  );
});

test('a record without a name, another version, UTF-16 and a name that stands twice are problems', () => {
  assert.equal(readLdif('mail: a@x\n').problems[0]?.severity, 'error');
  assert.equal(readLdif('version: 2\n\ndn: CN=a\ncn: a\n').problems[0]?.severity, 'warning');
  assert.equal(readLdif('version: 2\n\ndn: CN=a\ncn: a\n').entries.length, 1);
  assert.ok(readLdif('\u0000d\u0000n').problems[0]?.message.includes('UTF-8'));
  assert.deepEqual(
    readLdif('dn: CN=a\n\ndn: CN=a\n').problems.map((problem) => problem.severity),
    ['warning'],
  );
  assert.equal(readLdif('dn: CN=a\ncn: M\ufffdller\n').problems[0]?.severity, 'warning');
  assert.deepEqual(readLdif(''), { entries: [], skipped: [], problems: [] });
});

test('passwords are dropped when they are read', () => {
  const text =
    'dn: CN=a,DC=x\nuserPassword: hunter2\nunicodePwd:: aHVudGVyMg==\nms-Mcs-AdmPwd: hunter2\nuserPassword;x-y: hunter2\ncn: a\n';
  const { entries, problems } = readLdif(text);
  assert.deepEqual([...(entries[0]?.attributes.keys() ?? [])], ['cn']);
  assert.deepEqual(problems, []);
});

/** Writes as RFC 2849 says: base64 where the value is not a safe string, lines folded at a width. */
function write(
  entries: readonly (readonly [dn: string, attributes: ReadonlyMap<string, readonly string[]>])[],
  width: number,
  newline: string,
): string {
  const line = (name: string, value: string): string => {
    const safe = !/^[ :<]| $/.test(value) && [...value].every((character) => character < '\u0080' && !'\r\n'.includes(character));
    const whole = safe ? `${name}: ${value}` : `${name}:: ${encode(value)}`;
    const pieces = [whole.slice(0, width)];
    for (let at = width; at < whole.length; at += width - 1) pieces.push(` ${whole.slice(at, at + width - 1)}`);
    return pieces.join(newline);
  };
  return entries
    .map(([dn, attributes]) => [
      line('dn', dn),
      ...[...attributes].flatMap(([name, values]) => values.map((value) => line(name, value))),
    ])
    .map((lines) => lines.join(newline) + newline)
    .join(newline);
}

test('what is written is read again, at any line width and line ending', () => {
  const unit = fc.constantFrom(...'abc :<#=\\,;+"\r\n\té太😀\u0001\u007f\u0080\ufeff');
  const value = fc.string({ unit, maxLength: 60 });
  const names = fc.constantFrom('cn', 'mail', 'description', 'otherMailbox', 'msDS-cloudExtensionAttribute1');
  const attributes = fc
    .uniqueArray(fc.tuple(names, fc.array(value, { minLength: 1, maxLength: 3 })), { selector: ([name]) => name, maxLength: 4 })
    .map((pairs) => new Map(pairs));
  const entry = fc.tuple(
    value.map((text) => `CN=${text}`),
    attributes,
  );
  const entries = fc.uniqueArray(entry, { selector: ([dn]) => dn, maxLength: 4 });
  fc.assert(
    fc.property(entries, fc.integer({ min: 8, max: 90 }), fc.constantFrom('\n', '\r\n'), (people, width, newline) => {
      const { entries: read, problems } = readLdif(write(people, width, newline));
      assert.deepEqual(problems, []);
      assert.deepEqual(
        read.map((found) => [found.dn, new Map([...found.attributes].map(([name, values]) => [name, [values].flat()]))]),
        people.map(([dn, held]) => [dn, held]),
      );
    }),
    { numRuns: 60 },
  );
});

test('any text is read without an exception, and problems lie within it', () => {
  const piece = fc.constantFrom(
    'dn: CN=a',
    'dn::',
    ':<',
    '\n',
    '\r\n',
    ' ',
    '#',
    'changetype: add',
    'cn: x',
    'version: 1',
    '-',
    ':',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      for (const { range } of readLdif(text).problems)
        assert.ok(range.start >= 0 && range.end <= Math.max(text.length, 1) && range.start <= range.end);
    }),
  );
});

const real = '../shared/data/people/photo-and-folded-lines.ldif';
test('an entry written by another program, with a photo of many folded lines', {
  skip: existsSync(real) ? false : `${real} is absent`,
}, () => {
  const { entries, problems } = readLdif(readFileSync(real, 'utf8'));
  assert.deepEqual(problems, []);
  assert.equal(entries.length, 1);
  assert.equal(entries[0]?.dn, 'cn=Philip J. Fry,ou=people,dc=planetexpress,dc=com');
  assert.equal(entries[0].attributes.get('sn'), 'Fry');
  assert.equal(Array.isArray(entries[0].attributes.get('objectClass')), true);
  const photo = Buffer.from(String(entries[0].attributes.get('jpegPhoto')), 'base64');
  assert.deepEqual([...photo.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.deepEqual([...photo.subarray(-2)], [0xff, 0xd9]);
});
