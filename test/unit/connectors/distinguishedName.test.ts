import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  distinguishedNameKey,
  isBelow,
  parseDistinguishedName,
  sameDistinguishedName,
} from '../../../src/core/text/distinguishedName.ts';

test('case, blanks around separators and the way of escaping do not make another name', () => {
  const name = 'CN=Vance\\, Adele,OU=Sales,DC=corp,DC=example';
  for (const other of [
    'cn=vance\\, adele,ou=sales,dc=corp,dc=example',
    'CN = Vance\\, Adele , OU = Sales,  DC=corp,DC=example',
    'CN=Vance\\2C Adele,OU=Sales,DC=corp,DC=example',
    'CN="Vance, Adele",OU=Sales,DC=corp,DC=example',
    'CN=Vance\\,  Adele;OU=Sales;DC=corp;DC=example',
  ]) {
    assert.ok(sameDistinguishedName(name, other), other);
  }
  for (const other of ['CN=Vance Adele,OU=Sales,DC=corp,DC=example', 'CN=Adele,OU=Sales,DC=corp', 'Adele Vance', '']) {
    assert.ok(!sameDistinguishedName(name, other), other);
  }
});

test('escaped bytes are UTF-8, escaped blanks at the end belong to the value', () => {
  assert.deepEqual(parseDistinguishedName('CN=Zo\\C3\\AB\\20,DC=x'), [
    [{ type: 'CN', value: 'Zoë ' }],
    [{ type: 'DC', value: 'x' }],
  ]);
  assert.deepEqual(parseDistinguishedName('CN=a\\+b+UID=7'), [
    [
      { type: 'CN', value: 'a+b' },
      { type: 'UID', value: '7' },
    ],
  ]);
  assert.ok(sameDistinguishedName('CN=a+UID=7,DC=x', 'uid=7+cn=A,DC=x'));
});

test('what is no name is refused', () => {
  for (const text of ['Adele', 'CN', 'CN=a,', 'CN=a,,DC=x', '=a', 'CN=a\\', 'CN="a', 'CN=a"b']) {
    assert.equal(parseDistinguishedName(text), null, text);
  }
  assert.deepEqual(parseDistinguishedName(''), []);
  assert.equal(distinguishedNameKey(''), null);
});

test('below is below at any depth, and not beside', () => {
  assert.ok(isBelow('CN=a,OU=Sales,DC=corp,DC=example', 'dc=CORP,dc=example'));
  assert.ok(!isBelow('OU=Sales,DC=corp,DC=example', 'OU=Sales,DC=corp,DC=example'));
  assert.ok(!isBelow('CN=a,OU=PreSales,DC=corp', 'OU=Sales,DC=corp'));
});

test('any value survives escaping as RFC 4514 says', () => {
  const escapeValue = (value: string): string =>
    value.replace(/[\\,+"<>;=]/g, '\\$&').replace(/^[ #]| $/g, (character) => `\\${character}`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (value) => {
      fc.pre(!/[\r\n\t]/.test(value));
      const parsed = parseDistinguishedName(`CN=${escapeValue(value)},DC=example`);
      assert.equal(parsed?.[0]?.[0]?.value, value);
      assert.equal(parsed?.length, 2);
    }),
  );
});
