import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';

/** Who signed in. */
export interface SignedIn {
  /** The user name, or the application's id where an application signs in for itself; null where the token does not say. */
  readonly account: string | null;
  /** The id of the tenant, or what the connection file calls it where the token does not say. */
  readonly tenant: string;
}

/**
 * Signs in by the connection's way, asking somebody where that is needed. Never rejects.
 * @param scopes delegated permissions by their short names: `User.Read.All`.
 */
export async function signIn(
  reference: GraphReference,
  scopes: readonly string[],
  options: OpenOptions,
): Promise<DirectoryResult<SignedIn>> {
  // Loaded when somebody has to sign in: most runs use files.
  const { obtainToken } = await import('./obtainToken.ts');
  const held = await obtainToken(reference, { scopes, how: 'ask' }, options);
  if (!held.ok) return held;
  const { account, tenant } = held.value;
  return success({ account: account ?? reference.clientId, tenant: tenant ?? reference.tenant });
}
