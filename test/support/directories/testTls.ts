import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsOptions {
  /** Subject alternative names, as openssl writes them: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly names: readonly string[];
  /** A certificate whose time is over. */
  readonly expired?: boolean;
  /** A certificate that vouches for itself instead of one by the test's authority. */
  readonly selfSigned?: boolean;
}

/** PEM files of a server and of the authority that its certificate is from. */
export interface TlsFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes a certificate authority of its own and a certificate by it in a new folder, with openssl. About 50 ms. */
export function makeTls(dir: string, { names, expired = false, selfSigned = false }: TlsOptions): TlsFiles {
  mkdirSync(dir, { recursive: true });
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const sans = names.join(',');
  const usage = `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${sans}\n`;
  const dates = expired ? 'default_startdate=20200101000000Z\ndefault_enddate=20210101000000Z\n' : 'default_days=30\n';
  const authority = 'database=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=any\nunique_subject=no\n';
  const files = { 'index.txt': '', serial: '1000\n', 'ext.cnf': usage };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, 'ca.cnf'), `[ca]\ndefault_ca=own\n[own]\n${authority}${dates}[any]\ncommonName=supplied\n`);
  const caUsage = ['-addext', 'keyUsage=critical,keyCertSign'];
  openssl('req', '-x509', ...curve, '-days', '30', '-keyout', 'cakey.pem', '-out', 'ca.pem', '-subj', '/CN=test CA', ...caUsage);
  const subject = ['-subj', '/CN=dc1.corp.example'];
  if (selfSigned) {
    const alternative = ['-addext', `subjectAltName=${sans}`];
    openssl('req', '-x509', ...curve, '-days', '30', '-keyout', 'key.pem', '-out', 'cert.pem', ...subject, ...alternative);
  } else {
    openssl('req', ...curve, '-keyout', 'key.pem', '-out', 'csr.pem', ...subject);
    const own = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'cakey.pem'];
    openssl('ca', '-batch', '-notext', ...own, '-extfile', 'ext.cnf', '-in', 'csr.pem', '-out', 'cert.pem');
  }
  // Samba refuses a key that others can read.
  chmodSync(join(dir, 'key.pem'), 0o600);
  return { caFile: join(dir, 'ca.pem'), certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem') };
}
