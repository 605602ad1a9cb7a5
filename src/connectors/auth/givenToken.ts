import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { type Failure, failure, success } from '../failure.ts';
import { shorten } from '../http/statusFailure.ts';
import { graphOrigin } from './graphScopes.ts';
import type { HeldToken } from './heldToken.ts';
import { claimsOf, isBearerToken } from './tokenClaims.ts';

/** Graph as an audience, by its application id, which is the same in every cloud. */
const graphApplication = '00000003-0000-0000-c000-000000000000';
const tenantId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * A token that somebody brought, looked at as far as it can be read: not expired, for Graph, of this tenant. Only Graph can tell whether it is
 * genuine. A token that says nothing of itself is taken as it is.
 * @param what it is called in a message: `the access token`.
 */
export function checkedToken(text: string, reference: GraphReference, what: string): DirectoryResult<HeldToken> {
  const wrong = (code: string, message: string, advice: string): Failure => failure('unauthorized', code, message, advice);
  const token = text.trim().replace(/^Bearer\s+/i, '');
  if (!isBearerToken(token)) {
    const message = `What was given as ${what} is no token: it is empty, too long or holds characters that no token has.`;
    return wrong('TokenUnusable', message, 'Copy it again, without blanks, quotes and line breaks.');
  }
  const claims = claimsOf(token);
  if (!claims) return success({ token, expiresAt: null, account: null, tenant: null });
  const { audience, expiresAt, account } = claims;
  const origin = graphOrigin(reference);
  if (expiresAt !== null && expiresAt <= Date.now()) {
    const message = `${capital(what)} expired at ${timeOf(expiresAt)}.`;
    return wrong('TokenExpired', message, 'Set a new one.');
  }
  if (audience !== null && audience.replace(/\/+$/, '').toLowerCase() !== origin.toLowerCase() && audience !== graphApplication) {
    const message = `${capital(what)} is for ${shorten(audience)}, not for ${origin}.`;
    return wrong(
      'TokenForAnotherService',
      message,
      `Get a token for ${origin}, or correct "graphBaseUrl" in the connection file.`,
    );
  }
  // A domain cannot be compared with an id without asking.
  if (
    claims.tenantId !== null &&
    tenantId.test(reference.tenant) &&
    claims.tenantId.toLowerCase() !== reference.tenant.toLowerCase()
  ) {
    const message = `${capital(what)} is of the tenant ${shorten(claims.tenantId)}, not of ${reference.tenant}.`;
    return wrong('TokenOfAnotherTenant', message, 'Get a token of this tenant, or correct "tenant" in the connection file.');
  }
  return success({ token, expiresAt, account, tenant: claims.tenantId });
}

function timeOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString().slice(0, 19).concat('Z');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
