import { type Failure, failure } from '../failure.ts';

/**
 * Why no answer arrived, from what `fetch` or a socket throws.
 * @param error an unknown value of a catch clause.
 * @param trust what to do where the certificate's authority is not known; it differs by kind of directory.
 */
export function networkFailure(
  url: URL,
  error: unknown,
  trust = 'Have the server present a valid certificate, or trust its authority on this machine (NODE_EXTRA_CA_CERTS).',
): Failure {
  const codes = codesOf(error);
  const host = url.host;
  const has = (...names: readonly string[]): boolean => names.some((name) => codes.includes(name));
  const unreachable = (message: string, advice: string): Failure =>
    failure('unreachable', codes[0] ?? 'Unreachable', message, advice);
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA')) {
    return unreachable(
      `The name ${url.hostname} cannot be resolved.`,
      'Check the spelling of the address, and the network or VPN.',
    );
  }
  if (has('ECONNREFUSED')) {
    return unreachable(`${host} refuses the connection.`, 'Check that the server is running and that the port is right.');
  }
  if (has('UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT')) {
    const advice = 'Check the address, the network or VPN, and whether a firewall stands between.';
    return failure('timeout', 'Timeout', `${host} did not accept a connection in time.`, advice);
  }
  if (has('EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN')) {
    return unreachable(`${host} cannot be reached from this network.`, 'Check the network or VPN.');
  }
  if (has('EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG')) {
    return unreachable(
      `${host} does not speak TLS here.`,
      `Check the port, and whether the address should begin with ${url.protocol.replace(/s?:$/, '')}.`,
    );
  }
  const certificate = codes.map((code) => certificateReasons[code]).find((reason) => reason !== undefined);
  if (certificate !== undefined) {
    // Another authority does not help against a wrong name.
    const advice = has('ERR_TLS_CERT_ALTNAME_INVALID') ? nameAdvice : trust;
    return unreachable(`The certificate of ${host} cannot be trusted: ${certificate}.`, advice);
  }
  if (has('ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_BODY_TIMEOUT')) {
    return unreachable(
      `${host} closed the connection before its answer was complete.`,
      'Try again; if it stays, look at the log of the server.',
    );
  }
  if (codes.some((code) => code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW')) {
    const message = `What ${host} answered is not HTTP.`;
    return failure('malformed', 'WebExceptionProtocolError', message, 'Check the address and the port.');
  }
  const cause = causeOf(error);
  return unreachable(`${host} cannot be reached: ${cause}`, 'Check the address and the network.');
}

const nameAdvice = 'Give the address by the name that the certificate is for, or have the server present one for this name.';

const certificateReasons: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the server signed it itself',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it has been revoked',
  CERT_UNTRUSTED: 'its authority is not trusted',
};

/** The codes of an error and of its causes, outermost first. `fetch` wraps what happened, once or twice, and several addresses in one. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const causes = 'cause' in error ? codesOf(error.cause, depth + 1) : [];
  const several =
    'errors' in error && Array.isArray(error.errors) ? error.errors.flatMap((inner) => codesOf(inner, depth + 1)) : [];
  return [...own, ...causes, ...several];
}

function causeOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error && current.cause !== undefined; depth += 1) current = current.cause;
  return current instanceof Error && current.message !== '' ? current.message : 'the connection failed.';
}
