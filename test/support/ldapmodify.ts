import { spawn } from 'node:child_process';
import type { DirectoryServer } from './directories/directoryServer.ts';

/** Applies LDIF change records with OpenLDAP's own tool, as the administrator over LDAPS. Rejects with what the tool says. */
export function ldapmodify(server: DirectoryServer, ldif: string, options: readonly string[] = []): Promise<void> {
  const env = { ...process.env, LDAPTLS_CACERT: server.caFile, LDAPTLS_REQCERT: 'demand' };
  const account = ['-x', '-H', server.ldaps, '-D', server.adminDN, '-w', server.adminPassword];
  return new Promise((resolve, reject) => {
    const child = spawn('ldapmodify', [...account, ...options], { env, stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (data) => {
      said += String(data);
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ldapmodify ${code}: ${said}\n${ldif}`))));
    child.stdin.end(ldif);
  });
}
