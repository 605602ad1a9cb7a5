import type { SecretRequest } from '../../core/connection/secretRequest.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';

/** The secret that a way of signing in to Entra needs, without blanks around it. */
export async function readSecret(request: SecretRequest, options: OpenOptions): Promise<DirectoryResult<string>> {
  const { title, env } = request;
  let secret: string | undefined;
  try {
    secret = (await options.secret(request))?.trim();
  } catch {
    const message = `${capital(title)} cannot be read from its store.`;
    return failure('unauthorized', 'SecretUnreadable', message, 'Unlock the store of secrets of this machine and try again.');
  }
  if (secret !== undefined && secret !== '') return success(secret);
  const message = env === null ? `${capital(title)} is missing.` : `${capital(title)} is missing: ${env} is not set.`;
  const advice =
    env === null
      ? 'Set it with "Set credential…". On the command line, name the environment variable that holds it in "secretEnv".'
      : `Set it with "Set credential…", or set the environment variable ${env} and start again.`;
  return failure('unauthorized', 'SecretMissing', message, advice);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
