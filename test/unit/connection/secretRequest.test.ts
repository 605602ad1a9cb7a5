import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConnection } from '../../../src/core/connection/readConnection.ts';
import { type SecretRequest, secretRequestOf } from '../../../src/core/connection/secretRequest.ts';

function requestFor(target: Readonly<Record<string, unknown>>): SecretRequest | null {
  const configuration = { schema: 'a.syncschema.json' };
  const source = { kind: 'file', path: 'people.ldif' };
  const { connection } = readConnection(JSON.stringify({ name: 'c', configuration, source, target }));
  assert.ok(connection);
  return secretRequestOf(connection.target);
}

const scim = { kind: 'scim', url: 'https://app.example/scim' };
const ldap = { kind: 'ldap', url: 'ldaps://dc1.corp.example', baseDN: 'DC=corp,DC=example', bindDN: 'reader@corp.example' };
const graph = { kind: 'graph', tenant: 'contoso.onmicrosoft.com', clientId: 'app' };

test('a kept secret is bound to the server and the account that it is for', () => {
  const requests = [
    requestFor(scim),
    requestFor({ ...scim, username: 'svc' }),
    requestFor({ ...scim, url: 'https://other.example/scim' }),
    requestFor(ldap),
    requestFor({ ...ldap, bindDN: 'other@corp.example' }),
    requestFor({ ...ldap, url: 'ldaps://dc2.corp.example' }),
    requestFor({ ...graph, signIn: 'clientSecret' }),
    requestFor({ ...graph, signIn: 'clientSecret', tenant: 'fabrikam.onmicrosoft.com' }),
    requestFor({ ...graph, signIn: 'clientSecret', authority: 'https://login.microsoftonline.us' }),
    requestFor({ ...graph, signIn: 'clientCertificate' }),
    requestFor({ ...graph, signIn: 'token' }),
  ];
  const keys = requests.map((request) => request?.key);
  assert.ok(!keys.includes(undefined));
  assert.equal(new Set(keys).size, keys.length);
});

test('the name of the variable is another way to the same secret, not another secret', () => {
  assert.equal(requestFor(scim)?.key, requestFor({ ...scim, secretEnv: 'SCIM_TOKEN' })?.key);
  assert.equal(requestFor({ ...scim, secretEnv: 'SCIM_TOKEN' })?.env, 'SCIM_TOKEN');
  assert.equal(requestFor({ ...scim, url: `${scim.url}/?aadOptscim062020` })?.key, requestFor(scim)?.key);
});

test('what signs in without a secret asks for none', () => {
  assert.equal(requestFor({ kind: 'file', path: 'a.json' }), null);
  assert.equal(requestFor({ ...ldap, bindDN: undefined }), null);
  for (const signIn of ['interactive', 'deviceCode', 'azureCli']) assert.equal(requestFor({ ...graph, signIn }), null, signIn);
});
