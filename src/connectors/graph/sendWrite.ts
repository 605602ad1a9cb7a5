import type { ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryError } from '../../core/trace/directory.ts';
import type { SentState } from '../../core/trace/targetWriter.ts';
import { failure, secondsOf } from '../failure.ts';
import type { HttpAnswer, HttpRequest } from '../http/httpClient.ts';
import { isWebPage } from '../http/jsonAnswer.ts';
import { shorten } from '../http/statusFailure.ts';
import { isObject, type JsonValue } from '../scim/scimPath.ts';
import { type GraphAccess, sendToGraph } from './askGraph.ts';
import { textIn } from './graphEntry.ts';
import { graphFailure, requestIdOf } from './graphFailure.ts';

/** A request of a write with its real values. */
export interface RealRequest {
  readonly method: string;
  readonly address: string;
  readonly body: string | null;
  readonly kind: ObjectKind;
}

export interface SentWrite {
  readonly state: SentState;
  readonly answered: string;
  readonly requestId: string | null;
  /** Of a new object. */
  readonly id: string | null;
  readonly error: DirectoryError | null;
}

/** What keeps a connection from being made at all, so that nothing has left this machine; any other fault may have come later. */
const neverConnected = /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|ECONNREFUSED|ERR_TLS_CERT_ALTNAME_INVALID|\w*CERT_\w+|UNABLE_TO_\w+)$/;

/**
 * Sends one write. Graph's answer decides; where there is none, or one that does not say what was done, the state is `unknown`, and nothing is
 * sent again.
 */
export async function sendWrite(
  access: GraphAccess,
  request: RealRequest,
  cancelled: () => boolean,
  secrets: readonly string[],
): Promise<SentWrite> {
  const scopes = writeScopes(request);
  let left = false;
  const sent = await sendToGraph(access, {
    method: request.method as HttpRequest['method'],
    address: request.address,
    ...(request.body !== null && { body: request.body }),
    scopes,
    cancelled,
    leaves(now) {
      left = now;
    },
  });
  if (!sent.ok) {
    const { error } = sent;
    if (!left || neverConnected.test(error.code))
      return { state: 'notSent', answered: 'not sent', requestId: null, id: null, error };
    // A redirect is an answer, and not one of somebody who did anything.
    if (error.kind === 'refused') return { state: 'refused', answered: 'redirected', requestId: null, id: null, error };
    const { timeoutMs } = access.reference;
    const answered = error.kind === 'timeout' ? `no answer within ${secondsOf(timeoutMs)}` : 'no complete answer';
    return { state: 'unknown', answered, requestId: null, id: null, error };
  }
  return outcomeOf(access, sent.value, scopes, secrets);
}

function outcomeOf(access: GraphAccess, answer: HttpAnswer, scopes: readonly string[], secrets: readonly string[]): SentWrite {
  const requestId = clean(requestIdOf(answer, secrets));
  const answered = String(answer.status);
  const error = graphFailure(access.host, answer, scopes, secrets)?.error ?? null;
  if (error) return { state: unclear(answer.status) ? 'unknown' : 'refused', answered, requestId, id: null, error };
  if (isWebPage(answer)) {
    const message = `${access.host} answered ${answered} with a web page, so that nobody knows whether anything was written.`;
    const page = failure('malformed', 'NotGraph', message, 'Read the object, and check "graphBaseUrl" in the connection file.');
    return { state: 'unknown', answered: `${answered}, a web page`, requestId, id: null, error: page.error };
  }
  return { state: 'accepted', answered, requestId, id: idOf(answer), error: null };
}

/** A gateway or a fault may have cut off what was already under way, 503 too: any server on the way may say it. 501 says that nothing was done. */
function unclear(status: number): boolean {
  return status === 408 || (status >= 500 && status !== 501);
}

function idOf({ text }: HttpAnswer): string | null {
  try {
    const body = JSON.parse(text) as JsonValue;
    return isObject(body) ? textIn(body, 'id') : null;
  } catch {
    return null;
  }
}

function clean(id: string | null): string | null {
  return id === null ? null : shorten(id).slice(0, 60);
}

/**
 * The least delegated permission for a write (facts/graph-synchronization.md, section 10.2): disabling has one of its own, and so have passwords and
 * members (Graph's pages on them).
 */
function writeScopes({ method, address, body, kind }: RealRequest): readonly string[] {
  if (kind === 'group') return /\/members\/[^?]*\$ref$/.test(address) ? ['GroupMember.ReadWrite.All'] : ['Group.ReadWrite.All'];
  const names = method === 'PATCH' && body !== null ? Object.keys(JSON.parse(body) as object) : [];
  if (names.includes('passwordProfile')) return ['User-PasswordProfile.ReadWrite.All', 'User.ReadWrite.All'];
  if (names.length === 1 && names[0] === 'accountEnabled') return ['User.EnableDisableAccount.All', 'User.Read.All'];
  return ['User.ReadWrite.All'];
}
