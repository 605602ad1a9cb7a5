import { type Failure, failure, timedOut } from '../failure.ts';
import { networkFailure } from '../http/networkFailure.ts';

/** Which server was asked, as whom, for words on the screen. */
export interface LdapPlace {
  /** `ldaps://dc1.corp.example`. */
  readonly url: string;
  /** Null where it is asked as nobody. */
  readonly account: string | null;
  readonly timeoutMs: number;
}

/** The end of an operation that the server did not carry out (RFC 4511, section 4.1.9). */
export interface Refusal {
  readonly code: number;
  readonly diagnostic: string;
  readonly referrals: readonly string[];
}

/** What was under way: `tls` is the handshake, `startTls` the question before it. */
export type Doing = 'connect' | 'tls' | 'startTls' | 'bind' | 'search' | 'change';

/** `dc1.corp.example`, with the port where the address has one. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.replace(/^ldaps?:\/\//i, '');
}

/** Active Directory's reasons for a wrong password, from the `data 52e` of its answers (MS-ERREF, section 2.2, in hexadecimal). */
const signInReasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  '525': ['no such account exists', 'Check "bindDN" in the connection file.'],
  '52e': ['the password or the name is wrong', 'Set the password anew, and check "bindDN" in the connection file.'],
  '530': ['the account may not sign in at this time of the day', 'Ask for other logon hours, or use another account.'],
  '531': ['the account may not sign in from this machine', 'Use an account that may, or ask for its list of workstations.'],
  '532': ['the password of the account has expired', 'Change the password of the account, then set it here anew.'],
  '533': ['the account is disabled', 'Have the account enabled, or use another one.'],
  '701': ['the account has expired', 'Have the expiry date of the account changed, or use another one.'],
  '773': [
    'the password of the account must be changed first',
    'Sign in once with the account to change its password, then set it here anew.',
  ],
  '775': [
    'the account is locked out',
    'Have the account unlocked. A wrong password that is tried again and again locks it again.',
  ],
};

/** The name of a result code (RFC 4511, appendix A.2). */
const codeNames: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  3: 'timeLimitExceeded',
  4: 'sizeLimitExceeded',
  7: 'authMethodNotSupported',
  8: 'strongerAuthRequired',
  10: 'referral',
  11: 'adminLimitExceeded',
  12: 'unavailableCriticalExtension',
  13: 'confidentialityRequired',
  14: 'saslBindInProgress',
  16: 'noSuchAttribute',
  17: 'undefinedAttributeType',
  18: 'inappropriateMatching',
  19: 'constraintViolation',
  20: 'attributeOrValueExists',
  21: 'invalidAttributeSyntax',
  32: 'noSuchObject',
  33: 'aliasProblem',
  34: 'invalidDNSyntax',
  36: 'aliasDereferencingProblem',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  54: 'loopDetect',
  64: 'namingViolation',
  65: 'objectClassViolation',
  66: 'notAllowedOnNonLeaf',
  67: 'notAllowedOnRDN',
  68: 'entryAlreadyExists',
  69: 'objectClassModsProhibited',
  71: 'affectsMultipleDSAs',
  80: 'other',
};

/** `0 success`, `49 invalidCredentials`. */
export function codeText(code: number): string {
  const name = codeNames[code];
  return name === undefined ? String(code) : `${code} ${name}`;
}

/**
 * Why the server did not do it, with what to do.
 * @param subject the base of a search, the DN of a change; empty where there is none.
 */
export function answerFailure({ code, diagnostic, referrals }: Refusal, doing: Doing, place: LdapPlace, subject = ''): Failure {
  const host = hostOf(place.url);
  const name = codeNames[code] ?? `result ${code}`;
  const said = saidBy(diagnostic);
  const because = said === '' ? '' : ` It says: ${said}${/[.!?…]$/.test(said) ? '' : '.'}`;
  if (code === 49 || (code === 48 && doing === 'bind')) return signInFailure(diagnostic, place);
  if (doing === 'startTls' && code !== 51 && code !== 52) {
    const message = `${host} refuses StartTLS (${name}).${because}`;
    return failure(
      'refused',
      'StartTlsRefused',
      message,
      'Use an ldaps:// address, or have a certificate installed on the server.',
    );
  }
  switch (code) {
    case 1:
      if (doing !== 'search' || place.account !== null) break;
      return failure(
        'unauthorized',
        name,
        `${host} answers only to those who sign in.${because}`,
        'Name an account in "bindDN".',
      );
    case 3:
      return failure(
        'timeout',
        name,
        `${host} stopped searching at its time limit.`,
        'Choose a narrower "baseDN", or ask for a longer limit.',
      );
    case 4:
      return failure(
        'refused',
        name,
        `${host} has more hits than it gives (its size limit).`,
        'Choose a narrower "baseDN" or another name.',
      );
    case 8:
      return failure(
        'unauthorized',
        name,
        `${host} refuses a password that is sent without TLS.`,
        'Write ldaps:// in "url", or add "startTls": true.',
      );
    case 10:
      return referred(host, subject, referrals.length > 0 ? referrals : referralsIn(diagnostic));
    case 11:
      return failure(
        'refused',
        name,
        `${host} stopped at a limit of its administrator.${because}`,
        'Choose a narrower "baseDN" or a smaller "pageSize".',
      );
    case 13:
      return failure('unauthorized', name, `${host} wants TLS for this.`, 'Write ldaps:// in "url", or add "startTls": true.');
    case 32:
      return doing === 'search'
        ? failure(
            'notFound',
            name,
            `${host} has no ${subject}.`,
            'Check "baseDN" in the connection file, and whether the account may see it.',
          )
        : failure('notFound', name, `${host} has no ${subject}.${because}`, 'Check that it has not been moved or deleted.');
    case 34:
      return failure(
        'malformed',
        name,
        `${host} does not take ${subject} as a distinguished name.`,
        'Correct it: "OU=Staff,DC=corp,DC=example".',
      );
    case 50: {
      const advice = 'Give the account the right to it, or use another account.';
      const who = place.account ?? 'Nobody signed in, who';
      return failure(
        'unauthorized',
        name,
        `${who} may not ${doing === 'change' ? 'change' : 'read'} ${subject || 'this'} on ${host}.${because}`,
        advice,
      );
    }
    case 51:
    case 52:
      return failure(
        'throttled',
        name,
        `${host} is ${code === 51 ? 'busy' : 'not available now'}.${because}`,
        'Wait a moment and try again.',
      );
  }
  const what = {
    connect: 'the connection',
    tls: 'TLS',
    startTls: 'StartTLS',
    bind: 'the sign-in',
    search: 'the search',
    change: 'the change',
  };
  const of = subject === '' ? '' : ` of ${subject}`;
  return failure(
    'refused',
    name,
    `${host} refuses ${what[doing]}${of}: ${codeText(code)}.${because}`,
    'Look up the answer of the server.',
  );
}

