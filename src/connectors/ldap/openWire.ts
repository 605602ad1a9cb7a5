import { connect, isIP, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { BindRequest, ExtendedRequest } from 'ldapts';
import type { Failure } from '../failure.ts';
import {
  answerFailure,
  type Doing,
  type LdapPlace,
  lostFailure,
  type Refusal,
  slowFailure,
  socketFailure,
} from './ldapFailure.ts';
import { LdapWire, WireError } from './ldapWire.ts';

/** Everything that a connection depends on. */
export interface LdapSettings extends LdapPlace {
  /** Empty where nobody signs in. */
  readonly password: string;
  /** PEM of the authorities that are trusted instead of the machine's. */
  readonly ca: string | null;
  readonly startTls: boolean;
}

/** An expected failure on its way out. */
export class LdapProblem extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.error.message);
    this.failure = failure;
  }
}

const startTlsOid = '1.3.6.1.4.1.1466.20037';

/** Connects, turns to TLS where that is wanted, and signs in, all within the time of the connection. Rejects with a {@link LdapProblem}. */
export async function openWire(settings: LdapSettings): Promise<LdapWire> {
  const deadline = Date.now() + settings.timeoutMs;
  const wire = await connected(settings);
  let doing: Doing = 'startTls';
  try {
    if (settings.startTls) {
      const { answer } = wire.send((messageId) => new ExtendedRequest({ messageId, oid: startTlsOid }));
      accept(await before(deadline, answer, settings), doing, settings);
      doing = 'tls';
      await before(deadline, wire.upgrade(tlsOptions(settings)), settings);
    }
    doing = 'bind';
    const { account, password } = settings;
    if (account !== null) {
      const { answer } = wire.send((messageId) => new BindRequest({ messageId, dn: account, password }));
      accept(await before(deadline, answer, settings), doing, settings);
    }
    return wire;
  } catch (error) {
    wire.close();
    if (error instanceof LdapProblem) throw error;
    throw new LdapProblem(wireFailure(error, doing, settings));
  }
}

/** A server may repeat what it was sent: what it says, without the password. */
export function withoutSecret<Said extends Refusal>(answer: Said, { password }: LdapSettings): Said {
  const hide = (text: string): string => (password === '' ? text : text.replaceAll(password, '•••'));
  return { ...answer, diagnostic: hide(answer.diagnostic), referrals: answer.referrals.map(hide) };
}

/** In words, whatever ended a connection that had been made. */
export function wireFailure(error: unknown, doing: Doing, place: LdapSettings): Failure {
  if (!(error instanceof WireError)) return socketFailure(error, doing, place);
  if (error.answer && error.answer.code !== 0) return answerFailure(withoutSecret(error.answer, place), doing, place);
  return lostFailure(error.reason, place);
}

function accept(answer: Refusal, doing: Doing, settings: LdapSettings): void {
  if (answer.code !== 0) throw new LdapProblem(answerFailure(withoutSecret(answer, settings), doing, settings));
}

function tlsOptions({ url, ca }: LdapSettings): { host: string; servername?: string; ca?: string; rejectUnauthorized: true } {
  const host = hostName(url);
  // A server name must not be an address (RFC 6066, section 3); Node then compares the certificate with the host.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return { host, ...servername, ...(ca === null ? {} : { ca }), rejectUnauthorized: true };
}

function hostName(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

function connected(settings: LdapSettings): Promise<LdapWire> {
  const { protocol, port } = new URL(settings.url);
  const secure = protocol === 'ldaps:';
  const host = hostName(settings.url);
  const where = { host, port: port === '' ? (secure ? 636 : 389) : Number(port) };
  return new Promise((resolve, reject) => {
    let doing: Doing = 'connect';
    const fail = (failure: Failure): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new LdapProblem(failure));
    };
    const timer = setTimeout(() => fail(slowFailure(settings)), settings.timeoutMs);
    const socket: Socket = secure ? tlsConnect({ ...where, ...tlsOptions(settings) }) : connect(where);
    const onError = (error: unknown): void => fail(socketFailure(error, doing, settings));
    socket.once('connect', () => {
      doing = 'tls';
    });
    socket.on('error', onError);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.setNoDelay(true);
      resolve(new LdapWire(socket));
      socket.off('error', onError);
    });
  });
}

/** @param deadline milliseconds since 1970 */
function before<T>(deadline: number, promise: Promise<T>, place: LdapPlace): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LdapProblem(slowFailure(place))), Math.max(0, deadline - Date.now()));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
