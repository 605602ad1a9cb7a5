import type { GraphReference } from '../../core/connection/connection.ts';
import { secretRequestOf } from '../../core/connection/secretRequest.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { tokenSessionPrefix } from './tokenSession.ts';
import { tokenStoreKey } from './tokenStorePlugin.ts';

export interface SignedOut {
  /** What this could not end, in sentences for the screen: the session of the browser, a stored secret. */
  readonly remains: string;
}

/** Forgets every token of this connection's application in its tenant, in memory and in the store. Never rejects. */
export async function signOut(reference: GraphReference, options: OpenOptions): Promise<DirectoryResult<SignedOut>> {
  // The sessions end first: a renewal that is under way must not write after this.
  await options.sessions?.forget(tokenSessionPrefix(reference));
  try {
    await options.signIn?.cache.write(tokenStoreKey(reference), undefined);
  } catch {
    const message = `The tokens for ${reference.tenant} could not be removed from their store.`;
    return failure('refused', 'TokenStoreUnwritable', message, 'Unlock the store of secrets of this machine and sign out again.');
  }
  const issued = 'Access tokens that Graph already saw stay valid until they expire, for about an hour at most.';
  return success({ remains: `${remainsOf(reference)} ${issued}` });
}

function remainsOf(reference: GraphReference): string {
  const { signIn, authority, tenant } = reference;
  if (signIn === 'azureCli') return 'The Azure CLI stays signed in: az logout ends that.';
  if (signIn === 'interactive' || signIn === 'deviceCode') {
    return `The browser may still be signed in at ${new URL(authority).host}: sign out there as well where others use it.`;
  }
  const request = secretRequestOf(reference);
  const where = request?.env ? `the environment variable ${request.env} or the store of secrets` : 'the store of secrets';
  return `${request?.title ?? `The credential for ${tenant}`} stays in ${where}: remove it there.`.replace(/^./, (first) =>
    first.toUpperCase(),
  );
}
