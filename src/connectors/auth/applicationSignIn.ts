import type { DirectoryResult } from '../../core/trace/directory.ts';
import type { OpenOptions } from '../ports.ts';
import { asResult, attempt } from './authAttempt.ts';
import type { AuthContext } from './authFailure.ts';
import { AuthNetwork, msalAuthority } from './authNetwork.ts';
import { clientCertificate } from './clientCertificate.ts';
import { applicationScopes } from './graphScopes.ts';
import type { HeldToken } from './heldToken.ts';

/** A token for the application itself, by its client secret or its certificate (RFC 6749, section 4.4). Nobody is asked; nothing is stored. */
export async function applicationToken(
  { reference }: AuthContext,
  secret: string,
  signal: AbortSignal,
  options: OpenOptions,
): Promise<DirectoryResult<HeldToken>> {
  const certificate = reference.signIn === 'clientCertificate' ? await clientCertificate(reference, secret, options) : null;
  if (certificate && !certificate.ok) return certificate;
  const credential = certificate ? { clientCertificate: certificate.value } : { clientSecret: secret };
  const network = new AuthNetwork(reference, signal);
  // What is granted to an application is not asked for: the scopes of the request say nothing here.
  const context: AuthContext = { reference, scopes: [] };
  const tried = await attempt(network, context, signal, async () => {
    const { confidentialClient } = await import('./msalClient.ts');
    const settings = { authority: msalAuthority(reference), clientId: reference.clientId ?? '', network };
    return confidentialClient(settings, credential).acquireTokenByClientCredential({
      scopes: applicationScopes(reference),
      skipCache: true,
      // MSAL would take the region from an environment variable, and ask another server than the connection names.
      azureRegion: 'DisableMsalForceRegion',
    });
  });
  return asResult(tried, context);
}
