import { readFile } from 'node:fs/promises';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import type { LdapReference } from '../../../src/core/connection/connection.ts';
import type { DirectoryServer } from './directoryServer.ts';

/** How a connection file would name the server: over LDAPS, as its reader. */
export function ldapReferenceTo(
  server: Pick<DirectoryServer, 'ldaps' | 'baseDN' | 'readerDN' | 'caFile'>,
  changes: Partial<LdapReference> = {},
): LdapReference {
  return {
    kind: 'ldap',
    url: server.ldaps,
    baseDN: server.baseDN,
    bindDN: server.readerDN,
    secretEnv: null,
    caFile: server.caFile,
    startTls: false,
    allowPlaintext: false,
    pageSize: 500,
    timeoutMs: 10_000,
    range: { start: 0, end: 0 },
    ...changes,
  };
}

/** What a run hands to a connector, with the password of the server's reader. */
export function ldapOptions(server: Pick<DirectoryServer, 'readerPassword'>, changes: Partial<OpenOptions> = {}): OpenOptions {
  return {
    folder: '/',
    signal: new AbortController().signal,
    readText: (path) => readFile(path, 'utf8'),
    secret: () => Promise.resolve(server.readerPassword),
    ...changes,
  };
}

/** The same for a connection file, over LDAPS as this account; its password is in `AD_PASSWORD`. */
export function ldapInFile(
  { ldaps, baseDN, caFile }: Pick<DirectoryServer, 'ldaps' | 'baseDN' | 'caFile'>,
  bindDN: string,
): object {
  return { kind: 'ldap', url: ldaps, baseDN, bindDN, caFile, secretEnv: 'AD_PASSWORD' };
}
