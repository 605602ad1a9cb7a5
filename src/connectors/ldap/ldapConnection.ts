import { createHash, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { LdapReference } from '../../core/connection/connection.ts';
import { secretRequestOf } from '../../core/connection/secretRequest.ts';
import { isLoopback } from '../../core/connection/webAddress.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { hostOf } from './ldapFailure.ts';
import type { SessionSettings } from './ldapLines.ts';
import type { LdapChanged, LdapConnection } from './ldapPort.ts';
import type { LdapSession } from './ldapSession.ts';

/** What tests set otherwise. */
export interface LdapTuning {
  /** Values of `member` and `memberOf` that are asked for at once; left out, as many as the server gives. */
  readonly rangeStep?: number;
  /** A minute by default, in milliseconds. */
  readonly idleMs?: number;
}

/**
 * The connection of a reference. Opens nothing before it is asked. The password and the certificate authority are read once; the open
 * connection is kept in {@link OpenOptions.sessions} under everything that it depends on, or closed after each question where there are none.
 */
export function ldapConnection(reference: LdapReference, options: OpenOptions, tuning: LdapTuning = {}): LdapConnection {
  const { signal, sessions } = options;
  const host = hostOf(reference.url);
  let settings: SessionSettings | null = null;

  const withSession = async <T>(
    work: (session: LdapSession) => Promise<T>,
    refused: (result: Extract<DirectoryResult<never>, { ok: false }>) => T,
  ): Promise<T> => {
    if (signal.aborted) return refused(cancelled(`Asking ${host}`));
    if (!settings) {
      const read = await readSettings(reference, options, tuning);
      if (!read.ok) return refused(read);
      settings = read.value;
    }
    const known = settings;
    const { LdapSession } = await import('./ldapSession.ts');
    if (sessions) {
      const kept = sessions.use(sessionKey(reference, known), () => new LdapSession(known));
      const refusal = kept.refusal(options.signIn?.mayAsk ?? true);
      return refusal ? refused(refusal) : await work(kept);
    }
    const session = new LdapSession(known);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };

  return {
    root: () =>
      withSession(
        (session) => session.root(signal),
        (result) => result,
      ),
    search: (search) =>
      withSession(
        (session) => session.search(search, signal),
        (result) => result,
      ),
    change: (operation) =>
      withSession<LdapChanged>(
        (session) => session.change(operation, signal),
        ({ error }) => ({ state: 'notSent', answered: 'not sent', error }),
      ),
  };
}

/** Begins with the address and the account, so that what is known of an account can be forgotten together. */
function sessionKey(
  { url, bindDN, baseDN }: LdapReference,
  { password, ca, startTls, pageSize, timeoutMs, rangeStep }: SessionSettings,
): string {
  const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
  const how = [baseDN, startTls, pageSize, timeoutMs, rangeStep, ca === null ? '' : digest(ca), digest(password)];
  return `ldap ${url} ${bindDN ?? ''} ${JSON.stringify(how)}`;
}

async function readSettings(
  reference: LdapReference,
  options: OpenOptions,
  { rangeStep = null, idleMs = 60_000 }: { readonly rangeStep?: number | null; readonly idleMs?: number },
): Promise<DirectoryResult<SessionSettings>> {
  const { url, bindDN, startTls, allowPlaintext, pageSize, timeoutMs } = reference;
  if (!URL.canParse(url)) {
    const advice = 'Write the host and, where it is not the usual one, the port: "ldaps://dc1.corp.example:636".';
    return failure('malformed', 'InvalidAddress', `${url} is not the address of a server.`, advice);
  }
  if (!/^ldaps:/i.test(url) && !startTls && !allowPlaintext && !isLoopback(hostOf(url))) {
    const message = `${hostOf(url)} would get the password without TLS.`;
    return failure('refused', 'PlaintextRefused', message, 'Write ldaps:// in "url", or add "startTls": true.');
  }
  const ca = await readAuthority(reference, options);
  if (!ca.ok) return ca;
  const password = await readPassword(reference, options);
  if (!password.ok) return password;
  return success({
    url,
    account: bindDN,
    timeoutMs,
    password: password.value,
    ca: ca.value,
    startTls,
    pageSize,
    rangeStep,
    idleMs,
  });
}

async function readPassword(reference: LdapReference, options: OpenOptions): Promise<DirectoryResult<string>> {
  const request = secretRequestOf(reference);
  if (!request) return success('');
  const { title, env } = request;
  const what = title.charAt(0).toUpperCase() + title.slice(1);
  let secret: string | undefined;
  try {
    secret = await options.secret(request);
  } catch {
    const message = `${what} cannot be read from its store.`;
    return failure('unauthorized', 'SecretUnreadable', message, 'Unlock the store of secrets of this machine and try again.');
  }
  // Servers take an empty password for a bind as nobody and say that it worked (RFC 4513, section 5.1.2).
  if (secret !== undefined && secret !== '') return success(secret);
  const set = 'Set it with "Set credential…"';
  if (secret === '')
    return failure('unauthorized', 'EmptyPassword', `${what} is empty.`, env === null ? `${set}.` : `${set}, or set ${env}.`);
  const message = env === null ? `${what} is missing.` : `${what} is missing: ${env} is not set.`;
  const or =
    env === null ? '. On the command line, name the environment variable that holds it in "secretEnv".' : `, or set ${env}.`;
  return failure('unauthorized', 'SecretMissing', message, `${set}${or}`);
}

async function readAuthority({ caFile }: LdapReference, options: OpenOptions): Promise<DirectoryResult<string | null>> {
  if (caFile === null) return success(null);
  let text: string;
  try {
    text = await options.readText(resolve(options.folder, caFile));
  } catch {
    const message = `The file ${caFile} with the certificate authority cannot be read.`;
    return failure('notFound', 'CaFile', message, 'Correct "caFile" in the connection file; it is relative to that file.');
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    if (certificates.length > 0) return success(certificates.join('\n'));
  } catch {
    // Said below.
  }
  const advice = 'Export the certificate of the authority as PEM ("Base-64 encoded X.509").';
  return failure('malformed', 'CaFile', `The file ${caFile} holds no certificate that can be read as PEM.`, advice);
}
