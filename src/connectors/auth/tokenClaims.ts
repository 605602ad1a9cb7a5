/** What a token says of itself. Read without checking its signature, which only Graph can: good for words, never for trust. */
export interface TokenClaims {
  /** For which service: `https://graph.microsoft.com` or an application's id. */
  readonly audience: string | null;
  readonly tenantId: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
  /** The user, or the id of the application where no user is in it. */
  readonly account: string | null;
}

const maximumLength = 100_000;
/** RFC 6750, section 2.1. */
const bearerToken = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Whether something can be sent as a bearer token. */
export function isBearerToken(token: unknown): token is string {
  return typeof token === 'string' && token.length <= maximumLength && bearerToken.test(token);
}

/** The claims of a JSON Web Token (RFC 7519); null where it is another sort of token, which says nothing to us. */
export function claimsOf(token: string): TokenClaims | null {
  const parts = token.split('.');
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined || token.length > maximumLength) return null;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (typeof claims !== 'object' || claims === null) return null;
  const record = claims as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => {
    const value = record[name];
    return typeof value === 'string' && value !== '' && value.length <= 300 ? value : null;
  };
  const expires = record.exp;
  return {
    audience: text('aud'),
    tenantId: text('tid'),
    expiresAt: typeof expires === 'number' && Number.isFinite(expires) ? expires * 1000 : null,
    account: text('upn') ?? text('preferred_username') ?? text('unique_name') ?? text('appid') ?? text('azp'),
  };
}
