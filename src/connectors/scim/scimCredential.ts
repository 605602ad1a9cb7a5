import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { ScimReference } from '../../core/connection/connection.ts';
import { secretRequestOf } from '../../core/connection/secretRequest.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';

/** The service's code for a token or password that a SCIM server does not take (facts/graph-synchronization.md, section 9.2). */
export const invalidCredentials = 'SystemForCrossDomainIdentityManagementInvalidCredentials';

/** What a request to a SCIM server brings along. Nothing of it may be shown. */
export interface ScimCredential {
  /** The header `Authorization`; null where the server asks for none. */
  readonly header: string | null;
  /** Everything in which the secret could come back: itself, and what the header makes of it. */
  readonly secrets: readonly string[];
  /** Tells one credential from another without holding it. */
  readonly digest: string;
}

/** The token, or the account and its password (RFC 6750, section 2.1; RFC 7617). */
export async function scimCredential(
  reference: ScimReference,
  options: OpenOptions,
  host: string,
): Promise<DirectoryResult<ScimCredential>> {
  const { username, secretEnv } = reference;
  const what = username === null ? 'token' : `password of ${username}`;
  const refuse = (message: string, advice: string): DirectoryResult<never> =>
    failure('unauthorized', invalidCredentials, message, advice);
  const request = secretRequestOf(reference);
  let secret: string | undefined;
  try {
    secret = request ? await options.secret(request) : undefined;
  } catch {
    const advice = 'Unlock the store of secrets of this machine and try again.';
    return refuse(`The ${what} for ${host} cannot be read from its store.`, advice);
  }
  // Blanks may belong to a password, never to a token.
  if (username === null) secret = secret?.trim();
  if (secret === undefined || secret === '') {
    if (secretEnv !== null) {
      const advice = `Set the environment variable ${secretEnv} and start again.`;
      return refuse(`There is no ${what} for ${host}: ${secretEnv} is not set.`, advice);
    }
    if (username === null) return success(credentialOf(null, []));
    const advice = 'Set it with "Set credential…", or name an environment variable in "secretEnv".';
    return refuse(`There is no ${what} for ${host}.`, advice);
  }
  if (username !== null) {
    if (/\p{Cc}/u.test(secret)) {
      const advice = 'Set it again without line breaks; an environment variable made from a file often ends with one.';
      return refuse(`The ${what} for ${host} holds a line break or another character that no password can have.`, advice);
    }
    const basic = Buffer.from(`${username}:${secret}`, 'utf8').toString('base64');
    return success(credentialOf(`Basic ${basic}`, [secret, basic, basic.replace(/=+$/, '')]));
  }
  if (/[^\x21-\x7e]/.test(secret)) {
    const advice = 'Copy it again, without blanks and line breaks.';
    return refuse(`The token for ${host} holds characters that no token can have.`, advice);
  }
  return success(credentialOf(`Bearer ${secret}`, [secret]));
}

function credentialOf(header: string | null, secrets: readonly string[]): ScimCredential {
  return {
    header,
    secrets,
    digest: createHash('sha256')
      .update(header ?? '')
      .digest('hex'),
  };
}
