import { shorten } from '../http/statusFailure.ts';

/** An error as an authority words it (RFC 6749, section 5.2), with what Entra adds. */
export interface OAuthError {
  readonly error: string;
  /** One line; empty where there is none. */
  readonly description: string;
  readonly suberror: string | null;
  /** The number behind `AADSTS`. */
  readonly number: number | null;
  readonly traceId: string | null;
  readonly correlationId: string | null;
}

const identifier = /^[0-9A-Za-z-]{1,64}$/;

/**
 * The error in the parameters of a redirect or in the body of an answer; null where there is none.
 * @param secrets what was sent: an authority that repeats it must not bring it onto the screen.
 */
export function readOAuthError(answer: unknown, secrets: readonly string[] = []): OAuthError | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const fields = answer as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? withoutSecrets(value.slice(0, 4000), secrets) : '';
  };
  const error = text('error');
  if (error === '') return null;
  const full = text('error_description');
  const id = (name: string, words: RegExp): string | null => {
    const value = text(name) || words.exec(full)?.[1] || '';
    return identifier.test(value) ? value : null;
  };
  return {
    error,
    description: shorten(full.split(/\bTrace ID:/)[0] ?? ''),
    suberror: text('suberror') || null,
    number: numberIn(fields.error_codes, full),
    traceId: id('trace_id', /\bTrace ID:\s*([0-9A-Za-z-]+)/),
    correlationId: id('correlation_id', /\bCorrelation ID:\s*([0-9A-Za-z-]+)/),
  };
}

/** What names no secret by its length alone would be struck out everywhere. */
const shortestSecret = 6;

/** A text in which nothing of these stands, written plainly or for a form. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, '***');
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    clean = clean.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***');
  }
  return clean;
}

function numberIn(codes: unknown, description: string): number | null {
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const value = typeof first === 'number' ? first : Number(/AADSTS(\d{4,9})/.exec(description)?.[1] ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : null;
}
