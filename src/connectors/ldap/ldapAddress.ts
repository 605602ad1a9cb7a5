import type { LdapReference } from '../../core/connection/connection.ts';

/** The name on the screen: `ldaps://dc1.corp.example/DC=corp,DC=example`. */
export function ldapLabel({ url, baseDN }: LdapReference): string {
  return `${url.replace(/\/+$/, '')}/${baseDN}`;
}

/** Whether passwords may travel there. */
export function isEncrypted({ url, startTls }: LdapReference): boolean {
  return startTls || /^ldaps:/i.test(url);
}
