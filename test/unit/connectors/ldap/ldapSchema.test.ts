import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binaryTypes } from '../../../../src/connectors/ldap/ldapSchema.ts';

test('the binary attributes of a schema, by syntax, under all of their names', () => {
  const names = binaryTypes([
    "( 0.9.2342.19200300.100.1.60 NAME 'jpegPhoto' DESC 'a JPEG' SYNTAX 1.3.6.1.4.1.1466.115.121.1.28 )",
    "( 2.5.4.36 NAME ( 'userCertificate' 'cert' ) SYNTAX 1.3.6.1.4.1.1466.115.121.1.8 )",
    "( 1.2.3 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40{64} SINGLE-VALUE )",
    "( 1.2.4 NAME 'mail' DESC 'NAME of SYNTAX' SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{256} )",
    "( 1.2.5 NAME 'cn' SUP name )",
    'nonsense',
    '',
  ]);
  assert.deepEqual([...names].sort(), ['cert', 'jpegphoto', 'objectguid', 'usercertificate']);
});
