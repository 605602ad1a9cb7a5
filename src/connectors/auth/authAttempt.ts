import type { AuthenticationResult } from '@azure/msal-node';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, type Failure, failure, success } from '../failure.ts';
import { type AuthContext, authFailure, signInHelps } from './authFailure.ts';
import { type AuthNetwork, SignInError } from './authNetwork.ts';
import type { HeldToken } from './heldToken.ts';
import { claimsOf, isBearerToken } from './tokenClaims.ts';

/** A try to get a token: the token, why there is none, or that somebody has to sign in. */
export type Attempt =
  | { readonly kind: 'token'; readonly token: HeldToken }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** @property reason the refusal that signing in may mend; null where there simply is no account. */
  | { readonly kind: 'signIn'; readonly reason: Failure | null };

/** Lets MSAL work and says in words what came of it. Never rejects. Leaves at once when cancelled, whatever MSAL is waiting for. */
export async function attempt(
  network: AuthNetwork,
  context: AuthContext,
  signal: AbortSignal,
  work: () => Promise<AuthenticationResult | null>,
): Promise<Attempt> {
  if (signal.aborted) return failed(cancelled('Signing in'));
  let leave = (): void => undefined;
  const gone = new Promise<null>((resolve) => {
    leave = () => resolve(null);
  });
  signal.addEventListener('abort', leave, { once: true });
  try {
    const result = await Promise.race([work(), gone]);
    if (signal.aborted) return failed(cancelled('Signing in'));
    return isBearerToken(result?.accessToken) ? { kind: 'token', token: heldTokenOf(result) } : failed(noToken(context));
  } catch (error) {
    if (signal.aborted) return failed(cancelled('Signing in'));
    return attemptFrom(error, network, context);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

export function asResult(tried: Attempt, context: AuthContext): DirectoryResult<HeldToken> {
  if (tried.kind === 'token') return success(tried.token);
  return tried.kind === 'failed' ? tried.failure : (tried.reason ?? noToken(context));
}

function failed(reason: Failure): Attempt {
  return { kind: 'failed', failure: reason };
}

/** MSAL's own codes: its errors' texts are for developers, and may repeat what was sent. */
const noAccount = new Set(['no_tokens_found', 'refresh_token_expired', 'no_account_in_silent_request', 'no_account_found']);

function attemptFrom(error: unknown, network: AuthNetwork, context: AuthContext): Attempt {
  if (error instanceof SignInError) return failed(error.failure);
  const code = codeOf(error);
  if (code === 'device_code_expired') {
    return failed(authFailure({ ...nothingSaid, error: 'expired_token' }, context));
  }
  if (network.failure) return failed(network.failure);
  const { oauthError } = network;
  if (oauthError) {
    const refusal = authFailure(oauthError, context);
    return signInHelps(oauthError) ? { kind: 'signIn', reason: refusal } : failed(refusal);
  }
  if (noAccount.has(code)) return { kind: 'signIn', reason: null };
  const host = new URL(context.reference.authority).host;
  if (code === 'nonce_mismatch') {
    const message = `The answer of ${host} belongs to another sign-in and was not taken.`;
    return failed(failure('unauthorized', 'SignInMismatch', message, 'Sign in again.'));
  }
  if (code === 'openid_config_error' || code === 'endpoints_resolution_error' || code === 'issuer_validation_failed') {
    const message = `${host} does not answer as an OpenID authority does.`;
    return failed(
      failure('malformed', 'AuthorityIncompatible', message, 'Check "authority" and "tenant" in the connection file.'),
    );
  }
  if (code === 'missing_tenant_id_error') {
    const message = `An application cannot sign in to "${context.reference.tenant}", which stands for any tenant.`;
    return failed(
      failure('unauthorized', 'TenantMissing', message, 'Write the id of the tenant or one of its domains into "tenant".'),
    );
  }
  const message = `Signing in at ${host} failed: ${code === '' ? 'the answer could not be used' : code}.`;
  return failed(
    failure('malformed', 'SignInFailed', message, 'Try again. If it stays, check "authority" in the connection file.'),
  );
}

const nothingSaid = { description: '', suberror: null, number: null, traceId: null, correlationId: null };

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('errorCode' in error)) return '';
  return typeof error.errorCode === 'string' && /^[a-z0-9_]{1,60}$/.test(error.errorCode) ? error.errorCode : '';
}

function noToken({ reference }: AuthContext): Failure {
  const message = `${new URL(reference.authority).host} gave no token.`;
  return failure('malformed', 'AuthorityIncompatible', message, 'Check "authority" in the connection file.');
}

function heldTokenOf(result: AuthenticationResult): HeldToken {
  const { accessToken: token, expiresOn, account, tenantId } = result;
  const claims = claimsOf(token);
  return {
    token,
    expiresAt: expiresOn?.getTime() ?? null,
    account: account?.username || claims?.account || null,
    tenant: tenantId || claims?.tenantId || null,
  };
}
