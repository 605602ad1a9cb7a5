import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plaintextWarning } from '../../../../src/connectors/ldap/ldapAddress.ts';
import type { LdapReference } from '../../../../src/core/connection/connection.ts';
import { ldapReferenceTo } from '../../../support/directories/ldapAccess.ts';

const dc = { ldaps: 'ldap://dc1.corp.example', baseDN: 'DC=corp,DC=example', readerDN: 'reader', caFile: 'ca.pem' };

test('a connection that others can read is warned of; TLS and this machine itself are not', () => {
  const warningFor = (changes: Partial<LdapReference>): string | null =>
    plaintextWarning(ldapReferenceTo(dc, { caFile: null, allowPlaintext: true, ...changes }));
  assert.match(warningFor({}) ?? '', /no TLS/);
  assert.match(warningFor({ url: 'ldap://127.0.0.1.corp.example' }) ?? '', /no TLS/);
  for (const changes of [{ startTls: true }, { url: 'ldaps://dc1.corp.example' }, { url: 'ldap://127.0.0.1:1389' }]) {
    assert.equal(warningFor(changes), null, JSON.stringify(changes));
  }
});
