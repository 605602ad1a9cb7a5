import type { LocatedText, ObjectFields } from './objectFields.ts';

/** What is wrong with the address of a server, in words that complete "The address …"; null where it can be used. */
export interface AddressRefusal {
  readonly kind: 'notAnAddress' | 'notSecure' | 'credentials';
  readonly reason: string;
  readonly fix: string;
}

const address = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i;
const credentialInQuery = /[?&](?:[^=&]*(?:token|secret|password|api-?_?key)[^=&]*|key|sig|code)=[^&]/i;
const loopback = /^(localhost|[^:]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether `host` or `host:port` is this machine itself, so that nothing of what is sent leaves it. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

/**
 * Whether an address may be asked: `https`, or `http` on this machine's loopback, without a user name, a password or a token in it.
 * A bearer token sent over plain `http` could be read on the way.
 */
export function refusalOfAddress(url: string): AddressRefusal | null {
  const parts = address.exec(url);
  const [, scheme = '', host = '', , query = ''] = parts ?? [];
  // A password may hold a slash, which ends the host of an address: any `@` before the query tells it.
  if (/^[a-z]+:\/\/[^?#]*@/i.test(url) || credentialInQuery.test(query)) {
    const fix = 'Remove it from the address and name an environment variable that holds it: "secretEnv": "SCIM_TOKEN".';
    return { kind: 'credentials', reason: 'holds a credential', fix };
  }
  if (!parts || !/^(\[[0-9a-f:.]+\]|[^\s:[\]\\]+)(:\d{1,5})?$/i.test(host)) {
    return { kind: 'notAnAddress', reason: 'is not a web address', fix: 'Write it in full: "https://app.example/scim".' };
  }
  if (scheme.toLowerCase() === 'http' && !isLoopback(host)) {
    return {
      kind: 'notSecure',
      reason: 'uses http, so that anyone on the way could read the token and the answers',
      fix: 'Use https. Plain http is accepted only for this machine: http://localhost or http://127.0.0.1.',
    };
  }
  return null;
}

/** Whether an address in a connection file may be asked; reports why not. */
export function checkWebAddress(fields: ObjectFields, name: string, url: LocatedText | null): boolean {
  const refusal = url && refusalOfAddress(url.value.trim());
  if (!url || !refusal) return true;
  const code = refusal.kind === 'credentials' ? 'connection-secret-in-file' : 'connection-wrong-type';
  fields.report(code, url.range, `The address in "${name}" ${refusal.reason}.`, refusal.fix);
  return false;
}
