import type { LdapReference } from '../../core/connection/connection.ts';
import { isLoopback } from '../../core/connection/webAddress.ts';
import { hostOf } from './ldapFailure.ts';

/** The name on the screen: `ldaps://dc1.corp.example/DC=corp,DC=example`. */
export function ldapLabel({ url, baseDN }: LdapReference): string {
  return `${url.replace(/\/+$/, '')}/${baseDN}`;
}

/** Whether passwords may travel there. */
export function isEncrypted({ url, startTls }: LdapReference): boolean {
  return startTls || /^ldaps:/i.test(url);
}

/** What a connection test says of a connection that others can read; null where there is TLS, or nothing leaves this machine. */
export function plaintextWarning(reference: LdapReference): string | null {
  if (isEncrypted(reference) || isLoopback(hostOf(reference.url))) return null;
  return 'The connection has no TLS, so that anyone on the way can read the password and the answers.';
}
