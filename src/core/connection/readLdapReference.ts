import type { LdapReference } from './connection.ts';
import type { LocatedText, ObjectFields } from './objectFields.ts';
import { readSecretName } from './readSecretName.ts';
import { isLoopback } from './webAddress.ts';

const address = /^(ldaps?):\/\/([^\s/?#@]+)\/?$/i;
const example = 'ldaps://dc1.corp.example';
const defaultPageSize = 500;
/** Active Directory gives no more in one page (MaxPageSize). */
const maximumPageSize = 1000;

/** Reads an `ldap` source or target. Null where what it needs is missing or would send a password in the clear. */
export function readLdapReference(fields: ObjectFields, timeoutMs: number): LdapReference | null {
  const url = fields.requiredText('url', `the address of the directory, such as ${example}`);
  const baseDN = fields.requiredText('baseDN', 'the place in the tree where people are looked for');
  const bindDN = fields.text('bindDN');
  const caFile = fields.text('caFile');
  const startTls = fields.flag('startTls');
  const allowPlaintext = fields.flag('allowPlaintext');
  const pageSize = fields.integer('pageSize', 1, maximumPageSize, defaultPageSize);
  const secretEnv = readSecretName(fields);
  if (!url || !baseDN || !checkAddress(fields, url, { startTls, allowPlaintext })) return null;
  return {
    kind: 'ldap',
    url: url.value.trim().replace(/\/$/, ''),
    baseDN: baseDN.value,
    bindDN: bindDN?.value ?? null,
    secretEnv,
    caFile: caFile?.value ?? null,
    startTls,
    allowPlaintext,
    pageSize,
    timeoutMs,
    range: url.range,
  };
}

interface Protection {
  readonly startTls: boolean;
  readonly allowPlaintext: boolean;
}

function checkAddress(fields: ObjectFields, url: LocatedText, { startTls, allowPlaintext }: Protection): boolean {
  const [, scheme = '', host = ''] = address.exec(url.value.trim()) ?? [];
  const wrong = (message: string, fix: string): false => {
    fields.report('connection-wrong-type', url.range, message, fix);
    return false;
  };
  if (url.value.includes('@')) {
    const message = 'The address in "url" holds a credential.';
    fields.report(
      'connection-secret-in-file',
      url.range,
      message,
      'Remove it from the address, and name the account in "bindDN".',
    );
    return false;
  }
  if (host === '') return wrong(`"url" must be an address such as ${example}.`, `Write it as ${example}.`);
  if (scheme.toLowerCase() === 'ldaps') {
    if (!startTls) return true;
    return wrong('"startTls" is for ldap:// addresses; ldaps:// speaks TLS from the start.', 'Remove "startTls".');
  }
  if (startTls || allowPlaintext || isLoopback(host)) return true;
  return wrong(
    'The address in "url" uses ldap without TLS, so that anyone on the way could read the password and the answers.',
    'Write ldaps://, or add "startTls": true. If the network protects the connection otherwise, add "allowPlaintext": true.',
  );
}