function signInFailure(diagnostic: string, place: LdapPlace): Failure {
  const who = place.account ?? 'nobody';
  const code = /\bdata ([0-9a-f]{1,8})\b/i.exec(diagnostic)?.[1]?.toLowerCase();
  const [reason, advice] = signInReasons[code ?? ''] ?? [
    'the name or the password is wrong',
    'Set the password anew, and check "bindDN" in the connection file.',
  ];
  const known = code !== undefined && code in signInReasons ? `invalidCredentials-${code}` : 'invalidCredentials';
  return failure('unauthorized', known, `${hostOf(place.url)} does not let ${who} in: ${reason}.`, advice);
}

function referred(host: string, subject: string, referrals: readonly string[]): Failure {
  const others = referrals.slice(0, 3).map(plainAddress).join(', ');
  const where = others === '' ? 'another server' : others;
  const message = `${host} does not hold ${subject || 'this part of the tree'} and refers to ${where}.`;
  const advice =
    'Write the address of that server in "url". Referrals are not followed, since the other server would get the password.';
  return failure('refused', 'referral', message, advice);
}

/** Active Directory names the other server in its words too: `ref 1: 'child.corp.example'`. */
function referralsIn(diagnostic: string): readonly string[] {
  const named = [...diagnostic.matchAll(/\bref \d+: '([^'\s]{1,200})'/g)].map(([, name = '']) => name);
  const addresses = diagnostic.match(/ldaps?:\/\/[^\s'"<>]{1,300}/gi) ?? [];
  return [...addresses, ...named];
}

function plainAddress(uri: string): string {
  // The base in the address is percent-encoded, and says nothing that the message does not say.
  return saidBy(uri.replace(/^(ldaps?:\/\/[^/?]*).*$/is, '$1'));
}

/** What a server says, as one short line. */
function saidBy(text: string): string {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a server may send any
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

const trust =
  'Name the file with the certificate of its authority in "caFile" of the connection file, or have the server present a valid certificate for this name.';

/** Why there is no connection, from what sockets throw. @param error an unknown value of a catch clause. */
export function socketFailure(error: unknown, doing: Doing, place: LdapPlace): Failure {
  const url = new URL(place.url);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (doing === 'tls' && /^(ECONNRESET|EPIPE|ERR_SSL_.*|EPROTO)$/.test(code)) {
    const advice =
      'Check the port (636 is the usual one for ldaps), whether the address should begin with ldap, and that the server has a certificate.';
    return failure('unreachable', code, `${url.host} does not speak TLS here.`, advice);
  }
  return networkFailure(url, error, trust);
}

/** Why a connection that had been made is over. */
export function lostFailure(reason: 'closed' | 'notLdap' | 'tlsHere' | 'tooLong' | 'notice', place: LdapPlace): Failure {
  const host = hostOf(place.url);
  switch (reason) {
    case 'tlsHere':
      return failure('malformed', 'TlsExpected', `${host} speaks TLS from the start here.`, 'Write ldaps:// in "url".');
    case 'notLdap':
      return failure('malformed', 'NotLdap', `What ${host} answered is not LDAP.`, 'Check the address and the port.');
    case 'tooLong': {
      const message = `${host} announced an answer of more than 64 MB, which is not read.`;
      return failure('malformed', 'AnswerTooLong', message, 'Check the address and the port.');
    }
    case 'closed':
    case 'notice': {
      const message = `${host} closed the connection before its answer was complete.`;
      return failure('unreachable', 'ConnectionLost', message, 'Try again; if it stays, look at the log of the server.');
    }
  }
}

export function slowFailure(place: LdapPlace): Failure {
  return timedOut(hostOf(place.url), place.timeoutMs);
}
