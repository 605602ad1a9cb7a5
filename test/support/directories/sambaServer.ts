import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adEntries, baseDN, readerDN, readerPassword, type SeedEntry } from './adEntries.ts';
import { type DirectoryServer, launch, ownAddress, skipWithout, untilUp } from './directoryServer.ts';
import { makeTls, type TlsOptions } from './testTls.ts';

const samba = '/usr/sbin/samba';
const adminPassword = 'Passw0rd!x';

/** Why tests with Samba are skipped here; false where they run, and always in CI. */
export const skipWithoutSamba: string | false =
  skipWithout([samba, '/usr/share/samba/setup/provision.ldif', '/usr/bin/python3', '/usr/bin/openssl'], 'Samba AD DC') ||
  skipWithoutPort();

function skipWithoutPort(): string | false {
  if (process.env.CI || process.getuid?.() === 0) return false;
  try {
    accessSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', constants.R_OK);
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    return first <= 389 ? false : 'Samba listens on port 389, which only root may do here';
  } catch {
    return 'Samba listens on port 389, which only root may do here';
  }
}

export interface SambaOptions {
  /** {@link adEntries} where left out. */
  readonly entries?: readonly SeedEntry[];
  /** Refuses simple binds without TLS (LDAP 8), as Active Directory does from Windows Server 2025 on. */
  readonly strongAuth?: boolean;
  readonly tls?: Partial<TlsOptions>;
}

export interface SambaServer extends DirectoryServer {
  readonly domain: 'CORP';
  /** The reader, in the two other ways to sign in. */
  readonly readerUpn: string;
  readonly readerDownLevel: string;
}

/** A new Active Directory domain `corp.example` on Samba, filled and answering: about 5 s. One serves a whole test file. */
export async function startSamba(options: SambaOptions = {}): Promise<SambaServer> {
  const { entries = adEntries(), strongAuth = false, tls } = options;
  const dir = mkdtempSync(join(tmpdir(), 'samba-'));
  const host = ownAddress();
  try {
    await provision(dir, host, entries, strongAuth);
    const { caFile } = makeTls(join(dir, 'tls'), { names: ['DNS:dc1.corp.example', `IP:${host}`], ...tls });
    const how = ['-i', '-M', 'single', '--debug-stdout', '--no-process-group', '--maximum-runtime=900'];
    const launched = launch(samba, [...how, '-s', join(dir, 'smb.conf')]);
    await untilUp(host, 389, launched);
    await untilUp(host, 636, launched);
    return {
      host,
      port: 389,
      url: `ldap://${host}`,
      ldaps: `ldaps://${host}`,
      caFile,
      baseDN,
      domain: 'CORP',
      adminDN: `CN=Administrator,CN=Users,${baseDN}`,
      adminPassword,
      readerDN,
      readerPassword,
      readerUpn: 'svc-reader@corp.example',
      readerDownLevel: 'CORP\\svc-reader',
      async stop() {
        // Samba ends by itself as soon as its standard input does.
        launched.child.stdin.end();
        await launched.ended();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

function provision(dir: string, host: string, entries: readonly SeedEntry[], strongAuth: boolean): Promise<void> {
  const script = join(import.meta.dirname, 'addc.py');
  return new Promise((resolve, reject) => {
    const args = [script, dir, host, adminPassword, strongAuth ? 'yes' : 'no'];
    const child = execFile('/usr/bin/python3', args, { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`Samba's domain could not be made: ${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
    child.stdin?.end(JSON.stringify(entries));
  });
}
