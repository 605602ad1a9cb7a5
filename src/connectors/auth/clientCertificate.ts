import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, failure, success, timedOut } from '../failure.ts';
import { defaultTimeoutMs } from '../http/httpClient.ts';
import type { OpenOptions } from '../ports.ts';

/** A certificate with its key, checked: the key fits, and today is within its time. */
export interface ClientCertificate {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly thumbprintSha256: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

const maximumLength = 100_000;
/** What Entra accepts, and the least with which the library signs (PS256). */
const minimumBits = 2048;
const wrongKey = 'Set the private key as PEM text, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.';

/**
 * The certificate of `clientCertificate`, from `certificateFile` or from the secret itself.
 * @param secret the private key as PEM; `\n` may stand for line breaks, since environment variables often have it so.
 */
export async function clientCertificate(
  reference: GraphReference,
  secret: string,
  options: OpenOptions,
): Promise<DirectoryResult<ClientCertificate>> {
  const pem = secret.includes('\n') ? secret : secret.replaceAll('\\n', '\n');
  const key = privateKeyOf(pem);
  if (!key.ok) return key;
  const { certificateFile } = reference;
  const text = certificateFile === null ? success(pem) : await readCertificate(certificateFile, options);
  if (!text.ok) return text;
  const where = certificateFile === null ? 'the secret, beside its key' : certificateFile;
  const certificate = certificateOf(text.value);
  if (!certificate) {
    const message = `There is no certificate in ${where}.`;
    const advice = 'Name the PEM file of the certificate, without its key, in "certificateFile".';
    return failure('unauthorized', 'CertificateUnusable', message, advice);
  }
  if (!certificate.checkPrivateKey(key.value)) {
    const message = `The private key is not that of the certificate in ${where}.`;
    return failure('unauthorized', 'CertificateUnusable', message, 'Set the key that was made with this certificate.');
  }
  const now = Date.now();
  const until = Date.parse(certificate.validTo);
  const from = Date.parse(certificate.validFrom);
  if (until < now || from > now) {
    const message =
      until < now
        ? `The certificate in ${where} has expired on ${dayOf(until)}.`
        : `The certificate in ${where} is not valid before ${dayOf(from)}.`;
    const advice = 'Make a new one, upload it in the registration of the application, and name it in "certificateFile".';
    return failure('unauthorized', 'CertificateExpired', message, advice);
  }
  return success({
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    privateKey: key.value.export({ type: 'pkcs8', format: 'pem' }).toString(),
  });
}

function privateKeyOf(pem: string): DirectoryResult<KeyObject> {
  const wrong = (message: string, advice: string): DirectoryResult<never> =>
    failure('unauthorized', 'PrivateKeyUnusable', message, advice);
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    const advice = 'Set it without: openssl pkey -in key.pem -out plain.pem asks for the passphrase once.';
    return wrong('The private key is protected by a passphrase, which cannot be asked for.', advice);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return wrong('The private key of the certificate cannot be read.', wrongKey);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < minimumBits) {
    const message = 'The private key of the certificate is not an RSA key of at least 2048 bits.';
    return wrong(message, 'Make a certificate with such a key: Entra takes no other for signing in.');
  }
  return success(key);
}

function certificateOf(text: string): X509Certificate | null {
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text.slice(0, maximumLength))?.[0];
  if (pem === undefined) return null;
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

async function readCertificate(path: string, options: OpenOptions): Promise<DirectoryResult<string>> {
  const { signal, timeoutMs = defaultTimeoutMs } = options;
  if (signal.aborted) return cancelled(`Reading ${path}`);
  const clock = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([signal, clock]);
  let stop = (): void => undefined;
  const stopped = new Promise<null>((settle) => {
    stop = () => settle(null);
  });
  ended.addEventListener('abort', stop, { once: true });
  try {
    const text = await Promise.race([options.readText(resolve(options.folder, path)), stopped]);
    if (text !== null) return success(text);
    return signal.aborted ? cancelled(`Reading ${path}`) : timedOut(`The file ${path}`, timeoutMs);
  } catch {
    const advice = 'Check "certificateFile": it is relative to the connection file.';
    return failure('notFound', 'FileUnreadable', `The certificate ${path} cannot be read.`, advice);
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
