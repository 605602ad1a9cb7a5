import { constants, verify, X509Certificate } from 'node:crypto';

export interface AssertionExpectation {
  /** PEM of the certificate in the registration. */
  readonly certificate: string;
  readonly clientId: string;
  /** The token endpoint. */
  readonly audience: string;
  /** Identifiers that were used before. */
  readonly used: Set<string>;
}

/** Whether a client proves itself by its certificate (RFC 7523, sections 2.2 and 3): signature, audience, time, and never used before. */
export function checkAssertion(form: URLSearchParams, { certificate, clientId, audience, used }: AssertionExpectation): boolean {
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return false;
  const [header = '', payload = '', signature = ''] = (form.get('client_assertion') ?? '').split('.');
  const own = new X509Certificate(certificate);
  const { alg, 'x5t#S256': thumbprint } = partOf(header);
  if (thumbprint !== Buffer.from(own.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')) return false;
  if (alg !== 'PS256' && alg !== 'RS256') return false;
  const padding = alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: own.publicKey, ...padding },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, iss, sub, exp, nbf, jti } = partOf(payload);
  const now = Date.now() / 1000;
  const inTime = typeof exp === 'number' && exp > now && exp < now + 3600 && typeof nbf === 'number' && nbf <= now + 1;
  if (!signed || !inTime || aud !== audience || iss !== clientId || sub !== clientId) return false;
  if (typeof jti !== 'string' || jti === '' || used.has(jti)) return false;
  used.add(jti);
  return true;
}

function partOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
