import { randomUUID } from 'node:crypto';
import type { GraphPermissions } from './graphPermissions.ts';

/** What a token of the test authority says. */
export interface OpenIdClaims {
  readonly aud: string;
  readonly tid: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly appid?: string;
  readonly upn?: string;
  /** Delegated permissions, by short name, between blanks. */
  readonly scp?: string;
  /** Permissions of the application. */
  readonly roles?: readonly string[];
}

/** A token in the shape of a JSON Web Token. Its signature is made up: nobody but the test authority has to believe it. */
export function encodeToken(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.from(`not a signature ${randomUUID()}`).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'RS256', kid: 'test' })}.${part({ ...claims, jti: randomUUID() })}.${signature}`;
}

/** The claims of a token; null where it is none. */
export function decodeToken(token: string): OpenIdClaims | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'aud' in claims ? (claims as OpenIdClaims) : null;
  } catch {
    return null;
  }
}

/**
 * What a token allows at a loopback Graph, as its option `token` wants it; null where it is of another tenant or service, or has expired.
 * @param expected the origin of the loopback Graph and the id of its tenant.
 */
export function permissionsOf(
  token: string,
  expected: { readonly audience: string; readonly tenant: string },
): GraphPermissions | null {
  const claims = decodeToken(token);
  if (!claims || claims.aud !== expected.audience || claims.tid !== expected.tenant || claims.exp * 1000 <= Date.now())
    return null;
  return { ...(claims.scp ? { scopes: claims.scp.split(' ') } : {}), ...(claims.roles ? { roles: claims.roles } : {}) };
}
