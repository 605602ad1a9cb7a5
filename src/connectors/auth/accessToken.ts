import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';

/** What a token is wanted for. */
export interface TokenRequest {
  /** Delegated permissions by their short names, the least that will do: `User.Read.All`. Sign-in without a person has its own, granted to the application. */
  readonly scopes: readonly string[];
  /** True after a 401: the token in memory is not taken. */
  readonly renew?: boolean;
}

/**
 * A token for Microsoft Graph by the connection's way of signing in. Never rejects. Where somebody would have to sign in and must not be asked
 * now, the failure has the code `SignInRequired`; where the tenant has not agreed to the permissions, `ConsentRequired`.
 */
export async function accessToken(
  reference: GraphReference,
  request: TokenRequest,
  options: OpenOptions,
): Promise<DirectoryResult<string>> {
  const { scopes, renew = false } = request;
  // Loaded when somebody has to sign in: most runs use files.
  const { obtainToken } = await import('./obtainToken.ts');
  const held = await obtainToken(reference, { scopes, how: renew ? 'renew' : 'any' }, options);
  return held.ok ? success(held.value.token) : held;
}
