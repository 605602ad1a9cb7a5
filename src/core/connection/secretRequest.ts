import type { DirectoryReference } from './connection.ts';

/** Which secret is wanted. */
export interface SecretRequest {
  /** What it opens: kind, address and account. A store keeps the secret under this and gives it for nothing else. */
  readonly key: string;
  /** The environment variable that the connection file names; null where it names none. */
  readonly env: string | null;
  /** What it is called when somebody is asked for it: `the password of CORP\\reader`. */
  readonly title: string;
}

/** The secret that a directory needs; null for kinds that need none. */
export function secretRequestOf(reference: DirectoryReference): SecretRequest | null {
  switch (reference.kind) {
    case 'file':
      return null;
    case 'scim': {
      const { username, secretEnv: env } = reference;
      // The flag of the service in the query does not make another server of it.
      const base = (reference.url.split('?', 1)[0] ?? '').replace(/\/+$/, '');
      const title = username === null ? `the bearer token for ${base}` : `the password of ${username} at ${base}`;
      return { key: ['scim', base, username ?? ''].join(' ').trimEnd(), env, title };
    }
    case 'ldap': {
      const { url, bindDN, secretEnv: env } = reference;
      return bindDN === null ? null : { key: `ldap ${url} ${bindDN}`, env, title: `the password of ${bindDN} at ${url}` };
    }
    case 'graph': {
      const { tenant, clientId, signIn, secretEnv: env, authority, graphBaseUrl } = reference;
      const what = secretWords[signIn];
      if (what === undefined) return null;
      const key = ['graph', signIn, authority, tenant, clientId ?? graphBaseUrl].join(' ');
      return { key, env, title: `${what} for ${tenant}` };
    }
  }
}

const secretWords: Readonly<Partial<Record<string, string>>> = {
  clientSecret: 'the client secret',
  clientCertificate: 'the private key (PEM) of the certificate',
  token: 'the access token',
};
