import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adEntries, baseDN, readerDN, readerPassword, type SeedEntry, type SeedValue } from './adEntries.ts';
import { type DirectoryServer, type Launched, launch, ownAddress, skipWithout, untilUp } from './directoryServer.ts';
import { makeTls, type TlsOptions } from './testTls.ts';

const slapd = '/usr/sbin/slapd';
const adminDN = `cn=admin,${baseDN}`;
const adminPassword = 'adm!n-of-slapd';

/** Why tests with slapd are skipped here; false where they run, and always in CI. */
export const skipWithoutSlapd: string | false = skipWithout(
  [slapd, '/usr/sbin/slapadd', '/etc/ldap/schema/inetorgperson.schema', '/usr/bin/openssl'],
  'slapd (OpenLDAP)',
);

export interface SlapdOptions {
  /** {@link adEntries} where left out; object ids and group membership are made up for them. */
  readonly entries?: readonly SeedEntry[];
  /** LDIF instead of entries, with everything in it, the suffix too. */
  readonly ldif?: string;
  readonly tls?: Partial<TlsOptions>;
  /** Without certificates: StartTLS is refused. `ldaps` does not answer then. */
  readonly withoutTls?: boolean;
  /** Further lines of slapd.conf, in the part of the database: `limits users size.hard=5`. */
  readonly config?: string;
}

/** OpenLDAP with the attributes of Active Directory that configurations read. About 200 ms; it enforces limits that Samba ignores. */
export async function startSlapd(options: SlapdOptions = {}): Promise<DirectoryServer> {
  const dir = mkdtempSync(join(tmpdir(), 'slapd-'));
  const host = ownAddress();
  try {
    mkdirSync(join(dir, 'db'));
    const { caFile, ...files } = makeTls(join(dir, 'tls'), { names: ['DNS:localhost', `IP:${host}`], ...options.tls });
    const tls = `TLSCACertificateFile ${caFile}\nTLSCertificateFile ${files.certFile}\nTLSCertificateKeyFile ${files.keyFile}\n`;
    const limits = options.config ?? 'limits users size.soft=1000 size.hard=1000 size.pr=1000 size.prtotal=unlimited';
    writeFileSync(join(dir, 'slapd.conf'), configuration(dir, options.withoutTls ? '' : tls, limits));
    writeFileSync(join(dir, 'entries.ldif'), options.ldif ?? slapdLdif(options.entries ?? adEntries()));
    await run('/usr/sbin/slapadd', ['-q', '-f', join(dir, 'slapd.conf'), '-l', join(dir, 'entries.ldif')]);
    const { launched, port, securePort } = await start(dir, host);
    return {
      host,
      port,
      url: `ldap://${host}:${port}`,
      ldaps: `ldaps://${host}:${securePort}`,
      caFile,
      baseDN,
      adminDN,
      adminPassword,
      readerDN,
      readerPassword,
      async stop() {
        launched.child.kill('SIGTERM');
        await launched.ended();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

interface Started {
  readonly launched: Launched;
  readonly port: number;
  readonly securePort: number;
}

async function start(dir: string, host: string): Promise<Started> {
  for (let tries = 0; ; tries++) {
    const [port, securePort] = [await freePort(host), await freePort(host)];
    const urls = `ldap://${host}:${port} ldaps://${host}:${securePort}`;
    const launched = launch(slapd, ['-d', 'config', '-f', join(dir, 'slapd.conf'), '-h', urls]);
    try {
      await untilUp(host, port, launched);
      return { launched, port, securePort };
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (tries === 4) throw error;
    }
  }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
    server.once('error', reject);
  });
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
  });
}

function configuration(dir: string, tls: string, database: string): string {
  return `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include ${join(import.meta.dirname, 'adlike.schema')}
modulepath /usr/lib/ldap
moduleload back_mdb
${tls}sizelimit 1000
referral ldap://other.example
database mdb
suffix "${baseDN}"
rootdn "${adminDN}"
rootpw ${adminPassword}
directory ${dir}/db
maxsize 104857600
dbnosync
index objectClass,sAMAccountName,mail,cn,userPrincipalName,displayName,objectGUID eq
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
${database}
`;
}

/** Entries as slapd loads them: the suffix, ids and group membership as data, no deletions. */
export function slapdLdif(entries: readonly SeedEntry[]): string {
  const removed = new Set(entries.filter(({ op }) => op === 'delete').map(({ dn }) => dn));
  const groupsOf = new Map<string, string[]>();
  for (const { dn, attrs } of entries) {
    for (const member of list(attrs.member)) {
      if (typeof member === 'string') groupsOf.set(member, [...(groupsOf.get(member) ?? []), dn]);
    }
  }
  const suffix = `dn: ${baseDN}\nobjectClass: dcObject\nobjectClass: organization\ndc: corp\no: corp\n`;
  const texts = entries
    .filter(({ dn, op }) => op === undefined && !removed.has(dn))
    .map(({ dn, attrs }) => {
      const { password, ...others } = attrs;
      const made = list(attrs.objectClass).includes('organizationalUnit') ? {} : ids(dn);
      const own = { ...others, ...made, memberOf: groupsOf.get(dn) ?? [], userPassword: password ?? [] };
      const named = dn.startsWith('CN=') ? { ...own, cn: rdnValue(dn) } : own;
      const lines = Object.entries(named).flatMap(([name, values]) => list(values).map((value) => line(name, value)));
      return [line('dn', dn), ...lines, ''].join('\n');
    });
  return [suffix, ...texts].join('\n');
}

function ids(dn: string): Readonly<Record<string, SeedValue>> {
  const digest = createHash('sha256').update(dn).digest();
  const sid = Buffer.concat([Buffer.from('010500000000000515000000', 'hex'), digest.subarray(16, 32)]);
  return { objectGUID: { b64: digest.subarray(0, 16).toString('base64') }, objectSid: { b64: sid.toString('base64') } };
}

function rdnValue(dn: string): string {
  const [, rdn = ''] = /^CN=((?:\\.|[^,\\])*)/.exec(dn) ?? [];
  return rdn.replace(/\\(.)/g, '$1');
}

function list(values: SeedValue | readonly SeedValue[] | undefined): readonly SeedValue[] {
  if (values === undefined) return [];
  return typeof values === 'string' || 'b64' in values ? [values] : values;
}

function line(name: string, value: SeedValue): string {
  return `${name}:: ${typeof value === 'string' ? Buffer.from(value).toString('base64') : value.b64}`;
}
